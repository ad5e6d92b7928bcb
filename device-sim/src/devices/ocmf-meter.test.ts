import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveSigningKey } from '../encode/index.ts';
import type { Pty } from '../pty/index.ts';
import { type FaultKind, parseScenario } from '../scenario/index.ts';
import { createOcmfMeter, type OcmfFault, type OcmfMeterOptions } from './index.ts';

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const [STATION] = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: station, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000, exportWh: 500000 }
`).devices as [ReturnType<typeof parseScenario>['devices'][number]];

function meter(options: Partial<OcmfMeterOptions> = {}) {
  const sent: string[] = [];
  const faults: OcmfFault[] = [];
  const pty: Pty = {
    path: 'fake',
    device: 'fake',
    droppedBytes: 0,
    write(bytes) {
      sent.push(Buffer.from(bytes).toString('latin1'));
      return true;
    },
    isOpen: () => true,
    drained: () => Promise.resolve(),
    onData: () => undefined,
    close: () => Promise.resolve(),
  };
  const nextFault = () => faults.shift();
  const device = createOcmfMeter({
    description: STATION,
    pty,
    domain: 1n,
    seed: 'test',
    startMs: START_MS,
    stateFile: undefined,
    nextFault,
    ...options,
  });
  const emit = (seconds: number, kind?: FaultKind): string[] => {
    sent.length = 0;
    device.emit(START_MS + 1000 * seconds, kind === undefined ? [] : [{ atSeconds: 0, device: 'station', kind, seconds: 90 }]);
    return [...sent];
  };
  const isSigned = (line: string): boolean => {
    const [, payload = '', SD = ''] = /^OCMF\|(.*)\|\{"SA":"[^"]*",(?:"SE":"base64",)?"SD":"([^"]*)"\}\r\n$/.exec(line) ?? [];
    const publicKey = createPublicKey({ key: Buffer.from(device.signingKey.spki), format: 'der', type: 'spki' });
    return verify('sha256', Buffer.from(payload, 'latin1'), publicKey, Buffer.from(SD, options.encoding ?? 'hex'));
  };
  return { device, emit, faults, isSigned };
}
const counterOf = (line = '') => Number(/"PG":"T(\d+)"/.exec(line)?.[1]);
const registersOf = (line = '') => [...line.matchAll(/"RV":([\d.]+)/g)].map(([, kwh = '']) => BigInt(kwh.replace('.', '')));

describe('an OCMF meter', () => {
  it('sends one signed record per line, with what it truly metered', () => {
    const { device, emit, isSigned } = meter();
    for (const count of [1, 2, 3]) {
      const [line = '', ...others] = emit(60 * count);
      expect(others).toEqual([]);
      expect(isSigned(line)).toBe(true);
      expect(counterOf(line)).toBe(count);
      expect(registersOf(line)).toEqual([device.last?.importWh, device.last?.exportWh]);
    }
    expect(device.last).toMatchObject({ counter: 3n });
  });

  it.each([
    ['a key of secp256k1', { signingKey: deriveSigningKey('secp256k1', 'a', 'b') }],
    ['signatures in base64', { encoding: 'base64' }],
  ] as const)('has %s if told', (_, options) => {
    const { emit, isSigned } = meter(options);
    expect(isSigned(emit(60)[0] ?? '')).toBe(true);
  });

  it('has an ID that can be set', () => {
    const { device, emit, isSigned } = meter({ identification: 'card 7' });
    expect(emit(60)[0]).toContain('"ID":"card 7"');
    device.identify('0x7e5f4552091a69125d5dfcb7b8c2659029395bdf');
    const [line = ''] = emit(120);
    expect(line).toContain('"ID":"0x7e5f4552091a69125d5dfcb7b8c2659029395bdf"');
    expect(isSigned(line)).toBe(true);
  });

  it('keeps its key', () => {
    const [one, another] = [meter(), meter()].map(({ device }) => Buffer.from(device.signingKey.publicKey).toString('hex'));
    expect(one).toBe(another);
  });

  it.each<[FaultKind, (bad: string, good: string, isSigned: (line: string) => boolean) => boolean]>([
    [
      'forged-reading',
      (bad, good, isSigned) =>
        !isSigned(bad) && counterOf(bad) === counterOf(good) && (registersOf(bad)[1] ?? 0n) - (registersOf(good)[1] ?? 0n) === 10_000n,
    ],
    [
      'register-down',
      (bad, good, isSigned) =>
        isSigned(bad) && counterOf(bad) === 2 && counterOf(good) === 3 && registersOf(bad)[0] === (registersOf(good)[0] ?? 0n) - 100_000n,
    ],
    ['bit-flip', (bad, _, isSigned) => !isSigned(bad) && counterOf(bad) === 2],
    ['truncated', (bad) => bad.length === 202 && bad.endsWith('\r\n')],
    ['overlong', (bad) => bad.length > 100_000],
    ['noise', (bad) => !bad.includes('OCMF')],
  ])('sends %s before the true reading', (kind, isAsItShould) => {
    const { emit, isSigned } = meter();
    emit(60);
    const [bad = '', good = '', ...others] = emit(120, kind);
    expect(others).toEqual([]);
    expect(isSigned(good)).toBe(true);
    expect(isAsItShould(bad, good, isSigned)).toBe(true);
  });

  it('sends the record before once more, and is silent for a while', () => {
    const { emit } = meter();
    const [first] = emit(60);
    expect(emit(120, 'replay')).toEqual([expect.stringContaining('"PG":"T2"'), first]);
    expect(emit(180, 'silence')).toEqual([]);
    expect(emit(300)).toHaveLength(1);
  });

  it('shows on demand a tampered value, another’s key and registers that stand still', () => {
    const { emit, faults, isSigned } = meter();
    const before = emit(60)[0];
    faults.push('tampered-value', 'wrong-key', 'frozen');
    const tampered = emit(120);
    expect(tampered.map(isSigned)).toEqual([false, true]);
    expect((registersOf(tampered[0])[0] ?? 0n) - (registersOf(tampered[1])[0] ?? 0n)).toBe(10_000n);
    const other = emit(3600);
    expect(other.map(isSigned)).toEqual([false, true]);
    expect(registersOf(other[0])).toEqual(registersOf(other[1]));
    const frozen = emit(7200);
    expect(frozen.map(isSigned)).toEqual([true]);
    expect(registersOf(frozen[0])).toEqual(registersOf(other[1]));
    expect(registersOf(frozen[0])).not.toEqual(registersOf(before));
    expect(counterOf(frozen[0])).toBe(4);
    expect(emit(10_800)).toHaveLength(1);
  });

  it('cannot be of the wrong market', () => {
    expect(() => meter().emit(60, 'wrong-domain')).toThrow(/names no market/);
  });
});
