import { faultPoint, type JournalOperation } from '../domain/index.ts';
import { sealTransaction, type Unsigned } from '../tx/index.ts';
import { secondsOf } from './clock.ts';
import type { Context, Unit } from './context.ts';
import { expiryOf, type Outbox } from './outbox.ts';
import { getValue, setValue, VALUE } from './values.ts';

export interface Submitter {
  /** A number never given before, and the operation that makes it durable. */
  takeNonce(): { nonce: bigint; operation: JournalOperation };
  /**
   * Has the owner sign, journals the transaction together with what the sender must remember, and publishes it.
   * @returns the signed bytes; undefined for a wish that is on its way already
   * @throws JoulegateError JOURNAL_FULL: nothing has happened then, ask again later.
   */
  submit(unit: Unit, unsigned: Unsigned, operations: readonly JournalOperation[]): Promise<Uint8Array | undefined>;
}

export function createSubmitter(context: Context, outbox: Outbox): Submitter {
  const { journal, clock, history } = context;
  // Contracts want a meter's nonces to rise: a journal that was lost must not begin at 1 again.
  let nonce = Number(getValue<number>(journal, VALUE.nonce) ?? secondsOf(clock));
  return {
    takeNonce() {
      nonce += 1;
      return { nonce: BigInt(nonce), operation: setValue(VALUE.nonce, nonce) };
    },
    async submit(unit, unsigned, operations) {
      // The same wish has the same id: asked again after a crash it is the same transaction.
      if (outbox.get(unsigned.id) !== undefined) return undefined;
      const signature = await unit.owner.sign(unsigned.digest);
      const { transaction, bytes } = sealTransaction(unsigned, signature, { createdSeconds: BigInt(secondsOf(clock)) });
      const at = clock.now();
      const [seq] = await journal.commit([
        { type: 'put', kind: 'transaction', key: unsigned.id, bytes, at },
        history.begin(unsigned.id, unsigned.kind, unit.id, at),
        ...operations,
      ]);
      faultPoint('transaction-journaled');
      outbox.add({ id: unsigned.id, seq: seq as number, kind: unsigned.kind, device: unit.id, expiry: expiryOf(transaction) });
      unit.log.info({ kind: unsigned.kind, id: unsigned.id }, 'transaction journaled');
      outbox.tick();
      return bytes;
    },
  };
}
