import { JoulegateError } from '../domain/index.ts';

export interface SerialAddress {
  readonly kind: 'serial';
  /** A device file or a link to one; it need not exist yet. */
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

export interface TcpAddress {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
  /** Modbus RTU behind a serial server; else Modbus TCP. Of no meaning to other formats. */
  readonly framing?: 'rtu';
}

export type DeviceAddress = SerialAddress | TcpAddress;

const SERIAL = /^serial:(\/[^?]+)(?:\?(.*))?$/;
const PARAMETERS = new Set(['baud', 'data', 'parity', 'stop']);

function invalid(text: string, expected: string): JoulegateError {
  return new JoulegateError('CONFIG_INVALID', `transport ${JSON.stringify(text)}: ${expected} expected`);
}

function choose<T extends string | number>(text: string, name: string, value: string | null, allowed: readonly T[], usual: T): T {
  if (value === null) return usual;
  const found = allowed.find((one) => String(one) === value);
  if (found === undefined) throw invalid(text, `${name}=${allowed.join('|')}`);
  return found;
}

function parseSerial(text: string, path: string, query: string): SerialAddress {
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) if (!PARAMETERS.has(name)) throw invalid(text, `baud, data, parity or stop, not "${name}",`);
  const baud = parameters.get('baud') ?? '115200';
  if (!/^\d{2,7}$/.test(baud)) throw invalid(text, 'baud=<number of bits per second>');
  return {
    kind: 'serial',
    path,
    baudRate: Number(baud),
    dataBits: choose(text, 'data', parameters.get('data'), [5, 6, 7, 8] as const, 8),
    parity: choose(text, 'parity', parameters.get('parity'), ['none', 'even', 'odd'] as const, 'none'),
    stopBits: choose(text, 'stop', parameters.get('stop'), [1, 2] as const, 1),
  };
}

/**
 * Reads a device's address: `serial:/dev/serial/by-id/…?baud=9600&data=7&parity=even&stop=1` (usual: 115200, 8, none, 1)
 * or `tcp://host:port`, with `?framing=rtu` for Modbus RTU through a serial server.
 * @throws JoulegateError CONFIG_INVALID saying what was expected.
 */
export function parseDeviceAddress(text: string): DeviceAddress {
  const serial = SERIAL.exec(text);
  if (serial?.[1] !== undefined) return parseSerial(text, serial[1], serial[2] ?? '');
  if (text.startsWith('tcp://') && URL.canParse(text)) {
    const url = new URL(text);
    const port = Number(url.port);
    const framing = url.search === '?framing=rtu' ? { framing: 'rtu' as const } : {};
    const isKnown = url.search === '' || url.search === '?framing=rtu';
    if (url.hostname !== '' && port > 0 && (url.pathname === '' || url.pathname === '/') && isKnown) {
      return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port, ...framing };
    }
  }
  throw invalid(text, 'serial:/dev/…?baud=115200 or tcp://host:port');
}

/** For people: `/dev/serial/by-id/… 115200 8N1`. */
export function formatDeviceAddress(address: DeviceAddress): string {
  if (address.kind === 'tcp') return `tcp://${address.host}:${address.port}`;
  const { path, baudRate, dataBits, parity, stopBits } = address;
  return `${path} ${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
}

/** A name that may point to another device after a restart, and what to use instead; undefined where the name is stable. */
export function unstableNameWarning(address: DeviceAddress): string | undefined {
  if (address.kind !== 'serial' || !/^\/dev\/tty(USB|ACM)\d+$/.test(address.path)) return undefined;
  return `${address.path} may be another device after a restart; use its name under /dev/serial/by-id/`;
}
