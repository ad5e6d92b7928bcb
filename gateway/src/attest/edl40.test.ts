import { createECDH, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeEdl40 } from '../decode/index.ts';
import type { Edl40Reading, Edl40Register } from '../domain/index.ts';
import { buildEdl40SignedData, verifyEdl40 } from './edl40.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
const EASYMETER_KEY = '0d4dbfa3d10e51a62a82dee7ca4e5e3f72b9e39abca0c07fcc1c784ae4a502608d97238ec8ab00b162c6414d4e90b71b';

/** Lists that meters signed: SAFE e.V. Transparenzsoftware (Apache-2.0), src/test, of the files named. */
const PUBLISHED = [
  {
    name: "EMH's eHZ in a Bender charge controller (SMLVerificationParserTest.java)",
    key: '3108fa2acaa445ab6aef6465c98da3e6c3e7b8bcb14e1c5f6b021064b59c7f672511f183ddac0e8e405c31963d2cd73e',
    frame: `1b1b1b1b010101017605
      9dc9fd6c620062007263010176010545626565055dc7551a0b0901454d4800007ac66201016 3ec1d0076059dc9fd6b620062007263070177010b0901454d4800007ac66207818081
      7103ff72620165000531607477078182815401ff017262037365 5b857f0153003c53003c01010d61626364656667682d31323301770701000111 00ff640101087262037365
      5b857f0153003c53003c621e52ff560000000b660177078100600800010101010172620172620165000 5313d0177078180817101ff010101016500000041018304
      29f881ce6de64fae58b2840cff7e789205879226bcb5215ea7afce42b865d6a5d41ab9303a2c52de1b350796f9298715000a0163342f0076059dc9fd6d620062007263020171
      0163f27200001b1b1b1b1a01990f`,
    expected: { format: 'EDL40', curve: 'P-192', importWh: 291n, localTime: 1_535_482_657n },
  },
  {
    name: 'EasyMeter (edl-40-01.xml)',
    key: EASYMETER_KEY,
    frame: `1b1b1b1b010101017602386200620072650000010176010230023 30b09014553591103956940726201650000 02dc0163a26b007602396200620072650000070177010b09
      01455359110395694007010001 1100ff7262016500 0002dc747707 0100011100ff650000000072620373650000 0309530000530000621e52ff5900000000 00000ccb01
      770781006008000101010101726201726201650000 02d90177078180817101ff0101010165000000210177078182815401ff01726203736500 0005ec53000053000001010936
      323438373838370183043d22c9b6d13064323cdd8d467da49c8293767fa8fb0e2a01875af27b59d9c13b986d52f8b8d59f49086cc9a7c1574249060001631df700760331306200
      620072650000 02017101631942000000 1b1b1b1b1a02f3bd`,
    expected: { format: 'EDL40', curve: 'P-192', importWh: 327n, localTime: 777n },
  },
  {
    name: 'EasyMeter (edl-40-03.xml)',
    key: EASYMETER_KEY,
    frame: `1b1b1b1b0101010176033233620062007265000001017601023002380b0901455359110395694072620165000004410163b143007603323462006200726500000701
      77010b090145535911039569400701000111 00ff726201650000044174770701000111 00ff6500000080726203736500 1e72df530000530000621e52ff59000000000000
      24f701770781006008000101010101726201726201650000043e0177078180817101ff0101010165000000020177078182815401ff01726203736500815e1853000053000001
      0109393939393939393901830409fc745cdb3ddb412ddbab5a73123169428396550c7e9f30aa0737b01747a6347fd4eefea8f1fa677fb8ec53c609e448070001 63b1590076
      03323562006200726500000201710163 3ed2001b1b1b1b1a009260`,
    expected: { format: 'EDL40', curve: 'P-192', importWh: 946n, localTime: 1_995_487n },
  },
  {
    name: 'ISA-EDL-40P (isa-edl-40p-ok.xml)',
    key: `319098b3378bd30891f207679be8b0cd78a824d025d68606872e8d13bf4e08e0beeb8d41248eae7a613054e81aa767829b70ff7176f8b0ac81f6559bfd0fcf42`,
    frame: `1b1b1b1b0101010176050000001b6201620072650000010176010a504373746174696f6e05313241380b0901495341000000000172620165009a76ce62016335ce0076050000
      001c62016200726500000701770a504373746174696f6e0b09014953410000000001078180816202ff72620373655f32294f53003c53003c7577078182815401ff0172620373655f
      3227f753003c53003c01018802${Buffer.from(Array.from({ length: 128 }, (_, at) => at)).toString('hex')}017707010001080080690000040000000018726202
      655f324417621e52ff59000000000f50e3540177078180c7f040ff0101010165000000180177078180816101ff010101018106808182838485868788898a8b8c8d8e8f909192930177
      070100010800ff69000004c000000018726202655f32456f621e52ff59000000000f544b928404d5b5f0b5e91bf24d7c3e813171e55648e6ec7811dcbb871e74e7701c284a68fe86cd
      81df69573c49ba933178bdbe237cd27b2eb541ff60106b243789ab16a0e900a48404d3d2d551299d9ddbc93fb6685384ec7bd5557ee6ec3efab86414f54f2b87147b16438406c1a1b3
      01a4a05853eda014e206d2f60dc18363e9913d69f525eb070a00a40163dee20076050000001d62016200726500000201710163450f000000001b1b1b1b1a037715`,
    expected: { format: 'ISA-EDL-40P', curve: 'P-256', importWh: 25_718_261n, localTime: 1_597_130_095n },
  },
].map(({ key, frame, ...rest }) => ({ ...rest, key: bytes(key), frame: bytes(frame) }));

function readingOf(frame: Uint8Array): Edl40Reading {
  const reading = decodeEdl40(frame);
  if (!reading.ok) throw new Error(reading.message);
  return reading.value;
}
const [EMH, , , ISA] = PUBLISHED as [(typeof PUBLISHED)[number], unknown, unknown, (typeof PUBLISHED)[number]];

const flipBytes = (value: Uint8Array): Uint8Array[] =>
  Array.from({ length: 8 * value.length }, (_, bit) => value.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));
const flipNumber = (value: bigint, bits: number): bigint[] => Array.from({ length: bits }, (_, bit) => value ^ (1n << BigInt(bit)));

/** Every reading that differs in one bit of what is signed. */
function* flipped(reading: Edl40Reading): Generator<Edl40Reading> {
  const registers = function* (register: Edl40Register): Generator<Edl40Register> {
    for (const obis of flipBytes(register.obis)) yield { ...register, obis };
    for (const unit of flipNumber(BigInt(register.unit), 8)) yield { ...register, unit: Number(unit) };
    for (const scaler of flipNumber(BigInt(register.scaler), 8)) yield { ...register, scaler: Number(scaler) };
    for (const value of flipNumber(register.value, 64)) yield { ...register, value };
    for (const status of flipNumber(register.status, 8)) yield { ...register, status };
    for (const time of flipNumber(register.time.time, 32)) yield { ...register, time: { ...register.time, time } };
  };
  for (const register of registers(reading.register)) yield { ...reading, register };
  for (const serverId of flipBytes(reading.serverId)) yield { ...reading, serverId };
  for (const contractId of flipBytes(reading.contractId)) yield { ...reading, contractId };
  for (const logbook of flipBytes(reading.logbook)) yield { ...reading, logbook };
  for (const pagination of flipNumber(reading.pagination, 32)) yield { ...reading, pagination };
  for (const signature of flipBytes(reading.signature)) yield { ...reading, signature };
  if (reading.format === 'EDL40') {
    for (const secondsIndex of flipNumber(reading.secondsIndex, 32)) yield { ...reading, secondsIndex };
    for (const time of flipNumber(reading.contractTime.time, 32)) yield { ...reading, contractTime: { ...reading.contractTime, time } };
    return;
  }
  for (const begin of registers(reading.begin)) yield { ...reading, begin };
  for (const listName of flipBytes(reading.listName)) yield { ...reading, listName };
  for (const registerSignature of flipBytes(reading.registerSignature)) yield { ...reading, registerSignature };
  for (const manufacturerData of flipBytes(reading.manufacturerData)) yield { ...reading, manufacturerData };
}

describe('a published list that a meter signed', () => {
  it.each(PUBLISHED)('$name is verified with its key', ({ frame, key, expected }) => {
    const reading = readingOf(frame);
    expect(verifyEdl40(reading, key)).toMatchObject({ ok: true, value: expected });
    expect(verifyEdl40(reading, Uint8Array.from([4, ...key])).ok).toBe(true);
  });

  it.each(PUBLISHED)('$name is refused with any bit of it flipped', ({ frame, key }) => {
    let count = 0;
    for (const reading of flipped(readingOf(frame))) {
      count += 1;
      const result = verifyEdl40(reading, key);
      if (result.ok) expect.fail(`accepted: ${JSON.stringify(reading, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`);
      expect(['SIGNATURE_INVALID', 'VALUE_INVALID']).toContain(result.code);
    }
    expect(count).toBeGreaterThan(800);
  });

  it.each(PUBLISHED)('$name is refused with another key of its curve', ({ frame, key }) => {
    const ecdh = createECDH(key.length === 48 ? 'prime192v1' : 'prime256v1');
    ecdh.setPrivateKey(Buffer.alloc(key.length / 2, 7));
    expect(verifyEdl40(readingOf(frame), ecdh.getPublicKey().subarray(1))).toMatchObject({ ok: false, code: 'SIGNATURE_INVALID' });
  });
});

describe('verifyEdl40', () => {
  it.each([
    ['a key of another length', EMH.key.subarray(1), 'KEY_INVALID'],
    ["the other curve's key", ISA.key, 'KEY_INVALID'],
    ['a key beside the curve', EMH.key.map((byte, at) => (at === 47 ? byte ^ 1 : byte)), 'KEY_INVALID'],
    ['no key', new Uint8Array(), 'KEY_INVALID'],
  ])('refuses %s', (_, key, code) => {
    expect(verifyEdl40(readingOf(EMH.frame), key)).toMatchObject({ ok: false, code });
  });

  const reading = readingOf(EMH.frame);
  const { register } = reading;
  it.each<[string, Edl40Reading]>([
    ['a unit of two bytes with the same low byte', { ...reading, register: { ...register, unit: 30 + 256 } }],
    ['a scaler of two bytes with the same low byte', { ...reading, register: { ...register, scaler: 255 } }],
    ['a time 136 years on', { ...reading, register: { ...register, time: { ...register.time, time: register.time.time + 2n ** 32n } } }],
    ['a value of nine bytes with the same low eight', { ...reading, register: { ...register, value: register.value + 2n ** 64n } }],
    ['a pagination of five bytes', { ...reading, pagination: reading.pagination + 2n ** 32n }],
    ['a server id with more behind', { ...reading, serverId: Uint8Array.from([...reading.serverId, 1]) }],
  ])('refuses what is not signed whole: %s', (_, changed) => {
    expect(Buffer.compare(buildEdl40SignedData(changed), buildEdl40SignedData(reading))).toBe(0);
    expect(verifyEdl40(changed, EMH.key)).toMatchObject({ ok: false, code: 'VALUE_INVALID' });
  });

  it('tells no more of the time than is signed: an offset changed with it gives the same local time', () => {
    const time = { time: register.time.time + 3600n, offsetSeconds: register.time.offsetSeconds - 3600n };
    expect(verifyEdl40({ ...reading, register: { ...register, time } }, EMH.key)).toEqual(verifyEdl40(reading, EMH.key));
  });

  it('refuses a signature of zeros, and one of another length', () => {
    expect(verifyEdl40({ ...reading, signature: new Uint8Array(48) }, EMH.key)).toMatchObject({ ok: false, code: 'SIGNATURE_INVALID' });
    expect(verifyEdl40({ ...reading, signature: reading.signature.subarray(1) }, EMH.key)).toMatchObject({
      ok: false,
      code: 'SIGNATURE_INVALID',
    });
  });

  it.each([
    ['another unit', { unit: 27 }],
    ['a negative value', { value: -1n }],
    ['a scaler beyond reason', { scaler: 13 }],
  ])('refuses %s though it is well signed', (_, change) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime192v1' });
    const changed = { ...reading, register: { ...register, ...change } };
    const signature = sign('sha256', buildEdl40SignedData(changed), {
      key: createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })),
      dsaEncoding: 'ieee-p1363',
    });
    const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-48);
    expect(verifyEdl40({ ...changed, signature }, key)).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED' });
    expect(verifyEdl40({ ...changed, signature: reading.signature }, key)).toMatchObject({ ok: false, code: 'SIGNATURE_INVALID' });
  });

  it('builds the 320 bytes of EDL40 as they are laid out', () => {
    const data = Buffer.from(buildEdl40SignedData(reading)).toString('hex');
    expect(data).toHaveLength(640);
    expect(data.slice(0, 2 * 54)).toBe(
      `0901454d4800007ac662${'219b855b'}${'08'}${'3d310500'}${'41000000'}${'0100011100ff'}1eff${'660b000000000000'}${'000a'}${'61626364656667682d313233'}00`,
    );
    expect(data.slice(2 * 169, 2 * 174)).toBe('219b855b00');
  });
});
