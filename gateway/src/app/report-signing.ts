import { createHash } from 'node:crypto';
import {
  assembleSignedReading,
  attestUnsigned,
  checkReadValues,
  continueRegisters,
  encodeSignedPayload,
  exchangeOffsets,
  NO_OFFSETS,
  type RegisterOffsets,
} from '../attest/index.ts';
import { isJoulegateError, type MeterReport, type Reading, type Refusal, type Result, type Signer } from '../domain/index.ts';
import { secondsOf } from './clock.ts';
import type { Context, Unit } from './context.ts';
import type { Intake } from './intake.ts';
import { lowestFreeCounter } from './recall.ts';
import { maxLeadSeconds } from './time-sync.ts';
import { getOffsets, setOffsets, setValue, VALUE } from './values.ts';

/** Reports waiting for their signature; one a second comes, so more means that signing stands still. */
const WAITING_MAX = 32;

export interface ReportSigning {
  take(report: Result<MeterReport>): void;
  drain(): Promise<void>;
}

/**
 * Signs for a meter that can't: checks each report against what the meter said before, gives it the next counter and
 * the gateway's signature, and sends it down the same way as any signed reading. The counter is durable with the
 * reading: one that was signed but never journaled never left this program, so its number may be used again.
 */
export function createReportSigning(context: Context, unit: Unit, signer: Signer, intake: Intake): ReportSigning {
  let chain = Promise.resolve();
  let waiting = 0;
  let offsets: RegisterOffsets | undefined;
  let clockIsWrong = false;
  let floor: bigint | undefined;
  const maxPowerW = BigInt(unit.config.capacityW);

  const announce = (code: 'REGISTER_ROLLOVER' | 'METER_EXCHANGED' | 'TIME_IMPLAUSIBLE', message: string) => {
    context.tally.count(code);
    unit.log.warn({ code }, message);
    unit.announce({ code, message });
  };

  /** Who signs here was there when the report came: a clock that is plainly wrong is not taken over, and that is said once. */
  const timeOf = ({ reading }: MeterReport, nowSeconds: bigint): bigint => {
    if (reading.time === undefined) return nowSeconds;
    const aheadSeconds = reading.time - nowSeconds;
    const most = maxLeadSeconds(context);
    const isWrong = context.time.isSynchronised() && (aheadSeconds > most || aheadSeconds < -most);
    if (isWrong && !clockIsWrong)
      announce('TIME_IMPLAUSIBLE', `the meter's clock is ${aheadSeconds} s ahead of ours: readings get our time`);
    clockIsWrong = isWrong;
    return isWrong ? nowSeconds : reading.time;
  };

  const pinSerial = async (serial: string) => {
    if (unit.pinned === undefined) return;
    unit.pinned = { ...unit.pinned, serial };
    await context.journal.commit([setValue(VALUE.device(unit.id), unit.pinned)]);
    unit.log.info({ serial }, 'meter serial learned');
  };

  /**
   * A different meter on the same wire would join two meters' registers into one, so it waits until its owner names it
   * in the configuration; its registers then go on where the former one's stood.
   */
  const recognise = async (reading: Reading, serial: string | undefined): Promise<Refusal | undefined> => {
    const known = unit.pinned?.serial ?? '';
    const named = unit.config.serial;
    if (serial === undefined || serial === known) return undefined;
    if (known === '' && (named === undefined || named === serial)) {
      await pinSerial(serial);
      return undefined;
    }
    if (named !== serial) {
      const expected = known === '' ? named : known;
      return { code: 'METER_UNKNOWN', message: `meter ${expected} expected, got ${serial}; an exchange is accepted by serial: ${serial}` };
    }
    const values = checkReadValues(reading);
    if (!values.ok) return values;
    offsets = exchangeOffsets(reading, intake.state);
    await context.journal.commit([setOffsets(unit.id, offsets)]);
    await pinSerial(serial);
    announce('METER_EXCHANGED', `meter ${known} was exchanged for ${serial}; registers go on from the last reading`);
    return undefined;
  };

  const handle = async (report: MeterReport): Promise<void> => {
    if (!report.importIsPresent && !report.exportIsPresent)
      return unit.refuse({ code: 'VALUE_INVALID', message: 'an import or an export register expected, got neither' });
    const nowSeconds = BigInt(secondsOf(context.clock));
    const said: Reading = { ...report.reading, time: timeOf(report, nowSeconds) };
    const stranger = await recognise(said, report.meterSerial);
    if (stranger !== undefined) return unit.refuse(stranger);
    const values = checkReadValues(said);
    if (!values.ok) return unit.refuse(values);
    const before = offsets ?? getOffsets(context.journal, unit.id) ?? NO_OFFSETS;
    const continued = continueRegisters(said, intake.state, before, maxPowerW);
    const attested = attestUnsigned(continued.reading, intake.state, {
      nowSeconds,
      clockSynchronised: context.time.isSynchronised(),
      maxTimeSkewSeconds: maxLeadSeconds(context),
      maxPowerW,
    });
    if (!attested.ok) return unit.refuse(attested);
    if (continued.rolledOver.length > 0) {
      await context.journal.commit([setOffsets(unit.id, continued.offsets)]);
      announce('REGISTER_ROLLOVER', `${continued.rolledOver.join(' and ')}: the register began again at 0`);
    }
    offsets = continued.offsets;
    floor ??= lowestFreeCounter(context, intake.state);
    const next = (intake.state?.counter ?? 0n) + 1n;
    const counter = next > floor ? next : floor;
    const payload = encodeSignedPayload({ ...attested.value, domain: context.domain, counter });
    const signature = await signer.sign(createHash('sha256').update(payload).digest());
    return intake.take(assembleSignedReading(payload, signature));
  };

  return {
    take(report) {
      if (!report.ok) return unit.refuse(report);
      if (waiting >= WAITING_MAX) return unit.refuse({ code: 'JOURNAL_FULL', message: 'reports come faster than they can be signed' });
      waiting += 1;
      chain = chain
        .then(() => handle(report.value))
        .catch((cause: unknown) => {
          if (isJoulegateError(cause)) unit.refuse(cause);
          else unit.log.error({ cause: String(cause) }, 'report failed');
        })
        .finally(() => {
          waiting -= 1;
        });
    },
    drain: () => chain,
  };
}
