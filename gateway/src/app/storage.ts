import { storedByRegisters } from '../market/index.ts';
import { secondsOf } from './clock.ts';
import type { Context, Unit } from './context.ts';
import { getValue, setValue, VALUE } from './values.ts';

/** A battery's account, as it is kept: charge at a time, and the registers then. Decimal text. */
type Known = [storedWh: string, importWh: string, exportWh: string, interval: string];

export interface Storage {
  /** Wh now; undefined before the first reading, and for a unit that is no storage. */
  storedWh(): bigint | undefined;
  tick(): void;
}

/**
 * What a storage unit holds: as the configuration says at first, then by its meter's registers. Written down once an
 * interval, so that a restart goes on from there.
 */
export function createStorage(context: Context, unit: Unit): Storage {
  const { journal, clock, deployment } = context;
  const { storage } = unit.config;
  const name = VALUE.storage(unit.id);
  let known = getValue<Known>(journal, name);

  const storedWh = (): bigint | undefined => {
    const latest = unit.latest.at(-1);
    if (storage === undefined || latest === undefined || known === undefined) return undefined;
    const [stored, importWh, exportWh] = known;
    const moved = { importWh: latest.importWh - BigInt(importWh), exportWh: latest.exportWh - BigInt(exportWh) };
    return storedByRegisters(BigInt(stored), moved, {
      usableWh: BigInt(storage.usableWh),
      roundTripPercent: BigInt(storage.roundTripPercent),
    });
  };

  return {
    storedWh,
    tick() {
      const latest = unit.latest.at(-1);
      if (storage === undefined || latest === undefined) return;
      const interval = String(Math.floor(secondsOf(clock) / deployment.intervalSeconds));
      if (known?.[3] === interval) return;
      known = [String(storedWh() ?? storage.storedWh), String(latest.importWh), String(latest.exportWh), interval];
      journal.commit([setValue(name, known)]).catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'charge not written down'));
    },
  };
}
