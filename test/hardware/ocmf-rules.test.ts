import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeDer, makeForeignKey, signOcmf } from '../../chain/test/support/foreign.ts';
import { type ForeignRules, startForeignRules, type Values, type Verdicts } from './foreign-rules.ts';

/** OCMF records before the gateway and before the contract, which must make the same of them; why: foreign-rules.ts. */

/** Two seconds; about one in twelve is taken and so compared. */
const RUNS = 500;
let rules: ForeignRules;
beforeAll(async () => {
  rules = await startForeignRules();
});
afterAll(() => rules?.stop());

const KEY = makeForeignKey('secp256k1');
function ask(payload: string): Promise<Verdicts> {
  const foreign = signOcmf(KEY, payload);
  const section = { SA: 'ECDSA-secp256k1-SHA256', SD: Buffer.from(encodeDer(foreign.pair)).toString('hex') };
  return rules.ask('ocmf', new Uint8Array(Buffer.from(`OCMF|${payload}|${JSON.stringify(section)}`)), foreign);
}

/** 2018-07-24T11:22:04Z. */
const TIME = 1_532_431_324n;
const TM = '"TM":"2018-07-24T13:22:04,000+0200 S"';
const LATER = '"TM":"2018-07-24T13:22:05,000+0200 S"';
const IMPORT = `{${TM},"RV":7.5,"RI":"1-b:1.8.0","RU":"kWh","EF":"","ST":"G"}`;
const EXPORT = IMPORT.replace('1.8.0', '2.8.0').replace('7.5', '2');
const record = (readings: string, more = ''): string => `{"FV":"1.0","PG":"T5","MS":"1"${more},"RD":[${readings}]}`;
const read = (more: Partial<Values> = {}): Values => ({
  counter: 5n,
  time: TIME,
  importWh: 7_500n,
  exportWh: 0n,
  powerW: 0n,
  status: 0n,
  ...more,
});
const replaced = (from: string, to: string): string => {
  if (!IMPORT.includes(from)) throw new Error(`${from} expected in a reading`);
  return record(IMPORT.replace(from, to));
};

describe('gateway and contract alike', () => {
  it.each<[string, string, Values]>([
    ['of two readings of a register the last', record(`${IMPORT},${IMPORT.replace('7.5', '8.25')}`), read({ importWh: 8_250n })],
    ['of two instants of a register the last', record(`${IMPORT},${IMPORT.replace(TM, LATER)}`), read({ time: TIME + 1n })],
    ['import and export of one instant', record(`${IMPORT},${EXPORT}`), read({ exportWh: 2_000n })],
    [
      'a zone’s other name for the same instant',
      record(`${IMPORT},${EXPORT.replace('13:22:04,000+0200', '11:22:04.000-0000')}`),
      read({ exportWh: 2_000n }),
    ],
    ['export alone', record(EXPORT), read({ importWh: 0n, exportWh: 2_000n })],
    ['a bad reading behind which a good one comes', record(`${IMPORT.replace('"G"', '"M"')},${IMPORT}`), read()],
    ['what a reading omits from the one before', record(`${IMPORT},{"RV":9}`), read({ importWh: 9_000n })],
    ['an event without a value', record(`${IMPORT},{${LATER},"ST":"E"}`), read()],
    ['a register that is none, of another unit', record(`${IMPORT},{"RV":3,"RI":"1-0:0.8.6","RU":"s","ST":"G"}`), read()],
    ['time that an error spoilt', replaced('"EF":""', '"EF":"t"'), read({ status: 1n })],
    ['a clock never set', replaced('0200 S', '0200 U'), read({ status: 1n })],
    ['no EF at all', replaced('"EF":"",', ''), read()],
    ['RI with zeros and FF', replaced('1-b:1.8.0', '01-00:01.08.00.FF'), read()],
    ['RI of billing period 255', replaced('1-b:1.8.0', '1-0:1.8.0*255'), read()],
    ['RI of a channel that is a colon', replaced('1-b:', '1-::'), read()],
    ['RU of Wh, its fraction floored', replaced('7.5', '7500.9').replace('kWh', 'Wh'), read()],
    ['RV in quotes and spaces', replaced('7.5', '"  7.5 "'), read()],
    ['RV of fifteen digits', replaced('7.5', '123456789012345.999'), read({ importWh: 123_456_789_012_345_999n })],
    ['a counter of nineteen digits', record(IMPORT).replace('T5', 'T9999999999999999999'), read({ counter: 9_999_999_999_999_999_999n })],
    ['a pipe, braces and quotes in ID', record(IMPORT, ',"ID":"a|{\\"RV\\":1}]"'), read()],
    ['IF that lacks, or holds lists', record(IMPORT, ',"IF":[["x"],{"RD":[]}]'), read()],
    ['29 February of a leap year', replaced('2018-07-24', '2020-02-29'), read({ time: 1_582_975_324n })],
    ['null where nothing is read', record(IMPORT, ',"ID":null,"IT":null'), read()],
    ['null of a register that is replaced', record(`${IMPORT.replace('"RU":"kWh"', '"RU":"kWh","TX":null')}`), read()],
  ])('read %s', async (_, payload, expected) => {
    expect(() => JSON.parse(payload)).not.toThrow();
    expect(await ask(payload)).toEqual({ contract: expected, gateway: expected });
  });

  it.each([
    ['import and export of two instants', record(`${IMPORT},${EXPORT.replace(TM, LATER)}`)],
    ['a good reading behind which a bad one comes', record(`${IMPORT},${IMPORT.replace('"G"', '"M"')}`)],
    ['a status that is not good', replaced('"G"', '"T"')],
    ['no status', replaced(',"ST":"G"', '')],
    ['a status in lower case', replaced('"G"', '"g"')],
    ['energy that an error spoilt', replaced('"EF":""', '"EF":"E"')],
    ['an error that nobody knows', replaced('"EF":""', '"EF":" "')],
    ['no unit', replaced(',"RU":"kWh"', '')],
    ['a unit in capitals', replaced('kWh', 'KWH')],
    ['a tariff’s register', replaced('1.8.0', '1.8.1')],
    ['a register of the charge', replaced('1.8.0', '1.8.0*198')],
    ['a register of a channel beyond ASCII', replaced('1-b:', '1-€:')],
    ['a register of two colons', replaced('1-b:', '1-b::')],
    ['a register of a period before', replaced('1.8.0', '1.8.0*1')],
    ['sixteen digits', replaced('7.5', '1234567890123456')],
    ['an exponent', replaced('7.5', '7.5e3')],
    ['a sign', replaced('7.5', '-7.5')],
    ['a plus in quotes', replaced('7.5', '"+7.5"')],
    ['a comma in quotes', replaced('7.5', '"7,5"')],
    ['a point without digits', replaced('7.5', '"7."')],
    ['an empty value', replaced('7.5', '""')],
    ['a tab before a value', replaced('7.5', '"\\t7.5"')],
    ['a value of null', replaced('7.5', 'null')],
    ['a value of true', replaced('7.5', 'true')],
    ['a value in a list', replaced('7.5', '[7.5]')],
    ['a status of null behind a good one', record(`${IMPORT},{"RV":9,"ST":null}`)],
    ['a unit of null behind a good one', record(`${IMPORT},{"RV":9,"RU":null}`)],
    ['a time of null behind a good one', record(`${IMPORT},{"RV":9,"TM":null}`)],
    ['a time in a list behind a good one', record(`${IMPORT},{"RV":9,"TM":["x"]}`)],
    ['errors of null behind none', record(`${IMPORT},{"RV":9,"EF":null}`)],
    ['errors of a number', replaced('"EF":""', '"EF":0')],
    ['a value of null behind a good one', record(`${IMPORT},{"RV":null}`)],
    ['a value padded with what is no space', replaced('7.5', '"\u00a07.5"')],
    ['a register of null behind a good one', record(`${IMPORT},{"RV":9,"RI":null}`).replace(IMPORT, IMPORT.replace('7.5,', 'null,'))],
    ['a reading that says nothing', record(`${IMPORT},{}`)],
    ['a counter under a key with an escape', record(IMPORT).replace('"PG"', '"\\u0050G"')],
    ['a counter with an escape', record(IMPORT).replace('"T5"', '"T\\u0035"')],
    ['a register with an escape', replaced('1.8.0', '1.8.\\u0030')],
    ['a unit with an escape', replaced('"kWh"', '"\\u006bWh"')],
    ['a status with an escape', replaced('"G"', '"\\u0047"')],
    ['a time with an escape', replaced('+0200', '\\u002B0200')],
    ['errors with an escape', replaced('"EF":""', '"EF":"\\u0074"')],
    ['a value with an escape', replaced('7.5', '"\\u0037.5"')],
    ['a value under a key with an escape', replaced('"RV"', '"R\\u0056"')],
    ['readings under a key with an escape', record(IMPORT).replace('"RD"', '"\\u0052D"')],
    ['a fiscal counter', record(IMPORT).replace('T5', 'F5')],
    ['a counter of null', record(IMPORT).replace('"T5"', 'null')],
    ['a counter without digits', record(IMPORT).replace('T5', 'T')],
    ['a counter beyond 64 bits', record(IMPORT).replace('T5', 'T18446744073709551616')],
    ['no counter', record(IMPORT).replace('"PG":"T5",', '')],
    ['two counters', record(IMPORT, ',"PG":"T6"')],
    ['two values', replaced('"RV":7.5', '"RV":7.5,"RV":8')],
    ['no reading', record('')],
    ['readings that are no list', `{"PG":"T5","RD":${IMPORT}}`],
    ['30 February', replaced('2018-07-24', '2018-02-30')],
    ['hour 24', replaced('T13', 'T24')],
    ['a zone without a sign', replaced('+0200', ' 0200')],
    ['4,097 bytes', record(IMPORT, `,"ID":"${'x'.repeat(4_097 - record(IMPORT, ',"ID":""').length)}"`)],
  ])('refuse %s', async (_, payload) => {
    expect(await ask(payload)).toEqual({ contract: 'refused', gateway: 'refused' });
  });
});

describe('the gateway', () => {
  it('refuses what the contract would read as another register', async () => {
    const payload = record(`${IMPORT},{"RV":9,"R\\u0049":"1-0:9.9.9"}`);
    expect((JSON.parse(payload) as { RD: object[] }).RD[1]).toEqual({ RV: 9, RI: '1-0:9.9.9' });
    expect(await ask(payload)).toEqual({ contract: read({ importWh: 9_000n }), gateway: 'refused' });
  });

  it('takes nothing that the contract refuses or reads otherwise, whatever fields hold', async () => {
    const odd = fc.constantFrom('null', 'true', '0', '-1', '1e3', '""', '" "', '[]', '{}', '"\\u0047"', '"\\t1"', '"\u00a01"', '"x"');
    // One field in sixteen is odd: with more, hardly a record would be taken, and nothing compared.
    const oneOf = (usual: string, ...others: readonly string[]) =>
      fc.oneof(
        { weight: 10, arbitrary: fc.constant(usual) },
        { weight: 5, arbitrary: fc.constantFrom(usual, ...others) },
        { weight: 1, arbitrary: odd },
      );
    const key = (name: string) =>
      fc.oneof(
        { weight: 40, arbitrary: fc.constant(`"${name}"`) },
        { weight: 1, arbitrary: fc.constant(`"\\u00${name.charCodeAt(0).toString(16)}${name[1]}"`) },
      );
    const field = (name: string, value: fc.Arbitrary<string>) => fc.tuple(key(name), value).map(([k, v]) => `${k}:${v}`);
    const whole = fc.tuple(
      field('TM', oneOf('"2018-07-24T13:22:04,000+0200 S"', '"2018-07-24T13:22:05,000+0200 U"', '"2018-07-24T23:59:60,999-1400 R"')),
      field('RV', oneOf('7.5', '"  12.0009 "', '0', '0.0', '"007"', '"7."', '999999999999999.9999')),
      field('RI', oneOf('"1-b:1.8.0"', '"1-b:2.8.0"', '"01-00:02.08.00*FF"', '"1-0:1.8.0*198"', '"1-::1.8.0"', '"1-ä:1.8.0"')),
      field('RU', oneOf('"kWh"', '"Wh"', '"kW"')),
      field('EF', oneOf('""', '"t"', '"E"')),
      field('ST', oneOf('"G"', '"M"', '"G "')),
    );
    const reading = (least: number) =>
      whole.chain((fields) => fc.shuffledSubarray(fields, { minLength: least })).map((fields) => `{${fields.join(' ,\n')}}`);
    const readings = fc.tuple(reading(5), fc.array(reading(0), { maxLength: 3 })).map(([first, more]) => `[${[first, ...more].join()}]`);
    const payload = fc
      .tuple(field('PG', oneOf('"T5"', '"T18446744073709551615"', '"F1"', '"T05"')), field('RD', readings))
      .map(([PG, RD]) => `{"ID":"|","XY":[{"RD":null}],${PG},${RD}}`);
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(payload, async (text) => {
        const { contract, gateway } = await ask(text);
        if (gateway === 'refused') return;
        taken += 1;
        expect(gateway).toEqual(contract);
      }),
      { numRuns: RUNS },
    );
    expect(taken).toBeGreaterThan(RUNS / 50);
  });
});
