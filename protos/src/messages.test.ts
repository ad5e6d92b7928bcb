import fc from 'fast-check';
import protobuf from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { ROUND_ORDERS_PER_SIDE } from './match-orders.ts';
import {
  decodeMatchAnnouncement,
  decodeOrderAnnouncement,
  decodeReceipt,
  decodeTransaction,
  encodeMatchAnnouncement,
  encodeOrderAnnouncement,
  encodeReceipt,
  encodeTransaction,
  MESSAGE_MAX_LENGTH,
  RECEIPT_STATE,
  type ReceiptState,
  TRANSACTION_TOPIC_KIND,
  type Transaction,
  type TransactionBody,
  type TransactionBodyName,
} from './messages.ts';

const u32 = fc.oneof(fc.constantFrom(0, 1, 0xffff_ffff), fc.nat({ max: 0xffff_ffff }));
const u64 = fc.oneof(fc.constantFrom(0n, 1n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const address = bytes(20);
const hash = bytes(32);
const signature = fc.oneof(fc.constant(new Uint8Array(0)), bytes(65));
const signedReading = bytes(132);
const text = fc.string({ unit: 'binary', maxLength: 40 });

const match = fc.record({ sellOrderId: hash, buyOrderId: hash, energyWh: u64, priceMicroPerKwh: u64 });

/** One generator per body: a body without one does not compile. */
const BODIES: { [K in TransactionBodyName]: fc.Arbitrary<Extract<TransactionBody, { kind: K }>['value']> } = {
  meterRegistration: fc.record({
    owner: address,
    keyX: hash,
    keyY: hash,
    curve: u32,
    format: u32,
    attestationClass: u32,
    source: u32,
    carrier: u32,
    zone: u32,
    capacityW: u64,
    deadline: u64,
    possessionSignature: signature,
  }),
  meterRotation: fc.record({ meter: address, newKeyX: hash, newKeyY: hash, nonce: u64, possessionSignature: signature }),
  meterRevocation: fc.record({ meter: address, nonce: u64 }),
  recoveryRule: fc.record({ owner: address, guardian: address, delaySeconds: u32, nonce: u64 }),
  recovery: fc.record({ owner: address, newOwner: address, nonce: u64, deadline: u64, guardianSignature: signature }),
  recoveryVeto: fc.record({ owner: address, recoveryId: hash }),
  admissionRequest: fc.record({
    meter: address,
    zone: u32,
    nature: u32,
    capacityW: u64,
    priceMicroPerKwh: u64,
    gridCodeProfile: hash,
    underVoltageTripMv: u32,
    overVoltageTripMv: u32,
    underFrequencyTripMhz: u32,
    overFrequencyTripMhz: u32,
    reconnectDelaySeconds: u32,
    minPowerFactorPermille: u32,
    thdPermille: u32,
    evidenceHash: hash,
    nonce: u64,
    deadline: u64,
    evidence: fc.array(signedReading, { maxLength: 4 }),
  }),
  order: fc.record({
    meter: address,
    side: u32,
    carrier: u32,
    zone: u32,
    interval: u64,
    energyWh: u64,
    priceMicroPerKwh: u64,
    expiry: u64,
    nonce: u64,
  }),
  orderCancellation: fc.record({ orderId: hash }),
  carbonApplication: fc.record({ unit: address, period: u32, grams: u64, maxPriceMicroPerKg: u64, expiry: u64, nonce: u64 }),
  permitOffer: fc.record({ seller: address, period: u32, grams: u64, priceMicroPerKg: u64, expiry: u64, nonce: u64 }),
  supplyAgreement: fc.record({
    meter: address,
    zone: u32,
    maxPriceMicroPerKwh: u64,
    minPriceMicroPerKwh: u64,
    validFrom: u64,
    validUntil: u64,
    nonce: u64,
  }),
  supplyTermination: fc.record({ meter: address, nonce: u64 }),
  permitRetirement: fc.record({ owner: address, period: u32, grams: u64, nonce: u64, deadline: u64 }),
  guaranteeRetirement: fc.record({
    holder: address,
    guaranteeId: hash,
    energyWh: u64,
    beneficiary: address,
    purposeHash: hash,
    nonce: u64,
    deadline: u64,
  }),
  readingBatch: fc.record({ meter: address, firstCounter: u64, count: u32, root: hash, closing: signedReading }),
  match,
  settlement: fc.record({ tradeId: hash }),
  storageState: fc.record({
    meter: address,
    time: u64,
    storedWh: u64,
    usableWh: u64,
    powerW: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    maxChargeW: u32,
    maxDischargeW: u32,
    salt: hash,
  }),
};
const BODY_NAMES = Object.keys(TRANSACTION_TOPIC_KIND) as TransactionBodyName[];

function transactionOf(kind: TransactionBodyName): fc.Arbitrary<Transaction> {
  const body = (BODIES[kind] as fc.Arbitrary<unknown>).map((value) => ({ kind, value }) as TransactionBody);
  return fc.record({ network: text, id: hash, created: u64, ownerSignature: signature, body });
}
const anyTransaction = fc.constantFrom(...BODY_NAMES).chain(transactionOf);

const receipt = fc.record({
  id: hash,
  state: fc.constantFrom(...(Object.keys(RECEIPT_STATE) as ReceiptState[])),
  network: text,
  node: text,
  blockNumber: u64,
  blockHash: fc.oneof(fc.constant(new Uint8Array(0)), hash),
  transactionHash: hash,
  transactionIndex: u32,
  headerRlp: fc.uint8Array({ maxLength: 600 }),
  proof: fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }),
  errorCode: text,
  errorMessage: text,
});

/** Field `field`, a varint, appended to a message: what a newer or a hostile sender would add. */
function extraField(field: number): Uint8Array {
  return protobuf.Writer.create()
    .uint32((field << 3) | 0)
    .uint32(1)
    .finish();
}
function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
function lengthDelimited(field: number, content: Uint8Array): Uint8Array {
  return protobuf.Writer.create()
    .uint32((field << 3) | 2)
    .bytes(content)
    .finish();
}

describe('round trip', () => {
  it.each(BODY_NAMES)('Transaction with %s', (kind) => {
    fc.assert(
      fc.property(transactionOf(kind), (transaction) => {
        expect(decodeTransaction(encodeTransaction(transaction))).toEqual({ ok: true, value: transaction });
      }),
    );
  });

  it('Receipt in every state', () => {
    fc.assert(
      fc.property(receipt, (value) => {
        expect(decodeReceipt(encodeReceipt(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it('OrderAnnouncement and MatchAnnouncement', () => {
    fc.assert(
      fc.property(transactionOf('order'), address, text, (transaction, owner, node) => {
        const value = { transaction, owner, node };
        expect(decodeOrderAnnouncement(encodeOrderAnnouncement(value))).toEqual({ ok: true, value });
      }),
    );
    fc.assert(
      fc.property(
        fc.record({
          zone: u32,
          carrier: u32,
          interval: u64,
          matches: fc.array(match, { maxLength: 3 }),
          rule: text,
          node: text,
          priceCeilingMicroPerKwh: u64,
          considered: fc.array(fc.record({ orderId: hash, remainingWh: u64 }), { maxLength: 3 }),
          blockNumber: u64,
        }),
        (value) => {
          expect(decodeMatchAnnouncement(encodeMatchAnnouncement(value))).toEqual({ ok: true, value });
        },
      ),
    );
  });

  it('a round as full as it may be fits into one message, whatever its figures', () => {
    const most = 2n ** 64n - 1n;
    const id = new Uint8Array(32).fill(0xff);
    const full = encodeMatchAnnouncement({
      zone: 0xffffffff,
      carrier: 255,
      interval: most,
      matches: Array.from({ length: 2 * ROUND_ORDERS_PER_SIDE - 1 }, () => ({
        sellOrderId: id,
        buyOrderId: id,
        energyWh: most,
        priceMicroPerKwh: most,
      })),
      rule: 'uniform-price',
      node: 'n'.repeat(63),
      priceCeilingMicroPerKwh: most,
      considered: Array.from({ length: 2 * ROUND_ORDERS_PER_SIDE }, () => ({ orderId: id, remainingWh: most })),
      blockNumber: most,
    });
    expect(full.length).toBeLessThanOrEqual(MESSAGE_MAX_LENGTH);
    expect(decodeMatchAnnouncement(full).ok).toBe(true);
  });

  it('encodes the same transaction to the same bytes', () => {
    fc.assert(
      fc.property(anyTransaction, (transaction) => {
        const once = encodeTransaction(transaction);
        const decoded = decodeTransaction(once);
        expect(decoded.ok && Buffer.compare(encodeTransaction(decoded.value), once)).toBe(0);
      }),
    );
  });
});

describe('proto3 defaults', () => {
  it('a body of zeros takes no room on the wire and comes back whole', () => {
    const order = {
      meter: new Uint8Array(0),
      side: 0,
      carrier: 0,
      zone: 0,
      interval: 0n,
      energyWh: 0n,
      priceMicroPerKwh: 0n,
      expiry: 0n,
      nonce: 0n,
    };
    const empty: Transaction = {
      network: '',
      id: new Uint8Array(0),
      created: 0n,
      ownerSignature: new Uint8Array(0),
      body: { kind: 'order', value: order },
    };
    expect(decodeTransaction(encodeTransaction(empty))).toEqual({ ok: true, value: empty });
    // What other encoders write: the body's tag and length 0, every default left out.
    expect(decodeTransaction(new Uint8Array([0x72, 0x00]))).toEqual({ ok: true, value: empty });
  });

  it('an empty announcement of matches is whole, an order announcement without its order is not', () => {
    expect(decodeMatchAnnouncement(new Uint8Array(0))).toEqual({
      ok: true,
      value: {
        zone: 0,
        carrier: 0,
        interval: 0n,
        matches: [],
        rule: '',
        node: '',
        priceCeilingMicroPerKwh: 0n,
        considered: [],
        blockNumber: 0n,
      },
    });
    expect(decodeOrderAnnouncement(new Uint8Array(0))).toMatchObject({ ok: false, code: 'PROTOBUF_MALFORMED' });
  });

  it('a transaction without a body and a receipt without a state are refused', () => {
    expect(decodeTransaction(new Uint8Array(0))).toMatchObject({ ok: false, code: 'PROTOBUF_MALFORMED' });
    expect(decodeReceipt(new Uint8Array(0))).toMatchObject({ ok: false, code: 'PROTOBUF_MALFORMED' });
    expect(decodeReceipt(new Uint8Array([0x10, 6]))).toMatchObject({ ok: false, code: 'PROTOBUF_MALFORMED' });
  });
});

describe('unknown fields', () => {
  // 15 is the last field number whose tag is one byte, 2047 the last of two, 2^29 - 1 the last of all.
  const unknownField = fc.oneof(fc.constantFrom(31, 2047, 2048, 100_000), fc.integer({ min: 30, max: 2 ** 28 - 1 }));

  it('at the top are refused by name, wherever they stand', () => {
    fc.assert(
      fc.property(anyTransaction, unknownField, fc.boolean(), (transaction, field, first) => {
        const known = encodeTransaction(transaction);
        const extra = extraField(field);
        expect(decodeTransaction(first ? concat(extra, known) : concat(known, extra))).toEqual({
          ok: false,
          code: 'PROTOBUF_UNKNOWN_FIELD',
          message: `Transaction: field ${field} is not part of joulegate.v1, or has another type there`,
        });
      }),
    );
  });

  /** A body's number among Transaction's fields: the first tag of a transaction that has nothing else. */
  const fieldOf = (kind: TransactionBodyName): number => {
    const [body] = fc.sample(BODIES[kind] as fc.Arbitrary<unknown>, 1);
    const nothing = { network: '', id: new Uint8Array(0), created: 0n, ownerSignature: new Uint8Array(0) };
    const reader = protobuf.Reader.create(encodeTransaction({ ...nothing, body: { kind, value: body } as TransactionBody }));
    for (;;) {
      const tag = reader.uint32();
      if (tag >>> 3 >= 10) return tag >>> 3;
      reader.skipType(tag & 7);
    }
  };
  it.each(BODY_NAMES.map((kind) => ({ kind, field: fieldOf(kind) })))('inside $kind are refused', ({ field: bodyField }) => {
    fc.assert(
      fc.property(unknownField, (field) => {
        const decoded = decodeTransaction(lengthDelimited(bodyField, extraField(field)));
        expect(decoded).toMatchObject({ ok: false, code: 'PROTOBUF_UNKNOWN_FIELD' });
        expect(decoded.ok || decoded.message).toContain(`field ${field} `);
      }),
    );
  });

  it('inside an announced order and inside one of several matches are refused', () => {
    const order = lengthDelimited(14, extraField(300));
    expect(decodeOrderAnnouncement(lengthDelimited(1, order))).toMatchObject({ ok: false, code: 'PROTOBUF_UNKNOWN_FIELD' });
    const matches = concat(lengthDelimited(4, new Uint8Array(0)), lengthDelimited(4, extraField(300)));
    expect(decodeMatchAnnouncement(matches)).toMatchObject({ ok: false, code: 'PROTOBUF_UNKNOWN_FIELD' });
  });

  it('a known number with another wire type is not silently skipped', () => {
    // created (3) as a string instead of a varint.
    expect(decodeTransaction(concat(new Uint8Array([0x1a, 0x01, 0x41]), new Uint8Array([0x72, 0x00])))).toMatchObject({
      ok: false,
      code: 'PROTOBUF_UNKNOWN_FIELD',
    });
  });
});

describe('hostile bytes', () => {
  const REFUSALS = ['PROTOBUF_MALFORMED', 'PROTOBUF_UNKNOWN_FIELD', 'MQTT_PAYLOAD_OVERSIZE'];
  const DECODERS = { decodeTransaction, decodeReceipt, decodeOrderAnnouncement, decodeMatchAnnouncement };

  it('every truncation is refused or is itself a whole message; none throws', () => {
    fc.assert(
      fc.property(anyTransaction, (transaction) => {
        const whole = encodeTransaction(transaction);
        for (let length = 0; length < whole.length; length++) {
          const decoded = decodeTransaction(whole.subarray(0, length));
          // The body is the last field: without all of it there is no transaction.
          expect(decoded.ok).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
    fc.assert(
      fc.property(receipt, fc.nat(), (value, cut) => {
        const whole = encodeReceipt(value);
        const decoded = decodeReceipt(whole.subarray(0, cut % whole.length));
        expect(decoded.ok || REFUSALS.includes(decoded.code)).toBe(true);
      }),
    );
  });

  it.each(Object.entries(DECODERS))('%s never throws on noise', (_, decode) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const decoded = decode(noise);
        expect(decoded.ok || REFUSALS.includes(decoded.code)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('flipped bytes of a real transaction never throw', () => {
    fc.assert(
      fc.property(anyTransaction, fc.nat(), fc.integer({ min: 1, max: 255 }), (transaction, at, mask) => {
        const mutated = encodeTransaction(transaction).slice();
        const index = at % mutated.length;
        mutated[index] = (mutated[index] ?? 0) ^ mask;
        const decoded = decodeTransaction(mutated);
        expect(decoded.ok || REFUSALS.includes(decoded.code)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(Object.entries(DECODERS))('%s refuses an oversize payload before parsing it', (_, decode) => {
    expect(decode(new Uint8Array(MESSAGE_MAX_LENGTH + 1))).toMatchObject({ ok: false, code: 'MQTT_PAYLOAD_OVERSIZE' });
    expect(decode(new Uint8Array(MESSAGE_MAX_LENGTH))).toMatchObject({ ok: false, code: 'PROTOBUF_MALFORMED' });
  });

  it('deeply nested groups are refused, not recursed into without end', () => {
    expect(decodeTransaction(new Uint8Array(60_000).fill(0xfb))).toMatchObject({ ok: false });
    const groups = new Uint8Array(60_000).fill(0x0b);
    expect(decodeTransaction(groups)).toMatchObject({ ok: false, code: 'PROTOBUF_MALFORMED' });
  });

  it('of two bodies the last counts, as in every protobuf decoder, and an unknown field in either is refused', () => {
    const settlement = lengthDelimited(20, lengthDelimited(1, new Uint8Array(32).fill(7)));
    const order = lengthDelimited(14, new Uint8Array(0));
    const one = decodeTransaction(concat(settlement, order));
    const other = decodeTransaction(concat(order, settlement));
    expect(one.ok && one.value.body.kind).toBe('order');
    expect(other.ok && other.value.body.kind).toBe('settlement');
  });
});

describe('numbers are exact', () => {
  it('a 64-bit value is a bigint even where it would fit a double', () => {
    const transaction = lengthDelimited(14, new Uint8Array([0x28, 0x01]));
    const decoded = decodeTransaction(transaction);
    expect(decoded.ok && decoded.value.body.kind === 'order' && decoded.value.body.value.interval).toBe(1n);
  });

  it('bytes are plain Uint8Arrays, whatever the payload came as', () => {
    const payload = Buffer.from(lengthDelimited(20, lengthDelimited(1, new Uint8Array(32).fill(7))));
    const decoded = decodeTransaction(payload);
    expect(decoded.ok && decoded.value.body).toStrictEqual({ kind: 'settlement', value: { tradeId: new Uint8Array(32).fill(7) } });
  });
});
