import { describe, expect, it } from 'vitest';
import { addEvenParity, encodeD0Block, encodeD0Identification, guardD0Block } from './d0.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('D0', () => {
  it('prints a data block as meters do', () => {
    const block = encodeD0Block({
      serial: '12345678',
      time: BigInt(Date.UTC(2026, 5, 21, 12, 0, 5) / 1000),
      importWh: 1234567n,
      exportWh: 8n,
      powerW: -1050,
      voltageMv: 230149,
      frequencyMhz: 49984,
    });
    expect(text(block).split('\r\n')).toEqual([
      'F.F(00000000)',
      'C.1.0(12345678)',
      '0.9.1(13:00:05)',
      '0.9.2(26-06-21)',
      '1.8.0(001234.567*kWh)',
      '2.8.0(000000.008*kWh)',
      '1.8.0*01(000000.000*kWh)',
      '16.7.0(-1.050*kW)',
      '32.7.0(230.1*V)',
      '14.7.0(49.98*Hz)',
      '!',
      '',
    ]);
  });

  it('names maker, mode and type', () => {
    expect(text(encodeD0Identification('5', 'SIM-D0'))).toBe('/JGS5SIM-D0\r\n');
  });

  it('guards a block by the XOR over it and ETX', () => {
    // 'A' ^ 'B' ^ ETX = 0x41 ^ 0x42 ^ 0x03 = 0x00
    expect([...guardD0Block(Buffer.from('AB'))]).toEqual([0x02, 0x41, 0x42, 0x03, 0x00]);
  });

  it('sets the eighth bit where seven hold an odd number of ones', () => {
    // As a scope shows `/?!` CR LF on a line of 7E1.
    expect([...addEvenParity(Buffer.from('/?!\r\n'))]).toEqual([0xaf, 0x3f, 0x21, 0x8d, 0x0a]);
  });
});
