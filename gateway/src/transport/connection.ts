/** One opening of a wire: raw bytes, no recovery of its own. */
export interface Connection {
  write(bytes: Uint8Array): Promise<void>;
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
