import { describe, expect, it } from 'vitest';
import { encodeDlt645Frame, listDlt645Items } from './dlt645.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const READING = {
  time: BigInt(Date.UTC(2026, 0, 15, 12, 30, 15) / 1000),
  importWh: 1234569n,
  exportWh: 0n,
  powerW: -1505,
  voltageMv: 230149,
  frequencyMhz: 49984,
};

describe('DL/T 645', () => {
  it('frames as published examples do', () => {
    // The usual request for an unknown address, and a reply of 1234.56 kWh (address 123456789012).
    expect(hex(encodeDlt645Frame('AAAAAAAAAAAA', 0x13))).toBe('fefefefe68aaaaaaaaaaaa681300df16');
    expect(hex(encodeDlt645Frame('123456789012', 0x91, '00010000', '00123456'))).toBe('fefefefe6812907856341268910833333433896745335416');
  });

  it('has the items of 2007', () => {
    expect(listDlt645Items('2007', '000000000161', READING)).toEqual({
      '00010000': '00123456',
      '00020000': '00000000',
      '02010100': '2301',
      '02010200': 'FFFF',
      '02030000': '815050',
      '02800002': '4998',
      // A Thursday, in Beijing.
      '04000101': '26011504',
      '04000102': '203015',
      '04000401': '000000000161',
    });
  });

  it('has the items of 1997, where power has no sign', () => {
    expect(listDlt645Items('1997', '000000000161', READING)).toMatchObject({
      '9010': '00123456',
      B611: '0230',
      B630: '015050',
      C011: '203015',
    });
  });
});
