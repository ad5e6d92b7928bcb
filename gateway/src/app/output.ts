import type { SignedReading } from '../domain/index.ts';
import type { AccessLocks } from './access-locks.ts';
import type { OutputConfig } from './config/config-output.ts';
import type { Context, Unit } from './context.ts';
import type { OutputDriver } from './wires/output-driver.ts';

export interface Output {
  noteReading(reading: SignedReading): void;
  tick(): void;
  close(): Promise<void>;
}

const CYCLE_MS = 1_000;
/** Once said, again after so long while it lasts. */
const SAY_AGAIN_MS = 60_000;

/**
 * Lets the verdict drive a contact (paper A8): closed while a proven permit runs and nothing keeps it open, open else. The
 * feedback is read back each cycle; a contact that does not follow and a unit that feeds in all the same are announced.
 */
export function createOutput(context: Context, unit: Unit, locks: AccessLocks, config: OutputConfig, driver: OutputDriver): Output {
  const { relay, topics, tally } = context;
  let isBusy = false;
  let isStopping = false;
  let cycleAt = 0;
  let cycle: Promise<void> = Promise.resolve();
  let wanted: boolean | undefined;
  let wantedSince = Date.now();
  let found: boolean | undefined;
  /** First signed reading since the feedback showed, or should have shown, an open contact. */
  let openFrom: SignedReading | undefined;
  const saidAt = new Map<string, number>();

  /** Undefined: leave it as it is. */
  const decide = (): { readonly isClosed: boolean | undefined; readonly reason: string } => {
    const lock = locks.reason();
    if (lock !== undefined) return { isClosed: false, reason: lock };
    const { admission } = unit.flow;
    if (unit.config.admission.length > 0 && unit.isAdmitted()) return { isClosed: true, reason: 'admitted' };
    if (admission === 'refused') return { isClosed: false, reason: 'refused' };
    if (admission === 'granted') return { isClosed: false, reason: 'expired' };
    return { isClosed: config.onUnknown === 'hold' ? undefined : false, reason: 'unknown' };
  };

  const say = (code: 'OUTPUT_MISMATCH' | 'FED_IN_WITHOUT_PERMIT', message: string) => {
    if (Date.now() - (saidAt.get(code) ?? -SAY_AGAIN_MS) < SAY_AGAIN_MS) return;
    saidAt.set(code, Date.now());
    tally.refuse(unit.id, code);
    unit.log.error({ code }, message);
    unit.announce({ code, message });
  };

  const publish = (reason: string) =>
    relay.retain(topics.output(unit.id), JSON.stringify({ wanted: word(wanted), found: word(found), reason, kind: config.kind }));

  const run = async () => {
    const { isClosed, reason } = decide();
    if (isClosed !== wanted) {
      wanted = isClosed;
      wantedSince = Date.now();
      openFrom = undefined;
      saidAt.clear();
      unit.log.info({ wanted: word(wanted), reason }, 'output');
    }
    const before = await driver.read();
    found = before.ok ? before.value : undefined;
    // A contact that can't be asked is told all the same.
    const written = wanted !== undefined && found !== wanted ? await driver.switchTo(wanted) : undefined;
    const after = written === undefined ? before : await driver.read();
    found = after.ok ? after.value : undefined;
    if (found === wanted || wanted === undefined) saidAt.delete('OUTPUT_MISMATCH');
    else if (Date.now() - wantedSince >= config.feedbackSeconds * 1000) {
      const why = !after.ok ? after.message : written?.ok === false ? written.message : `its feedback says ${word(found)}`;
      say('OUTPUT_MISMATCH', `output: ${word(wanted)} wanted (${reason}) for over ${config.feedbackSeconds} s: ${why}`);
    }
    publish(reason);
  };

  return {
    noteReading(reading) {
      // What fed in before the contact had time to open is no offence.
      if (wanted !== false || Date.now() - wantedSince < config.feedbackSeconds * 1000) return;
      const from = openFrom;
      if (from === undefined) openFrom = reading;
      else if (reading.exportWh > from.exportWh) {
        const shown = ({ counter, exportWh }: SignedReading) => `reading ${counter} (${exportWh} Wh)`;
        say('FED_IN_WITHOUT_PERMIT', `fed in without permit: ${shown(from)}, ${shown(reading)}, both signed`);
      }
    },
    tick() {
      if (isBusy || isStopping || Date.now() - cycleAt < CYCLE_MS) return;
      isBusy = true;
      cycleAt = Date.now();
      cycle = run()
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'output not driven'))
        .finally(() => {
          isBusy = false;
        });
    },
    async close() {
      isStopping = true;
      await cycle;
      await driver.close();
    },
  };
}

function word(isClosed: boolean | undefined): 'closed' | 'open' | 'unknown' {
  return isClosed === undefined ? 'unknown' : isClosed ? 'closed' : 'open';
}
