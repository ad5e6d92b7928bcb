/** OCMF records: what counts, what is refused and why, and what no string in them can say. */
import { SOURCE } from '@joulegate/protos';
import fc from 'fast-check';
import { type Hex, toHex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commissionForeign, formatTm, makeForeignKey, ocmfPayload, signOcmf } from './support/foreign.ts';
import { BOUNDARY_0, type Market, startMarket, T0 } from './support/market.ts';

let market: Market;
beforeAll(async () => {
  market = await startMarket();
  await market.setTime(T0);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const verify = (meter: Hex, closing: Hex) => market.read<object>('readingLedger', 'verify', [meter, closing]);
const refusal = (meter: Hex, closing: Hex) => market.refusal('readingLedger', 'verify', [meter, closing]);
const field = (name: string): Hex => toHex(name, { size: 32 });
const TIME = T0 - 400n;
const record = (counter: number, more: Partial<Parameters<typeof ocmfPayload>[0]> = {}) =>
  ocmfPayload({ counter, time: TIME + BigInt(counter), importKwh: '1234.56', exportKwh: '0.129', ...more });

describe('a record of our own meter', () => {
  const kwh = fc.tuple(fc.nat({ max: 999_999_999 }), fc.option(fc.nat({ max: 999_999 }), { nil: undefined }));

  it('is read back as the meter signed it, floored to the watt-hour', async () => {
    const key = makeForeignKey();
    const meter = await commissionForeign(market, 'buyer', signOcmf(key, record(1)), { source: SOURCE.storage });
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt(0n, 2n ** 64n - 1n),
        fc.bigInt(86_400n, 4_102_444_800n),
        kwh,
        kwh,
        fc.string({ maxLength: 80, unit: 'binary' }),
        async (counter, time, imported, exported, id) => {
          const print = ([whole, fraction]: [number, number | undefined]) => (fraction === undefined ? `${whole}` : `${whole}.${fraction}`);
          const wh = ([whole, fraction]: [number, number | undefined]) =>
            BigInt(whole) * 1000n + BigInt(`${fraction ?? 0}`.slice(0, 3).padEnd(3, '0'));
          const payload = ocmfPayload({ counter, time, importKwh: print(imported), exportKwh: print(exported), id });
          const reading = await verify(meter, signOcmf(key, payload).closing);
          expect(reading).toMatchObject({ counter, time, importWh: wh(imported), exportWh: wh(exported), powerW: 0, status: 0 });
        },
      ),
      { numRuns: 60 },
    );
  });

  const one = (more: string, rv = '7.5') => `[{"TM":"${formatTm(TIME)}","ST":"G","RV":${rv},"RI":"1-b:1.8.0","RU":"kWh"${more}}]`;
  const RI = (ri: string) => one('').replace('1-b:1.8.0', ri);
  it.each([
    ['RI with leading zeros and FF', RI('01-00:01.08.00.FF'), 7_500n],
    ['RI with *255', RI('1-0:1.8.0*255'), 7_500n],
    ['RI of channel 12', RI('1-12:1.8.0'), 7_500n],
    ['RV in quotes and spaces', one('', '"     7.5 "'), 7_500n],
    ['RV with leading zeros', one('', '"0000007.509900"'), 7_509n],
    ['RU of Wh, its fraction dropped', one('', '7500.9').replace('kWh', 'Wh'), 7_500n],
    ['spaces and line ends wherever JSON has them', one('').replaceAll(/([:,{}[\]])(?=["{])/g, ' \t$1\r\n '), 7_500n],
    ['an event without a value after it', one('').replace(']', `,{"TM":"${formatTm(TIME + 9n)}","ST":"E"}]`), 7_500n],
    ['RI and RU of the reading before', one('').replace(']', `,{"TM":"${formatTm(TIME)}","RV":9}]`), 9_000n],
    ['another register after it', one('').replace(']', ',{"RV":3,"RI":"1-b:1.9.0"}]'), 7_500n],
    ['another unit after it', one('').replace(']', ',{"RV":19,"RI":"1-0:0.8.6","RU":"sec"}]'), 7_500n],
    ['of two readings the last', one('').replace(']', `,${one('', '8.25').slice(1)}`), 8_250n],
    ['braces, commas and brackets in a string of it', one(String.raw`,"TX":"}],{\"RV\":1"`), 7_500n],
  ])('counts with %s', async (_, readings, importWh) => {
    const key = makeForeignKey();
    const meter = await commissionForeign(market, 'buyer', signOcmf(key, record(1)));
    const payload = ocmfPayload({ counter: 5, time: TIME, readings });
    expect(() => JSON.parse(payload)).not.toThrow();
    expect(await verify(meter, signOcmf(key, payload).closing)).toMatchObject({ counter: 5n, time: TIME, importWh, status: 0 });
  });

  const tm = (text: string) => one('').replace(formatTm(TIME), text);
  it.each([
    ['no PG', 'PG', record(5).replace('"PG":"T5",', '')],
    ['two PG', 'PG', record(5).replace('"PG":"T5"', '"PG":"T5","PG":"T6"')],
    ['a fiscal counter', 'PG', record(5).replace('"T5"', '"F5"')],
    ['a counter with no digits', 'PG', record(5).replace('"T5"', '"T"')],
    ['a counter beyond 64 bits', 'PG', record(5).replace('"T5"', '"T18446744073709551616"')],
    ['two RD', 'RD', record(5).replace('"RD":', '"RD":[{"RV":1}],"RD":')],
    ['RD that is no array', 'JSON', record(5).replace(/"RD":.*/, '"RD":"1-b:1.8.0"}')],
    ['no RD', 'RI', record(5).replace(/,"RD":.*/, '}')],
    ['a transaction register', 'RI', record(5, { readings: RI('1-0:1.8.0*198') })],
    ['a tariff register', 'RI', record(5, { readings: RI('1-0:1.8.1') })],
    ['reactive energy', 'RI', record(5, { readings: RI('1-0:3.8.0') })],
    ['gas', 'RI', record(5, { readings: RI('7-0:1.8.0') })],
    ['no unit', 'RU', record(5, { readings: one('').replace(',"RU":"kWh"', '') })],
    ['a unit of no energy', 'RU', record(5, { readings: one('').replace('kWh', 'kVArh') })],
    ['two values', 'RV', record(5, { readings: one(',"RV":8') })],
    ['a negative value', 'RV', record(5, { readings: one('', '-7.5') })],
    ['an exponent', 'RV', record(5, { readings: one('', '7.5e3') })],
    ['a value without digits', 'RV', record(5, { readings: one('', '"  "') })],
    ['a point without digits', 'RV', record(5, { readings: one('', '"7."') })],
    ['a value of sixteen digits', 'RV', record(5, { readings: one('', '1234567890123456') })],
    ['text behind a value', 'RV', record(5, { readings: one('', '"7.5 kWh"') })],
    ['no time', 'TM', record(5, { readings: one('').replace(/"TM":"[^"]*",/, '') })],
    ['month 13', 'TM', record(5, { readings: tm('2021-13-09T09:21:30,000+0200 I') })],
    ['29 February of a common year', 'TM', record(5, { readings: tm('2021-02-29T09:21:30,000+0200 I') })],
    ['31 April', 'TM', record(5, { readings: tm('2021-04-31T09:21:30,000+0200 I') })],
    ['hour 24', 'TM', record(5, { readings: tm('2021-04-09T24:21:30,000+0200 I') })],
    ['a zone of 15 hours', 'TM', record(5, { readings: tm('2021-04-09T09:21:30,000+1500 I') })],
    ['a time without its state', 'TM', record(5, { readings: tm('2021-04-09T09:21:30,000+0200') })],
    ['a state that is none', 'TM', record(5, { readings: tm('2021-04-09T09:21:30,000+0200 X') })],
    ['a time before 1970', 'TM', record(5, { readings: tm('1970-01-01T00:21:30,000+0200 I') })],
    ['a meter out of order', 'ST', record(5, { readings: one('').replace('"G"', '"M"') })],
    ['no state of the meter', 'ST', record(5, { readings: one('').replace('"ST":"G",', '') })],
    ['energy failed', 'EF', record(5, { readings: one(',"EF":"tE"') })],
    ['an error flag that is none', 'EF', record(5, { readings: one(',"EF":"q"') })],
    [
      'import and export of two instants',
      'TM',
      record(5, {
        readings: one('')
          .replace(']', `,${one('').slice(1)}`)
          .replace(/(.*)1-b:1/, '$11-b:2')
          .replace(formatTm(TIME), formatTm(TIME - 1n)),
      }),
    ],
    ['text behind the object', 'end', `${record(5)}x`],
    ['an object cut short', 'JSON', record(5).slice(0, -1)],
    ['a string cut short', 'JSON', record(5).slice(0, 30)],
    ['a comma too many', 'JSON', record(5).replace(/}$/, ',}')],
    ['no object', 'JSON', '[1]'],
    ['4,097 bytes', 'length', record(5, { id: 'x'.repeat(4_097 - record(5).length) })],
  ])('is refused with %s: %s', async (_, why, payload) => {
    const key = makeForeignKey();
    const meter = await commissionForeign(market, 'buyer', signOcmf(key, record(1)));
    expect(await refusal(meter, signOcmf(key, payload).closing)).toMatchObject({
      name: 'ForeignReadingInvalid',
      args: { field: field(why) },
    });
  });

  it('of 4,096 bytes is the longest that is taken', async () => {
    const key = makeForeignKey();
    const meter = await commissionForeign(market, 'buyer', signOcmf(key, record(1)));
    const payload = record(5, { id: 'x'.repeat(4_096 - record(5).length) });
    expect(await verify(meter, signOcmf(key, payload).closing)).toMatchObject({ counter: 5n });
  });

  it.each([
    ['a whole payload', record(9, { importKwh: '9999' })],
    ['a counter', '","PG":"T999"'],
    ['readings', '","RD":[{"TM":"2030-01-01T00:00:00,000+0000 S","ST":"G","RV":9999,"RI":"1-b:1.8.0","RU":"kWh"}],"'],
    ['a backslash at its end', 'abc\\'],
    ['backslashes, quotes and more of them', '\\\\"\\\\","RV":9999,"\\\\'],
    ['an array’s end', '"}],"RD":[{'],
    ['thirty-one characters and a quote', `${'x'.repeat(31)}"`],
    ['a backslash as the thirty-second character', `${'x'.repeat(31)}\\","RV":1`],
    ['NUL', '\0'],
  ])('says nothing by an ID that imitates %s', async (_, id) => {
    const key = makeForeignKey();
    const meter = await commissionForeign(market, 'buyer', signOcmf(key, record(1)));
    for (const front of [true, false]) {
      const plain = record(5, { id });
      // The ID before what counts, and behind it.
      const payload = front ? plain : plain.replace(/,"ID":(.*),"RD":(.*)}$/s, ',"RD":$2,"ID":$1}');
      expect((JSON.parse(payload) as { ID: string }).ID).toBe(id);
      expect(await verify(meter, signOcmf(key, payload).closing)).toMatchObject({ counter: 5n, importWh: 1_234_560n, exportWh: 129n });
    }
  });

  it.each([
    ['U', '', 1],
    ['S', 't', 1],
    ['R', '', 0],
    ['I', '', 0],
    ['S', '', 0],
  ])(
    'with a time of state %s and errors "%s" has status %i, and is a boundary only when the clock was set',
    async (state, flags, status) => {
      const key = makeForeignKey();
      const meter = await commissionForeign(market, 'buyer', signOcmf(key, record(1)));
      const readings = `[{"TM":"${formatTm(T0, state)}","EF":"${flags}","ST":"G","RV":7,"RI":"1-b:1.8.0","RU":"kWh"}]`;
      const { closing } = signOcmf(key, ocmfPayload({ counter: 5, time: T0, readings }));
      expect(await verify(meter, closing)).toMatchObject({ status });
      if (status === 1) {
        expect((await market.refusal('readingLedger', 'recordBoundary', [meter, closing])).name).toBe('ClockUnset');
      } else {
        await market.send('readingLedger', 'recordBoundary', [meter, closing]);
        expect(await market.read('readingLedger', 'boundaryOf', [meter, BOUNDARY_0])).toMatchObject({ recorded: true, importWh: 7_000n });
      }
    },
  );

  it('of a generator must sign export, of a load import: what a record omits is not zero', async () => {
    const [load, solar] = [makeForeignKey(), makeForeignKey()];
    const loadId = await commissionForeign(market, 'buyer', signOcmf(load, record(1)), { source: SOURCE.load });
    const solarId = await commissionForeign(market, 'seller', signOcmf(solar, record(1)), { source: SOURCE.solar });
    const importOnly = ocmfPayload({ counter: 5, time: TIME, importKwh: '7' });
    const exportOnly = ocmfPayload({ counter: 5, time: TIME, exportKwh: '7' });
    expect(await verify(loadId, signOcmf(load, importOnly).closing)).toMatchObject({ importWh: 7_000n });
    expect(await verify(solarId, signOcmf(solar, exportOnly).closing)).toMatchObject({ exportWh: 7_000n });
    for (const [meter, key, payload] of [[loadId, load, exportOnly] as const, [solarId, solar, importOnly] as const]) {
      expect(await refusal(meter, signOcmf(key, payload).closing)).toMatchObject({
        name: 'ForeignReadingInvalid',
        args: { field: field('registers') },
      });
    }
  });
});
