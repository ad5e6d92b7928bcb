import { createHash } from 'node:crypto';
import { assembleSignedReading, attestUnsigned, encodeSignedPayload } from '../attest/index.ts';
import { decodeP1 } from '../decode/index.ts';
import { isJoulegateError, type Reading, type Signer } from '../domain/index.ts';
import { isSynchronised, secondsOf } from './clock.ts';
import type { Context, Unit } from './context.ts';
import type { Intake } from './intake.ts';
import { setValue, VALUE } from './values.ts';

/** Telegrams waiting for their signature; one a second comes, so more means that signing stands still. */
const WAITING_MAX = 32;

export interface P1Signing {
  take(telegram: Uint8Array): void;
  drain(): Promise<void>;
}

/**
 * Signs for a meter that can't: checks each telegram against what the meter said before, gives it the next counter and
 * the gateway's signature, and sends it down the same way as any signed reading. The counter is durable with the
 * reading: one that was signed but never journaled never left this program, so its number may be used again.
 */
export function createP1Signing(context: Context, unit: Unit, signer: Signer, intake: Intake): P1Signing {
  let chain = Promise.resolve();
  let waiting = 0;

  /** A different meter on the same wire would join two meters' registers into one. */
  const isSameMeter = async (serial: string | undefined): Promise<boolean> => {
    const pinned = unit.pinned;
    if (pinned === undefined || serial === undefined) return true;
    if (pinned.serial === '') {
      unit.pinned = { ...pinned, serial };
      await context.journal.commit([setValue(VALUE.device(unit.id), unit.pinned)]);
      unit.log.info({ serial }, 'meter serial learned');
      return true;
    }
    return pinned.serial === serial;
  };

  const handle = async (telegram: Uint8Array) => {
    const decoded = decodeP1(telegram);
    if (!decoded.ok) return unit.refuse(decoded);
    const { reading: partial, meterSerial } = decoded.value;
    if (!(await isSameMeter(meterSerial))) {
      return unit.refuse({ code: 'METER_UNKNOWN', message: `meter ${unit.pinned?.serial} expected, got ${meterSerial}` });
    }
    const nowSeconds = BigInt(secondsOf(context.clock));
    const reading: Reading = { ...partial, time: partial.time ?? nowSeconds };
    const attested = attestUnsigned(reading, intake.state, {
      nowSeconds,
      clockSynchronised: isSynchronised(context.clock),
      maxTimeSkewSeconds: BigInt(Math.round(context.config.limits.maxTimeSkewSeconds)),
      maxPowerW: BigInt(unit.config.capacityW),
    });
    if (!attested.ok) return unit.refuse(attested);
    const payload = encodeSignedPayload({ ...attested.value, domain: context.domain, counter: (intake.state?.counter ?? 0n) + 1n });
    const signature = await signer.sign(createHash('sha256').update(payload).digest());
    intake.take(assembleSignedReading(payload, signature));
  };

  return {
    take(telegram) {
      if (waiting >= WAITING_MAX) return unit.refuse({ code: 'JOURNAL_FULL', message: 'telegrams come faster than they can be signed' });
      waiting += 1;
      chain = chain
        .then(() => handle(telegram))
        .catch((cause: unknown) => {
          if (isJoulegateError(cause)) unit.refuse(cause);
          else unit.log.error({ cause: String(cause) }, 'telegram failed');
        })
        .finally(() => {
          waiting -= 1;
        });
    },
    drain: () => chain,
  };
}
