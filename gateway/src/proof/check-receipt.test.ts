import { createMerkleProof, createMPT } from '@ethereumjs/mpt';
import { encode } from '@ethereumjs/rlp';
import type { Deployment, Receipt } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import fc from 'fast-check';
import { encodeAbiParameters, encodeEventTopics, parseAbi, parseAbiParameters } from 'viem';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeAdmissionVerdict } from './admission-verdict.ts';
import { checkReceipt, type ExpectedReceipt } from './check-receipt.ts';

const addressOf = (n: number): `0x${string}` => `0x${n.toString(16).padStart(2, '0').repeat(20)}`;
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.slice(2), 'hex'));
const ID = new Uint8Array(32).fill(0x5a);
const METER = addressOf(0x77);
const DEPLOYMENT: Deployment = {
  chainId: 31337,
  deployBlock: 1,
  intervalSeconds: 900,
  toleranceSeconds: 60,
  carbonPeriodSeconds: 86400,
  contracts: {
    meterRegistry: addressOf(1),
    readingLedger: addressOf(2),
    admissionPolicy: addressOf(3),
    energyMarket: addressOf(4),
    carbonLedger: addressOf(5),
    storageBoard: addressOf(7),
    guaranteeOfOrigin: addressOf(8),
    boughtEnergy: addressOf(9),
    token: addressOf(6),
  },
};
const EXPECTED: ExpectedReceipt = { kind: 'admissionRequest', deployment: DEPLOYMENT, bodyIds: { id: ID } };

const ABI = parseAbi([
  'event AdmissionDecided(bytes32 indexed id, address indexed meter, uint32 indexed zone, uint32 verdict, uint64 capacityW, uint64 priceMicroPerKwh, uint32 criteriaVersion, uint8 state, uint64 validUntil)',
]);
const TOPICS = encodeEventTopics({
  abi: ABI,
  args: { id: `0x${Buffer.from(ID).toString('hex')}`, meter: METER, zone: 7 },
}) as `0x${string}`[];
const DATA = encodeAbiParameters(parseAbiParameters('uint32, uint64, uint64, uint32, uint8, uint64'), [
  0b101,
  10_000n,
  120_000n,
  3,
  1,
  1_900_000_000n,
]);

interface Block {
  readonly status?: number;
  readonly contract?: string;
  readonly topics?: readonly string[];
  readonly type?: number | undefined;
  readonly count?: number;
  readonly index?: number;
}

/** A block of our own whose receipt `index` has the log; the others are ordinary transfers. */
async function mine({
  status = 1,
  contract = DEPLOYMENT.contracts.admissionPolicy,
  topics = TOPICS,
  type = 2,
  count = 20,
  index = 11,
}: Block = {}): Promise<Receipt> {
  const bloom = new Uint8Array(256);
  const other = [bytes(addressOf(0x99)), [keccak_256(Uint8Array.of(1))], new Uint8Array(32)];
  const ours = [bytes(contract), topics.map(bytes), bytes(DATA)];
  const trie = await createMPT({});
  for (let at = 0; at < count; at += 1) {
    const isOurs = at === index;
    const payload = encode([isOurs ? status : 1, 21_000 * (at + 1), bloom, isOurs ? [other, ours] : [other]]);
    await trie.put(encode(at), type === undefined ? payload : Uint8Array.from([type, ...payload]));
  }
  const hash = new Uint8Array(32).fill(9);
  const header = encode([
    hash,
    hash,
    bytes(METER),
    hash,
    hash,
    trie.root(),
    bloom,
    0,
    4242,
    30_000_000,
    500_000,
    1_800_000_000,
    new Uint8Array(),
    hash,
    new Uint8Array(8),
    7,
  ]);
  return {
    id: ID,
    state: 'final',
    network: 'eip155:31337',
    node: 'node-1',
    blockNumber: 4242n,
    blockHash: keccak_256(header),
    transactionHash: hash,
    transactionIndex: index,
    headerRlp: header,
    proof: await createMerkleProof(trie, encode(index)),
    errorCode: '',
    errorMessage: '',
  };
}

let good: Receipt;
beforeAll(async () => {
  good = await mine();
});

describe('O1 a receipt', () => {
  it.each([
    ['of a legacy transaction', { type: undefined }],
    ['of an access-list transaction', { type: 1 }],
    ['of a fee-market transaction', { type: 2 }],
    ['at index 0', { index: 0 }],
    ['at index 128, whose key has two bytes', { count: 140, index: 128 }],
    ['alone in its block', { count: 1, index: 0 }],
  ])('%s proves its log', async (_, block) => {
    const result = await checkReceipt(await mine(block), EXPECTED);
    expect(result).toMatchObject({ ok: true, value: { blockNumber: 4242n, log: { address: DEPLOYMENT.contracts.admissionPolicy } } });
  });

  it('gives the verdict that was decided', async () => {
    const result = await checkReceipt(good, EXPECTED);
    if (!result.ok) throw new Error(result.message);
    expect(result.value.blockHash).toEqual(good.blockHash);
    expect(decodeAdmissionVerdict(result.value.log)).toEqual({
      ok: true,
      value: {
        meter: METER,
        zone: 7,
        verdict: 5,
        capacityW: 10_000n,
        priceMicroPerKwh: 120_000n,
        criteriaVersion: 3,
        state: 1,
        validUntil: 1_900_000_000n,
      },
    });
  });

  it.each([
    ['is only included', { state: 'included' }, 'RECEIPT_INVALID'],
    ['is of another network', { network: 'eip155:1' }, 'RECEIPT_INVALID'],
    ['names another transaction', { id: new Uint8Array(32) }, 'RECEIPT_INVALID'],
    ['names no transaction', { id: new Uint8Array() }, 'RECEIPT_INVALID'],
    ['names another block hash', { blockHash: new Uint8Array(32) }, 'RECEIPT_UNPROVEN'],
    ['names another block number', { blockNumber: 4243n }, 'RECEIPT_UNPROVEN'],
    ['names another index', { transactionIndex: 10 }, 'RECEIPT_UNPROVEN'],
    ['has no header', { headerRlp: new Uint8Array() }, 'RECEIPT_UNPROVEN'],
    ['has a header that is no list', { headerRlp: Uint8Array.of(1), blockHash: keccak_256(Uint8Array.of(1)) }, 'RECEIPT_UNPROVEN'],
    ['has no proof', { proof: [] }, 'RECEIPT_UNPROVEN'],
  ] as const)('that %s is refused', async (_, changes, code) => {
    expect(await checkReceipt({ ...good, ...changes } as Receipt, EXPECTED)).toMatchObject({ ok: false, code });
  });

  it.each([
    ['of a transaction that failed', { status: 0 }],
    ['of another contract', { contract: DEPLOYMENT.contracts.token }],
    ['of another event', { topics: [`0x${'11'.repeat(32)}`, ...TOPICS.slice(1)] }],
    ['of another id', { topics: [TOPICS[0] ?? '', `0x${'11'.repeat(32)}`, ...TOPICS.slice(2)] }],
    ['without topics', { topics: [] }],
  ])('%s is refused', async (_, block) => {
    expect(await checkReceipt(await mine(block), EXPECTED)).toMatchObject({ ok: false, code: 'RECEIPT_UNPROVEN' });
  });

  it('with a node left out, added or doubled is refused', async () => {
    const [first = new Uint8Array(), ...rest] = good.proof;
    for (const proof of [rest, good.proof.slice(0, -1), [...good.proof, first], [first, ...good.proof], [...good.proof].reverse()]) {
      expect(await checkReceipt({ ...good, proof }, EXPECTED)).toMatchObject({ ok: false, code: 'RECEIPT_UNPROVEN' });
    }
  });

  it('is refused for every flipped bit of its header and of every byte of its proof', async () => {
    const flip = (part: Uint8Array, bit: number): Uint8Array => part.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    const altered: Receipt[] = [];
    for (let bit = 0; bit < good.headerRlp.length * 8; bit += 1) altered.push({ ...good, headerRlp: flip(good.headerRlp, bit) });
    good.proof.forEach((node, index) => {
      // One bit of each byte: a hash sees any, and hashing every node for every bit would take a minute.
      for (let byte = 0; byte < node.length; byte += 1)
        altered.push({ ...good, proof: good.proof.with(index, flip(node, byte * 8 + (byte % 8))) });
    });
    for (const receipt of altered) {
      const result = await checkReceipt(receipt, EXPECTED);
      expect(result.ok).toBe(false);
    }
    expect(altered.length).toBeGreaterThan(5_000);
  });
});

describe('noise in a receipt', () => {
  it('never throws, however deeply it nests', async () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.integer({ min: 1, max: 60_000 }).map((depth) => new Uint8Array(depth).fill(0xc1)),
    );
    await fc.assert(
      fc.asyncProperty(noise, fc.array(noise, { maxLength: 3 }), async (headerRlp, proof) => {
        const result = await checkReceipt({ ...good, headerRlp, blockHash: keccak_256(headerRlp), proof }, EXPECTED);
        expect(result.ok).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an admission verdict', () => {
  const log = { address: DEPLOYMENT.contracts.admissionPolicy as never, topics: TOPICS.map(bytes), data: bytes(DATA) };

  it.each([
    ['another event', { topics: [new Uint8Array(32), ...log.topics.slice(1)] }],
    ['a topic missing', { topics: log.topics.slice(0, 3) }],
    ['data cut short', { data: log.data.subarray(0, 191) }],
    ['a verdict beyond 32 bits', { data: Uint8Array.from(log.data, (byte, at) => (at === 0 ? 1 : byte)) }],
    ['an end beyond 64 bits', { data: Uint8Array.from(log.data, (byte, at) => (at === 160 ? 1 : byte)) }],
  ])('with %s is refused', (_, changes) => {
    expect(decodeAdmissionVerdict({ ...log, ...changes })).toMatchObject({ ok: false, code: 'RECEIPT_INVALID' });
  });
});
