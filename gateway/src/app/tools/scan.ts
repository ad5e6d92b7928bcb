import { decodeD0, decodeDlt645Readout, decodeMbusReadout } from '../../decode/index.ts';
import type { Dialogue, MeterReport, Result } from '../../domain/index.ts';
import { createD0Dialogue, createDlt645Dialogue, createMbusDialogue, formatJg1Command, parseJg1Line } from '../../framing/index.ts';
import { listSerialPorts, parseDeviceAddress } from '../../transport/index.ts';
import { recogniseEncrypted, recognisePushed } from '../wires/pushed-formats.ts';
import { describeReport } from './report-text.ts';
import type { Finding, Problem } from './scan-finding.ts';
import { scanBus } from './scan-modbus.ts';
import { ask, listen } from './scan-wire.ts';

export interface ScanOptions {
  /** Device files; none, and no hosts: every port of this machine. */
  readonly ports: readonly string[];
  /** `host` or `host:port`: Modbus TCP, or a serial server. */
  readonly hosts: readonly string[];
  /** Modbus unit ids that are asked. */
  readonly unitIds: readonly number[];
  /** How long each speed is listened to: an old P1 meter speaks every 10 s. */
  readonly listenMs: number;
  /** For one answer of Modbus. */
  readonly timeoutMs: number;
  readonly log: (line: string) => void;
}

export interface ScanResult {
  readonly findings: readonly Finding[];
  /** Wires that could not be opened: in use, or not there. */
  readonly problems: readonly Problem[];
}

type Found = { readonly findings: readonly Finding[]; readonly problem?: Problem | undefined };
const NOTHING: Found = { findings: [] };

const EIGHT_EVEN = 'parity=even';
const SEVEN_EVEN = 'data=7&parity=even';
/** P1 and our modules; German optical heads; older P1 and D0; HAN ports of Norway and of others. */
const PUSH_SETTINGS = ['baud=115200', 'baud=9600', `baud=9600&${SEVEN_EVEN}`, 'baud=2400', `baud=2400&${EIGHT_EVEN}`];
/** By how often makers deliver them so. */
const MODBUS_SETTINGS = [
  'baud=9600',
  `baud=9600&${EIGHT_EVEN}`,
  `baud=19200&${EIGHT_EVEN}`,
  'baud=19200',
  'baud=115200',
  'baud=38400',
  'baud=2400',
];
const MODBUS_TCP_PORT = 502;

interface Asked {
  readonly config: NonNullable<Finding['config']>;
  readonly settings: readonly string[];
  createDialogue(): Dialogue;
  decode(readout: Uint8Array): Result<MeterReport>;
}

const ASKED: readonly Asked[] = [
  {
    config: { format: 'dlt645' },
    settings: [`baud=2400&${EIGHT_EVEN}`, `baud=9600&${EIGHT_EVEN}`],
    createDialogue: () => createDlt645Dialogue({ version: '2007' }),
    decode: (readout) => decodeDlt645Readout([readout]),
  },
  {
    config: { format: 'dlt645', dlt645: { version: '1997' } },
    settings: [`baud=1200&${EIGHT_EVEN}`],
    createDialogue: () => createDlt645Dialogue({ version: '1997' }),
    decode: (readout) => decodeDlt645Readout([readout]),
  },
  {
    config: { format: 'mbus' },
    settings: ['baud=2400&parity=even', 'baud=9600&parity=even'],
    createDialogue: () => createMbusDialogue({ address: '254' }),
    decode: decodeMbusReadout,
  },
  {
    config: { format: 'd0' },
    settings: [`baud=300&${SEVEN_EVEN}`],
    createDialogue: () => createD0Dialogue({ mode: 'auto' }),
    decode: (readout) => decodeD0(readout),
  },
];

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

function recognise(bytes: Uint8Array, transport: string): Finding | undefined {
  const native = findNative(bytes);
  if (native !== undefined) return { transport, description: native, class: 'meter', config: { format: 'native' } };
  if (/(^|[\r\n])OCMF\|\{/.test(Buffer.from(bytes).toString('latin1')))
    return {
      transport,
      description: 'signed records',
      class: 'meter',
      note: 'key: the public key printed on the meter or charging station, in hex, must be added',
      config: { format: 'ocmf' },
    };
  const found = recognisePushed(bytes);
  // Some telegrams tell power alone: the one with energy says more.
  const report =
    found?.reports.find((one) => one.ok && (one.value.importIsPresent || one.value.exportIsPresent)) ?? found?.reports.find(({ ok }) => ok);
  if (found === undefined || report?.ok !== true) return recogniseCiphered(bytes, transport);
  const { format, config } = found.pushed;
  return { transport, description: describeReport(report.value), class: 'gateway', config: { format, ...config } };
}

/** An encrypted meter is found although nothing of it can be read. */
function recogniseCiphered(bytes: Uint8Array, transport: string): Finding | undefined {
  const found = recogniseEncrypted(bytes);
  if (found === undefined) return undefined;
  const { format, config } = found;
  const section = config[format];
  const link = typeof section === 'object' && section !== null && 'link' in section ? { link: section.link } : {};
  return {
    transport,
    description: 'encrypted telegrams',
    class: 'gateway',
    note: 'the grid operator gives the keys: key (GUEK) and, where there is one, authenticationKey (AK), each a file of 32 hex digits',
    config: { format, [format]: { ...link, key: 'file:guek.key' } },
  };
}

async function scanPush(transport: string, options: ScanOptions, question?: string): Promise<Found> {
  options.log(`${transport}: listening for ${options.listenMs / 1000} s`);
  const heard = await listen(parseDeviceAddress(transport), {
    ms: options.listenMs,
    ...(question !== undefined && { question }),
    isEnough: (bytes) => recognise(bytes, transport) !== undefined,
  });
  if (!heard.ok) return { findings: [], problem: { transport, message: heard.message } };
  const finding = recognise(heard.value, transport);
  if (finding !== undefined) return { findings: [finding] };
  if (heard.value.length > 0) options.log(`${transport}: ${heard.value.length} bytes in no format that is known, or damaged`);
  return NOTHING;
}

async function scanAsked(transport: string, asked: Asked, options: ScanOptions): Promise<Found> {
  options.log(`${transport}: asking for ${asked.config.format}`);
  const readout = await ask(parseDeviceAddress(transport), () => asked.createDialogue());
  if (!readout.ok)
    return readout.code === 'TRANSPORT_FAILED' ? { findings: [], problem: { transport, message: readout.message } } : NOTHING;
  const report = asked.decode(readout.value);
  if (!report.ok) {
    options.log(`${transport}: ${asked.config.format} answers, but: ${report.message}`);
    return NOTHING;
  }
  return { findings: [{ transport, description: describeReport(report.value), class: 'gateway', config: asked.config }] };
}

async function scanModbus(transport: string, options: ScanOptions): Promise<Found> {
  const { unitIds } = options;
  options.log(`${transport}: asking Modbus units ${unitIds[0]} to ${unitIds.at(-1)}`);
  return scanBus(parseDeviceAddress(transport), transport, options);
}

/** One attempt after another until one finds something, or the wire can't be opened. */
async function firstOf(attempts: readonly (() => Promise<Found>)[]): Promise<Found> {
  for (const attempt of attempts) {
    const found = await attempt();
    if (found.findings.length > 0 || found.problem !== undefined) return found;
  }
  return NOTHING;
}

function scanPort(path: string, options: ScanOptions): Promise<Found> {
  const at = (settings: string) => `serial:${path}?${settings}`;
  return firstOf([
    // Our modules know one speed; at others the question would be noise to whoever listens.
    ...PUSH_SETTINGS.map(
      (settings, index) => () => scanPush(at(settings), options, index === 0 ? formatJg1Command({ type: 'identity' }) : undefined),
    ),
    ...MODBUS_SETTINGS.map((settings) => () => scanModbus(at(settings), options)),
    ...ASKED.flatMap((asked) => asked.settings.map((settings) => () => scanAsked(at(settings), asked, options))),
  ]);
}

function scanHost(text: string, options: ScanOptions): Promise<Found> {
  const hasPort = /:\d+$/.test(text) && !/^[^[]*:[^[]*:/.test(text);
  const transport = `tcp://${hasPort ? text : `${text.includes(':') && !text.startsWith('[') ? `[${text}]` : text}:${MODBUS_TCP_PORT}`}`;
  const modbus = () => scanModbus(transport, options);
  if (transport.endsWith(`:${MODBUS_TCP_PORT}`)) return modbus();
  return firstOf([
    modbus,
    () => scanPush(transport, options, formatJg1Command({ type: 'identity' })),
    () => scanModbus(`${transport}?framing=rtu`, options),
    ...ASKED.map((asked) => () => scanAsked(transport, asked, options)),
  ]);
}

/** In words that say what to do. */
function explain({ transport, message }: Problem): Problem {
  if (/lock|busy/i.test(message)) return { transport, message: `in use: stop the gateway, or what else reads it, first (${message})` };
  if (/no such file|ENOENT/i.test(message)) return { transport, message: `not there: is it plugged in? (${message})` };
  return { transport, message };
}

/**
 * Looks for meters and inverters, on one wire after the other. Never rejects for a wire that can't be opened.
 * @throws JoulegateError CONFIG_INVALID for a port or host that is none.
 */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  const isTold = options.ports.length > 0 || options.hosts.length > 0;
  const ports = isTold ? options.ports : (await listSerialPorts()).map(({ path }) => path);
  if (ports.length === 0 && !isTold) options.log('no serial ports on this machine');
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  for (const job of [
    ...ports.map((path) => () => scanPort(path, options)),
    ...options.hosts.map((host) => () => scanHost(host, options)),
  ]) {
    const found = await job();
    findings.push(...found.findings);
    if (found.problem !== undefined) problems.push(explain(found.problem));
  }
  return { findings, problems };
}
