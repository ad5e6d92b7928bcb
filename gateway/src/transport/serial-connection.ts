import { SerialPort } from 'serialport';
import type { Connection, ConnectionListener } from './connection.ts';
import type { SerialAddress } from './device-address.ts';

/**
 * Opens a serial port, alone (a second opener fails cleanly). Neither `list()`, which needs udev and rejects without it,
 * nor `get()`/`set()`, which fail on a pty, are used.
 */
export function openSerial(address: SerialAddress, listener: ConnectionListener): Promise<Connection> {
  const { path, baudRate, dataBits, parity, stopBits } = address;
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, lock: true, autoOpen: false });
  let given = false;
  const end = (reason: string) => {
    if (given) return;
    given = true;
    listener.onClose(reason);
  };
  port.on('data', (chunk: Buffer) => listener.onData(chunk));
  port.on('error', (error: Error) => end(error.message));
  port.on('close', (error: Error | null) => end(error?.message ?? 'closed'));
  return new Promise((resolve, reject) => {
    port.open((error) => {
      if (error !== null) {
        given = true;
        reject(error);
        return;
      }
      resolve({
        write: (bytes) =>
          new Promise((done, fail) => {
            port.write(Buffer.from(bytes));
            port.drain((cause) => (cause === null || cause === undefined ? done() : fail(cause)));
          }),
        pause: () => void port.pause(),
        resume: () => void port.resume(),
        close: () =>
          new Promise((done) => {
            given = true;
            if (!port.isOpen) return done();
            port.close(() => done());
          }),
      });
    });
  });
}
