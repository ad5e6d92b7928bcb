import { describe, expect, it } from 'vitest';
import { encodeRegisterImage, type PhysicalState, RegisterImage, type RegisterMapFile } from './register-image.ts';

const state: PhysicalState = {
  importWh: 1_234_567n,
  exportWh: 89n,
  powerW: -1500n,
  voltageMv: 230_200n,
  frequencyMhz: 49_980n,
  serial: ['1234'],
  time: 1_753_000_000n,
};
const at = (type: string, more: object = {}) => ({ function: 3, address: 0, type, ...more });
const wordsOf = (readings: object, count: number, more: Partial<PhysicalState> = {}, orders: object = {}): string =>
  Buffer.from(encodeRegisterImage({ ...orders, readings } as RegisterMapFile, { ...state, ...more }).read(3, 0, count)).toString('hex');

describe('encodeRegisterImage', () => {
  it.each<[string, object, number, string]>([
    ['cuts energy to the resolution of the register', { importWh: at('u32', { unit: 'kWh', scale: '0.01' }) }, 2, '0001e240'],
    ['writes 49.98 Hz as the nearest binary32', { frequencyMhz: at('f32', { unit: 'Hz' }) }, 2, '4247eb85'],
    ['writes a negative power in two’s complement', { powerW: at('s16', { unit: 'W', sign: 'import-positive' }) }, 1, 'fa24'],
    ['turns the sign where export is positive', { powerW: at('s16', { unit: 'W', sign: 'export-positive' }) }, 1, '05dc'],
    ['writes BCD', { importWh: at('bcd32', { unit: 'kWh', scale: '0.1' }) }, 2, '00012345'],
    ['writes text and fills it up', { meterSerial: at('string', { length: 3 }) }, 3, '313233340000'],
    ['writes a serial number', { meterSerial: at('u32') }, 2, '000004d2'],
    ['writes a serial number given in hex', { meterSerial: at('u16', { format: 'hex' }) }, 1, '1234'],
    ['writes Unix seconds', { time: at('u32', { unit: 's' }) }, 2, '687ca840'],
    [
      'shows export in the register of that direction',
      {
        powerW: [at('u16', { unit: 'W', sign: 'import-positive' }), at('u16', { address: 1, unit: 'W', sign: 'export-positive' })],
      },
      2,
      '000005dc',
    ],
    [
      'shares among equal registers',
      { importWh: [at('u16', { unit: 'kWh' }), at('u16', { address: 1, unit: 'kWh' }), at('u16', { address: 2, unit: 'kWh' })] },
      3,
      '019c019b019b',
    ],
    [
      'leaves the rest of a coarse register to a fine one',
      { importWh: [at('u16', { address: 1, unit: 'Wh' }), at('u16', { unit: 'kWh' })] },
      2,
      '04d20237',
    ],
  ])('%s', (_, readings, count, expected) => {
    expect(wordsOf(readings, count)).toBe(expected);
  });

  it('orders words and bytes as the map says', () => {
    const readings = { importWh: at('u32', { unit: 'Wh' }) };
    expect(wordsOf(readings, 2)).toBe('0012d687');
    expect(wordsOf(readings, 2, {}, { wordOrder: 'little' })).toBe('d6870012');
    expect(wordsOf(readings, 2, {}, { byteOrder: 'little' })).toBe('120087d6');
    expect(wordsOf(readings, 2, {}, { wordOrder: 'little', byteOrder: 'little' })).toBe('87d61200');
    expect(wordsOf({ meterSerial: at('string', { length: 2 }) }, 2, {}, { wordOrder: 'little' })).toBe('31323334');
  });

  it('divides by ratio and exponent, and tells them', () => {
    const scale = (as: string) => ({ unit: 'Wh', scaleRegisters: [{ as, function: 3, address: 2, type: 's16' }] });
    expect(wordsOf({ importWh: at('u32', scale('ratio')) }, 3, { ratio: 40n })).toBe('000078900028');
    expect(wordsOf({ importWh: at('u32', scale('exponent')) }, 3, { exponent: -1n })).toBe('00bc6146ffff');
  });

  it.each<[string, object]>([
    ['a negative power in an unsigned register', { powerW: at('u16', { unit: 'W', sign: 'import-positive' }) }],
    ['more energy than the register holds', { importWh: at('u16', { unit: 'Wh' }) }],
    ['more digits than BCD holds', { importWh: at('bcd16', { unit: 'Wh' }) }],
    ['a longer name', { meterSerial: at('string', { length: 1 }) }],
  ])('says that it cannot show %s', (_, readings) => {
    expect(() => wordsOf(readings, 4)).toThrow(RangeError);
  });
});

describe('RegisterImage', () => {
  it('keeps the two functions apart and reads zeros where nothing stands', () => {
    const image = new RegisterImage();
    image.put(4, 10, '0102 0304');
    expect(Buffer.from(image.read(4, 9, 4)).toString('hex')).toBe('0000010203040000');
    expect(Buffer.from(image.read(3, 10, 1)).toString('hex')).toBe('0000');
  });
});
