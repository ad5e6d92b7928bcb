import { ATTESTATION_CLASS, CARRIER, CURVE, FORMAT, SOURCE } from '@joulegate/protos';
import type { Address, JoulegateError, SignedReading, Signer } from '../domain/index.ts';
import type { Jg1Message } from '../framing/index.ts';
import { formatJg1Command } from '../framing/index.ts';
import { addressOfKey, decompressPublicKey } from '../keys/index.ts';
import { attachPossession, buildMeterRegistration, possessionMessageDigest, type Unsigned } from '../tx/index.ts';
import { secondsOf } from './clock.ts';
import { type Context, moveFlow, type Unit } from './context.ts';
import type { Submitter } from './submit.ts';
import { type PinnedDevice, setValue, VALUE } from './values.ts';
import { readMeterKey } from './wires/foreign-formats.ts';

export interface Registrar {
  /** The wire is open: ask who is there. */
  onOpen(): void;
  onIdentity(message: Extract<Jg1Message, { type: 'identity' }>): void;
  onPossession(message: Extract<Jg1Message, { type: 'possession' }>): void;
  /** A meter that signs in a format of its own says its key. */
  onForeignKey(publicKey: Uint8Array): void;
  tick(): void;
}

const ASK_EVERY_MS = 3_000;
const NAME_EVERY_MS = 30_000;
const DEADLINE_SECONDS = 7 * 86_400;
const RETRY_MIN_MS = 60_000;
const RETRY_MAX_MS = 3_600_000;

function namesOwner(reading: SignedReading, owner: Address): boolean {
  return (
    'signedText' in reading &&
    Buffer.from(reading.signedText as Uint8Array)
      .toString('latin1')
      .includes(owner)
  );
}

/**
 * Learns whose key signs on a wire, pins it for good, and registers the meter with the meter's own proof.
 * @param send writes a line to the device.
 * @param signer the gateway's key for class gateway, where no device can be asked.
 * @param nameOwner has a meter that signs in a format of its own write its owner's address into what it signs, where it can.
 */
export function createRegistrar(
  context: Context,
  unit: Unit,
  submitter: Submitter,
  send: (line: string) => Promise<void>,
  signer: Signer | undefined,
  nameOwner: () => void,
): Registrar {
  let askedAt = Number.NEGATIVE_INFINITY;
  let challenge: Unsigned<'meterRegistration'> | undefined;
  let isBusy = false;
  let failures = 0;
  let notBefore = 0;

  const ask = (line: string) => {
    askedAt = performance.now();
    // The wire may be down; the next tick asks again.
    send(line).catch(() => undefined);
  };

  const pin = async (pinned: PinnedDevice) => {
    await context.journal.commit([setValue(VALUE.device(unit.id), pinned)]);
    unit.pinned = pinned;
    unit.log.info({ meter: pinned.meter, model: pinned.model, serial: pinned.serial }, 'meter key pinned');
  };

  const guard = (work: () => Promise<void>) => {
    if (isBusy) return;
    isBusy = true;
    work()
      .catch((cause: unknown) => unit.log.warn({ cause: String(cause) }, 'registration waits'))
      .finally(() => {
        isBusy = false;
      });
  };

  const build = (pinned: PinnedDevice): Unsigned<'meterRegistration'> => {
    const key = Uint8Array.from(Buffer.from(pinned.publicKey, 'hex'));
    const { config } = unit;
    return buildMeterRegistration(
      {
        owner: unit.owner.address,
        keyX: key.subarray(0, 32),
        keyY: key.subarray(32),
        curve: pinned.curve === 'P-256' ? CURVE.p256 : CURVE.secp256k1,
        format: config.format === 'ocmf' || config.format === 'bsm' ? FORMAT[config.format] : FORMAT.native,
        attestationClass: ATTESTATION_CLASS[config.class],
        source: SOURCE[config.source],
        carrier: CARRIER[config.carrier],
        zone: config.zone,
        capacityW: BigInt(config.capacityW),
        deadline: BigInt(secondsOf(context.clock) + DEADLINE_SECONDS),
      },
      context.deployment,
    );
  };

  const submit = async (unsigned: Unsigned<'meterRegistration'>, signature: Uint8Array) => {
    const before = unit.flow;
    try {
      await submitter.submit(unit, attachPossession(unsigned, signature), [moveFlow(unit, { registration: 'pending' })]);
      challenge = undefined;
    } catch (cause) {
      unit.flow = before;
      throw cause;
    }
  };

  unit.handlers.meterRegistration = (outcome) => {
    const isDone = outcome.state === 'final' || (outcome.state === 'refused' && /AlreadyRegistered/.test(outcome.message));
    if (isDone) failures = 0;
    else {
      notBefore = performance.now() + Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** failures);
      failures += 1;
    }
    return { operations: [moveFlow(unit, { registration: isDone ? 'done' : 'none' })] };
  };

  const strange = (got: string, model: string, serial: string) => {
    const expected = unit.pinned?.meter;
    unit.refuse({ code: 'METER_UNKNOWN', message: `another key answers on this wire: ${expected} expected, got ${got}` });
    unit.log.error(
      { code: 'METER_UNKNOWN', expected, got, model, serial },
      'another key answers on this wire: exchanged meter? Its readings are refused',
    );
  };
  const isForeign = unit.config.format === 'ocmf' || unit.config.format === 'bsm';

  /** A meter that signs nothing but readings proves that it is the owner's by a reading whose signed text names him. */
  const findOwnerNamed = (): Uint8Array | undefined => {
    const { form } = unit;
    if (form === undefined) return undefined;
    const reading = unit.latest.findLast((candidate) => namesOwner(candidate, unit.owner.address));
    return reading === undefined ? undefined : form.closing(reading.raw);
  };

  return {
    onOpen() {
      if (signer === undefined && !isForeign) ask(formatJg1Command({ type: 'identity' }));
    },
    onIdentity({ publicKey, model, serial }) {
      let key: Uint8Array;
      try {
        key = decompressPublicKey(publicKey);
      } catch (cause) {
        unit.refuse(cause as JoulegateError);
        return;
      }
      const hex = Buffer.from(key).toString('hex');
      if (unit.pinned === undefined) {
        guard(() => pin({ meter: addressOfKey(key), publicKey: hex, model, serial }));
      } else if (unit.pinned.publicKey !== hex) {
        strange(addressOfKey(key), model, serial);
      } else if (unit.pinned.serial === '' && serial !== '') guard(() => pin({ ...(unit.pinned as PinnedDevice), model, serial }));
    },
    onPossession({ signature }) {
      const waiting = challenge;
      if (waiting === undefined || unit.pinned === undefined) return;
      const key = context.verifier.recover(possessionMessageDigest(waiting.digest), signature);
      if (key === undefined || Buffer.from(key).toString('hex') !== unit.pinned.publicKey) {
        unit.refuse({ code: 'SIGNATURE_INVALID', message: 'possession not proven' });
        unit.log.warn({ code: 'SIGNATURE_INVALID' }, 'possession not proven: the answer is not signed by the meter’s key');
        return;
      }
      if (unit.flow.registration === 'none') guard(() => submit(waiting, signature));
    },
    onForeignKey(said) {
      let key: ReturnType<typeof readMeterKey>;
      try {
        key = readMeterKey(said, unit.id);
      } catch (cause) {
        unit.refuse(cause as JoulegateError);
        return;
      }
      const publicKey = Buffer.from(key.publicKey).toString('hex');
      const meter = addressOfKey(key.publicKey);
      if (unit.pinned === undefined) guard(() => pin({ meter, publicKey, curve: key.curve, model: '', serial: '' }));
      else if (unit.pinned.publicKey !== publicKey) strange(meter, '', '');
    },
    tick() {
      const { pinned } = unit;
      if (pinned === undefined) {
        if (signer === undefined && !isForeign && performance.now() - askedAt >= ASK_EVERY_MS) ask(formatJg1Command({ type: 'identity' }));
        return;
      }
      if (!unit.config.register || unit.flow.registration !== 'none' || isBusy || performance.now() < notBefore) return;
      const deadline = challenge?.body.value.deadline ?? 0n;
      if (challenge === undefined || deadline < BigInt(secondsOf(context.clock) + DEADLINE_SECONDS / 2)) challenge = build(pinned);
      const current = challenge;
      if (isForeign) {
        const proof = findOwnerNamed();
        if (proof !== undefined) guard(() => submit(current, proof));
        else if (performance.now() - askedAt >= NAME_EVERY_MS) {
          askedAt = performance.now();
          nameOwner();
        }
      } else if (signer !== undefined) {
        guard(async () => submit(current, await signer.sign(possessionMessageDigest(current.digest))));
      } else if (performance.now() - askedAt >= ASK_EVERY_MS) ask(formatJg1Command({ type: 'possession', digest: current.digest }));
    },
  };
}
