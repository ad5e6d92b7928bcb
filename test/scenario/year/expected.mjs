/**
 * The independent calculation: what everyone must hold at the end, in plain bigint arithmetic from the registers that physics
 * filled, the wishes that owners signed, and the script of faults. Shares no code with contracts, matcher or node, and sees
 * no event. Where the rules are written: chain/contracts/README.md and interfaces/.
 */
import { expectCarbon } from './expected-carbon.mjs';
import { expectResiduals } from './expected-residual.mjs';
import { DEADLINE_TICKS } from './script.mjs';

/** @returns (unit, boundary) -> tick at which the boundary's reading reaches the ledger, undefined for never */
function hearing({ script }) {
  return ({ name }, boundary) => {
    const holds = (range) => range.unit === name && boundary >= range.from && boundary < range.to;
    if (script.silent.some(holds)) return undefined;
    const { cloned } = script;
    if (cloned.unit === name && boundary > cloned.from && boundary < cloned.to) return undefined;
    return script.offline.find(holds)?.to ?? boundary;
  };
}

/** @returns who may sell and who may buy in the auction held at a tick */
function standing({ script }, restrictions) {
  const { cloned, tampered, unsafe, permits, revoked } = script;
  const isIn = (tick) => (range) => tick >= range.from && tick < range.to;
  const stopped = { unit: cloned.unit, from: cloned.from, to: cloned.to - 1 };
  const suspensions = [tampered, unsafe, ...restrictions];
  const isOutside = (ranges, { name }, tick) => !ranges.filter(({ unit }) => unit === name).some(isIn(tick));
  const isFree = (unit, tick) => isOutside([stopped, ...suspensions], unit, tick);
  const isRevoked = ({ name }, tick) =>
    (name === revoked.unit && tick >= revoked.tick) || (name === revoked.successor && tick < revoked.tick);
  const lapse = { from: permits.ticks + 1, to: permits.renewedTick };
  return {
    mayBuy: isFree,
    maySell: (unit, tick) => !isRevoked(unit, tick) && isFree(unit, tick) && !(unit.name === permits.forgets && isIn(tick)(lapse)),
    /**
     * Who was admitted from an interval's begin to its end. Decisions fall a minute after a boundary: into the interval that it
     * opens. Besides, the meter must not be stopped before anybody's decision of the tick at which it is settled.
     */
    mayBePaid(unit, interval, settledTick) {
      const wasIn = (tick) => tick >= 0 && !isRevoked(unit, tick) && isOutside(suspensions, unit, tick);
      const hadLapsed = unit.name === permits.forgets && interval >= lapse.from - 1 && interval <= lapse.to;
      return wasIn(interval - 1) && wasIn(interval) && !hadLapsed && isOutside([stopped], unit, settledTick - 1);
    },
  };
}

/**
 * A double auction by curves: each order is a stretch of energy along its side's merit order, a pair trades where two
 * stretches overlap, as far as the bid is no less than the asking price. All pay one price: the middle of those at which
 * nobody who trades would rather not, and nobody who is left over would rather have traded.
 * @param ceiling nobody pays more: who asks more stands aside, who bids more bids that
 */
export function auction(sells, buys, ceiling) {
  const lay = (orders, direction) => {
    let from = 0n;
    return orders
      .toSorted((a, b) => direction * Number(a.limit - b.limit) || (a.order.id < b.order.id ? -1 : 1))
      .map(({ order, limit }) => {
        const stretch = { order, limit, from, to: from + order.energyWh };
        from = stretch.to;
        return stretch;
      });
  };
  const limited = (orders) => orders.map((order) => ({ order, limit: order.priceMicro > ceiling ? ceiling : order.priceMicro }));
  const supply = lay(
    limited(sells).filter(({ order }) => order.priceMicro <= ceiling),
    1,
  );
  const demand = lay(limited(buys), -1);
  const pairs = supply.flatMap((s) =>
    demand
      .map((d) => ({ s, d, from: s.from > d.from ? s.from : d.from, to: s.to < d.to ? s.to : d.to }))
      .filter(({ d, from, to }) => from < to && s.limit <= d.limit),
  );
  if (pairs.length === 0) return [];
  const traded = pairs.reduce((most, { to }) => (to > most ? to : most), 0n);
  const isIn = ({ from }) => from < traded;
  const isLeft = ({ to }) => to > traded;
  const limits = (stretches) => stretches.map(({ limit }) => limit);
  const least = [...limits(supply.filter(isIn)), ...limits(demand.filter(isLeft))].reduce((a, b) => (a > b ? a : b));
  const most = [...limits(demand.filter(isIn)), ...limits(supply.filter(isLeft))].reduce((a, b) => (a < b ? a : b));
  return pairs.map(({ s, d, from, to }) => ({ sell: s.order, buy: d.order, from, energyWh: to - from, priceMicro: (least + most) / 2n }));
}

function openTrades({ plan, units, orders, ceilings }, { maySell, mayBuy }) {
  const trades = [];
  for (let tick = 0; tick + 2 <= plan.ticks; tick += 1) {
    const groups = new Map();
    for (const order of orders.get(tick) ?? []) {
      const unit = units[order.index];
      if (!(order.side === 'sell' ? maySell : mayBuy)(unit, tick)) continue;
      const key = unit.zone * 10 + unit.carrier;
      if (!groups.has(key)) groups.set(key, { sell: [], buy: [] });
      groups.get(key)[order.side].push(order);
    }
    for (const key of [...groups.keys()].sort((a, b) => a - b)) {
      const { sell, buy } = groups.get(key);
      // A store that offers its energy buys none meanwhile.
      const sellers = new Set(sell.map(({ index }) => index));
      const pairs = auction(
        sell,
        buy.filter(({ index }) => !sellers.has(index)),
        ceilings[Math.floor(key / 10)],
      );
      for (const pair of pairs.sort((a, b) => (a.from < b.from ? -1 : 1))) trades.push({ ...pair, interval: tick + 1 });
    }
  }
  return trades;
}

/** Settled as soon as both meters' boundaries stand, or when the wait is over; in the order in which they were posted. */
function settleTrades({ units, registers }, trades, heard) {
  const due = trades.map((trade, posted) => {
    const { interval, sell, buy } = trade;
    const end = interval + 1 + DEADLINE_TICKS;
    const known = (index) => {
      const ticks = [interval, interval + 1].map((boundary) => heard(units[index], boundary));
      return ticks.some((tick) => tick === undefined || tick > end) ? undefined : Math.max(...ticks);
    };
    const [sold, bought] = [known(sell.index), known(buy.index)];
    return { trade, posted, sold, bought, tick: sold === undefined || bought === undefined ? end : Math.max(sold, bought, interval + 1) };
  });
  const spoken = new Map();
  const free = (index, interval, register) => {
    const moved = registers[interval + 1][index][register] - registers[interval][index][register];
    return moved - (spoken.get(`${index}/${interval}/${register}`) ?? 0n);
  };
  const speak = (index, interval, register, wh) => {
    const key = `${index}/${interval}/${register}`;
    spoken.set(key, (spoken.get(key) ?? 0n) + wh);
  };
  const least = (...values) => values.reduce((a, b) => (a < b ? a : b));
  for (const { trade, sold, bought } of due.sort((a, b) => a.tick - b.tick || a.posted - b.posted)) {
    const { interval, sell, buy, energyWh, priceMicro } = trade;
    // A seller who is silent delivered nothing; a buyer who is silent took what the seller delivered.
    let wh = sold === undefined ? 0n : least(energyWh, free(sell.index, interval, 'exportWh'));
    if (bought !== undefined) wh = least(wh, free(buy.index, interval, 'importWh'));
    speak(sell.index, interval, 'exportWh', wh);
    // The silent buyer's too, should its boundaries come after all.
    speak(buy.index, interval, 'importWh', wh);
    trade.settledWh = wh;
    trade.paidMicro = (wh * priceMicro) / 1000n;
    trade.escrowedMicro = (energyWh * priceMicro + 999n) / 1000n;
    // Two questions of the report, not of the balance.
    trade.sellerSilent = sold === undefined;
    trade.buyerSilent = bought === undefined;
  }
  return spoken;
}

/**
 * @param facts plan, units, registers[tick][unit], orders, allowances, offers, applications, deposits, withdrawals; see play.mjs
 * @returns what contracts must say, unit by unit
 */
export function calculateYear(facts) {
  const { plan, units } = facts;
  const heard = hearing(plan);
  const carbon = expectCarbon(facts, heard);
  const orders = groupBy(facts.orders, ({ tick }) => tick);
  const may = standing(plan, carbon.restrictions);
  const trades = openTrades({ ...facts, orders }, may);
  const spoken = settleTrades(facts, trades, heard);
  const residuals = expectResiduals(facts, { heard, spoken, mayBePaid: may.mayBePaid });
  const operators = facts.operators.map(({ zone, amount }) => ({ zone, micro: amount, boughtMicro: 0n, suppliedMicro: 0n }));

  const people = units.map((unit) => ({
    soldWh: 0n,
    boughtWh: 0n,
    receivedMicro: 0n,
    paidMicro: 0n,
    /** At the zone's base price. */
    residualSoldWh: 0n,
    residualBoughtWh: 0n,
    residualReceivedMicro: 0n,
    residualPaidMicro: 0n,
    generatedWh: facts.registers[plan.ticks][unit.index].exportWh - facts.registers[0][unit.index].exportWh,
    consumedWh: facts.registers[plan.ticks][unit.index].importWh - facts.registers[0][unit.index].importWh,
    marketMicro: 0n,
    carbonMicro: carbon.people[unit.index].escrowMicro,
    walletMicro: facts.minted[unit.index],
  }));
  for (const { sell, buy, settledWh, paidMicro } of trades) {
    people[sell.index].soldWh += settledWh;
    people[sell.index].receivedMicro += paidMicro;
    people[buy.index].boughtWh += settledWh;
    people[buy.index].paidMicro += paidMicro;
  }
  for (const { index, exportWh, importWh, boughtMicro, suppliedMicro } of residuals) {
    const operator = operators.find(({ zone }) => zone === units[index].zone);
    people[index].residualSoldWh += exportWh;
    people[index].residualBoughtWh += importWh;
    people[index].residualReceivedMicro += boughtMicro;
    people[index].residualPaidMicro += suppliedMicro;
    operator.boughtMicro += boughtMicro;
    operator.suppliedMicro += suppliedMicro;
    operator.micro += suppliedMicro - boughtMicro;
  }
  for (const person of people) {
    person.marketMicro += person.receivedMicro - person.paidMicro + person.residualReceivedMicro - person.residualPaidMicro;
  }
  for (const { index, escrow, amount } of facts.deposits) {
    people[index].walletMicro -= amount;
    if (escrow === 'energyMarket') people[index].marketMicro += amount;
  }
  for (const { index, escrow, amount } of facts.withdrawals) {
    people[index].walletMicro += amount;
    if (escrow === 'energyMarket') people[index].marketMicro -= amount;
  }
  return {
    registers: facts.registers,
    trades,
    residuals,
    operators,
    spoken,
    people,
    carbon,
    heard,
    admitted: (unit) => unit.role !== 'load' && may.maySell(unit, Number.MAX_SAFE_INTEGER),
  };
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) {
    const key = keyOf(item);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
