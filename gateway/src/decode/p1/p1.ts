import { STATUS_BIT } from '@joulegate/protos';
import { accept, type MeterReport, type Result, refuse } from '../../domain/index.ts';
import { parseP1Lines } from './p1-lines.ts';
import { readEnergy, readMeanVoltage, readPower, readQuantity, readSerial, readText } from './p1-objects.ts';
import { parseP1Time } from './p1-time.ts';

const CENTRAL_EUROPE_SECONDS = 3600;
const I32_MAX = 0x7fff_ffffn;

/**
 * Decodes a plain P1 telegram: DSMR 2.2, 3, 4, 5, Fluvius, Luxembourg, Sagemcom, E.ON Hungary, Irish Iskra and others
 * that write OBIS codes as text (EN 62056-61). Registers are 1.8.0 or the sum of the tariffs 1.8.1…4, likewise 2.8.x;
 * energy is floored to the Wh, measurements rounded to the nearest W, mV and mHz.
 * @param telegram from `/` to the newline after `!`
 * @param options.standardOffsetSeconds the meter's winter time east of UTC; Central Europe unless told
 * @returns the reading, FRAME_MALFORMED (also for encrypted telegrams), FRAME_TRUNCATED, CRC_MISMATCH, or VALUE_INVALID
 *   where a value can't be read.
 */
export function decodeP1(
  telegram: Uint8Array,
  options: { standardOffsetSeconds: number } = { standardOffsetSeconds: CENTRAL_EUROPE_SECONDS },
): Result<MeterReport> {
  const lines = parseP1Lines(telegram);
  if (!lines.ok) return lines;
  const { objects, crcIsPresent } = lines.value;
  const imported = readEnergy(objects, '1');
  if (!imported.ok) return imported;
  const exported = readEnergy(objects, '2');
  if (!exported.ok) return exported;
  const power = readPower(objects);
  if (!power.ok) return power;
  const powerW = power.value ?? 0n;
  if (powerW > I32_MAX || powerW < -I32_MAX) return refuse('VALUE_INVALID', `P1 telegram: power within 32 bits expected, got ${powerW} W`);
  const voltage = readMeanVoltage(objects);
  if (!voltage.ok) return voltage;
  const frequency = readQuantity(objects, '1-0:14.7.0', 'Hz');
  if (!frequency.ok) return frequency;
  const clock = readText(objects, '0-0:1.0.0');
  if (!clock.ok) return clock;
  const time = clock.value === undefined ? undefined : parseP1Time(clock.value, options.standardOffsetSeconds);
  if (clock.value !== undefined && time === undefined)
    return refuse('VALUE_INVALID', `P1 telegram: 0-0:1.0.0 as YYMMDDhhmmssX expected, got ${JSON.stringify(clock.value)}`);
  return accept({
    reading: {
      time: time === 'unset' ? undefined : time,
      importWh: imported.value ?? 0n,
      exportWh: exported.value ?? 0n,
      powerW: Number(powerW),
      voltageMv: Number(voltage.value ?? 0n),
      frequencyMhz: Number(frequency.value ?? 0n),
      status: time === 'unset' ? STATUS_BIT.clockUnset : 0,
    },
    meterSerial: readSerial(objects),
    importIsPresent: imported.value !== undefined,
    exportIsPresent: exported.value !== undefined,
    powerIsPresent: power.value !== undefined,
    // DSMR 2.2 and 3 have nothing to tell a flipped bit by.
    integrity: crcIsPresent ? 'crc' : 'none',
  });
}
