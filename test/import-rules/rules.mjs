/**
 * Who may import whom: docs/architecture.md as data. A folder's room is the longest `path` that holds it; a room may
 * import itself and what `may` names, and types only of what `mayTypes` names. What is not written here is forbidden.
 *
 * pure: no clock, no chance, no disk, no network — neither as builtin, as package nor as global.
 * door: other rooms import this file of the room and no other.
 */
const gateway = (room, may, more = {}) => ({ room: `gateway/${room}`, path: `gateway/src/${room}`, may, door: 'index.ts', ...more });
const EFFECTS = ['transport', 'journal', 'relay', 'keys', 'rpc', 'web'];
const PURE = ['framing', 'decode', 'attest', 'tx', 'proof', 'market'];

export const ROOMS = [
  { room: 'protos', path: 'protos/src', may: [], pure: true, door: 'index.ts' },
  { room: 'protos', path: 'protos/generated', may: [], pure: true, door: 'index.ts' },
  { room: 'protos/scripts', path: 'protos', may: [] },

  gateway('domain', [], { mayTypes: ['protos'], pure: true }),
  gateway('framing', ['gateway/domain'], { pure: true }),
  gateway('decode', ['gateway/domain', 'protos'], { pure: true }),
  gateway('attest', ['gateway/domain'], { pure: true }),
  gateway('tx', ['gateway/domain', 'protos'], { pure: true }),
  gateway('proof', ['gateway/domain', 'protos'], { pure: true }),
  gateway('market', ['gateway/domain', 'protos'], { pure: true }),
  gateway('transport', ['gateway/domain']),
  gateway('journal', ['gateway/domain']),
  gateway('relay', ['gateway/domain', 'protos']),
  gateway('keys', ['gateway/domain']),
  gateway('rpc', ['gateway/domain']),
  gateway('web', ['gateway/domain']),
  gateway('app', ['protos', 'gateway/domain', ...[...PURE, ...EFFECTS].map((room) => `gateway/${room}`)]),
  {
    room: 'gateway/cli',
    path: 'gateway/src/cli.ts',
    may: [
      'gateway/app',
      'gateway/cli-broker',
      'gateway/cli-meters',
      'gateway/cli-market',
      'gateway/cli-carbon',
      'gateway/cli-grid-code',
      'gateway/cli-keys',
      'gateway/cli-journal',
    ],
  },
  { room: 'gateway/cli-journal', path: 'gateway/src/cli-journal.ts', may: ['gateway/app'] },
  { room: 'gateway/cli-grid-code', path: 'gateway/src/cli-grid-code.ts', may: ['gateway/app'] },
  {
    room: 'gateway/cli-market',
    path: 'gateway/src/cli-market.ts',
    may: ['gateway/app', 'gateway/cli-broker', 'gateway/cli-market-checks', 'gateway/cli-sending'],
  },
  {
    room: 'gateway/cli-carbon',
    path: 'gateway/src/cli-carbon.ts',
    may: ['gateway/app', 'gateway/cli-broker', 'gateway/cli-market-checks', 'gateway/cli-sending'],
  },
  {
    room: 'gateway/cli-keys',
    path: 'gateway/src/cli-keys.ts',
    may: ['gateway/app', 'gateway/cli-market-checks', 'gateway/cli-sending', 'gateway/cli-recovery'],
  },
  {
    room: 'gateway/cli-recovery',
    path: 'gateway/src/cli-recovery.ts',
    may: ['gateway/app', 'gateway/cli-market-checks', 'gateway/cli-sending'],
  },
  {
    room: 'gateway/cli-sending',
    path: 'gateway/src/cli-sending.ts',
    may: ['gateway/app', 'gateway/cli-broker', 'gateway/cli-market-checks'],
  },
  { room: 'gateway/cli-market-checks', path: 'gateway/src/cli-market-checks.ts', may: ['gateway/app', 'gateway/cli-broker'] },
  { room: 'gateway/cli-broker', path: 'gateway/src/cli-broker.ts', may: [] },
  { room: 'gateway/cli-meters', path: 'gateway/src/cli-meters.ts', may: ['gateway/app'] },

  { room: 'chain/cli', path: 'chain/src', may: ['chain', 'protos', 'gateway/keys'] },
  ...['index.ts', 'broker', 'deployment', 'engine', 'generated', 'node'].map((part) => ({
    room: 'chain',
    path: `chain/src/${part}`,
    may: ['protos'],
  })),
  { room: 'chain/scripts', path: 'chain', may: [] },

  { room: 'device-sim', path: 'device-sim/src', may: ['protos'] },
  { room: 'device-sim/demo', path: 'device-sim/src/demo', may: ['protos', 'chain', 'device-sim'] },
];

/** Doors that another workspace may name, as their package.json exports them. */
export const DOORS_BY_NAME = { '@joulegate/gateway/keys': 'gateway/src/keys/index.ts' };

/** Workspaces whose every source file must have a room; a workspace without files is an error, not a pass. */
export const WORKSPACES = ['protos', 'gateway', 'chain', 'device-sim'];
/** What a test may import beside its own workspace. Nobody but test/ imports the gateway, whose keys alone the chain's command line opens. */
export const TESTS_MAY = { protos: [], gateway: ['protos'], chain: ['protos'], 'device-sim': ['protos', 'chain'] };

/** Builtins that compute and do nothing else. */
export const PURE_BUILTINS = ['assert', 'buffer', 'crypto', 'path', 'string_decoder', 'url', 'util', 'zlib'];
/** Packages that compute and do nothing else. */
export const PURE_PACKAGES = [
  '@ethereumjs/mpt',
  '@ethereumjs/rlp',
  '@noble/hashes',
  '@noble/secp256k1',
  '@openzeppelin/merkle-tree',
  'cbor-x',
  'protobufjs',
  'tiny-secp256k1',
  'valibot',
];
/**
 * Where the programs on a Pi may read the wall clock, which NTP or a person may set by hours: where it becomes the Clock, and in
 * commands that date what they sign or say. A duration is measured by performance.now.
 */
export const WALL_CLOCK = {
  in: ['gateway/src/', 'chain/src/'],
  may: ['gateway/src/app/clock.ts', 'gateway/src/app/tools/', 'chain/src/cli.ts', 'chain/src/node/node-world.test-kit.ts'],
};
export const WALL_CLOCK_NAMES = ['Date.now', 'new Date()', 'Date()'];
/** Globals and members that read the clock, draw lots or reach outside. */
export const IMPURE_GLOBALS = ['process', 'console', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'globalThis', 'performance'];
export const IMPURE_MEMBERS = ['Date.now', 'Math.random'];
/** node:crypto and noble both compute and draw lots; only the first is pure. */
export const IMPURE_NAMES =
  /^(random(Bytes|UUID|Int|Fill|FillSync|SecretKey|PrivateKey)|getRandomValues|generateKey(Pair)?(Sync)?|keygen(Async)?)$/;
