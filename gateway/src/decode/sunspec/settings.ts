import type { DeviceSettings } from '@joulegate/protos';
import { accept, type ModbusConversation, type Result } from '../../domain/index.ts';
import { pointValue, type SunSpecGroup } from './model.ts';
import { integerOf, type SunSpecValue } from './point.ts';
import { readUnitModels, type SunSpecDevice } from './walk.ts';

/** What the device tells of its capacity (W) and of how it is set; what it does not tell is absent. */
export type SunSpecSettings = Partial<DeviceSettings> & { readonly capacityW?: bigint };

export interface SunSpecSettingsOptions {
  /** Phase voltage that trip settings told in percent are shares of; without it they are not told. */
  readonly nominalVoltageMv?: number;
  /** Number of the common model whose device is meant, from 0; the first unless told. */
  readonly unit?: number;
}

const MODELS = new Set([120, 121, 702, 703, 707, 708, 709, 710]);
const ENABLED = 1n;
/** A share told in percent, in hundredths of a percent. */
const HUNDREDTHS = 2;
const WHOLE = 10_000n;

/** The stage nearest to nominal: the last to be left by a voltage or frequency that wanders off. */
type Pick = 'highest' | 'lowest';

/** The active points of the curve in force, which is the first and read-only one (SunSpec models 707–710). */
function mustTripPoints(model: SunSpecGroup | undefined, point: 'V' | 'Hz'): readonly SunSpecValue[] {
  if (model === undefined || integerOf(pointValue(model, 'Ena'), 0, 'nearest') !== ENABLED) return [];
  const curve = model.groups.find(({ name }) => name === 'Crv')?.groups.find(({ name }) => name === 'MustTrip');
  const active = curve === undefined ? undefined : integerOf(pointValue(curve, 'ActPt'), 0, 'nearest');
  return (curve?.groups ?? [])
    .filter(({ name }) => name === 'Pt')
    .slice(0, Number(active ?? 0n))
    .flatMap((each) => pointValue(each, point) ?? []);
}

function firstStage(model: SunSpecGroup | undefined, point: 'V' | 'Hz', places: number, pick: Pick): bigint | undefined {
  const thresholds = mustTripPoints(model, point)
    .flatMap((value) => integerOf(value, places, 'nearest') ?? [])
    .filter((threshold) => threshold > 0n)
    .sort((a, b) => (a < b ? -1 : 1));
  return pick === 'highest' ? thresholds.at(-1) : thresholds[0];
}

/** The worse of both directions, in thousandths, rounded to the device's disadvantage; 120 counts lagging as negative. */
function powerFactor(values: readonly (SunSpecValue | undefined)[]): number | undefined {
  const factors = values
    .flatMap((value) => integerOf(value, 4, 'nearest') ?? [])
    .map((tenThousandths) => Number(tenThousandths < 0n ? -tenThousandths : tenThousandths))
    .filter((tenThousandths) => tenThousandths > 0 && tenThousandths <= 10_000);
  return factors.length === 0 ? undefined : Math.ceil(Math.max(...factors) / 10);
}

/**
 * Reads what an admission request says of a device: capacity and power factor (702, else 120 and 121), trip settings (707 to
 * 710, must-trip curve in force, the stage nearest to nominal) and the delay before it enters service (703). Source: SunSpec
 * DER Information Model Specification 1.0, models 702, 703, 707–710; inverter models 120, 121.
 * @returns FORMAT_UNSUPPORTED where the unit has none of these models, or the device's refusal
 */
export function* readSettings(device: SunSpecDevice, options: SunSpecSettingsOptions): ModbusConversation<Result<SunSpecSettings>> {
  const read = yield* readUnitModels(device, MODELS, { unit: options.unit ?? 0, purpose: 'settings' });
  if (!read.ok) return read;
  const models = read.value;
  const value = (id: number, name: string) => {
    const model = models.get(id);
    return model === undefined ? undefined : pointValue(model, name);
  };
  const first = (places: number, ...from: readonly (readonly [number, string])[]) =>
    from.map(([id, name]) => integerOf(value(id, name), places, 'floor')).find((found) => found !== undefined && found > 0n);
  const { nominalVoltageMv } = options;
  const millivolts = (share: bigint | undefined) =>
    share === undefined || nominalVoltageMv === undefined ? undefined : Number((BigInt(nominalVoltageMv) * share + WHOLE / 2n) / WHOLE);
  const number = (found: bigint | undefined) => (found === undefined ? undefined : Number(found));
  const told = {
    capacityW: first(0, [702, 'WMax'], [702, 'WMaxRtg'], [121, 'WMax'], [120, 'WRtg']),
    underVoltageTripMv: millivolts(firstStage(models.get(707), 'V', HUNDREDTHS, 'highest')),
    overVoltageTripMv: millivolts(firstStage(models.get(708), 'V', HUNDREDTHS, 'lowest')),
    underFrequencyTripMhz: number(firstStage(models.get(709), 'Hz', 3, 'highest')),
    overFrequencyTripMhz: number(firstStage(models.get(710), 'Hz', 3, 'lowest')),
    reconnectDelaySeconds: number(integerOf(value(703, 'ESDlyTms'), 0, 'floor')),
    minPowerFactorPermille:
      powerFactor([value(702, 'PFOvrExtRtg'), value(702, 'PFUndExtRtg')]) ?? powerFactor([value(120, 'PFRtgQ1'), value(120, 'PFRtgQ4')]),
  };
  return accept(Object.fromEntries(Object.entries(told).filter(([, each]) => each !== undefined)) as SunSpecSettings);
}
