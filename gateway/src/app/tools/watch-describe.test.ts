import {
  encodeMatchAnnouncement,
  encodeOrderAnnouncement,
  encodeReceipt,
  encodeTransaction,
  SIDE,
  type Transaction,
} from '@joulegate/protos';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleSignedReading, encodeSignedPayload } from '../../attest/index.ts';
import { describeMessage } from './watch-describe.ts';

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const id = new Uint8Array(32).fill(0xab);
const order: Transaction = {
  network: 'eip155:1',
  id,
  created: 0n,
  ownerSignature: new Uint8Array(65),
  body: {
    kind: 'order',
    value: {
      meter: new Uint8Array(20).fill(1),
      side: SIDE.sell,
      carrier: 1,
      zone: 7,
      interval: 42n,
      energyWh: 1250n,
      priceMicroPerKwh: 80_000n,
      expiry: 0n,
      nonce: 1n,
    },
  },
};
const reading = assembleSignedReading(
  encodeSignedPayload({
    domain: 1n,
    counter: 9n,
    time: 1_750_000_000n,
    importWh: 1n,
    exportWh: 12_345n,
    powerW: -900,
    voltageMv: 230_100,
    frequencyMhz: 49_980,
    status: 2,
  }),
  new Uint8Array(65),
);
const receipt = encodeReceipt({
  id,
  state: 'refused',
  network: 'eip155:1',
  node: 'n1',
  blockNumber: 0n,
  blockHash: new Uint8Array(),
  transactionHash: new Uint8Array(),
  transactionIndex: 0,
  headerRlp: new Uint8Array(),
  proof: [],
  errorCode: 'NOT_ADMITTED',
  errorMessage: 'first',
});

describe('watch', () => {
  it.each<[topic: string, payload: Uint8Array, what: string, text: RegExp]>([
    ['jg/gw/status', Buffer.from('online'), 'status', /^online$/],
    [
      'jg/gw/pv/reading',
      reading,
      'reading',
      /^#9 at 2025-06-15T15:06:40\.000Z: import 0\.001 kWh, export 12\.345 kWh, -900 W, 230\.100 V, 49\.980 Hz, status 0x2$/,
    ],
    ['jg/gw/pv/reading', reading.subarray(1), 'reading', /^PAYLOAD_LAYOUT/],
    ['jg/gw/tx/order', encodeTransaction(order), 'transaction', /^sell 1\.250 kWh electricity at 0\.080000\/kWh, zone 7, interval 42/],
    ['jg/gw/receipt/ab', receipt, 'receipt', /^refused by n1: NOT_ADMITTED first/],
    [
      'jg/market/7/order',
      encodeOrderAnnouncement({ transaction: order, owner: new Uint8Array(20), node: 'n1' }),
      'order',
      /announced by n1$/,
    ],
    [
      'jg/market/7/match',
      encodeMatchAnnouncement({
        zone: 7,
        carrier: 1,
        interval: 42n,
        matches: [{ sellOrderId: id, buyOrderId: id, energyWh: 500n, priceMicroPerKwh: 1n }],
        rule: 'uniform-price',
        node: 'm',
        priceCeilingMicroPerKwh: 2n,
        considered: [{ orderId: id, remainingWh: 500n }],
        blockNumber: 3n,
      }),
      'match',
      /^interval 42, uniform-price, by m: 0\.500 kWh at 0\.000001\/kWh$/,
    ],
    [
      'jg/chain/eip155:1/event/admission',
      json({ event: 'AdmissionDecided', args: { verdict: 0x82, zone: 1 }, blockNumber: 5 }),
      'event',
      /^AdmissionDecided REFUSED: zone, price in block 5: verdict=130 zone=1$/,
    ],
    ...(
      [
        [
          'AdmissionDecided',
          { verdict: 0, state: 1, validUntil: '1750000000' },
          /^AdmissionDecided GRANTED until 2025-06-15T15:06:40\.000Z in block 5/,
        ],
        ['AdmissionDecided', { verdict: 0, state: 1, validUntil: '0' }, /^AdmissionDecided GRANTED without end/],
        [
          'AdmissionDecided',
          { verdict: 0x1_8000, state: 1, validUntil: '1750000000' },
          /RENEWAL REFUSED: gridSettings, powerQuality; the permit runs until 2025/,
        ],
        ['AccessSuspended', { suspensions: 0b1_0100 }, /^AccessSuspended SUSPENDED: safety, tamper in block 5/],
        ['AccessCured', { suspensions: 0b1000 }, /^AccessCured CURED, still suspended: operator/],
        ['AccessCured', { suspensions: 0 }, /^AccessCured CURED in block/],
        ['AccessExpired', { capacityW: '5' }, /^AccessExpired EXPIRED in block 5: capacityW=5/],
        ['AccessRevoked', {}, /^AccessRevoked REVOKED/],
        [
          'FedInWithoutPermit',
          { energyWh: '220', fromTime: '1750000000', toTime: '1750000900' },
          /FED IN WITHOUT A PERMIT: 0\.220 kWh from 2025-06-15T15:06:40\.000Z to 2025-06-15T15:21:40\.000Z/,
        ],
        ['CertificateIssued', { expiresAt: '9' }, /^CertificateIssued in block 5: expiresAt=9/],
      ] as const
    ).map(([event, args, text]): [string, Uint8Array, string, RegExp] => [
      'jg/chain/eip155:1/event/admission',
      json({ event, args, blockNumber: 5 }),
      'event',
      text,
    ]),
    ['jg/chain/eip155:1/n1/head', json({ number: 5 }), 'head', /^number=5$/],
    ['jg/gw/health', Buffer.from('{'), 'health', /^JSON expected/],
  ])('%s', (topic, payload, what, text) => {
    const described = describeMessage('jg', topic, payload);
    expect(described?.what).toBe(what);
    expect(described?.text).toMatch(text);
  });

  it('never throws, whatever is published', () => {
    const topics = [
      'jg/g/d/reading',
      'jg/g/tx/x',
      'jg/g/receipt/x',
      'jg/market/1/order',
      'jg/market/1/match',
      'jg/chain/n/event/x',
      'jg/g/info',
      'jg/x',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...topics),
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (topic, payload) => void describeMessage('jg', topic, payload),
      ),
    );
  });
});
