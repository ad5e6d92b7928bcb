import type { SignedReading, Signer } from '../domain/index.ts';
import { parseJg1Line } from '../framing/index.ts';
import { addressOfKey, decompressPublicKey } from '../keys/index.ts';
import { createAccessLocks } from './access-locks.ts';
import { createAdmission } from './admission.ts';
import { boundaryOf } from './batch-plan.ts';
import { createBatcher } from './batcher.ts';
import { createCarbon } from './carbon.ts';
import { secondsOf } from './clock.ts';
import { shortForm } from './completeness.ts';
import type { Context, Unit } from './context.ts';
import { nominalVoltageOf } from './grid-codes.ts';
import { createIntake } from './intake.ts';
import { createKeySuccession, type KeySuccession } from './key-succession.ts';
import { createMeterDrift } from './meter-drift.ts';
import { createOrders } from './orders.ts';
import type { Outbox } from './outbox.ts';
import { createOutput } from './output.ts';
import type { ReadingPublisher } from './reading-publisher.ts';
import { recallReadings } from './recall.ts';
import { createRegistrar } from './registrar.ts';
import { createReportSigning } from './report-signing.ts';
import { createStorage } from './storage.ts';
import type { Submitter } from './submit.ts';
import { createSupply } from './supply.ts';
import { type BatchMark, FRESH_BATCHES, getMeterState, getValue, setValue, VALUE } from './values.ts';
import { readMeterKey } from './wires/foreign-formats.ts';
import type { ModbusBuses } from './wires/modbus-buses.ts';
import { openWire } from './wires/open-wire.ts';
import { openOutputDriver } from './wires/output-driver.ts';

export interface Device {
  readonly unit: Unit;
  readonly isStalled: boolean;
  open(): Promise<void>;
  /** What a chain node announces of access, about any meter. */
  onAccess(node: string, payload: Uint8Array): void;
  tick(): void;
  /** Closes the wire and waits for what was taken from it to be durable. */
  close(): Promise<void>;
}

/** The state topic is for people and dashboards; readings have their own. */
const STATE_EVERY_MS = 250;

/** Joins everything that belongs to one device: wire, intake, registration, batches, admission, orders, carbon. */
export function createDevice(
  context: Context,
  unit: Unit,
  shared: {
    outbox: Outbox;
    submitter: Submitter;
    publisher: ReadingPublisher;
    signer: Signer | undefined;
    buses: ModbusBuses;
    onFailure(cause: unknown): void;
  },
): Device {
  const { relay, topics, tally } = context;
  const { outbox, submitter, publisher, signer } = shared;
  let stateAt = Number.NEGATIVE_INFINITY;

  const drift = createMeterDrift(context.config.limits.meterDriftSeconds * context.config.clock.speed, (isOff, aheadSeconds) => {
    const message = isOff
      ? `the meter's clock is ${aheadSeconds} s ahead of ours; what it signs keeps its time`
      : `the meter's clock is right again, ${aheadSeconds} s ahead of ours`;
    tally.count('METER_CLOCK_DRIFT');
    unit.log.warn({ code: 'METER_CLOCK_DRIFT', aheadSeconds }, message);
    unit.announce({ code: 'METER_CLOCK_DRIFT', message });
  });
  /** Of a meter that signs as it measures: what we sign has our time, and OCMF records may be of yesterday. */
  const noteTime = (reading: SignedReading) => {
    if (signer !== undefined || unit.config.format === 'ocmf' || reading.time === 0n || !context.time.isSynchronised()) return;
    drift.note(Number(reading.time), secondsOf(context.clock));
  };

  const publishState = (reading: SignedReading) => {
    const now = performance.now();
    if (now - stateAt < STATE_EVERY_MS) return;
    stateAt = now;
    const { importWh, exportWh, powerW, voltageMv, frequencyMhz, counter, time, status } = reading;
    const state = {
      measuredAt: new Date(Number(time) * 1000).toISOString(),
      importWh: Number(importWh),
      exportWh: Number(exportWh),
      powerW,
      voltageMv,
      frequencyMhz,
      counter: Number(counter),
      quality: status === 0 ? 'good' : 'flagged',
      clockAheadSeconds: drift.aheadSeconds ?? null,
      onChain: unit.completeness === undefined ? null : shortForm(unit.completeness.view()),
    };
    relay.send(topics.state(unit.id), JSON.stringify(state));
  };

  const intake = createIntake(
    context,
    unit,
    {
      onJournaled(readings, seqs) {
        readings.forEach((reading, i) => {
          const seq = seqs[i] as number;
          output?.noteReading(reading);
          unit.noteReading(reading, boundaryOf(Number(reading.time), context.deployment));
          batcher.note(reading, seq);
          unit.completeness?.noteHeld(reading.counter);
          publisher.enqueue(unit.id, seq, reading.raw);
        });
        const last = readings.at(-1);
        if (last === undefined) return;
        noteTime(last);
        publishState(last);
      },
      onPressure: (isHeld) => (isHeld ? wire.pause() : wire.resume()),
      onFailure: shared.onFailure,
    },
    () => succession,
  );
  const signing = signer === undefined ? undefined : createReportSigning(context, unit, signer, intake);
  const nameOwner = () => {
    if (unit.config.bsm?.nameOwner === false) return;
    wire.nameOwner?.(`owner: ${unit.owner.address}`).then(
      (named) => !named.ok && unit.refuse(named),
      (cause: unknown) => unit.log.warn({ cause: String(cause) }, 'the owner could not be named in the meter'),
    );
  };
  const sendLine = (line: string) => wire.write(Buffer.from(line, 'latin1'));
  const registrar = createRegistrar(context, unit, submitter, sendLine, signer, nameOwner);
  const batcher = createBatcher(context, unit, outbox, submitter);
  const succession: KeySuccession = createKeySuccession(context, unit, submitter, batcher, sendLine, () => intake.state?.counter ?? 0n);
  const storage = createStorage(context, unit, submitter);
  const admission = createAdmission(context, unit, submitter);
  const locks = createAccessLocks(context, unit, () => admission.onRevoked());
  const { output: switched } = unit.config;
  const output = switched && createOutput(context, unit, locks, switched, openOutputDriver(switched, unit.config, shared.buses));
  const actors = [
    registrar,
    ...(unit.config.format === 'native' ? [succession] : []),
    batcher,
    admission,
    storage,
    createOrders(context, unit, submitter, storage),
    createCarbon(context, unit, submitter),
    createSupply(context, unit, submitter),
  ];

  const onLine = (line: Uint8Array) => {
    const parsed = parseJg1Line(line);
    if (!parsed.ok) unit.refuse(parsed);
    else if (parsed.value.type === 'reading') intake.take(parsed.value.raw);
    else if (parsed.value.type === 'next') succession.onNext(parsed.value);
    else if (parsed.value.type === 'identity') succession.onIdentity(parsed.value) || registrar.onIdentity(parsed.value);
    else succession.onPossession(parsed.value) || registrar.onPossession(parsed.value);
  };

  const { directory } = context.config;
  const nominalVoltageMv = nominalVoltageOf(unit.config.admission, directory);
  const wire = openWire(
    unit.config,
    {
      onLine,
      onForeign: (format, raw) => intake.takeForeign(format, raw),
      onForeignKey: (publicKey) => registrar.onForeignKey(publicKey),
      onReport: (report) => signing?.take(report),
      onCharge: (charge) => storage.note(charge),
      onSettings(told) {
        unit.told = told;
      },
      refuse: (refusal) => unit.refuse(refusal),
      onState(state, detail) {
        if (state === 'open') unit.log.info(`open: ${detail}`);
        else unit.log.warn({ code: state === 'silent' ? 'DEVICE_SILENT' : 'TRANSPORT_FAILED' }, detail);
        if (state !== 'open') tally.count(state === 'silent' ? 'DEVICE_SILENT' : 'TRANSPORT_FAILED');
        relay.retain(topics.availability(unit.id), state === 'open' ? 'online' : 'offline');
        if (state === 'open') registrar.onOpen();
      },
      warn: (message) => unit.log.warn(message),
    },
    { buses: shared.buses, directory, ...(nominalVoltageMv !== undefined && { nominalVoltageMv }) },
  );

  return {
    unit,
    get isStalled() {
      return intake.isStalled;
    },
    async open() {
      await pinConfiguredKey(context, unit, signer);
      recallReadings(context, unit);
      relay.retain(topics.availability(unit.id), 'offline');
      await wire.open();
    },
    onAccess: (node, payload) => locks.onAnnouncement(node, payload),
    tick() {
      output?.tick();
      // What an owner signs is dated and ends at a time: it waits until we know the time. Readings carry the meter's.
      if (context.time.isSynchronised()) for (const actor of actors) actor.tick();
    },
    async close() {
      await output?.close();
      await wire.close();
      await locks.drain();
      await signing?.drain();
      intake.stop();
      await intake.drain();
      relay.retain(topics.availability(unit.id), 'offline');
    },
  };
}

/** A key that stands in the configuration, or is the gateway's own, wins over one learned: it was set deliberately. */
async function pinConfiguredKey(context: Context, unit: Unit, signer: Signer | undefined): Promise<void> {
  const given = signer === undefined ? readConfiguredKey(unit) : { publicKey: signer.publicKey, curve: 'secp256k1' as const };
  if (given === undefined) return;
  const publicKey = Buffer.from(given.publicKey).toString('hex');
  if (unit.pinned?.publicKey === publicKey) return;
  if (unit.pinned?.earlier?.includes(publicKey)) {
    unit.log.info({ meter: unit.pinned.meter }, 'the meter has taken another key since the one in the configuration');
    return;
  }
  const before = unit.pinned;
  const meter = unit.config.meter?.toLowerCase() ?? addressOfKey(given.publicKey);
  if (before !== undefined) unit.log.warn({ before: before.meter, now: meter }, 'the configured key replaces the pinned one');
  // Of the same meter, it is its next: a gateway's own that was rotated by command.
  const earlier = before?.meter === meter ? { earlier: [...(before.earlier ?? []), before.publicKey] } : {};
  unit.pinned = { meter, publicKey, curve: given.curve, model: '', serial: '', ...earlier };
  const operations = [setValue(VALUE.device(unit.id), unit.pinned)];
  if (before?.meter === meter) {
    const mark = getValue<BatchMark>(context.journal, VALUE.batch(meter)) ?? FRESH_BATCHES;
    const fitFrom = String((getMeterState(context.journal, meter)?.counter ?? 0n) + 1n);
    operations.push(setValue(VALUE.batch(meter), { ...mark, fitFrom }));
  }
  await context.journal.commit(operations);
  unit.log.info({ meter, key: publicKey, curve: given.curve }, 'meter key from the configuration');
}

/** @throws JoulegateError KEY_INVALID where it is no point of its curve. */
function readConfiguredKey(unit: Unit): { readonly publicKey: Uint8Array; readonly curve: 'P-256' | 'secp256k1' } | undefined {
  const { key, format } = unit.config;
  if (key === undefined) return undefined;
  if (format !== 'ocmf' && format !== 'bsm') {
    return { publicKey: decompressPublicKey(Uint8Array.from(Buffer.from(key.replace(/^0x/, ''), 'hex'))), curve: 'secp256k1' };
  }
  return readMeterKey(key, unit.id);
}
