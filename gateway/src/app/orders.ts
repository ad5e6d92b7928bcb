import { CARRIER, SIDE } from '@joulegate/protos';
import type { Address } from '../domain/index.ts';
import { type DeliverySlot, type Plan, type PlannedOrder, type PriceStep, planBatteryOrder, planOrder } from '../market/index.ts';
import { buildOrder, checkOrderLimits } from '../tx/index.ts';
import { secondsOf } from './clock.ts';
import type { OrderConfig, StorageConfig } from './config/config-schema.ts';
import type { Context, Unit } from './context.ts';
import type { Storage } from './storage.ts';
import type { Submitter } from './submit.ts';
import { minuteOfDay } from './time-of-day.ts';
import { getValue, setValue, VALUE } from './values.ts';

/** What is ordered once per interval, for an interval to come. */
interface Job {
  /** Under which the last interval is remembered that was seen to. */
  readonly name: string;
  readonly leadIntervals: number;
  plan(slot: DeliverySlot, current: number): Plan;
}

/** An order of a battery that is not over: interval, side, Wh in decimal text. */
type Promised = [interval: number, side: 'sell' | 'buy', energyWh: string];

function toSteps(prices: readonly { readonly from: string; readonly microPerKwh: number }[] | undefined): PriceStep[] {
  return (prices ?? []).map(({ from, microPerKwh }) => ({
    fromMinute: 60 * Number(from.slice(0, 2)) + Number(from.slice(3)),
    priceMicroPerKwh: BigInt(microPerKwh),
  }));
}

/** Places each configured order, or the battery's own, once per interval; what to order is a policy of the market room. */
export function createOrders(context: Context, unit: Unit, submitter: Submitter, storage: Storage): { tick(): void } {
  const { deployment, journal, clock } = context;
  const { intervalSeconds, toleranceSeconds } = deployment;
  let isBusy = false;

  /** The present interval's first boundary may still be on its way; after this it is not waited for. */
  const isLate = (current: number) => secondsOf(clock) > current * intervalSeconds + 2 * toleranceSeconds + intervalSeconds / 4;

  /** Wh of the latest whole intervals on a side, newest first. @returns none while the newest may still come */
  const measured = (side: 'sell' | 'buy', current: number, most: number): bigint[] => {
    const values: bigint[] = [];
    for (let interval = current - 1; interval >= current - most; interval -= 1) {
      const [from, to] = [unit.boundaries.get(interval), unit.boundaries.get(interval + 1)];
      if (from !== undefined && to !== undefined) values.push(side === 'sell' ? to.exportWh - from.exportWh : to.importWh - from.importWh);
      else if (interval === current - 1 && !isLate(current)) return [];
    }
    return values;
  };

  const orderJob = (config: OrderConfig, index: number): Job => {
    const { side, energyWh, forecastIntervals, leadIntervals, maxEnergyWh } = config;
    const meanOfIntervals = energyWh === 'last-interval' ? 1 : forecastIntervals;
    const policy = {
      side,
      energy: typeof energyWh === 'number' ? { fixedWh: BigInt(energyWh) } : { meanOfIntervals },
      percent: BigInt(config.percent),
      reserveWh: BigInt(config.reserveWh),
      minEnergyWh: BigInt(config.minEnergyWh),
      maxEnergyWh: maxEnergyWh === undefined ? undefined : BigInt(maxEnergyWh),
      prices: toSteps(config.priceMicroPerKwh),
    };
    return {
      name: VALUE.order(unit.id, index),
      leadIntervals,
      plan: (slot, current) => planOrder(policy, slot, measured(side, current, meanOfIntervals)),
    };
  };

  const promises = (current: number) =>
    (getValue<Promised[]>(journal, VALUE.promises(unit.id)) ?? []).filter(([interval]) => interval >= current);

  const batteryJob = (config: StorageConfig, trade: NonNullable<StorageConfig['trade']>): Job => {
    const share = (percent: number) => (BigInt(config.usableWh) * BigInt(percent)) / 100n;
    const policy = {
      minStoredWh: share(trade.minPercent),
      maxStoredWh: share(trade.maxPercent),
      maxChargeW: BigInt(config.maxChargeW),
      maxDischargeW: BigInt(config.maxDischargeW),
      buyBelow: toSteps(trade.buyBelow),
      sellAbove: toSteps(trade.sellAbove),
      expected: toSteps(trade.expected),
      minEnergyWh: BigInt(trade.minEnergyWh),
    };
    return {
      name: VALUE.order(unit.id, 0),
      leadIntervals: trade.leadIntervals,
      plan: (slot, current) => {
        const storedWh = storage.storedWh();
        if (storedWh === undefined) return { wait: true };
        const open = promises(current);
        const promised = (wanted: string) => open.reduce((sum, [, side, wh]) => (side === wanted ? sum + BigInt(wh) : sum), 0n);
        return planBatteryOrder(policy, slot, { storedWh, promisedSellWh: promised('sell'), promisedBuyWh: promised('buy') });
      },
    };
  };

  const trade = unit.config.storage?.trade;
  const jobs: Job[] = unit.config.orders.map(orderJob);
  if (unit.config.storage !== undefined && trade !== undefined) jobs.push(batteryJob(unit.config.storage, trade));

  /** Admission may have been granted in another zone than the first asked. */
  const zoneOf = () => unit.config.admission[unit.flow.ask]?.zone ?? unit.config.zone;

  const place = async (job: Job, order: PlannedOrder, current: number, meter: Address) => {
    const { side, energyWh, priceMicroPerKwh } = order;
    const interval = current + job.leadIntervals;
    const done = setValue(job.name, current);
    const { nonce, operation } = submitter.takeNonce();
    const fields = {
      meter,
      side: SIDE[side],
      carrier: CARRIER[unit.config.carrier],
      zone: zoneOf(),
      interval: BigInt(interval),
      energyWh,
      priceMicroPerKwh,
      // A matcher may pair at the gate's closing and post after it; later than the interval's end nobody should.
      expiry: BigInt((interval + 1) * intervalSeconds),
      nonce,
    };
    const capacityWh = (BigInt(unit.config.capacityW) * BigInt(intervalSeconds)) / 3600n;
    const checked = checkOrderLimits(fields, { maxEnergyWh: capacityWh, maxPriceMicroPerKwh: priceMicroPerKwh });
    if (!checked.ok) {
      context.tally.count(checked.code);
      unit.log.warn({ code: checked.code }, `order not placed: ${checked.message}`);
      await journal.commit([done]);
      return;
    }
    const promised: Promised[] = [...promises(current), [interval, side, String(energyWh)]];
    const kept = trade === undefined ? [] : [setValue(VALUE.promises(unit.id), promised)];
    await submitter.submit(unit, buildOrder(fields, deployment), [operation, done, ...kept]);
  };

  const see = async (job: Job, current: number, meter: Address) => {
    const begins = (current + job.leadIntervals) * intervalSeconds;
    const slot = {
      minuteOfDay: minuteOfDay(begins, context.config.timeZone),
      intervalSeconds: BigInt(intervalSeconds),
      capacityW: BigInt(unit.config.capacityW),
    };
    const plan = job.plan(slot, current);
    if ('side' in plan) return place(job, plan, current, meter);
    if ('wait' in plan && !isLate(current)) return;
    unit.log.debug({ reason: 'none' in plan ? plan.none : 'nothing measured' }, 'no order for this interval');
    await journal.commit([setValue(job.name, current)]);
  };

  return {
    tick() {
      const meter = unit.pinned?.meter as Address | undefined;
      if (isBusy || meter === undefined || jobs.length === 0 || !unit.isAdmitted()) return;
      const current = Math.floor(secondsOf(clock) / intervalSeconds);
      const due = jobs.filter(({ name }) => (getValue<number>(journal, name) ?? -1) < current);
      if (due.length === 0) return;
      isBusy = true;
      Promise.all(due.map((job) => see(job, current, meter)))
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'order waits'))
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
