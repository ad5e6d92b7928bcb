/**
 * Holds what the contracts say, in state and events, against the independent calculation: to the watt-hour, to the smallest
 * coin, to the microgram.
 */
import { PERIODS } from './script.mjs';

/** What the calculation may know of a play: physics, wishes, script. No event and no answer of a contract. */
export function factsOf(play) {
  const { plan, ceilings, registers, orders, allowances, offers, applications, retirements, deposits, withdrawals } = play;
  const { supplies, basePrices, operators } = play;
  const units = play.units.map(({ index, name, role, zone, carrier, sourceName, capacityW }) => ({
    index,
    name,
    role,
    zone,
    carrier,
    sourceName,
    capacityW,
  }));
  const wishes = { orders, allowances, offers, applications, retirements, deposits, withdrawals, supplies, basePrices };
  return { plan, ceilings, units, registers, ...wishes, operators, minted: play.units.map(({ mintedMicro }) => mintedMicro) };
}

/** @returns {{ what: string, checked: number, wrong: string[] }[]} each row a kind of statement that was compared */
export async function compareYear(play, expected) {
  const rows = [];
  const compareAll = (what, pairs) => {
    const wrong = [];
    for (const [name, want, got] of pairs) if (want !== got) wrong.push(`${name}: ${want} expected, got ${got}`);
    rows.push({ what, checked: pairs.length, wrong });
  };
  compareAll('registers at each boundary on the ledger, Wh', compareBoundaries(play, expected));
  compareAll('trades opened: energy and price', compareOpened(play, expected));
  compareAll('trades settled: Wh delivered, paid, given back', compareSettled(play, expected));
  compareAll('residuals at the base price: Wh, price, paid', compareResiduals(play, expected));
  compareAll('energy spoken for, per meter and interval, Wh', await compareSpoken(play, expected));
  compareAll("participants' energy: newest registers, sold, bought, Wh", await compareEnergy(play, expected));
  compareAll("participants' money: both escrows and wallet", await compareMoney(play, expected));
  compareAll('money as a whole: nothing made, nothing lost', await compareTotals(play, expected));
  compareAll('emissions per unit and period, ug; allowances, surrendered, deficits, g', await compareCarbon(play, expected));
  compareAll('permits per owner and period, and all that were issued, g', await comparePermits(play, expected));
  compareAll('who is admitted at the end', await compareAdmission(play, expected));
  return rows;
}

const indexOf = (play) =>
  new Map(
    play.units.flatMap((unit) => [
      [unit.meter, unit.index],
      [unit.owner.address, unit.index],
    ]),
  );

function compareBoundaries(play, { heard, registers }) {
  const { plan, units, events } = play;
  const got = new Map();
  for (const { name, args } of events) {
    if (name === 'BoundaryRecorded')
      got.set(`${args.meter}/${Number(args.boundary) - plan.firstInterval}`, `${args.importWh}/${args.exportWh}`);
  }
  return units.flatMap((unit) =>
    registers.map((row, boundary) => {
      const { importWh, exportWh } = row[unit.index];
      const want = heard(unit, boundary) === undefined ? undefined : `${importWh}/${exportWh}`;
      return [`${unit.name} at boundary ${boundary}`, want, got.get(`${unit.meter}/${boundary}`)];
    }),
  );
}

const pairKey = (sellId, buyId) => `${sellId}/${buyId}`;

function compareOpened(play, { trades }) {
  const opened = new Map(
    play.events.filter(({ name }) => name === 'TradeOpened').map(({ args }) => [pairKey(args.sellOrderId, args.buyOrderId), args.terms]),
  );
  const pairs = trades.flatMap(({ sell, buy, interval, energyWh, priceMicro }) => {
    const terms = opened.get(pairKey(sell.id, buy.id));
    const name = `${play.units[sell.index].name} to ${play.units[buy.index].name} in interval ${interval}`;
    return [
      [`${name}, Wh`, energyWh, terms?.energyWh],
      [`${name}, price`, priceMicro, terms?.priceMicroPerKwh],
      [`${name}, interval`, BigInt(play.plan.firstInterval + interval), terms?.interval],
    ];
  });
  return [...pairs, ['number of trades', trades.length, opened.size]];
}

function compareSettled(play, { trades }) {
  const idOf = new Map(
    play.events.filter(({ name }) => name === 'TradeOpened').map(({ args }) => [pairKey(args.sellOrderId, args.buyOrderId), args.tradeId]),
  );
  const settled = new Map(play.events.filter(({ name }) => name === 'TradeSettled').map(({ args }) => [args.tradeId, args]));
  const pairs = trades.flatMap(({ sell, buy, interval, settledWh, paidMicro, escrowedMicro }) => {
    const got = settled.get(idOf.get(pairKey(sell.id, buy.id)));
    const name = `${play.units[sell.index].name} to ${play.units[buy.index].name} in interval ${interval}`;
    return [
      [`${name}, settled Wh`, settledWh, got?.settledWh],
      [`${name}, paid`, paidMicro, got?.paidMicro],
      [`${name}, given back`, escrowedMicro - paidMicro, got?.refundedMicro],
    ];
  });
  return [...pairs, ['number of settlements', trades.length, settled.size]];
}

function compareResiduals({ plan, units, events }, { residuals }) {
  const settled = new Map(
    events
      .filter(({ name }) => name === 'ResidualSettled')
      .map(({ args }) => [`${args.meter}/${Number(args.interval) - plan.firstInterval}`, args]),
  );
  const pairs = residuals.flatMap(({ index, interval, exportWh, importWh, priceMicro, boughtMicro, suppliedMicro }) => {
    const got = settled.get(`${units[index].meter}/${interval}`);
    const name = `${units[index].name} in interval ${interval}`;
    return [
      [`${name}, exported Wh`, exportWh, got?.exportWh],
      [`${name}, imported Wh`, importWh, got?.importWh],
      [`${name}, price`, priceMicro, got?.priceMicroPerKwh],
      [`${name}, bought for`, boughtMicro, got?.boughtMicro],
      [`${name}, supplied for`, suppliedMicro, got?.suppliedMicro],
    ];
  });
  return [...pairs, ['number of residuals', residuals.length, settled.size]];
}

async function compareSpoken({ plan, units, chain }, { spoken, heard, registers }) {
  const slots = units
    .flatMap((unit) => registers.slice(1).map((_, interval) => ({ unit, interval })))
    .filter(({ unit, interval }) => heard(unit, interval + 1) !== undefined);
  const answers = await chain.read(
    slots.map(({ unit, interval }) => ['readingLedger', 'boundaryOf', [unit.meter, BigInt(plan.firstInterval + interval + 1)]]),
  );
  const freeOf = (unit, interval, register) => {
    if (heard(unit, interval) === undefined) return 0n;
    const moved = registers[interval + 1][unit.index][register] - registers[interval][unit.index][register];
    const taken = spoken.get(`${unit.index}/${interval}/${register}`) ?? 0n;
    return moved > taken ? moved - taken : 0n;
  };
  return slots.flatMap(({ unit, interval }, at) => [
    [`${unit.name} not sold in ${interval}`, freeOf(unit, interval, 'exportWh'), answers[at].exportFreeWh],
    [`${unit.name} not bought in ${interval}`, freeOf(unit, interval, 'importWh'), answers[at].importFreeWh],
  ]);
}

async function compareEnergy(play, { people, registers }) {
  const { plan, units, chain, events } = play;
  const indices = indexOf(play);
  const sums = units.map(() => ({ sold: 0n, bought: 0n }));
  for (const { name, args } of events) {
    if (name !== 'TradeSettled') continue;
    sums[indices.get(args.seller)].sold += args.settledWh;
    sums[indices.get(args.buyer)].bought += args.settledWh;
  }
  const latest = await chain.read(units.map(({ meter }) => ['readingLedger', 'latestOf', [meter]]));
  return units.flatMap(({ name, index }) => [
    [`${name}, import register`, registers[plan.ticks][index].importWh, latest[index].importWh],
    [`${name}, export register`, registers[plan.ticks][index].exportWh, latest[index].exportWh],
    [`${name}, sold`, people[index].soldWh, sums[index].sold],
    [`${name}, bought`, people[index].boughtWh, sums[index].bought],
  ]);
}

async function compareMoney({ units, chain, operators: named }, { people, operators }) {
  const ask = (contract) => chain.read(units.map(({ owner }) => [contract, 'balanceOf', [owner.address]]));
  const [market, carbon, wallet] = [await ask('energyMarket'), await ask('carbonLedger'), await ask('token')];
  const ofOperators = await chain.read(named.map(({ address }) => ['energyMarket', 'balanceOf', [address]]));
  const zones = operators.map(({ micro }, at) => [`${named[at].name} in the market`, micro, ofOperators[at]]);
  return zones.concat(
    units.flatMap(({ name, index }) => [
      [`${name} in the market`, people[index].marketMicro, market[index]],
      [`${name} in the carbon ledger`, people[index].carbonMicro, carbon[index]],
      [`${name}'s wallet`, people[index].walletMicro, wallet[index]],
    ]),
  );
}

async function compareTotals({ chain }, { people, carbon, operators }) {
  const { contracts } = chain.deployment;
  const [supply, inMarket, inCarbon, treasury] = await chain.read([
    ['token', 'totalSupply', []],
    ['token', 'balanceOf', [contracts.energyMarket]],
    ['token', 'balanceOf', [contracts.carbonLedger]],
    ['carbonLedger', 'balanceOf', [chain.accounts.treasury.address]],
  ]);
  const sum = (pick) => people.reduce((total, person) => total + pick(person), 0n);
  const [market, ledger, wallets] = [
    sum((p) => p.marketMicro) + operators.reduce((total, { micro }) => total + micro, 0n),
    sum((p) => p.carbonMicro),
    sum((p) => p.walletMicro),
  ];
  return [
    ['fines in the treasury', carbon.treasuryMicro, treasury],
    ['coins that the market holds', market, inMarket],
    ['coins that the carbon ledger holds', ledger + carbon.treasuryMicro, inCarbon],
    ['all coins', market + ledger + carbon.treasuryMicro + wallets, supply],
  ];
}

async function compareCarbon({ plan, units, chain }, { carbon }) {
  const slots = [...carbon.accounts].flatMap(([index, accounts]) =>
    accounts.map((account, period) => ({ unit: units[index], account, period })),
  );
  const answers = await chain.read(slots.map(({ unit, period }) => ['carbonLedger', 'accountOf', [unit.meter, plan.firstPeriod + period]]));
  const due = await chain.read(units.map(({ meter }) => ['carbonLedger', 'fineDueMicro', [meter]]));
  return [
    ...slots.flatMap(({ unit, account, period }, at) => [
      [`${unit.name} in ${period}: emissions`, account.emissionsUg, answers[at].emissionsUg],
      [`${unit.name} in ${period}: allowance`, account.allowanceGrams, answers[at].allowanceGrams],
      [`${unit.name} in ${period}: surrendered`, account.surrenderedGrams, answers[at].surrenderedGrams],
      [`${unit.name} in ${period}: deficit`, account.deficitGrams, answers[at].deficitGrams],
      [`${unit.name} in ${period}: settled`, true, answers[at].settled],
    ]),
    ...units.map(({ name, index }) => [`${name}: fine due`, carbon.due.get(index) ?? 0n, due[index]]),
  ];
}

async function comparePermits({ plan, units, chain }, { carbon }) {
  const slots = units.flatMap((unit) => Array.from({ length: PERIODS }, (_, period) => ({ unit, period })));
  const held = await chain.read(
    slots.map(({ unit, period }) => ['carbonLedger', 'balanceOf', [unit.owner.address, BigInt(plan.firstPeriod + period)]]),
  );
  const supply = await chain.read(carbon.supply.map((_, period) => ['carbonLedger', 'supplyOf', [plan.firstPeriod + period]]));
  return [
    ...slots.map(({ unit, period }, at) => [`${unit.name} holds of ${period}`, carbon.held[unit.index][period], held[at]]),
    ...carbon.supply.flatMap(({ issued, surrendered, retired }, period) => {
      const inHands = slots.reduce((sum, slot, at) => (slot.period === period ? sum + held[at] : sum), 0n);
      return [
        [`issued in ${period}`, issued, supply[period][0]],
        [`surrendered in ${period}`, surrendered, supply[period][1]],
        [`retired in ${period}`, retired, supply[period][2]],
        [`issued in ${period} = held + surrendered + retired`, issued, inHands + surrendered + retired],
      ];
    }),
  ];
}

async function compareAdmission({ units, chain }, { admitted }) {
  const answers = await chain.read(units.map(({ meter }) => ['admissionPolicy', 'isAdmitted', [meter]]));
  return units.map((unit) => [unit.name, admitted(unit), answers[unit.index]]);
}
