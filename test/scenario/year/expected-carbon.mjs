/** The independent calculation's carbon: emissions by period, permits by owner, fines and what they stop. Grams and micrograms. */
import { GRACE_TICKS, PERIODS } from './script.mjs';

/** mg of CO2-equivalent per kWh. Wei et al. 2020, section 3.3.1 (solar, coal); IPCC AR5 WG3 Annex III, table A.III.2, medians. */
const MG_PER_KWH = {
  solar: 92_830n,
  coal: 811_200n,
  wind: 11_000n,
  tidal: 17_000n,
  geothermal: 38_000n,
  biomass: 230_000n,
  hydro: 24_000n,
  nuclear: 12_000n,
  gas: 490_000n,
};
/** Article 16(3) of Directive 2003/87/EC: 100 for each tonne. */
const FINE_MICRO_PER_KG = 100_000n;
const TICKS_PER_DAY = 4;

/** Cheapest offer to whoever bids most, each offer at its own price; a price is rounded down over all that an offer has sold. */
function tradePermits(offers, applications) {
  const cheapest = offers.toSorted((a, b) => Number(a.priceMicro - b.priceMicro) || (a.id < b.id ? -1 : 1));
  const keenest = applications.toSorted((a, b) => Number(b.priceMicro - a.priceMicro) || (a.id < b.id ? -1 : 1));
  const left = new Map(cheapest.map((offer) => [offer, offer.grams]));
  const fills = [];
  for (const application of keenest) {
    let wanted = application.grams;
    for (const offer of cheapest) {
      const available = left.get(offer);
      if (wanted === 0n || available === 0n || offer.priceMicro > application.priceMicro) continue;
      const grams = wanted < available ? wanted : available;
      const [before, after] = [offer.grams - available, offer.grams - available + grams];
      left.set(offer, available - grams);
      wanted -= grams;
      const paidMicro = (after * offer.priceMicro) / 1000n - (before * offer.priceMicro) / 1000n;
      fills.push({ seller: offer.index, buyer: application.index, period: offer.period, grams, paidMicro });
    }
  }
  return fills;
}

/**
 * @returns people[unit] money in the carbon ledger, held[unit][period] grams, accounts.get(unit)[period], supply[period],
 * fills, treasuryMicro, and `restrictions`: which unit neither sells nor produces from tick to tick
 */
export function expectCarbon(facts, heard) {
  const { plan, units } = facts;
  const generators = units.filter(({ role }) => role === 'generator');
  const state = {
    people: units.map(() => ({ escrowMicro: 0n, permitsPaidMicro: 0n, permitsReceivedMicro: 0n, finesMicro: 0n })),
    held: units.map(() => new Array(PERIODS).fill(0n)),
    supply: Array.from({ length: PERIODS }, () => ({ issued: 0n, surrendered: 0n, retired: 0n })),
    accounts: new Map(generators.map(({ index }) => [index, emissionsOf(facts, units[index], heard)])),
    fills: [],
    restrictions: [],
    due: new Map(),
    treasuryMicro: 0n,
  };
  for (const { index, period, grams } of facts.allowances) {
    state.held[index][period] += grams;
    state.supply[period].issued += grams;
    state.accounts.get(index)[period].allowanceGrams += grams;
  }
  for (let tick = -1; tick <= plan.ticks + GRACE_TICKS + 1; tick += 1) {
    for (let period = 0; period < PERIODS; period += 1) {
      const edge = (period + 1) * plan.ticksPerPeriod;
      if (tick === edge + 2) fillPermits(state, facts, period);
      if (tick === edge + 4) retire(state, facts, period);
      if (tick === edge + GRACE_TICKS) for (const unit of generators) settlePeriod(state, plan, unit, period, tick);
    }
    for (const { tick: at, index, escrow, amount } of facts.deposits) {
      if (at === tick && escrow === 'carbonLedger') state.people[index].escrowMicro += amount;
    }
    if (tick === plan.script.unpaid.to)
      payFines(
        state,
        units.find(({ name }) => name === plan.script.unpaid.unit),
      );
  }
  return state;
}

/** Energy between the last readings of two periods, exactly: Wh x mg/kWh = ug. */
function emissionsOf({ plan, registers }, unit, heard) {
  /** Up to where a period's emissions are proven: its edge, or the last daily reading before it. */
  const cut = (edge) => {
    if (heard(unit, edge) !== undefined) return edge;
    let boundary = Math.floor(edge / TICKS_PER_DAY) * TICKS_PER_DAY;
    while (boundary > 0 && heard(unit, boundary) !== boundary) boundary -= TICKS_PER_DAY;
    return boundary;
  };
  return Array.from({ length: PERIODS }, (_, period) => {
    const [first, last] = [period, period + 1].map((edge) => cut(edge * plan.ticksPerPeriod));
    const energyWh = registers[last][unit.index].exportWh - registers[first][unit.index].exportWh;
    const emissionsUg = energyWh * MG_PER_KWH[unit.sourceName];
    return { energyWh, emissionsUg, allowanceGrams: 0n, surrenderedGrams: 0n, deficitGrams: 0n, fineMicro: 0n };
  });
}

function fillPermits({ fills, held, people }, facts, period) {
  const of = (list) => list.filter((wish) => wish.period === period);
  for (const fill of tradePermits(of(facts.offers), of(facts.applications))) {
    const { seller, buyer, grams, paidMicro } = fill;
    held[seller][period] -= grams;
    held[buyer][period] += grams;
    people[seller].escrowMicro += paidMicro;
    people[buyer].escrowMicro -= paidMicro;
    people[seller].permitsReceivedMicro += paidMicro;
    people[buyer].permitsPaidMicro += paidMicro;
    fills.push(fill);
  }
}

/** All that the owner holds of the period. */
function retire({ held, supply }, { retirements }, period) {
  for (const { index, period: of } of retirements) {
    if (of !== period) continue;
    supply[period].retired += held[index][period];
    held[index][period] = 0n;
  }
}

function settlePeriod(state, plan, unit, period, tick) {
  const account = state.accounts.get(unit.index)[period];
  const obligation = (account.emissionsUg + 999_999n) / 1_000_000n;
  const available = state.held[unit.index][period];
  account.surrenderedGrams = available < obligation ? available : obligation;
  account.deficitGrams = obligation - account.surrenderedGrams;
  account.fineMicro = (account.deficitGrams * FINE_MICRO_PER_KG + 999n) / 1000n;
  state.held[unit.index][period] -= account.surrenderedGrams;
  state.supply[period].surrendered += account.surrenderedGrams;
  if (account.fineMicro === 0n) return;
  const person = state.people[unit.index];
  person.finesMicro += account.fineMicro;
  if (person.escrowMicro >= account.fineMicro) {
    person.escrowMicro -= account.fineMicro;
    state.treasuryMicro += account.fineMicro;
    return;
  }
  state.due.set(unit.index, account.fineMicro);
  const { unpaid } = plan.script;
  state.restrictions.push({ unit: unit.name, from: tick, to: unit.name === unpaid.unit ? unpaid.to : Number.POSITIVE_INFINITY });
}

function payFines(state, unit) {
  const fine = state.due.get(unit.index) ?? 0n;
  state.due.delete(unit.index);
  state.people[unit.index].escrowMicro -= fine;
  state.treasuryMicro += fine;
}
