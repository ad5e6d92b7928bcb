import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pty } from '../pty/index.ts';
import { parseScenario } from '../scenario/index.ts';
import { type AnswerFault, createMbusMeter, type MbusMeterOptions } from './index.ts';

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const [HOUSE] = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: house, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000 }
`).devices as [ReturnType<typeof parseScenario>['devices'][number]];

const RESET = '1040014116';
const [REQUEST, OTHER_REQUEST] = ['107b017c16', '105b015c16'];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function withSum(hex: string): string {
  const body = Buffer.from(hex, 'hex');
  const sum = body.subarray(body[0] === 0x68 ? 4 : 1).reduce((total, byte) => (total + byte) & 0xff, 0);
  return `${hex}${sum.toString(16).padStart(2, '0')}16`;
}

function meter(options: Partial<MbusMeterOptions> = {}) {
  const sent: string[] = [];
  let listener: (bytes: Uint8Array) => void = () => undefined;
  const pty: Pty = {
    path: 'fake',
    device: 'fake',
    droppedBytes: 0,
    write(bytes) {
      if (bytes.length > 0) sent.push(Buffer.from(bytes).toString('hex'));
      return true;
    },
    isOpen: () => true,
    drained: () => Promise.resolve(),
    onData(next) {
      listener = next;
    },
    close: () => Promise.resolve(),
  };
  const device = createMbusMeter({
    description: HOUSE,
    pty,
    domain: 1n,
    seed: 'test',
    startMs: START_MS,
    stateFile: undefined,
    address: 1,
    ...options,
  });
  device.emit(START_MS, []);
  const ask = (...requests: string[]): string[] => {
    sent.length = 0;
    for (const request of requests) listener(Buffer.from(request, 'hex'));
    return [...sent];
  };
  return { device, ask, sent };
}

/** Behind the header, without checksum: all that does not count telegrams. */
const recordsOf = (frame = ''): string => frame.slice(38, -4);
/** 1.8.0, the first record. */
const registerOf = (frame: string): number => Buffer.from(/04833b([0-9a-f]{8})/.exec(frame)?.[1] ?? '', 'hex').readUInt32LE();

describe('an M-Bus meter', () => {
  it('acknowledges a reset, and answers with a long frame of its own', () => {
    const { ask } = meter();
    expect(ask(RESET)).toEqual(['e5']);
    expect(ask(REQUEST)).toEqual([expect.stringMatching(/^68....6808017278563412f328010201000000.*16$/)]);
  });

  it('answers to its own address and to 254, and to none other', () => {
    const { ask } = meter();
    expect(ask(withSum('107b02'), withSum('107bff'), withSum('107bfd'))).toEqual([]);
    expect(ask(withSum('107bfe'))).toHaveLength(1);
  });

  it.each([
    ['its own name', '78563412f3280102', true],
    ['its number with open digits', '78f6ff12f328ff02', true],
    ['a name wholly open', 'ffffffffffffffff', true],
    ['another number', '79563412f3280102', false],
    ['another maker', '78563412f4280102', false],
  ])('is selected by %s: %s', (_says, name, isMeant) => {
    const { ask } = meter();
    const select = withSum(`680b0b6853fd52${name}`);
    expect(ask(select)).toEqual(isMeant ? ['e5'] : []);
    expect(ask(withSum('107bfd'))).toHaveLength(isMeant ? 1 : 0);
    expect(ask(withSum('1040fd'), withSum('107bfd')), 'after a reset nobody is selected').toEqual([]);
  });

  it('repeats its answer where the count bit did not turn, and reads anew where it did', () => {
    const { ask } = meter();
    const [first] = ask(REQUEST);
    expect(ask(REQUEST)).toEqual([first]);
    expect(ask(OTHER_REQUEST)).toEqual([expect.not.stringContaining(String(first))]);
  });

  it('splits its records in two telegrams, the first of which says so', () => {
    const { ask } = meter({ splits: true });
    const [energy, measurements, again] = ask(RESET, REQUEST, OTHER_REQUEST, REQUEST).slice(1);
    expect(energy).toMatch(/04833b.*1f..16$/);
    expect(measurements).toMatch(/042b/);
    expect(measurements).not.toMatch(/1f..16$/);
    expect(again).toMatch(/04833b/);
  });

  it('understands a request in pieces, after noise, and lets the host hear itself', () => {
    const { ask } = meter({ echoes: true });
    expect(ask('ff10', REQUEST.slice(0, 4), REQUEST.slice(4))).toEqual([
      'ff10',
      REQUEST.slice(0, 4),
      REQUEST.slice(4),
      expect.stringMatching(/^68/),
    ]);
  });

  it.each<[AnswerFault, (clean: string, spoilt: string) => void]>([
    ['bit-flip', (clean, got) => expect(got.length === clean.length && got !== clean).toBe(true)],
    ['wrong-check', (clean, got) => expect([got.slice(0, -4), got === clean]).toEqual([clean.slice(0, -4), false])],
    ['truncated', (clean, got) => expect(clean.startsWith(got) && got.length < clean.length).toBe(true)],
    ['noise', (clean, got) => expect(got.endsWith(clean) && got.length > clean.length).toBe(true)],
    ['silence', (_clean, got) => expect(got).toBe('')],
    ['error-reply', (_clean, got) => expect(got).toBe('')],
    ['doubled', (clean, got) => expect(got).toBe(clean + clean)],
    ['late', (_clean, got) => expect(got).toBe('')],
    ['register-down', (clean, got) => expect(registerOf(got)).toBe(registerOf(clean) - 100_000)],
  ])('can suffer %s', (kind, check) => {
    const faults: (AnswerFault | undefined)[] = [kind];
    const { ask, sent } = meter({ nextFault: () => faults.shift() });
    const [clean = ''] = meter().ask(REQUEST);
    check(clean, ask(REQUEST)[0] ?? '');
    vi.advanceTimersByTime(5000);
    if (kind === 'late') expect(sent).toHaveLength(1);
    expect(recordsOf(ask(RESET, REQUEST)[1]), 'well again').toBe(recordsOf(clean));
  });
});
