/** Requests to be connected: signed by the owner, with the meter's last readings as evidence, decided by the contract. */
import { verdictReasons } from '../../../protos/dist/index.js';
import { mine, note } from './follow.mjs';
import { DEVICE_SETTINGS, ZONES } from './participants.mjs';
import { hex } from './signing.mjs';
import { evidenceHash, makeRequest, profileId } from './stage.mjs';

export async function admitAll(play) {
  for (const unit of play.units) {
    if (unit.role === 'load' || unit.name === play.plan.script.revoked.successor) continue;
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

export async function requestAccess(play, unit, more) {
  const args = requestArgs(play, unit, more);
  play.chain.queue('admissionPolicy', 'decide', args);
  const decided = (await mine(play)).find(({ name }) => name === 'AdmissionDecided');
  const { verdict } = decided.args;
  if (verdict !== 0) note(play, unit, 'access refused', `verdict: ${verdictReasons(verdict).join(', ')}`);
  unit.lastRequest = args;
}
