import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16X25 } from './crc16.ts';
import { formatJg1Command } from './jg1-command.ts';
import { parseJg1Line } from './jg1-line.ts';

function frame(body: string): string {
  return `$${body}*${crc16X25(Buffer.from(body, 'latin1')).toString(16).toUpperCase().padStart(4, '0')}`;
}
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const READING = Uint8Array.from({ length: 132 }, (_, at) => (at * 7) & 0xff);
const KEY = Uint8Array.from([2, ...Array.from({ length: 32 }, (_, at) => at)]);
const LINE = frame(`JG1,${base64url(READING)}`);

const ACCEPTED = [
  ['a reading', LINE, { type: 'reading', raw: READING }],
  ['a reading with CR', `${LINE}\r`, { type: 'reading', raw: READING }],
  ['a reading with CR LF', `${LINE}\r\n`, { type: 'reading', raw: READING }],
  [
    'an identity',
    frame(`JGI1,${base64url(KEY)},JM-1 rev.B,0007`),
    { type: 'identity', publicKey: KEY, model: 'JM-1 rev.B', serial: '0007' },
  ],
  ['a proof of possession', frame(`JGP1,${base64url(READING.subarray(0, 65))}`), { type: 'possession', signature: READING.slice(0, 65) }],
  [
    'a next key',
    frame(`JGN1,${base64url(KEY)},${base64url(READING.subarray(0, 65))}`),
    { type: 'next', publicKey: KEY, signature: READING.slice(0, 65) },
  ],
] as const;

const REFUSED = [
  ['an empty line', '', 'FRAME_TRUNCATED'],
  ['a line that begins otherwise', `x${LINE}`, 'FRAME_MALFORMED'],
  ['a line without its end', LINE.slice(0, 100), 'FRAME_TRUNCATED'],
  ['a CRC of three digits', LINE.slice(0, -1), 'FRAME_TRUNCATED'],
  ['a CRC of five digits', `${LINE}0`, 'FRAME_MALFORMED'],
  ['a CRC in lower case', frame('JG1,k').replace(/.{4}$/, 'abcd'), 'FRAME_MALFORMED'],
  ['a wrong CRC', `${LINE.slice(0, -4)}0000`, 'CRC_MISMATCH'],
  ['a reading of 131 bytes', frame(`JG1,${base64url(READING.subarray(0, 131))}`), 'FRAME_TRUNCATED'],
  ['a reading of 133 bytes', frame(`JG1,${base64url(new Uint8Array(133))}`), 'FRAME_MALFORMED'],
  ['base64 instead of base64url', frame(`JG1,${'+'.repeat(176)}`), 'FRAME_MALFORMED'],
  ['base64url with padding', frame(`JGP1,${base64url(READING.subarray(0, 65))}=`), 'FRAME_MALFORMED'],
  ['base64url with trailing bits', frame(`JGP1,${'A'.repeat(86)}B`), 'FRAME_MALFORMED'],
  ['a next key without its signature', frame(`JGN1,${base64url(KEY)}`), 'FRAME_MALFORMED'],
  [
    'a next key that is uncompressed',
    frame(`JGN1,${base64url(Uint8Array.from(KEY).fill(4, 0, 1))},${base64url(READING.subarray(0, 65))}`),
    'FRAME_MALFORMED',
  ],
  ['a next key with a short signature', frame(`JGN1,${base64url(KEY)},${base64url(READING.subarray(0, 64))}`), 'FRAME_TRUNCATED'],
  ['a reading with a second field', frame(`JG1,${base64url(READING)},x`), 'FRAME_MALFORMED'],
  ['a reading without a field', frame('JG1'), 'FRAME_MALFORMED'],
  ['an identity without a serial', frame(`JGI1,${base64url(KEY)},model`), 'FRAME_MALFORMED'],
  ['an identity with an empty model', frame(`JGI1,${base64url(KEY)},,1`), 'FRAME_MALFORMED'],
  [
    'an identity with an uncompressed prefix',
    frame(`JGI1,${base64url(Uint8Array.from(KEY, (b, at) => (at ? b : 4)))},m,1`),
    'FRAME_MALFORMED',
  ],
  ['a command of ours, echoed by the wire', formatJg1Command({ type: 'identity' }).trim(), 'FRAME_MALFORMED'],
  ['an unknown kind', frame('JG2,AAAA'), 'FRAME_MALFORMED'],
  ['a line over 256 characters', `$JG1,${'A'.repeat(300)}*0000`, 'FRAME_OVERLONG'],
  ['characters beyond ASCII whose low bytes are right', LINE.replace('J', String.fromCharCode(0x4a + 0x100)), 'FRAME_MALFORMED'],
] as const;

describe('a native meter’s line', () => {
  it.each(ACCEPTED)('%s is read from text and from bytes', (_, line, message) => {
    expect(parseJg1Line(line)).toEqual({ ok: true, value: message });
    expect(parseJg1Line(new Uint8Array(Buffer.from(line, 'latin1')))).toEqual({ ok: true, value: message });
  });

  it.each(REFUSED)('%s is refused', (_, line, code) => {
    expect(parseJg1Line(line)).toMatchObject({ ok: false, code });
  });

  it.each(ACCEPTED)('%s: every single-bit flip of the line is refused', (_, line) => {
    const bytes = Buffer.from(line.trim(), 'latin1');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Uint8Array.from(bytes, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(parseJg1Line(flipped).ok, `bit ${bit}`).toBe(false);
    }
  });

  it('round-trips any 132 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 132, maxLength: 132 }), (raw) => {
        expect(parseJg1Line(frame(`JG1,${base64url(raw)}`))).toEqual({ ok: true, value: { type: 'reading', raw } });
      }),
    );
  });

  it('never throws on noise', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 300 }), fc.string({ maxLength: 60 }).map(frame)),
        (noise) => {
          expect(parseJg1Line(noise).ok).toBe(false);
        },
      ),
    );
  });
});

describe('a command to a native meter', () => {
  it('asks for the identity', () => {
    expect(formatJg1Command({ type: 'identity' })).toMatch(/^\$JGQ1,identity\*[0-9A-F]{4}\r\n$/);
  });

  it('asks for possession with 43 characters of digest', () => {
    const digest = READING.subarray(0, 32);
    expect(formatJg1Command({ type: 'possession', digest })).toBe(`${frame(`JGQ1,possession,${base64url(digest)}`)}\r\n`);
  });

  it('asks for the next key, and has the meter switch to it', () => {
    expect(formatJg1Command({ type: 'next' })).toBe(`${frame('JGQ1,next')}\r\n`);
    expect(formatJg1Command({ type: 'switch', publicKey: KEY })).toBe(`${frame(`JGQ1,switch,${base64url(KEY)}`)}\r\n`);
    expect(() => formatJg1Command({ type: 'switch', publicKey: KEY.subarray(1) })).toThrowError(
      expect.objectContaining({ code: 'VALUE_INVALID' }),
    );
  });

  it('throws for a digest of another length', () => {
    expect(() => formatJg1Command({ type: 'possession', digest: new Uint8Array(31) })).toThrowError(
      expect.objectContaining({ code: 'VALUE_INVALID' }),
    );
  });
});
