import type { MarketRecord } from './market-events.ts';

/** One zone, carrier and interval, as a reference for the next round (paper T4). */
export interface MarketStatistics {
  readonly zone: bigint;
  readonly carrier: bigint;
  readonly interval: bigint;
  readonly trades: number;
  readonly contractedWh: bigint;
  /** The one price, where all trades had the same. */
  readonly uniformPriceMicroPerKwh: bigint | undefined;
  readonly minPriceMicroPerKwh: bigint;
  readonly maxPriceMicroPerKwh: bigint;
  /** By contracted energy, floored. */
  readonly meanPriceMicroPerKwh: bigint;
  readonly settledTrades: number;
  readonly settledWh: bigint;
  readonly paidMicro: bigint;
  /** Settled per contracted energy of the trades that are settled, thousandths, floored; undefined while none is. */
  readonly deliveredPermille: bigint | undefined;
}

/** An owner, over all records given. What was not delivered may be either side's doing: a seller short, or a buyer who took less. */
export interface ParticipantStatistics {
  readonly participant: string;
  readonly soldWh: bigint;
  readonly deliveredWh: bigint;
  readonly deliveredPermille: bigint | undefined;
  readonly earnedMicro: bigint;
  readonly boughtWh: bigint;
  readonly takenWh: bigint;
  readonly takenPermille: bigint | undefined;
  readonly spentMicro: bigint;
  /** At the zone's base price: delivered and not sold, taken and not bought. */
  readonly residualExportWh: bigint;
  readonly residualEarnedMicro: bigint;
  readonly residualImportWh: bigint;
  readonly residualSpentMicro: bigint;
}

type Trade = Required<
  Pick<MarketRecord, 'tradeId' | 'zone' | 'carrier' | 'interval' | 'energyWh' | 'priceMicroPerKwh' | 'seller' | 'buyer'>
> & { readonly settled: Required<Pick<MarketRecord, 'settledWh' | 'paidMicro'>> | undefined };

function tradesOf(records: readonly MarketRecord[]): Trade[] {
  const settled = new Map(records.filter(({ kind }) => kind === 'settled').map((record) => [record.tradeId, record]));
  return records
    .filter(({ kind }) => kind === 'opened')
    .map((record) => ({ ...(record as Omit<Trade, 'settled'>), settled: settled.get(record.tradeId) as Trade['settled'] }));
}

function permille(part: bigint, whole: bigint): bigint | undefined {
  return whole === 0n ? undefined : (part * 1000n) / whole;
}

function group(trades: readonly Trade[], keyOf: (trade: Trade) => string): Map<string, Trade[]> {
  const groups = new Map<string, Trade[]>();
  for (const trade of trades) groups.set(keyOf(trade), [...(groups.get(keyOf(trade)) ?? []), trade]);
  return groups;
}

const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);
const settledOnly = (trades: readonly Trade[]) => trades.filter((trade) => trade.settled !== undefined);
const settledWh = (trades: readonly Trade[]) => sum(trades.map(({ settled }) => settled?.settledWh ?? 0n));
const paidMicro = (trades: readonly Trade[]) => sum(trades.map(({ settled }) => settled?.paidMicro ?? 0n));
const contractedWh = (trades: readonly Trade[]) => sum(trades.map(({ energyWh }) => energyWh));

/** @param records completed; a market's openings and settlements both */
export function marketStatistics(records: readonly MarketRecord[]): MarketStatistics[] {
  return [...group(tradesOf(records), ({ zone, carrier, interval }) => `${zone}/${carrier}/${interval}`).values()]
    .map((trades) => {
      const { zone, carrier, interval } = trades[0] as Trade;
      const prices = trades.map(({ priceMicroPerKwh }) => priceMicroPerKwh).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const [min, max] = [prices[0] as bigint, prices.at(-1) as bigint];
      const settled = settledOnly(trades);
      const contracted = contractedWh(trades);
      return {
        zone,
        carrier,
        interval,
        trades: trades.length,
        contractedWh: contracted,
        uniformPriceMicroPerKwh: min === max ? min : undefined,
        minPriceMicroPerKwh: min,
        maxPriceMicroPerKwh: max,
        meanPriceMicroPerKwh: sum(trades.map(({ energyWh, priceMicroPerKwh }) => energyWh * priceMicroPerKwh)) / contracted,
        settledTrades: settled.length,
        settledWh: settledWh(settled),
        paidMicro: paidMicro(settled),
        deliveredPermille: permille(settledWh(settled), contractedWh(settled)),
      };
    })
    .sort((a, b) => {
      const difference = a.zone - b.zone || a.carrier - b.carrier || a.interval - b.interval;
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    });
}

/** @param records completed. @returns by address, rising. */
export function participantStatistics(records: readonly MarketRecord[]): ParticipantStatistics[] {
  const trades = tradesOf(records);
  const sold = group(trades, ({ seller }) => seller);
  const bought = group(trades, ({ buyer }) => buyer);
  const residuals = records.filter(({ kind }) => kind === 'residual');
  const residualOf = (participant: string, field: 'exportWh' | 'importWh' | 'boughtMicro' | 'suppliedMicro') =>
    sum(residuals.filter(({ owner }) => owner === participant).map((record) => record[field] ?? 0n));
  const owners = residuals.flatMap(({ owner }) => owner ?? []);
  return [...new Set([...sold.keys(), ...bought.keys(), ...owners])].sort().map((participant) => {
    const sales = sold.get(participant) ?? [];
    const purchases = bought.get(participant) ?? [];
    return {
      participant,
      soldWh: contractedWh(sales),
      deliveredWh: settledWh(sales),
      deliveredPermille: permille(settledWh(sales), contractedWh(settledOnly(sales))),
      earnedMicro: paidMicro(sales),
      boughtWh: contractedWh(purchases),
      takenWh: settledWh(purchases),
      takenPermille: permille(settledWh(purchases), contractedWh(settledOnly(purchases))),
      spentMicro: paidMicro(purchases),
      residualExportWh: residualOf(participant, 'exportWh'),
      residualEarnedMicro: residualOf(participant, 'boughtMicro'),
      residualImportWh: residualOf(participant, 'importWh'),
      residualSpentMicro: residualOf(participant, 'suppliedMicro'),
    };
  });
}
