import { ReadlineParser } from '@serialport/parser-readline';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineLimiter } from './line-limiter.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** The lines that a reader behind the limiter sees, and how many bytes it does not. */
function read(chunks: readonly Uint8Array[], maxLength: number): { lines: string[]; discarded: number } {
  const limiter = createLineLimiter(maxLength);
  const parser = new ReadlineParser({ delimiter: '\n', encoding: 'latin1' });
  const lines: string[] = [];
  parser.on('data', (line: string) => lines.push(line));
  let discarded = 0;
  for (const chunk of chunks) {
    const result = limiter.push(chunk);
    discarded += result.discarded;
    for (const part of result.pass) parser.write(Buffer.from(part));
  }
  return { lines, discarded };
}

function cut(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < stream.length; i += 1) {
    const size = sizes.length === 0 ? stream.length : (sizes[i % sizes.length] ?? 1);
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

/** Streams with many newlines, lines around the limit, and any byte between. */
const stream = fc
  .array(fc.oneof(fc.uint8Array({ maxLength: 24 }), fc.constant(bytes('\n')), fc.constant(bytes('abcdefg\n'))), { maxLength: 40 })
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

describe('the line limiter', () => {
  it.each([
    ['passes a line of exactly the limit, newline included', 'abcdefg\n', ['abcdefg'], 0],
    ['drops a line one byte over the limit', 'abcdefgh\n', [], 9],
    ['drops a line over the limit up to its newline and passes the next', 'abcdefghijklmnop\nok\n', ['ok'], 17],
    ['lets empty lines pass, which the reader swallows', '\n\nok\n', ['ok'], 0],
    ['holds a line without its end', 'abc', [], 0],
    ['drops a line as soon as it can no longer end within the limit', 'abcdefgh', [], 8],
  ])('%s', (_, text, lines, discarded) => {
    expect(read([bytes(text)], 8)).toEqual({ lines, discarded });
  });

  it('gives the reader the same lines for any chunking', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 }), (input, sizes) => {
        expect(read(cut(input, sizes), 8)).toEqual(read([input], 8));
      }),
    );
  });

  it('accounts for every byte: passed, discarded, or held within the limit', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 }), (input, sizes) => {
        const limiter = createLineLimiter(8);
        let rest = 0;
        for (const chunk of cut(input, sizes)) {
          const { pass, discarded } = limiter.push(chunk);
          rest += chunk.length - discarded - pass.reduce((sum, part) => sum + part.length, 0);
          expect(rest).toBeGreaterThanOrEqual(0);
          expect(rest).toBeLessThan(8);
          expect(pass.every((part) => part.length <= 8 && part.indexOf(0x0a) === part.length - 1)).toBe(true);
        }
      }),
    );
  });
});
