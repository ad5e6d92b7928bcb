import { execFile } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { attachRtuSlaves, type ModbusFault, memoryUnit, openPty, startModbusTcpServer } from '../../device-sim/src/index.ts';
import type { ModbusConversation, Result } from '../../gateway/src/domain/index.ts';
import { type ModbusBus, type ModbusBusOptions, openModbusBus, parseDeviceAddress } from '../../gateway/src/transport/index.ts';
import { whereThere } from '../support/programs.ts';

/** The gateway's bus against the simulator's slaves, which share no code with it; mbpoll as a master that shares none with either. */

const REGISTERS = new Map(Array.from({ length: 200 }, (_, i) => [i, 0x1000 + i]));
const undo: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Place {
  readonly bus: ModbusBus;
  readonly states: string[];
  fault: ModbusFault | undefined;
}

async function onSerial(options: ModbusBusOptions = {}, unitIds = [1, 2]): Promise<Place & { readonly path: string }> {
  const pty = await openPty({});
  undo.push(() => pty.close());
  const place: { fault: ModbusFault | undefined } = { fault: undefined };
  attachRtuSlaves(pty, new Map(unitIds.map((id) => [id, memoryUnit(REGISTERS)])), {
    nextFault: () => {
      const { fault } = place;
      place.fault = undefined;
      return fault;
    },
  });
  const states: string[] = [];
  const bus = openModbusBus(parseDeviceAddress(`serial:${pty.path}?baud=115200`), {
    timeoutMs: 150,
    restMinMs: 300,
    onState: (state) => states.push(state),
    ...options,
  });
  undo.push(() => bus.close());
  return Object.assign(place, { bus, states, path: pty.path });
}

async function onTcp(options: ModbusBusOptions = {}, oneClient = false) {
  const place: { fault: ModbusFault | undefined } = { fault: undefined };
  const server = await startModbusTcpServer({
    units: new Map([
      [1, memoryUnit(REGISTERS)],
      [2, memoryUnit(REGISTERS)],
    ]),
    oneClient,
    nextFault: () => {
      const { fault } = place;
      place.fault = undefined;
      return fault;
    },
  });
  undo.push(() => server.stop());
  const states: string[] = [];
  const bus = openModbusBus(parseDeviceAddress(`tcp://127.0.0.1:${server.port}`), {
    timeoutMs: 150,
    restMinMs: 300,
    reopenMinMs: 50,
    onState: (state) => states.push(state),
    ...options,
  });
  undo.push(() => bus.close());
  return Object.assign(place, { bus, states, server });
}

function* read(address: number, count: number, functionCode: 3 | 4 = 3): ModbusConversation<Result<Uint8Array>> {
  return yield { type: 'read', functionCode, address, count };
}
const hexOf = (result: Result<Uint8Array>) => (result.ok ? Buffer.from(result.value).toString('hex') : result.code);

type FaultRow = [says: string, fault: ModbusFault, code: RegExp];
const DAMAGED: FaultRow = ['a damaged answer', 'wrong-check', /CRC_MISMATCH/];
const STRANGE_TRANSACTION: FaultRow = ['another transaction’s answer', 'wrong-transaction', /FRAME_MALFORMED/];

describe.each([
  ['RTU on a serial port', onSerial],
  ['TCP', onTcp],
] as const)('a Modbus bus, %s', (kind, open) => {
  it('gives registers as they came, for both functions and any count', async () => {
    const { bus } = await open();
    expect(hexOf(await bus.run(1, read(0, 2)))).toBe('10001001');
    expect(hexOf(await bus.run(2, read(7, 1, 4)))).toBe('1007');
    const long = await bus.run(1, read(0, 125));
    expect(long.ok && long.value.length).toBe(250);
  });

  it.each<FaultRow>([
    // Modbus TCP has no check value of its own.
    ...(kind === 'TCP' ? [] : [DAMAGED]),
    ['half an answer', 'truncated', /FRAME_TRUNCATED/],
    ['no answer', 'silence', /DEVICE_TIMEOUT/],
    ['an exception', 'exception', /DEVICE_EXCEPTION/],
    ['another unit’s answer', 'wrong-unit', /FRAME_MALFORMED/],
    ['another function’s answer', 'wrong-function', /FRAME_MALFORMED/],
    ['fewer registers than asked for', 'short-count', /FRAME_MALFORMED|FRAME_TRUNCATED|CRC_MISMATCH/],
    ...(kind === 'TCP' ? [STRANGE_TRANSACTION] : []),
  ])('refuses %s, and goes on', async (_says, fault, code) => {
    const place = await open({ restMinMs: 1 });
    place.fault = fault;
    expect(hexOf(await place.bus.run(1, read(4, 2)))).toMatch(code);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(hexOf(await place.bus.run(1, read(4, 2)))).toBe('10041005');
  });

  it.each<ModbusFault>(['doubled', ...(kind === 'TCP' ? [] : (['noise'] as const))])('takes the answer out of a %s one', async (fault) => {
    const place = await open();
    place.fault = fault;
    expect(hexOf(await place.bus.run(1, read(4, 1)))).toBe('1004');
    expect(hexOf(await place.bus.run(1, read(5, 1)))).toBe('1005');
    expect(place.bus.stat().discardedBytes).toBeGreaterThan(0);
  });

  it('never takes a late answer for a later request’s', async () => {
    const place = await open({ timeoutMs: 300, restMinMs: 1 });
    place.fault = 'late';
    expect(hexOf(await place.bus.run(1, read(9, 1)))).toBe('DEVICE_TIMEOUT');
    // The late one comes after 1.5 s, into the midst of these.
    for (const until = Date.now() + 1600; Date.now() < until; ) expect(hexOf(await place.bus.run(2, read(20, 1)))).toBe('1014');
    expect(place.bus.stat().discardedBytes).toBeGreaterThan(0);
  });

  it('explains an exception in words', async () => {
    const { bus } = await open();
    expect(await bus.run(1, read(500, 1))).toMatchObject({ ok: false, message: expect.stringContaining('illegal data address') });
  });

  it('lets a slave that does not answer rest, ever longer, and the others go on', async () => {
    const place = await open();
    place.fault = 'silence';
    expect(hexOf(await place.bus.run(1, read(0, 1)))).toBe('DEVICE_TIMEOUT');
    const before = place.bus.stat().requests;
    const resting = await place.bus.run(1, read(0, 1));
    expect(resting).toMatchObject({ ok: false, code: 'DEVICE_TIMEOUT', message: expect.stringContaining('rests') });
    expect(place.bus.stat().requests).toBe(before);
    expect(hexOf(await place.bus.run(2, read(0, 1)))).toBe('1000');
    await new Promise((resolve) => setTimeout(resolve, 320));
    expect(hexOf(await place.bus.run(1, read(0, 1)))).toBe('1000');
  });

  it('asks a resting slave again in its time, though the clock was set back by a day', async () => {
    const place = await open();
    place.fault = 'silence';
    expect(hexOf(await place.bus.run(1, read(0, 1)))).toBe('DEVICE_TIMEOUT');
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() - 86_400_000);
    try {
      await new Promise((resolve) => setTimeout(resolve, 320));
      expect(hexOf(await place.bus.run(1, read(0, 1)))).toBe('1000');
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves the process to others while a resting slave is asked without end', async () => {
    const place = await open({ restMinMs: 400 });
    place.fault = 'silence';
    expect(hexOf(await place.bus.run(1, read(0, 1)))).toBe('DEVICE_TIMEOUT');
    let timers = 0;
    const timer = setInterval(() => {
      timers += 1;
    }, 20);
    const until = Date.now() + 300;
    while (Date.now() < until) expect(hexOf(await place.bus.run(1, read(0, 1)))).toBe('DEVICE_TIMEOUT');
    clearInterval(timer);
    expect(timers).toBeGreaterThan(2);
  });

  it('serves slaves in turn: a long conversation keeps nobody waiting', async () => {
    const { bus } = await open();
    let isOver = false;
    const long = bus
      .run(
        1,
        (function* () {
          for (let i = 0; i < 50; i += 1) yield { type: 'read', functionCode: 3, address: i, count: 1 } as const;
        })(),
      )
      .then(() => {
        isOver = true;
      });
    await bus.run(2, read(0, 1));
    expect(isOver).toBe(false);
    await long;
  });

  it('answers ten thousand requests without growing', async () => {
    const { bus } = await open({ timeoutMs: 2000 });
    await bus.run(1, read(0, 10));
    for (let i = 0; i < (kind === 'TCP' ? 10_000 : 300); i += 1) expect((await bus.run(1, read(i % 100, 10))).ok).toBe(true);
    expect(bus.stat()).toMatchObject({ timeouts: 0, discardedBytes: 0 });
  }, 60_000);

  it('answers what waits when it is closed', async () => {
    const { bus } = await open();
    const waiting = Promise.all(Array.from({ length: 5 }, () => bus.run(1, read(0, 1))));
    await bus.close();
    const codes = new Set((await waiting).map(hexOf));
    for (const code of codes) expect(['1000', 'TRANSPORT_FAILED', 'DEVICE_TIMEOUT', 'FRAME_MALFORMED']).toContain(code);
  });
});

describe('a device that accepts a client and then hangs', () => {
  it('is connected to anew, and answers', async () => {
    const { bus, server, states } = await onTcp({ restMinMs: 1 });
    expect(hexOf(await bus.run(1, read(0, 1)))).toBe('1000');
    server.hang();
    for (let i = 0; i < 4; i += 1) {
      await bus.run(1, read(0, 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    server.hang(false);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(hexOf(await bus.run(1, read(0, 1)))).toBe('1000');
    expect(server.accepted).toBeGreaterThan(1);
    expect(states).toContain('closed');
  });

  it('is held by one connection only, whatever is asked at once', async () => {
    const { bus, server } = await onTcp({}, true);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => bus.run(1 + (i % 2), read(i, 1))));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(server.accepted).toBe(1);
  });
});

it('reads RTU through a serial server', async () => {
  const serial = await openPty({});
  undo.push(() => serial.close());
  attachRtuSlaves(serial, new Map([[5, memoryUnit(REGISTERS)]]));
  const { createServer } = await import('node:net');
  const { openSync, createReadStream, createWriteStream } = await import('node:fs');
  const server = createServer((socket) => {
    const fd = openSync(serial.path, 'r+');
    const from = createReadStream('', { fd, autoClose: false });
    const to = createWriteStream('', { fd, autoClose: false });
    socket.on('data', (chunk) => to.write(chunk));
    from.on('data', (chunk) => socket.write(chunk));
    // The terminal hangs up at the end.
    from.on('error', () => undefined);
    to.on('error', () => undefined);
    undo.push(() => from.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as { port: number };
  const bus = openModbusBus(parseDeviceAddress(`tcp://127.0.0.1:${port}?framing=rtu`), { timeoutMs: 500 });
  undo.push(() => bus.close());
  expect(hexOf(await bus.run(5, read(3, 2)))).toBe('10031004');
});

const mbpoll = whereThere(['mbpoll', 'mbpoll']);
describe.skipIf(mbpoll.isMissing)(mbpoll.named('the simulated slaves, asked by mbpoll'), () => {
  /** Not synchronously: the slave lives in this process. */
  const poll = (args: readonly string[]) =>
    new Promise<string>((resolve) =>
      execFile('mbpoll', ['-a', '7', '-r', '3', '-c', '2', '-t', '4:hex', '-0', '-1', '-q', ...args], (_, out, err) => resolve(out + err)),
    );

  it('over TCP', async () => {
    const server = await startModbusTcpServer({ units: new Map([[7, memoryUnit(REGISTERS)]]) });
    undo.push(() => server.stop());
    const said = await poll(['-m', 'tcp', '-p', String(server.port), '127.0.0.1']);
    expect(said).toMatch(/\[3\]:\s+0x1003/);
    expect(said).toMatch(/\[4\]:\s+0x1004/);
  });

  it('over a serial line', async () => {
    const pty = await openPty({});
    undo.push(() => pty.close());
    attachRtuSlaves(pty, new Map([[7, memoryUnit(REGISTERS)]]));
    const said = await poll(['-m', 'rtu', '-b', '9600', '-P', 'none', pty.path]);
    expect(said).toMatch(/\[3\]:\s+0x1003/);
  });
});
