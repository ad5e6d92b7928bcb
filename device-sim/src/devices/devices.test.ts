import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joulegate } from '@joulegate/protos';
import { verify } from '@noble/secp256k1';
import { afterEach, describe, expect, it } from 'vitest';
import { crc16Arc, crc16X25, encodeLine, formatCrc } from '../encode/index.ts';
import { deriveMeterKey } from '../keys.ts';
import type { Pty } from '../pty/index.ts';
import { type Fault, type FaultKind, parseScenario } from '../scenario/index.ts';
import { createNativeMeter, createP1Meter, replayFile } from './index.ts';

const DOMAIN = 0x1122334455667788n;
const KEY = deriveMeterKey('test', 'roof');
const START_MS = Date.parse('2026-06-21T12:00:00Z');
const MINUTE_MS = 60_000;
const SCENARIO = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: roof, kind: solar, peakW: 5000, inverterLimitW: 4600, latitudeDegrees: 52.5, longitudeDegrees: 13.4, importWh: 5000, exportWh: 1000000 }
  - { id: house, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000 }
`);
const [ROOF, HOUSE] = SCENARIO.devices as [(typeof SCENARIO.devices)[number], (typeof SCENARIO.devices)[number]];

/** A port that somebody always reads. */
function createFakePty(): Pty & { readonly sent: string[]; say(text: string): void } {
  const sent: string[] = [];
  let listener: (bytes: Uint8Array) => void = () => undefined;
  return {
    path: 'fake',
    device: 'fake',
    droppedBytes: 0,
    sent,
    write(bytes) {
      sent.push(Buffer.from(bytes).toString('latin1'));
      return true;
    },
    isOpen: () => true,
    drained: () => Promise.resolve(),
    onData(next) {
      listener = next;
    },
    say: (text) => listener(Buffer.from(text, 'latin1')),
    close: () => Promise.resolve(),
  };
}

const folders: string[] = [];
function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jg-device-'));
  folders.push(folder);
  return join(folder, 'states', 'roof.json');
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function startMeter(wire: 'native' | 'p1', file?: string) {
  const pty = createFakePty();
  const options = { pty, domain: DOMAIN, seed: 'test', startMs: START_MS, stateFile: file };
  const device =
    wire === 'native' ? createNativeMeter({ ...options, description: ROOF }, KEY) : createP1Meter({ ...options, description: HOUSE });
  return { pty, device };
}

const fault = (kind: FaultKind, seconds = 0): Fault => ({ atSeconds: 0, device: 'any', kind, seconds });

/** What a meter sends in its second reading, with a fault; and the line of the first. */
function linesWith(wire: 'native' | 'p1', ...faults: Fault[]) {
  const { pty, device } = startMeter(wire);
  device.emit(START_MS, []);
  const first = pty.sent.splice(0);
  const truth = device.emit(START_MS + MINUTE_MS, faults);
  return { first: first.join(''), lines: pty.sent, truth, device, pty };
}

/** A line's reading as the generated code decodes it, and whether its CRC and signature hold. */
function inspect(line: string) {
  const [, body = '', crc] = /^\$([^*]*)\*([0-9A-F]{4})\r\n$/.exec(line) ?? [];
  const raw = Buffer.from(body.slice(4), 'base64url');
  const digest = createHash('sha256').update(raw.subarray(0, 65)).digest();
  const isWhole = raw.length === 132;
  return {
    isCrcGood: formatCrc(crc16X25(Buffer.from(body, 'latin1'))) === crc,
    isSigned: isWhole && verify(raw.subarray(67, 131), digest, Buffer.from(KEY.publicKeyHex, 'hex'), { prehash: false }),
    reading: joulegate.v1.SignedReading.toObject(joulegate.v1.SignedReading.decode(isWhole ? raw : new Uint8Array()), {
      longs: BigInt,
    }) as Record<string, bigint>,
  };
}

describe('a native meter', () => {
  it('sends one good line per reading: counter up by one, time of the reading, registers that never go down', () => {
    const { pty, device } = startMeter('native');
    let before = { counter: 0n, importWh: 0n, exportWh: 0n };
    for (let minute = 0; minute < 20; minute++) {
      const truth = device.emit(START_MS + minute * MINUTE_MS, []);
      const { isCrcGood, isSigned, reading } = inspect(pty.sent[minute] ?? '');
      expect([isCrcGood, isSigned]).toEqual([true, true]);
      expect(reading).toMatchObject({
        domain: DOMAIN,
        counter: before.counter + 1n,
        time: BigInt(START_MS / 1000 + minute * 60),
        importWh: truth.importWh,
        exportWh: truth.exportWh,
      });
      expect(truth.importWh >= before.importWh && truth.exportWh >= before.exportWh).toBe(true);
      before = truth;
    }
    expect(pty.sent.length).toBe(20);
    expect(before.exportWh).toBeGreaterThan(1_000_000n);
  });

  it.each([undefined, 'silence'] as const)('answers commands split in any way, but not while it is silent (%s)', (kind) => {
    const { pty, device } = startMeter('native');
    device.emit(START_MS, kind ? [fault(kind, 60)] : []);
    pty.sent.length = 0;
    for (const character of Buffer.from(encodeLine('JGQ1,identity')).toString('latin1')) pty.say(character);
    expect(pty.sent.map((line) => line.slice(0, 6))).toEqual(kind ? [] : ['$JGI1,']);
  });

  it('a forged reading claims more export under the old signature, and the true one follows', () => {
    const { first, lines, truth } = linesWith('native', fault('forged-reading'));
    const [forged, real] = lines.map(inspect);
    expect([forged?.isCrcGood, forged?.isSigned, forged?.reading['exportWh']]).toEqual([true, false, truth.exportWh + 10_000n]);
    expect(Buffer.from(lines[0]?.slice(5, 181) ?? '', 'base64url').subarray(67)).toEqual(
      Buffer.from(first.slice(5, 181), 'base64url').subarray(67),
    );
    expect([real?.isSigned, real?.reading['exportWh'], real?.reading['counter']]).toEqual([true, truth.exportWh, 2n]);
  });

  it('a replay is the line before, byte for byte', () => {
    const { first, lines } = linesWith('native', fault('replay'));
    expect([lines.length, lines[1]]).toEqual([2, first]);
  });

  it('a flipped bit breaks the CRC and nothing else', () => {
    const [flipped = '', real = ''] = linesWith('native', fault('bit-flip')).lines;
    expect(inspect(flipped).isCrcGood).toBe(false);
    const different = [...flipped].filter((character, index) => character !== real[index]);
    expect([flipped.length, different.length]).toEqual([real.length, 1]);
  });

  it('a reading for another market is well signed', () => {
    const [other, real] = linesWith('native', fault('wrong-domain')).lines.map(inspect);
    expect([other?.isSigned, other?.reading['domain']]).toEqual([true, DOMAIN ^ 1n]);
    expect(real?.reading['domain']).toBe(DOMAIN);
  });

  it('a register that went down is well signed, under a counter of its own', () => {
    const { lines, truth } = linesWith('native', fault('register-down'));
    const [down, real] = lines.map(inspect);
    expect([down?.isSigned, down?.reading['counter'], down?.reading['exportWh']]).toEqual([
      true,
      2n,
      truth.exportWh > 100_000n ? truth.exportWh - 100_000n : 0n,
    ]);
    expect([real?.isSigned, real?.reading['counter'], truth.counter]).toEqual([true, 3n, 3n]);
  });

  it('truncated, overlong and noisy lines are what they are called, and the true line stands whole after each', () => {
    const { lines } = linesWith('native', fault('truncated'), fault('overlong'), fault('noise'));
    const [short = '', long = '', noise = '', real = ''] = lines;
    expect(short).toMatch(/^\$JG1,[^*]{80,90}\r\n$/);
    expect(long.length).toBeGreaterThan(256);
    expect(noise).toMatch(/^[\x80-\xff]{200}\r\n$/);
    expect(inspect(real)).toMatchObject({ isCrcGood: true, isSigned: true });
  });

  it('keeps counting through a silence', () => {
    const { lines, device, pty } = linesWith('native', fault('silence', 120));
    expect(lines).toEqual([]);
    device.emit(START_MS + 2 * MINUTE_MS, []);
    expect(pty.sent).toEqual([]);
    device.emit(START_MS + 3 * MINUTE_MS, []);
    expect(inspect(pty.sent.join('')).reading['counter']).toBe(4n);
  });

  it('goes on after a restart where it was, and repeats no counter', () => {
    const file = stateFile();
    const first = startMeter('native', file).device;
    first.emit(START_MS, []);
    const last = first.emit(START_MS + MINUTE_MS, []);
    const second = startMeter('native', file).device;
    expect(second.lastTimeMs).toBe(START_MS + MINUTE_MS);
    const next = second.emit(START_MS + 2 * MINUTE_MS, []);
    expect(next.counter).toBe(last.counter + 1n);
    const uninterrupted = startMeter('native').device;
    expect({ ...uninterrupted.emit(START_MS + 2 * MINUTE_MS, []), counter: 3n }).toEqual(next);
  });

  it('has used up a counter on the disk before the line goes out', () => {
    const file = stateFile();
    const { device, pty } = startMeter('native', file);
    const kept: string[] = [];
    pty.write = () => {
      kept.push((JSON.parse(readFileSync(file, 'utf8')) as { counter: string }).counter);
      return true;
    };
    device.emit(START_MS, [fault('register-down')]);
    expect(kept).toEqual(['2', '2']);
  });

  it.each(['', '{}', '{"counter":"1"}', '{"counter":"x","importWms":"1","exportWms":"1","timeMs":1}'])(
    'does not start over from a broken state file: %s',
    (text) => {
      const file = stateFile();
      startMeter('native', file).device.emit(START_MS, []);
      expect(existsSync(file)).toBe(true);
      writeFileSync(file, text);
      expect(() => startMeter('native', file)).toThrow(/is not the state this program wrote/);
    },
  );
});

describe('a P1 meter', () => {
  const isGood = (telegram: string) => {
    const [, body, crc] = /^(\/[^!]*!)([0-9A-F]{4})\r\n$/.exec(telegram) ?? [];
    return crc !== undefined && formatCrc(crc16Arc(Buffer.from(body ?? '', 'latin1'))) === crc;
  };

  it('sends one good telegram per reading and answers nothing', () => {
    const { lines, pty } = linesWith('p1');
    expect(lines.map(isGood)).toEqual([true]);
    pty.say(Buffer.from(encodeLine('JGQ1,identity')).toString('latin1'));
    expect(lines.length).toBe(1);
  });

  it('its faults differ as meant', () => {
    const { first, lines } = linesWith(
      'p1',
      fault('bit-flip'),
      fault('register-down'),
      fault('truncated'),
      fault('noise'),
      fault('replay'),
    );
    const [flipped = '', down = '', short = '', noise = '', real = '', again] = lines;
    expect([isGood(flipped), flipped.length]).toEqual([false, real.length]);
    expect(isGood(down)).toBe(true);
    expect(down).not.toBe(real);
    expect(short).toBe(real.slice(0, 150));
    expect(noise.length).toBe(200);
    expect(isGood(real)).toBe(true);
    expect(again).toBe(first);
    expect(linesWith('p1', fault('overlong')).lines[0]?.length).toBeGreaterThan(16_000);
    expect(linesWith('p1', fault('silence', 60)).lines).toEqual([]);
  });
});

describe('a replay', () => {
  it('sends every byte once, in order, at line speed', async () => {
    const pty = createFakePty();
    const bytes = Uint8Array.from({ length: 600 }, (_, index) => index % 256);
    const startMs = performance.now();
    expect(await replayFile(bytes, pty, { baud: 20_000 })).toBe(600);
    // 600 bytes of ten bits at 20,000 baud.
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(295);
    expect(Buffer.from(pty.sent.join(''), 'latin1').equals(bytes)).toBe(true);
  });

  it('waits for a reader, and ends at a signal', async () => {
    const pty = { ...createFakePty(), isOpen: () => false };
    expect(await replayFile(new Uint8Array(10), pty, { signal: AbortSignal.timeout(30) })).toBe(0);
    expect(await replayFile(new Uint8Array(10), pty, { immediately: true })).toBe(10);
  });
});
