/** Faults and disputes of the script, each with what follows from it. */
import { playAccess } from './access-incidents.mjs';
import { requestAccess } from './admission.mjs';
import { attempt } from './attempts.mjs';
import { mine, note } from './follow.mjs';
import { permitMoney, queueDeposit, queueWithdrawal } from './money.mjs';
import { operatorOf } from './participants.mjs';
import { makeReading } from './readings.mjs';
import { changeBasePrice, terminateAgreement } from './residual.mjs';
import { createKey, hex, provePossession, signReading } from './signing.mjs';

export async function playIncidents(play) {
  const { tick, byName } = play;
  const { script } = play.plan;
  for (const range of script.silent) {
    if (tick === range.from) note(play, byName(range.unit), 'silent', 'nothing is heard of it for longer than settlement waits', range.to);
  }
  for (const range of script.offline) {
    if (tick === range.from)
      note(play, byName(range.unit), 'offline', 'its gateway keeps what the meter signs, and delivers all of it', range.to);
  }
  if (tick === script.exchanged.tick) await exchangeModule(play);
  if (tick === script.cloned.from) await cloneKey(play);
  if (tick === script.cloned.to - 1) await changeClonedKey(play);
  if (tick === script.revoked.refusedTick) await requestAccess(play, byName(script.revoked.successor));
  if (tick === script.revoked.tick) await passCapacityOn(play);
  if (tick === script.unpaid.from) await restrictProduction(play);
  if (tick === script.unpaid.to) await payFine(play);
  if (tick === script.basePrice.tick) await changeBasePrice(play);
  if (tick === script.terminated.tick) await terminateAgreement(play);
  if (tick === script.penniless.tick) await runOutOfMoney(play);
  await playAccess(play);
  if (tick % play.plan.ticksPerPeriod === 2) await proveSome(play);
  for (const { kind, tick: at } of script.attempts) if (at === tick) await attempt(play, kind);
}

async function exchangeModule(play) {
  const unit = play.byName(play.plan.script.exchanged.unit);
  await changeKey(play, unit);
  note(play, unit, 'meter exchanged', 'a new signing module with a key of its own; the registers go on');
  await attempt(play, 'reading of the exchanged module');
}

/** From now on the meter signs with a new key: the owner says so, and the key itself. */
async function changeKey(play, unit, also = () => {}) {
  const { chain, signer, plan } = play;
  const key = createKey(plan.seed, 'second meter', unit.name);
  const message = { meter: unit.meter, newKeyX: key.keyX, newKeyY: key.keyY, nonce: unit.nonce++ };
  const possession = provePossession(key, signer.digest('Rotation', message));
  chain.queue('meterRegistry', 'rotate', [
    unit.meter,
    key.keyX,
    key.keyY,
    message.nonce,
    signer.sign('Rotation', message, unit.owner),
    possession,
  ]);
  also();
  await mine(play);
  unit.formerKey = unit.key;
  unit.key = key;
}

/** A second device has the meter's key and signs more than the meter fed in: two payloads under one counter. */
async function cloneKey(play) {
  const { plan, tick, chain, registers } = play;
  const unit = play.byName(plan.script.cloned.unit);
  const { importWh, exportWh } = registers[tick][unit.index];
  const forged = signReading(
    makeReading(play, unit, plan.secondsAt(tick), { importWh, exportWh: exportWh + 50_000n, powerW: -9_000 }),
    unit.key,
  );
  chain.queue('readingLedger', 'reportEquivocation', [unit.meter, hex(unit.recent.at(-1)), hex(forged)], 'stranger');
  await mine(play);
  note(play, unit, 'key cloned', 'two readings under one counter, shown by a stranger: suspended by the ledger', plan.script.cloned.to - 1);
  unit.forged = forged;
  await attempt(play, 'reading of a suspended meter');
  await attempt(play, 'order of a suspended meter');
}

async function changeClonedKey(play) {
  const unit = play.byName(play.plan.script.cloned.unit);
  await changeKey(play, unit, () => play.chain.queue('meterRegistry', 'reinstate', [unit.meter], 'admin'));
  note(play, unit, 'reinstated', 'a new key in the meter');
}

async function passCapacityOn(play) {
  const { chain } = play;
  const { unit: name, successor } = play.plan.script.revoked;
  const unit = play.byName(name);
  await attempt(play, 'revoked by a foreign operator');
  chain.queue('admissionPolicy', 'revoke', [unit.meter], operatorOf(unit.zone));
  await mine(play);
  note(play, unit, 'access revoked', `by the zone's operator; its capacity returns to the zone`);
  await attempt(play, 'order of a revoked seller');
  await attempt(play, 'request posted twice');
  await requestAccess(play, play.byName(successor));
  note(play, play.byName(successor), 'admitted', 'with the capacity that was freed');
}

async function restrictProduction(play) {
  const { unit: name, to } = play.plan.script.unpaid;
  note(play, play.byName(name), 'fined', 'no permits bought, fine unpaid: may neither sell nor produce', to);
  for (const kind of [
    'order of a restricted seller',
    'period settled twice',
    'permits of another period',
    'permits over their number',
    'permit price over the limit',
  ]) {
    await attempt(play, kind);
  }
}

/** The owner borrows, pays into escrow by a signed permit, and anyone may then pay the fine from it. */
async function payFine(play) {
  const { chain } = play;
  const unit = play.byName(play.plan.script.unpaid.unit);
  const [due] = await chain.read([['carbonLedger', 'fineDueMicro', [unit.meter]]]);
  const amount = due + permitMoney(unit, play.plan);
  chain.queue('token', 'mint', [unit.owner.address, amount], 'admin');
  unit.mintedMicro += amount;
  queueDeposit(play, unit, 'carbonLedger', amount);
  chain.queue('carbonLedger', 'payFine', [unit.meter]);
  await mine(play);
  note(play, unit, 'cured', 'fine paid, access restored');
}

async function runOutOfMoney(play) {
  const { chain } = play;
  const unit = play.byName(play.plan.script.penniless.unit);
  const [held] = await chain.read([['energyMarket', 'balanceOf', [unit.owner.address]]]);
  unit.withdrawal = queueWithdrawal(play, unit, 'energyMarket', held);
  await mine(play);
  note(play, unit, 'penniless', 'takes its money out of escrow, is refused a trade, brings it back');
  await attempt(play, 'order without money');
  await attempt(play, 'withdrawal posted twice');
  queueDeposit(play, unit, 'energyMarket', held);
  await mine(play);
}

/** Single hourly readings of some units under the roots that stand on chain; which units differs from period to period. */
async function proveSome(play) {
  const { plan, tick, units, batches, chain, proofs } = play;
  for (let step = 0; step < 4; step += 1) {
    const unit = units[(Math.floor(tick / plan.ticksPerPeriod) * 7 + step * 8) % units.length];
    const { raws, tree } = batches.get(unit.name);
    const index = (tick + step) % raws.length;
    const reading = raws[index];
    const closing = raws.at(-1).readBigUInt64LE(10);
    const args = [unit.meter, hex(reading), closing, tree.proof(index).map(hex)];
    const [proven] = await chain.read([['readingLedger', 'proveReading', args]]);
    proofs.push({ tick, unit: unit.name, exportWh: proven.exportWh, signedWh: reading.readBigUInt64LE(37), importWh: proven.importWh });
  }
}
