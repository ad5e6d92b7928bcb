import { describe, expect, it } from 'vitest';
import { createInboundGuard, decodeReceipt, decodeTransaction, exceedsJsonDepth, JSON_MAX_DEPTH, MESSAGE_MAX_LENGTH } from './index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const nested = (depth: number, open = '[', close = ']') => bytes(open.repeat(depth) + close.repeat(depth));

describe('nesting of a payload', () => {
  it.each<[string, Uint8Array, boolean]>([
    ['an empty payload is not deep', bytes(''), false],
    ['a word is not deep', bytes('online'), false],
    ['lists down to the limit are taken', nested(JSON_MAX_DEPTH), false],
    ['lists one below it are refused', nested(JSON_MAX_DEPTH + 1), true],
    ['objects are counted as lists are', bytes(`${'{"a":'.repeat(17)}1${'}'.repeat(17)}`), true],
    ['lists that never close are refused', bytes('['.repeat(MESSAGE_MAX_LENGTH)), true],
    ['brackets within a text are text', bytes(`{"a":"${'['.repeat(1000)}"}`), false],
    ['an escaped quote does not end a text', bytes(`{"a":"\\"${'['.repeat(1000)}"}`), false],
    ['an escaped backslash before a quote ends it', bytes(`{"a":"\\\\",${'"b":['.repeat(20)}`), true],
    ['leading white space hides nothing', bytes(` \n\t${'['.repeat(20)}`), true],
    ['neighbours are not depth', bytes(`[${'[],'.repeat(1000)}[]]`), false],
  ])('%s', (_, payload, expected) => expect(exceedsJsonDepth(payload)).toBe(expected));

  it.each<[string, Uint8Array]>([
    ['groups within groups of an unknown field', new Uint8Array(MESSAGE_MAX_LENGTH).fill(0x3b)],
    ['groups that close again', Uint8Array.from([...Array(30_000).fill(0x3b), ...Array(30_000).fill(0x3c)])],
    // Field 2 of length-delimited type within itself, each a byte shorter: the schema is flat, so none of it is entered.
    ['messages within messages', Uint8Array.from(Array.from({ length: 200 }, (_, i) => [0x12, Math.max(0, 126 - i)]).flat())],
  ])('protobuf: %s neither overflow the stack nor decode', (_, payload) => {
    expect(decodeTransaction(payload).ok).toBe(false);
    expect(decodeReceipt(payload).ok).toBe(false);
  });
});

describe('rate of a sender', () => {
  const guard = () => createInboundGuard({ perSecond: 10, burst: 3, senders: 2 });
  const payload = bytes('x');
  const countOk = (g: ReturnType<typeof guard>, sender: string, n: number, at: number) =>
    Array.from({ length: n }, () => g.admit(sender, payload, at)).filter((fault) => fault === undefined).length;

  it('lets a burst through, then its rate', () => {
    const g = guard();
    expect(countOk(g, 'a', 10, 0)).toBe(3);
    expect(g.admit('a', payload, 50)).toBe('MQTT_RATE_EXCEEDED');
    expect(countOk(g, 'a', 10, 250)).toBe(2);
    expect(countOk(g, 'a', 10, 1_000_000)).toBe(3);
  });
  it('keeps senders apart: a loud one does not silence another', () => {
    const g = guard();
    countOk(g, 'loud', 1000, 0);
    expect(countOk(g, 'quiet', 3, 0)).toBe(3);
  });
  it('lets made-up senders share one allowance', () => {
    const g = guard();
    countOk(g, 'a', 1, 0);
    countOk(g, 'b', 1, 0);
    const made = Array.from({ length: 1000 }, (_, i) => g.admit(`made-up-${i}`, payload, 0));
    expect(made.filter((fault) => fault === undefined)).toHaveLength(3);
    expect(g.admit('a', payload, 0)).toBeUndefined();
  });
  it('names an oversize and a too deep payload by what they are, and charges for both', () => {
    const g = guard();
    expect(g.admit('a', new Uint8Array(MESSAGE_MAX_LENGTH + 1), 0)).toBe('MQTT_PAYLOAD_OVERSIZE');
    expect(g.admit('a', nested(17), 0)).toBe('MQTT_PAYLOAD_DEPTH');
    expect(countOk(g, 'a', 5, 0)).toBe(1);
  });
});
