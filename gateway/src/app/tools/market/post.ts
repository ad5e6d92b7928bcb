import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import {
  CARRIER,
  type CarrierName,
  type Deployment,
  decodeReceipt,
  decodeTransaction,
  type Receipt,
  SIDE,
  type SideName,
  type Transaction,
} from '@joulegate/protos';
import { address, gatewayId, JoulegateError, type Signer, type TransactionId } from '../../../domain/index.ts';
import { openKey } from '../../../keys/index.ts';
import { bodyIdsOf, checkReceipt } from '../../../proof/index.ts';
import { checkBaseTopic, gatewayTopics } from '../../../relay/index.ts';
import { buildOrder, buildOrderCancellation, sealTransaction, type Unsigned } from '../../../tx/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { type BrokerPoint, connectBroker } from '../connect-broker.ts';

export interface SignedFile {
  /** 64 hex digits. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface Signing {
  readonly deployment: string;
  /** Key URI or file of the owner. */
  readonly key: string;
}

export interface OrderOptions extends Signing {
  readonly meter: string;
  readonly side: SideName;
  readonly zone: number;
  readonly carrier: CarrierName;
  /** A number, or +n from the one that is running by this machine's clock. */
  readonly interval: string;
  readonly energyWh: bigint;
  readonly priceMicroPerKwh: bigint;
  /** Unix seconds; default the interval's end. */
  readonly expiry?: bigint | undefined;
  /** Default by chance: it only keeps two equal orders apart. */
  readonly nonce?: bigint | undefined;
}

/** @param key URI or file of an owner's key @throws JoulegateError KEY_INVALID */
export async function addressOf(key: string): Promise<Signer['address']> {
  const signer = await openKey(key);
  signer.close();
  return signer.address;
}

/** @param key URI or file of the owner's key @throws JoulegateError KEY_INVALID */
export async function seal(key: string, unsigned: Unsigned): Promise<SignedFile> {
  const signer = await openKey(key);
  const signature = await signer.sign(unsigned.digest).finally(() => signer.close());
  const { bytes } = sealTransaction(unsigned, signature, {
    createdSeconds: BigInt(Math.floor(Date.now() / 1000)),
  });
  return { id: unsigned.id, bytes };
}

function intervalFrom(text: string, intervalSeconds: number): bigint {
  if (!/^\+?\d{1,18}$/.test(text))
    throw new JoulegateError('CONFIG_INVALID', `interval: a number, or +n from now, expected, got ${JSON.stringify(text)}`);
  return text.startsWith('+') ? BigInt(Math.floor(Date.now() / 1000 / intervalSeconds)) + BigInt(text.slice(1)) : BigInt(text);
}

/** An order that is valid wherever and whenever it arrives before its expiry. Needs no network. @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signOrder(options: OrderOptions): Promise<SignedFile> {
  const deployment = readNetworkFile(options.deployment);
  const interval = intervalFrom(options.interval, deployment.intervalSeconds);
  const { side, zone, carrier, energyWh, priceMicroPerKwh, expiry, nonce } = options;
  const fields = {
    meter: address(options.meter),
    side: SIDE[side],
    carrier: CARRIER[carrier],
    zone,
    interval,
    energyWh,
    priceMicroPerKwh,
    expiry: expiry ?? (interval + 1n) * BigInt(deployment.intervalSeconds),
    nonce: nonce ?? randomBytes(8).readBigUInt64BE(),
  };
  return seal(options.key, buildOrder(fields, deployment));
}

/** @param orderId 64 hex digits, 0x or not @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signCancellation(orderId: string, { deployment, key }: Signing): Promise<SignedFile> {
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(orderId))
    throw new JoulegateError('CONFIG_INVALID', `order id: 64 hex digits expected, got ${JSON.stringify(orderId)}`);
  const fields = { orderId: new Uint8Array(Buffer.from(orderId.replace(/^0x/, ''), 'hex')) };
  return seal(key, buildOrderCancellation(fields, readNetworkFile(deployment)));
}

/** A file that `post` or `cancel` wrote. @throws JoulegateError CONFIG_INVALID */
export function readSigned(path: string): SignedFile {
  const bytes = existsSync(path) ? new Uint8Array(readFileSync(path)) : new Uint8Array();
  const decoded = decodeTransaction(bytes);
  if (!decoded.ok) throw new JoulegateError('CONFIG_INVALID', `${path}: a signed transaction expected: ${decoded.message}`);
  return { id: Buffer.from(decoded.value.id).toString('hex'), bytes };
}

export interface Publishing extends BrokerPoint {
  readonly base: string;
  /** Stands for the gateway in the topics. */
  readonly name: string;
  readonly seconds: number;
  /** network.json: waits for the final receipt and checks its proof, instead of for a node's first word. */
  readonly proveBy?: string | undefined;
}

async function readAnswer(receipt: Receipt, transaction: Transaction, deployment: Deployment | undefined): Promise<Answer | undefined> {
  const { state, node, errorCode, errorMessage } = receipt;
  if (state === 'refused' || state === 'deferred') return { isRefused: true, text: `${state} by ${node}: ${errorCode}: ${errorMessage}` };
  if (deployment === undefined) return { isRefused: false, text: `${state} by ${node}` };
  if (state !== 'final') return undefined;
  const proven = await checkReceipt(receipt, { kind: transaction.body.kind, deployment, bodyIds: bodyIdsOf(transaction) });
  return proven.ok
    ? { isRefused: false, text: `final, proven by ${node}'s receipt in block ${proven.value.blockNumber}` }
    : { isRefused: true, text: `receipt of ${node}: ${proven.code}: ${proven.message}` };
}

interface Answer {
  readonly isRefused: boolean;
  readonly text: string;
}

/**
 * Publishes a signed transaction as a gateway would and waits for a chain node's word.
 * @returns the state and the reason; undefined where no node answered in time @throws JoulegateError TRANSPORT_FAILED
 */
export async function publishSigned(
  { id, bytes }: SignedFile,
  { base, name, seconds, proveBy, ...point }: Publishing,
): Promise<Answer | undefined> {
  const deployment = proveBy === undefined ? undefined : readNetworkFile(proveBy);
  const decoded = decodeTransaction(bytes);
  if (!decoded.ok) throw new JoulegateError('CONFIG_INVALID', decoded.message);
  const topics = gatewayTopics(checkBaseTopic(base), gatewayId(name));
  const client = await connectBroker(point);
  try {
    const answer = new Promise<Answer | undefined>((resolve) => {
      setTimeout(() => resolve(undefined), seconds * 1000).unref();
      client.on('message', (_topic, payload) => {
        const receipt = decodeReceipt(payload);
        if (receipt.ok)
          void readAnswer(receipt.value, decoded.value, deployment).then((read) => {
            if (read) resolve(read);
          });
      });
    });
    await client.subscribeAsync(topics.receipt(id as TransactionId), { qos: 1 });
    await client.publishAsync(topics.transaction(decoded.value.body.kind), Buffer.from(bytes), { qos: 1 });
    return await answer;
  } finally {
    client.end(true);
  }
}
