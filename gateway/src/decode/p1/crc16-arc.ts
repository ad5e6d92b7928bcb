/**
 * CRC-16/ARC of a P1 telegram, bit by bit: one telegram a second needs no table, and this room may not import framing.
 * "123456789" gives 0xBB3D.
 */
export function computeCrc16Arc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xa001 : crc >>> 1;
  }
  return crc;
}
