import { CONTRACTS } from '@joulegate/chain';
import type { World } from './world.ts';

export interface Authority {
  /** Tells the authority that a unit is certified and so can hold an allowance. */
  unitCertified(meter: string): void;
  stop(): Promise<void>;
}

const ROUND_MS = 500;

/**
 * The demo's government (paper C1, C3): allocates each unit's allowance at the start of every carbon period, and settles a
 * period once it and its grace are over. Anyone could settle; somebody has to.
 */
export function startAuthority(world: World, warn: (message: string) => void): Authority {
  const { carbonLedger } = world.deployment.contracts;
  const { abi } = CONTRACTS.CarbonLedger;
  const periodSeconds = world.deployment.carbonPeriodSeconds;
  const certified = new Map<string, bigint>();
  const done = new Set<string>();
  let stopped = false;

  const once = async (key: string, functionName: string, args: readonly unknown[]) => {
    if (done.has(key)) return;
    try {
      await world.authority.call(carbonLedger, abi, functionName, args);
      done.add(key);
    } catch (error) {
      const text = String(error);
      // Settled before a restart, or the period's last boundary is not metered yet: one is done, the other comes.
      if (text.includes('PeriodAlreadySettled')) done.add(key);
      else if (!text.includes('EdgeBoundaryFirst') && !text.includes('PeriodNotOver'))
        warn(`authority: ${functionName}: ${text.split('\n')[0]}`);
    }
  };
  const allocated = async (meter: string, period: number) => {
    const account = (await world.authority.read(carbonLedger, abi, 'accountOf', [meter, period])) as { allowanceGrams: bigint };
    return account.allowanceGrams > 0n;
  };

  const round = async () => {
    const now = Math.floor(world.clock.now() / 1000);
    const period = Math.floor(now / periodSeconds);
    const grace = Number(await world.authority.read(carbonLedger, abi, 'graceSeconds', []));
    for (const [meter, grams] of certified) {
      if (stopped) return;
      if (!done.has(`allocate/${meter}/${period}`) && (await allocated(meter, period))) done.add(`allocate/${meter}/${period}`);
      await once(`allocate/${meter}/${period}`, 'allocate', [meter, period, grams]);
      const last = period - 1;
      const began = done.has(`allocate/${meter}/${last}`);
      if (began && now > (last + 1) * periodSeconds + grace + ROUND_MS)
        await once(`settle/${meter}/${last}`, 'settlePeriod', [meter, last]);
    }
  };
  const running = (async () => {
    while (!stopped) {
      await round().catch((error: unknown) => warn(`authority: ${String(error).split('\n')[0]}`));
      await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
    }
  })();
  return {
    unitCertified(meter) {
      const unit = world.units.find((candidate) => candidate.id === world.nameOf(meter));
      if (unit?.allowanceGrams !== undefined) certified.set(meter, unit.allowanceGrams);
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
