/** Requests to be connected: signed by the owner, with the meter's last readings as evidence, decided by the contract. */
import { verdictReasons } from '../../../protos/dist/index.js';
import { mine, note } from './follow.mjs';
import { DEVICE_SETTINGS, ZONES } from './participants.mjs';
import { hex, keccak } from './signing.mjs';
import { evidenceHash, makeRequest, profileId } from './stage.mjs';

export async function admitAll(play) {
  for (const unit of play.units) {
    if (unit.role === 'load' || unit.name === play.plan.script.revoked.successor) continue;
    if (ZONES.find(({ zone }) => zone === unit.zone).gridCode.endsWith('certified')) await certify(play, unit);
    // The first request of the fined unit asks for more than the zone's ceiling.
    if (unit.name === play.plan.script.unpaid.unit) await requestAccess(play, unit, { priceMicroPerKwh: 400_000n });
    await requestAccess(play, unit);
  }
}

export function requestArgs(play, unit, more = {}, signedBy = unit.owner) {
  const zone = ZONES.find((candidate) => candidate.zone === unit.zone);
  const request = makeRequest({
    meter: unit.meter,
    zone: unit.zone,
    nature: unit.nature,
    capacityW: unit.capacityW,
    priceMicroPerKwh: unit.priceMicro,
    gridCodeProfile: profileId(zone.gridCode),
    ...DEVICE_SETTINGS,
    evidenceHash: evidenceHash(unit.recent),
    nonce: unit.nonce++,
    deadline: 2n ** 40n,
    ...more,
  });
  return [request, play.signer.sign('AdmissionRequest', request, signedBy), unit.recent.map(hex)];
}

/** The certifier vouches for the unit once; one of them asks before it has the certificate. */
async function certify(play, unit) {
  const { chain, plan } = play;
  if (unit.sourceName === 'solar') await requestAccess(play, unit);
  const profile = profileId(ZONES.find(({ zone }) => zone === unit.zone).gridCode);
  const document = hex(keccak(Buffer.from(`certificate of ${unit.name}`)));
  chain.queue('admissionPolicy', 'issueCertificate', [unit.meter, profile, BigInt(plan.secondsAt(plan.ticks * 3)), document], 'certifier');
  await mine(play);
}

/** Permits that end are renewed by a request like the first. */
export async function renewPermits(play) {
  const { tick, units } = play;
  const { zone, renewals, forgets, renewedTick, ticks } = play.plan.script.permits;
  const isLate = ({ name }) => name === forgets && tick === renewals[0];
  if (renewals.includes(tick)) {
    for (const unit of units) if (unit.zone === zone && unit.role !== 'load' && !isLate(unit)) await requestAccess(play, unit);
  }
  const forgetful = play.byName(forgets);
  if (tick === ticks + 1) note(play, forgetful, 'permit ended', 'nobody renewed it', renewedTick);
  if (tick === renewedTick) {
    await requestAccess(play, forgetful);
    note(play, forgetful, 'renewed', 'asked again, and granted');
  }
}

export async function requestAccess(play, unit, more) {
  const args = requestArgs(play, unit, more);
  play.chain.queue('admissionPolicy', 'decide', args);
  const decided = (await mine(play)).find(({ name }) => name === 'AdmissionDecided');
  const { verdict } = decided.args;
  if (verdict !== 0) note(play, unit, 'access refused', `verdict: ${verdictReasons(verdict).join(', ')}`);
  unit.lastRequest = args;
}
