import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalOperation } from '../domain/index.ts';
import { openJournal } from './index.ts';
import { type Recovered, recover } from './recover.ts';
import { FrameReader } from './segment.ts';

/** What stands in a journal: bytes by number, and in which order each meter's readings come. */
interface Content {
  readonly entries: Map<number, string>;
  readonly places: readonly { seq: number; segment: number; offset: number; end: number }[];
}

function contentOf(directory: string, { index, marker }: Recovered): Content {
  const reader = new FrameReader(directory, marker);
  const slots = (['reading', 'transaction'] as const).flatMap((kind) => [...index.slots(kind)]);
  const entries = new Map<number, string>();
  for (const { seq, segment, offset, frameLength } of slots) {
    const operation = reader.read(segment, offset, frameLength);
    if (operation.type === 'put') entries.set(seq, `${operation.kind} ${operation.key} ${Buffer.from(operation.bytes).toString('hex')}`);
  }
  reader.close();
  return { entries, places: slots.map((s) => ({ seq: s.seq, segment: s.segment, offset: s.offset, end: s.offset + s.frameLength })) };
}

const root = mkdtempSync(join(tmpdir(), 'joulegate-faults-'));
let clean = '';
let crashed = '';
let before: Content;
let everPut: Set<number>;
let count = 0;

function copyOf(source: string): string {
  count += 1;
  const copy = join(root, `copy-${count}`);
  mkdirSync(copy);
  for (const name of readdirSync(source)) if (name === 'format' || name.endsWith('.seg')) cpSync(join(source, name), join(copy, name));
  return copy;
}

beforeAll(async () => {
  clean = join(root, 'clean');
  crashed = join(root, 'crashed');
  const journal = await openJournal(clean, { segmentBytes: 900 });
  everPut = new Set();
  const reading = (n: number, key: string): JournalOperation => ({
    type: 'put',
    kind: 'reading',
    key,
    bytes: new Uint8Array(132).fill(n),
    at: n,
  });
  for (let n = 0; n < 9; n += 1) {
    const seqs = await journal.commit([
      reading(3 * n, 'a'),
      reading(3 * n + 1, 'b'),
      ...(n % 4 === 0 ? [{ type: 'put', kind: 'transaction', key: `t${n}`, bytes: new Uint8Array(40).fill(n), at: n } as const] : []),
      { type: 'set', name: `v${n % 3}`, value: Uint8Array.of(n) },
    ]);
    for (const seq of seqs) everPut.add(seq);
    if (n % 3 === 2) await journal.commit([{ type: 'remove', seq: seqs[1] as number }]);
  }
  // As kill -9 leaves it, and as a clean stop does.
  crashed = copyOf(clean);
  await journal.close();
  before = contentOf(clean, recover(clean, false));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Everything that the damage did not touch is there, unchanged, in order; nothing is there that never was. */
function expectIntact(directory: string, found: Recovered, isTouched: (place: Content['places'][number]) => boolean): void {
  const after = contentOf(directory, found);
  for (const place of before.places)
    if (!isTouched(place)) expect(after.entries.get(place.seq), `entry ${place.seq}`).toBe(before.entries.get(place.seq));
  for (const seq of after.entries.keys()) expect(everPut.has(seq), `entry ${seq} was put once`).toBe(true);
  for (const key of ['a', 'b']) {
    const seqs = [...found.index.slots('reading', key)].map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((x, y) => x - y));
  }
}

/** Opened for good, the same directory is sound afterwards. */
function expectMended(directory: string): void {
  const again = recover(directory, false);
  expect(again.corrupt).toEqual([]);
  expect(again.tornBytes).toBe(0);
}

const segmentsOf = (directory: string) => readdirSync(directory).filter((name) => name.endsWith('.seg'));
const numberOf = (name: string) => Number(name.slice(0, 10));

describe('a journal after damage', () => {
  it('has several segments to damage', () => {
    expect(segmentsOf(clean).length).toBeGreaterThan(3);
    expect(before.entries.size).toBeGreaterThan(15);
  });

  it('with any one byte changed, of any file: says so, keeps all that the byte is no part of, and is sound afterwards', () => {
    for (const source of [clean, crashed]) {
      for (const name of [...segmentsOf(source), 'format']) {
        const original = readFileSync(join(source, name));
        const directory = copyOf(source);
        for (let at = 0; at < original.length; at += 1) {
          const bytes = Buffer.from(original);
          bytes[at] = (bytes[at] as number) ^ (1 << (at % 8));
          writeFileSync(join(directory, name), bytes);
          // Each flip is looked at; the repair itself, with its syncs, at every seventh.
          const repair = at % 7 === 0;
          const found = recover(directory, repair);
          expect(found.corrupt.length, `${name} byte ${at}`).toBeGreaterThan(0);
          const segment = name === 'format' ? -1 : numberOf(name);
          expectIntact(directory, found, (place) => place.segment === segment && at >= place.offset && at < place.end);
          if (repair && name !== 'format') expectMended(directory);
          if (repair) cpSync(join(source, name), join(directory, name));
          for (const file of readdirSync(directory)) if (file.endsWith('.corrupt')) unlinkSync(join(directory, file));
        }
        rmSync(directory, { recursive: true });
      }
    }
  }, 120_000);

  it('cut at any byte, in any segment: keeps all before the cut, and says what is missing', () => {
    for (const source of [clean, crashed]) {
      const names = segmentsOf(source);
      for (const name of names) {
        const original = readFileSync(join(source, name));
        const directory = copyOf(source);
        for (let length = 0; length < original.length; length += 1) {
          writeFileSync(join(directory, name), original.subarray(0, length));
          const repair = length % 7 === 0;
          const found = recover(directory, repair);
          const isTail = source === crashed && name === names.at(-1);
          if (isTail) expect(found.corrupt, 'an unfinished commit is no damage').toEqual([]);
          else expect(found.corrupt.length, `${name} cut to ${length}`).toBeGreaterThan(0);
          // An unfinished commit counts as a whole; what was finished once is kept operation by operation.
          const kept = isTail ? length - found.tornBytes : length;
          expectIntact(directory, found, (place) => place.segment === numberOf(name) && place.end > kept);
          if (repair) {
            expectMended(directory);
            for (const file of readdirSync(directory)) if (!names.includes(file) && file !== 'format') unlinkSync(join(directory, file));
            cpSync(join(source, name), join(directory, name));
          }
        }
        rmSync(directory, { recursive: true });
      }
    }
  }, 120_000);

  it('with any stretch overwritten by anything, zeros included: keeps all outside of it and says so', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.nat(3000),
        fc.oneof(
          fc.uint8Array({ minLength: 1, maxLength: 600 }),
          fc.integer({ min: 1, max: 600 }).map((n) => new Uint8Array(n)),
        ),
        (file, at, noise) => {
          const names = segmentsOf(clean);
          const name = names[file % names.length] as string;
          const directory = copyOf(clean);
          const original = readFileSync(join(clean, name));
          const from = at % original.length;
          const bytes = Buffer.from(original);
          bytes.set(noise.subarray(0, original.length - from), from);
          writeFileSync(join(directory, name), bytes);
          const found = recover(directory, true);
          if (Buffer.compare(bytes, original) !== 0) expect(found.corrupt.length).toBeGreaterThan(0);
          expectIntact(directory, found, (p) => p.segment === numberOf(name) && p.offset < from + noise.length && p.end > from);
          expectMended(directory);
          rmSync(directory, { recursive: true });
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it('with a segment gone, or the format file: goes on with the others and says so', () => {
    for (const name of segmentsOf(clean).slice(1)) {
      const directory = copyOf(clean);
      unlinkSync(join(directory, name));
      const found = recover(directory, true);
      expect(found.corrupt.length, name).toBeGreaterThan(0);
      expectIntact(directory, found, (place) => place.segment === numberOf(name));
      expectMended(directory);
    }
    const directory = copyOf(crashed);
    unlinkSync(join(directory, 'format'));
    expectIntact(directory, recover(directory, true), () => false);
  });

  it('takes zeros behind its end, as a file system leaves them after a power cut, for an unfinished commit', () => {
    const directory = copyOf(crashed);
    const path = join(directory, segmentsOf(directory).at(-1) as string);
    const length = readFileSync(path).length;
    truncateSync(path, length + 4096);
    const found = recover(directory, true);
    expect([found.corrupt, found.tornBytes]).toEqual([[], 4096]);
    expectIntact(directory, found, () => false);
    expect(readFileSync(path).length).toBe(length);
  });

  it('never takes a record inside of a reading for one of its own, though the reading is damaged', async () => {
    const directory = join(root, 'embedded');
    const journal = await openJournal(directory);
    await journal.commit([{ type: 'put', kind: 'reading', key: 'a', bytes: Uint8Array.of(1), at: 1 }]);
    await journal.close();
    const other = join(root, 'other');
    const foreign = await openJournal(other);
    await foreign.commit([{ type: 'remove', seq: 1 }]);
    await foreign.close();
    // A meter that knows the format, though not this journal's marker, writes a removal into its text.
    const text = readFileSync(join(other, '0000000001.seg'));
    const again = await openJournal(directory);
    await again.commit([{ type: 'put', kind: 'reading', key: 'b', bytes: text, at: 2 }]);
    await again.commit([{ type: 'put', kind: 'reading', key: 'c', bytes: Uint8Array.of(3), at: 3 }]);
    await again.close();
    const path = join(directory, '0000000001.seg');
    const bytes = readFileSync(path);
    const start = bytes.indexOf(text);
    bytes[start + 3] = (bytes[start + 3] as number) ^ 0xff;
    writeFileSync(path, bytes);
    const found = recover(directory, true);
    expect(found.corrupt).toHaveLength(1);
    expect([...found.index.slots('reading')].map(({ key }) => key)).toEqual(['a', 'c']);
  });
});
