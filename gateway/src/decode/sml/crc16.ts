function crc16Reflected(bytes: Uint8Array, start: number): number {
  let crc = start;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1;
  }
  return crc;
}

const swap = (crc: number): number => ((crc & 0xff) << 8) | (crc >> 8);

/**
 * True where two bytes, read as big-endian, are the check value of what stands before them: CRC-16/X-25 with the low byte
 * first (SML 1.04, 8.1 and 5.2: DIN EN 62056-46), or CRC-16/Kermit, which Holley's DTZ541 computes instead and sends with
 * the high byte first (volkszaehler/libsml issue 75); Kermit is taken with either byte first.
 */
export function isSmlCrc(bytes: Uint8Array, crc: number): boolean {
  if (swap(crc16Reflected(bytes, 0xffff) ^ 0xffff) === crc) return true;
  const kermit = crc16Reflected(bytes, 0);
  return kermit === crc || swap(kermit) === crc;
}
