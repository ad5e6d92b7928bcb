/**
 * What no trade took: bought and supplied by the zone's operator at its base price (paper F1), from owners who agreed to it
 * once. Due when trades have had their time.
 */
import { mine, note, wasAdmitted } from './follow.mjs';
import { operatorOf } from './participants.mjs';
import { DEADLINE_TICKS } from './script.mjs';

/** An interval's residual is due two deadlines after its end. */
export const RESIDUAL_TICKS = 2 * DEADLINE_TICKS + 1;

/** Whoever relays knows from the announcements what is left, and asks for nothing that would be refused. */
export function queueResiduals({ plan, tick, units, chain, supplies, status, left, basePrices }) {
  const interval = tick - RESIDUAL_TICKS;
  if (interval < 0 || interval >= plan.ticks) return;
  const due = supplies.filter(({ index, least, most, terminatedAt = plan.ticks }) => {
    const unit = units[index];
    const free = left.get(unit.meter)?.get(interval);
    if (interval > terminatedAt || free === undefined) return false;
    const price = basePriceOf(basePrices, unit.zone, interval);
    const state = status.get(unit.meter);
    const mayBePaid = state.active && wasAdmitted(state, plan.secondsAt(interval), plan.secondsAt(interval + 1));
    return (free.importWh > 0n && price <= most) || (free.exportWh > 0n && price >= least && mayBePaid);
  });
  if (due.length > 0) {
    chain.queue('energyMarket', 'settleResiduals', [due.map(({ index }) => units[index].meter), plan.firstInterval + interval]);
  }
}

/** A price set at a tick holds from the next interval on. */
const basePriceOf = (basePrices, zone, interval) => basePrices.findLast((set) => set.zone === zone && set.tick < interval).priceMicro;

export async function changeBasePrice(play) {
  const { chain, tick, basePrices } = play;
  const { zone, priceMicro } = play.plan.script.basePrice;
  const [criteria] = await chain.read([['admissionPolicy', 'criteriaOf', [zone]]]);
  chain.queue('admissionPolicy', 'setCriteria', [zone, { ...criteria, basePriceMicroPerKwh: priceMicro }], operatorOf(zone));
  chain.queue('energyMarket', 'offerBasePrice', [zone], operatorOf(zone));
  await mine(play);
  basePrices.push({ zone, tick, priceMicro });
}

export async function terminateAgreement(play) {
  const { chain, signer, supplies, tick } = play;
  const unit = play.byName(play.plan.script.terminated.unit);
  const message = { meter: unit.meter, nonce: 2n };
  chain.queue('energyMarket', 'terminateSupply', [unit.meter, message.nonce, signer.sign('SupplyTermination', message, unit.owner)]);
  await mine(play);
  supplies.find(({ index }) => index === unit.index).terminatedAt = tick;
  note(play, unit, 'supply ended', 'its owner ends the agreement to be supplied at the base price');
}
