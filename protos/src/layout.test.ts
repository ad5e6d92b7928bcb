import { describe, expect, it } from 'vitest';
import { joulegate } from '../generated/joulegate.js';
import { ERROR_CODES } from './error-codes.ts';
import { SIGNED_READING_FIELDS, SIGNED_READING_LENGTH, SIGNED_READING_SIGNATURE_OFFSET, SIGNED_READING_SIGNED_LENGTH } from './layout.ts';
import { TYPED_DATA, VERIFYING_CONTRACT } from './typed-data.ts';
import { VERDICT_BIT, verdictReasons } from './vocabulary.ts';

const WIDTH = { u64: 8, i32: 4, u32: 4 } as const;

describe('SignedReading', () => {
  it('fields follow each other without a gap, up to the signature', () => {
    let offset = 0;
    for (const field of SIGNED_READING_FIELDS) {
      expect(field.offset).toBe(offset + 1);
      expect(field.tag >>> 3).toBe(field.field);
      expect(field.tag & 7).toBe(WIDTH[field.type] === 8 ? 1 : 5);
      offset += 1 + WIDTH[field.type];
    }
    expect(offset).toBe(SIGNED_READING_SIGNED_LENGTH);
    expect(SIGNED_READING_SIGNATURE_OFFSET).toBe(SIGNED_READING_SIGNED_LENGTH + 2);
    expect(SIGNED_READING_LENGTH).toBe(SIGNED_READING_SIGNATURE_OFFSET + 65);
  });

  it('is what a stock protobuf encoder writes, zeros included', () => {
    const signature = Uint8Array.from({ length: 65 }, (_, index) => index);
    const zeros = {
      domain: 0,
      counter: 0,
      time: 0,
      importWh: 0,
      exportWh: 0,
      powerW: 0,
      voltageMv: 0,
      frequencyMhz: 0,
      status: 0,
      signature,
    };
    const bytes = joulegate.v1.SignedReading.encode(joulegate.v1.SignedReading.create(zeros)).finish();
    expect(bytes.length).toBe(SIGNED_READING_LENGTH);
    for (const { tag, offset } of SIGNED_READING_FIELDS) expect(bytes[offset - 1]).toBe(tag);
    expect([...bytes.subarray(SIGNED_READING_SIGNED_LENGTH, SIGNED_READING_SIGNATURE_OFFSET)]).toEqual([0x52, 0x41]);
    expect([...bytes.subarray(SIGNED_READING_SIGNATURE_OFFSET)]).toEqual([...signature]);
  });

  it('values stand at their offsets, little-endian', () => {
    const values = { domain: 1, counter: 2, time: 3, importWh: 4, exportWh: 5, powerW: -6, voltageMv: 7, frequencyMhz: 8, status: 9 };
    const bytes = joulegate.v1.SignedReading.encode(
      joulegate.v1.SignedReading.create({ ...values, signature: new Uint8Array(65) }),
    ).finish();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const { name, offset, type } of SIGNED_READING_FIELDS) {
      const got =
        type === 'u64'
          ? Number(view.getBigUint64(offset, true))
          : type === 'i32'
            ? view.getInt32(offset, true)
            : view.getUint32(offset, true);
      expect([name, got]).toEqual([name, values[name]]);
    }
  });
});

describe('tables', () => {
  it('error codes are unique', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
  });

  it('every EIP-712 type names its verifying contract', () => {
    expect(Object.keys(VERIFYING_CONTRACT).sort()).toEqual(Object.keys(TYPED_DATA).sort());
  });

  it('a verdict reads as its reasons', () => {
    expect(verdictReasons(0)).toEqual([]);
    expect(verdictReasons((1 << VERDICT_BIT.source) | (1 << VERDICT_BIT.price))).toEqual(['source', 'price']);
  });
});
