import { existsSync } from 'node:fs';
import { type Deployment, decodeTransaction, type Transaction } from '@joulegate/protos';
import { addressOf, createWasmVerifier } from '../../../attest/index.ts';
import { accept, address, isJoulegateError, JoulegateError, type Result, refuse, type Verifier } from '../../../domain/index.ts';
import { readJournal } from '../../../journal/index.ts';
import { checkBaseTopic } from '../../../relay/index.ts';
import { buildCarbonApplication, buildPermitOffer } from '../../../tx/index.ts';
import { journalPath } from '../../run.ts';
import { type BrokerPoint, connectBroker } from '../connect-broker.ts';
import type { CarbonChain } from './carbon-chain.ts';

/** Where offers and applications are known from. */
export interface WishSource extends Omit<BrokerPoint, 'broker'> {
  /** Listened to for so many seconds: gateways repeat what has no receipt yet. */
  readonly broker?: string | undefined;
  readonly base: string;
  readonly seconds: number;
  /** stateDir of an own gateway, whose journal holds what is open. */
  readonly stateDir?: string | undefined;
}

/** An offer of permits or an application for them, signed by who it binds. */
export interface CarbonWish {
  readonly id: string;
  readonly side: 'offer' | 'application';
  readonly owner: string;
  /** Of an application. */
  readonly unit?: string;
  readonly period: bigint;
  readonly grams: bigint;
  readonly priceMicroPerKg: bigint;
  readonly expiry: bigint;
}

export interface OpenWish extends CarbonWish {
  readonly remainingGrams: bigint;
}

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

/** Believes a wish only as far as its own signature goes. @returns undefined for another kind of transaction */
function readWish({ body, id, ownerSignature }: Transaction, deployment: Deployment, verifier: Verifier): Result<CarbonWish> | undefined {
  if (body.kind !== 'permitOffer' && body.kind !== 'carbonApplication') return undefined;
  try {
    const { digest } =
      body.kind === 'permitOffer'
        ? buildPermitOffer({ ...body.value, seller: address(hex(body.value.seller)) }, deployment)
        : buildCarbonApplication({ ...body.value, unit: address(hex(body.value.unit)) }, deployment);
    if (Buffer.compare(digest, id) !== 0) return refuse('TRANSACTION_ID_MISMATCH', `${hex(id)}: its terms have the digest ${hex(digest)}`);
  } catch (cause) {
    if (isJoulegateError(cause)) return refuse('VALUE_INVALID', cause.message);
    throw cause;
  }
  const key = ownerSignature.length === 65 ? verifier.recover(id, ownerSignature) : undefined;
  const owner = key && addressOf(key);
  if (owner === undefined || (body.kind === 'permitOffer' && owner !== hex(body.value.seller)))
    return refuse('OWNER_SIGNATURE_INVALID', `${hex(id)}: signed by ${owner ?? 'nobody'}`);
  const { period, grams, expiry } = body.value;
  const common = { id: hex(id), owner, period: BigInt(period), grams, expiry };
  return body.kind === 'permitOffer'
    ? accept({ ...common, side: 'offer', priceMicroPerKg: body.value.priceMicroPerKg })
    : accept({ ...common, side: 'application', unit: hex(body.value.unit), priceMicroPerKg: body.value.maxPriceMicroPerKg });
}

async function listen(
  { base, seconds, broker, ...point }: WishSource,
  take: (payload: Uint8Array) => void,
  signal: AbortSignal,
): Promise<void> {
  if (broker === undefined) return;
  const client = await connectBroker({ ...point, broker });
  client.on('message', (_topic, payload) => take(payload));
  const topics = ['permit-offer', 'carbon-application'].map((kind) => `${checkBaseTopic(base)}/+/tx/${kind}`);
  await client.subscribeAsync(topics, { qos: 1 });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    setTimeout(resolve, seconds * 1000);
  });
  client.end(true);
}

function readOwnJournal(stateDir: string, take: (payload: Uint8Array) => void): void {
  const path = journalPath(stateDir);
  if (!existsSync(path)) throw new JoulegateError('CONFIG_INVALID', `${stateDir}: a gateway's state directory (with journal/) expected`);
  const journal = readJournal(path);
  try {
    for (const { bytes } of journal.entries('transaction')) take(bytes);
  } finally {
    journal.close();
  }
}

/**
 * Offers and applications that are broadcast while this listens, or wait in an own gateway's journal; each checked by its
 * signature, without those that the chain knows to be filled, expired or of somebody who does not own the unit.
 * @throws JoulegateError TRANSPORT_FAILED without the broker
 */
export async function readOpenWishes(
  source: WishSource,
  deployment: Deployment,
  carbon: CarbonChain,
  time: bigint,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<OpenWish[]> {
  const verifier = createWasmVerifier();
  const wishes = new Map<string, CarbonWish>();
  const take = (payload: Uint8Array) => {
    const decoded = decodeTransaction(payload);
    const wish = decoded.ok ? readWish(decoded.value, deployment, verifier) : decoded;
    if (wish?.ok) wishes.set(wish.value.id, wish.value);
    else if (wish) note(`${wish.code}: ${wish.message}`);
  };
  if (source.stateDir !== undefined) readOwnJournal(source.stateDir, take);
  await listen(source, take, signal);
  const open: OpenWish[] = [];
  for (const wish of wishes.values()) {
    const remainingGrams = wish.grams - (await carbon.filledGrams(wish.id));
    if (remainingGrams <= 0n || wish.expiry < time) continue;
    if (wish.unit !== undefined && (await carbon.ownerOf(wish.unit)) !== wish.owner) {
      note(`OWNER_SIGNATURE_INVALID: application ${wish.id}: signed by ${wish.owner}, who does not own ${wish.unit}`);
      continue;
    }
    // Nobody can sell what he does not hold.
    const held = wish.side === 'offer' ? await carbon.permitsOf(wish.owner, wish.period) : remainingGrams;
    if (held > 0n) open.push({ ...wish, remainingGrams: held < remainingGrams ? held : remainingGrams });
  }
  const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
  return open.sort(
    (a, b) =>
      compare(a.period, b.period) ||
      (a.side === b.side ? 0 : a.side === 'offer' ? -1 : 1) ||
      (a.side === 'offer' ? 1 : -1) * compare(a.priceMicroPerKg, b.priceMicroPerKg) ||
      (a.id < b.id ? -1 : 1),
  );
}
