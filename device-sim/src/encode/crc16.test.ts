import { describe, expect, it } from 'vitest';
import { crc16Arc, crc16X25, formatCrc } from './crc16.ts';

const CHECK = Buffer.from('123456789');

describe('CRC-16', () => {
  // Source: the catalogue of parametrised CRC algorithms, reveng.sourceforge.io/crc-catalogue/16.htm.
  it('X-25 has its check value', () => expect(crc16X25(CHECK)).toBe(0x906e));
  it('ARC has its check value', () => expect(crc16Arc(CHECK)).toBe(0xbb3d));
  it('is written with four upper-case digits', () => expect(formatCrc(0xab)).toBe('00AB'));
});
