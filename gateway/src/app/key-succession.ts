import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Address, faultPoint, type JoulegateError } from '../domain/index.ts';
import type { Jg1Message } from '../framing/index.ts';
import { formatJg1Command } from '../framing/index.ts';
import { compressPublicKey, decompressPublicKey } from '../keys/index.ts';
import { attachPossession, buildMeterRotation, possessionMessageDigest, successionMessageDigest, type Unsigned } from '../tx/index.ts';
import { type Context, moveFlow, type Unit } from './context.ts';
import type { Submitter } from './submit.ts';
import { type BatchMark, FRESH_BATCHES, getValue, type PinnedDevice, setValue, VALUE } from './values.ts';

/** Where "joulegate keys renew" leaves word for a running gateway; the word is deliberate, and gone once it is taken up. */
export function renewalFile(stateDir: string, device: string): string {
  return join(stateDir, `renew-key.${device}`);
}

export interface KeySuccession {
  /** The key that comes after the pinned one, as x | y, from when the meter may sign with it until it is pinned. */
  readonly awaited: Uint8Array | undefined;
  onNext(message: Extract<Jg1Message, { type: 'next' }>): void;
  /** @returns whether the meter says that it signs with the awaited key. */
  onIdentity(message: Extract<Jg1Message, { type: 'identity' }>): boolean;
  /** @returns whether it was our question that this answers. */
  onPossession(message: Extract<Jg1Message, { type: 'possession' }>): boolean;
  /** A reading by the awaited key came: as good as its word. */
  onReadingByAwaited(counter: bigint): void;
  tick(): void;
}

const ASK_EVERY_MS = 3_000;
const LOOK_EVERY_MS = 1_000;
/** So often a meter is asked for its next key; one whose firmware knows of none stays silent. */
const ASKS_MAX = 20;
/** So long no batch is begun after the meter was told: its last reading by the present key must not close one. */
const HOLD_MS = 2_000;
const RETRY_MIN_MS = 10_000;
const RETRY_MAX_MS = 3_600_000;

/**
 * Has a meter that signs on its own wire take its next key, and the chain with it; id, counter and registers stay. In this
 * order, so that every boundary's reading can be recorded: what the present key signed is on chain; the meter takes the next
 * key; its readings wait; the owner's rotation, with the meter's own proof, is final; they go on.
 *
 * asked → (the meter names its next key, vouched for by the present one) switching → (it signs with it) proving → pending → none
 *
 * @param batches isAtRest: nothing that the present key signed waits for the chain, and no boundary is near; hold: begin none
 *   for so many ms
 * @param lastCounter of the readings attested so far
 */
export function createKeySuccession(
  context: Context,
  unit: Unit,
  submitter: Submitter,
  batches: { isAtRest(): boolean; isIdle(): boolean; hold(ms: number): void },
  send: (line: string) => Promise<void>,
  lastCounter: () => bigint,
): KeySuccession {
  const file = renewalFile(resolve(context.config.directory, context.config.stateDir), unit.id);
  let askedAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let asks = 0;
  let challenge: Unsigned<'meterRotation'> | undefined;
  let isBusy = false;
  let failures = 0;
  let notBefore = 0;
  let firstByNext: bigint | undefined;

  const guard = (work: () => Promise<void>) => {
    if (isBusy) return;
    isBusy = true;
    const before = unit.flow;
    work()
      .catch((cause: unknown) => {
        unit.flow = before;
        unit.log.warn({ cause: String(cause) }, "the meter's next key waits");
      })
      .finally(() => {
        isBusy = false;
      });
  };
  const tell = (message: string, isWarning = false) => {
    unit.log[isWarning ? 'warn' : 'info']({ code: 'METER_KEY_CHANGED', meter: unit.pinned?.meter }, message);
    unit.announce({ code: 'METER_KEY_CHANGED', message });
  };
  const ask = (line: string) => {
    askedAt = performance.now();
    // The wire may be down; the next tick asks again.
    send(line).catch(() => undefined);
  };
  const isTimeToAsk = () => performance.now() - askedAt >= ASK_EVERY_MS;
  const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
  const awaitedHex = () => {
    const { rotation, nextKey } = unit.flow;
    return rotation === 'none' || nextKey === unit.pinned?.publicKey ? undefined : nextKey;
  };

  const lookForWord = () => {
    if (performance.now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = performance.now();
    if (!existsSync(file)) return;
    guard(async () => {
      asks = 0;
      await context.journal.commit([moveFlow(unit, { rotation: 'asked' })]);
      rmSync(file, { force: true });
      unit.log.info('the meter is asked for its next key');
    });
  };

  /** From this counter on the next key signs. */
  const pinNext = (counter: bigint) => {
    const next = awaitedHex();
    const { pinned } = unit;
    if (next === undefined || pinned === undefined) return;
    firstByNext ??= counter;
    const from = firstByNext;
    // Its mark must not be written by two.
    batches.hold(HOLD_MS);
    if (!batches.isIdle()) return;
    guard(async () => {
      const succeeded: PinnedDevice = { ...pinned, publicKey: next, earlier: [...(pinned.earlier ?? []), pinned.publicKey] };
      const mark = getValue<BatchMark>(context.journal, VALUE.batch(pinned.meter)) ?? FRESH_BATCHES;
      await context.journal.commit([
        setValue(VALUE.device(unit.id), succeeded),
        setValue(VALUE.batch(pinned.meter), { ...mark, fitFrom: String(from) }),
        moveFlow(unit, { rotation: 'proving' }),
      ]);
      unit.pinned = succeeded;
      firstByNext = undefined;
      // Evidence is judged by the key that the registry knows.
      unit.latest.length = 0;
      faultPoint('key-pinned');
      unit.log.info({ meter: pinned.meter, key: next }, 'the meter signs with its next key; the registry is told');
    });
  };

  const prove = () => {
    const { pinned } = unit;
    if (pinned === undefined || !batches.isIdle() || performance.now() < notBefore || !isTimeToAsk()) return;
    if (challenge === undefined) {
      const key = bytesOf(pinned.publicKey);
      const meter = pinned.meter as Address;
      const { nonce } = submitter.takeNonce();
      challenge = buildMeterRotation({ meter, newKeyX: key.subarray(0, 32), newKeyY: key.subarray(32), nonce }, context.deployment);
    }
    ask(formatJg1Command({ type: 'possession', digest: challenge.digest }));
  };

  unit.handlers.meterRotation = (outcome) => {
    challenge = undefined;
    if (outcome.state === 'final') {
      failures = 0;
      return {
        operations: [moveFlow(unit, { rotation: 'none', nextKey: undefined })],
        after: () => tell('the meter signs with its next key, and the registry knows it'),
      };
    }
    notBefore = performance.now() + Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** failures);
    failures += 1;
    const why = outcome.state === 'refused' ? `${outcome.code}: ${outcome.message}` : 'no receipt came in time';
    return {
      operations: [moveFlow(unit, { rotation: 'proving' })],
      after: () => tell(`the registry does not know the meter's next key yet: ${why}; asked again`, true),
    };
  };

  return {
    get awaited() {
      const next = awaitedHex();
      return next === undefined ? undefined : bytesOf(next);
    },
    onNext({ publicKey, signature }) {
      const { pinned, flow } = unit;
      if (flow.rotation !== 'asked' || pinned === undefined) return;
      const by = context.verifier.recover(successionMessageDigest(publicKey), signature);
      if (by === undefined || Buffer.from(by).toString('hex') !== pinned.publicKey)
        return unit.refuse({
          code: 'SIGNATURE_INVALID',
          message: 'a next key that the meter’s present key vouches for expected, got another',
        });
      let next: string;
      try {
        next = Buffer.from(decompressPublicKey(publicKey)).toString('hex');
      } catch (cause) {
        return unit.refuse(cause as JoulegateError);
      }
      if (next === pinned.publicKey)
        return unit.refuse({ code: 'KEY_INVALID', message: 'another key than the present one expected, got that' });
      guard(() => context.journal.commit([moveFlow(unit, { rotation: 'switching', nextKey: next })]).then(() => undefined));
    },
    onIdentity({ publicKey }) {
      const next = awaitedHex();
      if (next === undefined || !Buffer.from(compressPublicKey(bytesOf(next))).equals(publicKey)) return false;
      pinNext(lastCounter() + 1n);
      return true;
    },
    onPossession({ signature }) {
      const waiting = challenge;
      const { pinned, flow } = unit;
      if (waiting === undefined || pinned === undefined || flow.rotation !== 'proving') return false;
      const by = context.verifier.recover(possessionMessageDigest(waiting.digest), signature);
      if (by === undefined || Buffer.from(by).toString('hex') !== pinned.publicKey)
        unit.refuse({ code: 'SIGNATURE_INVALID', message: 'possession of the next key not proven' });
      else
        guard(async () => {
          // The newest number: others may have been given since ours.
          const { operation } = submitter.takeNonce();
          await submitter.submit(unit, attachPossession(waiting, signature), [operation, moveFlow(unit, { rotation: 'pending' })]);
          challenge = undefined;
        });
      return true;
    },
    onReadingByAwaited: (counter) => pinNext(counter),
    tick() {
      const { rotation, nextKey } = unit.flow;
      if (isBusy || unit.pinned === undefined || !unit.isRegistered()) return;
      if (rotation === 'none') return lookForWord();
      if (rotation === 'proving') return prove();
      if (rotation === 'asked' && isTimeToAsk()) {
        asks += 1;
        if (asks <= ASKS_MAX) return ask(formatJg1Command({ type: 'next' }));
        return guard(async () => {
          await context.journal.commit([moveFlow(unit, { rotation: 'none' })]);
          tell('the meter names no next key: it keeps the one it has', true);
        });
      }
      if (rotation === 'switching' && nextKey !== undefined && isTimeToAsk() && batches.isAtRest()) {
        batches.hold(HOLD_MS);
        ask(formatJg1Command({ type: 'switch', publicKey: compressPublicKey(bytesOf(nextKey)) }));
        faultPoint('key-switch-sent');
      }
    },
  };
}
