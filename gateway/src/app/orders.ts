import { CARRIER, SIDE } from '@joulegate/protos';
import type { Address } from '../domain/index.ts';
import { buildOrder, checkOrderLimits } from '../tx/index.ts';
import { secondsOf } from './clock.ts';
import type { OrderConfig } from './config/config-schema.ts';
import type { Context, Unit } from './context.ts';
import type { Submitter } from './submit.ts';
import { getValue, setValue, VALUE } from './values.ts';

/**
 * Places each configured order once per interval, for an interval to come. What is sold or bought is a figure, or what
 * the meter measured in the last whole interval.
 */
export function createOrders(context: Context, unit: Unit, submitter: Submitter): { tick(): void } {
  const { deployment, journal, clock } = context;
  const { intervalSeconds, toleranceSeconds } = deployment;
  let isBusy = false;

  /** @returns Wh, or undefined while it is not known. */
  const energyFor = (policy: OrderConfig, current: number): bigint | undefined => {
    if (policy.energyWh !== 'last-interval') return (BigInt(policy.energyWh) * BigInt(policy.percent)) / 100n;
    const from = unit.boundaries.get(current - 1);
    const to = unit.boundaries.get(current);
    if (from === undefined || to === undefined) return undefined;
    const measured = policy.side === 'sell' ? to.exportWh - from.exportWh : to.importWh - from.importWh;
    return (measured * BigInt(policy.percent)) / 100n;
  };

  const place = async (policy: OrderConfig, index: number, current: number, meter: Address) => {
    const name = VALUE.order(unit.id, index);
    const done = setValue(name, current);
    const measured = energyFor(policy, current);
    if (measured === undefined) {
      // The boundary's reading may still be on its way; after that this interval goes without an order.
      if (secondsOf(clock) > current * intervalSeconds + 2 * toleranceSeconds + intervalSeconds / 4) await journal.commit([done]);
      return;
    }
    const cap = policy.maxEnergyWh === undefined ? undefined : BigInt(policy.maxEnergyWh);
    const energyWh = cap !== undefined && measured > cap ? cap : measured;
    if (energyWh <= 0n) {
      await journal.commit([done]);
      return;
    }
    const interval = current + policy.leadIntervals;
    const { nonce, operation } = submitter.takeNonce();
    const fields = {
      meter,
      side: SIDE[policy.side],
      carrier: CARRIER[unit.config.carrier],
      zone: zoneOf(),
      interval: BigInt(interval),
      energyWh,
      priceMicroPerKwh: BigInt(policy.priceMicroPerKwh),
      // A matcher may pair at the gate's closing and post after it; later than the interval's end nobody should.
      expiry: BigInt((interval + 1) * intervalSeconds),
      nonce,
    };
    const capacityWh = (BigInt(unit.config.capacityW) * BigInt(intervalSeconds)) / 3600n;
    const checked = checkOrderLimits(fields, { maxEnergyWh: capacityWh, maxPriceMicroPerKwh: fields.priceMicroPerKwh });
    if (!checked.ok) {
      context.tally.count(checked.code);
      unit.log.warn({ code: checked.code }, `order not placed: ${checked.message}`);
      await journal.commit([done]);
      return;
    }
    await submitter.submit(unit, buildOrder(fields, deployment), [operation, done]);
  };

  /** Admission may have been granted in another zone than the first asked. */
  const zoneOf = () => unit.config.admission[unit.flow.ask]?.zone ?? unit.config.zone;

  return {
    tick() {
      const meter = unit.pinned?.meter as Address | undefined;
      if (isBusy || meter === undefined || unit.config.orders.length === 0 || !unit.isAdmitted()) return;
      const current = Math.floor(secondsOf(clock) / intervalSeconds);
      const due = unit.config.orders
        .map((policy, index) => ({ policy, index }))
        .filter(({ index }) => (getValue<number>(journal, VALUE.order(unit.id, index)) ?? -1) < current);
      if (due.length === 0) return;
      isBusy = true;
      Promise.all(due.map(({ policy, index }) => place(policy, index, current, meter)))
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'order waits'))
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
