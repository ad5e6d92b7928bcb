/** Whether an order could ever be traded: the market contract's own checks, read before the order is announced. */

import { PERMIT_STATE, SIDE } from '@joulegate/protos';
import { readContract } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import type { Entry } from './entry.ts';
import type { Hex } from './options.ts';
import type { Refusal } from './receipts.ts';
import { METER_STATUS } from './reverts.ts';

interface Meter {
  readonly status: number;
  readonly carrier: number;
  readonly zone: number;
  readonly capacityW: bigint;
}
interface Permit {
  readonly state: number;
  readonly suspensions: number;
  readonly zone: number;
  readonly capacityW: bigint;
  /** Unix seconds; 0 without end. */
  readonly validUntil: number;
}
interface Criteria {
  readonly priceCeilingMicroPerKwh: bigint;
}

function refused(code: Refusal['code'], message: string): Refusal {
  return { action: 'refused', code, message };
}

export interface OrderMessage {
  readonly meter: Hex;
  readonly side: number;
  readonly carrier: number;
  readonly zone: number;
  readonly interval: bigint;
  readonly energyWh: bigint;
  readonly priceMicroPerKwh: bigint;
  readonly expiry: bigint;
}

export function orderOf(entry: Entry): OrderMessage {
  return entry.message as unknown as OrderMessage;
}

/** @returns undefined for an order that may stand. Rejects if the chain can't be asked. */
export async function checkOrder(context: NodeContext, entry: Entry, chainTime: number): Promise<Refusal | undefined> {
  const order = orderOf(entry);
  if (order.side !== SIDE.sell && order.side !== SIDE.buy)
    return refused('VALUE_INVALID', `side: ${SIDE.sell} or ${SIDE.buy} expected, got ${order.side}`);
  if (order.energyWh === 0n) return refused('VALUE_INVALID', 'energyWh: more than 0 expected');
  if (order.expiry < BigInt(chainTime)) return refused('ORDER_EXPIRED', `expiry ${order.expiry} is before the chain's time ${chainTime}`);
  const end = (order.interval + 1n) * BigInt(context.deployment.intervalSeconds);
  if (end <= BigInt(chainTime))
    return refused('ORDER_EXPIRED', `interval ${order.interval} ended at ${end}, the chain's time is ${chainTime}`);
  const [meter, permit] = await Promise.all([
    readContract<Meter>(context, 'meterRegistry', 'meterOf', [order.meter]),
    readContract<Permit>(context, 'admissionPolicy', 'permitOf', [order.meter]),
  ]);
  if (meter.status !== METER_STATUS.active) {
    const action = meter.status === METER_STATUS.revoked ? 'refused' : 'deferred';
    return {
      action,
      code: 'METER_NOT_ACTIVE',
      message: `meter ${order.meter}: status ${METER_STATUS.active} (active) expected, got ${meter.status}`,
    };
  }
  if (meter.carrier !== order.carrier)
    return refused('VALUE_INVALID', `carrier: ${meter.carrier} expected for this meter, got ${order.carrier}`);
  if (meter.zone !== order.zone) return refused('VALUE_INVALID', `zone: ${meter.zone} expected for this meter, got ${order.zone}`);
  const isSell = order.side === SIDE.sell;
  const isOver = permit.validUntil !== 0 && chainTime >= permit.validUntil;
  const isGranted = permit.state === PERMIT_STATE.granted && !isOver;
  if (permit.suspensions !== 0 || (isSell && !isGranted)) {
    // No decision yet, or a suspension that can be cured, may change; a refusal or an end needs a new request.
    const action = isSell && !isGranted && permit.state !== PERMIT_STATE.none ? 'refused' : 'deferred';
    return {
      action,
      code: 'NOT_ADMITTED',
      message: `meter ${order.meter}: permit state ${permit.state}, valid until ${permit.validUntil}, suspensions ${permit.suspensions}`,
    };
  }
  // Who only buys needs no permit to feed in; what it can take is what the certifier confirmed.
  const capacityW = isSell ? permit.capacityW : meter.capacityW;
  const mostWh = (capacityW * BigInt(context.deployment.intervalSeconds)) / 3600n;
  if (order.energyWh > mostWh)
    return refused('ORDER_OVER_LIMIT', `energyWh: at most ${mostWh} expected of ${capacityW} W in an interval, got ${order.energyWh}`);
  if (!isSell) return undefined;
  const { priceCeilingMicroPerKwh: ceiling } = await readContract<Criteria>(context, 'admissionPolicy', 'criteriaOf', [permit.zone]);
  if (order.priceMicroPerKwh > ceiling) {
    return refused(
      'ORDER_OVER_LIMIT',
      `priceMicroPerKwh: at most ${ceiling} expected in zone ${permit.zone}, got ${order.priceMicroPerKwh}`,
    );
  }
  return undefined;
}
