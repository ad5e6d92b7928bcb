import type { Address } from '../domain/index.ts';
import { buildSupplyAgreement, buildSupplyTermination } from '../tx/index.ts';
import type { Context, Unit } from './context.ts';
import type { Submitter } from './submit.ts';
import { getValue, setValue, VALUE } from './values.ts';

const ANY_PRICE = 2n ** 64n - 1n;
const FOR_GOOD = 2n ** 64n - 1n;
/** What is remembered where an agreement was terminated. */
const NONE = '';

/**
 * Agrees once to the zone's base price for what a unit delivers and does not sell, takes and does not buy (paper F1); again
 * when the configuration's limits change, and terminates the agreement when they are gone.
 */
export function createSupply(context: Context, unit: Unit, submitter: Submitter): { tick(): void } {
  const { deployment, journal } = context;
  const { supply, zone } = unit.config;
  const name = VALUE.supply(unit.id);
  const wanted = supply === undefined ? NONE : JSON.stringify([zone, supply.maxPriceMicroPerKwh ?? null, supply.minPriceMicroPerKwh]);
  let isBusy = false;

  const build = (meter: Address, nonce: bigint) => {
    if (supply === undefined) return buildSupplyTermination({ meter, nonce }, deployment);
    const { maxPriceMicroPerKwh: most, minPriceMicroPerKwh: least } = supply;
    const limits = { maxPriceMicroPerKwh: most === undefined ? ANY_PRICE : BigInt(most), minPriceMicroPerKwh: BigInt(least) };
    return buildSupplyAgreement({ meter, zone, ...limits, validFrom: 0n, validUntil: FOR_GOOD, nonce }, deployment);
  };

  return {
    tick() {
      const meter = unit.pinned?.meter as Address | undefined;
      if (isBusy || meter === undefined || (getValue<string>(journal, name) ?? NONE) === wanted) return;
      isBusy = true;
      const { nonce, operation } = submitter.takeNonce();
      submitter
        .submit(unit, build(meter, nonce), [operation, setValue(name, wanted)])
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'supply agreement waits'))
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
