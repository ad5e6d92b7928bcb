/**
 * Orders (paper T1, T2): checked, announced, kept until filled, cancelled or expired; paired by the matcher in rounds;
 * pairings posted. Several nodes may do so at once: the contract lets each quantity through once.
 */
import { encodeOrderAnnouncement, SIDE } from '@joulegate/protos';
import { type Book, createBook, type Wish } from './book.ts';
import { sameHex, toBytes, toHex } from './bytes.ts';
import { readContract } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { encodeCall } from './contract-calls.ts';
import type { ContractEvent } from './contract-events.ts';
import type { Entry } from './entry.ts';
import type { Flow } from './flow.ts';
import type { Block } from './heads.ts';
import type { Hex } from './options.ts';
import { checkOrder, orderOf } from './order-check.ts';
import type { Submitter } from './submitter.ts';
import { topics } from './topics.ts';

export interface Market {
  readonly book: Book;
  /** An order or a cancellation that passed intake. */
  take(entry: Entry, from: 'gateway' | 'announcement'): Promise<void>;
  onEvents(events: readonly ContractEvent[]): void;
  onHead(head: Block): void;
}

export function createMarket(context: NodeContext, submitter: Submitter, flow: Flow): Market {
  const book = createBook(context.limits.orders);
  let chainTime = 0;

  function announce(entry: Entry): void {
    const owner = toBytes(entry.owner ?? '0x');
    const payload = encodeOrderAnnouncement({ transaction: entry.transaction, owner, node: context.nodeId });
    context.publish(topics.order(context.base, orderOf(entry).zone), payload, { qos: 1 });
  }

  async function takeOrder(entry: Entry, from: 'gateway' | 'announcement'): Promise<void> {
    if (book.get(entry.id)) return flow.accepted(entry);
    const refusal = await checkOrder(context, entry, chainTime);
    const filled = await readContract<bigint>(context, 'energyMarket', 'filledWh', [entry.id]);
    // Traded already, perhaps before a restart: that is the answer, whatever has become of the meter since. What was
    // filled the contract forgets once it is settled, the logs never.
    const answered = (filled > 0n || refusal) && from === 'gateway' ? await flow.answered(entry) : false;
    const order = orderOf(entry);
    if (refusal || filled >= order.energyWh) {
      if (refusal && filled === 0n && !answered) flow.reject(entry, refusal);
      return;
    }
    const lastSecond = (order.interval + 1n) * BigInt(context.deployment.intervalSeconds) - 1n;
    const wish: Wish = {
      entry,
      side: order.side === SIDE.sell ? 'sell' : 'buy',
      party: order.meter,
      owner: entry.owner ?? '0x',
      quantity: order.energyWh,
      priceMicro: order.priceMicroPerKwh,
      expiry: order.expiry < lastSecond ? order.expiry : lastSecond,
      remaining: order.energyWh - filled,
      inFlight: 0,
      pausedUntilMs: 0,
    };
    if (!book.add(wish)) return flow.reject(entry, { action: 'deferred', code: 'TRANSPORT_FAILED', message: 'the order book is full' });
    flow.accepted(entry);
    if (from === 'gateway') announce(entry);
  }

  async function takeCancellation(entry: Entry): Promise<void> {
    const wish = book.get(entry.message['orderId'] as Hex);
    if (!wish) {
      if (await flow.answered(entry)) return;
      return flow.reject(entry, {
        action: 'deferred',
        code: 'VALUE_INVALID',
        message: `order ${String(entry.message['orderId'])} is not known to this node`,
      });
    }
    if (!entry.owner || !sameHex(entry.owner, wish.owner)) {
      return flow.reject(entry, {
        action: 'refused',
        code: 'OWNER_SIGNATURE_INVALID',
        message: `signature of ${wish.owner} expected, got that of ${entry.owner}`,
      });
    }
    await submitter.submit({
      ...encodeCall(context.deployment, 'energyMarket', 'cancelOrder', [wish.entry.message, toHex(entry.transaction.ownerSignature)]),
      label: 'cancellation',
      payers: [entry],
      onAccepted: () => flow.accepted(entry),
      onReverted: () => flow.reverted(entry),
    });
  }

  return {
    book,
    take: (entry, from) => (entry.transaction.body.kind === 'orderCancellation' ? takeCancellation(entry) : takeOrder(entry, from)),
    onEvents: (events) => {
      for (const { event, args } of events) {
        if (event === 'OrderCancelled') {
          const wish = book.get(args['orderId'] as Hex);
          book.remove(args['orderId'] as Hex);
          if (wish && !wish.entry.location)
            flow.reject(wish.entry, { action: 'refused', code: 'ORDER_EXPIRED', message: 'the order was cancelled by its owner' });
        }
        if (event !== 'TradeOpened') continue;
        const { energyWh } = args['terms'] as { energyWh: bigint };
        for (const id of [args['sellOrderId'], args['buyOrderId']] as Hex[]) {
          const wish = book.get(id);
          if (!wish) continue;
          wish.remaining -= energyWh;
          if (wish.remaining <= 0n) book.remove(id);
        }
      }
    },
    onHead: (head) => {
      chainTime = head.timestamp;
      for (const wish of book.expire(chainTime)) {
        if (wish.entry.location || wish.remaining < wish.quantity) continue;
        flow.reject(wish.entry, { action: 'refused', code: 'ORDER_EXPIRED', message: `expiry ${wish.expiry} has passed without a trade` });
      }
    },
  };
}
