import { describe, expect, it } from 'vitest';
import { createMeterDrift } from './meter-drift.ts';
import { createTimeSync, type TimeTrust } from './time-sync.ts';

const NOW = Date.parse('2026-06-21T12:00:00Z');
const head = (number: number, atMs: number) => Buffer.from(JSON.stringify({ number, timestamp: Math.floor(atMs / 1000) }));

/** A clock that a test sets, and time that goes by beside it. */
function build({
  trust = 'auto' as TimeTrust,
  quorum = 1,
  startMs = NOW,
  kernel = undefined as boolean | undefined,
  isSimulated = false,
} = {}) {
  const world = { clockMs: startMs, monotonic: 0, kernel, asked: 0, jumps: [] as number[], changes: [] as string[] };
  const time = createTimeSync({
    clock: { now: () => world.clockMs },
    isSimulated,
    trust,
    quorum,
    toleranceSeconds: 300,
    onJump: (ms) => world.jumps.push(ms),
    onChange: (synchronised, by) => world.changes.push(`${synchronised} by ${by}`),
    askKernel: async () => {
      world.asked += 1;
      return world.kernel;
    },
    monotonicMs: () => world.monotonic,
  });
  const pass = async (ms: number) => {
    world.clockMs += ms;
    world.monotonic += ms;
    time.tick();
    await Promise.resolve();
    await new Promise(setImmediate);
  };
  return { time, world, pass };
}

describe('our clock', () => {
  it.each<[string, Parameters<typeof build>[0], (w: ReturnType<typeof build>) => Promise<void> | void, boolean]>([
    ['is right where the kernel says so', { kernel: true }, (w) => w.pass(10), true],
    ['is not where the kernel says that nobody has set it', { kernel: false }, (w) => w.pass(10), false],
    ['is not before anybody has said anything', {}, (w) => w.pass(10), false],
    ['is not in a year before this program, whatever the kernel says', { kernel: true, startMs: 0 }, (w) => w.pass(10), false],
    [
      'is right where a node’s heads are of our time',
      {},
      ({ time }) => {
        time.onHead('a', head(1, NOW));
        time.onHead('a', head(2, NOW - 20_000));
      },
      true,
    ],
    ['is not by the first head of a node: the broker may have kept it for days', {}, ({ time }) => time.onHead('a', head(1, NOW)), false],
    [
      'is not by the same head again',
      {},
      ({ time }) => {
        time.onHead('a', head(1, NOW));
        time.onHead('a', head(1, NOW));
      },
      false,
    ],
    [
      'is not where heads are of another time',
      {},
      ({ time }) => {
        time.onHead('a', head(1, NOW + 3_600_000));
        time.onHead('a', head(2, NOW + 3_600_000));
      },
      false,
    ],
    [
      'is not by one node where two are wanted',
      { quorum: 2 },
      ({ time }) => {
        for (const number of [1, 2, 3]) time.onHead('a', head(number, NOW));
      },
      false,
    ],
    [
      'is right by two nodes, whatever a third one says',
      { quorum: 2 },
      ({ time }) => {
        for (const number of [1, 2]) for (const node of ['a', 'b']) time.onHead(node, head(number, NOW));
        for (const number of [1, 2]) time.onHead('liar', head(number, NOW + 9_000_000));
      },
      true,
    ],
    [
      'is not by heads where only the kernel is trusted',
      { trust: 'kernel' },
      ({ time }) => {
        for (const number of [1, 2]) time.onHead('a', head(number, NOW));
      },
      false,
    ],
    ['is not by the kernel where only the chain is trusted', { trust: 'chain', kernel: true }, (w) => w.pass(10), false],
    ['is believed where the configuration says so', { trust: 'clock' }, () => undefined, true],
    ['is not believed in 1970 even then', { trust: 'clock', startMs: 86_400_000 }, () => undefined, false],
    ['is right where it is simulated', { isSimulated: true, startMs: 0 }, () => undefined, true],
  ])('%s', async (_, options, act, expected) => {
    const built = build(options);
    await act(built);
    expect(built.time.isSynchronised()).toBe(expected);
  });

  it('that is set is known to be right only after somebody says so again', async () => {
    const { time, world, pass } = build({ kernel: true });
    await pass(10);
    expect(time.isSynchronised()).toBe(true);
    world.kernel = undefined;
    world.clockMs += 7_200_000;
    await pass(10);
    expect([time.isSynchronised(), world.jumps]).toEqual([false, [7_200_000]]);
    time.onHead('a', head(5, world.clockMs));
    time.onHead('a', head(6, world.clockMs));
    expect(time.isSynchronised()).toBe(true);
    world.clockMs -= 7_200_000;
    await pass(10);
    expect([time.isSynchronised(), world.jumps]).toEqual([false, [7_200_000, -7_200_000]]);
    expect(world.changes).toEqual(['false by auto', 'true by kernel', 'false by auto', 'true by chain', 'false by auto']);
  });

  it('is as uncertain as what says it: not by the kernel’s word, by the tolerance where heads say it', async () => {
    const kernel = build({ kernel: true });
    await kernel.pass(10);
    const heads = build({ trust: 'chain' });
    for (const number of [1, 2]) heads.time.onHead('a', head(number, NOW - 299_000));
    expect([kernel.time.uncertaintySeconds(), heads.time.isSynchronised(), heads.time.uncertaintySeconds()]).toEqual([0, true, 300]);
  });

  it('is doubted at once when it jumps, before anybody looks', async () => {
    const { time, world, pass } = build({ kernel: true });
    await pass(10);
    world.clockMs += 7_200_000;
    expect([time.isSynchronised(), world.jumps]).toEqual([false, [7_200_000]]);
  });

  it('is not called set by a late look, nor by what NTP slews', async () => {
    const { world, pass } = build();
    await pass(3_600_000);
    for (let i = 0; i < 50; i += 1) {
      world.clockMs += 40;
      await pass(1_000);
    }
    expect(world.jumps).toEqual([]);
  });

  it('is asked of the kernel every few seconds until it says yes, then once a minute', async () => {
    const { world, pass } = build();
    for (let i = 0; i < 60; i += 1) await pass(1_000);
    const before = world.asked;
    expect(before).toBeGreaterThanOrEqual(10);
    expect(before).toBeLessThanOrEqual(13);
    world.kernel = true;
    for (let i = 0; i < 120; i += 1) await pass(1_000);
    expect(world.asked - before).toBeLessThanOrEqual(4);
  });

  it.each(['', '{', 'null', '[]', '{"number":1}', '{"number":"1","timestamp":2}', '{"number":1e400,"timestamp":1}'])(
    'takes no harm of a head %j',
    (text) => {
      const { time } = build();
      time.onHead('a', Buffer.from(text));
      time.onHead('a', Buffer.from(text));
      expect(time.isSynchronised()).toBe(false);
    },
  );

  it('remembers no more nodes than it needs', () => {
    const { time } = build();
    for (let i = 0; i < 10_000; i += 1) time.onHead(`node-${i}`, head(1, NOW));
    // The 65th is a stranger for good.
    for (const number of [2, 3]) time.onHead('node-64', head(number, NOW));
    expect(time.isSynchronised()).toBe(false);
    time.onHead('node-63', head(2, NOW));
    expect(time.isSynchronised()).toBe(true);
  });
});

describe('a meter’s clock', () => {
  it.each<[string, readonly (readonly [meter: number, our: number])[], readonly string[]]>([
    ['that keeps our time is no event', [1000, 1010, 1020, 1030].map((t) => [t, t + 1]), []],
    [
      'that runs away is told once, and once when it is back',
      [...[1000, 1010, 1020, 1030].map((t) => [t, t + 60] as const), ...[1100, 1110, 1120, 1130].map((t) => [t, t + 1] as const)],
      ['off -60', 'right -1'],
    ],
    [
      'is not off by one reading that waited',
      [
        [1000, 1000],
        [1010, 1060],
        [1020, 1061],
        [1070, 1071],
        [1080, 1081],
      ],
      [],
    ],
    [
      'is not off by readings that it had stored',
      [
        [1000, 5000],
        [1010, 5000],
        [1020, 5000],
        [1030, 5001],
        [1040, 5001],
      ],
      [],
    ],
  ])('%s', (_, readings, expected) => {
    const told: string[] = [];
    const drift = createMeterDrift(30, (isOff, ahead) => told.push(`${isOff ? 'off' : 'right'} ${ahead}`));
    for (const [meter, our] of readings) drift.note(meter, our);
    expect(told).toEqual(expected);
  });
});
