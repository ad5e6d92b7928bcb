/**
 * A matching round: open orders whose buyers can pay go through the matcher, its matches are announced and posted.
 * What the contract refuses tells which order to drop, correct or rest.
 */
import {
  considerOrders,
  encodeMatchAnnouncement,
  groupByMarket,
  type MatchableOrder,
  type MatchRule,
  matchMarket,
  type OrderMatch,
} from '@joulegate/protos';
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
  /** @param blockNumber the head whose fills the book knows */
  run(blockNumber: number): Promise<void>;
  /** One match that a third party found; its orders must be in the book. Rejects as the contract does. */
  post(
    match: Pick<OrderMatch, 'sellOrderId' | 'buyOrderId' | 'energyWh' | 'priceMicroPerKwh'>,
    hooks?: { onAccepted?: () => void; onReverted?: () => void },
  ): Promise<boolean>;
}

/** Some 100,000 gas each: far from a transaction's limit. */
const PER_CALL = 20;

/** What the contract sets aside for a buyer: rounded up. */
function escrowMicro(energyWh: bigint, priceMicroPerKwh: bigint): bigint {
  return (energyWh * priceMicroPerKwh + 999n) / 1000n;
}

export function createMatchRounds(context: NodeContext, market: Market, submitter: Submitter, flow: Flow, rule: MatchRule): MatchRounds {
  const { book } = market;
  const { counters, log } = context;

  /** Nobody pays more than the zone's ceiling, whatever an order bids. */
  async function ceilingsOf(wishes: readonly Wish[]): Promise<Map<number, bigint>> {
    const ceilings = new Map<number, bigint>();
    for (const wish of wishes) {
      const { zone } = orderOf(wish.entry);
      if (ceilings.has(zone)) continue;
      const criteria = await readContract<{ priceCeilingMicroPerKwh: bigint }>(context, 'admissionPolicy', 'criteriaOf', [zone]);
      ceilings.set(zone, criteria.priceCeilingMicroPerKwh);
    }
    return ceilings;
  }

  /** Leaves out buys whose owners can't pay them all at their limits; the next deposit brings them back. */
  async function payable(wishes: readonly Wish[], ceilings: ReadonlyMap<number, bigint>): Promise<Set<Hex>> {
    const balances = new Map<Hex, bigint>();
    const result = new Set<Hex>();
    for (const wish of [...wishes].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1))) {
      if (wish.side === 'buy') {
        const balance = balances.get(wish.owner) ?? (await readContract<bigint>(context, 'energyMarket', 'balanceOf', [wish.owner]));
        const ceiling = ceilings.get(orderOf(wish.entry).zone) ?? 0n;
        const left = balance - escrowMicro(wish.remaining, wish.priceMicro < ceiling ? wish.priceMicro : ceiling);
        balances.set(wish.owner, left < 0n ? balance : left);
        if (left < 0n) {
          counters.add('INSUFFICIENT_BALANCE');
          book.pause(wish, performance.now());
          continue;
        }
      }
      result.add(wish.entry.id);
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
        payers: pair.map(({ entry }) => entry),
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

  /** In one call; one by one where the contract refuses them together, so that it names the culprit. */
  async function postTogether(list: readonly OrderMatch[]): Promise<void> {
    const pairs = list.map((match) => ({ match, sell: book.get(match.sellOrderId as Hex), buy: book.get(match.buyOrderId as Hex) }));
    const whole = pairs.every(({ sell, buy }) => sell && buy);
    const [only] = list;
    if (!whole || (list.length === 1 && only)) {
      for (const match of list) await post(match).catch(() => {});
      return;
    }
    const wishes = pairs.flatMap(({ sell, buy }) => [sell as Wish, buy as Wish]);
    const release = (): void => {
      for (const wish of wishes) wish.inFlight -= 1;
    };
    for (const wish of wishes) wish.inFlight += 1;
    const signed = (wish: Wish | undefined) => ({
      order: wish?.entry.message,
      signature: toHex(wish?.entry.transaction.ownerSignature ?? new Uint8Array()),
    });
    const pairings = pairs.map(({ match: { energyWh, priceMicroPerKwh }, sell, buy }) => {
      const [one, other] = [signed(sell), signed(buy)];
      return { sell: one.order, sellSignature: one.signature, buy: other.order, buySignature: other.signature, energyWh, priceMicroPerKwh };
    });
    try {
      await submitter.submit({
        ...encodeCall(context.deployment, 'energyMarket', 'postMatches', [pairings]),
        label: `${list.length} matches`,
        payers: wishes.map(({ entry }) => entry),
        onMined: () => {
          counters.add('matches.posted', list.length);
          setTimeout(release, context.limits.pollMs * 2).unref();
        },
        onReverted: () => {
          release();
          for (const wish of wishes) book.pause(wish, performance.now());
        },
      });
    } catch {
      release();
      for (const match of list) await post(match).catch(() => {});
    }
  }

  function announce(considered: readonly MatchableOrder[], matches: readonly OrderMatch[], ceiling: bigint, blockNumber: number): void {
    const { zone, carrier, interval } = matches[0] as OrderMatch;
    const payload = encodeMatchAnnouncement({
      zone,
      carrier,
      interval,
      matches: matches.map(({ sellOrderId, buyOrderId, energyWh, priceMicroPerKwh }) => ({
        sellOrderId: toBytes(sellOrderId),
        buyOrderId: toBytes(buyOrderId),
        energyWh,
        priceMicroPerKwh,
      })),
      rule,
      node: context.nodeId,
      priceCeilingMicroPerKwh: ceiling,
      considered: considered.map(({ id, remainingWh }) => ({ orderId: toBytes(id), remainingWh })),
      blockNumber: BigInt(blockNumber),
    });
    context.publish(topics.match(context.base, zone), payload, { qos: 1 });
  }

  return {
    post,
    run: async (blockNumber) => {
      const open = book.open(performance.now());
      if (!open.some((wish) => wish.side === 'sell') || !open.some((wish) => wish.side === 'buy')) return;
      // As of this block: what is read below takes time, in which the book goes on.
      const orders: MatchableOrder[] = open.map((wish) => {
        const { meter, zone, carrier, interval } = orderOf(wish.entry);
        const { remaining: remainingWh, priceMicro: priceMicroPerKwh, side } = wish;
        return { id: wish.entry.id, meter, side, zone, carrier, interval, remainingWh, priceMicroPerKwh };
      });
      const ceilings = await ceilingsOf(open);
      const affordable = await payable(open, ceilings);
      for (const market of groupByMarket(orders.filter(({ id }) => affordable.has(id as Hex)))) {
        const considered = considerOrders(market);
        const ceiling = ceilings.get(considered[0]?.zone ?? 0) ?? 0n;
        const matches = matchMarket(considered, rule, ceiling);
        if (matches.length === 0) continue;
        announce(considered, matches, ceiling, blockNumber);
        for (let start = 0; start < matches.length; start += PER_CALL) await postTogether(matches.slice(start, start + PER_CALL));
      }
    },
  };
}
