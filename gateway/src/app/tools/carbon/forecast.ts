import {
  carbonTopicOf,
  complianceCost,
  type EmissionsForecast,
  forecastEmissions,
  meteredSteps,
  recentPrice,
} from '../../../market/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { openChain } from '../market/market-chain.ts';
import { toJson } from '../table.ts';
import { formatKwh } from '../watch-format.ts';
import { type CarbonOptions, coins, kg } from './balance.ts';
import { findHoldings, pad, readCarbon, type WhoseOptions } from './carbon-chain.ts';
import { readOpenWishes } from './wishes.ts';

export interface ForecastOptions extends CarbonOptions, WhoseOptions {
  /** Default the running one. */
  readonly period?: bigint | undefined;
}

const METHOD_TEXT: Record<EmissionsForecast['method'], string> = {
  'same-days': 'as in the same hours of the last whole days',
  pace: 'at the pace since metering began, less than a day ago',
  complete: 'metered to the end',
  unknown: 'NOT EXTRAPOLATED, too little is metered',
};

/**
 * To the period's end: emissions, obligations, permits missing, and what it would cost to stay inside. One line a unit, one an owner.
 * @returns lines @throws JoulegateError TRANSPORT_FAILED, CONFIG_INVALID
 */
export async function carbonForecast(options: ForecastOptions, note: (line: string) => void, signal: AbortSignal): Promise<string[]> {
  const deployment = readNetworkFile(options.deployment);
  const chain = await openChain(options.rpc, deployment);
  const carbon = readCarbon(chain, deployment);
  const time = await chain.time();
  const periodSeconds = BigInt(deployment.carbonPeriodSeconds);
  const period = options.period ?? time / periodSeconds;
  const wishes = await readOpenWishes(options, deployment, carbon, time, note, signal);
  const [from, to] = [BigInt(deployment.deployBlock), await chain.blockNumber('latest')];
  const trades = (await carbon.records([carbonTopicOf('traded')], from, to)).flatMap(({ period: of, grams, paidMicro }) =>
    of === period && grams !== undefined && paidMicro !== undefined ? [{ grams, paidMicro }] : [],
  );
  const recent = recentPrice(trades);
  const finePrice = await carbon.finePriceMicroPerKg();
  const lines: string[] = [];
  for (const { owner, units } of await findHoldings(carbon, options)) {
    const obligations: bigint[] = [];
    for (const unit of units) {
      const records = await carbon.records([carbonTopicOf('metered'), pad(unit)], from, to);
      const steps = meteredSteps(records, BigInt(deployment.intervalSeconds));
      const account = await carbon.account(unit, period);
      const soFarWh = steps.reduce((sum, { period: of, energyWh }) => sum + (of === period ? energyWh : 0n), 0n);
      const forecast = forecastEmissions({
        soFarUg: account.emissionsUg,
        soFarWh,
        steps,
        periodStart: period * periodSeconds,
        periodEnd: (period + 1n) * periodSeconds,
      });
      if (!account.isSettled) obligations.push(forecast.obligationGrams);
      const row = { unit, owner, period, emissionsSoFarUg: account.emissionsUg, energySoFarWh: soFarWh, ...forecast };
      const days = forecast.days > 0 ? ` (${forecast.days})` : '';
      lines.push(
        options.json
          ? toJson(row)
          : `${unit}  period ${period}  so far ${kg(account.emissionsUg / 1_000_000n)} CO2 of ${formatKwh(soFarWh)}, at the end ${kg(forecast.obligationGrams)} of ${formatKwh(forecast.energyWh)}, ${METHOD_TEXT[forecast.method]}${days}`,
      );
    }
    const permitsGrams = await carbon.permitsOf(owner, period);
    const offers = wishes
      .filter((wish) => wish.side === 'offer' && wish.period === period && wish.owner !== owner)
      .map(({ remainingGrams, priceMicroPerKg }) => ({ grams: remainingGrams, priceMicroPerKg }));
    const cost = complianceCost(obligations, permitsGrams, finePrice, offers, recent);
    const obligationGrams = obligations.reduce((sum, grams) => sum + grams, 0n);
    const escrowMicro = await carbon.escrowMicro(owner);
    const row = {
      owner,
      period,
      obligationGrams,
      permitsGrams,
      ...cost,
      finePriceMicroPerKg: finePrice,
      recentPriceMicroPerKg: recent,
      escrowMicro,
    };
    if (options.json) {
      lines.push(toJson(row));
      continue;
    }
    const offered = cost.offeredGrams > 0n ? `, ${kg(cost.offeredGrams)} on offer for ${coins(cost.offeredMicro)}` : '';
    const recently = recent === undefined ? 'no permits traded yet' : `permits lately at ${coins(recent)}/kg`;
    lines.push(
      `${owner}  period ${period}  obligations ${kg(obligationGrams)}, permits ${kg(permitsGrams)}: ` +
        (cost.missingGrams === 0n
          ? `${kg(cost.spareGrams)} to spare; ${recently}`
          : `${kg(cost.missingGrams)} missing; the fine would be ${coins(cost.fineMicro)} (${coins(finePrice)}/kg)${offered}; ${recently}; staying inside costs ${coins(cost.cheapestMicro)} at the least; in escrow ${coins(escrowMicro)}`),
    );
  }
  return lines;
}
