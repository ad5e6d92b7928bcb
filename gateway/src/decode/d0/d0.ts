import { STATUS_BIT } from '@joulegate/protos';
import { accept, type MeterReport, type Result, refuse } from '../../domain/index.ts';
import { type D0Object, parseD0Readout } from './d0-lines.ts';
import { findObject, readEnergy, readFrequency, readMeanVoltage, readPower, readSerial } from './d0-objects.ts';
import { parseD0Time } from './d0-time.ts';

const CENTRAL_EUROPE_SECONDS = 3600;
const I32_MAX = 0x7fff_ffffn;
const U32_MAX = 0xffff_ffffn;

/**
 * Decodes a D0 readout (IEC 62056-21:2002 modes A to D, OBIS codes in long or short form). Registers are 1.8.0 or the
 * sum of its tariffs, likewise 2.8.x; a number without unit is kWh or kW; energy is floored to the Wh, measurements
 * rounded to the nearest W, mV and mHz. A non-zero F.F is a fault that the meter reports of itself.
 * @param readout from `/` to `!` or to the block check character
 * @param options.standardOffsetSeconds standard time east of UTC; Central Europe unless told. A clock (0.9.1, 0.9.2) that
 *   does not tell its season is taken to show standard time all year.
 * @returns the report, FRAME_MALFORMED, FRAME_TRUNCATED, CRC_MISMATCH (parity or check character), or VALUE_INVALID where
 *   there is no value or one can't be read.
 */
export function decodeD0(
  readout: Uint8Array,
  options: { standardOffsetSeconds: number } = { standardOffsetSeconds: CENTRAL_EUROPE_SECONDS },
): Result<MeterReport> {
  const parsed = parseD0Readout(readout);
  if (!parsed.ok) return parsed;
  const { objects, integrity } = parsed.value;
  if (objects.length === 0) return refuse('VALUE_INVALID', 'D0 readout: a value of the present expected, got no object');
  const imported = readEnergy(objects, '1');
  if (!imported.ok) return imported;
  const exported = readEnergy(objects, '2');
  if (!exported.ok) return exported;
  const power = readPower(objects);
  if (!power.ok) return power;
  const powerW = power.value ?? 0n;
  if (powerW > I32_MAX || powerW < -I32_MAX) return refuse('VALUE_INVALID', `D0 readout: power within 32 bits expected, got ${powerW} W`);
  const voltage = readMeanVoltage(objects);
  if (!voltage.ok) return voltage;
  const frequency = readFrequency(objects);
  if (!frequency.ok) return frequency;
  for (const value of [voltage.value, frequency.value])
    if (value !== undefined && value > U32_MAX)
      return refuse('VALUE_INVALID', `D0 readout: mV and mHz within 32 bits expected, got ${value}`);
  const clock = readClock(objects, options.standardOffsetSeconds);
  if (!clock.ok) return clock;
  const error = findObject(objects, ['F.F', 'F.F.0']);
  if (!error.ok) return error;
  return accept({
    reading: {
      time: clock.value === 'unset' ? undefined : clock.value,
      importWh: imported.value ?? 0n,
      exportWh: exported.value ?? 0n,
      powerW: Number(powerW),
      voltageMv: Number(voltage.value ?? 0n),
      frequencyMhz: Number(frequency.value ?? 0n),
      status:
        (clock.value === 'unset' ? STATUS_BIT.clockUnset : 0) | (/[1-9A-Fa-f]/.test(error.value?.text ?? '') ? STATUS_BIT.meterFault : 0),
    },
    meterSerial: readSerial(objects),
    importIsPresent: imported.value !== undefined,
    exportIsPresent: exported.value !== undefined,
    powerIsPresent: power.value !== undefined,
    integrity,
  });
}

/** Time and date of one readout belong together; one without the other, or in a maker's own form, tells no moment. */
function readClock(objects: readonly D0Object[], standardOffsetSeconds: number): Result<bigint | 'unset' | undefined> {
  const time = findObject(objects, ['0.9.1', '9.1']);
  if (!time.ok) return time;
  const date = findObject(objects, ['0.9.2', '9.2']);
  if (!date.ok) return date;
  const [timeText, dateText] = [time.value?.text ?? '', date.value?.text ?? ''];
  if (timeText === '' || dateText === '') return accept(undefined);
  return accept(parseD0Time(timeText, dateText, standardOffsetSeconds));
}
