import type { Refusal } from './errors.ts';

/** Where a device's bytes come from. One test suite runs against every implementation. */
export interface Transport {
  /** What it is, for people: `/dev/serial/by-id/… 115200 8N1`. */
  readonly label: string;
  /** Opens, and reopens by itself with backoff after an unplug or after silence, until closed. */
  open(listener: TransportListener): Promise<void>;
  /** Sends bytes to the device; rejects with TRANSPORT_FAILED while the wire is down. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface TransportListener {
  /** One frame as the wire delimits it: a line without its end, or a telegram. The bytes are the listener's to keep. */
  onFrame(frame: Uint8Array): void;
  /** Bytes that were no frame: noise, or an overlong line. */
  onDiscarded(count: number, code: 'FRAME_OVERLONG' | 'FRAME_MALFORMED'): void;
  /** A cycle of asking that brought no readout, and why. Of transports that ask. */
  onRefused?(refusal: Refusal): void;
  onState(state: 'open' | 'closed' | 'silent', detail: string): void;
}
