import { describe, expect, it } from 'vitest';
import type { Pty } from '../pty/index.ts';
import { type FaultKind, parseScenario } from '../scenario/index.ts';
import { createDlmsMeter, createP1Meter, type Device, type DeviceOptions, type DlmsFault, type DlmsMeterOptions } from './index.ts';

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const [HOUSE] = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: house, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000 }
`).devices as [ReturnType<typeof parseScenario>['devices'][number]];
const KEY = Buffer.alloc(16, 0x11);

/** A meter, and what each reading with these faults puts on the wire. */
function run(create: (options: DeviceOptions) => Device) {
  const sent: string[] = [];
  const pty: Pty = {
    path: 'fake',
    device: 'fake',
    droppedBytes: 0,
    write(bytes) {
      sent.push(Buffer.from(bytes).toString('hex'));
      return true;
    },
    isOpen: () => true,
    drained: () => Promise.resolve(),
    onData: () => undefined,
    close: () => Promise.resolve(),
  };
  const device = create({ description: HOUSE, pty, domain: 1n, seed: 'test', startMs: START_MS, stateFile: undefined });
  const emit = (seconds: number, kind?: FaultKind, silence = 0): string[] => {
    sent.length = 0;
    device.emit(START_MS + 1000 * seconds, kind === undefined ? [] : [{ atSeconds: 0, device: 'house', kind, seconds: silence }]);
    return [...sent];
  };
  return { device, emit };
}
const meter = (options: Partial<DlmsMeterOptions> = {}) =>
  run((usual) => createDlmsMeter({ link: 'hdlc', layout: 'kaifa', ...usual, ...options }));
/** 1.8.0 after the clock of list 3. */
const registerOf = (frame: string | undefined): number => Number.parseInt(/ff80000006([0-9a-f]{8})06/.exec(frame ?? '')?.[1] ?? '', 16);

describe('a DLMS meter', () => {
  it('pushes one notification per reading, with what it truly metered', () => {
    const { device, emit } = meter();
    const [frame, ...others] = emit(60);
    expect(others).toEqual([]);
    expect(frame).toMatch(/^7ea0.*7e$/);
    expect(BigInt(registerOf(frame))).toBe(device.last?.importWh);
    expect(registerOf(emit(3600)[0])).toBeGreaterThan(registerOf(frame));
  });

  it('speaks over the link it is asked for, and in segments where its list is long', () => {
    expect(meter({ layout: 'named' }).emit(60)[0]).toMatch(/^7ea8.*7e7ea0.*7e$/);
    expect(meter({ link: 'mbus', layout: 'named' }).emit(60)[0]).toMatch(/^68(..)(\1)68.*16$/);
  });

  it('shows nothing of a reading it encrypts, and counts what it sends', () => {
    const { emit } = meter({ link: 'mbus', key: KEY });
    const sent = [60, 120].flatMap((seconds) => emit(seconds)).join('');
    expect(sent).not.toContain(Buffer.from('house').toString('hex'));
    expect([...sent.matchAll(/db084a4753.{10}(?:81)?..20(.{8})/g)].map((match) => match[1])).toEqual(['00000001', '00000002']);
    expect(meter({ link: 'mbus', key: KEY, authenticationKey: KEY }).emit(60)[0]).toMatch(/db084a4753.{10}(?:81)?..30/);
  });

  it.each<[FaultKind, (bad: string, good: string) => boolean]>([
    ['register-down', (bad, good) => registerOf(good) - registerOf(bad) === 100_000],
    ['bit-flip', (bad, good) => bad.length === good.length && bad !== good && bad.slice(-6) === good.slice(-6)],
    ['truncated', (bad, good) => good.startsWith(bad) && bad.length < good.length],
    ['overlong', (bad, good) => bad.startsWith(good.slice(0, 60)) && bad.length > 2 * 16_384],
    ['noise', (bad) => !/^(..)*7e/.test(bad)],
  ])('sends %s before the true reading', (kind, isAsItShould) => {
    const { emit } = meter();
    emit(60);
    const [bad = '', good = '', ...others] = emit(120, kind);
    expect(others).toEqual([]);
    expect(isAsItShould(bad, good)).toBe(true);
  });

  it.each<[DlmsFault, Partial<DlmsMeterOptions>]>([
    ['wrong-key', { key: KEY }],
    ['lost-segment', { layout: 'named' }],
  ])('sends %s before the true reading', (fault, options) => {
    const faults = [undefined, fault];
    const { emit } = meter({ ...options, nextFault: () => faults.shift() });
    expect(emit(60)).toHaveLength(1);
    const [bad, good, ...others] = emit(120);
    expect(others).toEqual([]);
    expect(bad).not.toBe(good);
    expect(bad?.slice(0, 4)).toBe(good?.slice(0, 4));
    expect(emit(180)).toHaveLength(1);
  });

  it.each<[DlmsFault, RegExp]>([
    ['wrong-key', /no wrong one/],
    ['lost-segment', /loses no segment/],
  ])('has no %s without a key and with one frame', (fault, message) => {
    expect(() => meter({ nextFault: () => fault }).emit(60)).toThrow(message);
  });

  it('sends the reading before once more, and is silent for a while', () => {
    const { emit } = meter();
    const [first] = emit(60);
    expect(emit(120, 'replay')[1]).toBe(first);
    expect(emit(180, 'silence', 90)).toEqual([]);
    expect(emit(240)).toEqual([]);
    expect(emit(300)).toHaveLength(1);
  });

  it('cannot forge what it does not sign', () => {
    for (const kind of ['forged-reading', 'wrong-domain'] as const) expect(() => meter().emit(60, kind)).toThrow(/signs nothing/);
  });
});

describe('a P1 meter with a key', () => {
  const encrypted = (nextFault?: () => 'wrong-key' | undefined) =>
    run((usual) => createP1Meter({ ...usual, key: KEY, ...(nextFault === undefined ? {} : { nextFault }) }));

  it('sends its telegrams enciphered and authenticated, and counts them', () => {
    const { emit } = encrypted();
    for (const [at, frame] of [60, 120].flatMap((seconds) => emit(seconds)).entries())
      expect(frame).toMatch(new RegExp(`^db084a4753.{10}82....300000000${at + 1}`));
  });

  it('sends the true reading under another key before it', () => {
    const { emit } = encrypted(() => 'wrong-key');
    const [bad = '', good = ''] = emit(60);
    expect([bad.length, bad.slice(0, 36)]).toEqual([good.length, good.slice(0, 36)]);
    expect(bad).not.toBe(good);
  });

  it('begins what is overlong as its own telegrams', () => {
    expect(encrypted().emit(60, 'overlong')[0]).toMatch(/^db08/);
  });
});
