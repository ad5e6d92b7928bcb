import { describe, expect, it } from 'vitest';
import { createHdlcFramer, createMbusFramer, type Framer } from '../../framing/index.ts';
import type { DlmsKeys } from './decipher.ts';
import { decodeDlmsHdlc, decodeDlmsMbus } from './dlms.ts';

const bytes = (hex: string): Uint8Array => Buffer.from(hex.replace(/\s/g, ''), 'hex');

interface Published {
  readonly link: 'hdlc' | 'mbus';
  readonly hex: string;
  readonly key: string;
  readonly authenticationKey?: string;
}

/** Netz NÖ (EVN), "Kundenschnittstelle Smart Meter", example with its key: Kaifa MA309M; two M-Bus frames, encrypted without a tag. */
const NETZ_NOE: Published = {
  link: 'mbus',
  hex: `68FAFA6853FF000167DB084B464D675000000981F8200000002388D5AB4F97515AAFC6B88D2F85DAA7A0E3C0C40D004535C397C9D037AB7DBDA329107615444894
    A1A0DD7E85F02D496CECD3FF46AF5FB3C9229CFE8F3EE4606AB2E1F409F36AAD2E50900A4396FC6C2E083F373233A69616950758BFC7D63A9E9B6E99E21B2CBC2B934
    772CA51FD4D69830711CAB1F8CFF25F0A329337CBA51904F0CAED88D61968743C8454BA922EB00038182C22FE316D16F2A9F544D6F75D51A4E92A1C4EF8AB19A2B7FE
    AA32D0726C0ED80229AE6C0F7621A4209251ACE2B2BC66FF0327A653BB686C756BE033C7A281F1D2A7E1FA31C3983E15F8FD16CC5787E6F517166814146853FF11016
    7419A3CFDA44BE438C96F0E38BF83D98316`,
  key: '36C66639E48A8CA4D6BC8B282A793BBB',
};
/** Tinetz, Kaifa MA309M, github.com/fneur/smart-meter-tirol, doc/EXAMPLE.md: security suite 1, whose cipher is that of suite 0. */
const TINETZ: Published = {
  link: 'mbus',
  hex: `68FAFA6853FF000167DB084B464D10100000238201092100295B9AEFC1546E644A2C9E32EDD42CBD0F1B945B194D086885C4D8DF86DD52CB5B448854A6D548D5
    D270739B2A169D05B013F9015070089D3C5FA45CA05E92309A645CC83D7DA40FBC8F4CF9C225AFA69A25FF0B2AC9C2744550ABA53CE9143FD10B0AD85FD30BD6
    B6DFFEE65F8204DC9C5067CA73B62E299A39D50AA730B2B9AE3836BC2F3490FB41BE5B6F930D84952976369DD7DABBB5A4354AECA1D2486CFF2EB0C6206380BA
    501D122AF75D716D3092C3960506A15E06FAB0EE5B7DFA3C2CDF0CAFD051B88E44B8B9FB8865F20CB89D1143CDC7EFEB07FB4C4898E764E9E3A32DDC3D1F0F16
    6826266853FF110167B46961CE962B2C78050C96598C7E4D26658043F9CBCA78189BD01B139F8AE0F7391116`,
  key: '101112131415161718191A1B1C1D1E1F',
};
/** github.com/esphome-libs/dlms_parser, tests/dumps/hdlc_landis_gyr_e450.log: three blocks; its authentication key is only in a fork (cnrd). */
const E450: Published = {
  link: 'hdlc',
  hex: `7EA08BCEFF0313EEE1E6E700E0400001000077DB084C475A677370B177820103300017 7BCA14DD298539C05BD0E9250BCB05D33295AAD43EDA9A14E25AC843C1
    2FC63CA7E5C42A4D53E3F6A0C9C8793C0E1D011AB0DF9B7A48A3361428240D3775A473CD4AC2238AB2594D87C7B037BB5BC130E3070770E04B9E407DA3CD42314BD8
    7F2E08067D34A7CAB7417E
    7EA08BCEFF0313EEE1E040000200007A9BFF215F01815448199ABA45CBDBE44CCABAAC4EB1CB10D3F89D2FD3948408B5A45BE7C56C4AE060E994D14C112D3922F0C0
    47DB71D047098EC576F0A98FE6A2FA51C1A99DA63ADDD6EDC6E85D37E439B45A327C42372187E2DBD02776EF92380E5E9234D7B0DBA1DA122B0C6C4DD98E103839B3
    784C1606FA3320BC7E
    7EA030CEFF031386F8E0C0000300001F9A13717B673DB2EFCFF3A84FC53252EB8649881117E26462D5489052C89E6209C77E`,
  key: '5C316162209EBB790B52EB0E7FC5B11C',
};
/** The same, tests/expected/hdlc_kamstrup_omnipower.h: both keys are published, and the tag holds. */
const OMNIPOWER: Published = {
  link: 'hdlc',
  hex: `7EA1E9410313C637E6E700DB084B414D45013490838201D030010F60A4AC4B6048A68093068D24FBC9225EA9AA8FE3441E02F54DBDA3D9ED58425A2FA0999852
    43FDEF3390AFC26C90A9B81E774774C90CE2A381D6A64F3E148F1FCFE282C2A793F9FDC273CF3CDFF63C279F43635AB2F7FB31BD6DB83EDE632B9B5E1BC7C276A86A
    62F7C68D2B3E065E7DCEB00CE7655E0577A7A3E5E8F3E656E3A7E827E9B327970A61D17E27C0DB0987BFCF902C7BBAF5D968C38EDF29BA2F1D9AEE13A6899C6C0325
    A2A00CAB915F519B55329270380EFFAE9F5E2A47CFDB9C84CDF5D2D3348AFB9D00DA1DEE1B9C33AF56784D9988CACA556F18D62F2E70D3F1074 4A86774CB78F5B3CA
    336F23D833937D8F5CF3F7A35DB8B37132488FE0C66703B845014EB6DF8455FE90383028342AD39B126AD26F969EA47E1AB090CFBECD10DC3E5DA3104BBA96184B14
    AFE9E960D51B4C62D5F01E82D467CA571981671AB783C972349BCB98C89A19B1C98DB0EBA2670A9BCA21F8419B04C94DB510E75E3E426D75B2CFA91F8F4CAAF8758B
    33768DF7FE55FD8B4983B19A19DDE7A5891BC0F266A8029D2089B6EA0C2D11C2EF96A6E40365BC85D259DC169DD43E16499EBC6F080E4CCD8657DACE68939CE40E4F
    55A6B0CC40DFFC9DC1B4149DD09D72C7DDB5E0F10E31948B665168C6FCAA7E`,
  key: '00112233445566778899AABBCCDDEEFF',
  authenticationKey: 'FFEEDDCCBBAA99887766554433221100',
};

const framerOf = ({ link }: Published): Framer =>
  link === 'hdlc' ? createHdlcFramer({ maxLength: 2048 }) : createMbusFramer({ maxLength: 2048, joined: true });
const decode = ({ link }: Published, frame: Uint8Array, keys: DlmsKeys) =>
  link === 'hdlc' ? decodeDlmsHdlc(frame, keys) : decodeDlmsMbus(frame, keys);
const frameOf = (published: Published): Uint8Array => framerOf(published).push(bytes(published.hex)).frames[0] ?? new Uint8Array();
const PUBLISHED: readonly [string, Published, object][] = [
  [
    'Kaifa MA309M at Netz NÖ',
    NETZ_NOE,
    {
      reading: { importWh: 12_937n, exportWh: 0n, powerW: 0, voltageMv: 233_700, time: 1_632_728_835n },
      meterSerial: '181220000009',
      integrity: 'checksum',
    },
  ],
  [
    'Kaifa MA309M at Tinetz',
    TINETZ,
    {
      reading: { importWh: 9108n, exportWh: 0n, powerW: 0, voltageMv: 230_800, time: 1_626_702_395n },
      meterSerial: '1KFM0100000035',
      integrity: 'checksum',
    },
  ],
  ['Landis+Gyr E450', E450, { reading: { importWh: 4_408_736n, exportWh: 0n, powerW: 2893 }, integrity: 'crc' }],
  [
    'Kamstrup Omnipower',
    OMNIPOWER,
    { reading: { importWh: 63_074_980n, exportWh: 0n, powerW: 1083, voltageMv: 223_333 }, integrity: 'authenticated' },
  ],
];

describe('published encrypted telegrams', () => {
  it.each(PUBLISHED)('%s opens with its key', (_, published, expected) => {
    const { frames, discarded } = framerOf(published).push(bytes(published.hex));
    expect({ count: frames.length, discarded }).toEqual({ count: 1, discarded: 0 });
    const { key, authenticationKey } = published;
    const keys = { key: bytes(key), ...(authenticationKey === undefined ? {} : { authenticationKey: bytes(authenticationKey) }) };
    expect(decode(published, frames[0] ?? new Uint8Array(), keys)).toMatchObject({ ok: true, value: expected });
  });

  const rows = PUBLISHED.flatMap(([name, published]): [string, Published, DlmsKeys][] => {
    const key = bytes(published.key);
    const altered = Uint8Array.from(key);
    altered[15] = (altered[15] ?? 0) ^ 1;
    return [
      [`${name} without a key`, published, {}],
      [`${name} with a key of one altered bit`, published, { key: altered }],
      [`${name} with a key of 15 bytes`, published, { key: key.subarray(1) }],
      [`${name} with an authentication key of 8 bytes`, published, { key, authenticationKey: key.subarray(8) }],
    ];
  });
  it.each(rows)('%s is refused', (_, published, keys) => {
    expect(decode(published, frameOf(published), keys)).toMatchObject({ ok: false, code: 'DECRYPTION_FAILED' });
  });

  it.each([E450, OMNIPOWER])('is refused with another authentication key', (published) => {
    const keys = { key: bytes(published.key), authenticationKey: bytes(published.key) };
    expect(decode(published, frameOf(published), keys)).toMatchObject({ ok: false, code: 'DECRYPTION_FAILED' });
  });

  it('is authenticated where both keys are there', () => {
    const keys = { key: bytes(E450.key), authenticationKey: bytes('92705C5C97286064EABAE38D190F87A4') };
    expect(decode(E450, frameOf(E450), keys)).toMatchObject({ ok: true, value: { integrity: 'authenticated' } });
  });

  it('says that nobody checked the tag where the authentication key is missing', () => {
    expect(decode(OMNIPOWER, frameOf(OMNIPOWER), { key: bytes(OMNIPOWER.key) })).toMatchObject({ ok: true, value: { integrity: 'crc' } });
  });

  it.each(PUBLISHED)('%s with any flipped bit is refused', (_, published) => {
    const frame = frameOf(published);
    const keys = { key: bytes(published.key) };
    for (let bit = 0; bit < frame.length * 8; bit += 3) {
      const flipped = Uint8Array.from(frame);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const { frames } = framerOf(published).push(flipped);
      for (const each of frames) expect([bit, decode(published, each, keys).ok]).toEqual([bit, false]);
    }
  });
});
