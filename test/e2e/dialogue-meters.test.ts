import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AnswerFault, createD0Meter, createDlt645Meter } from '../../device-sim/src/devices/index.ts';
import { openPty, type Pty } from '../../device-sim/src/pty/index.ts';
import { parseScenario } from '../../device-sim/src/scenario/index.ts';
import { decodeD0, decodeDlt645Readout } from '../../gateway/src/decode/index.ts';
import type { Dialogue, MeterReport, Result } from '../../gateway/src/domain/index.ts';
import { createD0Dialogue, createDlt645Dialogue } from '../../gateway/src/framing/index.ts';
import { openDialogueTransport, parseDeviceAddress } from '../../gateway/src/transport/index.ts';

/**
 * Simulated meters behind real pseudo-terminals, asked by the gateway's own dialogues through its own transport. A pty
 * enforces neither speed nor parity: that the settings change at the right moment shows because serialport empties the
 * input when they do, so a change that came too late would lose the answer.
 */
const START_MS = Date.parse('2026-06-21T12:00:00Z');
const SCENARIO = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: house, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000 }
`);
const [HOUSE] = SCENARIO.devices as [(typeof SCENARIO.devices)[number]];
const ADDRESS = '000000000161';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'jg-dialogue-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function plug(linkPath = join(folder(), 'meter')): Promise<Pty> {
  const pty = await openPty(linkPath);
  cleanups.push(() => pty.close());
  return pty;
}

/** A serial server with a meter behind it. */
async function serve(): Promise<{ pty: Pty; address: string; hangUp(): void }> {
  const sockets = new Set<Socket>();
  let listener: (bytes: Uint8Array) => void = () => undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (bytes) => listener(bytes));
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
  };
  const close = async () => {
    hangUp();
    server.close();
  };
  cleanups.push(close);
  const pty: Pty = {
    path: 'server',
    device: 'server',
    droppedBytes: 0,
    write(bytes) {
      for (const socket of sockets) socket.write(bytes);
      return sockets.size > 0;
    },
    isOpen: () => sockets.size > 0,
    drained: () => Promise.resolve(),
    onData(next) {
      listener = next;
    },
    close,
  };
  return { pty, address: `tcp://127.0.0.1:${(server.address() as { port: number }).port}`, hangUp };
}

/** What a gateway sees of one meter. */
async function watch(
  address: string,
  createDialogue: () => Dialogue,
  decode: (readout: Uint8Array) => Result<MeterReport>,
  silenceMs = 60_000,
) {
  const reports: Result<MeterReport>[] = [];
  const refusals: string[] = [];
  const states: string[] = [];
  let discarded = 0;
  const transport = openDialogueTransport(parseDeviceAddress(address), {
    createDialogue,
    pollMs: 200,
    silenceMs,
    backoffMinMs: 20,
    backoffMaxMs: 100,
    pollMaxMs: 400,
  });
  cleanups.push(() => transport.close());
  await transport.open({
    onFrame: (readout) => reports.push(decode(readout)),
    onDiscarded: (count) => {
      discarded += count;
    },
    onRefused: ({ code }) => refusals.push(code),
    onState: (state) => states.push(state),
  });
  return { transport, reports, refusals, states, discarded: () => discarded };
}

const COMMON = { description: HOUSE, domain: 1n, seed: 'test', startMs: START_MS, stateFile: undefined };
const d0Dialogue = () => createD0Dialogue({ mode: 'auto' });
const dlt645Dialogue = (version: '2007' | '1997') => () => createDlt645Dialogue({ version });
const decodeDlt645 = (readout: Uint8Array) => decodeDlt645Readout([readout]);
const SOON = { timeout: 20_000, interval: 20 };

describe('D0 meter', () => {
  it.each([
    ['mode C', { letter: '5' }],
    ['mode C with an echoing head', { letter: '5', echoes: true }],
    ['mode B', { letter: 'E' }],
    ['mode A', { letter: '\\' }],
  ])('of %s is read', async (_name, options) => {
    const pty = await plug();
    const meter = createD0Meter({ ...COMMON, pty, ...options });
    const truth = meter.emit(START_MS, []);
    const { reports, refusals, discarded } = await watch(`serial:${pty.path}?baud=9600`, d0Dialogue, decodeD0);
    await vi.waitFor(() => expect(reports.length).toBeGreaterThanOrEqual(2), SOON);
    expect(reports[0]).toMatchObject({
      ok: true,
      value: {
        meterSerial: 'house',
        integrity: 'checksum',
        reading: { time: truth.time, importWh: truth.importWh, exportWh: truth.exportWh },
      },
    });
    expect({ refusals, discarded: discarded() }).toEqual({ refusals: [], discarded: 0 });
  });

  it('whose parity bits show is read, and refused where one is wrong', async () => {
    const pty = await plug();
    const faults: (AnswerFault | undefined)[] = [undefined, 'wrong-parity'];
    const meter = createD0Meter({ ...COMMON, pty, showsParity: true, nextFault: () => faults.shift() });
    meter.emit(START_MS, []);
    const { reports } = await watch(`serial:${pty.path}?baud=300`, () => createD0Dialogue({ mode: 'C', parity: 'own' }), decodeD0);
    await vi.waitFor(() => expect(reports.length).toBeGreaterThanOrEqual(3), SOON);
    expect(reports.slice(0, 3)).toMatchObject([{ ok: true }, { ok: false, code: 'CRC_MISMATCH' }, { ok: true }]);
  });

  it('of mode D is heard', async () => {
    const pty = await plug();
    const meter = createD0Meter({ ...COMMON, pty, pushes: true });
    const { reports, states } = await watch(`serial:${pty.path}?baud=9600`, () => createD0Dialogue({ mode: 'D' }), decodeD0);
    await vi.waitFor(() => expect(states).toEqual(['open']), SOON);
    await vi.waitFor(() => {
      meter.emit(START_MS, []);
      expect(reports[0]).toMatchObject({ ok: true, value: { integrity: 'none' } });
    }, SOON);
  });

  it.each<[AnswerFault, string | undefined]>([
    ['bit-flip', 'CRC_MISMATCH'],
    ['wrong-check', 'CRC_MISMATCH'],
    ['truncated', 'DEVICE_TIMEOUT'],
    ['silence', 'DEVICE_TIMEOUT'],
    ['error-reply', 'DEVICE_EXCEPTION'],
    ['late', 'DEVICE_TIMEOUT'],
    ['overlong', 'FRAME_MALFORMED'],
    ['noise', undefined],
    ['doubled', undefined],
  ])('that suffers %s never gives a wrong register, and is read again', async (fault, code) => {
    const pty = await plug();
    const faults: AnswerFault[] = [fault];
    const meter = createD0Meter({ ...COMMON, pty, nextFault: () => faults.shift() });
    const truth = meter.emit(START_MS, []);
    const { reports, refusals } = await watch(`serial:${pty.path}?baud=300&data=7&parity=even`, d0Dialogue, decodeD0);
    await vi.waitFor(() => expect(reports.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(1), SOON);
    const codes = [...refusals, ...reports.flatMap((report) => (report.ok ? [] : [report.code]))];
    if (code === undefined) expect(codes).toEqual([]);
    else expect(codes).toContain(code);
    for (const report of reports) if (report.ok) expect(report.value.reading.importWh).toBe(truth.importWh);
  });
});

describe('DL/T 645 meter', () => {
  it.each(['2007', '1997'] as const)('of %s is found and read', async (version) => {
    const pty = await plug();
    const meter = createDlt645Meter({ ...COMMON, pty, address: ADDRESS, version, echoes: version === '1997' });
    const truth = meter.emit(START_MS, []);
    const { reports, refusals } = await watch(`serial:${pty.path}?baud=2400&parity=even`, dlt645Dialogue(version), decodeDlt645);
    await vi.waitFor(() => expect(reports.length).toBeGreaterThanOrEqual(2), SOON);
    expect(reports[0]).toMatchObject({
      ok: true,
      // The meter tells hundredths of a kWh.
      value: {
        meterSerial: ADDRESS,
        exportIsPresent: true,
        powerIsPresent: true,
        reading: { time: truth.time, importWh: (truth.importWh / 10n) * 10n },
      },
    });
    expect(refusals).toEqual([]);
  });

  it.each<AnswerFault>(['bit-flip', 'wrong-check', 'truncated', 'noise', 'silence', 'error-reply', 'late', 'doubled'])(
    'that suffers %s twice never gives a wrong register, and is read again',
    async (fault) => {
      const pty = await plug();
      let turn = 0;
      const nextFault = () => {
        turn += 1;
        return turn === 1 || turn === 4 ? fault : undefined;
      };
      const meter = createDlt645Meter({ ...COMMON, pty, address: ADDRESS, version: '2007', nextFault });
      const truth = meter.emit(START_MS, []);
      const dialogue = () => createDlt645Dialogue({ version: '2007', address: ADDRESS });
      const { reports } = await watch(`serial:${pty.path}?baud=9600&parity=even`, dialogue, decodeDlt645);
      await vi.waitFor(() => expect(reports.length).toBeGreaterThanOrEqual(1), SOON);
      for (const report of reports)
        expect(report).toMatchObject({ ok: true, value: { reading: { importWh: (truth.importWh / 10n) * 10n } } });
    },
  );
});

describe('the wire', () => {
  it('may be a serial server, which hangs up', async () => {
    const { pty, address, hangUp } = await serve();
    const meter = createDlt645Meter({ ...COMMON, pty, address: ADDRESS, version: '2007' });
    const truth = meter.emit(START_MS, []);
    const { reports, states } = await watch(address, dlt645Dialogue('2007'), decodeDlt645);
    await vi.waitFor(() => expect(reports[0]).toMatchObject({ ok: true, value: { reading: { exportWh: truth.exportWh } } }), SOON);
    hangUp();
    await vi.waitFor(() => expect(states).toEqual(['open', 'closed', 'open']), SOON);
    const before = reports.length;
    await vi.waitFor(() => expect(reports.length).toBeGreaterThan(before + 1), SOON);
  });

  it('may be unplugged in the middle of a cycle, and comes back', async () => {
    const path = join(folder(), 'meter');
    const first = await plug(path);
    createD0Meter({ ...COMMON, pty: first }).emit(START_MS, []);
    const { reports, states } = await watch(`serial:${path}?baud=300`, d0Dialogue, decodeD0);
    await vi.waitFor(() => expect(reports).toHaveLength(1), SOON);
    await first.close();
    await vi.waitFor(() => expect(states).toContain('closed'), SOON);
    createD0Meter({ ...COMMON, pty: await plug(path) }).emit(START_MS, []);
    await vi.waitFor(() => expect(reports.length).toBeGreaterThanOrEqual(2), SOON);
    expect(states.at(-1)).toBe('open');
  });

  it('is reopened where the meter says nothing, and the meter asked ever less often', async () => {
    const pty = await plug();
    const { refusals, states } = await watch(`serial:${pty.path}?baud=2400`, dlt645Dialogue('1997'), decodeDlt645, 5_000);
    await vi.waitFor(() => expect(refusals[0]).toBe('DEVICE_TIMEOUT'), SOON);
    await vi.waitFor(() => expect(states.slice(0, 3)).toEqual(['open', 'silent', 'open']), SOON);
  });

  it('is the dialogue’s alone, and rests while paused', async () => {
    const pty = await plug();
    createDlt645Meter({ ...COMMON, pty, address: ADDRESS, version: '2007' }).emit(START_MS, []);
    const { transport, reports } = await watch(`serial:${pty.path}?baud=2400`, dlt645Dialogue('2007'), decodeDlt645);
    await expect(transport.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'TRANSPORT_FAILED' });
    await vi.waitFor(() => expect(reports.length).toBeGreaterThanOrEqual(1), SOON);
    transport.pause();
    const before = reports.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(reports).toHaveLength(before);
    transport.resume();
    await vi.waitFor(() => expect(reports.length).toBeGreaterThan(before + 1), SOON);
  });

  it('is opened once: a second opener is told that it is taken', async () => {
    const pty = await plug();
    createDlt645Meter({ ...COMMON, pty, address: ADDRESS, version: '2007' }).emit(START_MS, []);
    const first = await watch(`serial:${pty.path}?baud=2400`, d0Dialogue, decodeD0);
    const second = await watch(`serial:${pty.path}?baud=2400`, dlt645Dialogue('2007'), decodeDlt645);
    expect(first.states).toEqual(['open']);
    await vi.waitFor(() => expect(second.states).toContain('closed'), SOON);
    expect(second.states).not.toContain('open');
  });
});
