/**
 * Violations, each really brought on chain: mined, reverted, and named by the contract's own error. A row builds the call
 * from the play as it stands; `refusedBy` is what the interfaces promise.
 */

import { requestArgs } from './admission.mjs';
import { signOrder } from './auction.mjs';
import { mine } from './follow.mjs';
import { ZONES } from './participants.mjs';
import { makeBatch, makeReading } from './readings.mjs';
import { createKey, hex, provePossession, signReading } from './signing.mjs';
import { operatorOf, profileId, registrationOf, withdrawalArgs } from './stage.mjs';

const FORGER = createKey('forger');
const ZERO = `0x${'00'.repeat(32)}`;
const NO_EXPIRY = { expiry: 2n ** 40n };

/** @returns the error by which the contract refused; kept in play.attempts. @throws Error where it did not refuse */
export async function attempt(play, kind) {
  const row = ATTEMPTS[kind];
  if (row === undefined) throw new Error(`no attempt is called "${kind}"`);
  const [contract, functionName, args, from] = await row.build(play);
  const revert = await play.chain.attempt(contract, functionName, args, from);
  play.attempts.push({ tick: play.tick, kind, contract, functionName, refusedBy: row.refusedBy, error: revert.name, text: revert.text });
}

/** The unit's next reading as its meter would sign it now, with something about it changed. */
function nextReading(play, name, { key, seconds = play.plan.secondsAt(play.tick), ...more } = {}) {
  const unit = play.byName(name);
  const registers = play.registers[play.tick][unit.index];
  const reading = makeReading(play, unit, seconds, { ...registers, powerW: 0 }, { counter: unit.counter + 1n, ...more });
  return signReading(reading, key ?? unit.key);
}
const batchOf = (play, name, raw, options) => ['readingLedger', 'recordBatch', makeBatch(play, play.byName(name), [raw], options).args];

/** A match of two fresh orders for the interval ahead, sound but for what a row changes. */
function matchOf(
  play,
  {
    seller = 'hydro-1',
    buyer = 'dairy',
    sell = {},
    buy = {},
    sellMore,
    buyMore,
    signedBy,
    energyWh = 1_000n,
    price = 60_000n,
    interval = play.tick + 1,
  },
) {
  const nonce = BigInt(1_000_000 + play.attempts.length);
  const order = (name, side, values, more, by) => {
    const unit = play.byName(name);
    const limits = { side, interval, energyWh: 2_000n, priceMicro: side === 'sell' ? 50_000n : 100_000n, nonce };
    return signOrder(play, unit, { ...limits, ...values }, more, by ?? unit.owner);
  };
  const [one, other] = [order(seller, 'sell', sell, sellMore, signedBy), order(buyer, 'buy', buy, buyMore)];
  return ['energyMarket', 'postMatch', [one.message, one.signature, other.message, other.signature, energyWh, price]];
}

/** Permits of a period from one owner to another's unit, sound but for what a row changes. */
function fillOf(play, { seller = 'nuclear-1', offer = {}, application = {}, grams = 10n }) {
  const { plan, signer, byName } = play;
  const common = { period: plan.firstPeriod, grams: 1_000n, expiry: 2n ** 40n, nonce: BigInt(2_000_000 + play.attempts.length) };
  const [from, to] = [byName(seller), byName('coal-1')];
  const offered = { ...common, seller: from.owner.address, priceMicroPerKg: 30_000n, ...offer };
  const applied = { ...common, unit: to.meter, maxPriceMicroPerKg: 40_000n, ...application };
  const signatures = [signer.sign('CarbonApplication', applied, to.owner), signer.sign('PermitOffer', offered, from.owner)];
  return ['carbonLedger', 'fill', [applied, signatures[0], offered, signatures[1], grams]];
}

async function cancelled(play) {
  const call = matchOf(play, {});
  const [order] = call[2];
  const signature = play.signer.sign(
    'OrderCancellation',
    { orderId: hex(play.signer.digest('Order', order)) },
    play.byName('hydro-1').owner,
  );
  play.chain.queue('energyMarket', 'cancelOrder', [order, signature]);
  await mine(play);
  return call;
}

function foreignRoot(play) {
  const unit = play.byName('hydro-1');
  const { raws, tree } = play.batches.get(unit.name);
  const [closing, inner] = [raws.at(-1).readBigUInt64LE(10), raws[1]];
  return ['readingLedger', 'proveReading', [unit.meter, hex(inner), closing, tree.proof(2).map(hex)]];
}

const period = ({ plan, tick }) => plan.firstPeriod + Math.floor(tick / plan.ticksPerPeriod);
const unauthorised = 'AccessControlUnauthorizedAccount';

const ROWS = {
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
  'order after a permit’s end': ['NotAdmitted', (play) => matchOf(play, { seller: play.plan.script.permits.forgets })],
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

  'order over the limit': [
    'OrderOverLimit',
    (play) => matchOf(play, { sell: { energyWh: play.byName('hydro-1').capacityW * play.plan.hoursPerInterval + 1n } }),
  ],
  'price over the ceiling': ['OrderOverLimit', (play) => matchOf(play, { buy: { priceMicro: 500_000n }, price: play.ceilings[2] + 1n })],
  'order of another owner': ['OwnerSignatureInvalid', (play) => matchOf(play, { signedBy: FORGER })],
  'price outside both limits': ['PriceOutsideLimits', (play) => matchOf(play, { price: 49_999n })],
  'order for an interval that is over': [
    'IntervalOver',
    (play) => matchOf(play, { interval: play.tick - 1, sellMore: NO_EXPIRY, buyMore: NO_EXPIRY }),
  ],
  'order after its expiry': ['OrderExpired', (play) => matchOf(play, { buyMore: { expiry: BigInt(play.chain.now() - 1) } })],
  'order after its cancellation': ['OrderIsCancelled', cancelled],
  'order of another zone': ['OrderMismatch', (play) => matchOf(play, { buyer: 'harbour' })],
  'order of a suspended meter': ['MeterNotActive', (play) => matchOf(play, { seller: 'solar-roof-2' })],
  'order of a revoked seller': ['NotAdmitted', (play) => matchOf(play, { seller: 'wind-coast-2', buyer: 'harbour' })],
  'order of a restricted seller': ['NotAdmitted', (play) => matchOf(play, { seller: 'gas-turbine-1', buyer: 'steelworks' })],
  'order without money': ['InsufficientBalance', (play) => matchOf(play, { seller: 'solar-city-1', buyer: 'household-city' })],
  'match posted twice': ['OrderOverfilled', (play) => ['energyMarket', 'postMatches', [[play.lastMatch]]]],
  'settled twice': ['TradeUnknown', (play) => ['energyMarket', 'settle', [play.lastSettled]]],
  'settled before its end': ['IntervalNotOver', (play) => ['energyMarket', 'settle', [[...play.openTrades.values()].at(-1)]]],
  'a trade that never was': [
    'TradeUnknown',
    (play) => ['energyMarket', 'settle', [{ ...play.lastSettled, energyWh: play.lastSettled.energyWh + 1n }]],
  ],
  'withdrawal of another owner': [
    'WithdrawalInvalid',
    (play) => ['energyMarket', 'withdrawSigned', withdrawalArgs(play, play.byName('dairy'), 'energyMarket', 1_000n, 900n, FORGER)],
  ],
  'more withdrawn than held': [
    'InsufficientBalance',
    (play) => ['energyMarket', 'withdrawSigned', withdrawalArgs(play, play.byName('dairy'), 'energyMarket', 2n ** 80n, 901n)],
  ],
  'withdrawal posted twice': ['WithdrawalUsed', (play) => ['energyMarket', 'withdrawSigned', play.byName('household-city').withdrawal]],
  'coins from a stranger': [unauthorised, (play) => ['token', 'mint', [play.chain.accounts.stranger.address, 1n], 'stranger']],

  'allowance from a stranger': [
    unauthorised,
    (play) => ['carbonLedger', 'allocate', [play.byName('coal-1').meter, period(play), 1_000n], 'stranger'],
  ],
  'period settled before its end': [
    'PeriodNotOver',
    (play) => ['carbonLedger', 'settlePeriod', [play.byName('hydro-1').meter, period(play)]],
  ],
  'period settled twice': [
    'PeriodAlreadySettled',
    (play) => ['carbonLedger', 'settlePeriod', [play.byName('hydro-1').meter, play.plan.firstPeriod]],
  ],
  'metered twice': [
    'BoundaryNotNewer',
    (play) => {
      const { meter } = play.byName('hydro-1');
      return ['carbonLedger', 'meter', [meter, play.plan.firstInterval + play.metered.get(meter)]];
    },
  ],
  'permits of another period': ['PeriodMismatch', (play) => fillOf(play, { offer: { period: play.plan.firstPeriod + 1 } })],
  'permits over their number': ['Overfilled', (play) => fillOf(play, { grams: 1_001n })],
  'permit price over the limit': ['PriceOutsideLimit', (play) => fillOf(play, { application: { maxPriceMicroPerKg: 29_999n } })],
  'permits not held': ['ERC1155InsufficientBalance', (play) => fillOf(play, { seller: 'dairy' })],
  'fine not due': ['NoFineDue', (play) => ['carbonLedger', 'payFine', [play.byName('hydro-1').meter]]],
};

export const ATTEMPTS = Object.fromEntries(Object.entries(ROWS).map(([kind, [refusedBy, build]]) => [kind, { refusedBy, build }]));
