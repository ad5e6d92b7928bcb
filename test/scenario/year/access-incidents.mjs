/** What readings themselves show, and anyone may report: an opened meter, a grid out of its limits, feeding in without a permit. */
import { renewPermits } from './admission.mjs';
import { attempt } from './attempts.mjs';
import { mine, note } from './follow.mjs';
import { operatorOf } from './participants.mjs';
import { hex } from './signing.mjs';

const SUSPENDED_FOR_TAMPER = 4;

export async function playAccess(play) {
  const { tick } = play;
  const { tampered, unsafe } = play.plan.script;
  await renewPermits(play);
  if (tick === play.plan.script.permits.ticks + 1) await attempt(play, 'order after a permit’s end');
  if (tick === tampered.from) await reportTamper(play);
  if (tick === tampered.to) await inspect(play);
  if (tick === unsafe.from) await reportLimits(play);
  if (tick === unsafe.from + unsafe.stuckTicks) await reportFeedIn(play);
  if (tick === unsafe.to) await cureLimits(play);
}

async function reportTamper(play) {
  const unit = play.byName(play.plan.script.tampered.unit);
  play.chain.queue('admissionPolicy', 'reportTamper', [unit.meter, hex(unit.recent.at(-1))], 'stranger');
  await mine(play);
  note(play, unit, 'meter opened', 'its own reading says so: suspended by what a stranger shows', play.plan.script.tampered.to);
}

async function inspect(play) {
  const unit = play.byName(play.plan.script.tampered.unit);
  play.chain.queue('admissionPolicy', 'cure', [unit.meter, SUSPENDED_FOR_TAMPER], operatorOf(unit.zone));
  await mine(play);
  note(play, unit, 'inspected', "the zone's operator lifts the suspension");
}

async function reportLimits(play) {
  const unit = play.byName(play.plan.script.unsafe.unit);
  play.chain.queue('admissionPolicy', 'reportLimits', [unit.meter, unit.recent.map(hex)], 'stranger');
  await mine(play);
  note(play, unit, 'voltage too high', 'three readings in a row while feeding in: suspended', play.plan.script.unsafe.to);
  await attempt(play, 'safety lifted by a word');
}

/** Its contactor stays closed: two of its own readings show how much it fed in against the suspension. */
async function reportFeedIn(play) {
  const { plan, tick, chain, batches, registers } = play;
  const unit = play.byName(plan.script.unsafe.unit);
  const { raws } = batches.get(unit.name);
  chain.queue('admissionPolicy', 'reportFeedIn', [unit.meter, hex(raws[0]), hex(raws.at(-1))], 'stranger');
  const reported = (await mine(play)).find(({ name }) => name === 'FedInWithoutPermit');
  const fedInWh = registers[tick][unit.index].exportWh - raws[0].readBigUInt64LE(37);
  play.fedIn.push({ unit: unit.name, reportedWh: reported.args.energyWh, fedInWh });
  note(play, unit, 'fed in against it', `${reported.args.energyWh} Wh in five hours, announced; then the contactor opens`);
}

async function cureLimits(play) {
  const unit = play.byName(play.plan.script.unsafe.unit);
  play.chain.queue('admissionPolicy', 'cureLimits', [unit.meter, unit.recent.map(hex)], 'stranger');
  await mine(play);
  note(play, unit, 'voltage normal', 'three readings in a row: suspension lifted by whoever shows them');
}
