import { type AttestOutcome, attestReading, attestSequence } from '../attest/index.ts';
import { decodeSignedReading } from '../decode/index.ts';
import type { Address, ForeignReading, MeterState, SignedReading } from '../domain/index.ts';
import { secondsOf } from './clock.ts';
import type { Context, Unit } from './context.ts';
import { createReadingQueue, type ReadingQueue, type ReadingQueueListener } from './reading-queue.ts';
import { recallState } from './recall.ts';
import { maxLeadSeconds } from './time-sync.ts';
import { checkRegisters, verifyForeign } from './wires/foreign-formats.ts';

export interface Intake {
  /** 132 bytes as they came, whoever signed them: every reading passes the same examination. */
  take(raw: Uint8Array): void;
  /** A record or snapshot in the meter's own format, verbatim. */
  takeForeign(format: ForeignReading['format'], raw: Uint8Array): void;
  readonly state: MeterState | undefined;
  readonly isStalled: boolean;
  drain(): Promise<void>;
  stop(): void;
}

interface Known {
  readonly address: Address;
  state: MeterState | undefined;
  readonly queue: ReadingQueue;
}

/** The key that may sign after the pinned one, while a meter is on its way to it. */
export interface Successor {
  readonly awaited: Uint8Array | undefined;
  onReadingByAwaited(counter: bigint): void;
}

/** Decodes, attests and queues the readings of one meter, once it is known who signs there. */
export function createIntake(context: Context, unit: Unit, listener: ReadingQueueListener, successor?: () => Successor): Intake {
  let meter: Known | undefined;

  /** A meter becomes known once and stays the same, whichever of its keys signs. */
  const known = () => {
    if (meter === undefined && unit.pinned !== undefined) {
      const { meter: address } = unit.pinned;
      meter = {
        address: address as Address,
        state: recallState(context, unit, address),
        queue: createReadingQueue(context, unit, address, listener),
      };
    }
    return meter;
  };

  let pinnedKey: { readonly hex: string; readonly bytes: Uint8Array } | undefined;
  /** x | y */
  const presentKey = (): Uint8Array => {
    const hex = unit.pinned?.publicKey ?? '';
    if (pinnedKey?.hex !== hex) pinnedKey = { hex, bytes: Uint8Array.from(Buffer.from(hex, 'hex')) };
    return pinnedKey.bytes;
  };
  const maxPowerW = BigInt(unit.config.capacityW);
  const place = (target: Known) => ({
    state: target.state,
    nowSeconds: BigInt(secondsOf(context.clock)),
    clockSynchronised: context.time.isSynchronised(),
    maxTimeSkewSeconds: maxLeadSeconds(context),
  });

  const settle = (target: Known, reading: SignedReading, attested: AttestOutcome) => {
    if (!attested.ok) {
      if (attested.code === 'EQUIVOCATION') unit.log.error({ code: attested.code }, attested.message);
      return unit.refuse(attested);
    }
    if (attested.flagged !== undefined) context.tally.count(attested.flagged);
    target.state = attested.value;
    target.queue.push(reading, attested.value);
  };

  return {
    get state() {
      return known()?.state;
    },
    get isStalled() {
      return meter?.queue.isStalled ?? false;
    },
    take(raw) {
      const decoded = decodeSignedReading(raw);
      if (!decoded.ok) return unit.refuse(decoded);
      const target = known();
      if (target === undefined) return unit.refuse({ code: 'METER_UNKNOWN', message: 'the meter has not said its key yet' });
      const reading = decoded.value;
      const { address } = target;
      const attest = (publicKey: Uint8Array) =>
        attestReading({
          ...place(target),
          reading,
          meter: { address, publicKey, domain: context.domain, maxPowerW },
          verifier: context.verifier,
        });
      const attested = attest(presentKey());
      const next = attested.ok || attested.code !== 'SIGNATURE_INVALID' ? undefined : successor?.().awaited;
      const byNext = next && attest(next);
      if (byNext?.ok) successor?.().onReadingByAwaited(reading.counter);
      settle(target, reading, byNext?.ok ? byNext : attested);
    },
    takeForeign(format, raw) {
      const target = known();
      if (target === undefined) return unit.refuse({ code: 'METER_UNKNOWN', message: 'the meter’s key is not known yet' });
      const verified = verifyForeign(format, raw, presentKey());
      if (!verified.ok) return unit.refuse(verified);
      const reading = verified.value;
      const serial = unit.config.serial;
      if (serial !== undefined && reading.meterSerial !== undefined && reading.meterSerial !== serial)
        return unit.refuse({ code: 'METER_UNKNOWN', message: `meter ${serial} expected, got ${reading.meterSerial}` });
      const missing = checkRegisters(reading, unit.config.source);
      if (!missing.ok) return unit.refuse(missing);
      settle(target, reading, attestSequence({ ...place(target), reading, digest: reading.messageDigest, maxPowerW }));
    },
    drain: async () => meter?.queue.drain(),
    stop: () => meter?.queue.stop(),
  };
}
