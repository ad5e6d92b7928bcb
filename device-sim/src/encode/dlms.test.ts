import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DlmsReading, encodeCosemTime, encodeDlmsNotification } from './dlms.ts';
import { encodeDlmsCipher, systemTitleOf } from './dlms-cipher.ts';
import { encodeHdlcFrames, encodeMbusFrames } from './dlms-links.ts';
import { encodeP1Telegram } from './p1.ts';
import { encodeEncryptedP1Telegram, LUXEMBOURG_AUTHENTICATION_KEY } from './p1-encrypted.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => Buffer.from(text.replace(/\s/g, ''), 'hex');
const READING: DlmsReading = {
  serial: 'house-1',
  time: BigInt(Date.UTC(2026, 5, 21, 12, 0, 5) / 1000),
  importWh: 1_234_567n,
  exportWh: 890n,
  powerW: -200,
  voltageMv: 230_149,
};

describe('lists of DLMS', () => {
  it.each([
    [true, '07ea0615070d000500ffc400'],
    [false, '07ea0615070d0005ff800000'],
  ])('carry a date-time in Central European Time (deviation told: %s)', (isTold, expected) => {
    expect(hex(encodeCosemTime(READING.time, isTold))).toBe(expected);
  });

  it('name each register with its scaler and unit, and end with the serial', () => {
    const apdu = hex(encodeDlmsNotification(READING, 'named'));
    expect(apdu.startsWith(`0f80000000${'0c07ea0615070d000500ffc400'}0211${'090c07ea0615070d000500ffc400'}`)).toBe(true);
    for (const [name, value, unit] of [
      ['0100010800ff', '060012d687', '02020f00161e'],
      ['0100020800ff', '060000037a', '02020f00161e'],
      ['0100010700ff', '0600000000', '02020f00161b'],
      ['0100020700ff', '06000000c8', '02020f00161b'],
      ['0100200700ff', '1208fd', '02020fff1623'],
    ])
      expect(apdu).toContain(`0906${name}${value}${unit}`);
    expect(apdu.endsWith(`0907${hex(Buffer.from('house-1'))}`)).toBe(true);
  });

  it('stand by position in list 3 of Kaifa, in Wh and 0.1 V', () => {
    const apdu = hex(encodeDlmsNotification(READING, 'kaifa'));
    expect(apdu.startsWith(`0f40000000${'090c07ea0615070d0005ff800000'}020e${'09074b464d5f303031'}`)).toBe(true);
    const numbers = ['00000000', '000000c8', '00000000', '00000000', '00000365', '000008fd'].map((value) => `06${value}`).join('');
    expect(apdu).toContain(`${numbers}090c07ea0615070d0005ff800000060012d687060000037a`);
  });

  it('take 64 bits for a register that 32 do not hold', () => {
    expect(hex(encodeDlmsNotification({ ...READING, importWh: 0x1_0000_0000n }, 'named'))).toContain('150000000100000000');
  });
});

/** Netz NÖ (EVN), "Kundenschnittstelle Smart Meter": the example, deciphered, with its key and frames. */
const NETZ_NOE = {
  plain: `0f8006870e0c07e5091b01092f0f00ff88800223090c07e5091b01092f0f00ff888009060100010800ff060000328902020f00161e09060100020800ff060000000002
    020f00161e09060100010700ff060000000002020f00161b09060100020700ff060000000002020f00161b09060100200700ff12092102020fff16230906010034
    0700ff12000002020fff162309060100480700ff12000002020fff1623090601001f0700ff12000002020ffe162109060100330700ff12000002020ffe16210906
    0100470700ff12000002020ffe1621090601000d0700ff1203e802020ffd16ff090c313831323230303030303039`,
  cipher: { key: bytes('36C66639E48A8CA4D6BC8B282A793BBB'), systemTitle: bytes('4B464D6750000009'), counter: 0x23 },
  frames: `68FAFA6853FF000167DB084B464D675000000981F8200000002388D5AB4F97515AAFC6B88D2F85DAA7A0E3C0C40D004535C397C9D037AB7DBDA32910761544
    4894A1A0DD7E85F02D496CECD3FF46AF5FB3C9229CFE8F3EE4606AB2E1F409F36AAD2E50900A4396FC6C2E083F373233A69616950758BFC7D63A9E9B6E99E21B
    2CBC2B934772CA51FD4D69830711CAB1F8CFF25F0A329337CBA51904F0CAED88D61968743C8454BA922EB00038182C22FE316D16F2A9F544D6F75D51A4E92A1C
    4EF8AB19A2B7FEAA32D0726C0ED80229AE6C0F7621A4209251ACE2B2BC66FF0327A653BB686C756BE033C7A281F1D2A7E1FA31C3983E15F8FD16CC5787E6F517
    166814146853FF110167419A3CFDA44BE438C96F0E38BF83D98316`,
};
/** DLMS UA 1000-2, the example of AES-GCM-128 in 9.2. */
const GREEN_BOOK = {
  key: bytes('000102030405060708090A0B0C0D0E0F'),
  authenticationKey: bytes('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF'),
  systemTitle: bytes('4D4D4D0000BC614E'),
  counter: 0x01234567,
};

describe('ciphering of DLMS', () => {
  it('gives what the Green Book gives', () => {
    const apdu = encodeDlmsCipher(bytes('C0010000080000010000FF0200'), GREEN_BOOK);
    expect(hex(apdu)).toBe('db084d4d4d0000bc614e1e3001234567411312ff935a47566827c467bc7d825c3be4a77c3fcc056b6b');
  });

  it('gives, in frames of M-Bus, what a grid operator published', () => {
    const frames = encodeMbusFrames(encodeDlmsCipher(bytes(NETZ_NOE.plain), NETZ_NOE.cipher));
    expect(frames).toHaveLength(2);
    expect(hex(Buffer.concat(frames))).toBe(hex(bytes(NETZ_NOE.frames)));
  });

  it('writes a length of three bytes', () => {
    expect(hex(encodeDlmsCipher(new Uint8Array(300), GREEN_BOOK)).slice(20, 28)).toBe('82013d30');
  });

  it('hides a P1 telegram whole, under the key that Luxembourg authenticates with', () => {
    const key = Buffer.alloc(16, 0x11);
    const systemTitle = systemTitleOf('house');
    const apdu = Buffer.from(encodeEncryptedP1Telegram(READING, { key, systemTitle, counter: 1 }));
    expect(hex(apdu.subarray(0, 5))).toBe(`db08${hex(Buffer.from('JGS'))}`);
    const decipher = createDecipheriv('aes-128-gcm', key, Buffer.concat([systemTitle, apdu.subarray(14, 18)]), { authTagLength: 12 });
    decipher.setAAD(Buffer.concat([Buffer.of(0x30), LUXEMBOURG_AUTHENTICATION_KEY])).setAuthTag(apdu.subarray(-12));
    expect(hex(Buffer.concat([decipher.update(apdu.subarray(18, -12)), decipher.final()]))).toBe(hex(encodeP1Telegram(READING)));
  });
});

describe('HDLC', () => {
  it("is what Aidon's meter sent: github.com/UtilitechAS/amsreader-firmware, frames/Aidon-TN-3p.raw, the last", () => {
    const apdu = bytes('0f4000000000010102030906 0100010700ff 060000095602020f00161b');
    expect(encodeHdlcFrames(apdu).map(hex)).toEqual([`7ea02a410883130413e6e700${hex(apdu)}afa17e`]);
  });

  it('cuts an APDU into segments, the last of them final', () => {
    const frames = encodeHdlcFrames(Buffer.alloc(100, 7), 40).map(hex);
    expect(frames.map((frame) => frame.slice(2, 6))).toEqual(['a832', 'a832', 'a021']);
    expect(frames.map((frame) => frame.slice(12, 14))).toEqual(['03', '03', '13']);
    expect(frames.map((frame) => frame.slice(18, 24))).toEqual(['e6e700', '070707', '070707']);
  });
});
