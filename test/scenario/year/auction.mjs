/** The auction of an interval: orders signed by their owners, paired by the product's matcher, posted to the contract. */
import { considerOrders, groupByMarket, matchMarket, SIDE } from '../../../protos/dist/index.js';
import { mayBuy, mayFeedIn, POSTING_SECONDS } from './follow.mjs';
import { wishOrders } from './policy.mjs';
import { hex } from './signing.mjs';

/** One order as its owner signs it. @param interval in ticks from the start @returns {message, id, signature} */
export function signOrder({ plan, signer }, unit, { side, interval, energyWh, priceMicro, nonce }, more = {}, signedBy = unit.owner) {
  const message = {
    meter: unit.meter,
    side: SIDE[side],
    carrier: unit.carrier,
    zone: unit.zone,
    interval: BigInt(plan.firstInterval + interval),
    energyWh,
    priceMicroPerKwh: priceMicro,
    expiry: BigInt(plan.secondsAt(interval + 1)),
    nonce,
    ...more,
  };
  const digest = signer.digest('Order', message);
  return { message, id: hex(digest), signature: hex(signedBy.sign(digest)) };
}

/** Collects orders for the interval that begins at the next boundary, and queues the trades of units that may trade. */
export function holdAuction(play) {
  const { plan, tick, units, registers, random, chain, status } = play;
  const wishes = wishOrders({ units, registers, tick, hours: plan.hoursPerInterval, random, ceilingOf: (zone) => play.ceilings[zone] });
  const book = new Map();
  for (const wish of wishes) {
    const unit = units[wish.index];
    const interval = tick + 1;
    const signed = signOrder(play, unit, { ...wish, interval, nonce: BigInt(tick * 2 + (wish.side === 'sell' ? 0 : 1)) });
    play.orders.push({
      tick,
      interval,
      index: wish.index,
      side: wish.side,
      energyWh: wish.energyWh,
      priceMicro: wish.priceMicro,
      id: signed.id,
    });
    const state = status.get(unit.meter);
    if (wish.side === 'sell' ? mayFeedIn(state, plan.secondsAt(tick) + POSTING_SECONDS) : mayBuy(state))
      book.set(signed.id, { ...signed, side: wish.side });
  }
  const orders = [...book.values()].map(({ id, side, message }) => ({
    id,
    side,
    meter: message.meter,
    zone: message.zone,
    carrier: message.carrier,
    interval: message.interval,
    remainingWh: message.energyWh,
    priceMicroPerKwh: message.priceMicroPerKwh,
  }));
  const matches = groupByMarket(orders).flatMap((market) =>
    matchMarket(considerOrders(market), 'uniform-price', play.ceilings[market[0].zone]),
  );
  if (matches.length === 0) return;
  const pairings = matches.map(({ sellOrderId, buyOrderId, energyWh, priceMicroPerKwh }) => {
    const [sell, buy] = [book.get(sellOrderId), book.get(buyOrderId)];
    return { sell: sell.message, sellSignature: sell.signature, buy: buy.message, buySignature: buy.signature, energyWh, priceMicroPerKwh };
  });
  chain.queue('energyMarket', 'postMatches', [pairings]);
  play.lastMatch = pairings.at(-1);
}
