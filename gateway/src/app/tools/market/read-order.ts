import { type Deployment, decodeOrderAnnouncement, SIDE } from '@joulegate/protos';
import { addressOf } from '../../../attest/index.ts';
import { accept, address, isJoulegateError, type Result, refuse, type Verifier } from '../../../domain/index.ts';
import type { BroadcastOrder } from '../../../market/index.ts';
import { buildOrder } from '../../../tx/index.ts';

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

export interface ReadOrder extends BroadcastOrder {
  readonly expiry: bigint;
  readonly nonce: bigint;
}

/**
 * Believes an order only as far as its own signature goes: the id is recomputed from its terms, the owner recovered.
 * @returns PROTOBUF_… for what is no order, TRANSACTION_ID_MISMATCH, OWNER_SIGNATURE_INVALID, MQTT_TOPIC_INVALID for another zone's topic
 */
export function readOrder(zone: number, payload: Uint8Array, deployment: Deployment, verifier: Verifier): Result<ReadOrder> {
  const decoded = decodeOrderAnnouncement(payload);
  if (!decoded.ok) return decoded;
  const { transaction, owner: announcedOwner } = decoded.value;
  const { body, network } = transaction;
  if (body.kind !== 'order') return refuse('PROTOBUF_MALFORMED', `an order expected, got ${body.kind}`);
  if (network !== `eip155:${deployment.chainId}`)
    return refuse('NETWORK_MISMATCH', `eip155:${deployment.chainId} expected, got ${network.slice(0, 40)}`);
  let id: Uint8Array;
  try {
    id = buildOrder({ ...body.value, meter: address(hex(body.value.meter)) }, deployment).digest;
  } catch (cause) {
    if (isJoulegateError(cause)) return refuse('VALUE_INVALID', cause.message);
    throw cause;
  }
  if (Buffer.compare(id, transaction.id) !== 0)
    return refuse('TRANSACTION_ID_MISMATCH', `order ${hex(transaction.id)}: its terms have the digest ${hex(id)}`);
  const key = transaction.ownerSignature.length === 65 ? verifier.recover(id, transaction.ownerSignature) : undefined;
  const owner = key && addressOf(key);
  if (owner === undefined || owner !== hex(announcedOwner))
    return refuse('OWNER_SIGNATURE_INVALID', `order ${hex(id)}: signed by ${owner ?? 'nobody'}, announced as of ${hex(announcedOwner)}`);
  const { meter, side, carrier, interval, energyWh, priceMicroPerKwh, expiry, nonce } = body.value;
  if (side !== SIDE.sell && side !== SIDE.buy) return refuse('VALUE_INVALID', `order ${hex(id)}: side 1 or 2 expected, got ${side}`);
  if (body.value.zone !== zone)
    return refuse('MQTT_TOPIC_INVALID', `order ${hex(id)}: of zone ${body.value.zone}, on the topic of ${zone}`);
  const name = side === SIDE.sell ? 'sell' : 'buy';
  return accept({ id: hex(id), owner, meter: hex(meter), side: name, zone, carrier, interval, energyWh, priceMicroPerKwh, expiry, nonce });
}
