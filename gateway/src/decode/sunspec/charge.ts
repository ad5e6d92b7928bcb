import { accept, type ModbusConversation, type Result, refuse, type StorageCharge } from '../../domain/index.ts';
import { pointValue, type SunSpecGroup } from './model.ts';
import { integerOf } from './point.ts';
import { readUnitModels, type SunSpecDevice } from './walk.ts';

/** DER storage capacity of the 700 series, and the battery base model of the 800 series. */
const CAPACITY = 713;
const BATTERY = 802;
const MODELS = new Set([CAPACITY, BATTERY]);

function chargeOf(id: number, group: SunSpecGroup): StorageCharge | undefined {
  const value = (name: string, places: number) => integerOf(pointValue(group, name), places, 'floor');
  const usableWh = value('WHRtg', 0);
  const permille = value('SoC', 1);
  const byShare = usableWh === undefined || permille === undefined ? undefined : (usableWh * permille) / 1000n;
  const storedWh = (id === CAPACITY ? value('WHAvail', 0) : undefined) ?? byShare;
  return usableWh === undefined || usableWh === 0n || storedWh === undefined ? undefined : { storedWh, usableWh };
}

/**
 * Reads what a battery holds: model 713 (WHAvail, else WHRtg × SoC), else 802 (WHRtg × SoC). Whole Wh, rounded down.
 * Source: github.com/sunspec/models, commit 7abdf89, smdx 713 and 802.
 * @param options.unit number of the common model whose device is meant, from 0; the first unless told
 * @returns FORMAT_UNSUPPORTED where the unit has neither model, VALUE_INVALID where it does not fill them in, or more is
 *   stored than it can hold, or the device's refusal
 */
export function* readStorageCharge(
  device: SunSpecDevice,
  options: { readonly unit?: number } = {},
): ModbusConversation<Result<StorageCharge>> {
  const models = yield* readUnitModels(device, MODELS, { unit: options.unit ?? 0, purpose: 'storage' });
  if (!models.ok) return models;
  for (const id of [CAPACITY, BATTERY]) {
    const group = models.value.get(id);
    const charge = group && chargeOf(id, group);
    if (charge === undefined) continue;
    if (charge.storedWh <= charge.usableWh) return accept(charge);
    return refuse('VALUE_INVALID', `SunSpec model ${id}: at most ${charge.usableWh} Wh stored expected, got ${charge.storedWh}`);
  }
  return refuse('VALUE_INVALID', 'SunSpec storage: WHRtg and SoC expected, got neither');
}
