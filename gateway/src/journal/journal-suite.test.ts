import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Journal, JournalKind, JournalOperation } from '../domain/index.ts';
import { openJournal } from './index.ts';

/** Opens a journal on the same place again and again; `close` before reopening is the suite's business. */
interface JournalUnderTest {
  open(options?: { maxBytes?: number }): Promise<Journal>;
  dispose(): Promise<void>;
}

const put = (key: string, bytes: Uint8Array, kind: JournalKind = 'reading', at = 1): JournalOperation => ({
  type: 'put',
  kind,
  key,
  bytes,
  at,
});

interface Model {
  entries: { seq: number; kind: JournalKind; key: string; hex: string }[];
  values: Map<string, string>;
}

function shown(journal: Journal): Model['entries'] {
  const all = (['reading', 'transaction'] as const).flatMap((kind) => [...journal.entries(kind)]);
  return all
    .map(({ seq, kind, key, bytes }) => ({ seq, kind, key, hex: Buffer.from(bytes).toString('hex') }))
    .sort((a, b) => a.seq - b.seq);
}

/** What every journal must do, whatever it is made of. */
function journalSuite(name: string, create: () => Promise<JournalUnderTest>): void {
  const using = async (work: (place: JournalUnderTest) => Promise<void>) => {
    const place = await create();
    try {
      await work(place);
    } finally {
      await place.dispose();
    }
  };

  describe(`journal: ${name}`, () => {
    it('gives entries back in order of intake, by kind and key, after a reopening too', () =>
      using(async (place) => {
        let journal = await place.open();
        const seqs = await journal.commit([
          put('a', Uint8Array.of(1)),
          put('b', Uint8Array.of(2)),
          put('a', Uint8Array.of(3)),
          put('t', Uint8Array.of(4), 'transaction'),
        ]);
        for (let round = 0; round < 2; round += 1) {
          expect([...journal.entries('reading')].map((e) => [e.seq, e.key, ...e.bytes])).toEqual([
            [seqs[0], 'a', 1],
            [seqs[1], 'b', 2],
            [seqs[2], 'a', 3],
          ]);
          expect([...journal.entries('reading', 'a')].map((e) => [...e.bytes])).toEqual([[1], [3]]);
          expect(journal.find('transaction', 't')?.bytes).toEqual(Uint8Array.of(4));
          expect(journal.find('transaction', 'a')).toBeUndefined();
          await journal.close();
          journal = await place.open();
        }
        await journal.close();
      }));

    it('never gives a number twice, even when everything has left', () =>
      using(async (place) => {
        let last = 0;
        for (let round = 0; round < 3; round += 1) {
          const journal = await place.open();
          const [seq = 0] = await journal.commit([put('a', new Uint8Array(9))]);
          expect(seq).toBeGreaterThan(last);
          last = seq;
          await journal.commit([{ type: 'remove', seq }]);
          expect(journal.stat()).toEqual({ entries: 0, bytes: 0, oldestAt: undefined });
          await journal.close();
        }
      }));

    it('refuses with JOURNAL_FULL at its limit and takes again when entries leave; values and removals always fit', () =>
      using(async (place) => {
        const journal = await place.open({ maxBytes: 2000 });
        const seqs: number[] = [];
        for (;;) {
          const result = await journal
            .commit([put('a', new Uint8Array(132)), { type: 'set', name: 'n', value: Uint8Array.of(seqs.length) }])
            .catch((cause: { code: string }) => cause.code);
          if (result === 'JOURNAL_FULL') break;
          seqs.push(...(result as number[]));
        }
        expect(seqs.length).toBeGreaterThan(5);
        expect(journal.get('n')).toEqual(Uint8Array.of(seqs.length - 1));
        await journal.commit([put('t', new Uint8Array(60), 'transaction')]); // the last tenth
        await journal.commit([
          { type: 'remove', seq: seqs[0] as number },
          { type: 'remove', seq: seqs[1] as number },
        ]);
        await journal.commit([put('a', new Uint8Array(132))]);
        await journal.close();
      }));

    it('keeps values set long ago while much else comes and goes', () =>
      using(async (place) => {
        let journal = await place.open();
        await journal.commit([{ type: 'set', name: 'old', value: Buffer.from('kept') }, put('stays', Buffer.from('here'))]);
        for (let i = 0; i < 60; i += 1) {
          const [seq = 0] = await journal.commit([put('a', new Uint8Array(500).fill(i))]);
          await journal.commit([{ type: 'remove', seq }]);
        }
        for (let round = 0; round < 2; round += 1) {
          expect(Buffer.from(journal.get('old') ?? []).toString()).toBe('kept');
          expect([...journal.entries('reading')].map((e) => Buffer.from(e.bytes).toString())).toEqual(['here']);
          await journal.close();
          journal = await place.open();
        }
        await journal.close();
      }));

    it('agrees with a plain list under any sequence of commits, removals, values and reopenings', async () => {
      const step = fc.oneof(
        {
          weight: 5,
          arbitrary: fc.record({
            do: fc.constant('put' as const),
            kind: fc.constantFrom('reading' as const, 'transaction' as const),
            key: fc.constantFrom('a', 'b', 'c'),
            bytes: fc.uint8Array({ maxLength: 300 }),
          }),
        },
        { weight: 4, arbitrary: fc.record({ do: fc.constant('remove' as const), pick: fc.nat(50) }) },
        {
          weight: 2,
          arbitrary: fc.record({
            do: fc.constant('set' as const),
            name: fc.constantFrom('x', 'y'),
            value: fc.uint8Array({ maxLength: 40 }),
          }),
        },
        { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 60 }), (steps) =>
          using(async (place) => {
            let journal = await place.open();
            const model: Model = { entries: [], values: new Map() };
            for (const s of steps) {
              if (s.do === 'put') {
                const [seq = 0] = await journal.commit([put(s.key, s.bytes, s.kind)]);
                model.entries.push({ seq, kind: s.kind, key: s.key, hex: Buffer.from(s.bytes).toString('hex') });
              } else if (s.do === 'remove' && model.entries.length > 0) {
                const [gone] = model.entries.splice(s.pick % model.entries.length, 1);
                if (gone) await journal.commit([{ type: 'remove', seq: gone.seq }]);
              } else if (s.do === 'set') {
                await journal.commit([{ type: 'set', name: s.name, value: s.value }]);
                model.values.set(s.name, Buffer.from(s.value).toString('hex'));
              } else if (s.do === 'reopen') {
                await journal.close();
                journal = await place.open();
              }
            }
            expect(shown(journal)).toEqual(model.entries);
            for (const [key, hex] of model.values) expect(Buffer.from(journal.get(key) ?? []).toString('hex')).toBe(hex);
            await journal.close();
          }),
        ),
        { numRuns: 40 },
      );
    });
  });
}

journalSuite('segment files of 2 KB', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'joulegate-journal-'));
  return {
    open: (options) => openJournal(directory, { segmentBytes: 2048, ...options }),
    dispose: async () => rmSync(directory, { recursive: true, force: true }),
  };
});
