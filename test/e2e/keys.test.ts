import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DEMO_UNITS } from '../../device-sim/src/demo/units.ts';
import type { World } from '../../device-sim/src/demo/world.ts';
import { until } from '../support/until.ts';
import { readEvents, withWorld } from '../support/world.ts';

const UNITS = DEMO_UNITS.filter((unit) => ['solar-1', 'household-2'].includes(unit.id));
/** Where a secret may stand: key files, of which the simulated meters keep their own, and the embedded chain's accounts. */
const KEY_FILES = /(^|\/)keys\/|\.key$|(^|\/)accounts\.json$|(^|\/)chain\/mnemonic$/;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Each way in which 32 bytes may slip into a text or a file. */
function formsOf(secret: Buffer): Buffer[] {
  const hex = secret.toString('hex');
  const bigEndian = BigInt(`0x${hex}`);
  const littleEndian = BigInt(`0x${Buffer.from(secret).reverse().toString('hex')}`);
  const texts = [
    hex,
    hex.toUpperCase(),
    secret.toString('base64').replace(/=+$/, ''),
    secret.toString('base64url'),
    bigEndian.toString(),
    littleEndian.toString(),
    JSON.stringify([...secret]).slice(1, -1),
    [...secret].join(', '),
  ];
  return [secret, ...texts.map((text) => Buffer.from(text))];
}

/** Every secp256k1 secret that this world's key files hold. */
function secretsOf(folder: string): Buffer[] {
  const found = new Map<string, Buffer>();
  for (const file of filesUnder(folder).filter((path) => KEY_FILES.test(relative(folder, path)))) {
    for (const [, hex = ''] of readFileSync(file, 'latin1').matchAll(/(?<![0-9a-fA-F])(?:0x)?([0-9a-fA-F]{64})(?![0-9a-fA-F])/g))
      found.set(hex.toLowerCase(), Buffer.from(hex, 'hex'));
  }
  return [...found.values()];
}

const known = new WeakMap<Buffer, readonly Buffer[]>();

function leaks(where: string, content: Buffer, secrets: readonly Buffer[]): string[] {
  return secrets.flatMap((secret) => {
    const forms = known.get(secret) ?? formsOf(secret);
    known.set(secret, forms);
    return forms.some((form) => content.includes(form)) ? [`${where} holds the secret that begins ${secret.toString('hex', 0, 2)}`] : [];
  });
}

const run = promisify(execFile);
const joulegate = async (...args: string[]) => {
  const { stdout, stderr } = await run(process.execPath, ['gateway/dist/cli.js', ...args], { encoding: 'utf8' });
  return stdout + stderr;
};

describe('keys', () => {
  it('find the secret in each of its forms', () => {
    const secret = Buffer.from('59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d', 'hex');
    for (const form of formsOf(secret))
      expect(leaks('x', Buffer.concat([Buffer.from('log: '), form, Buffer.from(' end')]), [secret])).toHaveLength(1);
    expect(leaks('x', Buffer.from('nothing of it'), [secret])).toEqual([]);
  });

  it('are rotated and revoked by command to the chain’s final word, and no secret is written anywhere but in key files', async () => {
    await withWorld({ units: UNITS, nodeKeyOf: keepNodeKey }, async (world, recorder) => {
      const names = async () => (await readEvents(world)).map(({ name }) => name);
      await until('batches of both meters', async () => (await names()).filter((name) => name === 'BatchRecorded').length >= 2, 60_000);
      const said = await rotateAndRevoke(world);
      await until(
        'rotation and revocation',
        async () => (await names()).includes('MeterRevoked') && (await names()).includes('MeterRotated'),
      );
      const events = await readEvents(world);
      expect(events.filter(({ name }) => name === 'MeterRotated')).toHaveLength(1);
      await world.stop();

      const secrets = secretsOf(world.folder);
      // Two owners, a gateway that measures, relayer, certifier, and the meter's next key at the very least.
      expect(secrets.length).toBeGreaterThanOrEqual(6);
      const written = filesUnder(world.folder).filter((path) => !KEY_FILES.test(relative(world.folder, path)));
      expect(written.some((path) => /\.log$/.test(path))).toBe(true);
      expect(written.some((path) => /journal/.test(path))).toBe(true);
      const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
      expect(tracked.flatMap((path) => leaksIn(path, secrets))).toEqual([]);
      const phrase = readFileSync(join(world.folder, 'chain', 'mnemonic'), 'utf8').trim();
      expect(phrase.split(' ')).toHaveLength(12);
      const words = [phrase, NODE_PASSWORD];
      const found = [
        ...written.filter((path) => words.some((word) => readFileSync(path, 'latin1').includes(word))),
        ...written.flatMap((path) => leaks(relative(world.folder, path), readFileSync(path), secrets)),
        ...recorder.messages.flatMap(({ topic, payload }) => leaks(topic, payload, secrets)),
        ...leaks('what the commands say', Buffer.from(said), secrets),
      ];
      expect(found).toEqual([]);
      for (const path of filesUnder(world.folder).filter((file) => KEY_FILES.test(relative(world.folder, file))))
        expect(statSync(path).mode & 0o077, `mode of ${relative(world.folder, path)}`).toBe(0);
    });
  }, 150_000);
});

const NODE_PASSWORD = 'a password that stands nowhere else';
const SIGNER = fileURLToPath(new URL('../../chain/test/support/external-signer.mjs', import.meta.url));

/** The node pays from a keystore, whose password systemd might hand it, and certifies by another program's key. */
function keepNodeKey(file: string): string {
  const keys = dirname(file);
  if (!/relayer/.test(file)) return `external:${process.execPath} ${SIGNER} ${file}`;
  const [keystore, password] = [`${file}.json`, join(keys, 'node.password')];
  writeFileSync(password, NODE_PASSWORD, { mode: 0o600 });
  if (!existsSync(keystore))
    execFileSync(process.execPath, ['gateway/dist/cli.js', 'keys', 'encrypt', file, keystore, '--password', password]);
  return `keystore:${keystore}?password=file:${password}`;
}

function leaksIn(path: string, secrets: readonly Buffer[]): string[] {
  try {
    return leaks(path, readFileSync(path), secrets);
  } catch {
    return []; // deleted in the working tree
  }
}

/** @returns everything that the commands said. */
async function rotateAndRevoke(world: World): Promise<string> {
  const key = (name: string) => join(world.folder, 'keys', `${name}.key`);
  const registered = (await readEvents(world)).filter(({ name }) => name === 'MeterRegistered');
  const unit = (id: string) => {
    const demo = UNITS.find((candidate) => candidate.id === id);
    const event = registered.find(({ args }) => world.nameOf(String(args['meter'])) === id);
    if (demo === undefined || event === undefined) throw new Error(`${id}: a registered meter expected`);
    return { owner: key(demo.owner), meter: String(event.args['meter']) };
  };
  const common = ['--deployment', join(world.folder, 'network.json'), '--broker', world.brokerUrl, '--publish', '--proven'];
  let said = await joulegate('keys', 'new', key('next'));
  const { owner, meter } = unit('solar-1');
  said += await joulegate('keys', 'rotate', ...common, '--key', owner, '--meter', meter, '--new-key', key('next'));
  const other = unit('household-2');
  // A stranger's key may not end a meter.
  await expect(
    joulegate('keys', 'revoke', ...common, '--key', owner === other.owner ? key('next') : owner, '--meter', other.meter),
  ).rejects.toThrow(/OWNER_SIGNATURE_INVALID/);
  said += await recoverAndVeto(world, other.owner, common);
  said += await joulegate('keys', 'revoke', ...common, '--key', other.owner, '--meter', other.meter);
  expect(said.match(/final, proven by/g) ?? []).toHaveLength(5);
  return said;
}

/** A guardian is named, starts a recovery with the next owner on another machine, and the owner, who is there, stops it. */
async function recoverAndVeto(world: World, owner: string, common: readonly string[]): Promise<string> {
  const key = (name: string) => join(world.folder, 'keys', `${name}.key`);
  const addressIn = (text: string) => /0x[0-9a-fA-F]{40}/.exec(text)?.[0]?.toLowerCase() as string;
  const deployment = ['--deployment', join(world.folder, 'network.json')];
  const who = addressIn(await joulegate('keys', 'show', owner));
  const show = () => joulegate('keys', 'recovery', 'show', ...deployment, '--rpc', world.rpcUrl, '--owner', who);
  let said = await joulegate('keys', 'new', key('safe'));
  const safe = addressIn(said);
  const heir = await joulegate('keys', 'new', key('heir'));
  const approval = join(world.folder, 'approval.json');
  const approve = [...deployment, '--key', key('safe'), '--owner', who, '--new-owner', addressIn(heir), '--out', approval];
  expect(await show()).toBe('rule: none\nrunning: none\nsuccessor: none\n');
  said += await joulegate('keys', 'recovery', 'rule', ...common, '--key', owner, '--guardian', safe, '--delay-days', '2');
  const id = (await joulegate('keys', 'recovery', 'approve', ...approve)).trim();
  await expect(joulegate('keys', 'recovery', 'approve', ...approve), 'a file that is there').rejects.toMatchObject({ code: 3 });
  const start = (signer: string) => joulegate('keys', 'recovery', 'start', ...common, '--key', key(signer), '--approval', approval);
  await expect(start('safe'), 'approved for another key').rejects.toMatchObject({
    code: 3,
    stderr: expect.stringContaining('approved for 0x'),
  });
  said += await start('heir');
  const running = await show();
  expect(running).toContain(`rule: guardian ${safe}, delay 172800 s`);
  expect(running).toContain(`running: ${id} to ${addressIn(heir)}, complete from 2`);
  said += await joulegate('keys', 'recovery', 'veto', ...common, '--key', owner, '--recovery', id);
  expect(await show()).toContain('running: none\nsuccessor: none');
  return said + heir + running;
}
