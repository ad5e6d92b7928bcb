import { afterEach, describe, expect, it } from 'vitest';
import type { Connection, ConnectionListener } from './connection.ts';
import { openTraced, traceWires, type WireTrace } from './wire-trace.ts';

afterEach(() => traceWires(undefined));

function fakeWire() {
  const written: Uint8Array[] = [];
  let onData: ConnectionListener['onData'] = () => undefined;
  const connection: Connection = {
    write: async (bytes) => void written.push(bytes),
    configure: undefined,
    pause: () => undefined,
    resume: () => undefined,
    close: async () => undefined,
  };
  const open = async (listener: ConnectionListener) => {
    onData = (chunk) => listener.onData(chunk);
    return connection;
  };
  return { connection, open, written, receive: (chunk: Uint8Array) => onData(chunk) };
}

describe('a wire', () => {
  it('that nobody looks at is the very same connection', async () => {
    const { connection, open } = fakeWire();
    expect(await openTraced('port', { onData: () => undefined, onClose: () => undefined }, open)).toBe(connection);
  });

  it('shows both directions before they are acted on, and changes neither', async () => {
    const traces: WireTrace[] = [];
    const heard: string[] = [];
    traceWires((trace) => {
      traces.push(trace);
      heard.push('seen');
    });
    const { open, written, receive } = fakeWire();
    const wire = await openTraced('port', { onData: () => heard.push('heard'), onClose: () => undefined }, open);
    await wire.write(Buffer.from('?'));
    receive(Buffer.from('!'));
    expect(traces.map(({ wire: name, direction, bytes }) => `${name} ${direction} ${Buffer.from(bytes).toString()}`)).toEqual([
      'port sent ?',
      'port received !',
    ]);
    expect(written).toEqual([Buffer.from('?')]);
    expect(heard).toEqual(['seen', 'seen', 'heard']);
  });
});
