/**
 * What storage units say of their operating state once an interval (paper F1): the state is the owner's, on chain stands its
 * salted hash. Charge is reckoned from the unit's own registers.
 */
import { hex, keccak, word } from './signing.mjs';

/** Of what is charged, so much comes out again: the simulator's batteries lose a tenth. */
const EFFICIENCY_PERMILLE = 900n;

export const storageHash = ({ storedWh, usableWh, powerW, maxChargeW, maxDischargeW, salt }) =>
  hex(keccak(Buffer.concat([storedWh, usableWh, BigInt.asUintN(256, BigInt(powerW)), maxChargeW, maxDischargeW, salt].map(word))));

export function queueStorageStates(play) {
  const { plan, tick, units, registers, chain, signer, states } = play;
  for (const unit of units) {
    if (unit.role !== 'storage') continue;
    const [first, now] = [registers[0][unit.index], registers[tick][unit.index]];
    const usableWh = BigInt(unit.model.capacityWh);
    const balanceWh = usableWh / 2n + ((now.importWh - first.importWh) * EFFICIENCY_PERMILLE) / 1000n - (now.exportWh - first.exportWh);
    const storedWh = balanceWh < 0n ? 0n : balanceWh > usableWh ? usableWh : balanceWh;
    const limits = { maxChargeW: BigInt(unit.model.maxW), maxDischargeW: BigInt(unit.model.maxW) };
    const powerW = unit.raws.at(-1).readInt32LE(46);
    const state = { storedWh, usableWh, powerW, ...limits, salt: hex(keccak(Buffer.from(`${plan.seed}|${unit.name}|${tick}`))) };
    const message = { meter: unit.meter, time: BigInt(plan.secondsAt(tick)), stateHash: storageHash(state) };
    unit.sharedState = [message.meter, message.time, message.stateHash, signer.sign('StorageState', message, unit.owner)];
    chain.queue('storageBoard', 'share', unit.sharedState);
    states.push({ index: unit.index, time: message.time, ...state });
  }
}
