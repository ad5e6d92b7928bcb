import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMerkleProof, createMPT } from '@ethereumjs/mpt';
import { encode } from '@ethereumjs/rlp';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../journal/index.ts';
import { type EventName, eventTopic } from '../proof/index.ts';
import { type AccessLocks, createAccessLocks } from './access-locks.ts';
import { DOUBT_SECONDS } from './access-state.ts';
import type { Context, Unit } from './context.ts';
import { createTally } from './tally.ts';

const CONTRACT = (n: number) => `0x${String(n).repeat(40)}` as const;
const REGISTRY = CONTRACT(1);
const POLICY = CONTRACT(3);
const METER = `0x${'ab'.repeat(20)}`;
const NODE = 'node-1';
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.slice(2), 'hex'));
const hex = (raw: Uint8Array) => `0x${Buffer.from(raw).toString('hex')}`;
const word = (value: number | string) => bytes(`0x${String(value).replace('0x', '').padStart(64, '0')}`);

interface Mined {
  readonly event: EventName;
  readonly block?: number;
  readonly contract?: string;
  readonly topics?: readonly Uint8Array[];
  /** First word of the data. */
  readonly bits?: number;
  readonly status?: number;
}

/** An announcement as a chain node makes it, of a block of our own. */
async function mine({ event, block = 100, contract = POLICY, topics = [word(METER)], bits = 8, status = 1 }: Mined) {
  const index = 1;
  const hash = new Uint8Array(32).fill(9);
  const trie = await createMPT({});
  for (let at = 0; at < 3; at += 1) {
    const log = [bytes(contract), [eventTopic(event), ...topics], word(bits)];
    const receipt = encode([at === index ? status : 1, 21_000 * (at + 1), new Uint8Array(256), at === index ? [log] : []]);
    await trie.put(encode(at), Uint8Array.from([2, ...receipt]));
  }
  const header = encode([hash, hash, bytes(METER), hash, hash, trie.root(), new Uint8Array(256), 0, block]);
  return {
    event,
    contract: 'admissionPolicy',
    args: { meter: METER },
    blockNumber: block,
    blockHash: hex(keccak_256(header)),
    logIndex: 0,
    transactionIndex: index,
    headerRlp: hex(header),
    proof: (await createMerkleProof(trie, encode(index))).map(hex),
  };
}

let folder: string;
let nowSeconds: number;
let revoked: number;
let quorum: number;
let unit: Unit;
const cleanups: (() => Promise<unknown> | unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulegate-access-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  nowSeconds = 1_800_000_000;
  revoked = 0;
  quorum = 1;
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start() {
  const journal = await openJournal(join(folder, 'journal'));
  const tally = createTally();
  const deployment = { contracts: { meterRegistry: REGISTRY, admissionPolicy: POLICY } };
  const context = { journal, tally, deployment, config: { receiptQuorum: quorum }, clock: { now: () => nowSeconds * 1000 } };
  unit = { id: 'pv', log: pino({ level: 'silent' }), pinned: { meter: METER }, flow: { grantAt: [50, 0, 0] } } as unknown as Unit;
  const locks = createAccessLocks(context as unknown as Context, unit, () => {
    revoked += 1;
  });
  const stop = async () => {
    await locks.drain();
    await journal.close();
  };
  return { locks, tally, stop };
}

async function started() {
  const one = await start();
  cleanups.push(one.stop);
  return one;
}

const tell = (locks: AccessLocks, said: unknown, node = NODE) => locks.onAnnouncement(node, Buffer.from(JSON.stringify(said)));

describe('A8 what is announced of access', () => {
  it.each<[says: string, mined: Mined, reason: string]>([
    ['a suspension', { event: 'AccessSuspended' }, 'suspended'],
    ['a cure that leaves a bit', { event: 'AccessCured', bits: 1 }, 'suspended'],
    ['an expiry', { event: 'AccessExpired' }, 'ended'],
    ['a revocation', { event: 'AccessRevoked' }, 'ended'],
    ['a suspended meter', { event: 'MeterSuspended', contract: REGISTRY }, 'meter-stopped'],
    ['a revoked meter', { event: 'MeterRevoked', contract: REGISTRY, topics: [word(7), word(METER)] }, 'meter-stopped'],
  ])('opens by %s, proven', async (_says, mined, reason) => {
    const { locks } = await started();
    tell(locks, await mine(mined));
    nowSeconds += 10 * DOUBT_SECONDS;
    expect(locks.reason()).toBe(reason);
    expect(revoked).toBe(mined.event === 'AccessRevoked' ? 1 : 0);
  });

  it('is lifted by a proven cure that is later, and by no other', async () => {
    const { locks } = await started();
    tell(locks, await mine({ event: 'AccessSuspended', block: 100 }));
    tell(locks, await mine({ event: 'AccessCured', block: 99, bits: 0 }));
    expect(locks.reason()).toBe('suspended');
    tell(locks, await mine({ event: 'AccessCured', block: 101, bits: 0 }));
    expect(locks.reason()).toBeUndefined();
  });

  type Cure = Awaited<ReturnType<typeof mine>>;
  it.each<[says: string, mined: Partial<Mined>, spoil: (cure: Cure) => unknown]>([
    ['without a proof', {}, ({ proof: _, ...rest }) => rest],
    ['of a path cut short', {}, (cure) => ({ ...cure, proof: cure.proof.slice(0, -1) })],
    ['of another header', {}, (cure) => ({ ...cure, headerRlp: cure.headerRlp.replace(/..$/, '05') })],
    ['of a block that it does not name', {}, (cure) => ({ ...cure, blockNumber: 102 })],
    ['of another transaction', {}, (cure) => ({ ...cure, transactionIndex: 0 })],
    ['of a transaction that failed', { status: 0 }, (cure) => cure],
    ['of another contract', { contract: REGISTRY }, (cure) => cure],
    ['of another meter', { topics: [word(`0x${'cd'.repeat(20)}`)] }, (cure) => cure],
    ['that is another event', { event: 'AccessSuspended' }, (cure) => ({ ...cure, event: 'AccessCured' })],
    ['that speaks of another meter', {}, (cure) => ({ ...cure, args: { meter: CONTRACT(4) } })],
    ['whose numbers are none', {}, (cure) => ({ ...cure, transactionIndex: -1, blockNumber: '0x65' })],
    ['that is no object', {}, () => 'AccessCured'],
    ['that names nobody', {}, (cure) => ({ ...cure, args: null })],
  ])('is not lifted by a cure %s', async (_says, mined, spoil) => {
    const { locks } = await started();
    tell(locks, await mine({ event: 'AccessSuspended', block: 100 }));
    tell(locks, spoil(await mine({ event: 'AccessCured', block: 101, bits: 0, ...mined })));
    expect(locks.reason()).toBe('suspended');
  });

  it('opens for a while on a word whose proof does not hold, and counts it', async () => {
    const { locks, tally } = await started();
    tell(locks, { ...(await mine({ event: 'AccessSuspended' })), blockNumber: 99 });
    expect(locks.reason()).toBe('doubted');
    expect(tally.counters.RECEIPT_UNPROVEN).toBe(1);
    nowSeconds += DOUBT_SECONDS;
    expect(locks.reason()).toBeUndefined();
  });

  it('needs as many nodes as the quorum, and one node twice is one', async () => {
    quorum = 2;
    const { locks } = await started();
    const suspended = await mine({ event: 'AccessSuspended', block: 100 });
    for (const node of ['node-1', 'node-2']) tell(locks, suspended, node);
    const cured = await mine({ event: 'AccessCured', block: 101, bits: 0 });
    for (const node of ['node-1', 'node-1']) tell(locks, cured, node);
    expect(locks.reason()).toBe('suspended');
    // Another node names another block of that number.
    tell(locks, await mine({ event: 'AccessCured', block: 101, bits: 0, topics: [word(METER), word(1)] }), 'node-2');
    expect(locks.reason()).toBe('suspended');
    tell(locks, cured, 'node-2');
    expect(locks.reason()).toBeUndefined();
  });

  it('is known after a restart, though a stale cure is told then', async () => {
    const first = await start();
    tell(first.locks, await mine({ event: 'AccessSuspended', block: 100 }));
    await first.stop();
    const { locks } = await started();
    expect(locks.reason()).toBe('suspended');
    tell(locks, await mine({ event: 'AccessCured', block: 60, bits: 0 }));
    expect(locks.reason()).toBe('suspended');
  });

  it('of the meter that was there before says nothing of the one that is', async () => {
    const { locks } = await started();
    tell(locks, await mine({ event: 'AccessSuspended' }));
    unit.pinned = { ...unit.pinned, meter: CONTRACT(4) } as Unit['pinned'];
    expect(locks.reason()).toBeUndefined();
    unit.pinned = { ...unit.pinned, meter: METER } as Unit['pinned'];
    expect(locks.reason()).toBe('suspended');
  });

  it('of a permit that was followed by another keeps nothing open', async () => {
    const { locks } = await started();
    tell(locks, await mine({ event: 'AccessExpired', block: 40 }));
    expect(locks.reason()).toBeUndefined();
  });
});
