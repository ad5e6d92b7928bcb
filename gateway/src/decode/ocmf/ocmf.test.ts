import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOcmf } from './ocmf.ts';
import { readOcmfRegisters } from './ocmf-registers.ts';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const SIGNATURE = '{"SA":"ECDSA-secp256r1-SHA256","SD":"3006020101020101"}';
const READING = '{"TM":"2018-07-24T13:22:04,000+0200 S","TX":"B","RV":2935.6,"RI":"1-b:1.8.0","RU":"kWh","RT":"DC","EF":"","ST":"G"}';
const payloadOf = (readings: string, more = ''): string => `{"FV":"1.0","GS":"G1","PG":"T12345","MS":"M1"${more},"RD":[${readings}]}`;
const recordOf = (payload: string, signature = SIGNATURE): Uint8Array => bytesOf(`OCMF|${payload}|${signature}`);
const parsed = (bytes: Uint8Array) => {
  const result = parseOcmf(bytes);
  if (!result.ok) throw new Error(result.message);
  return result.value;
};
const registersOf = (readings: string) => readOcmfRegisters(parsed(recordOf(payloadOf(readings))));
const readingWith = (changes: object): string => JSON.stringify({ ...(JSON.parse(READING) as object), ...changes });

/** Source: SAFE e.V., OCMF 1.2, OCMF-en.md, figure 1 (shortened; its signature is made up there too). */
const SPECIFIED = `OCMF|{
  "FV": "1.0", "GI": "ABL SBC-301", "GS": "808829900001", "GV": "1.4p3", "PG": "T12345",
  "MV": "Phoenix Contact", "MM": "EEM-350-D-MCB", "MS": "BQ27400330016", "MF": "1.0",
  "IS": true, "IL": "VERIFIED", "IF": ["RFID_PLAIN", "OCPP_RS_TLS"], "IT": "ISO14443", "ID": "1F2D3A4F5506C7",
  "LC": { "LN": "cable_name", "LI": 1, "LR": 2, "LU": "mOhm" },
  "RD": [
    { "TM": "2018-07-24T13:22:04,000+0200 S", "TX": "B", "RV": 2935.6, "RI": "1-b:1.8.0", "RU": "kWh", "RT": "DC", "EF": "", "ST": "G" },
    { "TM": "2018-07-24T13:26:04,000+0200 S", "TX": "E", "RV": 2965.1, "CL": 0.5, "RI": "1-b:1.8.0", "RU": "kWh", "RT": "DC", "EF": "", "ST": "G" }
  ]
}|{ "SD": "887FABF407AC82782EEFFF2220C2F856AEB0BC22364BBCC6B55761911ED651D1A922BADA88818C9671AFEE7094D7F536" }`;

describe('an OCMF record', () => {
  it('is read as the specification’s example has it', () => {
    const record = parsed(bytesOf(SPECIFIED));
    expect(record).toMatchObject({
      pagination: { context: 'T', counter: 12_345n },
      meterSerial: 'BQ27400330016',
      signature: { algorithm: 'ECDSA-secp256r1-SHA256' },
      readings: [
        { value: '2935.6', transaction: 'B', time: { seconds: 1_532_431_324n, state: 'S' } },
        { value: '2965.1', transaction: 'E', time: { seconds: 1_532_431_564n, state: 'S' } },
      ],
    });
    expect(Buffer.from(record.payload).toString()).toBe(SPECIFIED.slice(5, SPECIFIED.lastIndexOf('|')));
    expect(readOcmfRegisters(record)).toMatchObject({
      ok: true,
      value: { reading: { time: 1_532_431_564n, importWh: 2_965_100n, exportWh: 0n }, importIsPresent: true, exportIsPresent: false },
    });
  });

  it.each([
    ['a byte order mark and line ends around it', (record: string) => `\ufeff\r\n ${record}\r\n\n`],
    ['spaces around its pipes', (record: string) => record.replace('OCMF|', 'OCMF| ').replace('}|{', '} | {')],
  ])('is read with %s', (_, change) => {
    const text = change(`OCMF|${payloadOf(READING)}|${SIGNATURE}`);
    const [, rest = ''] = text.split('OCMF|');
    expect(Buffer.from(parsed(bytesOf(text)).payload).toString()).toBe(rest.slice(0, rest.indexOf('|')));
  });

  it.each([
    ['a pipe in a string', ',"TT":"0,42 EUR|kWh"'],
    ['braces, quotes and backslashes in a string', ',"ID":"a } \\" | { \\\\"'],
    ['what looks like the end of it in a string', ',"ID":"}|{\\"SD\\":\\"00\\"}"'],
    ['letters beyond ASCII', ',"GI":"Ladesäule 充电桩"'],
    ['escapes', ',"GI":"\\u00e4\\n\\uD83D\\uDD0C"'],
    ['fields that nobody knows', ',"X1":{"a":[1,2,{"b":null}],"c":true},"CT":0'],
  ])('has its payload verbatim, with %s', (_, more) => {
    const payload = payloadOf(READING, more);
    expect(Buffer.from(parsed(recordOf(payload)).payload).toString('utf8')).toBe(payload);
  });

  it('names the meter as it writes it, the gateway where it names no meter, and nobody where it names none', () => {
    const nameIn = (fields: string) => parsed(recordOf(`{${fields}"RD":[${READING}]}`)).meterSerial;
    expect(nameIn('"MS":"Zähler 7","GS":"G",')).toBe('Zähler 7');
    expect(nameIn('"MS":"Z\\u00e4hler 7",')).toBe('Zähler 7');
    expect(nameIn('"GS":"G",')).toBe('G');
    expect(nameIn('')).toBeUndefined();
  });

  it('tells transactions from fiscal records, and counts neither where it does not', () => {
    const pagination = (field: string) => parsed(recordOf(`{${field}"RD":[${READING}]}`)).pagination;
    expect(pagination('"PG":"F0",')).toEqual({ context: 'F', counter: 0n });
    expect(pagination('"PG":"T9007199254740993",')).toEqual({ context: 'T', counter: 9_007_199_254_740_993n });
    expect(pagination('')).toBeUndefined();
  });

  it.each([
    ['hex', '"SD":"30060201010201ff"', '30060201010201ff'],
    ['hex in capitals with spaces', '"SD":"3006 0201 0102 01FF"', '30060201010201ff'],
    ['base64 that says so', '"SD":"MAYCAQECAf8=","SE":"base64"', '30060201010201ff'],
    ['base64 that does not', '"SD":"MAYCAQECAf8="', '30060201010201ff'],
  ])('has its signature in %s', (_, fields, hex) => {
    const { signature } = parsed(recordOf(payloadOf(READING), `{${fields},"SM":"application/x-der"}`));
    expect(Buffer.from(signature.data).toString('hex')).toBe(hex);
    expect(signature.algorithm).toBe('ECDSA-secp256r1-SHA256');
  });

  it.each([
    ['another header', bytesOf(`OCMX|${payloadOf(READING)}|${SIGNATURE}`), 'FRAME_MALFORMED'],
    ['no signature section', bytesOf(`OCMF|${payloadOf(READING)}`), 'FRAME_TRUNCATED'],
    ['a signature section cut short', bytesOf(`OCMF|${payloadOf(READING)}|{"SD":"30`), 'FRAME_MALFORMED'],
    ['something behind it', bytesOf(`OCMF|${payloadOf(READING)}|${SIGNATURE}|more`), 'FRAME_MALFORMED'],
    ['two payloads', bytesOf(`OCMF|${payloadOf(READING)}${payloadOf(READING)}|${SIGNATURE}`), 'FRAME_TRUNCATED'],
    ['a payload that is no object', recordOf('[]'), 'FRAME_MALFORMED'],
    ['a comma too many', recordOf(payloadOf(`${READING},`)), 'FRAME_MALFORMED'],
    ['a key twice', recordOf(payloadOf(READING, ',"PG":"T2"')), 'FRAME_MALFORMED'],
    ['a key twice, once escaped', recordOf(payloadOf(READING, ',"\\u0050G":"T2"')), 'FRAME_MALFORMED'],
    ['a value twice in a reading', recordOf(payloadOf(READING.replace('"RV"', '"RV":1,"RV"'))), 'FRAME_MALFORMED'],
    ['no readings', recordOf('{"PG":"T1"}'), 'FRAME_MALFORMED'],
    ['lists in lists without end', recordOf(`${'['.repeat(60_000)}`), 'FRAME_MALFORMED'],
    ['no signature data', recordOf(payloadOf(READING), '{"SA":"ECDSA-secp256r1-SHA256"}'), 'FRAME_MALFORMED'],
    ['signature data that is neither', recordOf(payloadOf(READING), '{"SD":"3006-"}'), 'FRAME_MALFORMED'],
    ['hex with a digit missing', recordOf(payloadOf(READING), '{"SD":"300","SE":"hex"}'), 'FRAME_MALFORMED'],
    ['an unknown pagination', recordOf(payloadOf(READING).replace('T12345', 'X1')), 'VALUE_INVALID'],
    ['a 30th of February', recordOf(payloadOf(READING.replace('2018-07-24', '2018-02-30'))), 'VALUE_INVALID'],
    ['a time without its state', recordOf(payloadOf(READING.replace('+0200 S', '+0200'))), 'VALUE_INVALID'],
    ['64 KiB and more', recordOf(payloadOf(READING, `,"ID":"${'x'.repeat(65_536)}"`)), 'FRAME_OVERLONG'],
  ])('is refused for %s', (_, bytes, code) => {
    expect(parseOcmf(bytes)).toMatchObject({ ok: false, code });
  });

  it('is refused by every cut of it, and never throws for noise in it', () => {
    const whole = recordOf(payloadOf(READING));
    for (let length = 0; length < whole.length; length += 1) expect(parseOcmf(whole.subarray(0, length)).ok, `${length}`).toBe(false);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 40 }), (at, noise) => {
        const result = parseOcmf(Uint8Array.of(...whole.subarray(0, at), ...noise, ...whole.subarray(at + noise.length)));
        if (result.ok) readOcmfRegisters(result.value);
      }),
    );
  });
});

describe('the energy registers of a record', () => {
  it.each([
    ['1-b:1.8.0', 2_935_600n, 0n],
    ['1-0:1.8.0', 2_935_600n, 0n],
    ['1-0:1.8.0*255', 2_935_600n, 0n],
    ['01-00:01.08.00.FF', 2_935_600n, 0n],
    ['01-00:01.08.00*FF', 2_935_600n, 0n],
    ['1-b:2.8.0', 0n, 2_935_600n],
    ['1-0:2.8.0.FF', 0n, 2_935_600n],
  ])('are found under %s', (RI, importWh, exportWh) => {
    expect(registersOf(readingWith({ RI }))).toMatchObject({
      ok: true,
      value: { reading: { importWh, exportWh }, importIsPresent: importWh > 0n, exportIsPresent: exportWh > 0n },
    });
  });

  it.each([
    ['of the transaction only', '1-0:1.8.0*198'],
    ['of an accumulation register of the device, B2', '01-00:B2.08.00*FF'],
    ['of an accumulation register of the device, B3', '01-00:B3.08.00*FF'],
    ['of a charge at hand', '1-b:1.8.e'],
    ['of a tariff', '1-0:1.8.1'],
    ['of the period before', '1-0:1.8.0*01'],
    ['of a duration', '01-00:00.08.06.FF'],
    ['of a total that a charger makes up', '1-0:98.8.0.FF'],
    ['of heat', '6-0:1.8.0'],
  ])('are not those %s', (_, RI) => {
    expect(registersOf(readingWith({ RI }))).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED', message: expect.stringContaining(RI) });
  });

  it.each([
    ['kWh with four places', '0.2597', 'kWh', 259n],
    ['kWh with a zero behind', '0.2590', 'kWh', 259n],
    ['Wh', '259', 'Wh', 259n],
    ['tenths of a Wh', '259.9', 'Wh', 259n],
    ['more digits than a double has', '9007199254740.993', 'kWh', 9_007_199_254_740_993n],
    ['text padded with spaces', '"       3.988"', 'kWh', 3_988n],
    ['text padded with zeros', '"00000012.500"', 'kWh', 12_500n],
  ])('are exact, and floored: %s', (_, RV, RU, importWh) => {
    const reading = READING.replace('2935.6', RV).replace('"kWh"', `"${RU}"`);
    expect(registersOf(reading)).toMatchObject({ ok: true, value: { reading: { importWh } } });
  });

  it('have from the reading before what they leave out, and of several the last counts', () => {
    const readings = [
      READING,
      '{"TM":"2018-07-24T13:23:04,000+0200 S","TX":"C","RV":2936}',
      '{"TM":"2018-07-24T13:24:04,000+0200 S","TX":"X"}',
      '{"TM":"2018-07-24T13:26:04,000+0200 S","TX":"E","RV":2936.25,"ST":"G"}',
    ].join();
    expect(registersOf(readings)).toMatchObject({ ok: true, value: { reading: { time: 1_532_431_564n, importWh: 2_936_250n } } });
    expect(parsed(recordOf(payloadOf(readings))).readings[1]).toMatchObject({ identification: '1-b:1.8.0', unit: 'kWh', status: 'G' });
  });

  it('are both there where both are of one instant', () => {
    const exported = readingWith({ RI: '1-b:2.8.0', RV: 0.5 });
    expect(registersOf(`${READING},${exported}`)).toMatchObject({
      ok: true,
      value: { reading: { importWh: 2_935_600n, exportWh: 500n }, importIsPresent: true, exportIsPresent: true },
    });
    const later = readingWith({ RI: '1-b:2.8.0', RV: 0.5, TM: '2018-07-24T13:22:05,000+0200 S' });
    expect(registersOf(`${READING},${later}`)).toMatchObject({ ok: false, code: 'VALUE_INVALID' });
  });

  it.each([
    ['a clock never set', { TM: '2018-07-24T13:22:04,000+0200 U' }, 1],
    ['a time that an error spoilt', { EF: 't' }, 1],
    ['an informative clock', { TM: '2018-07-24T13:22:04,000+0200 I' }, 0],
    ['a clock relative to one', { TM: '2018-07-24T13:22:04.000+0200 R' }, 0],
  ])('have status for %s', (_, changes, status) => {
    expect(registersOf(readingWith(changes))).toMatchObject({ ok: true, value: { reading: { status, time: 1_532_431_324n } } });
  });

  it.each([
    ['a status that is not good', { ST: 'M' }],
    ['energy that an error spoilt', { EF: 'tE' }],
    ['an error of which nothing is known', { EF: 'z' }],
    ['a unit of something else', { RU: 'mOhm' }],
    ['a unit that is a word of the program’s', { RU: 'constructor' }],
    ['a number below zero', { RV: -1 }],
    ['words for a number', { RV: 'much' }],
    ['more digits than any register has', { RV: '1000000000000000.000' }],
  ])('are refused for %s', (_, changes) => {
    expect(registersOf(readingWith(changes))).toMatchObject({ ok: false, code: 'VALUE_INVALID' });
  });

  it('are refused in notation with an exponent, which the contract does not read either', () => {
    expect(registersOf(READING.replace('2935.6', '2.9356e3'))).toMatchObject({ ok: false, code: 'VALUE_INVALID' });
  });
});
