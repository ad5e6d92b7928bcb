import { readdirSync } from 'node:fs';
import { decodeD0, decodeDlt645Readout, pollRegisterMap, pollSunSpec, type RegisterMap, walkSunSpec } from '../decode/index.ts';
import type { Dialogue, MeterReport, ModbusConversation, Result } from '../domain/index.ts';
import { createD0Dialogue, createDlt645Dialogue, formatJg1Command, parseJg1Line } from '../framing/index.ts';
import {
  type DeviceAddress,
  listSerialPorts,
  type ModbusBus,
  openDialogueTransport,
  openModbusBus,
  openTransport,
  type SerialAddress,
} from '../transport/index.ts';
import { loadRegisterMap, MAP_DIR } from './modbus-wire.ts';
import { recognisePushed } from './pushed-formats.ts';

export interface ScanOptions {
  /** Device files; none: every port of this machine. */
  readonly ports: readonly string[];
  /** `host` or `host:port`: Modbus TCP, or a serial server that pushes. */
  readonly hosts: readonly string[];
  /** Modbus unit ids that are asked. */
  readonly unitIds: readonly number[];
  /** How long each speed is listened to: a P1 meter speaks every 1 to 10 s. */
  readonly listenMs: number;
  readonly modbusTimeoutMs: number;
  readonly log: (line: string) => void;
}

/** A meter or inverter that answered, and what to write into the configuration for it. */
export interface Finding {
  readonly format: string;
  readonly transport: string;
  /** What the device says of itself. */
  readonly description: string;
  /** Keys of a device in gateway.yaml. */
  readonly config: Readonly<Record<string, unknown>>;
}

interface Setting {
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even';
}

const setting = (baudRate: number, dataBits: 7 | 8 = 8, parity: 'none' | 'even' = 'none'): Setting => ({ baudRate, dataBits, parity });
/** P1 and our modules; German optical heads; older P1 and D0; Norwegian HAN ports. */
const PUSH_SETTINGS = [setting(115_200), setting(9600), setting(9600, 7, 'even'), setting(2400), setting(2400, 8, 'even')];
/** By how often makers deliver them so. */
const MODBUS_SETTINGS = [
  setting(9600),
  setting(9600, 8, 'even'),
  setting(19_200, 8, 'even'),
  setting(19_200),
  setting(115_200),
  setting(2400),
];
const CAPTURE_MAX_BYTES = 65_536;
const DIALOGUE_MS = 12_000;

const serialAddress = (path: string, { baudRate, dataBits, parity }: Setting): SerialAddress => ({
  kind: 'serial',
  path,
  baudRate,
  dataBits,
  parity,
  stopBits: 1,
});
const serialText = (path: string, { baudRate, dataBits, parity }: Setting) =>
  `serial:${path}?baud=${baudRate}${dataBits === 8 ? '' : `&data=${dataBits}`}${parity === 'none' ? '' : `&parity=${parity}`}`;
const kWh = (wh: bigint) => `${wh / 1000n}.${String(wh % 1000n).padStart(3, '0')} kWh`;

export function describeReport({ reading, meterSerial, importIsPresent, exportIsPresent, powerIsPresent }: MeterReport): string {
  return [
    meterSerial === undefined ? '' : `meter ${meterSerial}`,
    importIsPresent ? `import ${kWh(reading.importWh)}` : '',
    exportIsPresent ? `export ${kWh(reading.exportWh)}` : '',
    powerIsPresent ? `${reading.powerW} W` : '',
    reading.voltageMv > 0 ? `${(reading.voltageMv / 1000).toFixed(1)} V` : '',
    reading.frequencyMhz > 0 ? `${(reading.frequencyMhz / 1000).toFixed(2)} Hz` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** Bytes that come within a time, after a question where there is one. Empty where the port can't be opened. */
async function listen(address: DeviceAddress, ms: number, question?: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const transport = openTransport(address, {
    createSplitter: (listener) => ({ push: (chunk) => listener.onFrame(Uint8Array.from(chunk)) }),
    silenceMs: ms * 10,
  });
  await transport.open({
    onFrame(chunk) {
      if (length > CAPTURE_MAX_BYTES) return;
      length += chunk.length;
      chunks.push(chunk);
    },
    onDiscarded: () => undefined,
    onState: () => undefined,
  });
  if (question !== undefined) await transport.write(Buffer.from(question, 'latin1')).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, ms));
  await transport.close();
  return Buffer.concat(chunks);
}

/** One cycle of a dialogue. @returns its readout, undefined where nothing answered. */
async function ask(address: DeviceAddress, createDialogue: () => Dialogue): Promise<Uint8Array | undefined> {
  const transport = openDialogueTransport(address, { createDialogue, pollMs: DIALOGUE_MS * 2, silenceMs: DIALOGUE_MS * 4 });
  let done: (readout: Uint8Array | undefined) => void = () => undefined;
  const readout = new Promise<Uint8Array | undefined>((resolve) => {
    done = resolve;
  });
  const timer = setTimeout(() => done(undefined), DIALOGUE_MS);
  await transport.open({
    onFrame: (frame) => done(Uint8Array.from(frame)),
    onDiscarded: () => undefined,
    onRefused: () => done(undefined),
    onState: (state) => state === 'closed' && done(undefined),
  });
  const result = await readout;
  clearTimeout(timer);
  await transport.close();
  return result;
}

function* isThere(): ModbusConversation<boolean> {
  for (const functionCode of [3, 4] as const) {
    const answer = yield { type: 'read', functionCode, address: 0, count: 1 };
    // A device that says no is there.
    if (answer.ok || answer.code === 'DEVICE_EXCEPTION') return true;
    if (answer.code === 'DEVICE_TIMEOUT') return false;
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

const loadMaps = (): readonly (readonly [name: string, map: RegisterMap])[] =>
  readdirSync(MAP_DIR)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .map((name) => [name, loadRegisterMap(name, '.')] as const);

async function identifySlave(bus: ModbusBus, unitId: number, transport: string, kind: 'rtu' | 'tcp'): Promise<Finding> {
  const sunspec = await bus.run(unitId, readSunSpec());
  if (sunspec.ok) {
    const { report, name } = sunspec.value;
    const says = report.ok ? describeReport(report.value) : report.message;
    return { format: 'sunspec', transport, description: `${name}: ${says}`, config: { format: 'sunspec', sunspec: { unitId }, transport } };
  }
  const fitting: [name: string, report: MeterReport][] = [];
  for (const [name, map] of loadMaps()) {
    if (!map.protocol.includes(kind)) continue;
    const report = await bus.run(unitId, pollRegisterMap(map));
    if (isPlausible(report)) fitting.push([name, report.value]);
  }
  const [first, ...others] = fitting;
  if (first === undefined)
    return {
      format: 'modbus',
      transport,
      description: `unit ${unitId} answers, no map fits`,
      config: { format: 'modbus', modbus: { map: '?', unitId }, transport },
    };
  const also = others.length === 0 ? '' : ` (also: ${others.map(([name]) => name).join(', ')})`;
  return {
    format: 'modbus',
    transport,
    description: `unit ${unitId}, ${first[0]}${also}: ${describeReport(first[1])}`,
    config: { format: 'modbus', modbus: { map: first[0], unitId }, transport },
  };
}

async function scanBus(address: DeviceAddress, transport: string, kind: 'rtu' | 'tcp', options: ScanOptions): Promise<Finding[]> {
  const bus = openModbusBus(address, { timeoutMs: options.modbusTimeoutMs });
  try {
    const findings: Finding[] = [];
    for (const unitId of options.unitIds) {
      if (!(await bus.run(unitId, isThere()))) continue;
      options.log(`${transport}: unit ${unitId} answers`);
      findings.push(await identifySlave(bus, unitId, transport, kind));
    }
    return findings;
  } finally {
    await bus.close();
  }
}

async function scanPush(address: DeviceAddress, transport: string, options: ScanOptions): Promise<Finding[]> {
  const bytes = await listen(address, options.listenMs, formatJg1Command({ type: 'identity' }));
  const native = findNative(bytes);
  if (native !== undefined) return [{ format: 'native', transport, description: native, config: { format: 'native', transport } }];
  if (Buffer.from(bytes).includes('OCMF|'))
    return [{ format: 'ocmf', transport, description: 'signed records', config: { format: 'ocmf', key: '<public key>', transport } }];
  const found = recognisePushed(bytes);
  const report = found?.reports.find(({ ok }) => ok);
  if (found === undefined || report?.ok !== true) {
    if (bytes.length > 0) options.log(`${transport}: ${bytes.length} bytes in no known format`);
    return [];
  }
  const { format, config } = found.pushed;
  return [{ format, transport, description: describeReport(report.value), config: { format, ...config, transport } }];
}

/** What a native meter says of itself, or that one is there. */
function findNative(bytes: Uint8Array): string | undefined {
  const messages = Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .flatMap((line) => {
      const parsed = parseJg1Line(line);
      return parsed.ok ? [parsed.value] : [];
    });
  const identity = messages.find((message) => message.type === 'identity');
  if (identity?.type === 'identity') return `${identity.model} ${identity.serial}, key ${Buffer.from(identity.publicKey).toString('hex')}`;
  return messages.length > 0 ? 'signed readings' : undefined;
}

interface Asked {
  readonly format: 'd0' | 'dlt645' | 'mbus';
  readonly settings: readonly Setting[];
  createDialogue(): Dialogue;
  decode(readout: Uint8Array): Result<MeterReport>;
}

const ASKED: readonly Asked[] = [
  {
    format: 'dlt645',
    settings: [setting(2400, 8, 'even'), setting(9600, 8, 'even')],
    createDialogue: () => createDlt645Dialogue({ version: '2007' }),
    decode: (readout) => decodeDlt645Readout([readout]),
  },
  {
    format: 'd0',
    settings: [setting(300, 7, 'even')],
    createDialogue: () => createD0Dialogue({ mode: 'auto' }),
    decode: (readout) => decodeD0(readout),
  },
];

async function scanPort(path: string, options: ScanOptions): Promise<Finding[]> {
  for (const one of PUSH_SETTINGS) {
    options.log(`${serialText(path, one)}: listening`);
    const findings = await scanPush(serialAddress(path, one), serialText(path, one), options);
    if (findings.length > 0) return findings;
  }
  for (const one of MODBUS_SETTINGS) {
    options.log(`${serialText(path, one)}: asking Modbus units ${options.unitIds[0]} to ${options.unitIds.at(-1)}`);
    const findings = await scanBus(serialAddress(path, one), serialText(path, one), 'rtu', options);
    if (findings.length > 0) return findings;
  }
  for (const { format, settings, createDialogue, decode } of ASKED) {
    for (const one of settings) {
      options.log(`${serialText(path, one)}: asking for ${format}`);
      const readout = await ask(serialAddress(path, one), createDialogue);
      const report = readout === undefined ? undefined : decode(readout);
      if (report?.ok === true) {
        const transport = serialText(path, one);
        return [{ format, transport, description: describeReport(report.value), config: { format, transport } }];
      }
    }
  }
  return [];
}

async function scanHost(text: string, options: ScanOptions): Promise<Finding[]> {
  const [host = '', port] = text.split(':');
  if (port !== undefined && port !== '502') {
    const address: DeviceAddress = { kind: 'tcp', host, port: Number(port) };
    const pushed = await scanPush(address, `tcp://${text}`, options);
    if (pushed.length > 0) return pushed;
  }
  const address: DeviceAddress = { kind: 'tcp', host, port: Number(port ?? 502) };
  options.log(`${host}:${address.port}: asking Modbus units ${options.unitIds[0]} to ${options.unitIds.at(-1)}`);
  return scanBus(address, `tcp://${host}:${address.port}`, 'tcp', options);
}

/** Looks for meters and inverters; each port is used alone and one after the other. Never rejects for a port that can't be opened. */
export async function scan(options: ScanOptions): Promise<readonly Finding[]> {
  const ports = options.ports.length > 0 || options.hosts.length > 0 ? options.ports : (await listSerialPorts()).map(({ path }) => path);
  const findings: Finding[] = [];
  for (const path of ports) findings.push(...(await scanPort(path, options)));
  for (const host of options.hosts) findings.push(...(await scanHost(host, options)));
  return findings;
}
