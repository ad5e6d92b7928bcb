/**
 * A matching round: open orders whose buyers can pay go through the matcher, its matches are announced and posted.
 * What the contract refuses tells which order to drop, correct or rest.
 */
import { encodeMatchAnnouncement, type Match } from '@joulegate/protos';
import { type MatchRule, matchOrders, type OrderMatch } from '../matcher/match-orders.ts';
import type { Wish } from './book.ts';
import { sameHex, toBytes, toHex } from './bytes.ts';
import { readContract } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { encodeCall } from './contract-calls.ts';
import type { Flow } from './flow.ts';
import type { Market } from './market.ts';
import type { Hex } from './options.ts';
import { orderOf } from './order-check.ts';
import { extractRevert, type Revert } from './reverts.ts';
import type { Submitter } from './submitter.ts';
import { topics } from './topics.ts';

export interface MatchRounds {
  run(): Promise<void>;
  /** One match that a third party found; its orders must be in the book. Rejects as the contract does. */
  post(
    match: Pick<OrderMatch, 'sellOrderId' | 'buyOrderId' | 'energyWh' | 'priceMicroPerKwh'>,
    hooks?: { onAccepted?: () => void; onReverted?: () => void },
  ): Promise<boolean>;
}

/** What the contract sets aside for a buyer: rounded up. */
function escrowMicro(energyWh: bigint, priceMicroPerKwh: bigint): bigint {
  return (energyWh * priceMicroPerKwh + 999n) / 1000n;
}

export function createMatchRounds(context: NodeContext, market: Market, submitter: Submitter, flow: Flow, rule: MatchRule): MatchRounds {
  const { book } = market;
  const { counters, log } = context;

  /** Leaves out buys whose owners can't pay them all at their limits; the next deposit brings them back. */
  async function payable(wishes: readonly Wish[]): Promise<Wish[]> {
    const balances = new Map<Hex, bigint>();
    const result: Wish[] = [];
    for (const wish of [...wishes].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))) {
      if (wish.side === 'buy') {
        const balance = balances.get(wish.owner) ?? (await readContract<bigint>(context, 'energyMarket', 'balanceOf', [wish.owner]));
        const left = balance - escrowMicro(wish.remaining, wish.priceMicro);
        balances.set(wish.owner, left < 0n ? balance : left);
        if (left < 0n) {
          counters.add('INSUFFICIENT_BALANCE');
          book.pause(wish, performance.now());
          continue;
        }
      }
      result.push(wish);
    }
    return result;
  }

  /** Acts on a refusal: the order at fault is dropped or rests; without a culprit both rest. */
  async function blame(revert: Revert | undefined, pair: readonly Wish[]): Promise<void> {
    const now = performance.now();
    const byId = pair.find((wish) => wish.entry.id === revert?.args['orderId']);
    const byMeter = pair.filter((wish) => sameHex(wish.party, String(revert?.args['meter'] ?? '')));
    const byAccount = pair.filter((wish) => wish.side === 'buy' && sameHex(wish.owner, String(revert?.args['account'] ?? '')));
    counters.add('matches.refused');
    log.info({ cause: revert?.text, orders: pair.map((wish) => wish.entry.id) }, 'match not posted');
    if (byId && (revert?.name === 'OrderExpired' || revert?.name === 'OrderIsCancelled')) {
      book.remove(byId.entry.id);
      if (!byId.entry.location) flow.reject(byId.entry, { action: 'refused', code: 'ORDER_EXPIRED', message: revert.text });
      return;
    }
    if (byId && revert?.name === 'OrderOverfilled') {
      const filled = await readContract<bigint>(context, 'energyMarket', 'filledWh', [byId.entry.id]);
      byId.remaining = byId.quantity - filled;
      if (byId.remaining <= 0n) book.remove(byId.entry.id);
      return;
    }
    for (const wish of byMeter.length > 0 ? byMeter : byAccount.length > 0 ? byAccount : pair) book.pause(wish, now);
  }

  async function post(match: Parameters<MatchRounds['post']>[0], hooks: Parameters<MatchRounds['post']>[1] = {}): Promise<boolean> {
    const sell = book.get(match.sellOrderId as Hex);
    const buy = book.get(match.buyOrderId as Hex);
    if (!sell || !buy) return false;
    const pair = [sell, buy];
    const release = (): void => {
      for (const wish of pair) wish.inFlight -= 1;
    };
    for (const wish of pair) wish.inFlight += 1;
    const args = pair.flatMap((wish) => [wish.entry.message, toHex(wish.entry.transaction.ownerSignature)]);
    try {
      await submitter.submit({
        ...encodeCall(context.deployment, 'energyMarket', 'postMatch', [...args, match.energyWh, match.priceMicroPerKwh]),
        label: 'match',
        ...(hooks.onAccepted ? { onAccepted: hooks.onAccepted } : {}),
        onMined: () => {
          counters.add('matches.posted');
          // The TradeOpened log of this block is in the book by now or within this poll.
          setTimeout(release, context.limits.pollMs * 2).unref();
        },
        onReverted: () => {
          release();
          for (const wish of pair) book.pause(wish, performance.now());
          hooks.onReverted?.();
        },
      });
      return true;
    } catch (cause) {
      release();
      await blame(extractRevert(cause), pair);
      throw cause;
    }
  }

  function announce(matches: readonly OrderMatch[]): void {
    const groups = new Map<string, OrderMatch[]>();
    for (const match of matches) {
      const key = `${match.zone}/${match.carrier}/${match.interval}`;
      groups.set(key, [...(groups.get(key) ?? []), match]);
    }
    for (const group of groups.values()) {
      const { zone, carrier, interval } = group[0] as OrderMatch;
      const list: Match[] = group.map((match) => ({
        sellOrderId: toBytes(match.sellOrderId),
        buyOrderId: toBytes(match.buyOrderId),
        energyWh: match.energyWh,
        priceMicroPerKwh: match.priceMicroPerKwh,
      }));
      context.publish(
        topics.match(context.base, zone),
        encodeMatchAnnouncement({ zone, carrier, interval, matches: list, rule, node: context.nodeId }),
        { qos: 1 },
      );
    }
  }

  return {
    post,
    run: async () => {
      const open = book.open(performance.now());
      if (!open.some((wish) => wish.side === 'sell') || !open.some((wish) => wish.side === 'buy')) return;
      const orders = (await payable(open)).map((wish) => {
        const { meter, zone, carrier, interval } = orderOf(wish.entry);
        return {
          id: wish.entry.id,
          meter,
          side: wish.side,
          zone,
          carrier,
          interval,
          remainingWh: wish.remaining,
          priceMicroPerKwh: wish.priceMicro,
        };
      });
      const matches = matchOrders(orders, rule);
      if (matches.length === 0) return;
      announce(matches);
      for (const match of matches) await post(match).catch(() => {});
    },
  };
}
