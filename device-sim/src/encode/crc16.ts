/** Reflected CRC-16 with polynomial 0x8005 (ARC: DSMR P1) or 0x1021 (X-25: native lines); polynomials here are bit-reversed. */
function crc16Reflected(bytes: Uint8Array, polynomial: number, init: number): number {
  let crc = init;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  }
  return crc;
}

/** CRC-16/ARC; "123456789" gives 0xBB3D. */
export function crc16Arc(bytes: Uint8Array): number {
  return crc16Reflected(bytes, 0xa001, 0);
}

/** CRC-16/X-25; "123456789" gives 0x906E. */
export function crc16X25(bytes: Uint8Array): number {
  return crc16Reflected(bytes, 0x8408, 0xffff) ^ 0xffff;
}

export function formatCrc(crc: number): string {
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
