import { describe, expect, it } from 'vitest';
import { crc16Arc, crc16Modbus, crc16X25 } from './crc16.ts';

const CHECK = new TextEncoder().encode('123456789');

describe('CRC-16', () => {
  // Source: catalogue of parametrised CRC algorithms (reveng), "check" of CRC-16/IBM-SDLC, CRC-16/ARC and CRC-16/MODBUS.
  it.each([
    ['X-25 of "123456789" is 0x906E', crc16X25, CHECK, 0x906e],
    ['ARC of "123456789" is 0xBB3D', crc16Arc, CHECK, 0xbb3d],
    ['MODBUS of "123456789" is 0x4B37', crc16Modbus, CHECK, 0x4b37],
    ['X-25 of nothing is 0', crc16X25, new Uint8Array(), 0],
    ['ARC of nothing is 0', crc16Arc, new Uint8Array(), 0],
  ] as const)('%s', (_, crc, bytes, expected) => {
    expect(crc(bytes)).toBe(expected);
  });
});
