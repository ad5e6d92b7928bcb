/**
 * The first gate: from a topic and bytes that anyone may have sent to a transaction whose id, network and owner hold.
 * Nothing here throws for a bad payload, and nothing reaches the chain but reads of who owns a meter.
 */
import { decodeTransaction, type ErrorCode, MESSAGE_MAX_LENGTH, TRANSACTION_TOPIC_KIND, type Transaction } from '@joulegate/protos';
import { sameHex, toHex } from './bytes.ts';
import { readContract } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import type { Entry } from './entry.ts';
import type { Hex } from './options.ts';
import { recoverOwner } from './owner-signature.ts';
import type { Refusal } from './receipts.ts';
import { extractRevert } from './reverts.ts';
import { readTypedMessage, type TypedMessage } from './typed-message.ts';

export type Checked = { readonly ok: true; readonly entry: Entry } | ({ readonly ok: false; readonly id?: Hex } & Refusal);

/** Who must have signed; undefined: the meter is not (yet) in the registry. */
export interface Owners {
  ownerOf(meter: Hex): Promise<Hex | undefined>;
}

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000';
const OWNERS_KEPT = 10_000;

/** A meter's owner never changes, so a known one is asked for once. */
export function createOwners(context: NodeContext): Owners {
  const known = new Map<Hex, Hex>();
  return {
    ownerOf: async (meter) => {
      const cached = known.get(meter);
      if (cached) return cached;
      let owner: Hex;
      try {
        owner = (await readContract<Hex>(context, 'meterRegistry', 'ownerOf', [meter])).toLowerCase() as Hex;
      } catch (cause) {
        if (extractRevert(cause)) return undefined;
        throw cause;
      }
      if (owner === ZERO_ADDRESS) return undefined;
      if (known.size >= OWNERS_KEPT) known.clear();
      known.set(meter, owner);
      return owner;
    },
  };
}

function refuse(code: ErrorCode, message: string, id?: Hex): Checked {
  return { ok: false, action: 'refused', code, message, ...(id ? { id } : {}) };
}

/** Field of the message that names the owner, or the meter whose owner it is. */
async function expectedOwner(transaction: Transaction, typed: TypedMessage, owners: Owners): Promise<Hex | undefined | 'anyone'> {
  const { message } = typed;
  switch (transaction.body.kind) {
    case 'meterRegistration':
      return message['owner'] as Hex;
    case 'permitOffer':
      return message['seller'] as Hex;
    case 'carbonApplication':
      return owners.ownerOf(message['unit'] as Hex);
    case 'permitRetirement':
    case 'recoveryRule':
    case 'recoveryVeto':
      return message['owner'] as Hex;
    case 'recovery':
      return message['newOwner'] as Hex;
    case 'guaranteeRetirement':
      return message['holder'] as Hex;
    case 'orderCancellation':
      // The order knows its owner; the market part compares.
      return 'anyone';
    default:
      return owners.ownerOf(message['meter'] as Hex);
  }
}

/** A decoded transaction, wherever it came from: a gateway, or another node's announcement. */
export async function checkTransaction(
  transaction: Transaction,
  gateways: Iterable<string>,
  context: NodeContext,
  owners: Owners,
): Promise<Checked> {
  const claimedId = transaction.id.length === 32 ? toHex(transaction.id) : undefined;
  if (transaction.network !== context.network) {
    return refuse('NETWORK_MISMATCH', `network ${context.network} expected, got ${transaction.network.slice(0, 64)}`, claimedId);
  }
  const typed = readTypedMessage(transaction.body, context.deployment);
  if (!typed.ok) return refuse(typed.code, typed.message, claimedId);
  const { id, message, signed } = typed.value;
  if (claimedId !== id)
    return refuse('TRANSACTION_ID_MISMATCH', `id ${id} expected, got ${claimedId ?? `${transaction.id.length} bytes`}`, claimedId);
  let owner: Hex | undefined;
  if (signed) {
    const recovered = await recoverOwner(id, transaction.ownerSignature);
    if (!recovered.ok) return refuse(recovered.code, recovered.message, id);
    owner = recovered.value;
    const expected = await expectedOwner(transaction, typed.value, owners);
    if (expected === undefined) {
      return {
        ok: false,
        action: 'deferred',
        code: 'METER_UNKNOWN',
        message: `meter ${String(message['meter'] ?? message['unit'])} is not registered yet`,
        id,
      };
    }
    if (expected !== 'anyone' && !sameHex(expected, owner))
      return refuse('OWNER_SIGNATURE_INVALID', `signature of ${expected} expected, got that of ${owner}`, id);
  }
  return {
    ok: true,
    entry: { id, gateways: new Set(gateways), transaction, message, owner, state: 'new', attempts: 0, location: undefined },
  };
}

/** @param kind as in the topic; must be the body's. */
export async function checkPayload(
  gateway: string,
  kind: string,
  payload: Uint8Array,
  context: NodeContext,
  owners: Owners,
): Promise<Checked> {
  if (payload.length > MESSAGE_MAX_LENGTH) {
    return refuse('MQTT_PAYLOAD_OVERSIZE', `at most ${MESSAGE_MAX_LENGTH} bytes expected, got ${payload.length}`);
  }
  const decoded = decodeTransaction(payload);
  if (!decoded.ok) return refuse(decoded.code, decoded.message);
  const transaction = decoded.value;
  const expectedKind = TRANSACTION_TOPIC_KIND[transaction.body.kind];
  if (expectedKind !== kind) {
    const id = transaction.id.length === 32 ? toHex(transaction.id) : undefined;
    return refuse('MQTT_TOPIC_INVALID', `topic kind ${expectedKind} expected for this body, got ${kind.slice(0, 64)}`, id);
  }
  return checkTransaction(transaction, [gateway], context, owners);
}
