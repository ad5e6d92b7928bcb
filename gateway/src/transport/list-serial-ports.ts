import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SerialPort } from 'serialport';

export interface SerialPortName {
  /** The name to configure: under /dev/serial/by-id where there is one. */
  readonly path: string;
  /** The device it points to now. */
  readonly device: string;
  /** Maker and product of the adapter, where it says. */
  readonly description: string | undefined;
}

const BY_ID = '/dev/serial/by-id';
/** What a Pi and its adapters are called; virtual consoles are not meters. */
const DEVICE = /^(ttyUSB|ttyACM|ttyAMA|ttyS|ttySC|ttymxc|ttyO|serial)\d+$/;

function stableNames(): Map<string, string> {
  const names = new Map<string, string>();
  try {
    for (const name of readdirSync(BY_ID)) names.set(realpathSync(join(BY_ID, name)), join(BY_ID, name));
  } catch {
    // No USB adapter was ever plugged in, or there is no udev.
  }
  return names;
}

/**
 * Serial ports of this machine, each by its stable name. Asks the library, which asks `udevadm`; where that is missing,
 * looks into /dev. Never rejects.
 */
export async function listSerialPorts(): Promise<readonly SerialPortName[]> {
  const stable = stableNames();
  const listed = await SerialPort.list().catch(() => []);
  const found = new Map<string, string | undefined>();
  for (const { path, manufacturer, pnpId } of listed)
    if (manufacturer !== undefined || pnpId !== undefined) found.set(path, manufacturer ?? pnpId);
  for (const device of stable.keys()) if (!found.has(device)) found.set(device, undefined);
  if (listed.length === 0) {
    try {
      for (const name of readdirSync('/dev'))
        if (DEVICE.test(name) && !name.startsWith('ttyS')) found.set(join('/dev', name), found.get(join('/dev', name)));
    } catch {
      // No /dev: no ports.
    }
  }
  return [...found]
    .map(([device, description]) => ({ path: stable.get(device) ?? device, device, description }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
