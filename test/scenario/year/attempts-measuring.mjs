/** Violations around meters, their readings and access. Name: [error that the interfaces promise, play -> call]. */
import { requestArgs } from './admission.mjs';
import { operatorOf, ZONES } from './participants.mjs';
import { makeBatch, makeReading } from './readings.mjs';
import { createKey, hex, provePossession, signReading } from './signing.mjs';
import { profileId, registrationOf } from './stage.mjs';

const FORGER = createKey('forger');
const ZERO = `0x${'00'.repeat(32)}`;
const unauthorised = 'AccessControlUnauthorizedAccount';

/** The unit's next reading as its meter would sign it now, with something about it changed. */
function nextReading(play, name, { key, seconds = play.plan.secondsAt(play.tick), ...more } = {}) {
  const unit = play.byName(name);
  const registers = play.registers[play.tick][unit.index];
  const reading = makeReading(play, unit, seconds, { ...registers, powerW: 0 }, { counter: unit.counter + 1n, ...more });
  return signReading(reading, key ?? unit.key);
}
const batchOf = (play, name, raw, options) => ['readingLedger', 'recordBatch', makeBatch(play, play.byName(name), [raw], options).args];

function foreignRoot(play) {
  const unit = play.byName('hydro-1');
  const { raws, tree } = play.batches.get(unit.name);
  const [closing, inner] = [raws.at(-1).readBigUInt64LE(10), raws[1]];
  return ['readingLedger', 'proveReading', [unit.meter, hex(inner), closing, tree.proof(2).map(hex)]];
}

function sharedState({ plan, tick, signer }, unit, signedBy) {
  const message = { meter: unit.meter, time: BigInt(plan.secondsAt(tick) + 1), stateHash: ZERO };
  return [message.meter, message.time, message.stateHash, signer.sign('StorageState', message, signedBy)];
}

export const MEASURING = {
  'registered twice': ['MeterAlreadyRegistered', (play) => ['meterRegistry', 'register', registrationOf(play, play.byName('hydro-1'))]],
  'possession of another key': [
    'PossessionNotProven',
    (play) => {
      const [message, signature] = registrationOf(play, play.byName('hydro-1'), createKey('meter not at hand'));
      return ['meterRegistry', 'register', [message, signature, provePossession(FORGER, play.signer.digest('Registration', message))]];
    },
  ],
  'certified by a stranger': [unauthorised, (play) => ['meterRegistry', 'certify', [play.byName('hydro-1').meter], 'stranger']],
  'request of another owner': [
    'OwnerSignatureInvalid',
    (play) => ['admissionPolicy', 'decide', requestArgs(play, play.byName(play.plan.script.revoked.successor), {}, FORGER)],
  ],
  'request over other readings': [
    'EvidenceMismatch',
    (play) => {
      const [request, signature, evidence] = requestArgs(play, play.byName(play.plan.script.revoked.successor));
      return ['admissionPolicy', 'decide', [request, signature, evidence.slice(1)]];
    },
  ],
  'unknown grid code': [
    'ProfileUnknown',
    async (play) => {
      const [criteria] = await play.chain.read([['admissionPolicy', 'criteriaOf', [1]]]);
      return ['admissionPolicy', 'setCriteria', [1, { ...criteria, gridCodeProfile: `0x${'11'.repeat(32)}` }], operatorOf(1)];
    },
  ],
  'certificate from a stranger': [
    unauthorised,
    (play) => [
      'admissionPolicy',
      'issueCertificate',
      [play.byName('coal-1').meter, profileId(ZONES[3].gridCode), 2n ** 40n, ZERO],
      'stranger',
    ],
  ],
  'tampering that no reading shows': [
    'ReportUnfounded',
    (play) => ['admissionPolicy', 'reportTamper', [play.byName('hydro-1').meter, hex(play.byName('hydro-1').recent.at(-1))], 'stranger'],
  ],
  'safety lifted by a word': ['ReadingsDecide', (play) => ['admissionPolicy', 'cure', [play.byName('nuclear-1').meter, 2], operatorOf(1)]],
  'permit ended before its end': ['NotExpired', (play) => ['admissionPolicy', 'expire', [play.byName('hydro-1').meter], 'stranger']],
  'tampered reading': [
    'SignatureInvalid',
    (play) => {
      const raw = nextReading(play, 'hydro-1');
      raw[38] ^= 0x10; // 4,096 Wh more in the export register
      return batchOf(play, 'hydro-1', raw);
    },
  ],
  'replayed batch': ['CounterNotIncreasing', (play) => ['readingLedger', 'recordBatch', play.batches.get('hydro-1').args]],
  'reading of another market': [
    'DomainMismatch',
    (play) => batchOf(play, 'hydro-1', nextReading(play, 'hydro-1', { domain: play.domain ^ 1n })),
  ],
  'reading from the future': [
    'TimeInFuture',
    (play) => batchOf(play, 'hydro-1', nextReading(play, 'hydro-1', { seconds: play.plan.secondsAt(play.tick) + 7_200 })),
  ],
  'register turned back': [
    'RegisterDecreased',
    (play) => {
      const { exportWh } = play.registers[play.tick][play.byName('hydro-1').index];
      return batchOf(play, 'hydro-1', nextReading(play, 'hydro-1', { exportWh: exportWh - 1n }));
    },
  ],
  'batch of another owner': [
    'OwnerSignatureInvalid',
    (play) => batchOf(play, 'hydro-1', nextReading(play, 'hydro-1'), { signedBy: FORGER }),
  ],
  'reading beside the boundary': [
    'NotAtBoundary',
    (play) => ['readingLedger', 'recordBoundary', [play.byName('hydro-1').meter, hex(play.byName('hydro-1').recent[1])]],
  ],
  'equivocation without proof': [
    'NotEquivocation',
    (play) => {
      const { meter, recent } = play.byName('hydro-1');
      return ['readingLedger', 'reportEquivocation', [meter, hex(recent[2]), hex(recent[2])], 'stranger'];
    },
  ],
  'reading under a foreign root': ['NotInBatch', foreignRoot],
  'reading of the exchanged module': [
    'SignatureInvalid',
    (play) => batchOf(play, 'village-coast', nextReading(play, 'village-coast', { key: play.byName('village-coast').formerKey })),
  ],
  'reading of a suspended meter': ['MeterNotActive', (play) => batchOf(play, 'solar-roof-2', nextReading(play, 'solar-roof-2'))],

  'state of what is no storage': [
    'NotStorage',
    (play) => ['storageBoard', 'share', sharedState(play, play.byName('hydro-1'), play.byName('hydro-1').owner)],
  ],
  'storage state of another owner': [
    'OwnerSignatureInvalid',
    (play) => ['storageBoard', 'share', sharedState(play, play.byName('battery-city'), FORGER)],
  ],
  'storage state posted twice': ['StateNotNewer', (play) => ['storageBoard', 'share', play.byName('battery-city').sharedState]],
  'criteria of a foreign zone': [
    'NotZoneOperator',
    async (play) => {
      const [criteria] = await play.chain.read([['admissionPolicy', 'criteriaOf', [2]]]);
      return ['admissionPolicy', 'setCriteria', [2, criteria], operatorOf(1)];
    },
  ],
  'request posted twice': [
    'NonceInvalid',
    (play) => ['admissionPolicy', 'decide', play.byName(play.plan.script.revoked.successor).lastRequest],
  ],
  'revoked by a foreign operator': [
    'NotZoneOperator',
    (play) => ['admissionPolicy', 'revoke', [play.byName('wind-coast-2').meter], operatorOf(4)],
  ],
};
