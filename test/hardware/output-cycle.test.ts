/** A8: the gateway's cycle over a real Modbus contactor: what it holds, what it leaves, what it tells of. */
import { afterEach, describe, expect, it } from 'vitest';
import { createRelay } from '../../device-sim/src/devices/index.ts';
import { startModbusTcpServer } from '../../device-sim/src/index.ts';
import type { KeptOpen } from '../../gateway/src/app/access-state.ts';
import { output as schema } from '../../gateway/src/app/config/config-output.ts';
import type { DeviceConfig } from '../../gateway/src/app/config/config-schema.ts';
import type { Context, Unit } from '../../gateway/src/app/context.ts';
import { createOutput } from '../../gateway/src/app/output.ts';
import { createModbusBuses } from '../../gateway/src/app/wires/modbus-buses.ts';
import { openOutputDriver } from '../../gateway/src/app/wires/output-driver.ts';
import type { SignedReading } from '../../gateway/src/domain/index.ts';
import { until } from '../support/until.ts';

const METER = `0x${'ab'.repeat(20)}`;
const GRANTED = { admission: 'granted', validUntil: 0, grantMeter: METER };
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** An output whose permit runs, told so by the chain, unless `flow` says otherwise. */
async function start(options: { readonly flow?: object; readonly more?: object; readonly isClosed?: boolean } = {}) {
  const relay = createRelay();
  if (options.isClosed === true) relay.unit.writeCoil?.(0, true);
  const server = await startModbusTcpServer({ units: new Map([[1, relay.unit]]) });
  undo.push(() => server.stop());
  const transport = `tcp://127.0.0.1:${server.port}`;
  const parsed = schema['~standard'].validate({
    kind: 'modbus-coil',
    transport,
    coil: 0,
    feedback: { address: 0 },
    feedbackSeconds: 1,
    ...options.more,
  });
  if (parsed instanceof Promise || parsed.issues !== undefined) throw new Error('a configuration expected');
  const config = parsed.value;
  const told: { readonly code: string; readonly readings?: readonly string[] }[] = [];
  const said: Record<string, unknown>[] = [];
  let kept: KeptOpen | undefined;
  const log = { info: () => undefined, warn: (...said: unknown[]) => told.push({ code: String(said.at(-1)) }), error: () => undefined };
  const context = {
    clock: { now: () => Date.now() },
    time: { isSynchronised: () => true },
    tally: { count: () => undefined },
    topics: { output: () => 'output' },
    config: { base: 'joulegate' },
    network: 'eip155:1',
    relay: {
      subscribe: async () => undefined,
      retain: (_topic: string, payload: string) => said.push(JSON.parse(payload) as Record<string, unknown>),
    },
  } as unknown as Context;
  const unit = {
    id: 'pv',
    log,
    pinned: { meter: METER },
    flow: options.flow ?? GRANTED,
    refuse: (refusal: { code: string }) => told.push(refusal),
    announce: (event: { code: string }) => told.push(event),
  } as unknown as Unit;
  const locks = { reason: () => kept, onAnnouncement: () => undefined, drain: async () => undefined };
  const output = createOutput(
    context,
    unit,
    locks,
    config,
    openOutputDriver(
      config,
      {} as DeviceConfig,
      createModbusBuses(() => undefined),
    ),
  );
  const ticking = setInterval(() => output.tick(), 50);
  let isOver = false;
  const stop = async () => {
    if (isOver) return;
    isOver = true;
    clearInterval(ticking);
    await output.close();
  };
  undo.push(stop);
  const keep = (reason: KeptOpen | undefined) => {
    kept = reason;
  };
  return { relay, output, unit, told, said, stop, keep };
}

const reading = (counter: number, exportWh: number, time = Date.now()) =>
  ({
    counter: BigInt(counter),
    exportWh: BigInt(exportWh),
    time: BigInt(Math.ceil(time / 1000)),
    raw: Uint8Array.of(counter),
  }) as unknown as SignedReading;
const codes = (told: readonly { readonly code: string }[]) => told.map(({ code }) => code);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('A8 the cycle of an output', () => {
  it('opens what it finds closed before anything is known, and closes it once nodes were heard', async () => {
    const { relay, said } = await start({ isClosed: true });
    await until('the contact to open', () => !relay.isConducting);
    expect(said[0]).toMatchObject({ wanted: 'open', feedback: 'open', reason: 'unheard' });
    await until('the contact to close', () => relay.isConducting);
  });

  it('leaves what it finds, where it is told to hold, until it is known', async () => {
    const { relay, said, keep } = await start({ isClosed: true, more: { onUnknown: 'hold' } });
    await until('something said', () => said.length > 0);
    expect(said[0]).toMatchObject({ wanted: 'unknown', feedback: 'closed', reason: 'unheard' });
    await until('the verdict', () => said.at(-1)?.['reason'] === 'admitted');
    expect(said.map(({ feedback }) => feedback)).toEqual(said.map(() => 'closed'));
    keep('suspended');
    await until('the contact to open', () => !relay.isConducting);
  });

  it.each([
    ['open', false],
    ['hold', true],
  ] as const)('with onUnknown %s leaves a closed contact closed at its stop: %s', async (onUnknown, isClosed) => {
    const { relay, said, stop } = await start({ more: { onUnknown } });
    await until('the contact to close', () => said.at(-1)?.['feedback'] === 'closed');
    await stop();
    expect(relay.isConducting).toBe(isClosed);
  });

  it('stays open for a meter that the permit does not name', async () => {
    const { relay, said } = await start({ flow: { ...GRANTED, grantMeter: `0x${'cd'.repeat(20)}` } });
    await until('three cycles', () => said.length >= 3);
    await pause(1_500);
    expect(said.at(-1)).toMatchObject({ wanted: 'open', reason: 'unknown' });
    expect(relay.isConducting).toBe(false);
  });

  it('writes anew what somebody else switched', async () => {
    const { relay } = await start();
    await until('the contact to close', () => relay.isConducting);
    relay.unit.writeCoil?.(0, false);
    await until('the contact to close again', () => relay.isConducting);
  });

  it('tells of a contact that does not follow, once while it lasts, and not of one that does', async () => {
    const { relay, told, said, keep } = await start();
    await until('the contact to close', () => said.at(-1)?.['feedback'] === 'closed');
    expect(told).toEqual([]);
    relay.fail('stuck-feedback');
    keep('suspended');
    await until('the mismatch', () => codes(told).includes('OUTPUT_MISMATCH'));
    expect(said.at(-1)).toMatchObject({ wanted: 'open', feedback: 'closed', reason: 'suspended' });
    await pause(2_500);
    expect(codes(told)).toEqual(['OUTPUT_MISMATCH']);
    relay.fail(undefined);
    await until('the feedback', () => said.at(-1)?.['feedback'] === 'open');
    relay.fail('welded');
    expect(relay.isConducting).toBe(false);
  });

  it('tells of energy through an open contact, with both readings, once it had the time to open', async () => {
    const { output, told, said, keep } = await start({ more: { feedbackSeconds: 3 } });
    await until('the contact to close', () => said.at(-1)?.['feedback'] === 'closed');
    output.noteReading(reading(1, 100));
    output.noteReading(reading(2, 200));
    keep('ended');
    await until('the contact to open', () => said.at(-1)?.['wanted'] === 'open');
    // On its way while the contact moved.
    output.noteReading(reading(3, 300));
    await pause(3_200);
    // Taken before, heard after.
    output.noteReading(reading(4, 350, Date.now() - 60_000));
    output.noteReading(reading(5, 400));
    output.noteReading(reading(6, 400));
    expect(told).toEqual([]);
    output.noteReading(reading(7, 401));
    output.noteReading(reading(8, 402));
    expect(told).toMatchObject([{ code: 'FED_IN_WITHOUT_PERMIT', readings: ['05', '07'] }]);
  });
});
