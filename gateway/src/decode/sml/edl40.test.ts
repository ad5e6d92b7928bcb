import { describe, expect, it } from 'vitest';
import { decodeEdl40 } from './edl40.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));

function x25(hex: string): string {
  let crc = 0xffff;
  for (const byte of bytes(hex)) for (let bit = 0; bit < 8; bit += 1) crc = (crc ^ (byte >> bit)) & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  return Buffer.from([(crc & 0xff) ^ 0xff, (crc >> 8) ^ 0xff]).toString('hex');
}
function frame(list: string): Uint8Array {
  const checked = `7602016200620072630701${list}`;
  const message = `${checked}63${x25(checked)}00`;
  const fill = (4 - ((message.length / 2) % 4)) % 4;
  const wrapped = `1b1b1b1b01010101${message}${'00'.repeat(fill)}1b1b1b1b1a0${fill}`;
  return bytes(wrapped + x25(wrapped));
}

const CONTRACT = '77078182815401ff0172620373655f3227f753003c53003c01010461626301';
const REGISTER = '77070100011100ff650001010872620373655b857f0153003c53003c621e52ff560000000b6601';
const INDEX = '770781006008000101010101726201726201650005313d01';
const PAGES = '77078180817101ff01010101650000004101';
const SIGNATURE = `8304${'5a'.repeat(48)}000a`;
const listOf = (entries: readonly string[], signature = SIGNATURE, serverId = '0b0901454d4800007ac662'): string =>
  `7701${serverId}078180817103ff017${entries.length}${entries.join('')}${signature}01`;

describe('a list of an EDL40 meter', () => {
  it('is taken apart', () => {
    expect(decodeEdl40(frame(listOf([CONTRACT, REGISTER, INDEX, PAGES])))).toEqual({
      ok: true,
      value: {
        format: 'EDL40',
        serverId: bytes('0901454d4800007ac662'),
        register: {
          obis: Buffer.from('0100011100ff', 'hex'),
          status: 0x010108n,
          time: { time: 1_535_475_457n, offsetSeconds: 7200n },
          unit: 30,
          scaler: -1,
          value: 2918n,
        },
        pagination: 65n,
        contractId: bytes('616263'),
        contractTime: { time: 1_597_122_551n, offsetSeconds: 7200n },
        secondsIndex: 340_285n,
        logbook: bytes('000a'),
        signature: bytes('5a'.repeat(48)),
      },
    });
  });

  it.each([
    ['a signature', listOf([CONTRACT, REGISTER, INDEX, PAGES], '01'), 'FORMAT_UNSUPPORTED'],
    [
      "P-192: the signature of EMH's eMOC is of P-256",
      listOf([CONTRACT, REGISTER, INDEX, PAGES], `8404${'5a'.repeat(64)}0046`),
      'FORMAT_UNSUPPORTED',
    ],
    ['a register', listOf([CONTRACT, INDEX, PAGES]), 'VALUE_INVALID'],
    ['a time of the register', listOf([CONTRACT, REGISTER.replace('72620373655b857f0153003c53003c', '01'), INDEX, PAGES]), 'VALUE_INVALID'],
    ['a status', listOf([CONTRACT, REGISTER.replace('6500010108', '01'), INDEX, PAGES]), 'VALUE_INVALID'],
    ['a contract id', listOf([REGISTER, INDEX, PAGES]), 'VALUE_INVALID'],
    [
      'a contract id of at most 128 bytes',
      listOf([CONTRACT.replace('04616263', `8803${'61'.repeat(129)}`), REGISTER, INDEX, PAGES]),
      'VALUE_INVALID',
    ],
    ['a seconds index', listOf([CONTRACT, REGISTER, PAGES]), 'VALUE_INVALID'],
    ['a pagination', listOf([CONTRACT, REGISTER, INDEX]), 'VALUE_INVALID'],
    ['a server id of ten bytes', listOf([CONTRACT, REGISTER, INDEX, PAGES], SIGNATURE, '0a01454d4800007ac662'), 'VALUE_INVALID'],
  ])('is refused without %s', (_, list, code) => {
    expect(decodeEdl40(frame(list))).toMatchObject({ ok: false, code });
  });

  it('is refused with a flipped bit', () => {
    const whole = frame(listOf([CONTRACT, REGISTER, INDEX, PAGES]));
    for (let at = 0; at < whole.length; at += 1)
      expect(decodeEdl40(whole.map((byte, index) => (index === at ? byte ^ 0x10 : byte))).ok).toBe(false);
  });
});
