/** Emission rights through the year: allowances, metering, permits offered and applied for, periods settled. */
import { matchOrders } from '../../../protos/dist/index.js';
import { regulatorOf } from './participants.mjs';
import { allowanceGrams, wishPermits } from './policy.mjs';
import { GRACE_TICKS, PERIODS } from './script.mjs';
import { hex } from './signing.mjs';
import { TICKS_PER_DAY } from './stage.mjs';

/** The office buys these to retire them. */
export const RETIRING = { unit: 'office', period: 1, grams: 1_000_000n };
/** As the owners reckon; the contract's factors stand in its registry. */
const OWN_MG_PER_KWH = {
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

/** Up to the newest boundary, once a day and at each period's end; an end that came late is metered before what follows it. */
export function queueMetering({ plan, tick, units, chain, recorded, metered }) {
  if (tick % TICKS_PER_DAY !== 0 && tick % plan.ticksPerPeriod !== 0) return;
  const edge = Math.floor(tick / plan.ticksPerPeriod) * plan.ticksPerPeriod;
  for (const boundary of new Set([edge, tick])) {
    const due = units.filter(
      ({ role, meter }) => role === 'generator' && recorded.get(meter).has(boundary) && (metered.get(meter) ?? -1) < boundary,
    );
    for (const { meter } of due) metered.set(meter, boundary);
    if (due.length > 0) chain.queue('carbonLedger', 'meterMany', [due.map(({ meter }) => meter), plan.firstInterval + boundary]);
  }
}

export function queueAllowances(play) {
  const { plan, tick, units, chain, allowances } = play;
  if (tick % plan.ticksPerPeriod !== 0 || tick >= plan.ticks) return;
  const period = tick / plan.ticksPerPeriod;
  for (const unit of units) {
    if (unit.role !== 'generator') continue;
    const grams = allowanceGrams(unit, period, BigInt(plan.periodSeconds / 3600));
    chain.queue('carbonLedger', 'allocate', [unit.meter, plan.firstPeriod + period, grams], regulatorOf(unit.zone));
    allowances.push({ index: unit.index, period, grams });
  }
}

/** Half a day after a period its permits are traded, two days after it is settled. */
export async function queuePeriodEnds(play) {
  const { plan, tick, units, chain } = play;
  for (let period = 0; period < PERIODS; period += 1) {
    const edge = (period + 1) * plan.ticksPerPeriod;
    if (tick === edge + 2) await tradePermits(play, period);
    if (tick === edge + GRACE_TICKS) {
      for (const unit of units)
        if (unit.role === 'generator') chain.queue('carbonLedger', 'settlePeriod', [unit.meter, plan.firstPeriod + period]);
    }
    if (tick === edge + 4 && period === RETIRING.period) {
      const office = play.byName(RETIRING.unit);
      await chain.fund(office.owner.address);
      const [held] = await chain.read([['carbonLedger', 'balanceOf', [office.owner.address, BigInt(plan.firstPeriod + period)]]]);
      if (held > 0n) chain.queue('carbonLedger', 'retire', [plan.firstPeriod + period, held], office.owner);
      play.retirements.push({ index: office.index, period });
    }
  }
}

async function tradePermits(play, period) {
  const { plan, units, chain, signer, random } = play;
  const [first, last] = [period * plan.ticksPerPeriod, (period + 1) * plan.ticksPerPeriod];
  const lackOf = (index) => {
    const unit = units[index];
    if (unit.role !== 'generator') return 0n;
    const energyWh = play.registers[last][index].exportWh - play.registers[first][index].exportWh;
    const emitted = (energyWh * OWN_MG_PER_KWH[unit.sourceName] + 999_999n) / 1_000_000n;
    return emitted - play.allowances.find((entry) => entry.index === index && entry.period === period).grams;
  };
  const { offers, applications } = wishPermits({ units, lackOf, period, random, unpaid: plan.script.unpaid, retiring: RETIRING });
  const expiry = BigInt(plan.secondsAt(last + GRACE_TICKS));
  const sign = (type, wish, message) => {
    const full = { ...message, period: plan.firstPeriod + period, grams: wish.grams, expiry, nonce: BigInt(period) };
    return { ...wish, id: hex(signer.digest(type, full)), message: full, signature: signer.sign(type, full, units[wish.index].owner) };
  };
  const signedOffers = offers.map((wish) =>
    sign('PermitOffer', wish, { seller: units[wish.index].owner.address, priceMicroPerKg: wish.priceMicro }),
  );
  const signedApplications = applications.map((wish) =>
    sign('CarbonApplication', wish, { unit: units[wish.index].meter, maxPriceMicroPerKg: wish.priceMicro }),
  );
  play.offers.push(...signedOffers);
  play.applications.push(...signedApplications);
  const book = new Map([...signedOffers, ...signedApplications].map((wish) => [wish.id, wish]));
  const asOrder = (side) => (wish) => ({
    id: wish.id,
    meter: units[wish.index].owner.address,
    side,
    zone: period,
    carrier: 0,
    interval: 0n,
    remainingWh: wish.grams,
    priceMicroPerKwh: wish.priceMicro,
  });
  const matches = matchOrders([...signedOffers.map(asOrder('sell')), ...signedApplications.map(asOrder('buy'))], 'pay-as-bid');
  for (const { sellOrderId, buyOrderId, energyWh } of matches) {
    const [offer, application] = [book.get(sellOrderId), book.get(buyOrderId)];
    chain.queue('carbonLedger', 'fill', [application.message, application.signature, offer.message, offer.signature, energyWh]);
  }
}
