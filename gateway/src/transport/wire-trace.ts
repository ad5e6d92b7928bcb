import type { Connection, ConnectionListener, OpenConnection } from './connection.ts';

/** Raw bytes as they cross a wire. */
export interface WireTrace {
  /** Of the wire, for people: a device file or host:port. */
  readonly wire: string;
  readonly direction: 'received' | 'sent';
  readonly bytes: Uint8Array;
}

/** Who looks on; one for the whole process, so that every kind of wire is seen without being told. */
let observer: ((trace: WireTrace) => void) | undefined;

/** Shows every byte of every wire that opens from now on, in both directions; undefined ends it. The bytes are the observer's to read, not to keep. */
export function traceWires(onTrace: ((trace: WireTrace) => void) | undefined): void {
  observer = onTrace;
}

/** Opens a wire so that it can be looked at; without an observer it is the very same connection. */
export async function openTraced(wire: string, listener: ConnectionListener, open: OpenConnection): Promise<Connection> {
  const look = observer;
  if (look === undefined) return open(listener);
  const connection = await open({
    onData(chunk) {
      look({ wire, direction: 'received', bytes: chunk });
      listener.onData(chunk);
    },
    onClose: (reason) => listener.onClose(reason),
  });
  return {
    ...connection,
    write(bytes) {
      look({ wire, direction: 'sent', bytes });
      return connection.write(bytes);
    },
  };
}
