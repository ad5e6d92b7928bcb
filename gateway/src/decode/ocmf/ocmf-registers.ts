import { STATUS_BIT } from '@joulegate/protos';
import { accept, type Reading, type Result, refuse } from '../../domain/index.ts';
import type { OcmfReading, OcmfRecord } from './ocmf.ts';

/**
 * 1.8.0 or 2.8.0 of electricity: any channel of one or two characters (a colon too, as the contract has it), leading zeros, billing period 255 or FF or none;
 * other registers are none that is traded.
 */
const REGISTER = /^0?1-(?:.|.[^:]):0?([12])\.0?8\.0?0(?:[.*](?:255|FF))?$/;
/** At most 15 digits of kWh: whatever it holds fits 64 bits. Texts are padded with spaces and nothing else. */
const DECIMAL = /^ *(\d{1,15})(?:\.(\d+))? *$/;
const WH_PER_UNIT: ReadonlyMap<string | undefined, bigint> = new Map([
  ['Wh', 1n],
  ['kWh', 1000n],
]);

/** Floored to the Wh. */
function toWh(text: string, unit: bigint): bigint | undefined {
  const found = DECIMAL.exec(text);
  if (found === null) return undefined;
  const [, whole = '', fraction = ''] = found;
  return (BigInt(whole + fraction) * unit) / 10n ** BigInt(fraction.length);
}

/** The last reading of each register, as the contract takes it (chain/contracts/OcmfReadingLib.sol). */
function findLast(record: OcmfRecord): Result<Map<'1' | '2', OcmfReading>> {
  const last = new Map<'1' | '2', OcmfReading>();
  for (const reading of record.readings) {
    const register = REGISTER.exec(reading.identification ?? '')?.[1] as '1' | '2' | undefined;
    if (register === undefined || reading.value === undefined) continue;
    if (!WH_PER_UNIT.has(reading.unit))
      return refuse('VALUE_INVALID', `OCMF RU: Wh or kWh expected of ${reading.identification}, got ${JSON.stringify(reading.unit)}`);
    last.set(register, reading);
  }
  return accept(last);
}

export interface OcmfRegisters {
  readonly reading: Reading;
  readonly importIsPresent: boolean;
  readonly exportIsPresent: boolean;
}

/**
 * Reads the energy registers of a record: of several readings of one the last counts, and both must be of one instant.
 * @returns FORMAT_UNSUPPORTED where it has neither 1.8.0 nor 2.8.0 (of the transaction only, for instance); VALUE_INVALID for a
 *   status that is not good, an error flag of energy, no time, two times, or a value that is none.
 */
export function readOcmfRegisters(record: OcmfRecord): Result<OcmfRegisters> {
  const last = findLast(record);
  if (!last.ok) return last;
  let time: bigint | undefined;
  let status = 0;
  const energyWh = new Map<string, bigint>();
  for (const [register, reading] of last.value) {
    const what = `OCMF ${reading.identification}`;
    if (reading.status !== 'G') return refuse('VALUE_INVALID', `${what}: status G expected, got ${JSON.stringify(reading.status)}`);
    if (/[^Et]/.test(reading.errorFlags) || reading.errorFlags.includes('E'))
      return refuse('VALUE_INVALID', `${what}: no error of energy expected, got EF ${JSON.stringify(reading.errorFlags)}`);
    if (reading.time === undefined) return refuse('VALUE_INVALID', `${what}: a time expected, got none`);
    if (time !== undefined && time !== reading.time.seconds)
      return refuse('VALUE_INVALID', `${what}: time ${time} as of the other register expected`);
    time = reading.time.seconds;
    if (reading.time.state === 'U' || reading.errorFlags.includes('t')) status |= STATUS_BIT.clockUnset;
    const wh = toWh(reading.value ?? '', WH_PER_UNIT.get(reading.unit) ?? 1n);
    if (wh === undefined) return refuse('VALUE_INVALID', `${what}: a decimal number expected, got ${JSON.stringify(reading.value)}`);
    energyWh.set(register, wh);
  }
  if (time === undefined) {
    const got = [...new Set(record.readings.map(({ identification }) => identification ?? 'none'))].slice(0, 4).join(', ');
    return refuse('FORMAT_UNSUPPORTED', `OCMF: a reading of 1-b:1.8.0 or 1-b:2.8.0 expected, got ${got}`);
  }
  return accept({
    reading: {
      time,
      importWh: energyWh.get('1') ?? 0n,
      exportWh: energyWh.get('2') ?? 0n,
      powerW: 0,
      voltageMv: 0,
      frequencyMhz: 0,
      status,
    },
    importIsPresent: energyWh.has('1'),
    exportIsPresent: energyWh.has('2'),
  });
}
