import { describe, expect, it } from 'vitest';
import { accept, type ModbusConversation, type ModbusRequest, type Result, refuse } from '../../domain/index.ts';
import { findBsm, readBsmKey, readBsmSnapshot, writeBsmMetadata } from './bsm-conversation.ts';
import { BSM_SNAPSHOT_REGISTERS, BSM_STATE } from './bsm-snapshot.ts';

const BASE = 40_000;
const KEY = Buffer.alloc(91, 0x5a);
const exception = refuse('DEVICE_EXCEPTION', 'exception 2');

function registersOf(length: number, parts: Readonly<Record<number, readonly number[] | Buffer>>): number[] {
  const words = Array<number>(length).fill(0);
  for (const [offset, part] of Object.entries(parts)) {
    const values = Buffer.isBuffer(part)
      ? Array.from({ length: Math.ceil(part.length / 2) }, (_, i) => ((part[2 * i] ?? 0) << 8) | (part[2 * i + 1] ?? 0))
      : part;
    words.splice(Number(offset), values.length, ...values);
  }
  return words;
}
const model = (id: number, registers: readonly number[]) => [id, registers.length, ...registers];
const COMMON = model(1, registersOf(66, { 0: Buffer.from('BAUER Electronic') }));
const METER = model(64_900, registersOf(300, { 250: [48, KEY.length], 252: KEY }));
const SNAPSHOT = model(64_901, registersOf(BSM_SNAPSHOT_REGISTERS, { 0: [7, 1], 202: [48, 4] }));

/** A meter made of memory, whose snapshot is what it is after so many polls. */
function createMeter(models: readonly (readonly number[])[], outcome = { state: BSM_STATE.valid as number, polls: 3 }) {
  const words = [0x5375, 0x6e53, ...models.flat(), 0xffff, 0];
  const writes: { readonly address: number; readonly text: string }[] = [];
  const reads: number[] = [];
  let waitedMs = 0;
  let pending: number | undefined;
  const state = BASE + 2 + COMMON.length + METER.length + 3;
  function answer(request: ModbusRequest): Result<Uint8Array> {
    if (request.type === 'wait') {
      waitedMs += request.ms;
      return accept(new Uint8Array());
    }
    const at = request.address - BASE;
    if (request.type === 'write') {
      writes.push({ address: request.address, text: Buffer.from(request.registers).toString('latin1') });
      if (request.address === state) {
        words[at] = BSM_STATE.updating;
        pending = outcome.polls;
      }
      return accept(new Uint8Array());
    }
    if (request.type !== 'read' || request.count > 125 || at < 0 || at + request.count > words.length) return exception;
    if (request.address === state && pending !== undefined && --pending === 0) words[at] = outcome.state;
    reads.push(request.count);
    return accept(Uint8Array.from(words.slice(at, at + request.count).flatMap((word) => [word >> 8, word & 0xff])));
  }
  return {
    writes,
    reads,
    waited: () => waitedMs,
    play<T>(conversation: ModbusConversation<T>, respond = answer): T {
      let step = conversation.next();
      while (!step.done) step = conversation.next(respond(step.value));
      return step.value;
    },
  };
}
const DEVICE = { meter: BASE + 2 + COMMON.length + 2, snapshot: BASE + 2 + COMMON.length + METER.length + 2 };

describe('a BSM meter', () => {
  it('is found by its models, behind others that nobody knows', () => {
    const meter = createMeter([COMMON, METER, SNAPSHOT, SNAPSHOT, model(64_902, [0, 0])]);
    expect(meter.play(findBsm())).toEqual({ ok: true, value: DEVICE });
  });

  it.each([
    ['another device', [COMMON, model(203, registersOf(105, {}))], 'FORMAT_UNSUPPORTED'],
    ['a BSM that does not sign', [COMMON, METER], 'FORMAT_UNSUPPORTED'],
    ['a snapshot shorter than it must be', [COMMON, METER, model(64_901, registersOf(204, {}))], 'FORMAT_UNSUPPORTED'],
  ])('is not %s', (_, models, code) => {
    expect(createMeter(models).play(findBsm())).toMatchObject({ ok: false, code });
  });

  it('gives its public key, as long as it says', () => {
    const result = createMeter([COMMON, METER, SNAPSHOT]).play(readBsmKey(DEVICE));
    expect(result.ok && Buffer.from(result.value).equals(KEY)).toBe(true);
  });

  it.each([
    ['none', [0, 0]],
    ['more bytes than registers', [4, 9]],
    ['more registers than any key has', [101, 91]],
  ])('has no public key of %s', (_, lengths) => {
    const meter = createMeter([COMMON, model(64_900, registersOf(300, { 250: lengths })), SNAPSHOT]);
    expect(meter.play(readBsmKey(DEVICE))).toMatchObject({ ok: false, code: 'FRAME_MALFORMED' });
  });

  it('takes a snapshot when told, and gives it in requests of at most 125 registers once it is there', () => {
    const meter = createMeter([COMMON, METER, SNAPSHOT]);
    const result = meter.play(readBsmSnapshot(DEVICE));
    expect(meter.writes).toEqual([{ address: DEVICE.snapshot + 1, text: '\0\u0002' }]);
    expect(meter.waited()).toBe(200);
    expect(meter.reads).toEqual([1, 1, 1, 125, 125, 2]);
    expect(result.ok && Buffer.from(result.value).toString('hex')).toMatch(/^00070000(00){400}00300004(00){96}$/);
  });

  it.each([
    ['says it failed', BSM_STATE.failedGeneral, 2, 'DEVICE_EXCEPTION'],
    ['says it may not', BSM_STATE.failedNotEnabled, 1, 'DEVICE_EXCEPTION'],
    ['does not end', BSM_STATE.valid, 1000, 'DEVICE_TIMEOUT'],
  ])('is given up where it %s', (_, state, polls, code) => {
    const meter = createMeter([COMMON, METER, SNAPSHOT], { state, polls });
    expect(meter.play(readBsmSnapshot(DEVICE))).toMatchObject({ ok: false, code });
    expect(meter.waited()).toBeLessThanOrEqual(10_000);
  });

  it.each([
    ['finding it', () => findBsm()],
    ['reading its key', () => readBsmKey(DEVICE)],
    ['taking a snapshot', () => readBsmSnapshot(DEVICE)],
    ['writing a text', () => writeBsmMetadata(DEVICE, 0, 'x')],
  ])('passes on that nobody answers %s', (_, start) => {
    const silence = refuse('DEVICE_TIMEOUT', 'nothing within 1000 ms');
    expect(createMeter([]).play<Result<unknown>>(start(), () => silence)).toMatchObject({ ok: false, code: 'DEVICE_TIMEOUT' });
  });

  it.each([
    [0, 80, 140],
    [1, 150, 100],
    [2, 200, 100],
  ] as const)('has text %i at register %i, of %i characters', (index, offset, length) => {
    const meter = createMeter([COMMON, METER, SNAPSHOT]);
    expect(meter.play(writeBsmMetadata(DEVICE, index, 'Zähler'))).toMatchObject({ ok: true });
    expect(meter.writes).toEqual([{ address: DEVICE.meter + offset, text: 'Zähler'.padEnd(length, '\0') }]);
    expect(meter.play(writeBsmMetadata(DEVICE, index, 'x'.repeat(length)))).toMatchObject({ ok: true });
    for (const text of ['x'.repeat(length + 1), 'Wien 電', 'a\0b', 'line\n'])
      expect(meter.play(writeBsmMetadata(DEVICE, index, text))).toMatchObject({ ok: false, code: 'VALUE_INVALID' });
    expect(meter.writes).toHaveLength(2);
  });
});
