import type { SignedReading } from '../domain/index.ts';
import { chainTopics } from '../relay/index.ts';
import type { AccessLocks } from './access-locks.ts';
import { decideOutput, type OutputDecision } from './access-state.ts';
import { secondsOf } from './clock.ts';
import type { OutputConfig } from './config/config-output.ts';
import type { Context, Unit } from './context.ts';
import type { OutputDriver } from './wires/output-driver.ts';

export interface Output {
  noteReading(reading: SignedReading): void;
  tick(): void;
  close(): Promise<void>;
}

const CYCLE_MS = 1_000;
/** Retained messages follow a subscription at once. */
const HEARD_MS = 2_000;
/** Once said, again after so long while it lasts. */
const SAY_AGAIN_MS = 60_000;
/** A stopping program waits no longer for a contact. */
const CLOSE_MS = 1_000;

/**
 * Lets the verdict drive a contact (paper A8), as access-state.ts decides. The feedback is read back each cycle; a contact
 * that does not follow is written anew and told of, and so is a unit that feeds in through an open one.
 */
export function createOutput(context: Context, unit: Unit, locks: AccessLocks, config: OutputConfig, driver: OutputDriver): Output {
  const { relay, topics, tally, clock } = context;
  const feedbackMs = config.feedbackSeconds * 1000;
  let isBusy = false;
  let isStopping = false;
  let cycleAt = Number.NEGATIVE_INFINITY;
  let cycle: Promise<void> = Promise.resolve();
  /** Whose access the chain nodes are listened to about, and since when. */
  let listensTo: string | undefined;
  let heardFrom: number | undefined;
  let decided: OutputDecision = { isClosed: undefined, reason: 'unknown' };
  let isDecided = false;
  /** Real ms, and the instant that the program's clock had then. */
  let since = { real: performance.now(), clock: clock.now() };
  /** First signed reading of the time in which the contact is to be open. */
  let openFrom: SignedReading | undefined;
  const saidAt = new Map<string, number>();

  const decide = () => {
    const { admission, validUntil, grantMeter } = unit.flow;
    // A permit names a meter: another one behind the same wire has none yet.
    const isOthers = admission === 'granted' && grantMeter !== unit.pinned?.meter;
    return decideOutput({
      keptOpen: locks.reason(),
      admission: isOthers ? 'none' : admission,
      validUntil,
      nowSeconds: secondsOf(clock),
      isTimeKnown: context.time.isSynchronised(),
      isHeard: heardFrom !== undefined && performance.now() - heardFrom >= HEARD_MS,
      onUnknown: config.onUnknown,
    });
  };

  const isDueToSay = (code: string) => {
    if (performance.now() - (saidAt.get(code) ?? Number.NEGATIVE_INFINITY) < SAY_AGAIN_MS) return false;
    saidAt.set(code, performance.now());
    return true;
  };

  const follow = () => {
    const next = decide();
    if (isDecided && next.isClosed === decided.isClosed) {
      decided = next;
      return;
    }
    decided = next;
    isDecided = true;
    since = { real: performance.now(), clock: clock.now() };
    openFrom = undefined;
    saidAt.clear();
    unit.log.info({ wanted: word(next.isClosed), reason: next.reason }, 'output');
  };

  const listen = () => {
    const meter = unit.pinned?.meter;
    if (meter === undefined || meter === listensTo) return;
    listensTo = meter;
    heardFrom = undefined;
    void relay.subscribe(chainTopics(context.config.base, context.network).access(meter)).then(() => {
      if (listensTo === meter) heardFrom = performance.now();
    });
  };

  const run = async () => {
    listen();
    follow();
    const { isClosed: wanted, reason } = decided;
    const before = await driver.read();
    const isWritten = wanted !== undefined && !(before.ok && before.value === wanted);
    const written = isWritten ? await driver.switchTo(wanted) : undefined;
    const after = isWritten ? await driver.read() : before;
    const found = after.ok ? after.value : undefined;
    if (wanted === undefined || found === wanted) saidAt.delete('OUTPUT_MISMATCH');
    else if (performance.now() - since.real >= feedbackMs && isDueToSay('OUTPUT_MISMATCH')) {
      const why = !after.ok ? after.message : written?.ok === false ? written.message : `its feedback says ${word(found)}`;
      const message = `output: ${word(wanted)} wanted (${reason}) for over ${config.feedbackSeconds} s: ${why}`;
      unit.log.error({ code: 'OUTPUT_MISMATCH' }, message);
      unit.refuse({ code: 'OUTPUT_MISMATCH', message });
    }
    const state = { wanted: word(wanted), feedback: word(found), reason, since: new Date(since.clock).toISOString(), kind: config.kind };
    relay.retain(topics.output(unit.id), JSON.stringify(state));
  };

  return {
    noteReading(reading) {
      // What fed in before the contact had the time to open is no offence.
      const isOpen = decided.isClosed === false && performance.now() - since.real >= feedbackMs;
      if (!isOpen || Number(reading.time) * 1000 < since.clock) return;
      const from = openFrom;
      if (from === undefined) openFrom = reading;
      else if (reading.exportWh > from.exportWh && isDueToSay('FED_IN_WITHOUT_PERMIT')) {
        const shown = [from, reading];
        const text = shown.map(({ counter, exportWh }) => `reading ${counter} shows ${exportWh} Wh`).join(', ');
        const message = `fed in through an output that is to be open (${decided.reason}): ${text}`;
        unit.log.error({ code: 'FED_IN_WITHOUT_PERMIT' }, message);
        tally.count('FED_IN_WITHOUT_PERMIT');
        unit.announce({ code: 'FED_IN_WITHOUT_PERMIT', message, readings: shown.map(({ raw }) => Buffer.from(raw).toString('hex')) });
      }
    },
    tick() {
      if (isBusy || isStopping || performance.now() - cycleAt < CYCLE_MS) return;
      isBusy = true;
      cycleAt = performance.now();
      cycle = run()
        .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'output not driven'))
        .finally(() => {
          isBusy = false;
        });
    },
    async close() {
      isStopping = true;
      const leave = async () => {
        await cycle;
        // Nobody watches the permit from here on.
        if (config.onUnknown === 'open') await driver.switchTo(false);
      };
      await Promise.race([leave(), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
      await driver.close();
    },
  };
}

function word(isClosed: boolean | undefined): 'closed' | 'open' | 'unknown' {
  return isClosed === undefined ? 'unknown' : isClosed ? 'closed' : 'open';
}
