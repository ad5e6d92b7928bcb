/** Money in and out of the escrows by what owners sign, so that none of them ever pays gas; supply agreements. */
import { operatorOf, SUPPLY, SUPPLY_OF_OTHERS, ZONES } from './participants.mjs';

const NEVER = 2n ** 40n;

/** Coins that the owner holds, into an escrow by the owner's ERC-2612 permit, relayed. */
export function queueDeposit(stage, unit, escrow, amount) {
  const { chain, signer, permitNonces, deposits } = stage;
  const owner = unit.owner.address;
  const nonce = permitNonces.get(owner) ?? 0n;
  permitNonces.set(owner, nonce + 1n);
  const message = { owner, spender: chain.deployment.contracts[escrow], value: amount, nonce, deadline: NEVER };
  const [v, r, s] = signer.signPermit('Joulegate Energy Coin', message, unit.owner);
  chain.queue(escrow, 'depositWithPermit', [owner, amount, NEVER, v, r, s]);
  deposits.push({ tick: stage.tick ?? -1, index: unit.index, escrow, amount });
}

export function withdrawalArgs({ signer }, unit, escrow, amount, nonce, signedBy = unit.owner) {
  const message = { account: unit.owner.address, to: unit.owner.address, amount, nonce, deadline: NEVER };
  return [unit.owner.address, unit.owner.address, amount, nonce, NEVER, signer.signWithdrawal(escrow, message, signedBy)];
}

export function queueWithdrawal(stage, unit, escrow, amount) {
  const args = withdrawalArgs(stage, unit, escrow, amount, unit.nonce++);
  stage.chain.queue(escrow, 'withdrawSigned', args);
  stage.withdrawals.push({ tick: stage.tick, index: unit.index, escrow, amount });
  return args;
}

/** Money for permits: 30 coins for each MWh that a coal or gas unit could produce in the run. */
export const permitMoney = (unit, plan) =>
  unit.sourceName === 'coal' || unit.sourceName === 'gas' ? unit.capacityW * BigInt(plan.days * 24) * 30n : 2_000_000_000n;

/** What a unit could buy in the run at its dearest, and money for permits; a gas turbine without any is part of the script. */
export async function fillEscrows(stage) {
  const { chain, units, plan } = stage;
  const hours = BigInt(plan.days * 24);
  for (const unit of units) {
    const buys = unit.role === 'generator' ? 0n : (unit.capacityW * hours * unit.priceMicro * 6n) / 10_000n;
    const amounts = { energyMarket: buys, carbonLedger: unit.name === plan.script.unpaid.unit ? 0n : permitMoney(unit, plan) };
    const sum = amounts.energyMarket + amounts.carbonLedger;
    unit.mintedMicro = sum + 25_000_000n;
    chain.queue('token', 'mint', [unit.owner.address, unit.mintedMicro], 'admin');
    for (const [escrow, amount] of Object.entries(amounts)) if (amount > 0n) queueDeposit(stage, unit, escrow, amount);
  }
  await chain.mine(plan.startSeconds - 80_000);
}

/** Signed before the year begins, in force for all of it. */
function queueAgreement(stage, unit, { least, most }) {
  const { chain, plan, signer } = stage;
  const message = {
    meter: unit.meter,
    zone: unit.zone,
    maxPriceMicroPerKwh: most,
    minPriceMicroPerKwh: least,
    validFrom: 0n,
    validUntil: BigInt(plan.secondsAt(plan.ticks)),
    nonce: 1n,
  };
  unit.agreement = [message, signer.sign('SupplyAgreement', message, unit.owner)];
  chain.queue('energyMarket', 'agreeSupply', unit.agreement);
  stage.supplies.push({ index: unit.index, least, most });
}

/** Each zone's operator puts up the money to buy at its base price what is left; owners agree to it. */
export async function agreeOnSupply(stage) {
  const { chain, plan, units, operators } = stage;
  for (const { zone, basePriceMicroPerKwh } of ZONES) {
    const name = operatorOf(zone);
    const capacityW = units.filter((unit) => unit.zone === zone && unit.role !== 'load').reduce((sum, unit) => sum + unit.capacityW, 0n);
    const amount = (capacityW * BigInt(plan.days * 24) * basePriceMicroPerKwh) / 1000n;
    operators.push({ zone, name, address: chain.accounts[name].address, amount });
    chain.queue('token', 'mint', [chain.accounts[name].address, amount], 'admin');
    chain.queue('token', 'approve', [chain.deployment.contracts.energyMarket, amount], name);
    chain.queue('energyMarket', 'depositFor', [chain.accounts[name].address, amount], name);
    chain.queue('energyMarket', 'offerBasePrice', [zone], name);
  }
  for (const unit of units) {
    const limits = unit.name in SUPPLY ? SUPPLY[unit.name] : SUPPLY_OF_OTHERS;
    if (limits) queueAgreement(stage, unit, limits);
  }
  await chain.mine(plan.startSeconds - 70_000);
}
