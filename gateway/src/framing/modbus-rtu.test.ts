import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16Modbus } from './crc16.ts';
import { checkModbusRtuFrame } from './modbus-rtu.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
function withCrc(hex: string): Uint8Array {
  const body = bytesOf(hex);
  const crc = crc16Modbus(body);
  return Uint8Array.of(...body, crc & 0xff, crc >> 8);
}

describe('a Modbus RTU frame', () => {
  // Source: Modbus application protocol 1.1b3, the examples of 6.1, 6.3 to 6.6, 6.11 and 6.12, behind unit 17.
  it.each([
    ['a request of function 3', '11 03 006b 0003', { kind: 'request', functionCode: 3, data: '006b0003' }],
    ['a response of function 3', '11 03 06 022b 0000 0064', { kind: 'response', functionCode: 3, data: '06022b00000064' }],
    ['a request of function 4', '11 04 0008 0001', { kind: 'request', functionCode: 4, data: '00080001' }],
    ['a response of function 1', '11 01 02 cd 6b', { kind: 'response', functionCode: 1, data: '02cd6b' }],
    ['a response of function 1 that could be a request', '11 01 03 cd 6b 05', { kind: 'either', functionCode: 1, data: '03cd6b05' }],
    ['function 5, which is echoed', '11 05 00ac ff00', { kind: 'either', functionCode: 5, data: '00acff00' }],
    ['function 6, which is echoed', '11 06 0001 0003', { kind: 'either', functionCode: 6, data: '00010003' }],
    ['a request of function 15', '11 0f 0013 000a 02 cd01', { kind: 'request', functionCode: 15, data: '0013000a02cd01' }],
    ['a request of function 16', '11 10 0001 0002 04 000a0102', { kind: 'request', functionCode: 16, data: '0001000204000a0102' }],
    ['a response of function 16', '11 10 0001 0002', { kind: 'response', functionCode: 16, data: '00010002' }],
    ['an exception', '11 83 02', { kind: 'response', functionCode: 3, exceptionCode: 2, data: '02' }],
    ['a function with a length of its own', '11 2b 0e 01 00', { kind: 'unknown', functionCode: 43, data: '0e0100' }],
  ])('is taken apart: %s', (_, hex, { data, ...expected }) => {
    const result = checkModbusRtuFrame(withCrc(hex));
    expect(result).toMatchObject({ ok: true, value: { unitId: 17, ...expected } });
    expect(result.ok && Buffer.from(result.value.data).toString('hex')).toBe(data);
  });

  it.each([
    ['nothing', new Uint8Array(), 'FRAME_TRUNCATED'],
    ['three bytes', bytesOf('110300'), 'FRAME_TRUNCATED'],
    ['257 bytes', withCrc('11'.repeat(255)), 'FRAME_OVERLONG'],
    ['a CRC with its bytes exchanged', bytesOf('2a039c440042a5ad'), 'CRC_MISMATCH'],
    ['fewer registers than it counts', withCrc('11 03 06 022b 0000'), 'FRAME_MALFORMED'],
    ['half a register', withCrc('11 03 05 022b 0000 00'), 'FRAME_MALFORMED'],
    ['an exception of two bytes', withCrc('11 83 02 02'), 'FRAME_MALFORMED'],
  ])('is refused: %s', (_, frame, code) => {
    expect(checkModbusRtuFrame(frame)).toMatchObject({ ok: false, code });
  });

  it('is refused for each of its bits flipped', () => {
    const frame = withCrc('11 10 0001 0002 04 000a0102');
    for (let bit = 0; bit < frame.length * 8; bit += 1) {
      const flipped = Uint8Array.from(frame, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(checkModbusRtuFrame(flipped), `bit ${bit}`).toMatchObject({ ok: false, code: 'CRC_MISMATCH' });
    }
  });

  it('is never a throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (noise, isChecked) => {
        const result = checkModbusRtuFrame(isChecked ? withCrc(Buffer.from(noise).toString('hex')) : noise);
        if (result.ok) expect(result.value.data.length).toBeLessThan(noise.length + 2);
      }),
    );
  });
});

/** Source: github.com/chargeITmobility/bsm-python, commit bdec54e, doc/examples (Apache-2.0); one frame of it was cut short in print. */
const TRACE = fileURLToPath(new URL('../../../../shared/captures/bsm-python/modbus-rtu-trace.extracted.json', import.meta.url));
type TracedFrame = {
  readonly src: string;
  readonly line: number;
  readonly dir: 'req' | 'res';
  readonly hex: string;
  readonly crc_ok: boolean;
};
const trace = existsSync(TRACE) ? (JSON.parse(readFileSync(TRACE, 'utf8')) as TracedFrame[]) : [];

describe.skipIf(trace.length === 0)('a published trace of a BSM meter (skipped where captures are absent)', () => {
  it.each(trace)('holds what it says: $src, line $line, $dir', ({ hex, crc_ok, dir }) => {
    const result = checkModbusRtuFrame(bytesOf(hex));
    if (!crc_ok) expect(result).toMatchObject({ ok: false, code: 'CRC_MISMATCH' });
    else expect(result).toMatchObject({ ok: true, value: { kind: dir === 'req' ? 'request' : 'response' } });
  });

  it('passes 141 times of 142', () => {
    expect(trace.filter(({ hex }) => checkModbusRtuFrame(bytesOf(hex)).ok)).toHaveLength(141);
    expect(trace).toHaveLength(142);
  });
});
