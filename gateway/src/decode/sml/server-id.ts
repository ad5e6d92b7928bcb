const DIN_LENGTH = 10;
/** Lengths that stand in front: DIN 43863-5 counts all ten bytes, meters before it the nine behind. */
const LENGTH_BYTES = [0x09, 0x0a];
const FACTORY_NUMBER_MAX = 99_999_999;

const isPrintable = (byte: number): boolean => byte > 0x20 && byte < 0x7f;
const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/**
 * How a meter's server id stands on its nameplate: DIN 43863-5 (length, medium, maker's three letters, block, factory
 * number) as "1EMH0012345678"; an id that is text as that text, without spaces around; any other as lower-case hex.
 * @returns undefined where there is none, or one of zeros or ones only
 */
export function readServerId(id: Uint8Array): string | undefined {
  if (id.every((byte) => byte === 0) || id.every((byte) => byte === 0xff)) return undefined;
  const bytes = Buffer.from(id);
  if (id.length === DIN_LENGTH && LENGTH_BYTES.includes(bytes.readUInt8(0)) && bytes.subarray(2, 5).every(isCapital)) {
    const medium = bytes.readUInt8(1);
    const number = bytes.readUInt32BE(6);
    if (medium <= 0x0f && number <= FACTORY_NUMBER_MAX) {
      const block = bytes.subarray(5, 6).toString('hex').toUpperCase();
      return `${medium.toString(16).toUpperCase()}${bytes.toString('latin1', 2, 5)}${block}${number.toString().padStart(8, '0')}`;
    }
  }
  const text = bytes.toString('latin1').trim();
  return text !== '' && Buffer.from(text, 'latin1').every(isPrintable) ? text : bytes.toString('hex');
}
