import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMbusMeter, type MbusMeterOptions } from '../../device-sim/src/devices/index.ts';
import { type Pty, parseScenario } from '../../device-sim/src/index.ts';
import { decodeMbusReadout } from '../../gateway/src/decode/index.ts';
import type { Dialogue, DialogueStep, Refusal } from '../../gateway/src/domain/index.ts';
import { createMbusDialogue } from '../../gateway/src/framing/index.ts';

/** Wired M-Bus meters of the simulator before the gateway's dialogue and decoder. They share no code. */

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const [HOUSE] = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: house, kind: household, wire: mbus, baseW: 300, peakW: 2500, importWh: 2000000, exportWh: 500000 }
`).devices as [ReturnType<typeof parseScenario>['devices'][number]];
const ROUNDS_MAX = 40;

/** A meter on a bus of which each answer comes in chunks of these sizes. */
function bus(options: Partial<MbusMeterOptions>, sizes: readonly number[] = [1 << 20]) {
  let heard: Uint8Array[] = [];
  let listener: (bytes: Uint8Array) => void = () => undefined;
  const pty = {
    path: 'fake',
    device: 'fake',
    droppedBytes: 0,
    write: (bytes: Uint8Array) => heard.push(Uint8Array.from(bytes)) > 0,
    isOpen: () => true,
    drained: () => Promise.resolve(),
    onData: (next: (bytes: Uint8Array) => void) => {
      listener = next;
    },
    close: () => Promise.resolve(),
  } satisfies Pty;
  const common = { description: HOUSE, pty, domain: 1n, seed: 'test', startMs: START_MS, stateFile: undefined, address: 1 };
  const meter = createMbusMeter({ ...common, ...options });
  const truth = meter.emit(START_MS + 3_600_000, []);
  const say = (bytes: Uint8Array): Uint8Array[] => {
    heard = [];
    listener(bytes);
    const answer = Buffer.concat(heard);
    const chunks: Uint8Array[] = [];
    for (let at = 0, i = 0; at < answer.length; i += 1) {
      const size = sizes[i % sizes.length] ?? 1;
      chunks.push(Uint8Array.from(answer.subarray(at, at + size)));
      at += size;
    }
    return chunks;
  };
  return { truth, say };
}

/** One cycle: silence follows every answer, as on a wire. @returns the readout, or why there is none. */
function cycle(dialogue: Dialogue, say: (bytes: Uint8Array) => Uint8Array[]): Uint8Array | Refusal {
  const frames: Uint8Array[] = [];
  const queue: DialogueStep[] = [...dialogue.start()];
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const chunks: Uint8Array[] = [];
    for (const step of queue.splice(0)) {
      if (step.type === 'frame') frames.push(step.frame);
      if (step.type === 'send') chunks.push(...say(step.bytes));
      if (step.type === 'done') return Uint8Array.from(Buffer.concat(frames));
      if (step.type === 'failed') return step;
    }
    for (const chunk of chunks) queue.push(...dialogue.push(chunk));
    if (!queue.some(({ type }) => type === 'send' || type === 'done' || type === 'failed')) queue.push(...dialogue.timeout());
  }
  throw new Error('the dialogue does not end');
}

function read(options: Partial<MbusMeterOptions>, address: string, sizes?: readonly number[]) {
  const { truth, say } = bus(options, sizes);
  const readout = cycle(createMbusDialogue({ address }), say);
  return { truth, report: readout instanceof Uint8Array ? decodeMbusReadout(readout) : { ok: false as const, ...readout } };
}

const OPTIONS: readonly [says: string, options: Partial<MbusMeterOptions>, address: string][] = [
  ['by its address', {}, '1'],
  ['by 254', {}, '254'],
  ['by its secondary address', {}, '1234567828F30102'],
  ['by a secondary address with open digits', {}, '1234FFFFFFFFFFFF'],
  ['in two telegrams', { splits: true }, '1'],
  ['in two telegrams, selected', { splits: true }, '12345678FFFFFFFF'],
  ['that hears its own requests', { echoes: true, splits: true }, '1'],
];

describe('an M-Bus meter', () => {
  it.each(OPTIONS)('is read %s', (_says, options, address) => {
    const { truth, report } = read(options, address);
    expect(report).toMatchObject({
      ok: true,
      value: {
        reading: { importWh: truth.importWh, exportWh: truth.exportWh, voltageMv: expect.any(Number) },
        meterSerial: 'JGS12345678',
        importIsPresent: true,
        exportIsPresent: true,
        powerIsPresent: true,
      },
    });
  });

  it('of ABB is read to its 10 Wh', () => {
    const { truth, report } = read({ style: 'abb', name: { id: '00012345', manufacturer: 'ABB', version: 32 } }, '1');
    const tens = (wh: bigint) => wh - (wh % 10n);
    expect(report).toMatchObject({
      ok: true,
      value: {
        reading: { importWh: tens(truth.importWh), exportWh: tens(truth.exportWh) },
        meterSerial: 'ABB00012345',
        exportIsPresent: true,
      },
    });
  });

  it('is read in whatever chunks its answers come', () => {
    const whole = read({ splits: true }, '1').report;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        expect(read({ splits: true }, '1', sizes).report).toEqual(whole);
      }),
    );
  });

  it.each(['bit-flip', 'wrong-check', 'wrong-parity', 'truncated', 'noise', 'silence', 'doubled'] as const)(
    'that suffers %s once is never read wrongly',
    (kind) => {
      const faults = [kind];
      const { truth, report } = read({ nextFault: () => faults.shift() }, '1');
      if (report.ok) expect(report.value.reading).toMatchObject({ importWh: truth.importWh, exportWh: truth.exportWh });
      else expect(['CRC_MISMATCH', 'FRAME_MALFORMED', 'DEVICE_TIMEOUT']).toContain(report.code);
    },
  );

  it.each([
    ['truncated', 'truncated'],
    ['noise', 'noise'],
    ['silence', 'silence'],
    ['a wrong checksum', 'wrong-check'],
  ] as const)('is asked again after %s, and read', (_says, kind) => {
    const faults = [kind];
    expect(read({ nextFault: () => faults.shift() }, '1').report.ok).toBe(true);
  });

  it('that never answers is a timeout', () => {
    expect(read({}, '2').report).toMatchObject({ ok: false, code: 'DEVICE_TIMEOUT' });
    expect(read({}, '99999999FFFFFFFF').report).toMatchObject({ ok: false, code: 'DEVICE_TIMEOUT' });
  });
});
