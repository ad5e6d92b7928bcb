import { SerialPort } from 'serialport';
import type { Connection, ConnectionListener, PortSettings } from './connection.ts';
import type { SerialAddress } from './device-address.ts';
import { openTraced } from './wire-trace.ts';

/** The settings that only a new opening changes. */
type Framing = Pick<SerialAddress, 'dataBits' | 'parity'>;

function openPort(address: SerialAddress, baudRate: number, framing: Framing): Promise<SerialPort> {
  const { path, stopBits } = address;
  const port = new SerialPort({ path, baudRate, ...framing, stopBits, lock: true, autoOpen: false });
  return new Promise((resolve, reject) => port.open((error) => (error === null ? resolve(port) : reject(error))));
}

/**
 * Opens a serial port, alone (a second opener fails cleanly). Neither `list()`, which needs udev and rejects without it,
 * nor `get()`/`set()`, which fail on a pty, are used. The library knows no mark or space parity on Linux.
 */
export function openSerial(address: SerialAddress, listener: ConnectionListener): Promise<Connection> {
  return openTraced(address.path, listener, (own) => openUntraced(address, own));
}

async function openUntraced(address: SerialAddress, listener: ConnectionListener): Promise<Connection> {
  let { baudRate } = address;
  let framing: Framing = { dataBits: address.dataBits, parity: address.parity };
  let port = await openPort(address, baudRate, framing);
  let isPaused = false;
  /** Closed by us, or told to be lost. */
  let given = false;

  const end = (reason: string) => {
    if (given) return;
    given = true;
    listener.onClose(reason);
  };
  const attach = (attached: SerialPort) => {
    attached.on('data', (chunk: Buffer) => listener.onData(chunk));
    attached.on('error', (error: Error) => end(error.message));
    attached.on('close', (error: Error | null) => attached === port && end(error?.message ?? 'closed'));
    if (isPaused) attached.pause();
  };
  const closePort = (closing: SerialPort) => new Promise<void>((done) => (closing.isOpen ? closing.close(() => done()) : done()));

  /** An adapter may drop DTR meanwhile: a head that lives on it wants its address configured with the dialogue's own framing. */
  const reopen = async (settings: PortSettings) => {
    const old = port;
    old.removeAllListeners('close');
    await closePort(old);
    if (given) return;
    port = await openPort(address, settings.baudRate, settings);
    if (given) return closePort(port);
    attach(port);
  };

  attach(port);
  return {
    write: (bytes) =>
      new Promise((done, fail) => {
        port.write(Buffer.from(bytes));
        port.drain((cause) => (cause === null || cause === undefined ? done() : fail(cause)));
      }),
    async configure(settings) {
      const isSameFraming = settings.dataBits === framing.dataBits && settings.parity === framing.parity;
      if (isSameFraming && settings.baudRate === baudRate) return;
      if (!isSameFraming) {
        await reopen(settings).catch((cause: unknown) => {
          end(cause instanceof Error ? cause.message : String(cause));
          throw cause;
        });
      } else
        await new Promise<void>((done, fail) => {
          port.update({ baudRate: settings.baudRate }, (cause) => (cause === null || cause === undefined ? done() : fail(cause)));
        });
      baudRate = settings.baudRate;
      framing = { dataBits: settings.dataBits, parity: settings.parity };
    },
    pause: () => {
      isPaused = true;
      port.pause();
    },
    resume: () => {
      isPaused = false;
      port.resume();
    },
    close: () => {
      given = true;
      return closePort(port);
    },
  };
}
