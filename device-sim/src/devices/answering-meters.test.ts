import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeDlt645Frame } from '../encode/index.ts';
import type { Pty } from '../pty/index.ts';
import { type FaultKind, parseScenario } from '../scenario/index.ts';
import { type AnswerFault, createD0Meter, createDlt645Meter, type D0MeterOptions, type Dlt645MeterOptions } from './index.ts';

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const SCENARIO = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: house, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000 }
`);
const [HOUSE] = SCENARIO.devices as [(typeof SCENARIO.devices)[number]];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A port that somebody always reads. */
function createFakePty() {
  const sent: string[] = [];
  let listener: (bytes: Uint8Array) => void = () => undefined;
  const pty: Pty = {
    path: 'fake',
    device: 'fake',
    droppedBytes: 0,
    write(bytes) {
      if (bytes.length > 0) sent.push(Buffer.from(bytes).toString('latin1'));
      return true;
    },
    isOpen: () => true,
    drained: () => Promise.resolve(),
    onData(next) {
      listener = next;
    },
    close: () => Promise.resolve(),
  };
  return { pty, sent, say: (bytes: string | Uint8Array) => listener(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes) };
}
const COMMON = { description: HOUSE, domain: 1n, seed: 'test', startMs: START_MS, stateFile: undefined };
const fault = (kind: FaultKind, seconds = 0) => ({ atSeconds: 0, device: 'house', kind, seconds });

function d0(options: Partial<D0MeterOptions> = {}) {
  const port = createFakePty();
  const meter = createD0Meter({ ...COMMON, pty: port.pty, ...options });
  meter.emit(START_MS, []);
  const ask = () => {
    port.sent.length = 0;
    port.say('/?!\r\n');
    vi.advanceTimersByTime(1500);
    if (port.sent.length === 1) port.say('\x06050\r\n');
    vi.advanceTimersByTime(1500);
    return [...port.sent];
  };
  return { ...port, meter, ask };
}
function dlt645(options: Partial<Dlt645MeterOptions> = {}) {
  const port = createFakePty();
  const meter = createDlt645Meter({ ...COMMON, pty: port.pty, address: '000000000161', version: '2007', ...options });
  meter.emit(START_MS, []);
  const ask = (address = '000000000161', identifier = '00010000', control = 0x11) => {
    port.sent.length = 0;
    port.say(encodeDlt645Frame(address, control, ...(identifier === '' ? [] : [identifier])));
    return port.sent.map((one) => Buffer.from(one, 'latin1').toString('hex'));
  };
  return { ...port, meter, ask };
}

describe('D0 meter', () => {
  it('identifies itself, and sends its data message when acknowledged', () => {
    const { ask } = d0();
    const [identification, message = ''] = ask();
    expect(identification).toBe('/JGS5SIM-D0\r\n');
    expect(message.startsWith('\x02F.F(00000000)\r\n')).toBe(true);
    expect(message).toContain('\r\n1.8.0(002000.000*kWh)\r\n');
    expect(message.slice(0, -1).endsWith('\r\n!\r\n\x03')).toBe(true);
    expect(Buffer.from(message.slice(1), 'latin1').reduce((sum, byte) => sum ^ byte, 0)).toBe(0);
  });

  it('takes its time, as a line of 300 baud does', () => {
    const { say, sent } = d0();
    say('/?!\r\n');
    vi.advanceTimersByTime(360);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(10);
    expect(sent).toHaveLength(1);
  });

  it('answers to its own address and to none other', () => {
    const { say, sent } = d0();
    say('/?stranger!\r\n');
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual([]);
    say('/?house!\r\n');
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual(['/JGS5SIM-D0\r\n']);
  });

  it('waits for no acknowledgement in mode B', () => {
    const { say, sent } = d0({ letter: 'E' });
    say('/?!\r\n');
    vi.advanceTimersByTime(1500);
    expect(sent).toHaveLength(2);
  });

  it('pushes in mode D, and understands bytes with parity bits', () => {
    const { meter, sent } = d0({ pushes: true });
    expect(sent.join()).toMatch(/^\/JGS5SIM-D0\r\n\r\nF\.F.*!\r\n$/s);
    meter.emit(START_MS + 60_000, []);
    expect(sent).toHaveLength(2);
    const parity = d0({ showsParity: true, echoes: true });
    parity.say(Uint8Array.of(0xaf, 0x3f, 0x21, 0x8d, 0x0a));
    vi.advanceTimersByTime(1500);
    expect(parity.sent).toEqual(['\xaf?!\x8d\n', expect.stringMatching(/^\xaf/)]);
  });

  it.each<[AnswerFault, (clean: string[], spoilt: string[]) => void]>([
    ['bit-flip', ([, clean], [, got]) => expect([...(got ?? '')].filter((one, at) => one !== clean?.[at])).toHaveLength(1)],
    [
      'wrong-check',
      ([, clean], [, got]) => expect([got?.slice(0, -1), got]).toEqual([clean?.slice(0, -1), expect.not.stringMatching(clean ?? '')]),
    ],
    ['wrong-parity', ([, clean], [, got]) => expect([...(got ?? '')].filter((one, at) => one !== clean?.[at])).toHaveLength(1)],
    ['truncated', ([, clean = ''], [, got]) => expect(got).toBe(clean.slice(0, Math.floor(clean.length / 2)))],
    ['noise', (_clean, [, got]) => expect([got?.slice(0, 200), got?.[200]]).toEqual([expect.stringMatching(/^[\x80-\xff]+$/), '\x02'])],
    ['silence', (_clean, got) => expect(got).toEqual([])],
    ['error-reply', (_clean, got) => expect(got).toEqual(['\x15'])],
    ['doubled', ([, clean = ''], [, got]) => expect(got).toBe(clean + clean)],
    ['late', (_clean, got) => expect(got).toEqual(['/JGS5SIM-D0\r\n'])],
    ['register-down', (_clean, [, got]) => expect(got).toContain('1.8.0(001900.000*kWh)')],
  ])('can suffer %s', (kind, check) => {
    const faults: (AnswerFault | undefined)[] = [undefined, kind];
    const { ask } = d0({ nextFault: () => faults.shift() });
    const clean = ask();
    check(clean, ask());
    vi.advanceTimersByTime(5000);
    expect(ask().length, 'well again').toBe(2);
  });

  it('has the faults of a scenario, and is silent as long as told', () => {
    const { meter, ask } = d0();
    meter.emit(START_MS + 60_000, [fault('truncated')]);
    expect(ask()[1]).not.toContain('\x03');
    meter.emit(START_MS + 120_000, [fault('silence', 90)]);
    expect(ask()).toEqual([]);
    meter.emit(START_MS + 240_000, []);
    expect(ask()).toHaveLength(2);
    expect(() => meter.emit(START_MS + 300_000, [fault('wrong-domain')])).toThrow(/wrong-domain/);
  });
});

describe('DL/T 645 meter', () => {
  it('answers reads of what it has and of its address, and refuses others', () => {
    const { ask } = dlt645();
    expect(ask()).toEqual([Buffer.from(encodeDlt645Frame('000000000161', 0x91, '00010000', '00200000')).toString('hex')]);
    expect(ask('aaaaaaaaaaaa')).toHaveLength(1);
    expect(ask('aaaaaaaaaaaa', '', 0x13)).toEqual([Buffer.from(encodeDlt645Frame('000000000161', 0x93, '000000000161')).toString('hex')]);
    expect(ask('000000000161', '04999999')).toEqual([Buffer.from(encodeDlt645Frame('000000000161', 0xd1, '02')).toString('hex')]);
    expect(ask('000000000162')).toEqual([]);
  });

  it('speaks 1997', () => {
    const { ask } = dlt645({ version: '1997' });
    expect(ask('aaaaaaaaaaaa', '9010', 0x01)).toEqual([
      Buffer.from(encodeDlt645Frame('000000000161', 0x81, '9010', '00200000')).toString('hex'),
    ]);
    expect(ask('aaaaaaaaaaaa', '', 0x13)).toEqual([]);
  });

  it('understands a request in pieces, after noise', () => {
    const { say, sent } = dlt645();
    const request = encodeDlt645Frame('000000000161', 0x11, '00010000');
    say(Uint8Array.of(0x68, 0x00, 0x55));
    say(request.subarray(0, 9));
    expect(sent).toEqual([]);
    say(request.subarray(9));
    expect(sent).toHaveLength(1);
  });

  it.each<[AnswerFault, (clean: string, spoilt: string) => void]>([
    ['bit-flip', (clean, got) => expect(got.length === clean.length && got !== clean).toBe(true)],
    ['wrong-check', (clean, got) => expect([got.slice(0, -4), got === clean]).toEqual([clean.slice(0, -4), false])],
    ['truncated', (clean, got) => expect(clean.startsWith(got) && got.length < clean.length).toBe(true)],
    ['noise', (clean, got) => expect(got.endsWith(clean) && got.length > clean.length).toBe(true)],
    ['silence', (_clean, got) => expect(got).toBe('')],
    ['error-reply', (_clean, got) => expect(got).toBe(Buffer.from(encodeDlt645Frame('000000000161', 0xd1, '04')).toString('hex'))],
    ['doubled', (clean, got) => expect(got).toBe(clean + clean)],
    ['late', (_clean, got) => expect(got).toBe('')],
    [
      'register-down',
      (_clean, got) => expect(got).toBe(Buffer.from(encodeDlt645Frame('000000000161', 0x91, '00010000', '00190000')).toString('hex')),
    ],
  ])('can suffer %s', (kind, check) => {
    const faults: (AnswerFault | undefined)[] = [undefined, kind];
    const { ask, sent } = dlt645({ nextFault: () => faults.shift() });
    const [clean = ''] = ask();
    check(clean, ask()[0] ?? '');
    vi.advanceTimersByTime(5000);
    if (kind === 'late') expect(sent).toHaveLength(1);
    expect(ask()).toEqual([clean]);
  });
});
