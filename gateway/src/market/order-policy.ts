/** From a time of day on, in minutes from midnight: a price in millionths per kWh. */
export interface PriceStep {
  readonly fromMinute: number;
  readonly priceMicroPerKwh: bigint;
}

/** How an owner wants to trade one side, as the configuration says it. */
export interface OrderPolicy {
  readonly side: 'sell' | 'buy';
  /** Wh of every order, or forecast: the mean of so many of the latest whole intervals. */
  readonly energy: { readonly fixedWh: bigint } | { readonly meanOfIntervals: number };
  readonly percent: bigint;
  /** Kept for own use: of what is forecast only the rest is sold; nothing of a buy. */
  readonly reserveWh: bigint;
  /** Less is not worth an order. */
  readonly minEnergyWh: bigint;
  readonly maxEnergyWh: bigint | undefined;
  readonly prices: readonly PriceStep[];
}

/** A battery's owner buys below one price and sells above another, within bounds of charge. */
export interface BatteryPolicy {
  readonly minStoredWh: bigint;
  readonly maxStoredWh: bigint;
  readonly maxChargeW: bigint;
  readonly maxDischargeW: bigint;
  readonly buyBelow: readonly PriceStep[];
  readonly sellAbove: readonly PriceStep[];
  /** What the owner expects the market to pay; without it, the charge decides which side is due. */
  readonly expected: readonly PriceStep[];
  readonly minEnergyWh: bigint;
}

/** The interval an order is for, and what the unit could do in it. */
export interface DeliverySlot {
  /** Local time of day at which it begins. */
  readonly minuteOfDay: number;
  readonly intervalSeconds: bigint;
  readonly capacityW: bigint;
}

export interface PlannedOrder {
  readonly side: 'sell' | 'buy';
  readonly energyWh: bigint;
  readonly priceMicroPerKwh: bigint;
}

/** `wait`: a reading is still missing. `none`: there is nothing to trade, for this reason. */
export type Plan = PlannedOrder | { readonly wait: true } | { readonly none: string };

const least = (a: bigint, b: bigint) => (a < b ? a : b);

/** Energy of a power over an interval, Wh, floored. */
function intervalWh(powerW: bigint, { intervalSeconds }: DeliverySlot): bigint {
  return (powerW * intervalSeconds) / 3600n;
}

/** The step in force: the last that began, and before the day's first the day before's last. @returns undefined for no steps */
export function priceAt(steps: readonly PriceStep[], minuteOfDay: number): bigint | undefined {
  const sorted = [...steps].sort((a, b) => a.fromMinute - b.fromMinute);
  return (sorted.filter(({ fromMinute }) => fromMinute <= minuteOfDay).at(-1) ?? sorted.at(-1))?.priceMicroPerKwh;
}

/**
 * One order of a policy for one interval: never more than the unit could deliver or take.
 * @param measuredWh what the meter measured on this side in the latest whole intervals, newest first
 */
export function planOrder(policy: OrderPolicy, slot: DeliverySlot, measuredWh: readonly bigint[]): Plan {
  const { side, energy, percent, reserveWh, minEnergyWh, maxEnergyWh, prices } = policy;
  let expectedWh: bigint;
  if ('fixedWh' in energy) expectedWh = energy.fixedWh;
  else {
    const recent = measuredWh.slice(0, energy.meanOfIntervals);
    if (recent.length === 0) return { wait: true };
    expectedWh = recent.reduce((sum, wh) => sum + wh, 0n) / BigInt(recent.length);
  }
  const wantedWh = (expectedWh * percent) / 100n - (side === 'sell' ? reserveWh : 0n);
  const boundedWh = maxEnergyWh === undefined ? wantedWh : least(wantedWh, maxEnergyWh);
  const energyWh = least(boundedWh, intervalWh(slot.capacityW, slot));
  if (energyWh <= 0n || energyWh < minEnergyWh) return { none: `${energyWh} Wh, less than an order is worth` };
  const priceMicroPerKwh = priceAt(prices, slot.minuteOfDay);
  return priceMicroPerKwh === undefined ? { none: 'no price is set' } : { side, energyWh, priceMicroPerKwh };
}

/** Charge now, and what is promised for intervals that are not over. */
export interface BatteryState {
  readonly storedWh: bigint;
  readonly promisedSellWh: bigint;
  readonly promisedBuyWh: bigint;
}

/**
 * One order of a battery for one interval, on one side alone. Whatever becomes of earlier promises it can keep this one:
 * what it sells is stored even if nothing is bought, what it buys fits even if nothing is sold.
 */
export function planBatteryOrder(policy: BatteryPolicy, slot: DeliverySlot, state: BatteryState): Plan {
  const { minStoredWh, maxStoredWh, maxChargeW, maxDischargeW, minEnergyWh } = policy;
  const buyBelow = priceAt(policy.buyBelow, slot.minuteOfDay);
  const sellAbove = priceAt(policy.sellAbove, slot.minuteOfDay);
  const expected = priceAt(policy.expected, slot.minuteOfDay);
  const sell = {
    side: 'sell' as const,
    priceMicroPerKwh: sellAbove,
    energyWh: least(state.storedWh - state.promisedSellWh - minStoredWh, intervalWh(least(maxDischargeW, slot.capacityW), slot)),
  };
  const buy = {
    side: 'buy' as const,
    priceMicroPerKwh: buyBelow,
    energyWh: least(maxStoredWh - state.storedWh - state.promisedBuyWh, intervalWh(least(maxChargeW, slot.capacityW), slot)),
  };
  const isSellDue =
    expected === undefined || buyBelow === undefined || sellAbove === undefined
      ? 2n * state.storedWh >= minStoredWh + maxStoredWh
      : 2n * expected >= buyBelow + sellAbove;
  for (const { side, energyWh, priceMicroPerKwh } of isSellDue ? [sell, buy] : [buy, sell]) {
    if (priceMicroPerKwh === undefined || energyWh <= 0n || energyWh < minEnergyWh) continue;
    return { side, energyWh, priceMicroPerKwh };
  }
  return { none: 'neither charge to sell nor room to buy' };
}

/**
 * Charge by the meter's registers, where the device does not tell it: what went in, less the loss of a round trip, minus
 * what came out. Kept between empty and full: the account drifts, and a real battery stops there.
 * @param moved registers since the charge was known, Wh
 */
export function storedByRegisters(
  known: bigint,
  moved: { readonly importWh: bigint; readonly exportWh: bigint },
  battery: { readonly usableWh: bigint; readonly roundTripPercent: bigint },
): bigint {
  const stored = known + (moved.importWh * battery.roundTripPercent) / 100n - moved.exportWh;
  return stored < 0n ? 0n : least(stored, battery.usableWh);
}
