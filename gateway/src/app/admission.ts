import {
  type DeviceSettings,
  NATURE,
  PERMIT_STATE,
  SETTINGS_NOT_TOLD,
  VERDICT_REASON,
  type VerdictBitName,
  verdictReasons,
} from '@joulegate/protos';
import type { Address } from '../domain/index.ts';
import { type AdmissionVerdict, decodeAdmissionVerdict, type EventPosition } from '../proof/index.ts';
import { buildAdmissionRequest } from '../tx/index.ts';
import { secondsOf } from './clock.ts';
import type { AdmissionConfig } from './config/config-schema.ts';
import { type Context, type Decision, moveFlow, type Unit } from './context.ts';
import { loadGridCode } from './grid-codes.ts';
import type { ReadingForm } from './reading-form.ts';
import type { Submitter } from './submit.ts';
import type { Flow } from './values.ts';

/** No longer than evidence is usually taken for fresh: what comes later is asked anew, with newer readings. */
const DEADLINE_SECONDS = 3_600;
const ASK_AGAIN_SECONDS = 300;
const ASK_PATIENTLY_SECONDS = 86_400;
/** A permit is renewed when a quarter of its term is left, and a week of a long one. */
const RENEW_SECONDS = 7 * 86_400;
/** What waiting may cure: the same zone is asked again. Anything else moves on to the next request. */
const TRANSIENT: readonly VerdictBitName[] = ['meterInactive', 'evidence', 'voltage', 'frequency', 'meterStatus', 'powerQuality'];
/** What others may cure in a while: once nothing is left to ask, the list is begun again. */
const CURABLE: readonly VerdictBitName[] = [...TRANSIENT, 'certificate', 'hostingCapacity'];
const NO_PROFILE = new Uint8Array(32);

/** A device rated for less than it was registered with asks for what it can. */
function lesser(registeredW: number, toldW: bigint | undefined): bigint {
  return toldW !== undefined && toldW < BigInt(registeredW) ? toldW : BigInt(registeredW);
}

function profileOf({ gridCodeProfile }: AdmissionConfig, directory: string): Uint8Array {
  if (gridCodeProfile === undefined) return NO_PROFILE;
  const id = gridCodeProfile.startsWith('0x') ? gridCodeProfile : loadGridCode(gridCodeProfile, directory).id;
  return Uint8Array.from(Buffer.from(id.slice(2), 'hex'));
}

/** Settings without those that are undefined, which would hide what was told before. */
function settingsTold({ capacityW: _, ...settings }: { readonly [name: string]: unknown }): Partial<DeviceSettings> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function renewalTime(now: number, validUntil: number): number {
  return validUntil - Math.min(RENEW_SECONDS, Math.floor((validUntil - now) / 4));
}

export interface Admission {
  tick(): void;
  /** The permit was taken away. */
  onRevoked(): void;
}

/**
 * Asks for admission, one configured request after the other, until one is granted; renews a permit before its end, and
 * asks anew after it. Ticked by run.ts.
 */
export function createAdmission(context: Context, unit: Unit, submitter: Submitter): Admission {
  let isBusy = false;

  const ask = async (request: AdmissionConfig, meter: Address, form: ReadingForm, change: Partial<Flow>) => {
    const { nonce, operation } = submitter.takeNonce();
    const unsigned = buildAdmissionRequest(
      {
        meter,
        zone: request.zone ?? unit.config.zone,
        nature: NATURE[request.nature],
        capacityW: BigInt(request.capacityW ?? lesser(unit.config.capacityW, unit.told.capacityW)),
        priceMicroPerKwh: BigInt(request.priceMicroPerKwh),
        gridCodeProfile: profileOf(request, context.config.directory),
        ...SETTINGS_NOT_TOLD,
        ...settingsTold(unit.told),
        ...settingsTold(request.settings),
        nonce,
        deadline: BigInt(secondsOf(context.clock) + DEADLINE_SECONDS),
        evidence: unit.latest.slice(-request.evidence).map(({ raw }) => form.closing(raw)),
      },
      context.deployment,
    );
    const before = unit.flow;
    try {
      await submitter.submit(unit, unsigned, [operation, moveFlow(unit, change)]);
    } catch (cause) {
      unit.flow = before;
      throw cause;
    }
  };

  const now = () => secondsOf(context.clock);
  const decision = (change: Partial<Flow>): Decision => ({ operations: [moveFlow(unit, { renewal: 'none', ...change })] });
  const later = (seconds = ASK_AGAIN_SECONDS, change: Partial<Flow> = {}): Decision =>
    decision({ admission: 'none', validUntil: 0, notBefore: now() + seconds, ...change });

  /** What became of a renewal whose permit still stands. */
  const onStanding = (
    { verdict, zone, meter: grantMeter }: AdmissionVerdict,
    validUntil: number,
    grantAt: EventPosition,
    reasons: readonly string[],
  ): Decision => {
    if (verdict === 0) {
      unit.log.info({ zone, validUntil }, 'admitted');
      return decision({ admission: 'granted', validUntil, renewAt: renewalTime(now(), validUntil), grantAt, grantMeter });
    }
    unit.log.warn({ zone, validUntil, reasons }, 'renewal refused: the permit runs to its end');
    const pause = Math.max(ASK_AGAIN_SECONDS, Math.floor((validUntil - now()) / 4));
    return decision({ validUntil, renewAt: now() + pause, grantAt, grantMeter });
  };

  const onVerdict = (decided: AdmissionVerdict, at: EventPosition): Decision => {
    const { verdict, zone } = decided;
    const failed = verdictReasons(verdict);
    const reasons = failed.map((name) => `${name}: ${VERDICT_REASON[name]}`);
    if (decided.state === PERMIT_STATE.granted) return onStanding(decided, Number(decided.validUntil), at, reasons);
    unit.log.warn({ zone, reasons }, 'admission refused');
    const areAll = (names: readonly VerdictBitName[]) => failed.length > 0 && failed.every((name) => names.includes(name));
    if (areAll(TRANSIENT)) return later();
    const next = unit.flow.ask + 1;
    if (next < unit.config.admission.length) return later(0, { ask: next });
    if (areAll(CURABLE)) return later(ASK_PATIENTLY_SECONDS, { ask: 0 });
    return decision({ admission: 'refused', validUntil: 0 });
  };

  unit.handlers.admissionRequest = (outcome) => {
    if (outcome.state === 'final') {
      const decoded = decodeAdmissionVerdict(outcome.log);
      if (decoded.ok) return onVerdict(decoded.value, outcome.position);
    }
    // Its evidence has grown old on the way, before a chain node took it: newer readings make a new request.
    const pause = outcome.state === 'expired' ? 0 : ASK_AGAIN_SECONDS;
    return unit.flow.renewal === 'pending' ? decision({ renewAt: now() + pause }) : later(pause);
  };

  /** What is to be asked now, if anything; a permit past its end is one no more. */
  const due = (): Partial<Flow> | undefined => {
    const { admission, validUntil, renewal, renewAt, notBefore, grantMeter } = unit.flow;
    // A permit names a meter: another one behind the same wire needs its own.
    const isOver = admission === 'granted' && (grantMeter !== unit.pinned?.meter || (validUntil !== 0 && now() >= validUntil));
    if (renewal === 'pending') return undefined;
    if (isOver || (admission === 'none' && now() >= notBefore)) return { admission: 'pending', validUntil: 0 };
    return admission === 'granted' && validUntil !== 0 && now() >= renewAt ? { renewal: 'pending' } : undefined;
  };

  return {
    onRevoked() {
      if (unit.flow.admission !== 'granted') return;
      // Whoever took it had a reason: it is asked for again, but not at once.
      const { operations } = later(ASK_PATIENTLY_SECONDS);
      context.journal.commit(operations).catch((cause: unknown) => unit.log.error({ cause: String(cause) }, 'revocation not journaled'));
    },
    tick() {
      const { flow, config, pinned, form } = unit;
      const request = config.admission[flow.ask];
      if (isBusy || request === undefined || pinned === undefined || form === undefined || !unit.isRegistered()) return;
      const change = due();
      if (change === undefined || unit.latest.length < request.evidence) return;
      isBusy = true;
      ask(request, pinned.meter as Address, form, change)
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'admission request waits'))
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
