import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ABIS } from '@joulegate/chain';
import { createPublicClient, http } from 'viem';
import { describe, expect, it } from 'vitest';
import { CARBON_DEPOSIT_MICRO, MARKET_DEPOSIT_MICRO, type World } from '../../device-sim/src/demo/world.ts';
import { until } from '../support/until.ts';
import { type ChainEvent, readEvents, withWorld } from '../support/world.ts';

const DAY_SCENARIO = fileURLToPath(new URL('./scenarios/day.yaml', import.meta.url));
const DAY_SPEED = 1500;

interface Truth {
  readonly device: string;
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** The simulator's own registers, by device and instant: nothing that went over a wire. */
function readTruth(file: string): Map<string, Truth> {
  const truth = new Map<string, Truth>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { device, time, importWh, exportWh } = JSON.parse(line) as Record<string, string>;
    truth.set(`${device}@${time}`, {
      device: String(device),
      time: BigInt(time ?? 0),
      importWh: BigInt(importWh ?? 0),
      exportWh: BigInt(exportWh ?? 0),
    });
  }
  return truth;
}

interface Terms {
  readonly sellerMeter: string;
  readonly buyerMeter: string;
  readonly seller: string;
  readonly buyer: string;
  readonly interval: bigint;
  readonly energyWh: bigint;
  readonly priceMicroPerKwh: bigint;
}

/** What every participant must hold, from the trades' terms and the simulator's registers alone. */
function calculateBalances(events: readonly ChainEvent[], truth: Map<string, Truth>, world: World) {
  const seconds = BigInt(world.deployment.intervalSeconds);
  const balance = new Map<string, bigint>();
  const add = (account: string, amount: bigint) => balance.set(account.toLowerCase(), (balance.get(account.toLowerCase()) ?? 0n) + amount);
  const spoken = new Map<string, bigint>();
  const terms = new Map<string, Terms>();
  let settledWh = 0n;
  const delivered = (meter: string, interval: bigint, register: 'importWh' | 'exportWh') => {
    const device = world.nameOf(meter);
    const start = truth.get(`${device}@${interval * seconds}`);
    const end = truth.get(`${device}@${(interval + 1n) * seconds}`);
    if (start === undefined || end === undefined)
      throw new Error(`the simulator took no reading of ${device} at an end of interval ${interval}`);
    return end[register] - start[register] - (spoken.get(`${device}/${interval}/${register}`) ?? 0n);
  };
  for (const event of events) {
    if (event.name === 'TradeOpened') {
      const trade = event.args['terms'] as Terms;
      terms.set(String(event.args['tradeId']), trade);
      add(trade.buyer, -((trade.energyWh * trade.priceMicroPerKwh + 999n) / 1000n));
    }
    if (event.name === 'TradeSettled') {
      const trade = terms.get(String(event.args['tradeId']));
      if (trade === undefined) throw new Error('a trade settled that was never opened');
      const sold = delivered(trade.sellerMeter, trade.interval, 'exportWh');
      const bought = delivered(trade.buyerMeter, trade.interval, 'importWh');
      const wh = [trade.energyWh, sold, bought].reduce((least, value) => (value < least ? value : least));
      for (const [meter, register] of [
        [trade.sellerMeter, 'exportWh'],
        [trade.buyerMeter, 'importWh'],
      ] as const) {
        const key = `${world.nameOf(meter)}/${trade.interval}/${register}`;
        spoken.set(key, (spoken.get(key) ?? 0n) + wh);
      }
      const paid = (wh * trade.priceMicroPerKwh) / 1000n;
      add(trade.seller, paid);
      add(trade.buyer, (trade.energyWh * trade.priceMicroPerKwh + 999n) / 1000n - paid);
      settledWh += wh;
    }
  }
  return { balance, settledWh };
}

describe('a scripted day', () => {
  it('ends with the balances that the simulator’s own registers demand, to the watt-hour and the smallest coin', async () => {
    await withWorld({ scenarioFile: DAY_SCENARIO, speed: DAY_SPEED }, async (world) => {
      const endMs = world.clock.startMs + 86_400_000;
      await until('the end of the simulated day', () => world.clock.now() > endMs, 120_000);
      const truth = readTruth(world.truthFile);
      const client = createPublicClient({ transport: http(world.rpcUrl) });
      // A block that others follow: of its newest, anvil tells the state that the next one has just changed.
      const blockNumber = (await client.getBlockNumber({ cacheTime: 0 })) - 5n;
      const events = (await readEvents(world)).filter((event) => event.blockNumber <= blockNumber);
      const read = (contract: 'energyMarket' | 'carbonLedger', functionName: string, args: unknown[]) =>
        client.readContract({
          address: world.deployment.contracts[contract],
          abi: ABIS[contract],
          functionName,
          args,
          blockNumber,
        } as never) as Promise<unknown>;

      const settled = events.filter((event) => event.name === 'TradeSettled');
      expect(settled.length, 'settled trades').toBeGreaterThan(10);
      const { balance, settledWh } = calculateBalances(events, truth, world);
      expect(settled.reduce((sum, event) => sum + BigInt(String(event.args['settledWh'])), 0n)).toBe(settledWh);
      expect(settledWh).toBeGreaterThan(0n);
      for (const owner of new Set(world.units.map((unit) => unit.owner))) {
        const address = world.ownerAddress(owner);
        expect(await read('energyMarket', 'balanceOf', [address]), `${owner}'s money`).toBe(
          MARKET_DEPOSIT_MICRO + (balance.get(address) ?? 0n),
        );
      }

      // Carbon: what each unit's registers moved between its first and last metered boundary, times its intensity.
      const seconds = BigInt(world.deployment.intervalSeconds);
      const metered = events.filter((event) => event.name === 'EmissionsMetered');
      expect(metered.length).toBeGreaterThan(10);
      const energyOf = new Map<string, bigint>();
      for (const event of metered) {
        const unit = world.nameOf(String(event.args['unit']));
        energyOf.set(unit, (energyOf.get(unit) ?? 0n) + BigInt(String(event.args['energyWh'])));
      }
      for (const [unit, energyWh] of energyOf) {
        const own = metered.filter((event) => world.nameOf(String(event.args['unit'])) === unit);
        const last = truth.get(`${unit}@${BigInt(String(own.at(-1)?.args['boundary'])) * seconds}`);
        const firstWh = (last?.exportWh ?? 0n) - energyWh;
        // The baseline is one of the unit's own boundary readings before its first metering.
        const before = [...truth.values()].filter(
          (reading) => reading.device === unit && reading.time % seconds === 0n && reading.exportWh === firstWh,
        );
        expect(before.length, `${unit}: a boundary reading at the baseline ${firstWh} Wh`).toBeGreaterThan(0);
        const intensity = { 'coal-1': 811_200n, 'wind-1': 11_000n, 'solar-1': 92_830n, 'solar-2': 92_830n }[unit] ?? 0n;
        const emittedUg = own.reduce(
          (sum, { args }) => sum + BigInt(String(args['energyWh'])) * BigInt(String(args['intensityMgPerKwh'])),
          0n,
        );
        expect(emittedUg, `${unit}'s emissions, ug`).toBe(energyWh * intensity);
        const periods = [...new Set(own.map(({ args }) => Number(args['period'])))];
        const accounts = await Promise.all(
          periods.map((period) => read('carbonLedger', 'accountOf', [own[0]?.args['unit'], period]) as Promise<unknown>),
        );
        const accountedUg = (accounts as { emissionsUg: bigint }[]).reduce((sum, account) => sum + account.emissionsUg, 0n);
        // Metering goes on while we read.
        expect(accountedUg >= emittedUg && (accountedUg - emittedUg) % (intensity || 1n) === 0n, `${unit}'s accounts`).toBe(true);
      }
      const permitMoney = new Map<string, bigint>();
      for (const event of events) {
        const move = (account: unknown, amount: bigint) =>
          permitMoney.set(String(account).toLowerCase(), (permitMoney.get(String(account).toLowerCase()) ?? 0n) + amount);
        if (event.name === 'PermitsTraded') {
          move(event.args['seller'], BigInt(String(event.args['paidMicro'])));
          move(event.args['buyer'], -BigInt(String(event.args['paidMicro'])));
        }
        // A fine is taken from the escrow of the unit's owner, who stands as its payer.
        if (event.name === 'FinePaid') move(event.args['payer'], -BigInt(String(event.args['amount'])));
      }
      for (const owner of new Set(world.units.map((unit) => unit.owner))) {
        const address = world.ownerAddress(owner);
        expect(await read('carbonLedger', 'balanceOf', [address]), `${owner}'s carbon money`).toBe(
          CARBON_DEPOSIT_MICRO + (permitMoney.get(address) ?? 0n),
        );
      }
    });
  }, 240_000);
});
