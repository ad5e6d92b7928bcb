/** Violations around orders, trades, money and permits. Name: [error that the interfaces promise, play -> call]. */
import { signOrder } from './auction.mjs';
import { mine } from './follow.mjs';
import { withdrawalArgs } from './money.mjs';
import { createKey, hex } from './signing.mjs';

const FORGER = createKey('forger');
const NO_EXPIRY = { expiry: 2n ** 40n };
const unauthorised = 'AccessControlUnauthorizedAccount';
const period = ({ plan, tick }) => plan.firstPeriod + Math.floor(tick / plan.ticksPerPeriod);

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

export const TRADING = {
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
  'order after a permit’s end': ['NotAdmitted', (play) => matchOf(play, { seller: play.plan.script.permits.forgets })],
  'order of a restricted seller': ['NotAdmitted', (play) => matchOf(play, { seller: 'gas-turbine-1', buyer: 'steelworks' })],
  'order without money': ['InsufficientBalance', (play) => matchOf(play, { seller: 'solar-city-1', buyer: 'household-city' })],
  'match posted twice': ['OrderOverfilled', (play) => ['energyMarket', 'postMatches', [[play.lastMatch]]]],
  'settled twice': ['TradeUnknown', (play) => ['energyMarket', 'settle', [play.lastSettled]]],
  'settled before its end': ['IntervalNotOver', (play) => ['energyMarket', 'settle', [[...play.openTrades.values()].at(-1)]]],
  'a trade that never was': [
    'TradeUnknown',
    (play) => ['energyMarket', 'settle', [{ ...play.lastSettled, energyWh: play.lastSettled.energyWh + 1n }]],
  ],
  'residual before it is due': [
    'ResidualNotDue',
    (play) => ['energyMarket', 'settleResidual', [play.byName('hydro-1').meter, play.plan.firstInterval + play.tick - 16]],
  ],
  'residual settled twice': [
    'ResidualNothing',
    (play) => ['energyMarket', 'settleResidual', [play.byName('hydro-1').meter, play.plan.firstInterval + play.tick - 17]],
  ],
  'residual of one who never agreed': [
    'SupplyNotAgreed',
    (play) => ['energyMarket', 'settleResidual', [play.byName('foundry').meter, play.plan.firstInterval + play.tick - 17]],
  ],
  'supply agreement of another owner': [
    'OwnerSignatureInvalid',
    (play) => {
      const [message] = play.byName('dairy').agreement;
      const renewed = { ...message, nonce: 9n };
      return ['energyMarket', 'agreeSupply', [renewed, play.signer.sign('SupplyAgreement', renewed, FORGER)]];
    },
  ],
  'supply agreement posted twice': ['SupplyNonceNotNewer', (play) => ['energyMarket', 'agreeSupply', play.byName('hydro-1').agreement]],
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
      return ['carbonLedger', 'meterUpTo', [meter, play.plan.firstInterval + play.metered.get(meter)]];
    },
  ],
  'permits of another period': ['PeriodMismatch', (play) => fillOf(play, { offer: { period: play.plan.firstPeriod + 1 } })],
  'permits over their number': ['Overfilled', (play) => fillOf(play, { grams: 1_001n })],
  'permit price over the limit': ['PriceOutsideLimit', (play) => fillOf(play, { application: { maxPriceMicroPerKg: 29_999n } })],
  'permits not held': ['ERC1155InsufficientBalance', (play) => fillOf(play, { seller: 'dairy' })],
  'fine not due': ['NoFineDue', (play) => ['carbonLedger', 'payFine', [play.byName('hydro-1').meter]]],
};
