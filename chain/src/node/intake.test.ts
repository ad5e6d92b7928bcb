import {
  type Deployment,
  encodeTransaction,
  SETTINGS_NOT_TOLD,
  type Transaction,
  type TransactionBody,
  VERIFYING_CONTRACT,
} from '@joulegate/protos';
import { encodeFunctionResult, keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { RpcError } from '../engine/json-rpc.ts';
import { ABIS } from './abis.ts';
import { toBytes } from './bytes.ts';
import type { NodeContext } from './context.ts';
import { createCounters } from './counters.ts';
import { checkPayload, createOwners } from './intake.ts';
import { DEFAULT_LIMITS, type Hex, SILENT_LOGGER } from './options.ts';
import { readTypedMessage } from './typed-message.ts';

const address = (byte: string): Hex => `0x${byte.repeat(20)}`;
const deployment: Deployment = {
  chainId: 31337,
  deployBlock: 0,
  intervalSeconds: 900,
  toleranceSeconds: 60,
  carbonPeriodSeconds: 86_400,
  contracts: {
    meterRegistry: address('a1'),
    readingLedger: address('a2'),
    admissionPolicy: address('a3'),
    energyMarket: address('a4'),
    carbonLedger: address('a5'),
    storageBoard: address('a7'),
    guaranteeOfOrigin: address('a8'),
    boughtEnergy: address('a9'),
    token: address('a6'),
  },
};
const owner = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const stranger = privateKeyToAccount(`0x${'22'.repeat(32)}`);
const METER = address('bb');
const UNKNOWN_METER = address('cc');

const context: NodeContext = {
  nodeId: 'n1',
  base: 'joulegate',
  network: 'eip155:31337',
  deployment,
  limits: DEFAULT_LIMITS,
  counters: createCounters(),
  log: SILENT_LOGGER,
  publish: () => {},
  rpc: async (method, params = []) => {
    const data = (params[0] as { data: Hex }).data;
    if (data.endsWith(METER.slice(2)))
      return encodeFunctionResult({ abi: ABIS.meterRegistry, functionName: 'ownerOf', result: owner.address });
    throw new RpcError(method, 3, 'execution reverted', '0x');
  },
};
const owners = createOwners(context);

const batch: TransactionBody = {
  kind: 'readingBatch',
  value: { meter: toBytes(METER), firstCounter: 1n, count: 3, root: new Uint8Array(32).fill(7), closing: new Uint8Array(132).fill(9) },
};
const order: TransactionBody = {
  kind: 'order',
  value: {
    meter: toBytes(METER),
    side: 1,
    carrier: 1,
    zone: 1,
    interval: 5n,
    energyWh: 100n,
    priceMicroPerKwh: 100_000n,
    expiry: 2_000_000_000n,
    nonce: 1n,
  },
};

const request: TransactionBody = {
  kind: 'admissionRequest',
  value: {
    meter: toBytes(METER),
    zone: 1,
    nature: 1,
    capacityW: 5n,
    priceMicroPerKwh: 1n,
    gridCodeProfile: new Uint8Array(32),
    ...SETTINGS_NOT_TOLD,
    evidenceHash: toBytes(keccak256('0x')),
    nonce: 1n,
    deadline: 2_000_000_000n,
    evidence: [],
  },
};

const permitRetirement: TransactionBody = {
  kind: 'permitRetirement',
  value: { owner: toBytes(owner.address), period: 7, grams: 10n, nonce: 1n, deadline: 2_000_000_000n },
};
const guaranteeRetirement: TransactionBody = {
  kind: 'guaranteeRetirement',
  value: {
    holder: toBytes(owner.address),
    guaranteeId: new Uint8Array(32).fill(3),
    energyWh: 10n,
    beneficiary: toBytes(METER),
    purposeHash: new Uint8Array(32).fill(4),
    nonce: 1n,
    deadline: 2_000_000_000n,
  },
};

async function sign(body: TransactionBody, more: Partial<Transaction> = {}, signer = owner): Promise<Transaction> {
  const typed = readTypedMessage(body, deployment);
  const id: Hex = typed.ok ? typed.value.id : `0x${'00'.repeat(32)}`;
  return {
    network: context.network,
    id: toBytes(id),
    created: 1n,
    ownerSignature: toBytes(await signer.sign({ hash: id })),
    body,
    ...more,
  };
}
/** Order of secp256k1, SEC 2 section 2.4.1. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
/** The same signature with the other s: valid to OpenSSL and to nobody here. */
function flipS(signature: Uint8Array): Uint8Array {
  const s = ORDER - BigInt(`0x${Buffer.from(signature.subarray(32, 64)).toString('hex')}`);
  const flipped = Uint8Array.from(signature);
  flipped.set(toBytes(`0x${s.toString(16).padStart(64, '0')}`), 32);
  flipped[64] = signature[64] === 27 ? 28 : 27;
  return flipped;
}
const good = await sign(batch);
const check = (payload: Uint8Array, kind = 'reading-batch') => checkPayload('pi-1', kind, payload, context, owners);

test('a good batch, order and admission request pass', async () => {
  const passed = await check(encodeTransaction(good));
  expect(passed).toMatchObject({ ok: true, entry: { owner: owner.address.toLowerCase(), state: 'new' } });
  expect(await check(encodeTransaction(await sign(order)), 'order')).toMatchObject({ ok: true });
  expect(await check(encodeTransaction(await sign(request)), 'admission-request')).toMatchObject({ ok: true });
  expect(await check(encodeTransaction(await sign(permitRetirement)), 'permit-retirement')).toMatchObject({ ok: true });
  expect(await check(encodeTransaction(await sign(guaranteeRetirement)), 'guarantee-retirement')).toMatchObject({ ok: true });
});

const closing = (length: number): TransactionBody => ({
  kind: 'readingBatch',
  value: { ...batch.value, closing: new Uint8Array(length) } as never,
});
const bad: [string, () => Promise<Uint8Array> | Uint8Array, string, string, string?][] = [
  ['nothing at all', () => new Uint8Array(), 'PROTOBUF_MALFORMED', 'refused'],
  ['random bytes', () => new Uint8Array(200).fill(0xff), 'PROTOBUF_MALFORMED', 'refused'],
  ['a truncated message', () => encodeTransaction(good).subarray(0, 50), 'PROTOBUF_MALFORMED', 'refused'],
  [
    'an unknown field',
    () => Buffer.concat([encodeTransaction(good), Buffer.from([0xfa, 0x7d, 0x01, 0x00])]),
    'PROTOBUF_UNKNOWN_FIELD',
    'refused',
  ],
  ['more than 64 KiB', () => new Uint8Array(64 * 1024 + 1), 'MQTT_PAYLOAD_OVERSIZE', 'refused'],
  ['another kind in the topic', () => encodeTransaction(good), 'MQTT_TOPIC_INVALID', 'refused', 'order'],
  ['a kind nobody has', () => encodeTransaction(good), 'MQTT_TOPIC_INVALID', 'refused', 'constructor'],
  ['another network', async () => encodeTransaction(await sign(batch, { network: 'eip155:1' })), 'NETWORK_MISMATCH', 'refused'],
  [
    'another id',
    async () => encodeTransaction(await sign(batch, { id: new Uint8Array(32).fill(1) })),
    'TRANSACTION_ID_MISMATCH',
    'refused',
  ],
  ['an id too short', async () => encodeTransaction(await sign(batch, { id: new Uint8Array(31) })), 'TRANSACTION_ID_MISMATCH', 'refused'],
  [
    'evidence that the owner did not sign',
    async () => encodeTransaction(await sign({ ...request, value: { ...request.value, evidence: [new Uint8Array(132)] } as never })),
    'VALUE_INVALID',
    'refused',
    'admission-request',
  ],
  [
    'no signature',
    async () => encodeTransaction(await sign(batch, { ownerSignature: new Uint8Array() })),
    'OWNER_SIGNATURE_INVALID',
    'refused',
  ],
  [
    'v of 0',
    async () => encodeTransaction(await sign(batch, { ownerSignature: Uint8Array.from(good.ownerSignature).fill(0, 64) })),
    'OWNER_SIGNATURE_INVALID',
    'refused',
  ],
  [
    'r of 0',
    async () => encodeTransaction(await sign(batch, { ownerSignature: Uint8Array.from(good.ownerSignature).fill(0, 0, 32) })),
    'OWNER_SIGNATURE_INVALID',
    'refused',
  ],
  [
    'a high s',
    async () => encodeTransaction(await sign(batch, { ownerSignature: flipS(good.ownerSignature) })),
    'SIGNATURE_HIGH_S',
    'refused',
  ],
  ['a stranger as signer', async () => encodeTransaction(await sign(batch, {}, stranger)), 'OWNER_SIGNATURE_INVALID', 'refused'],
  [
    'a meter nobody registered',
    async () => encodeTransaction(await sign({ kind: 'readingBatch', value: { ...batch.value, meter: toBytes(UNKNOWN_METER) } as never })),
    'METER_UNKNOWN',
    'deferred',
  ],
  [
    'an address too short',
    async () => encodeTransaction(await sign({ kind: 'readingBatch', value: { ...batch.value, meter: new Uint8Array(19) } as never })),
    'VALUE_INVALID',
    'refused',
  ],
  [
    'a root too long',
    async () => encodeTransaction(await sign({ kind: 'readingBatch', value: { ...batch.value, root: new Uint8Array(33) } as never })),
    'VALUE_INVALID',
    'refused',
  ],
  ['a closing reading too short', async () => encodeTransaction(await sign(closing(131))), 'PAYLOAD_LAYOUT', 'refused'],
  [
    'a side beyond uint8',
    async () => encodeTransaction(await sign({ kind: 'order', value: { ...order.value, side: 256 } as never })),
    'VALUE_INVALID',
    'refused',
    'order',
  ],
  [
    'a storage state whose salt is too short',
    async () =>
      encodeTransaction(
        await sign({
          kind: 'storageState',
          value: {
            meter: toBytes(METER),
            time: 1n,
            storedWh: 1n,
            usableWh: 2n,
            powerW: -1,
            maxChargeW: 1,
            maxDischargeW: 1,
            salt: new Uint8Array(31),
          },
        }),
      ),
    'VALUE_INVALID',
    'refused',
    'storage-state',
  ],
  [
    'a retirement of permits that somebody else signed',
    async () => encodeTransaction(await sign(permitRetirement, {}, stranger)),
    'OWNER_SIGNATURE_INVALID',
    'refused',
    'permit-retirement',
  ],
  [
    'a retirement of guarantees that somebody else signed',
    async () => encodeTransaction(await sign(guaranteeRetirement, {}, stranger)),
    'OWNER_SIGNATURE_INVALID',
    'refused',
    'guarantee-retirement',
  ],
  [
    'a guarantee’s id too short',
    async () =>
      encodeTransaction(
        await sign({ kind: 'guaranteeRetirement', value: { ...guaranteeRetirement.value, guaranteeId: new Uint8Array(31) } as never }),
      ),
    'VALUE_INVALID',
    'refused',
    'guarantee-retirement',
  ],
  [
    'a match with a short order id',
    async () =>
      encodeTransaction(
        await sign({
          kind: 'match',
          value: { sellOrderId: new Uint8Array(3), buyOrderId: new Uint8Array(32), energyWh: 1n, priceMicroPerKwh: 1n },
        }),
      ),
    'VALUE_INVALID',
    'refused',
    'match',
  ],
];

test.each(bad)('%s is refused', async (_, make, code, action, kind) => {
  expect(await check(await make(), kind)).toMatchObject({ ok: false, code, action });
});

test('ids differ between chains and contracts: what is signed for one is void on another', () => {
  const here = readTypedMessage(batch, deployment);
  const there = readTypedMessage(batch, { ...deployment, chainId: 1 });
  const moved = readTypedMessage(batch, {
    ...deployment,
    contracts: { ...deployment.contracts, [VERIFYING_CONTRACT.ReadingBatch]: address('ff') },
  });
  const ids = [here, there, moved].map((result) => (result.ok ? result.value.id : ''));
  expect(new Set(ids).size).toBe(3);
});
