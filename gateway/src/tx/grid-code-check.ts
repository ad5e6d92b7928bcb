import type { DeviceSettings } from '@joulegate/protos';
import { SETTINGS_NOT_TOLD, THD_NOT_TOLD } from '@joulegate/protos';
import type { GridCode, GridCodeField } from './grid-code-file.ts';

/** What a device says of itself; what it does not tell is absent. */
export type SettingsTold = Partial<DeviceSettings> & { readonly capacityW?: bigint };

/** How a device stands to one demand. */
export interface GridCodeLine {
  readonly setting: keyof DeviceSettings | 'capacityW';
  readonly unit: 'mV' | 'mHz' | 's' | '‰' | 'W';
  /** Inclusive; undefined: no bound on that side. */
  readonly least: bigint | undefined;
  readonly most: bigint | undefined;
  /** Undefined where the device does not tell. */
  readonly found: bigint | undefined;
  readonly stands: boolean;
  readonly sources: readonly string[];
}

interface Demand {
  readonly setting: GridCodeLine['setting'];
  readonly unit: GridCodeLine['unit'];
  readonly least?: GridCodeField;
  readonly most?: GridCodeField;
}

const DEMANDS: readonly Demand[] = [
  { setting: 'capacityW', unit: 'W', most: 'maxCapacityW' },
  { setting: 'underVoltageTripMv', unit: 'mV', least: 'underVoltageTripLowMv', most: 'underVoltageTripHighMv' },
  { setting: 'overVoltageTripMv', unit: 'mV', least: 'overVoltageTripLowMv', most: 'overVoltageTripHighMv' },
  { setting: 'underFrequencyTripMhz', unit: 'mHz', least: 'underFrequencyTripLowMhz', most: 'underFrequencyTripHighMhz' },
  { setting: 'overFrequencyTripMhz', unit: 'mHz', least: 'overFrequencyTripLowMhz', most: 'overFrequencyTripHighMhz' },
  { setting: 'reconnectDelaySeconds', unit: 's', least: 'minReconnectDelaySeconds' },
  { setting: 'minPowerFactorPermille', unit: '‰', most: 'minPowerFactorPermille' },
  { setting: 'thdPermille', unit: '‰', most: 'maxThdPermille' },
];

/**
 * Holds a device's settings against a grid code by the rule that AdmissionPolicy applies: what is demanded and not told
 * does not stand, but for the distortion of the current and the capacity, which few devices tell.
 * @returns one line per demand of the code, in the order above; demands on measured voltage and frequency are not here
 */
export function checkGridCode({ profile, sources }: Pick<GridCode, 'profile' | 'sources'>, told: SettingsTold): GridCodeLine[] {
  const lines: GridCodeLine[] = [];
  const numberOf = (field: GridCodeField | undefined) => (field === undefined ? 0n : BigInt(profile[field]));
  for (const { setting, unit, least, most } of DEMANDS) {
    const low = numberOf(least);
    const high = numberOf(most);
    if (high === 0n && (most !== undefined || low === 0n)) continue;
    const value = told[setting];
    const found = value === undefined || isNotTold(setting, value) ? undefined : BigInt(value);
    const judgedOnlyIfTold = setting === 'thdPermille' || setting === 'capacityW';
    const stands = found === undefined ? judgedOnlyIfTold : found >= low && (high === 0n || found <= high);
    const cited = [least, most].flatMap((field) => (field === undefined ? [] : (sources.get(field)?.source ?? [])));
    lines.push({
      setting,
      unit,
      least: least === undefined ? undefined : low,
      most: most === undefined ? undefined : high,
      found,
      stands,
      sources: [...new Set(cited)],
    });
  }
  return lines;
}

function isNotTold(setting: GridCodeLine['setting'], value: number | bigint): boolean {
  if (setting === 'capacityW') return value === 0n;
  return value === (setting === 'thdPermille' ? THD_NOT_TOLD : SETTINGS_NOT_TOLD[setting]);
}
