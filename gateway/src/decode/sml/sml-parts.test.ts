import { describe, expect, it } from 'vitest';
import { isSmlCrc } from './crc16.ts';
import { readServerId } from './server-id.ts';
import { parseSmlElement } from './tlv.ts';
import { unwrapSmlFrame } from './transport.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** CRC-16/X-25, low byte first, in hex. */
function x25(hex: string): string {
  let crc = 0xffff;
  for (const byte of bytes(hex)) for (let bit = 0; bit < 8; bit += 1) crc = (crc ^ (byte >> bit)) & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  return Buffer.from([(crc & 0xff) ^ 0xff, (crc >> 8) ^ 0xff]).toString('hex');
}

describe('the parts of SML', () => {
  it.each([
    ['an octet string', '0461626f', { type: 'octets', octets: bytes('61626f') }],
    ['nothing', '01', { type: 'octets', octets: bytes('') }],
    ['an octet string with a length of two bytes', `8102${'aa'.repeat(16)}`, { type: 'octets', octets: bytes('aa'.repeat(16)) }],
    ['true', '42ff', { type: 'boolean', value: true }],
    ['a signed number of three bytes', '54fecbfd', { type: 'integer', value: -78_851n, size: 3, isSigned: true }],
    ['an unsigned number of eight bytes', '69ffffffffffffffff', { type: 'integer', value: 2n ** 64n - 1n, size: 8, isSigned: false }],
    ['a list', '7262016202', { type: 'list' }],
    ['a list of 16', `f100${'01'.repeat(16)}`, { type: 'list', items: Array(16).fill({ type: 'octets', octets: bytes('') }) }],
    ['the end of a message', '00', { type: 'end' }],
  ])('%s is read', (_, hex, element) => {
    expect(parseSmlElement(bytes(hex), 0)).toMatchObject({ ok: true, value: { element, next: hex.length / 2 } });
  });

  it.each([
    ['an octet string cut short', '046162', 'FRAME_TRUNCATED'],
    ['a list cut short', '7362016202', 'FRAME_TRUNCATED'],
    ['a length field cut short', '81', 'FRAME_TRUNCATED'],
    ['nothing at all', '', 'FRAME_TRUNCATED'],
    ['a number of nine bytes', `6a${'00'.repeat(9)}`, 'FRAME_MALFORMED'],
    ['a number without bytes', '61', 'FRAME_MALFORMED'],
    ['a length below its own', '8001', 'FRAME_MALFORMED'],
    ['a length of five bytes', '8080808004', 'FRAME_MALFORMED'],
    ['an unknown type', '32ff', 'FRAME_MALFORMED'],
    ['lists within lists without end', '71'.repeat(5000), 'FRAME_MALFORMED'],
  ])('%s is refused', (_, hex, code) => {
    expect(parseSmlElement(bytes(hex), 0)).toMatchObject({ ok: false, code });
  });

  it('a list that claims more items than bytes ends with the bytes', () => {
    expect(parseSmlElement(bytes(`ff8f8f0f${'01'.repeat(100)}`), 0)).toMatchObject({ ok: false, code: 'FRAME_TRUNCATED' });
  });

  it.each([
    ['escaped ESCAPEs and fill bytes', `76aa1b1b1b1bbb`, '76aa1b1b1b1bbb'],
    ['five ESCAPEs', `761b1b1b1b1bbb`, '761b1b1b1b1bbb'],
  ])('a frame gives back %s', (_, data, expected) => {
    const fill = 4 - ((data.length / 2) % 4);
    const checked = `1b1b1b1b01010101${data.replace('1b1b1b1b', '1b1b1b1b1b1b1b1b')}${'00'.repeat(fill)}1b1b1b1b1a0${fill}`;
    expect(unwrapSmlFrame(bytes(checked + x25(checked)))).toEqual({ ok: true, value: bytes(expected) });
  });

  it.each([
    ['more than three fill bytes', '760000001b1b1b1b1a04', 'FRAME_MALFORMED'],
    ['a lone escape', '761b1b1b1b0000001b1b1b1b1a00', 'FRAME_MALFORMED'],
  ])('a frame with %s is refused', (_, rest, code) => {
    const checked = `1b1b1b1b01010101${rest}`;
    expect(unwrapSmlFrame(bytes(checked + x25(checked)))).toMatchObject({ ok: false, code });
  });

  it('the CRC of "123456789" is 906E of X-25 and 2189 of Kermit', () => {
    const text = new TextEncoder().encode('123456789');
    expect([0x6e90, 0x2189, 0x8921].map((crc) => isSmlCrc(text, crc))).toEqual([true, true, true]);
    expect([0x906e, 0x0000, 0xffff].map((crc) => isSmlCrc(text, crc))).toEqual([false, false, false]);
  });

  it("the CRC of a Holley DTZ541's message is Kermit, high byte first: github.com/spacemanspiff2007/SmlLib issue 22", () => {
    expect(isSmlCrc(bytes('7604000001620062007265000001017601010700000a5758520b0a01484c5902000159bb0101'), 0x547d)).toBe(true);
  });

  it.each([
    ['DIN 43863-5 as on the nameplate', '0a01454d480000bc614e', '1EMH0012345678'],
    ['the older length, which leaves itself out', '09014553591103b599a5', '1ESY1162232997'],
    ['a number of more than eight digits as hex', '0a01454d4800ffffffff', '0a01454d4800ffffffff'],
    ['text as text', '3032323830383136', '02280816'],
    ['another form as hex', '06454d4801027156cd45', '06454d4801027156cd45'],
    ['zeros as none', '0000000000', undefined],
    ['nothing as none', '', undefined],
  ])('a server id: %s', (_, hex, expected) => {
    expect(readServerId(bytes(hex))).toBe(expected);
  });
});
