import { NATURE, SETTINGS_NOT_TOLD, type VerdictBitName, verdictReasons } from '@joulegate/protos';
import type { Address } from '../domain/index.ts';
import { decodeAdmissionVerdict } from '../proof/index.ts';
import { buildAdmissionRequest } from '../tx/index.ts';
import { secondsOf } from './clock.ts';
import type { AdmissionConfig } from './config/config-schema.ts';
import { type Context, type Decision, moveFlow, type Unit } from './context.ts';
import type { ReadingForm } from './reading-form.ts';
import type { Submitter } from './submit.ts';

/** No longer than evidence is usually taken for fresh: what comes later is asked anew, with newer readings. */
const DEADLINE_SECONDS = 3_600;
const ASK_AGAIN_SECONDS = 300;
/** What waiting may cure: the same zone is asked again. Anything else moves on to the next request. */
const TRANSIENT = new Set<VerdictBitName>(['meterInactive', 'evidence', 'voltage', 'frequency', 'meterStatus']);
const NO_PROFILE = new Uint8Array(32);

/** Asks for admission, one configured request after the other, until one is granted. Ticked by run.ts. */
export function createAdmission(context: Context, unit: Unit, submitter: Submitter): { tick(): void } {
  let isBusy = false;

  const ask = async (request: AdmissionConfig, meter: Address, form: ReadingForm) => {
    const { nonce, operation } = submitter.takeNonce();
    const unsigned = buildAdmissionRequest(
      {
        meter,
        zone: request.zone ?? unit.config.zone,
        nature: NATURE[request.nature],
        capacityW: BigInt(request.capacityW ?? unit.config.capacityW),
        priceMicroPerKwh: BigInt(request.priceMicroPerKwh),
        gridCodeProfile:
          request.gridCodeProfile === undefined ? NO_PROFILE : Uint8Array.from(Buffer.from(request.gridCodeProfile.slice(2), 'hex')),
        ...SETTINGS_NOT_TOLD,
        nonce,
        deadline: BigInt(secondsOf(context.clock) + DEADLINE_SECONDS),
        evidence: unit.latest.slice(-request.evidence).map(({ raw }) => form.closing(raw)),
      },
      context.deployment,
    );
    const before = unit.flow;
    try {
      await submitter.submit(unit, unsigned, [operation, moveFlow(unit, { admission: 'pending' })]);
    } catch (cause) {
      unit.flow = before;
      throw cause;
    }
  };

  const later = (change: { ask?: number } = {}): Decision => ({
    operations: [moveFlow(unit, { admission: 'none', notBefore: secondsOf(context.clock) + ASK_AGAIN_SECONDS, ...change })],
  });

  const onVerdict = (verdict: number, zone: number): Decision => {
    if (verdict === 0) {
      unit.log.info({ zone }, 'admitted');
      return { operations: [moveFlow(unit, { admission: 'granted' })] };
    }
    const reasons = verdictReasons(verdict);
    unit.log.warn({ zone, reasons }, 'admission refused');
    if (reasons.length > 0 && reasons.every((reason) => TRANSIENT.has(reason))) return later();
    const next = unit.flow.ask + 1;
    if (next < unit.config.admission.length) return { operations: [moveFlow(unit, { admission: 'none', ask: next, notBefore: 0 })] };
    return { operations: [moveFlow(unit, { admission: 'refused' })] };
  };

  unit.handlers.admissionRequest = (outcome) => {
    if (outcome.state === 'final') {
      const decoded = decodeAdmissionVerdict(outcome.log);
      return decoded.ok ? onVerdict(decoded.value.verdict, decoded.value.zone) : later();
    }
    // Its evidence has grown old on the way, before a chain node took it: newer readings make a new request.
    if (outcome.state === 'expired') return { operations: [moveFlow(unit, { admission: 'none', notBefore: 0 })] };
    return later();
  };

  return {
    tick() {
      const { flow, config, pinned, form } = unit;
      const request = config.admission[flow.ask];
      if (
        isBusy ||
        request === undefined ||
        pinned === undefined ||
        form === undefined ||
        flow.admission !== 'none' ||
        !unit.isRegistered()
      )
        return;
      if (secondsOf(context.clock) < flow.notBefore || unit.latest.length < request.evidence) return;
      isBusy = true;
      ask(request, pinned.meter as Address, form)
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'admission request waits'))
        .finally(() => {
          isBusy = false;
        });
    },
  };
}
