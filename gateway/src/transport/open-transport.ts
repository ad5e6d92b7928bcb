import type { TransportListener } from '../domain/index.ts';
import { type DeviceAddress, formatDeviceAddress, unstableNameWarning } from './device-address.ts';
import type { FrameSplitter } from './frame-splitter.ts';
import { type PausableTransport, ReopeningTransport } from './reopening-transport.ts';
import { openSerial } from './serial-connection.ts';
import { openTcp } from './tcp-connection.ts';

export type { PausableTransport } from './reopening-transport.ts';

export interface TransportOptions {
  /** Made anew at each opening. */
  readonly createSplitter: (listener: TransportListener) => FrameSplitter;
  /** Default 60 s. */
  readonly silenceMs?: number;
  /** Default 0.5 s, doubling to 30 s. */
  readonly backoffMinMs?: number;
  readonly backoffMaxMs?: number;
  readonly warn?: (message: string) => void;
}

/** Builds the transport of an address; nothing is opened before its `open`. */
export function openTransport(address: DeviceAddress, options: TransportOptions): PausableTransport {
  const warning = unstableNameWarning(address);
  if (warning !== undefined) options.warn?.(warning);
  const connect = address.kind === 'serial' ? openSerial.bind(undefined, address) : openTcp.bind(undefined, address);
  return new ReopeningTransport(formatDeviceAddress(address), connect, options.createSplitter, {
    silenceMs: options.silenceMs ?? 60_000,
    backoffMinMs: options.backoffMinMs ?? 500,
    backoffMaxMs: options.backoffMaxMs ?? 30_000,
  });
}
