/**
 * What one captured file holds, found by its content and never by its name: bytes as a wire carried them, frames written
 * down one by one, register images, signed records, vectors of a signature scheme. Decides nothing about what they mean.
 *
 * @typedef {{ kind: 'stream', bytes: Uint8Array, expected?: unknown, index?: number }} StreamItem
 * @typedef {{ kind: 'registers', blocks: { address: number, functionCode: 3 | 4, bytes: Uint8Array }[], isBareChain?: boolean }} RegistersItem
 * @typedef {{ kind: 'bsm', image: Uint8Array, publicKey: string, expected?: unknown, index?: number }} BsmItem
 * @typedef {{ kind: 'xml', bytes: Uint8Array }} XmlItem
 * @typedef {{ kind: 'wycheproof', document: any }} WycheproofItem
 * @typedef {{ kind: 'jws', document: any }} JwsItem
 * @typedef {{ kind: 'rfc6979', document: any }} DeterministicItem
 */

const HEX_TEXT = /^[0-9a-fA-F\s:,x]+$/;
const SUNS = '53756e53';

const bytesOf = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isHex = (value) => typeof value === 'string' && value.length >= 8 && value.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(value);
const wordsToBytes = (words) => bytesOf(words.map((word) => String(word).padStart(4, '0')).join(''));

/** Offset, up to 16 bytes, their characters: `hexdump -C`, `xxd`, Wireshark's "as hex". */
const DUMP_LINE = /^([0-9a-fA-F]{4,8}):?\s+((?:[0-9a-fA-F]{2}\s?){1,16})(?:\s{1,}.*)?$/;

/** @returns the bytes of a dump whose offsets count up without a gap, as hex; undefined where it is other text */
function dumpText(text) {
  let hex = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^[0-9a-fA-F]{4,8}:?$/.test(line.trim()) || line.trim() === '') continue;
    const [, offset, row] = DUMP_LINE.exec(line) ?? [];
    if (offset === undefined || Number.parseInt(offset, 16) * 2 !== hex.length) return undefined;
    hex += row.replace(/\s/g, '');
  }
  return hex === '' ? undefined : hex;
}

/** Hex written by people: spaces, line ends, colons, commas, 0x, dumps with offsets. @returns undefined where it is other text */
function hexText(text) {
  const dump = dumpText(text);
  if (dump !== undefined) return bytesOf(dump);
  if (!HEX_TEXT.test(text)) return undefined;
  const digits = text.replace(/0x/gi, '').replace(/[^0-9a-fA-F]/g, '');
  return digits.length >= 16 && digits.length % 2 === 0 ? bytesOf(digits) : undefined;
}

/** `hr:00000`, `40001`, 0x9c40 and a function's name as dumps write them. */
function placeOf(block) {
  const text = String(block.addr ?? block.address ?? '0');
  const named = /^(ir|hr):(\d+)$/.exec(text);
  if (named)
    return { functionCode: named[1] === 'ir' ? 4 : 3, address: named[1] === 'ir' ? Math.max(0, Number(named[2]) - 1) : Number(named[2]) };
  return { functionCode: /INPUT/.test(String(block.cls)) ? 4 : 3, address: Number(text) };
}

function fromList(list) {
  const items = [];
  for (const [index, entry] of list.entries()) {
    if (!isObject(entry)) return [];
    if (isHex(entry.registersHex)) {
      items.push({
        kind: 'bsm',
        image: bytesOf(entry.registersHex),
        publicKey: String(entry.publicKeySpki ?? entry.publicKey ?? ''),
        expected: entry,
        index,
      });
    } else if (isHex(entry.hex)) items.push({ kind: 'stream', bytes: bytesOf(entry.hex), expected: entry, index });
    else if (typeof entry.text === 'string')
      items.push({ kind: 'stream', bytes: Buffer.from(entry.text, 'latin1'), expected: entry, index });
    else if (isHex(entry.k0) && isHex(entry.d)) return [{ kind: 'rfc6979', document: list }];
    else return items;
  }
  return items;
}

function fromJson(document) {
  if (Array.isArray(document)) return fromList(document);
  if (!isObject(document)) return [];
  if (Array.isArray(document.testGroups) && document.algorithm === 'ECDSA') return [{ kind: 'wycheproof', document }];
  if (document.alg === 'ES256K' && typeof document.signatureBase64url === 'string') return [{ kind: 'jws', document }];
  if (Array.isArray(document.blocks) && document.blocks.every((block) => Array.isArray(block?.words))) {
    return [{ kind: 'registers', blocks: document.blocks.map((block) => ({ ...placeOf(block), bytes: wordsToBytes(block.words) })) }];
  }
  if (Array.isArray(document.models) && document.models.every((model) => Array.isArray(model?.words))) {
    // Models as captured, without the mark before and the end behind them.
    const chain = document.models.flatMap((model) => model.words.map((word) => String(word).padStart(4, '0'))).join('');
    return [
      { kind: 'registers', blocks: [{ address: 40000, functionCode: 3, bytes: bytesOf(`${SUNS}${chain}ffff0000`) }], isBareChain: true },
    ];
  }
  if (Array.isArray(document.frames)) return fromList(document.frames);
  return [];
}

/** @param {Uint8Array} bytes the whole file @returns items in the order they stand in it; none where nothing of ours is in it */
export function readItems(bytes) {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('latin1');
  const trimmed = text.replace(/^\xef\xbb\xbf/, '').trim();
  if (/^[[{]/.test(trimmed)) {
    try {
      return fromJson(JSON.parse(buffer.toString('utf8').replace(/^\uFEFF/, '')));
    } catch {
      // Not JSON after all.
    }
  }
  if (trimmed.startsWith('<') && /<signedData[\s>]/.test(trimmed)) return [{ kind: 'xml', bytes }];
  const hex = hexText(trimmed);
  return [{ kind: 'stream', bytes: hex ?? bytes }];
}
