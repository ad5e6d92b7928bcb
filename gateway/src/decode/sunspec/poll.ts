import { STATUS_BIT } from '@joulegate/protos';
import { accept, type MeterReport, type ModbusConversation, type Result, refuse } from '../../domain/index.ts';
import { decodeSunSpecModel, pointValue, type SunSpecGroup } from './model.ts';
import { decodePoint, integerOf, textOf } from './point.ts';
import { readRegisters } from './read.ts';
import { ENERGY_MODELS, findRole, type SunSpecRole } from './roles.ts';
import { HEADER_REGISTERS, pointRow, registersThrough } from './table.ts';
import { readModelBlock, type SunSpecDevice, type SunSpecModelAddress } from './walk.ts';

export interface SunSpecPollOptions {
  /** Model id; else the first meter, else model 701, else the first inverter. */
  readonly model?: number;
  /** Number of the common model it stands behind, from 0: 1 is the first meter behind an inverter's address. */
  readonly unit?: number;
  /** Which of the models that fit, from 0, where one unit has several. */
  readonly instance?: number;
  /** What a positive W of the meter means, where it is not as its model says. */
  readonly positivePower?: 'import' | 'export';
  /** What guards the registers on their way; the bus knows: `crc` on RTU, unless told. */
  readonly integrity?: MeterReport['integrity'];
}

const COMMON = 1;
const ENERGY_MAX = (1n << 63n) - 1n;
const MEASUREMENT_MAX = 0x7fff_ffffn;
/** Counts what is fed in as positive, meters included: seen in evcc's templates and solaredge-modbus-multi, issue 69. */
const EXPORT_POSITIVE_MAKER = /^solaredge/i;

function choose(device: SunSpecDevice, options: SunSpecPollOptions): Result<SunSpecModelAddress> {
  const fitting = device.models.filter(
    ({ id, unit }) =>
      findRole(id) !== undefined &&
      (options.model === undefined || id === options.model) &&
      (options.unit === undefined || unit === options.unit),
  );
  const kind = (['meter', 'der', 'inverter'] as const).find((wanted) => fitting.some(({ id }) => findRole(id)?.kind === wanted));
  const chosen = fitting.filter(({ id }) => findRole(id)?.kind === kind)[options.instance ?? 0];
  if (chosen !== undefined) return accept(chosen);
  const asked = `${options.model ?? `one of ${ENERGY_MODELS.join(', ')}`}${options.unit === undefined ? '' : ` of unit ${options.unit}`}`;
  return refuse(
    'FORMAT_UNSUPPORTED',
    `SunSpec: model ${asked}, number ${options.instance ?? 0}, expected, got ${device.models.map(({ id }) => id).join(', ')}`,
  );
}

/** The unit's serial, read anew: a meter exchanged for one of the same make stands at the same registers. */
function* readSerial(device: SunSpecDevice, unit: number | undefined): ModbusConversation<Result<string | undefined>> {
  const common = device.models.find((model) => model.id === COMMON && model.unit === unit);
  if (common === undefined) return accept(undefined);
  const [, offset, type, size] = pointRow(COMMON, 'SN');
  const registers = yield* readRegisters(common.address + offset, size);
  return registers.ok ? accept(textOf(decodePoint(type, registers.value))) : registers;
}

/** What a report of this model needs, all within one read where the model is not longer than one. */
function neededPoints(role: SunSpecRole): readonly string[] {
  const { importWh, exportWh, phaseVoltages, meanVoltage, state } = role;
  return ['W', 'Hz', exportWh, ...phaseVoltages, ...[importWh, meanVoltage, state?.name].filter((name) => name !== undefined)];
}

/** Whole Wh; `undefined` where there is no register or the device does not implement it. */
function readEnergy(registers: Uint8Array, group: SunSpecGroup, id: number, name: string | undefined): bigint | undefined {
  if (name === undefined) return undefined;
  const [, offset, type, size] = pointRow(id, name);
  const start = 2 * (offset - HEADER_REGISTERS);
  const bytes = registers.subarray(start, start + 2 * size);
  // An accumulator's 0 says not implemented; for a mandatory one it is what a meter has counted in this direction.
  if (type === 'acc32' && bytes.length === 2 * size && bytes.every((byte) => byte === 0)) return 0n;
  const value = pointValue(group, name);
  // Kostal's energy meter tells what was fed in as a negative float (github.com/CJNE/ha-sunspec, issue 88).
  if (value?.kind === 'float' && name === 'TotWhExp') return integerOf({ ...value, float: Math.abs(value.float) }, 0, 'floor');
  return integerOf(value, 0, 'floor');
}

/** Mean of the phases in mV; a phase at 0 V is one the device has not. */
function readVoltage(group: SunSpecGroup, role: SunSpecRole): bigint {
  const phases = role.phaseVoltages.map((name) => integerOf(pointValue(group, name), 3, 'nearest') ?? 0n).filter((mv) => mv > 0n);
  if (phases.length === 0)
    return role.meanVoltage === undefined ? 0n : (integerOf(pointValue(group, role.meanVoltage), 3, 'nearest') ?? 0n);
  const count = BigInt(phases.length);
  return (phases.reduce((sum, mv) => sum + mv, 0n) + count / 2n) / count;
}

function report(
  device: SunSpecDevice,
  model: SunSpecModelAddress,
  role: SunSpecRole,
  registers: Uint8Array,
  options: SunSpecPollOptions,
): Result<Omit<MeterReport, 'meterSerial'>> {
  const where = `SunSpec model ${model.id} at ${model.address}`;
  const decoded = decodeSunSpecModel(model.id, registers);
  if (!decoded.ok) return decoded;
  const group = decoded.value;
  const imported = readEnergy(registers, group, model.id, role.importWh);
  const exported = readEnergy(registers, group, model.id, role.exportWh);
  const state = role.state === undefined ? undefined : integerOf(pointValue(group, role.state.name), 0, 'floor');
  const asleep = state !== undefined && state === role.state?.sleeping ? ' of a sleeping inverter' : '';
  const names = role.importWh === undefined ? role.exportWh : `${role.importWh} or ${role.exportWh}`;
  if ((imported ?? 0n) === 0n && (exported ?? 0n) === 0n)
    return refuse('VALUE_INVALID', `${where}: energy in ${names} expected, got ${imported ?? exported ?? 'none'}${asleep}`);
  const registersWh = [imported ?? 0n, exported ?? 0n];
  if (registersWh.some((wh) => wh < 0n || wh > ENERGY_MAX))
    return refuse('VALUE_INVALID', `${where}: ${names} within 63 bits expected, got ${registersWh.join(' and ')} Wh`);
  const watts = integerOf(pointValue(group, 'W'), 0, 'nearest');
  const turned = role.kind === 'meter' && device.units.some(({ manufacturer = '' }) => EXPORT_POSITIVE_MAKER.test(manufacturer));
  const positive = options.positivePower ?? (turned ? 'export' : role.positivePower);
  const powerW = positive === 'import' ? (watts ?? 0n) : -(watts ?? 0n);
  const voltageMv = readVoltage(group, role);
  const frequencyMhz = integerOf(pointValue(group, 'Hz'), 3, 'nearest') ?? 0n;
  const out = [powerW, voltageMv, frequencyMhz].find((value) => value > MEASUREMENT_MAX || value < -MEASUREMENT_MAX);
  if (out !== undefined)
    return refuse('VALUE_INVALID', `${where}: W, voltages and Hz within 32 bits of W, mV and mHz expected, got ${out}`);
  return accept({
    reading: {
      time: undefined,
      importWh: imported ?? 0n,
      exportWh: exported ?? 0n,
      powerW: Number(powerW),
      voltageMv: Number(voltageMv > 0n ? voltageMv : 0n),
      frequencyMhz: Number(frequencyMhz > 0n ? frequencyMhz : 0n),
      status: state !== undefined && state === role.state?.fault ? STATUS_BIT.meterFault : 0,
    },
    importIsPresent: imported !== undefined,
    exportIsPresent: exported !== undefined,
    powerIsPresent: watts !== undefined,
    integrity: options.integrity ?? 'crc',
  });
}

/**
 * One polling cycle: energy, power, mean phase voltage and frequency of one model of the chain, and the serial.
 * Meters 201–204 and 211–214: TotWhImp, TotWhExp; their definitions give W no sign, positive is import as the meters of
 * the 2012 plugfest and evcc's sunspec-meter have it, and export with SolarEdge. Inverters 101–103 and 111–113: WH is
 * export, W generation. 701: TotWhAbs, TotWhInj, W positive for generation (its definition, point W). powerW is positive
 * for import in each. Reads the model from its header to the last point needed, in one request but for 701.
 * Source: github.com/sunspec/models, commit 7abdf89.
 * @returns importIsPresent false for inverters; VALUE_INVALID where no energy is counted (a sleeping inverter, a model
 *   not implemented), FORMAT_UNSUPPORTED where the chain has no such model, FRAME_MALFORMED where it has moved since
 *   the walk, or the device's refusal.
 */
export function* pollSunSpec(device: SunSpecDevice, options: SunSpecPollOptions = {}): ModbusConversation<Result<MeterReport>> {
  const model = choose(device, options);
  if (!model.ok) return model;
  const { id, unit } = model.value;
  const role = findRole(id);
  if (role === undefined) return refuse('FORMAT_UNSUPPORTED', `SunSpec: a model with energy expected, got ${id}`);
  const registers = yield* readModelBlock(device, model.value, registersThrough(id, neededPoints(role)));
  if (!registers.ok) return registers;
  const reported = report(device, model.value, role, registers.value, options);
  if (!reported.ok) return reported;
  const meterSerial = yield* readSerial(device, unit);
  return meterSerial.ok ? accept({ ...reported.value, meterSerial: meterSerial.value }) : meterSerial;
}
