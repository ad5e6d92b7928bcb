import { describe, expect, it } from 'vitest';
import { createEdl40Key } from '../encode/index.ts';
import type { Pty } from '../pty/index.ts';
import { type FaultKind, parseScenario } from '../scenario/index.ts';
import { createSmlMeter, type SmlMeterOptions } from './index.ts';

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const [HOUSE] = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: house, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000 }
`).devices as [ReturnType<typeof parseScenario>['devices'][number]];
const FRAME = /^1b1b1b1b01010101.*1b1b1b1b1a0[0-3]....$/;

/** A meter, and what each reading with these faults puts on the wire. */
function meter(options: Partial<SmlMeterOptions> = {}) {
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
  const device = createSmlMeter({ description: HOUSE, pty, domain: 1n, seed: 'test', startMs: START_MS, stateFile: undefined, ...options });
  const emit = (seconds: number, kind?: FaultKind, silence = 0): string[] => {
    sent.length = 0;
    device.emit(START_MS + 1000 * seconds, kind === undefined ? [] : [{ atSeconds: 0, device: 'house', kind, seconds: silence }]);
    return [...sent];
  };
  return { device, emit };
}
/** 1.8.0 in tenths of a Wh. */
const registerOf = (frame: string | undefined): number =>
  Number.parseInt(/0100010800ff65001c010401621e52ff69([0-9a-f]{16})/.exec(frame ?? '')?.[1] ?? '', 16);

describe('an SML meter', () => {
  it('pushes one frame per reading, with what it truly metered', () => {
    const { device, emit } = meter();
    const [frame, ...others] = emit(60);
    expect(others).toEqual([]);
    expect(frame).toMatch(FRAME);
    expect(BigInt(registerOf(frame))).toBe(10n * (device.last?.importWh ?? 0n));
    expect(registerOf(emit(3600)[0])).toBeGreaterThan(registerOf(frame));
  });

  it('keeps its serial, tells a clock only if it has one, and computes the CRC it is asked for', () => {
    expect(meter().emit(60)).toEqual(meter().emit(60));
    expect(meter({ serial: '1JGS0000000001' }).emit(60)[0]).toContain('0a014a47530000000001');
    expect(meter().emit(60)[0]).not.toContain('726202');
    expect(meter({ tellsTime: true }).emit(60)[0]).toContain('726202');
    expect(meter({ crc: 'kermit' }).emit(60)[0]).not.toBe(meter().emit(60)[0]);
  });

  it.each<[FaultKind, (bad: string, good: string) => boolean]>([
    ['register-down', (bad, good) => FRAME.test(bad) && registerOf(good) - registerOf(bad) === 1_000_000],
    ['bit-flip', (bad, good) => bad.length === good.length && bad !== good && bad.slice(-4) === good.slice(-4)],
    ['truncated', (bad, good) => good.startsWith(bad) && bad.length < good.length],
    ['overlong', (bad) => bad.startsWith('1b1b1b1b01010101') && bad.length > 2 * 16_384 && !bad.slice(16).includes('1b1b1b1b')],
    ['noise', (bad) => !/^(..)*1b/.test(bad)],
  ])('sends %s before the true reading', (kind, isAsItShould) => {
    const { emit } = meter();
    emit(60);
    const [bad = '', good = '', ...others] = emit(120, kind);
    expect(others).toEqual([]);
    expect(good).toMatch(FRAME);
    expect(isAsItShould(bad, good)).toBe(true);
  });

  it('sends the reading before once more, and is silent for a while', () => {
    const { emit } = meter();
    const [first] = emit(60);
    expect(emit(120, 'replay')).toEqual([expect.stringMatching(FRAME), first]);
    expect(emit(180, 'silence', 90)).toEqual([]);
    expect(emit(240)).toEqual([]);
    expect(emit(300)).toHaveLength(1);
  });

  it('cannot forge what it does not sign', () => {
    for (const kind of ['forged-reading', 'wrong-domain'] as const) expect(() => meter().emit(60, kind)).toThrow(/signs for no market/);
  });

  it('signs each list in a charging station, and counts them', () => {
    const { emit } = meter({ edl40Key: createEdl40Key(Buffer.alloc(24, 7)) });
    const frames = [emit(60), emit(120)].flat();
    expect(frames).toHaveLength(2);
    for (const [at, frame] of frames.entries()) {
      expect(frame).toMatch(FRAME);
      expect(frame).toMatch(/8304[0-9a-f]{96}000701/);
      expect(frame).toContain(`078180817101ff01010101650000000${at + 1}`);
      expect(frame).not.toContain('0100010800ff');
    }
  });
});
