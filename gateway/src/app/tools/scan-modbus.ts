import { readdirSync } from 'node:fs';
import { findBsm, pollRegisterMap, pollSunSpec, type RegisterMap, walkSunSpec } from '../../decode/index.ts';
import type { MeterReport, ModbusConversation, Result } from '../../domain/index.ts';
import { type DeviceAddress, type ModbusBus, openModbusBus } from '../../transport/index.ts';
import { loadRegisterMap, MAP_DIR } from '../wires/modbus-wire.ts';
import { describeReport } from './report-text.ts';
import type { Finding, Problem } from './scan-finding.ts';

/** Where devices begin that leave out the registers before: SunSpec's, SolarEdge's, Fronius'. */
const SUNSPEC_BASE = 40_000;
const PROBES = [
  { functionCode: 3, address: 0 },
  { functionCode: 4, address: 0 },
  { functionCode: 3, address: SUNSPEC_BASE },
] as const;

/** What a gateway says for a unit behind it that it can't reach: Modbus application protocol 1.1b3, 7, codes 0A and 0B. */
const NOT_THERE = /exception 1[01]\b/;

/** @param probes of which the first that is answered counts; a device that says no is there */
function* isThere(probes: number): ModbusConversation<boolean> {
  for (const probe of PROBES.slice(0, probes)) {
    const answer = yield { type: 'read', ...probe, count: 1 };
    if (answer.ok) return true;
    if (answer.code === 'DEVICE_EXCEPTION') return !NOT_THERE.test(answer.message);
  }
  return false;
}

function* readSunSpec(): ModbusConversation<Result<{ report: Result<MeterReport>; name: string }>> {
  const device = yield* walkSunSpec();
  if (!device.ok) return device;
  const { manufacturer = '', model = '', serial = '' } = device.value.units[0] ?? {};
  const report = yield* pollSunSpec(device.value);
  return { ok: true, value: { report, name: [manufacturer, model, serial].filter((part) => part !== '').join(' ') } };
}

/** A map fits where its values are those of a grid; a wrong one reads nonsense, or is refused. */
function isPlausible(report: Result<MeterReport>): report is Extract<Result<MeterReport>, { ok: true }> {
  if (!report.ok) return false;
  const { voltageMv, frequencyMhz } = report.value.reading;
  const voltageFits = voltageMv >= 80_000 && voltageMv <= 300_000;
  const frequencyFits = frequencyMhz >= 45_000 && frequencyMhz <= 65_000;
  return frequencyMhz > 0 ? frequencyFits && (voltageFits || voltageMv === 0) : voltageFits;
}

/** How much of a device a map explains; relatives share their first registers. */
function weigh(map: RegisterMap, { meterSerial, importIsPresent, exportIsPresent, reading }: MeterReport): number {
  const told = [meterSerial !== undefined, importIsPresent, exportIsPresent, reading.frequencyMhz > 0].filter(Boolean).length;
  return told + map.voltageMv.length + map.powerW.length;
}

const loadMaps = (): readonly (readonly [name: string, map: RegisterMap])[] =>
  readdirSync(MAP_DIR)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort()
    .map((name) => [name, loadRegisterMap(name, '.')] as const);

async function identifySlave(bus: ModbusBus, unitId: number, transport: string, kind: 'rtu' | 'tcp'): Promise<Finding> {
  const bsm = await bus.run(unitId, findBsm());
  if (bsm.ok)
    return {
      transport,
      description: `unit ${unitId}, BAUER BSM: signed snapshots`,
      class: 'meter',
      config: { format: 'bsm', bsm: { unitId } },
    };
  const sunspec = await bus.run(unitId, readSunSpec());
  if (sunspec.ok) {
    const { report, name } = sunspec.value;
    const generates = report.ok && report.value.exportIsPresent && !report.value.importIsPresent;
    return {
      transport,
      description: `unit ${unitId}, ${name}: ${report.ok ? describeReport(report.value) : report.message}`,
      class: 'gateway',
      ...(generates && { source: 'solar' }),
      config: { format: 'sunspec', sunspec: { unitId } },
    };
  }
  const fitting: { name: string; map: RegisterMap; report: MeterReport }[] = [];
  for (const [name, map] of loadMaps()) {
    if (!map.protocol.includes(kind)) continue;
    const report = await bus.run(unitId, pollRegisterMap(map));
    if (isPlausible(report)) fitting.push({ name, map, report: report.value });
  }
  fitting.sort((a, b) => weigh(b.map, b.report) - weigh(a.map, a.report));
  const [best, ...others] = fitting;
  if (best === undefined)
    return {
      transport,
      description: `Modbus unit ${unitId} answers, but no map in hardware/devices fits`,
      class: 'gateway',
      config: undefined,
    };
  return {
    transport,
    description: `unit ${unitId}, ${best.map.maker} ${best.map.model}: ${describeReport(best.report)}`,
    class: 'gateway',
    ...(best.map.role === 'inverter' && { source: 'solar' }),
    ...(others.length > 0 && { note: `by its nameplate; these maps fit as well: ${others.map(({ name }) => name).join(', ')}` }),
    config: { format: 'modbus', modbus: { map: best.name, unitId } },
  };
}

export interface ModbusScan {
  readonly unitIds: readonly number[];
  readonly timeoutMs: number;
  readonly log: (line: string) => void;
}

/** Asks unit after unit. @returns what answered, and the problem that ended it where the wire can't be opened. */
export async function scanBus(
  address: DeviceAddress,
  transport: string,
  { unitIds, timeoutMs, log }: ModbusScan,
): Promise<{ readonly findings: readonly Finding[]; readonly problem: Problem | undefined }> {
  const kind = address.kind === 'tcp' && address.framing !== 'rtu' ? 'tcp' : 'rtu';
  let failure: string | undefined;
  // Silence is what a scan meets most: it must neither put a unit to rest nor keep the next from being asked.
  const bus = openModbusBus(address, {
    timeoutMs,
    restMinMs: 0,
    restMaxMs: 0,
    reopenMinMs: 0,
    reopenMaxMs: 0,
    onState(state, detail) {
      failure = state === 'closed' && detail.includes("can't be opened") ? detail : undefined;
    },
  });
  const findings: Finding[] = [];
  try {
    for (const unitId of unitIds) {
      const answers = await bus.run(unitId, isThere(address.kind === 'tcp' ? PROBES.length : 2));
      if (failure !== undefined) return { findings, problem: { transport, message: failure } };
      if (!answers) continue;
      log(`${transport}: unit ${unitId} answers`);
      findings.push(await identifySlave(bus, unitId, transport, kind));
    }
    return { findings, problem: undefined };
  } finally {
    await bus.close();
  }
}
