import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractionOf } from './fraction.ts';
import { type NumberType, readNumber, readSerial, type ValueForm } from './register-value.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const form = <T extends NumberType | 'string'>(type: T, more: Partial<ValueForm> = {}): ValueForm & { readonly type: T } => ({
  wordOrder: 'big',
  byteOrder: 'big',
  notImplemented: [],
  ...more,
  type,
});

describe('readNumber', () => {
  it.each<[string, string, NumberType, Partial<ValueForm>, ReturnType<typeof readNumber>]>([
    ['a u16', '8000', 'u16', {}, fractionOf('32768')],
    ['a s16 below zero', 'fffe', 's16', {}, fractionOf('-2')],
    ['a u32, most significant register first', '0001 0002', 'u32', {}, fractionOf('65538')],
    ['a u32, least significant register first', '0002 0001', 'u32', { wordOrder: 'little' }, fractionOf('65538')],
    ['a u32 with the bytes of each register swapped', '0100 0200', 'u32', { byteOrder: 'little' }, fractionOf('65538')],
    ['a u32 wholly reversed', '0200 0100', 'u32', { wordOrder: 'little', byteOrder: 'little' }, fractionOf('65538')],
    ['a s64 below zero', 'ffff ffff ffff fffe', 's64', {}, fractionOf('-2')],
    ['a bcd32', '1234 5678', 'bcd32', {}, fractionOf('12345678')],
    ['a f32 of 0.5', '3f00 0000', 'f32', {}, { numerator: 1n << 23n, denominator: 1n << 24n }],
    ['all ones of a u32', 'ffff ffff', 'u32', {}, 'not-implemented'],
    ['minus one of a s32 for a number', 'ffff ffff', 's32', {}, fractionOf('-1')],
    ['the least s32', '8000 0000', 's32', {}, 'not-implemented'],
    ['the least s32, swapped', '0000 8000', 's32', { wordOrder: 'little' }, 'not-implemented'],
    ['NaN', '7fc0 0000', 'f32', {}, 'not-implemented'],
    ['a blank bcd16', 'ffff', 'bcd16', {}, 'not-implemented'],
    ['bcd with a letter', '12a4', 'bcd16', {}, 'malformed'],
    [
      'what the map lists, as it stands on the wire',
      'ffff 7fff',
      's32',
      { wordOrder: 'little', notImplemented: ['ffff7fff'] },
      'not-implemented',
    ],
  ])('reads %s', (_, hex, type, more, expected) => {
    expect(readNumber(bytes(hex), form(type, more))).toEqual(expected);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        fc.constantFrom<NumberType>('u64', 's64', 'f64', 'bcd64'),
        (wire, type) => {
          readNumber(wire, form(type));
        },
      ),
    );
  });
});

describe('readSerial', () => {
  it.each<[string, string, ValueForm, boolean, string | undefined]>([
    ['text up to its end', '4142 3100 0000', form('string'), false, 'AB1'],
    ['text without the space around it', '2041 4220', form('string'), false, 'AB'],
    ['text of swapped bytes', '4241 0031', form('string', { byteOrder: 'little' }), false, 'AB1'],
    ['text as it stands, whatever the order of a number', '4142 3132', form('string', { wordOrder: 'little' }), false, 'AB12'],
    ['a number in decimal', '0001 e240', form('u32'), false, '123456'],
    ['a number in hex with all its digits', '0001 e240', form('u32'), true, '0001e240'],
    ['BCD with all its digits', '0012 3456', form('bcd32'), false, '00123456'],
    ['zeros as none', '0000 0000', form('u32'), false, ''],
    ['blank registers as none', 'ffff ffff', form('string'), false, ''],
    ['the map’s own word for none', '8000 0000', form('u32', { notImplemented: ['80000000'] }), false, ''],
    ['what is no text as a fault', '4101 4242', form('string'), false, undefined],
    ['BCD with a letter as a fault', '00a2', form('bcd16'), false, undefined],
  ])('reads %s', (_, hex, as, inHex, expected) => {
    expect(readSerial(bytes(hex), as, inHex)).toBe(expected);
  });
});
