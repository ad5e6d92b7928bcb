import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BSM_SNAPSHOT_REGISTERS, decodeBsmSnapshot } from './bsm-snapshot.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const SIGNATURE = '3006020101020101';

type Change = readonly [register: number, type: 'u16' | 'u32' | 'text', value: number | string];

function put(image: Buffer, changes: readonly Change[]): void {
  for (const [register, type, value] of changes) {
    if (typeof value === 'string') image.write(value, 2 * register, 'latin1');
    else if (type === 'u16') image.writeUInt16BE(value & 0xffff, 2 * register);
    else image.writeUInt32BE(value, 2 * register);
  }
}

/** Model 64901 from Typ on, as its registers lie (chargeIT bsm-python, models/smdx_64901.xml); offsets in registers. */
function imageWith(...changes: readonly Change[]): Uint8Array {
  const image = Buffer.alloc(2 * BSM_SNAPSHOT_REGISTERS);
  put(image, [
    [2, 'u32', 15],
    [4, 'u32', 10_000],
    [6, 'u16', 1],
    [7, 'u16', -235],
    [8, 'u16', -1],
    [9, 'text', '001BZR1521070006'],
    [17, 'u32', 4278],
    [19, 'u32', 519_624],
    [21, 'u32', 1_657_267_609],
    [23, 'u16', 120],
    [24, 'u32', 3139],
    [26, 'u32', 519_219],
    [29, 'u16', 1],
    [30, 'text', 'contract-id: x'],
    [150, 'text', 'a'.repeat(100)],
    [202, 'u16', 48],
    [203, 'u16', SIGNATURE.length / 2],
    [204, 'text', Buffer.from(SIGNATURE, 'hex').toString('latin1')],
  ]);
  put(image, changes);
  return Uint8Array.from(image);
}

describe('a BSM snapshot', () => {
  it('is read as its registers lie', () => {
    const result = decodeBsmSnapshot(imageWith());
    expect(result).toMatchObject({
      ok: true,
      value: {
        type: 0,
        counter: 4278n,
        reading: { time: 1_657_267_609n, importWh: 100_000n, exportWh: 0n, powerW: -24, status: 0 },
        meterSerial: '001BZR1521070006',
        metadata: ['contract-id: x', '', 'a'.repeat(100)],
      },
    });
    if (!result.ok) return;
    expect(hexOf(result.value.signature)).toBe(SIGNATURE);
    // int32, int8 and uint8 per number; uint32 and characters per text, NULs left out.
    expect(hexOf(result.value.message)).toBe(
      [
        '0000000000ff0000000f011e00002710011effffff15ff1b',
        `00000010${Buffer.from('001BZR1521070006').toString('hex')}`,
        '000010b600ff0007edc8000762c7e599000700000078000600000c4300ff0007ec330007',
        '0000000000ff0000000100ff',
        `0000000e${Buffer.from('contract-id: x').toString('hex')}`,
        '00000000',
        `00000064${'61'.repeat(100)}`,
        '0000000000ff',
      ].join(''),
    );
  });

  it.each<[string, Change[], object]>([
    [
      'tenths of a Wh, floored',
      [
        [6, 'u16', -1],
        [4, 'u32', 99_999],
      ],
      { importWh: 9_999n },
    ],
    ['ten kWh', [[6, 'u16', 4]], { importWh: 100_000_000n }],
    ['power to the nearest', [[7, 'u16', 234]], { powerW: 23 }],
    [
      'power in tens',
      [
        [8, 'u16', 1],
        [7, 'u16', 234],
      ],
      { powerW: 2340 },
    ],
    ['a clock never set', [[24, 'u32', 0]], { status: 1 }],
    ['a fatal error of the meter', [[200, 'u32', 1 << 16]], { status: 4 }],
    ['another event', [[200, 'u32', 1 << 2]], { status: 0 }],
  ])('tells %s', (_, changes, reading) => {
    expect(decodeBsmSnapshot(imageWith(...changes))).toMatchObject({ ok: true, value: { reading } });
  });

  it('may come with fewer registers for its signature', () => {
    expect(decodeBsmSnapshot(imageWith([202, 'u16', 4]).subarray(0, 416))).toMatchObject({ ok: true });
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'FRAME_TRUNCATED'],
    ['registers up to the signature and none of it', imageWith().subarray(0, 408), 'FRAME_MALFORMED'],
    ['a register too few', imageWith().subarray(0, 502), 'FRAME_MALFORMED'],
    ['a register too many', Uint8Array.of(...imageWith(), 0, 0), 'FRAME_MALFORMED'],
    ['more registers of signature than there are', imageWith([202, 'u16', 49]), 'FRAME_MALFORMED'],
    ['a signature longer than its registers', imageWith([203, 'u16', 97]), 'FRAME_MALFORMED'],
    ['something behind the signature', imageWith([251, 'u16', 1]), 'FRAME_MALFORMED'],
    ['something behind the end of a text', imageWith([98, 'text', 'x']), 'FRAME_MALFORMED'],
    ['a snapshot that was never taken', imageWith([1, 'u16', 1]), 'FRAME_MALFORMED'],
    ['a snapshot being taken', imageWith([1, 'u16', 2]), 'FRAME_MALFORMED'],
    ['a register of zero', imageWith([4, 'u32', 0]), 'VALUE_INVALID'],
    ['a register that is not implemented', imageWith([4, 'u32', 0xffff_ffff]), 'VALUE_INVALID'],
    ['a power that is not implemented', imageWith([7, 'u16', 0x8000]), 'VALUE_INVALID'],
    ['a scale that is not implemented', imageWith([6, 'u16', 0x8000]), 'VALUE_INVALID'],
    ['a scale beyond SunSpec’s', imageWith([8, 'u16', 11]), 'VALUE_INVALID'],
    ['a counter that is not implemented', imageWith([17, 'u32', 0xffff_ffff]), 'VALUE_INVALID'],
    ['a time that is not implemented', imageWith([21, 'u32', 0xffff_ffff]), 'VALUE_INVALID'],
  ])('is refused: %s', (_, image, code) => {
    expect(decodeBsmSnapshot(image)).toMatchObject({ ok: false, code });
  });

  it('differs in what is signed wherever it differs, but for the signature', () => {
    const image = imageWith();
    const signed = (bytes: Uint8Array) => {
      const result = decodeBsmSnapshot(bytes);
      return result.ok ? `${hexOf(result.value.message)} ${hexOf(result.value.signature)}` : undefined;
    };
    const original = signed(image);
    for (let bit = 0; bit < image.length * 8; bit += 1) {
      const flipped = Uint8Array.from(image, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(signed(flipped), `bit ${bit}`).not.toBe(original);
    }
  });

  it('is never a throw, whatever the registers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(503), (noise, at) => {
        decodeBsmSnapshot(noise);
        const image = imageWith();
        image.set(noise.subarray(0, 504 - at), at);
        decodeBsmSnapshot(image);
      }),
    );
  });
});

/** Source: github.com/chargeITmobility/bsm-python, commit bdec54e, doc/examples (Apache-2.0), kept outside the repository. */
const FILE = fileURLToPath(new URL('../../../../../shared/captures/bsm-python/signed-snapshots.derived.json', import.meta.url));
type Capture = Record<'registersHex' | 'digestInputHex' | 'digestSha256' | 'signatureDer' | 'doc', string> & {
  readonly line: number;
  readonly decoded: Record<'Typ' | 'TotWhImp_Wh' | 'W' | 'RCnt' | 'Epoch', number> & Record<'MA1' | 'Meta1' | 'Meta2' | 'Meta3', string>;
};
const captures = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Capture[]) : [];

describe.skipIf(captures.length === 0).each(captures)(
  'the published snapshot of $doc, line $line (skipped where captures are absent)',
  (capture) => {
    it('is read, and what was signed is rebuilt', () => {
      const { decoded } = capture;
      const result = decodeBsmSnapshot(new Uint8Array(Buffer.from(capture.registersHex, 'hex')));
      expect(result).toMatchObject({
        ok: true,
        value: {
          type: decoded.Typ,
          counter: BigInt(decoded.RCnt),
          reading: { time: BigInt(decoded.Epoch), importWh: BigInt(decoded.TotWhImp_Wh), powerW: decoded.W },
          meterSerial: decoded.MA1,
          metadata: [decoded.Meta1, decoded.Meta2, decoded.Meta3],
        },
      });
      if (!result.ok) return;
      expect(hexOf(result.value.message)).toBe(capture.digestInputHex);
      expect(createHash('sha256').update(result.value.message).digest('hex')).toBe(capture.digestSha256);
      expect(hexOf(result.value.signature)).toBe(capture.signatureDer);
    });
  },
);
