/**
 * Holds what the contracts say, in state and events, against the independent calculation: to the watt-hour, to the smallest
 * coin, to the microgram.
 */
import { compareBoundaries, compareEnergy, compareOpened, compareResiduals, compareSettled, compareSpoken } from './compare-energy.mjs';
import { PERIODS } from './script.mjs';
import { storageHash } from './storage.mjs';

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
  compareAll('operating states of storage, by their salted hashes', await compareStates(play));
  compareAll('who is admitted at the end', await compareAdmission(play, expected));
  return rows;
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

/** The owners' states are wishes: what is checked is that the chain holds each, in its order, and the last. */
async function compareStates({ units, chain, states, events }) {
  const shared = events.filter(({ name }) => name === 'StorageStateShared').map(({ args }) => args);
  const storages = units.filter(({ role }) => role === 'storage');
  const last = await chain.read(storages.map(({ meter }) => ['storageBoard', 'lastStateOf', [meter]]));
  return [
    ['number of states', states.length, shared.length],
    ...states.flatMap(({ index, time, ...state }, at) => {
      const name = `${units[index].name} at ${time}`;
      return [
        [`${name}, hash`, storageHash(state), shared[at]?.stateHash],
        [`${name}, meter and time`, `${units[index].meter} ${time}`, `${shared[at]?.meter} ${shared[at]?.time}`],
      ];
    }),
    ...storages.map(({ name, index }, at) => {
      const { time, ...state } = states.findLast((candidate) => candidate.index === index);
      return [`${name}'s last state`, `${time} ${storageHash(state).slice(0, 50)}`, last[at].join(' ')];
    }),
  ];
}
