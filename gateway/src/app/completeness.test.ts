import { describe, expect, it } from 'vitest';
import type { JournalOperation } from '../domain/index.ts';
import { createCompleteness, readCompleteness, shortForm } from './completeness.ts';

/** What a journal keeps beside its entries. */
function createValues() {
  const values = new Map<string, Uint8Array>();
  return {
    get: (name: string) => values.get(name),
    commit(operation: JournalOperation) {
      if (operation.type === 'set') values.set(operation.name, operation.value);
    },
  };
}
const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => BigInt(first + i));
const id = (n: number) => n.toString(16).padStart(64, '0');

describe('which counters of a meter the chain has', () => {
  it('begins with the first that was taken, and tells proven, waiting and missing ones apart', () => {
    const values = createValues();
    const completeness = createCompleteness(values, 'm', [], undefined);
    expect(completeness.view()).toEqual({ from: undefined, to: undefined, proven: [], waiting: [], missing: [] });
    for (const counter of [...upTo(100, 104), ...upTo(107, 112)]) completeness.noteHeld(counter);
    expect(completeness.view()).toMatchObject({ from: 100n, to: 112n, missing: [[105n, 106n]] });
    const noted = completeness.noteProven([...upTo(100, 104), 107n, 108n], { firstCounter: 100n, closingCounter: 108n, id: id(1) });
    // Nothing counts as proven before the journal has it.
    expect(completeness.view().proven).toEqual([]);
    values.commit(noted.operation);
    noted.after();
    const expected = {
      from: 100n,
      to: 112n,
      proven: [
        [100n, 104n],
        [107n, 108n],
      ],
      waiting: [[109n, 112n]],
      missing: [[105n, 106n]],
    };
    expect(completeness.view()).toEqual(expected);
    expect(shortForm(completeness.view())).toEqual({ upTo: 108, waiting: 4, missing: 2 });
    // After a restart, and for a reader beside the gateway.
    expect(createCompleteness(values, 'm', upTo(109, 112), 112n).view()).toEqual(expected);
    expect(readCompleteness(values, 'm', upTo(109, 112), 112n)).toEqual(expected);
  });

  it('misses what a damaged disk took from the journal before the chain had it', () => {
    const values = createValues();
    const completeness = createCompleteness(values, 'm', [...upTo(1, 4), ...upTo(8, 9)], 12n);
    expect(completeness.view()).toMatchObject({
      waiting: [
        [1n, 4n],
        [8n, 9n],
      ],
      missing: [
        [5n, 7n],
        [10n, 12n],
      ],
    });
  });

  it('keeps a bounded number of gaps and batches, and forgets the oldest', () => {
    const values = createValues();
    const completeness = createCompleteness(values, 'm', [], undefined);
    for (let n = 1; n <= 600; n += 1) {
      const counter = BigInt(n * 10);
      completeness.noteHeld(counter);
      const noted = completeness.noteProven([counter], { firstCounter: counter, closingCounter: counter, id: id(n) });
      values.commit(noted.operation);
      noted.after();
    }
    const view = createCompleteness(values, 'm', [], 6000n).view();
    expect([view.proven.length, view.from, view.to]).toEqual([512, 890n, 6000n]);
    expect(view.missing).toHaveLength(511);
    expect(completeness.batches()).toHaveLength(64);
    expect(values.get('completeness:m')?.length).toBeLessThan(16 * 1024);
  });
});
