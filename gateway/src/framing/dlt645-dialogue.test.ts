import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialogue, DialogueStep } from '../domain/index.ts';
import { createDlt645Dialogue } from './dlt645-dialogue.ts';

const ADDRESS = '012345678901';

/** A frame built by hand: sum and offset as DL/T 645-2007 5.2 says; `data` is plain, lowest byte first. */
function build(control: number, data: string, address = ADDRESS): Buffer {
  const plain = Buffer.from(data, 'hex');
  const body = Buffer.concat([
    Buffer.of(0x68),
    Buffer.from(address, 'hex').reverse(),
    Buffer.of(0x68, control, plain.length),
    plain.map((byte) => byte + 0x33),
  ]);
  return Buffer.concat([
    body,
    Buffer.of(
      body.reduce((sum, byte) => (sum + byte) & 0xff, 0),
      0x16,
    ),
  ]);
}
const swap = (hex: string) => Buffer.from(hex, 'hex').reverse().toString('hex');

/** What a meter sends to a request: its items, error 02 (no such data) to others, nothing where `mute` says so. */
interface Meter {
  readonly items: Readonly<Record<string, string>>;
  readonly knowsAddressRequest?: boolean;
  readonly mute?: readonly string[];
  readonly address?: string;
}
function answer(meter: Meter, request: Uint8Array): Buffer {
  const frame = Buffer.from(request).subarray(4);
  const address = meter.address ?? ADDRESS;
  const asked = swap(frame.subarray(1, 7).toString('hex'));
  if (asked !== address && asked !== 'aaaaaaaaaaaa') return Buffer.alloc(0);
  const control = frame[8] ?? 0;
  if (control === 0x13) return meter.knowsAddressRequest === false ? Buffer.alloc(0) : build(0x93, swap(address), address);
  const identifier = Buffer.from(frame.subarray(10, -2).map((byte) => byte - 0x33))
    .reverse()
    .toString('hex')
    .toUpperCase();
  if (meter.mute?.includes(identifier)) return Buffer.alloc(0);
  const value = identifier === '04000401' ? address : meter.items[identifier];
  if (value === undefined) return build(control | 0xc0, '02', address);
  return build(control | 0x80, swap(identifier) + swap(value), address);
}

/** Runs one cycle against what `wire` makes of each request. */
function cycle(dialogue: Dialogue, wire: (request: Uint8Array) => readonly Uint8Array[]) {
  const requests: string[] = [];
  const frames: string[] = [];
  let end: DialogueStep | undefined;
  let lost = 0;
  let steps: readonly DialogueStep[] = dialogue.start();
  for (let turn = 0; end === undefined && turn < 100; turn += 1) {
    const chunks: Uint8Array[] = [];
    for (const step of steps) {
      if (step.type === 'send') {
        requests.push(Buffer.from(step.bytes).toString('hex'));
        chunks.push(...wire(step.bytes));
      } else if (step.type === 'frame') frames.push(Buffer.from(step.frame).toString('hex'));
      else if (step.type === 'discarded') lost += step.count;
      else if (step.type === 'done' || step.type === 'failed') end = step;
    }
    if (end !== undefined) break;
    const next = chunks.flatMap((chunk) => dialogue.push(chunk));
    steps = next.some((step) => step.type === 'send' || step.type === 'done' || step.type === 'failed')
      ? next
      : [...next, ...dialogue.timeout()];
  }
  return { requests, frames, end, lost };
}

const ITEMS_2007 = {
  '00010000': '00123456',
  '00020000': '00000789',
  '02030000': '801505',
  '02010100': '2301',
  '02010200': '2302',
  '02010300': '2303',
  '02800002': '4998',
  '04000101': '26011504',
  '04000102': '203015',
};
const FIRST = build(0x91, `${swap('00010000')}${swap('00123456')}`).toString('hex');

describe('DL/T 645 dialogue', () => {
  it('asks a meter of 2007 for its address, then for one item after another', () => {
    const { requests, frames, end, lost } = cycle(createDlt645Dialogue({ version: '2007' }), (request) => [
      answer({ items: ITEMS_2007 }, request),
    ]);
    expect(end).toEqual({ type: 'done' });
    expect(requests).toHaveLength(10);
    // As printed in many manuals: FE FE FE FE 68 AA AA AA AA AA AA 68 13 00 DF 16.
    expect(requests[0]).toBe('fefefefe68aaaaaaaaaaaa681300df16');
    expect(requests[1]).toBe(`fefefefe${build(0x11, swap('00010000')).toString('hex')}`);
    expect(frames).toHaveLength(9);
    expect(frames[0]).toBe(FIRST);
    expect(lost).toBe(0);
  });

  it('knows the address in the next cycle, and asks anew after silence', () => {
    const dialogue = createDlt645Dialogue({ version: '2007' });
    const meter = (request: Uint8Array) => [answer({ items: ITEMS_2007 }, request)];
    cycle(dialogue, meter);
    expect(cycle(dialogue, meter).requests).toHaveLength(9);
    expect(cycle(dialogue, () => []).end).toMatchObject({ type: 'failed', code: 'DEVICE_TIMEOUT' });
    const other = cycle(dialogue, (request) => [answer({ items: ITEMS_2007, address: '999999999999' }, request)]);
    expect(other.end).toEqual({ type: 'done' });
    expect(other.frames).toHaveLength(9);
  });

  it('reads the address as an item where function 13H is not known', () => {
    const { requests, frames, end } = cycle(createDlt645Dialogue({ version: '2007' }), (request) => [
      answer({ items: ITEMS_2007, knowsAddressRequest: false }, request),
    ]);
    expect(end).toEqual({ type: 'done' });
    expect(requests.slice(0, 3)).toEqual([
      'fefefefe68aaaaaaaaaaaa681300df16',
      'fefefefe68aaaaaaaaaaaa681300df16',
      `fefefefe${build(0x11, swap('04000401'), 'AAAAAAAAAAAA').toString('hex')}`,
    ]);
    expect(frames[0]).toBe(FIRST);
  });

  it('takes the address of a meter of 1997 from its first reply', () => {
    const items = { '9010': '00123456', B630: '001505', C010: '26011504', C011: '203015' };
    const { requests, frames, end } = cycle(createDlt645Dialogue({ version: '1997' }), (request) => [answer({ items }, request)]);
    expect(end).toEqual({ type: 'done' });
    expect(requests[0]).toBe(`fefefefe${build(0x01, '1090', 'AAAAAAAAAAAA').toString('hex')}`);
    expect(requests[1]).toBe(`fefefefe${build(0x01, '2090').toString('hex')}`);
    expect(frames).toHaveLength(4);
  });

  it('leaves out what the meter refuses or keeps silent about', () => {
    const items = { '00010000': '00123456' };
    const { frames, end, requests } = cycle(createDlt645Dialogue({ version: '2007', address: ADDRESS }), (request) => [
      answer({ items, mute: ['02800002'] }, request),
    ]);
    expect(end).toEqual({ type: 'done' });
    expect(frames).toEqual([FIRST]);
    expect(requests).toHaveLength(10);
  });

  it.each<[string, (request: Uint8Array) => Buffer[], string]>([
    ['the import register is refused', (request) => [answer({ items: {} }, request)], 'DEVICE_EXCEPTION'],
    ['nobody answers', () => [], 'DEVICE_TIMEOUT'],
    ['half a frame comes', (request) => [answer({ items: ITEMS_2007 }, request).subarray(0, 9)], 'DEVICE_TIMEOUT'],
    ['sums are wrong', (request) => [answer({ items: ITEMS_2007 }, request).fill(0, 11, 12)], 'CRC_MISMATCH'],
    [
      'another meter answers',
      (request) => [answer({ items: ITEMS_2007, address: '999999999999' }, Buffer.from(request).fill(0xaa, 5, 11))],
      'DEVICE_TIMEOUT',
    ],
    ['noise never ends', () => [Buffer.alloc(2000, 0x55)], 'FRAME_MALFORMED'],
  ])('fails where %s', (_name, wire, code) => {
    const { end, frames } = cycle(createDlt645Dialogue({ version: '2007', address: ADDRESS }), wire);
    expect(end).toMatchObject({ type: 'failed', code });
    expect(frames).toEqual([]);
  });

  it('passes over its own echo, and counts replies that come twice, late or to another item', () => {
    let previous: Buffer = Buffer.alloc(0);
    const { frames, end, lost } = cycle(createDlt645Dialogue({ version: '2007', address: '12345678901' }), (request) => {
      const reply = answer({ items: ITEMS_2007 }, request);
      const late = previous;
      previous = reply;
      return [Buffer.concat([request, late, reply, reply])];
    });
    expect(end).toEqual({ type: 'done' });
    expect(frames).toHaveLength(9);
    expect(new Set(frames).size).toBe(9);
    expect(lost).toBeGreaterThan(0);
  });

  it('asks a second time where one reply is broken', () => {
    let turn = 0;
    const { frames, end, requests } = cycle(createDlt645Dialogue({ version: '2007', address: ADDRESS }), (request) => {
      turn += 1;
      const reply = answer({ items: ITEMS_2007 }, request);
      return [turn % 2 === 1 ? reply.fill(0, 12, 13) : reply];
    });
    expect(end).toEqual({ type: 'done' });
    expect(frames).toHaveLength(9);
    expect(requests).toHaveLength(18);
  });

  it('refuses an address that is none, and survives noise', () => {
    expect(() => createDlt645Dialogue({ version: '2007', address: 'AA' })).toThrow(/digits/);
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(undefined)), { maxLength: 30 }), (inputs) => {
        const dialogue = createDlt645Dialogue({ version: '2007' });
        dialogue.start();
        for (const input of inputs) input === undefined ? dialogue.timeout() : dialogue.push(input);
      }),
    );
  });
});
