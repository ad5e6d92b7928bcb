/**
 * Permit offers and applications (paper C4): kept, paired by price within a period, filled on chain. The same book and
 * matcher as for energy; the period takes the place of the zone.
 */
import { matchOrders } from '@joulegate/protos';
import { type Book, createBook, type Wish } from './book.ts';
import { sameHex, toHex } from './bytes.ts';
import { readContract } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { encodeCall } from './contract-calls.ts';
import type { ContractEvent } from './contract-events.ts';
import type { Entry } from './entry.ts';
import type { Flow } from './flow.ts';
import type { Block } from './heads.ts';
import type { Hex } from './options.ts';
import { extractRevert } from './reverts.ts';
import type { Submitter } from './submitter.ts';

export interface CarbonMarket {
  readonly book: Book;
  take(entry: Entry): Promise<void>;
  onEvents(events: readonly ContractEvent[]): void;
  /** Chain time goes on: what has expired is answered. */
  expire(head: Block): void;
  /** A pairing round. */
  run(): Promise<void>;
}

export function createCarbonMarket(context: NodeContext, submitter: Submitter, flow: Flow): CarbonMarket {
  const book = createBook(context.limits.orders);
  const { counters, log } = context;
  let chainTime = 0;

  function expired(wish: Wish, message: string): void {
    if (!wish.entry.location && wish.remaining === wish.quantity)
      flow.reject(wish.entry, { action: 'refused', code: 'ORDER_EXPIRED', message });
  }

  async function take(entry: Entry): Promise<void> {
    if (book.get(entry.id)) return flow.accepted(entry);
    const { message } = entry;
    const isOffer = entry.transaction.body.kind === 'permitOffer';
    const [grams, expiry] = [message['grams'] as bigint, message['expiry'] as bigint];
    const traded = await readContract<bigint>(context, 'carbonLedger', 'filledGrams', [entry.id]);
    if (traded > 0n) await flow.answered(entry);
    if (traded >= grams && grams > 0n) return;
    if (grams === 0n) return flow.reject(entry, { action: 'refused', code: 'VALUE_INVALID', message: 'grams: more than 0 expected' });
    if (expiry < BigInt(chainTime)) {
      if (traded === 0n)
        flow.reject(entry, {
          action: 'refused',
          code: 'ORDER_EXPIRED',
          message: `expiry ${expiry} is before the chain's time ${chainTime}`,
        });
      return;
    }
    const wish: Wish = {
      entry,
      side: isOffer ? 'sell' : 'buy',
      // An owner's offer must not fill the application of its own unit.
      party: entry.owner ?? '0x',
      owner: entry.owner ?? '0x',
      quantity: grams,
      priceMicro: message[isOffer ? 'priceMicroPerKg' : 'maxPriceMicroPerKg'] as bigint,
      expiry,
      remaining: grams - traded,
      inFlight: 0,
      pausedUntilMs: 0,
    };
    if (!book.add(wish)) return flow.reject(entry, { action: 'deferred', code: 'TRANSPORT_FAILED', message: 'the carbon book is full' });
    flow.accepted(entry);
  }

  function blame(cause: unknown, pair: readonly Wish[]): void {
    const revert = extractRevert(cause);
    counters.add('fills.refused');
    log.info({ cause: revert?.text ?? String(cause), ids: pair.map((wish) => wish.entry.id) }, 'permits not traded');
    const culprit = pair.find((wish) => wish.entry.id === revert?.args['id']);
    if (culprit && revert?.name === 'Overfilled') {
      culprit.remaining = revert.args['remaining'] as bigint;
      if (culprit.remaining <= 0n) book.remove(culprit.entry.id);
      return;
    }
    // `account` lacks money, `sender` lacks permits.
    const broke = String(revert?.args['account'] ?? revert?.args['sender'] ?? '');
    const byAccount = pair.filter((wish) => sameHex(wish.owner, broke));
    for (const wish of byAccount.length > 0 ? byAccount : pair) book.pause(wish, performance.now());
  }

  async function fill(offer: Wish, application: Wish, grams: bigint): Promise<void> {
    const pair = [application, offer];
    const release = (): void =>
      pair.forEach((wish) => {
        wish.inFlight -= 1;
      });
    for (const wish of pair) wish.inFlight += 1;
    const args = pair.flatMap((wish) => [wish.entry.message, toHex(wish.entry.transaction.ownerSignature)]);
    try {
      await submitter.submit({
        ...encodeCall(context.deployment, 'carbonLedger', 'fill', [...args, grams]),
        label: 'permits',
        payers: pair.map(({ entry }) => entry),
        onMined: () => {
          counters.add('fills.posted');
          setTimeout(release, context.limits.pollMs * 2).unref();
        },
        onReverted: () => {
          release();
          for (const wish of pair) book.pause(wish, performance.now());
        },
      });
    } catch (cause) {
      release();
      blame(cause, pair);
    }
  }

  return {
    book,
    take,
    onEvents: (events) => {
      for (const { event, args } of events) {
        if (event !== 'PermitsTraded') continue;
        for (const id of [args['applicationId'], args['offerId']] as Hex[]) {
          const wish = book.get(id);
          if (!wish) continue;
          wish.remaining -= BigInt(args['grams'] as bigint);
          if (wish.remaining <= 0n) book.remove(id);
        }
      }
    },
    expire: (head) => {
      chainTime = head.timestamp;
      for (const wish of book.expire(chainTime)) expired(wish, `expiry ${wish.expiry} has passed without a trade`);
    },
    run: async () => {
      const open = book.open(performance.now());
      const orders = open.map((wish) => ({
        id: wish.entry.id,
        meter: wish.party,
        side: wish.side,
        zone: Number(wish.entry.message['period']),
        carrier: 0,
        interval: 0n,
        remainingWh: wish.remaining,
        priceMicroPerKwh: wish.priceMicro,
      }));
      for (const match of matchOrders(orders, 'pay-as-bid')) {
        const [offer, application] = [book.get(match.sellOrderId as Hex), book.get(match.buyOrderId as Hex)];
        if (offer && application) await fill(offer, application, match.energyWh);
      }
    },
  };
}
