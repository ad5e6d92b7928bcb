import type { Address, JournalOperation } from '../domain/index.ts';
import { buildCarbonApplication, buildPermitOffer, type Unsigned } from '../tx/index.ts';
import { secondsOf } from './clock.ts';
import type { Context, Unit } from './context.ts';
import type { Submitter } from './submit.ts';
import { getValue, setValue, VALUE } from './values.ts';

interface Wish {
  readonly name: string;
  readonly period: number;
  readonly build: (nonce: bigint, expiry: bigint) => Unsigned;
}

/** Applies for emission permits and offers them, each configured wish once per period. */
export function createCarbon(context: Context, unit: Unit, submitter: Submitter): { tick(): void } {
  const { deployment, journal, clock } = context;
  const applications = unit.config.carbon.applications ?? [];
  const offers = unit.config.carbon.offers ?? [];
  let isBusy = false;

  const wishes = (unitAddress: Address, current: number): Wish[] => [
    ...applications.map(({ period, grams, maxPriceMicroPerKg }, index): Wish => {
      const number = period === 'current' ? current : period;
      return {
        name: VALUE.carbon(unit.id, 'application', index),
        period: number,
        build: (nonce, expiry) =>
          buildCarbonApplication(
            { unit: unitAddress, period: number, grams: BigInt(grams), maxPriceMicroPerKg: BigInt(maxPriceMicroPerKg), expiry, nonce },
            deployment,
          ),
      };
    }),
    ...offers.map(({ period, grams, priceMicroPerKg }, index): Wish => {
      const number = period === 'current' ? current : period;
      return {
        name: VALUE.carbon(unit.id, 'offer', index),
        period: number,
        build: (nonce, expiry) =>
          buildPermitOffer(
            { seller: unit.owner.address, period: number, grams: BigInt(grams), priceMicroPerKg: BigInt(priceMicroPerKg), expiry, nonce },
            deployment,
          ),
      };
    }),
  ];

  const submit = async ({ name, period, build }: Wish) => {
    const { nonce, operation } = submitter.takeNonce();
    const done: JournalOperation = setValue(name, period);
    // Open until the period ends; what the period's end then leaves uncovered is fined.
    const expiry = BigInt((period + 1) * deployment.carbonPeriodSeconds);
    await submitter.submit(unit, build(nonce, expiry), [operation, done]);
  };

  return {
    tick() {
      const meter = unit.pinned?.meter as Address | undefined;
      if (isBusy || meter === undefined || applications.length + offers.length === 0 || !unit.isAdmitted()) return;
      const current = Math.floor(secondsOf(clock) / deployment.carbonPeriodSeconds);
      const due = wishes(meter, current).filter(
        ({ name, period }) => period >= current && (getValue<number>(journal, name) ?? -1) < period,
      );
      if (due.length === 0) return;
      isBusy = true;
      Promise.all(due.map(submit))
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'carbon wish waits'))
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
