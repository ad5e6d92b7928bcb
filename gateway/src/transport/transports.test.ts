import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type DeviceAddress, lineSplitter, openTransport, type PausableTransport, parseDeviceAddress } from './index.ts';

/** The far end of a wire: what a meter is to the gateway. */
interface FarEnd {
  readonly address: DeviceAddress;
  send(text: string): void;
  received(): string;
  /** Unplugs; `plug` puts it back under the same address. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  dispose(): Promise<void>;
}

const passAll = { push: (chunk: Uint8Array) => ({ pass: [chunk], discarded: 0 }) };

async function serialFarEnd(): Promise<FarEnd> {
  const directory = mkdtempSync(join(tmpdir(), 'joulegate-pty-'));
  const path = join(directory, 'meter');
  let received = '';
  let child: ReturnType<typeof spawn> | undefined;
  const plug = async () => {
    const started = spawn('script', ['-qfc', 'stty raw -echo; printf "@%s@" "$(tty)"; exec sleep 100000 >/dev/null', '/dev/null'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child = started;
    const tty = await new Promise<string>((resolve) => {
      let head = '';
      started.stdout?.on('data', (chunk: Buffer) => {
        head += chunk.toString('latin1');
        const match = /@([^@]+)@/.exec(head);
        if (match?.[1] !== undefined && !existsSync(path)) resolve(match[1]);
        else received += chunk.toString('latin1');
      });
    });
    rmSync(path, { force: true });
    symlinkSync(tty, path);
  };
  const unplug = async () => {
    rmSync(path, { force: true });
    const gone = new Promise((resolve) => child?.once('close', resolve));
    child?.kill('SIGKILL');
    await gone;
  };
  await plug();
  return {
    address: parseDeviceAddress(`serial:${path}?baud=9600`),
    send: (text) => void child?.stdin?.write(text),
    received: () => received,
    unplug,
    plug,
    dispose: async () => {
      await unplug();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function tcpFarEnd(): Promise<FarEnd> {
  let received = '';
  let port = 0;
  let server: Server | undefined;
  const sockets = new Set<Socket>();
  let waiting = '';
  const plug = () =>
    new Promise<void>((resolve) => {
      const listening = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('data', (chunk) => {
          received += chunk.toString('latin1');
        });
        if (waiting !== '') socket.write(waiting);
        waiting = '';
      });
      server = listening;
      listening.listen(port, '127.0.0.1', () => {
        port = (listening.address() as { port: number }).port;
        resolve();
      });
    });
  const unplug = async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await new Promise((resolve) => server?.close(resolve));
  };
  await plug();
  return {
    address: parseDeviceAddress(`tcp://127.0.0.1:${port}`),
    send: (text) => {
      const socket = [...sockets].at(-1);
      if (socket === undefined) waiting += text;
      else socket.write(text);
    },
    received: () => received,
    unplug,
    plug,
    dispose: unplug,
  };
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(farEnd: FarEnd, silenceMs = 5_000) {
  const frames: string[] = [];
  const states: string[] = [];
  const transport: PausableTransport = openTransport(farEnd.address, {
    createSplitter: (listener) => lineSplitter(passAll, listener),
    silenceMs,
    backoffMinMs: 20,
    backoffMaxMs: 100,
  });
  cleanups.push(
    () => farEnd.dispose(),
    () => transport.close(),
  );
  await transport.open({
    onFrame: (frame) => frames.push(Buffer.from(frame).toString('latin1')),
    onDiscarded: () => undefined,
    onState: (state) => states.push(state),
  });
  return { transport, frames, states };
}

describe.each([
  ['serial port', serialFarEnd],
  ['TCP', tcpFarEnd],
])('transport: %s', (_name, create) => {
  it('gives each line once, whole, without its end, however it is cut', async () => {
    const farEnd = await create();
    const { frames, states } = await start(farEnd);
    await vi.waitFor(() => expect(states).toEqual(['open']));
    farEnd.send('$one*1\r\n$tw');
    await vi.waitFor(() => expect(frames).toEqual(['$one*1']));
    farEnd.send('o*2\r\n\r\n$three*3\n');
    await vi.waitFor(() => expect(frames).toEqual(['$one*1', '$two*2', '$three*3']));
  });

  it('writes to the device, and rejects while the wire is down', async () => {
    const farEnd = await create();
    const { transport, states } = await start(farEnd);
    await transport.write(Buffer.from('$who*?\r\n'));
    await vi.waitFor(() => expect(farEnd.received()).toContain('$who*?'));
    await farEnd.unplug();
    await vi.waitFor(() => expect(states).toContain('closed'));
    await expect(transport.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    await farEnd.plug();
  });

  it('comes back by itself after an unplug', async () => {
    const farEnd = await create();
    const { frames, states } = await start(farEnd);
    farEnd.send('before\n');
    await vi.waitFor(() => expect(frames).toEqual(['before']));
    await farEnd.unplug();
    await vi.waitFor(() => expect(states).toContain('closed'));
    await farEnd.plug();
    await vi.waitFor(() => expect(states.at(-1)).toBe('open'), { timeout: 5_000 });
    farEnd.send('after\n');
    await vi.waitFor(() => expect(frames).toEqual(['before', 'after']));
  });

  it('reopens a wire that says nothing', async () => {
    const farEnd = await create();
    const { states } = await start(farEnd, 80);
    await vi.waitFor(() => expect(states.filter((state) => state === 'open').length).toBeGreaterThan(1), { timeout: 5_000 });
    expect(states.slice(0, 2)).toEqual(['open', 'silent']);
  });

  it('reopens it as soon though the clock was set back by a day meanwhile', async () => {
    const farEnd = await create();
    const { states } = await start(farEnd, 80);
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() - 86_400_000);
    try {
      await vi.waitFor(() => expect(states.filter((state) => state === 'open').length).toBeGreaterThan(1), { timeout: 5_000 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('holds bytes back while paused and loses none', async () => {
    const farEnd = await create();
    const { transport, frames, states } = await start(farEnd);
    await vi.waitFor(() => expect(states).toEqual(['open']));
    transport.pause();
    farEnd.send('held\n');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(frames).toEqual([]);
    transport.resume();
    await vi.waitFor(() => expect(frames).toEqual(['held']));
  });

  it('is silent after close', async () => {
    const farEnd = await create();
    const { transport, frames, states } = await start(farEnd);
    await transport.close();
    const before = states.length;
    farEnd.send('late\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(frames).toEqual([]);
    expect(states.length).toBe(before);
  });
});

describe('serial port', () => {
  it('waits for a path that appears later', async () => {
    const farEnd = await serialFarEnd();
    await farEnd.unplug();
    const { frames, states } = await start(farEnd);
    expect(states).toEqual(['closed']);
    await farEnd.plug();
    await vi.waitFor(() => expect(states.at(-1)).toBe('open'), { timeout: 5_000 });
    farEnd.send('hello\n');
    await vi.waitFor(() => expect(frames).toEqual(['hello']));
  });
});

describe('device address', () => {
  it('reads both forms and says what it expected otherwise', () => {
    expect(parseDeviceAddress('serial:/dev/ttyAMA0?baud=9600&data=7&parity=even&stop=2')).toEqual({
      kind: 'serial',
      path: '/dev/ttyAMA0',
      baudRate: 9600,
      dataBits: 7,
      parity: 'even',
      stopBits: 2,
    });
    expect(parseDeviceAddress('tcp://[::1]:502')).toEqual({ kind: 'tcp', host: '::1', port: 502 });
    for (const wrong of [
      '/dev/ttyUSB0',
      'serial:ttyUSB0',
      'tcp://host',
      'tcp://host:1/x',
      'serial:/dev/x?speed=1',
      'serial:/dev/x?parity=mark',
      'http://x:1',
    ]) {
      expect(() => parseDeviceAddress(wrong), wrong).toThrow(/expected/);
    }
  });

  it('warns of names that change', () => {
    const warnings: string[] = [];
    openTransport(parseDeviceAddress('serial:/dev/ttyUSB3'), {
      createSplitter: () => ({ push: () => undefined }),
      warn: (message) => warnings.push(message),
    });
    expect(warnings.join()).toContain('/dev/serial/by-id/');
  });
});
