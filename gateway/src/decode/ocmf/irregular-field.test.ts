import { describe, expect, it } from 'vitest';
import { parseOcmf } from './ocmf.ts';

const READING = '{"TM":"2018-07-24T13:22:04,000+0200 S","RV":"  7.5","RI":"1-b:1.8.0","RU":"kWh","EF":"","ST":"G"}';
const parsed = (readings: string, more = '') => {
  const record = parseOcmf(new Uint8Array(Buffer.from(`OCMF|{"PG":"T5"${more},"RD":[${readings}]}|{"SD":"00"}`)));
  if (!record.ok) throw new Error(record.message);
  return record.value;
};

/** What the contract makes of each: test/hardware/ocmf-rules.test.ts. */
describe('a field that is not written as OCMF has it', () => {
  it.each([
    ['none, of a record as it should be', READING, undefined],
    ['none, of values as numbers and readings that omit', `${READING.replace('"  7.5"', '7.5')},{"RV":8}`, undefined],
    ['none, of an ID of the reading that nobody reads', READING.replace('}', ',"XX":null,"TX":"\\u0042"}'), undefined],
    ['a value of null', READING.replace('"  7.5"', 'null'), 'RD[0].RV'],
    ['a status of null, of the second', `${READING},{"RV":8,"ST":null}`, 'RD[1].ST'],
    ['errors of a number', READING.replace('"EF":""', '"EF":0'), 'RD[0].EF'],
    ['a time with an escape', READING.replace('+', '\\u002B'), 'RD[0].TM'],
    ['a register beyond ASCII', READING.replace('1-b', '1-ä'), 'RD[0].RI'],
    ['a key with an escape', READING.replace('"RU"', '"R\\u0055"'), 'RD[0].RU'],
    ['a reading of nothing', `${READING},{}`, 'RD[1]'],
  ])('is named: %s', (_, readings, field) => {
    expect(parsed(readings).irregularField).toBe(field);
  });

  it('is read all the same, so that a record can be shown', () => {
    const { readings } = parsed(`${READING.replace('+', '\\u002B')},{"RV":8,"ST":null}`);
    expect(readings).toMatchObject([
      { time: { seconds: 1_532_431_324n }, status: 'G' },
      { value: '8', status: 'G', unit: 'kWh' },
    ]);
  });

  it('is no matter where the contract does not look', () => {
    expect(parsed(READING, ',"ID":null,"GI":"\\u00e4","MV":"Zähler"').irregularField).toBeUndefined();
  });
});
