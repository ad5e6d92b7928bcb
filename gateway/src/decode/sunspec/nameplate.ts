import { accept, type ModbusConversation, type Result } from '../../domain/index.ts';
import { pointValue } from './model.ts';
import { integerOf } from './point.ts';
import { readUnitModels, type SunSpecDevice, type SunSpecUnit } from './walk.ts';

/** What a device is rated for and set to; undefined where it does not say. Whole W, VA, var, mV, mA and Wh. */
export interface SunSpecNameplate {
  readonly unit: SunSpecUnit | undefined;
  readonly ratedPowerW: bigint | undefined;
  readonly ratedApparentPowerVa: bigint | undefined;
  /** Quadrant 1: injected. */
  readonly ratedReactivePowerVar: bigint | undefined;
  readonly ratedCurrentMa: bigint | undefined;
  /** Rated, or as set for the connection point where no rating is told. */
  readonly nominalVoltageMv: bigint | undefined;
  readonly ratedChargeW: bigint | undefined;
  readonly ratedDischargeW: bigint | undefined;
  readonly ratedStorageWh: bigint | undefined;
  /** Settings: what the device may deliver as it is commissioned. */
  readonly setPowerW: bigint | undefined;
  readonly setApparentPowerVa: bigint | undefined;
  readonly setVoltageMv: bigint | undefined;
}

type Field = Exclude<keyof SunSpecNameplate, 'unit'>;
type Source = readonly [model: number, point: string];

/** Where each field may stand, the newer model first. */
const SOURCES: Readonly<Record<Field, { readonly places: 0 | 3; readonly from: readonly Source[] }>> = {
  ratedPowerW: {
    places: 0,
    from: [
      [702, 'WMaxRtg'],
      [120, 'WRtg'],
    ],
  },
  ratedApparentPowerVa: {
    places: 0,
    from: [
      [702, 'VAMaxRtg'],
      [120, 'VARtg'],
    ],
  },
  ratedReactivePowerVar: {
    places: 0,
    from: [
      [702, 'VarMaxInjRtg'],
      [120, 'VArRtgQ1'],
    ],
  },
  ratedCurrentMa: {
    places: 3,
    from: [
      [702, 'AMaxRtg'],
      [120, 'ARtg'],
    ],
  },
  nominalVoltageMv: {
    places: 3,
    from: [
      [702, 'VNomRtg'],
      [121, 'VRef'],
    ],
  },
  ratedChargeW: {
    places: 0,
    from: [
      [702, 'WChaRteMaxRtg'],
      [120, 'MaxChaRte'],
      [802, 'WChaRteMax'],
      [124, 'WChaMax'],
    ],
  },
  ratedDischargeW: {
    places: 0,
    from: [
      [702, 'WDisChaRteMaxRtg'],
      [120, 'MaxDisChaRte'],
      [802, 'WDisChaRteMax'],
    ],
  },
  ratedStorageWh: {
    places: 0,
    from: [
      [713, 'WHRtg'],
      [120, 'WHRtg'],
      [802, 'WHRtg'],
    ],
  },
  setPowerW: {
    places: 0,
    from: [
      [702, 'WMax'],
      [121, 'WMax'],
    ],
  },
  setApparentPowerVa: {
    places: 0,
    from: [
      [702, 'VAMax'],
      [121, 'VAMax'],
    ],
  },
  setVoltageMv: {
    places: 3,
    from: [
      [702, 'VNom'],
      [121, 'VRef'],
    ],
  },
};
const FIELDS = Object.keys(SOURCES) as Field[];
const MODELS = new Set(Object.values(SOURCES).flatMap(({ from }) => from.map(([id]) => id)));

/**
 * Reads ratings and settings for the device's admission: models 120 and 121, 702, and of storage 124, 713 and 802
 * (SunSpec DER Information Model Specification 1.0; inverter controls models 12x). Ratings are rounded down.
 * @param options.unit number of the common model whose device is meant, from 0; the first unless told
 * @returns FORMAT_UNSUPPORTED where the unit has none of these models, or the device's refusal
 */
export function* readNameplate(
  device: SunSpecDevice,
  options: { readonly unit?: number } = {},
): ModbusConversation<Result<SunSpecNameplate>> {
  const unit = options.unit ?? 0;
  const models = yield* readUnitModels(device, MODELS, { unit, purpose: 'nameplate' });
  if (!models.ok) return models;
  const groups = models.value;
  const read = (field: Field): bigint | undefined => {
    const { places, from } = SOURCES[field];
    for (const [id, point] of from) {
      const group = groups.get(id);
      const value = group === undefined ? undefined : integerOf(pointValue(group, point), places, 'floor');
      // A rating of nothing is one not filled in.
      if (value !== undefined && value !== 0n) return value;
    }
    return undefined;
  };
  const fields = Object.fromEntries(FIELDS.map((field) => [field, read(field)])) as Record<Field, bigint | undefined>;
  return accept({ unit: device.units[unit], ...fields });
}
