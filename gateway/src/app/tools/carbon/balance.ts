import { obligationOf } from '../../../market/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { openChain } from '../market/market-chain.ts';
import { toJson } from '../table.ts';
import { formatDecimal } from '../watch-format.ts';
import { CARBON_TOPICS, findHoldings, pad, readCarbon, type WhoseOptions } from './carbon-chain.ts';
import { type OpenWish, readOpenWishes, type WishSource } from './wishes.ts';

export interface CarbonOptions extends WishSource {
  readonly deployment: string;
  readonly rpc: string;
  readonly json: boolean;
}

export interface BalanceOptions extends CarbonOptions, WhoseOptions {
  /** Only this one; default all that are not settled. */
  readonly period?: bigint | undefined;
  /** Settled ones too. */
  readonly all: boolean;
}

export const kg = (grams: bigint) => `${formatDecimal(grams, 3)} kg`;
export const coins = (micro: bigint) => formatDecimal(micro, 6);

const sum = (wishes: readonly OpenWish[]) => wishes.reduce((total, { remainingGrams }) => total + remainingGrams, 0n);

/**
 * Per unit and period what was allowed, emitted and held. Permits are the owner's: units of one owner show the same.
 * @returns lines @throws JoulegateError TRANSPORT_FAILED, CONFIG_INVALID
 */
export async function carbonBalance(options: BalanceOptions, note: (line: string) => void, signal: AbortSignal): Promise<string[]> {
  const deployment = readNetworkFile(options.deployment);
  const chain = await openChain(options.rpc, deployment);
  const carbon = readCarbon(chain, deployment);
  const time = await chain.time();
  const current = time / BigInt(deployment.carbonPeriodSeconds);
  const wishes = await readOpenWishes(options, deployment, carbon, time, note, signal);
  const to = await chain.blockNumber('latest');
  const from = BigInt(deployment.deployBlock);
  const lines: string[] = [];
  for (const { owner, units } of await findHoldings(carbon, options)) {
    for (const unit of units) {
      const records = await carbon.records([CARBON_TOPICS, pad(unit)], from, to);
      const bought = await carbon.records([CARBON_TOPICS, null, null, pad(owner)], from, to);
      const known = [...records, ...bought].flatMap(({ period }) => period ?? []);
      const periods = options.period === undefined ? [...new Set([...known, current])].sort((a, b) => (a < b ? -1 : 1)) : [options.period];
      const dueMicro = await carbon.fineDueMicro(unit);
      for (const period of periods) {
        const { isSettled, ...account } = await carbon.account(unit, period);
        if (isSettled && !options.all && options.period === undefined) continue;
        const permits = await carbon.permitsOf(owner, period);
        const of = (side: OpenWish['side']) =>
          wishes.filter((wish) => wish.side === side && wish.period === period && wish.owner === owner);
        const row = {
          unit,
          owner,
          period,
          isSettled,
          allowanceGrams: account.allowanceGrams,
          permitsGrams: permits,
          emissionsUg: account.emissionsUg,
          obligationGrams: obligationOf(account.emissionsUg),
          surrenderedGrams: account.surrenderedGrams,
          deficitGrams: account.deficitGrams,
          offeredGrams: sum(of('offer')),
          appliedGrams: sum(of('application').filter((wish) => wish.unit === unit)),
          fineDueMicro: dueMicro,
        };
        const state = isSettled ? 'settled' : period < current ? 'over' : period === current ? 'running' : 'to come';
        lines.push(
          options.json
            ? toJson(row)
            : `${unit}  period ${period} (${state})  allowance ${kg(row.allowanceGrams)}  emitted ${kg(row.obligationGrams)}  permits of the owner ${kg(permits)}  ` +
                (isSettled ? `surrendered ${kg(row.surrenderedGrams)}, deficit ${kg(row.deficitGrams)}` : '') +
                `${row.offeredGrams > 0n ? `  on offer ${kg(row.offeredGrams)}` : ''}${row.appliedGrams > 0n ? `  applied for ${kg(row.appliedGrams)}` : ''}` +
                `${dueMicro > 0n ? `  FINE DUE ${coins(dueMicro)}` : ''}`,
        );
      }
    }
  }
  return lines;
}

/** Offers and applications that are broadcast while this listens, cheapest offers first. @returns lines */
export async function listWishes(
  options: CarbonOptions & { readonly period?: bigint | undefined },
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const deployment = readNetworkFile(options.deployment);
  const chain = await openChain(options.rpc, deployment);
  const wishes = await readOpenWishes(options, deployment, readCarbon(chain, deployment), await chain.time(), note, signal);
  return wishes
    .filter(({ period }) => options.period === undefined || options.period === period)
    .map((wish) =>
      options.json
        ? toJson(wish)
        : `${wish.id}  period ${wish.period}  ${wish.side.padEnd(11)}  ${kg(wish.remainingGrams)} at ${coins(wish.priceMicroPerKg)}/kg  ${wish.owner}`,
    );
}
