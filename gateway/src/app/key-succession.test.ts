import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNobleVerifier } from '../attest/index.ts';
import type { Signer } from '../domain/index.ts';
import { type FileJournal, openJournal } from '../journal/index.ts';
import { addressOfKey, compressPublicKey, createKeyFile, loadSigner } from '../keys/index.ts';
import { possessionMessageDigest, successionMessageDigest } from '../tx/index.ts';
import type { Context, Unit } from './context.ts';
import { createKeySuccession, type KeySuccession, renewalFile } from './key-succession.ts';
import type { Submitter } from './submit.ts';
import { type BatchMark, FRESH_FLOW, getValue, type PinnedDevice, VALUE } from './values.ts';

const CONTRACT = (n: number) => `0x${String(n).repeat(40)}` as const;
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
let folder: string;
let present: Signer;
let next: Signer;
let unit: Unit;
let succession: KeySuccession;
let sent: string[];
let refused: string[];
let told: string[];
let submitted: number;
let isAtRest: boolean;
let held: number;
let journal: FileJournal;
const cleanups: (() => Promise<unknown> | unknown)[] = [];

async function makeKey(name: string): Promise<Signer> {
  createKeyFile(join(folder, name));
  return loadSigner(`file:${join(folder, name)}`);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'joulegate-succession-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  [present, next] = [await makeKey('present'), await makeKey('next')];
  [sent, refused, told, submitted, isAtRest, held] = [[], [], [], 0, true, 0];
  journal = await openJournal(join(folder, 'journal'), { maxBytes: 1_000_000 } as never);
  cleanups.push(() => journal.close());
  vi.useFakeTimers({ toFake: ['performance'] });
  cleanups.push(() => vi.useRealTimers());
  const context = {
    config: { directory: folder, stateDir: '.' },
    journal,
    verifier: createNobleVerifier(),
    deployment: { chainId: 31337, contracts: { meterRegistry: CONTRACT(1) } },
  } as unknown as Context;
  unit = {
    id: 'roof',
    log: pino({ level: 'silent' }),
    pinned: { meter: addressOfKey(present.publicKey), publicKey: hexOf(present.publicKey), model: '', serial: '' },
    flow: { ...FRESH_FLOW, registration: 'done' },
    latest: [{}],
    handlers: {},
    isRegistered: () => true,
    refuse: ({ code }: { code: string }) => refused.push(code),
    announce: ({ message }: { message: string }) => told.push(message),
  } as unknown as Unit;
  const submitter = {
    takeNonce: () => ({ nonce: 7n, operation: { type: 'set', name: 'nonce', value: new Uint8Array(1) } }),
    async submit(_unit: Unit, _unsigned: unknown, operations: never[]) {
      submitted += 1;
      await journal.commit(operations);
    },
  } as unknown as Submitter;
  const batches = {
    isAtRest: () => isAtRest,
    isIdle: () => true,
    hold: () => {
      held += 1;
    },
  };
  succession = createKeySuccession(
    context,
    unit,
    submitter,
    batches,
    async (line) => {
      sent.push(line.trim());
    },
    () => 41n,
  );
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const pass = (ms: number) => vi.advanceTimersByTime(ms);
const settled = () => new Promise((resolve) => setTimeout(resolve, 30));
/** One look at everything, a while later. */
async function tick(): Promise<void> {
  pass(5_000);
  succession.tick();
  await settled();
}
async function isAsked(): Promise<void> {
  writeFileSync(renewalFile(folder, 'roof'), '');
  await tick();
  await tick();
}
async function answerNext(by: Signer = present, key: Signer = next): Promise<void> {
  const publicKey = compressPublicKey(key.publicKey);
  succession.onNext({ type: 'next', publicKey, signature: await by.sign(successionMessageDigest(publicKey)) });
  await settled();
}
const identity = (signer: Signer) => ({ type: 'identity', publicKey: compressPublicKey(signer.publicKey), model: '', serial: '' }) as const;

describe("a meter's next key", () => {
  it('is asked for once, where a command left word, and never by itself', async () => {
    await tick();
    expect(sent).toEqual([]);
    await isAsked();
    expect(sent).toEqual([expect.stringMatching(/^\$JGQ1,next\*/)]);
    expect(unit.flow.rotation).toBe('asked');
  });

  it('is taken from what the present key vouched for, to the rotation that the next one proves', async () => {
    await isAsked();
    await answerNext();
    expect(unit.flow).toMatchObject({ rotation: 'switching', nextKey: hexOf(next.publicKey) });
    expect(succession.awaited).toEqual(next.publicKey);
    await tick();
    expect(sent.at(-1)).toMatch(/^\$JGQ1,switch,/);
    expect(held).toBe(1);
    expect(succession.onIdentity(identity(present)), 'not yet').toBe(false);
    expect(succession.onIdentity(identity(next))).toBe(true);
    await settled();
    const { meter } = unit.pinned as PinnedDevice;
    expect(unit.pinned).toMatchObject({ publicKey: hexOf(next.publicKey), earlier: [hexOf(present.publicKey)] });
    expect(meter, 'its id stays').toBe(addressOfKey(present.publicKey));
    expect(unit.latest).toEqual([]);
    expect(succession.awaited).toBeUndefined();
    await tick();
    const digest = Buffer.from(/possession,([^*]+)/.exec(sent.at(-1) ?? '')?.[1] ?? '', 'base64url');
    succession.onPossession({ type: 'possession', signature: await present.sign(possessionMessageDigest(digest)) });
    expect([refused, submitted], 'by the key that went').toEqual([['SIGNATURE_INVALID'], 0]);
    succession.onPossession({ type: 'possession', signature: await next.sign(possessionMessageDigest(digest)) });
    await settled();
    expect([submitted, unit.flow.rotation]).toEqual([1, 'pending']);
    unit.handlers.meterRotation?.({ state: 'final' } as never, {} as never).after?.();
    expect([unit.flow.rotation, unit.flow.nextKey, told.length]).toEqual(['none', undefined, 1]);
  });

  it('is known by its first reading too, where the answer on the wire was lost', async () => {
    await isAsked();
    await answerNext();
    succession.onReadingByAwaited(42n);
    await settled();
    expect(unit.pinned?.publicKey).toBe(hexOf(next.publicKey));
  });

  it.each([
    ['a stranger vouches for', async () => answerNext(next, next), 'SIGNATURE_INVALID'],
    ['is the present one', async () => answerNext(present, present), 'KEY_INVALID'],
    [
      'is no point of the curve',
      async () => {
        const publicKey = new Uint8Array(33).fill(0xff).fill(2, 0, 1);
        succession.onNext({ type: 'next', publicKey, signature: await present.sign(successionMessageDigest(publicKey)) });
        await settled();
      },
      'KEY_INVALID',
    ],
  ] as const)('that %s is refused', async (_, answer, code) => {
    await isAsked();
    await answer();
    expect(refused).toEqual([code]);
    expect(unit.flow.rotation).toBe('asked');
    expect(succession.awaited).toBeUndefined();
  });

  it('that nobody asked for is not heard', async () => {
    await answerNext();
    expect([unit.flow.rotation, refused]).toEqual(['none', []]);
  });

  it('waits while what the present key signed is on its way, or an instant is near', async () => {
    isAtRest = false;
    await isAsked();
    await answerNext();
    await tick();
    expect(sent.some((line) => line.includes('switch'))).toBe(false);
    isAtRest = true;
    await tick();
    expect(sent.at(-1)).toContain('switch');
  });

  it('is given up, and that is said, where the firmware knows of none', async () => {
    await isAsked();
    for (let i = 0; i < 30 && unit.flow.rotation === 'asked'; i += 1) await tick();
    expect(unit.flow.rotation).toBe('none');
    expect(told).toEqual([expect.stringContaining('keeps the one it has')]);
    const asked = sent.length;
    await tick();
    expect(sent).toHaveLength(asked);
  });

  it('is told again, a while later, where the registry would not have it', async () => {
    await isAsked();
    await answerNext();
    succession.onIdentity(identity(next));
    await settled();
    await tick();
    const asked = sent.length;
    unit.handlers.meterRotation?.({ state: 'refused', code: 'VALUE_INVALID', message: 'NonceInvalid' } as never, {} as never).after?.();
    expect(told).toEqual([expect.stringContaining('VALUE_INVALID: NonceInvalid')]);
    await tick();
    expect(sent).toHaveLength(asked);
    pass(10_000);
    await tick();
    expect(sent.at(-1)).toContain('possession');
  });

  it('stands in the journal at each step, for a gateway that is killed between two', async () => {
    const stored = () => getValue<typeof unit.flow>(journal, VALUE.flow('roof'))?.rotation;
    await isAsked();
    expect(stored()).toBe('asked');
    await answerNext();
    expect(stored()).toBe('switching');
    succession.onIdentity(identity(next));
    await settled();
    expect([stored(), getValue<PinnedDevice>(journal, VALUE.device('roof'))]).toEqual(['proving', unit.pinned]);
    expect(getValue<BatchMark>(journal, VALUE.batch(unit.pinned?.meter ?? ''))?.fitFrom).toBe('42');
  });
});
