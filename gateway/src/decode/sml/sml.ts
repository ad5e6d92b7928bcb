import { STATUS_BIT } from '@joulegate/protos';
import { accept, type MeterReport, type Result, refuse } from '../../domain/index.ts';
import { parseSmlFile, type SmlEntry, type SmlFile, type SmlList } from './messages.ts';
import { readSmlEnergy, readSmlFrequency, readSmlPower, readSmlVoltage } from './quantities.ts';
import { readServerId } from './server-id.ts';
import { readSmlTime, type SmlTime } from './time.ts';

/** Server id, as EDL21 and as FNN's later Lastenheft name it; what the maker calls the device. */
const SERVER_ID_NAMES = ['0100000009ff', '0100600100ff'];
const DEVICE_NAMES = ['0100000000ff', '00006001ffff'];
/** 1-0:1.8.x, 2.8.x, 1.17.0 and 2.17.0. */
const REGISTER = /^01000[12](08..|1100)ff$/;
const I32_MAX = 0x7fff_ffffn;

/** The lists of one meter: a gateway may put those of others into the same frame. */
function listsOfOneMeter(file: SmlFile): readonly SmlList[] {
  const chosen = file.lists.find((list) => list.entries.some((entry) => REGISTER.test(entry.name))) ?? file.lists[0];
  return file.lists.filter((list) => chosen !== undefined && Buffer.compare(list.serverId, chosen.serverId) === 0);
}

function readSerial(file: SmlFile, lists: readonly SmlList[], entries: readonly SmlEntry[]): string | undefined {
  const named = (names: readonly string[]): (Uint8Array | undefined)[] =>
    names.map((name) => {
      const value = entries.find((entry) => entry.name === name)?.value;
      return value?.type === 'octets' ? value.octets : undefined;
    });
  const candidates = [...named(SERVER_ID_NAMES), lists[0]?.serverId, file.serverId, ...named(DEVICE_NAMES)];
  for (const candidate of candidates) {
    const serial = candidate === undefined ? undefined : readServerId(candidate);
    if (serial !== undefined) return serial;
  }
  return undefined;
}

/** Of the lists themselves, else of their registers; one that was set before one that was not. */
function readTime(lists: readonly SmlList[], entries: readonly SmlEntry[]): SmlTime | undefined {
  const elements = [
    ...lists.flatMap((list) => [list.sensorTime, list.gatewayTime]),
    ...entries.filter((entry) => REGISTER.test(entry.name)).map((entry) => entry.time),
  ];
  const times = elements.map(readSmlTime).filter((time) => time !== undefined);
  return times.find((time) => time.isSet) ?? times[0];
}

/**
 * Decodes one frame of SML (BSI TR-03109-1 Anlage IV, SML 1.04; EDL21, EDL40 and modern German meters): registers 1.8.0
 * and 2.8.0 or the sums of their tariffs, power, voltage and frequency from every GetListRes of the meter. Energy is
 * floored to the Wh, whatever resolution the meter shows without its PIN; measurements are rounded to W, mV, mHz.
 * @param frame from the start sequence through the CRC
 * @returns the reading; its time is undefined where the meter tells only a seconds index, or was never set. FRAME_TRUNCATED,
 *   FRAME_MALFORMED, CRC_MISMATCH, FORMAT_UNSUPPORTED without a list or with another unit, VALUE_INVALID where a value
 *   can't be read.
 */
export function decodeSml(frame: Uint8Array): Result<MeterReport> {
  const file = parseSmlFile(frame);
  if (!file.ok) return file;
  const lists = listsOfOneMeter(file.value);
  if (lists.length === 0) return refuse('FORMAT_UNSUPPORTED', 'SML frame: a GetListRes expected, got none');
  const entries = lists.flatMap((list) => list.entries);
  const meterSerial = readSerial(file.value, lists, entries);
  const from = { entries, meterSerial };
  const imported = readSmlEnergy(from, 1);
  if (!imported.ok) return imported;
  const exported = readSmlEnergy(from, 2);
  if (!exported.ok) return exported;
  const power = readSmlPower(from, { import: imported.value !== undefined, export: exported.value !== undefined });
  if (!power.ok) return power;
  const powerW = power.value ?? 0n;
  if (powerW > I32_MAX || powerW < -I32_MAX) return refuse('VALUE_INVALID', `SML: power within 32 bits expected, got ${powerW} W`);
  const voltage = readSmlVoltage(from);
  if (!voltage.ok) return voltage;
  const frequency = readSmlFrequency(from);
  if (!frequency.ok) return frequency;
  const time = readTime(lists, entries);
  return accept({
    reading: {
      time: time?.isSet ? time.time : undefined,
      importWh: imported.value ?? 0n,
      exportWh: exported.value ?? 0n,
      powerW: Number(powerW),
      voltageMv: Number(voltage.value ?? 0n),
      frequencyMhz: Number(frequency.value ?? 0n),
      status: time !== undefined && !time.isSet ? STATUS_BIT.clockUnset : 0,
    },
    meterSerial,
    importIsPresent: imported.value !== undefined,
    exportIsPresent: exported.value !== undefined,
    powerIsPresent: power.value !== undefined,
    integrity: 'crc',
  });
}
