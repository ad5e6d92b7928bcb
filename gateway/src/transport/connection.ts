/** What a dialogue changes of a port while it is open. */
export interface PortSettings {
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
}

/** One opening of a wire: raw bytes, no recovery of its own. */
export interface Connection {
  /** Resolves once the bytes have left, as far as the driver knows. */
  write(bytes: Uint8Array): Promise<void>;
  /** Changes the port's settings; undefined where the port is somebody else's (a serial server's). What was received and not yet read may be lost. */
  readonly configure: ((settings: PortSettings) => Promise<void>) | undefined;
  pause(): void;
  resume(): void;
  /** Frees the wire; `onClose` is not called for it. */
  close(): Promise<void>;
}

export interface ConnectionListener {
  onData(chunk: Uint8Array): void;
  /** The wire is gone: unplugged, refused, or ended by the other side. Called at most once. */
  onClose(reason: string): void;
}

/** Opens once; rejects where it can't. */
export type OpenConnection = (listener: ConnectionListener) => Promise<Connection>;
