import { describe, expect, it } from 'vitest';
import type { DialogueStep } from '../domain/index.ts';
import { createMbusDialogue } from './mbus-dialogue.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
/** Short: what is sent, and how the cycle ends. */
const said = (steps: readonly DialogueStep[]) =>
  steps.flatMap((step) =>
    step.type === 'send' ? [hex(step.bytes)] : step.type === 'await' ? [] : step.type === 'failed' ? [step.code] : [step.type],
  );
/** EMH DIZ, github.com/rscada/libmbus test/test-frames/emh_diz.hex. */
const TELEGRAM = bytes('68212168 08 01 72 02376200 A815 00 02 07 00 0000 8C100409040000 C4002A00000000 01FD1700 8C 16');
function followed(): Uint8Array {
  const body = [...TELEGRAM.subarray(4, -2), 0x1f];
  const sum = body.reduce((total, byte) => (total + byte) & 0xff, 0);
  return Uint8Array.from([0x68, body.length, body.length, 0x68, ...body, sum, 0x16]);
}

describe('an M-Bus dialogue', () => {
  it('resets the link, asks for data and ends with the telegram', () => {
    const dialogue = createMbusDialogue({ address: '1' });
    expect(said(dialogue.start())).toEqual(['1040014116']);
    expect(said(dialogue.push(bytes('e5')))).toEqual(['107b017c16']);
    expect(said(dialogue.push(TELEGRAM.subarray(0, 9)))).toEqual([]);
    expect(said(dialogue.push(TELEGRAM.subarray(9)))).toEqual(['frame', 'done']);
  });

  it('needs no answer to the reset', () => {
    const dialogue = createMbusDialogue({ address: '1' });
    dialogue.start();
    expect(said(dialogue.timeout())).toEqual(['107b017c16']);
  });

  it('asks again, with the frame count bit turned, as long as more follows', () => {
    const dialogue = createMbusDialogue({ address: '1' });
    dialogue.start();
    dialogue.push(bytes('e5'));
    expect(said(dialogue.push(followed()))).toEqual(['frame', '105b015c16']);
    expect(said(dialogue.push(TELEGRAM))).toEqual(['frame', 'done']);
  });

  it('selects a secondary address first', () => {
    const dialogue = createMbusDialogue({ address: '00623702A815FF02'.replace('A815', '15A8') });
    expect(said(dialogue.start())).toEqual(['1040fd3d16']);
    const [select] = said(dialogue.push(bytes('e5')));
    expect(select).toBe('680b0b6853fd5202376200a815ff02fb16');
    expect(said(dialogue.push(bytes('e5')))).toEqual(['107bfd7816']);
    expect(said(dialogue.push(TELEGRAM))).toEqual(['frame', 'done']);
  });

  it('passes over the echo of its own request', () => {
    const dialogue = createMbusDialogue({ address: '1' });
    dialogue.start();
    expect(said(dialogue.push(bytes('1040014116 e5')))).toEqual(['107b017c16']);
  });

  it('asks three times, then says that nobody answered', () => {
    const dialogue = createMbusDialogue({ address: '1' });
    dialogue.start();
    dialogue.push(bytes('e5'));
    expect([said(dialogue.timeout()), said(dialogue.timeout()), said(dialogue.timeout())]).toEqual([
      ['107b017c16'],
      ['107b017c16'],
      ['DEVICE_TIMEOUT'],
    ]);
    expect(said(dialogue.timeout())).toEqual([]);
  });

  it('says that only noise came', () => {
    const dialogue = createMbusDialogue({ address: '1' });
    dialogue.start();
    dialogue.push(bytes('e5'));
    dialogue.push(bytes('00ff1337'));
    dialogue.timeout();
    dialogue.timeout();
    expect(said(dialogue.timeout()).at(-1)).toBe('FRAME_MALFORMED');
  });

  it('asks again for a telegram whose checksum does not hold, then says so', () => {
    const altered = Uint8Array.from(TELEGRAM, (byte, at) => (at === 20 ? byte ^ 1 : byte));
    const dialogue = createMbusDialogue({ address: '1' });
    dialogue.start();
    dialogue.push(bytes('e5'));
    expect(said(dialogue.push(altered))).toEqual(['discarded']);
    expect(said(dialogue.timeout())).toEqual(['107b017c16']);
    dialogue.timeout();
    expect(said(dialogue.timeout()).at(-1)).toBe('CRC_MISMATCH');
  });

  it('passes over another meter’s answer', () => {
    const dialogue = createMbusDialogue({ address: '2' });
    dialogue.start();
    dialogue.push(bytes('e5'));
    expect(said(dialogue.push(TELEGRAM))).toEqual(['discarded']);
  });

  it.each(['251', '255', '', 'x', '12345678'])('refuses address %s', (address) => {
    expect(() => createMbusDialogue({ address })).toThrow(/M-Bus address/);
  });
});
