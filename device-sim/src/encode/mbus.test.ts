import { describe, expect, it } from 'vitest';
import { encodeMbusName, encodeMbusRecords, encodeMbusTelegram } from './index.ts';

const bytes = (hex: string): number[] => [...Buffer.from(hex.replace(/\s/g, ''), 'hex')];
const hexOf = (value: Iterable<number>): string => Buffer.from([...value]).toString('hex');

const READING = { importWh: 2_000_017n, exportWh: 500_009n, powerW: -2, voltageMv: 230_040, frequencyMhz: 50_012 };
/** NZR DHZ 5/63: github.com/rscada/libmbus, test/test-frames/nzr_dhz_5_63.hex. */
const NZR = '6832326808057208061030523b0102010000000403fa04000004837ffa04000002fd48440902fd5b0000022b00000c78080610300f0e7116';

describe('an M-Bus telegram', () => {
  it('has the header, checksum and frame that a meter sent', () => {
    const records = bytes(NZR).slice(19, -2);
    expect(hexOf(encodeMbusTelegram(5, { id: '30100608', manufacturer: 'NZR', version: 1 }, records, { access: 1 }))).toBe(NZR);
  });

  it('says by 1F that more follows', () => {
    const telegram = encodeMbusTelegram(1, { id: '00000001', manufacturer: 'ABB', version: 2 }, [], { access: 300, isFollowed: true });
    expect(hexOf(telegram)).toMatch(/^6810106808017201000000420402022c0000001f..16$/);
  });

  it('names its meter as a selection does', () => {
    expect(hexOf(encodeMbusName({ id: '12345678', manufacturer: 'ABB', version: 0x20 }))).toBe('7856341242042002');
  });
});

describe('M-Bus records', () => {
  it('are Wh with a direction, W, 0.1 V and mHz', () => {
    const { energy, measurements } = encodeMbusRecords(READING, 'plain');
    expect(hexOf(energy)).toBe('04833b91841e0004833c29a10700');
    expect(hexOf(measurements)).toBe('042bfeffffff02fd48fc0804fb2c5cc30000');
  });

  it('of ABB are twelve digits of 10 Wh, 0.01 W and 0.1 V of the first phase', () => {
    const { energy, measurements } = encodeMbusRecords(READING, 'abb');
    expect(hexOf(energy)).toBe('0e84000100200000008e408400000005000000');
    expect(hexOf(measurements)).toBe('04a90038ffffff04fdc8ff8100fc080000');
  });
});
