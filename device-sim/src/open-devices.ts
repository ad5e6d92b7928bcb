import { join } from 'node:path';
import {
  createD0Meter,
  createDlmsMeter,
  createDlt645Meter,
  createMbusMeter,
  createMeterKeys,
  createModbusDevice,
  createNativeMeter,
  createOcmfMeter,
  createP1Meter,
  createRelay,
  createSmlMeter,
  type Device,
  type DeviceOptions,
  type ModbusDevice,
  type Relay,
} from './devices/index.ts';
import { deriveMeterKey } from './keys.ts';
import { attachRtuSlaves, type ModbusTcpServer, startModbusTcpServer } from './modbus/index.ts';
import { openPty, type Pty } from './pty/index.ts';
import type { ScenarioDevice, WireName, WireValue } from './scenario/index.ts';

export interface OpenedDevice {
  readonly device: Device;
  /** What a gateway opens: the port's stable path, or `tcp://127.0.0.1:<port>`. */
  readonly path: string;
  /** SubjectPublicKeyInfo in hex of a meter that signs in a format of its own. */
  readonly signingKeyHex: string | undefined;
  /** Between the device and the grid, where there is one. */
  readonly relay: OpenedRelay | undefined;
}

export interface OpenedRelay {
  readonly relay: Relay;
  /** As a device's. */
  readonly path: string;
  readonly unitId: number;
}

export interface OpenDevicesOptions {
  readonly devices: readonly ScenarioDevice[];
  readonly portDir: string;
  readonly keepUnread: boolean;
  readonly optionsOf: (description: ScenarioDevice, pty: Pty) => DeviceOptions;
  /** Everything that is opened goes in here, to be closed whatever happens. */
  readonly opened: { close(): Promise<void> }[];
}

type SoloWire = Exclude<WireName, 'modbus' | 'sunspec' | 'bsm'>;

const keyOf = (value: WireValue | undefined) => (typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'hex')) : undefined);
const textOf = (value: WireValue | undefined) => (typeof value === 'string' ? value : undefined);

/** Drops what is not given: an absent option is the device's own default. */
function given<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

const CREATE: Record<SoloWire, (options: DeviceOptions) => Device> = {
  native: (options) => {
    const keyAt = (generation: number) => deriveMeterKey(options.description.keySeed, options.description.id, generation);
    return createNativeMeter(options, keyAt(0), createMeterKeys(keyAt, options.stateFile));
  },
  p1: (options) => {
    const { key, authenticationKey } = options.description.options;
    return createP1Meter({ ...options, ...given({ key: keyOf(key), authenticationKey: keyOf(authenticationKey) }) });
  },
  sml: (options) => {
    const { kermit, tellsTime } = options.description.options;
    return createSmlMeter({
      ...options,
      ...given({ crc: kermit === true ? ('kermit' as const) : undefined, tellsTime: tellsTime === true }),
    });
  },
  d0: (options) => {
    const { letter, pushes, echoes, showsParity } = options.description.options;
    return createD0Meter({
      ...options,
      ...given({ letter: textOf(letter), pushes: pushes === true, echoes: echoes === true, showsParity: showsParity === true }),
    });
  },
  dlt645: (options) => {
    const { address, version, echoes } = options.description.options;
    return createDlt645Meter({
      ...options,
      address: String(address),
      version: version === '1997' ? '1997' : '2007',
      echoes: echoes === true,
    });
  },
  mbus: (options) => {
    const { address, splits, echoes } = options.description.options;
    return createMbusMeter({ ...options, address: Number(address ?? 1), splits: splits === true, echoes: echoes === true });
  },
  dlms: (options) => {
    const { link, key, authenticationKey } = options.description.options;
    const keys = given({ key: keyOf(key), authenticationKey: keyOf(authenticationKey) });
    return createDlmsMeter({ ...options, link: link === 'mbus' ? 'mbus' : 'hdlc', layout: 'named', ...keys });
  },
  ocmf: (options) => createOcmfMeter({ ...options, ...given({ identification: textOf(options.description.options['identification']) }) }),
};

const isSolo = (wire: WireName): wire is SoloWire => wire !== 'modbus' && wire !== 'sunspec' && wire !== 'bsm';

/** A terminal that nobody opens: of a device behind a TCP port of its own. */
function withoutPty(): Pty {
  return {
    path: '',
    device: '',
    droppedBytes: 0,
    write: () => true,
    isOpen: () => true,
    drained: async () => undefined,
    onData: () => undefined,
    close: async () => undefined,
  };
}

const hexOf = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : Buffer.from(bytes).toString('hex'));

/** Of ModbusDevice, or of a contactor. */
type Slave = Pick<ModbusDevice, 'unitId' | 'unit' | 'nextFault'>;

async function openServer({ unitId, unit, nextFault }: Slave, description: Pick<ScenarioDevice, 'options'>): Promise<ModbusTcpServer> {
  const { tcpPort, oneClient } = description.options;
  return startModbusTcpServer({
    port: Number(tcpPort ?? 0),
    units: new Map([[unitId, unit]]),
    nextFault: () => nextFault(),
    oneClient: oneClient === true,
  });
}

/**
 * Opens every device of a scenario: a pseudo-terminal each, one for all slaves of a bus, or a TCP port of its own.
 * @returns them in the order of the scenario
 * @throws Error where a terminal or a port can't be opened, or a state file can't be read.
 */
export async function openDevices(options: OpenDevicesOptions): Promise<OpenedDevice[]> {
  const { devices, portDir, keepUnread, optionsOf, opened } = options;
  const buses = new Map<string, { readonly pty: Pty; readonly slaves: Slave[] }>();
  const open = async (port: string): Promise<Pty> => {
    const pty = await openPty({ linkPath: join(portDir, port), keepUnread });
    opened.push(pty);
    return pty;
  };
  const busAt = async (port: string) => {
    const bus = buses.get(port) ?? { pty: await open(port), slaves: [] };
    buses.set(port, bus);
    return bus;
  };
  const openRelay = async (description: NonNullable<ScenarioDevice['relay']>): Promise<OpenedRelay> => {
    const relay = createRelay();
    const unitId = Number(description.options['unitId'] ?? 1);
    const slave = { unitId, unit: relay.unit, nextFault: () => undefined };
    if (description.options['tcpPort'] === undefined) {
      const bus = await busAt(description.port);
      bus.slaves.push(slave);
      return { relay, unitId, path: bus.pty.path };
    }
    const server = await openServer(slave, description);
    opened.push({ close: () => server.stop() });
    return { relay, unitId, path: `tcp://127.0.0.1:${server.port}` };
  };
  const results: OpenedDevice[] = [];
  for (const described of devices) {
    const relay = described.relay && (await openRelay(described.relay));
    // From the last reading on: a contact moves between two readings, and registers are moved by each.
    const model = (timeMs: number) => (relay?.relay.isConducting === false ? 0 : described.model(timeMs));
    const description = { ...described, model };
    const { wire, port } = description;
    if (isSolo(wire)) {
      const pty = await open(port);
      const device = CREATE[wire](optionsOf(description, pty));
      const signingKey = 'signingKey' in device ? (device.signingKey as { readonly spki: Uint8Array }) : undefined;
      results.push({ device, path: pty.path, signingKeyHex: hexOf(signingKey?.spki), relay });
    } else if (description.options['tcpPort'] !== undefined) {
      const slave = createModbusDevice(optionsOf(description, withoutPty()));
      const server = await openServer(slave, description);
      opened.push({ close: () => server.stop() });
      results.push({ device: slave.device, path: `tcp://127.0.0.1:${server.port}`, signingKeyHex: hexOf(slave.signingKey?.spki), relay });
    } else {
      const bus = await busAt(port);
      const slave = createModbusDevice(optionsOf(description, bus.pty));
      bus.slaves.push(slave);
      results.push({ device: slave.device, path: bus.pty.path, signingKeyHex: hexOf(slave.signingKey?.spki), relay });
    }
  }
  for (const { pty, slaves } of buses.values()) {
    const byUnit = new Map(slaves.map((slave) => [slave.unitId, slave]));
    attachRtuSlaves(pty, new Map(slaves.map(({ unitId, unit }) => [unitId, unit])), {
      nextFault: (unitId) => byUnit.get(unitId)?.nextFault(),
    });
  }
  return results;
}
