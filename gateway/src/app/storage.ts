import { randomBytes } from 'node:crypto';
import type { Address, StorageCharge } from '../domain/index.ts';
import { storedByRegisters } from '../market/index.ts';
import { buildStorageState } from '../tx/index.ts';
import { secondsOf } from './clock.ts';
import type { StorageConfig } from './config/config-schema.ts';
import type { Context, Unit } from './context.ts';
import type { Submitter } from './submit.ts';
import { getValue, setValue, VALUE } from './values.ts';

/** A battery's account, as it is kept: charge, and the registers and the interval then. Decimal text. */
type Known = [storedWh: string, importWh: string, exportWh: string, interval: number];

export interface Storage {
  /** Wh now; undefined before the first reading, and for a unit that is no storage. */
  storedWh(): bigint | undefined;
  /** The device says itself what it holds; that counts for an interval. */
  note(charge: StorageCharge): void;
  tick(): void;
}

/**
 * What a storage unit holds: as the device itself says, where it does; else as the configuration says at first, then by its
 * meter's registers. Once an interval that is
 * written down, so that a restart goes on from there, and shared with everyone (paper F1).
 */
export function createStorage(context: Context, unit: Unit, submitter: Submitter): Storage {
  const { journal, clock, deployment, relay, topics } = context;
  const { storage } = unit.config;
  const name = VALUE.storage(unit.id);
  let known = getValue<Known>(journal, name);
  let said: (StorageCharge & { readonly atSeconds: number }) | undefined;
  let isBusy = false;

  const storedWh = (): bigint | undefined => {
    const latest = unit.latest.at(-1);
    if (storage === undefined || latest === undefined) return undefined;
    if (said !== undefined && secondsOf(clock) - said.atSeconds <= deployment.intervalSeconds) return said.storedWh;
    if (known === undefined) return BigInt(storage.storedWh);
    const [stored, importWh, exportWh] = known;
    const moved = { importWh: latest.importWh - BigInt(importWh), exportWh: latest.exportWh - BigInt(exportWh) };
    return storedByRegisters(BigInt(stored), moved, {
      usableWh: BigInt(storage.usableWh),
      roundTripPercent: BigInt(storage.roundTripPercent),
    });
  };

  const share = async ({ usableWh, maxChargeW, maxDischargeW }: StorageConfig, stored: bigint) => {
    const meter = unit.pinned?.meter as Address | undefined;
    if (meter === undefined || !unit.isRegistered()) return;
    const state = {
      meter,
      time: BigInt(secondsOf(clock)),
      storedWh: stored,
      usableWh: said?.usableWh ?? BigInt(usableWh),
      powerW: unit.latest.at(-1)?.powerW ?? 0,
      maxChargeW,
      maxDischargeW,
      // Charge and power are soon guessed; what nobody can guess keeps the hash from giving them away.
      salt: new Uint8Array(randomBytes(32)),
    };
    const bytes = await submitter.submit(unit, buildStorageState(state, deployment), []);
    // Without a broker it is news no more; the chain gets it later all the same.
    if (bytes !== undefined) await relay.publish(topics.storage(unit.id), bytes).catch(() => undefined);
  };

  const account = async (config: StorageConfig, interval: number) => {
    const latest = unit.latest.at(-1);
    const stored = storedWh();
    if (latest === undefined || stored === undefined) return;
    known = [String(stored), String(latest.importWh), String(latest.exportWh), interval];
    await journal.commit([setValue(name, known)]);
    if (config.share) await share(config, stored);
  };

  return {
    storedWh,
    note: (charge) => {
      said = { ...charge, atSeconds: secondsOf(clock) };
    },
    tick() {
      const interval = Math.floor(secondsOf(clock) / deployment.intervalSeconds);
      if (isBusy || storage === undefined || known?.[3] === interval) return;
      isBusy = true;
      account(storage, interval)
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'storage state waits'))
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
