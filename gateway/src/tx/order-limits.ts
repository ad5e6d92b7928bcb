import { accept, type Result, refuse } from '../domain/index.ts';

export interface OrderLimits {
  readonly maxEnergyWh: bigint;
  readonly maxPriceMicroPerKwh: bigint;
}

/** The owner's own limits, held before the key signs: a mistyped order must not become a binding one. @returns the order or ORDER_OVER_LIMIT. */
export function checkOrderLimits<O extends { readonly energyWh: bigint; readonly priceMicroPerKwh: bigint }>(
  order: O,
  limits: OrderLimits,
): Result<O> {
  if (order.energyWh > limits.maxEnergyWh)
    return refuse('ORDER_OVER_LIMIT', `energy: at most ${limits.maxEnergyWh} Wh expected, got ${order.energyWh}`);
  if (order.priceMicroPerKwh > limits.maxPriceMicroPerKwh) {
    return refuse('ORDER_OVER_LIMIT', `price: at most ${limits.maxPriceMicroPerKwh} micro per kWh expected, got ${order.priceMicroPerKwh}`);
  }
  return accept(order);
}
