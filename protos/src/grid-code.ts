/**
 * What a grid code demands of a unit, as data (paper O3). A profile is immutable and content-addressed: its id is
 * keccak256 of encodeGridCodeProfile(name, profile), the same that AdmissionPolicy.addProfile computes. Pure; the hash is
 * taken where keccak is at hand (gateway/src/tx, chain/src/deployment).
 */
import type { AdmissionRequest } from './messages.ts';
import { THD_NOT_TOLD } from './vocabulary.ts';

/** Phase voltage in mV, frequency in mHz. A pair of zeros demands nothing; see AdmissionPolicy for how each is compared. */
export interface GridCodeProfile {
  /** Continuous operation. */
  readonly minVoltageMv: number;
  readonly maxVoltageMv: number;
  readonly minFrequencyMhz: number;
  readonly maxFrequencyMhz: number;
  /** The window in which each protective setting of the device must lie; 0/0: not demanded. */
  readonly underVoltageTripLowMv: number;
  readonly underVoltageTripHighMv: number;
  readonly overVoltageTripLowMv: number;
  readonly overVoltageTripHighMv: number;
  readonly underFrequencyTripLowMhz: number;
  readonly underFrequencyTripHighMhz: number;
  readonly overFrequencyTripLowMhz: number;
  readonly overFrequencyTripHighMhz: number;
  /** At most 16,777,215; 0: not demanded. */
  readonly minReconnectDelaySeconds: number;
  /** The device must be able to run at this displacement factor or lower; 0: not demanded. */
  readonly minPowerFactorPermille: number;
  /** 0: not demanded. */
  readonly maxThdPermille: number;
  /** 0: any. */
  readonly maxCapacityW: bigint;
  readonly certificateDemanded: boolean;
}

/** Fields in the order of IAdmissionPolicy.GridCodeProfile, with their widths in bits. */
export const GRID_CODE_PROFILE_FIELDS = [
  { name: 'minVoltageMv', bits: 32 },
  { name: 'maxVoltageMv', bits: 32 },
  { name: 'minFrequencyMhz', bits: 32 },
  { name: 'maxFrequencyMhz', bits: 32 },
  { name: 'underVoltageTripLowMv', bits: 32 },
  { name: 'underVoltageTripHighMv', bits: 32 },
  { name: 'overVoltageTripLowMv', bits: 32 },
  { name: 'overVoltageTripHighMv', bits: 32 },
  { name: 'underFrequencyTripLowMhz', bits: 32 },
  { name: 'underFrequencyTripHighMhz', bits: 32 },
  { name: 'overFrequencyTripLowMhz', bits: 32 },
  { name: 'overFrequencyTripHighMhz', bits: 32 },
  { name: 'minReconnectDelaySeconds', bits: 24 },
  { name: 'minPowerFactorPermille', bits: 16 },
  { name: 'maxThdPermille', bits: 16 },
  { name: 'maxCapacityW', bits: 64 },
  { name: 'certificateDemanded', bits: 1 },
] as const satisfies readonly { readonly name: keyof GridCodeProfile; readonly bits: number }[];

function word(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setBigUint64(24, value);
  return bytes;
}

/**
 * abi.encode(name, profile) as Solidity has it: an offset, the profile's words, then the name's length and its UTF-8 bytes.
 * @throws RangeError naming a field whose value does not fit its width.
 */
export function encodeGridCodeProfile(name: string, profile: GridCodeProfile): Uint8Array {
  const words = GRID_CODE_PROFILE_FIELDS.map((field) => {
    const value = profile[field.name];
    if (typeof value === 'number' && !Number.isInteger(value)) throw new RangeError(`${field.name}: a whole number expected, got ${value}`);
    const number = BigInt(value);
    if (number < 0n || number >> BigInt(field.bits) !== 0n)
      throw new RangeError(`${field.name}: an unsigned integer of ${field.bits} bits expected, got ${value}`);
    return word(number);
  });
  const text = new TextEncoder().encode(name);
  const padded = new Uint8Array(Math.ceil(text.length / 32) * 32);
  padded.set(text);
  const parts = [word(BigInt(32 * (1 + words.length))), ...words, word(BigInt(text.length)), padded];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What a device says it is set to (SunSpec settings), as an admission request carries it. */
export type DeviceSettings = Pick<
  AdmissionRequest,
  | 'underVoltageTripMv'
  | 'overVoltageTripMv'
  | 'underFrequencyTripMhz'
  | 'overFrequencyTripMhz'
  | 'reconnectDelaySeconds'
  | 'minPowerFactorPermille'
  | 'thdPermille'
>;

/** The settings of a device that tells nothing. */
export const SETTINGS_NOT_TOLD: Readonly<DeviceSettings> = {
  underVoltageTripMv: 0,
  overVoltageTripMv: 0,
  underFrequencyTripMhz: 0,
  overFrequencyTripMhz: 0,
  reconnectDelaySeconds: 0,
  minPowerFactorPermille: 0,
  thdPermille: THD_NOT_TOLD,
};
