import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Device, readState, type TruthReading } from './devices/index.ts';
import { type OpenedDevice, type OpenedRelay, openDevices } from './open-devices.ts';
import type { Fault, Scenario, WireName } from './scenario/index.ts';

export interface FleetOptions {
  readonly scenario: Scenario;
  /** The market the meters are commissioned for, u64: docs/wire.md, section 1. */
  readonly domain: bigint;
  /** Simulated Unix milliseconds. */
  readonly clock: { now(): number };
  /** Simulated Unix ms at which the scenario's story begins; nothing: found from the scenario's start and the clock. */
  readonly startAtMs?: number | undefined;
  /** Folder of the serial ports' stable names, one per device; made where it is missing. */
  readonly portDir: string;
  /** Where registers and counters survive a restart; none: every start is the scenario's. */
  readonly stateDir?: string | undefined;
  /** Every reading that a device truly took, one JSON line each, appended. */
  readonly truthFile?: string | undefined;
  readonly onReading?: ((reading: TruthReading) => void) | undefined;
  /**
   * Called where a device or the truth file fails after the start, the disk being full for instance; the others go on.
   * Without it the error is thrown from a timer and ends the process.
   */
  readonly onError?: ((error: Error) => void) | undefined;
  /** Keep what nobody reads, as far as a port's buffers go, instead of losing it as a UART does. */
  readonly keepUnread?: boolean | undefined;
}

export interface FleetDevice {
  readonly id: string;
  readonly kind: string;
  readonly wire: WireName;
  /** Stable path of the port, or `tcp://127.0.0.1:<port>`: what a gateway opens. */
  readonly path: string;
  /** 33 bytes in hex of a native meter, SubjectPublicKeyInfo of one that signs in a format of its own; undefined for others. */
  readonly publicKeyHex: string | undefined;
  /** Meter id; undefined for a meter that does not sign. */
  readonly meter: `0x${string}` | undefined;
  /** The contactor between it and the grid, where the scenario has one. */
  readonly relay: OpenedRelay | undefined;
  /** The last reading taken, whether or not anybody heard it, in this run or one before. */
  truth(): TruthReading | undefined;
  /** Registers of the last reading, or of the scenario before the first. */
  registers(): { readonly importWh: bigint; readonly exportWh: bigint };
  /** Whether some process has the port open; looked up at most every 100 ms, and readings before are lost. */
  isOpen(): boolean;
  /** Bytes that were sent while nobody read. */
  droppedBytes(): number;
}

export interface Fleet {
  readonly devices: readonly FleetDevice[];
  /** Readings of all devices in the order in which they were taken, the newest TRUTH_KEPT; a truth file has them all. */
  truth(): readonly TruthReading[];
  /** Ends the ports and every process behind them; safe to call twice. */
  stop(): Promise<void>;
}

/** A day of readings of seventy devices at one a minute. */
export const TRUTH_KEPT = 100_000;
const TICK_MS = 20;
/** After a pause the fleet catches up in slices of this, so that nothing else in the process waits longer. */
const SLICE_MS = 50;
/** A clock further than this from the scenario's start means another day: registers and faults then count from the first reading. */
const SAME_STORY_MS = 7 * 86_400_000;

/** One line of a truth file; bigint as decimal text. */
export function formatTruth(reading: TruthReading): string {
  return JSON.stringify(reading, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** When a scenario's story begins for a clock: at its start, or where the clock lives on another day, at the period that holds it. */
function findOriginMs(scenario: Scenario, openedAtMs: number): number {
  const startMs = Date.parse(scenario.start);
  const periodMs = scenario.periodSeconds * 1000;
  const isSameStory = openedAtMs - startMs < SAME_STORY_MS && startMs - openedAtMs <= periodMs;
  return isSameStory ? startMs : Math.floor(openedAtMs / periodMs) * periodMs;
}

const stateFileOf = (stateDir: string, device: string) => join(stateDir, `${device}.json`);

/**
 * Simulated Unix ms of the newest reading in a state folder, where a clock has to go on: before it, devices are silent.
 * @returns undefined where no device of the scenario has a state there.
 * @throws Error where a state file can't be read.
 */
export function readResumeMs(scenario: Scenario, stateDir: string): number | undefined {
  const timesMs = scenario.devices.flatMap(({ id }) => readState(stateFileOf(stateDir, id), id)?.lastTimeMs ?? []);
  return timesMs.length === 0 ? undefined : Math.max(...timesMs);
}

/**
 * Starts every device of a scenario on a pseudo-terminal of its own. Readings fall exactly on multiples of the period in
 * simulated time, each once and in order however late the event loop is.
 * @throws Error where a terminal can't be opened or a state file can't be read; nothing stays open then.
 */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { scenario, clock, truthFile } = options;
  if (options.domain < 0n || options.domain >= 1n << 64n) throw new Error(`fleet: a domain of 64 bits expected, got ${options.domain}`);
  const periodMs = scenario.periodSeconds * 1000;
  const openedAtMs = clock.now();
  const originMs = options.startAtMs ?? findOriginMs(scenario, openedAtMs);
  mkdirSync(options.portDir, { recursive: true });
  if (truthFile !== undefined) mkdirSync(dirname(truthFile), { recursive: true });
  const opened: { close(): Promise<void> }[] = [];
  const closeAll = async () => {
    await Promise.all(opened.map((one) => one.close()));
  };
  let entries: OpenedDevice[];
  try {
    entries = await openDevices({
      devices: scenario.devices,
      portDir: options.portDir,
      keepUnread: options.keepUnread ?? false,
      opened,
      optionsOf: (description, pty) => ({
        description,
        pty,
        domain: options.domain,
        seed: scenario.seed,
        startMs: originMs,
        stateFile: options.stateDir && stateFileOf(options.stateDir, description.id),
      }),
    });
  } catch (error) {
    await closeAll();
    throw error;
  }

  const devices = entries.map(({ device }) => device);
  const truth: TruthReading[] = [];
  // The period in which we opened counts: a story that begins on a boundary has its boundary reading.
  let dueMs = Math.ceil((openedAtMs - originMs < periodMs ? originMs : openedAtMs) / periodMs) * periodMs;
  let previousMs = dueMs - periodMs;
  const faultsOf = (device: Device): Fault[] =>
    scenario.faults.filter((fault) => {
      const atMs = originMs + fault.atSeconds * 1000;
      return fault.device === device.description.id && atMs > previousMs && atMs <= dueMs;
    });
  const attempt = (part: string, step: () => void) => {
    try {
      step();
    } catch (cause) {
      const error = new Error(`fleet: ${part}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      if (options.onError === undefined) throw error;
      options.onError(error);
    }
  };
  const readAll = () => {
    const lines: string[] = [];
    for (const device of devices) {
      // Of a run before this one; a reading is taken once.
      if (device.lastTimeMs !== undefined && device.lastTimeMs >= dueMs) continue;
      attempt(device.description.id, () => {
        const reading = device.emit(dueMs, faultsOf(device));
        lines.push(`${formatTruth(reading)}\n`);
        truth.push(reading);
        options.onReading?.(reading);
      });
    }
    if (truth.length > TRUTH_KEPT * 1.1) truth.splice(0, truth.length - TRUTH_KEPT);
    if (truthFile !== undefined && lines.length > 0) attempt(truthFile, () => appendFileSync(truthFile, lines.join('')));
  };
  const tick = () => {
    const nowMs = clock.now();
    const untilMs = performance.now() + SLICE_MS;
    for (; dueMs <= nowMs && performance.now() < untilMs; dueMs += periodMs) {
      readAll();
      previousMs = dueMs;
    }
  };
  const timer = setInterval(tick, TICK_MS);

  return {
    devices: entries.map(({ device, path, signingKeyHex, relay }) => ({
      id: device.description.id,
      kind: device.description.kind,
      wire: device.description.wire,
      path,
      publicKeyHex: device.key?.publicKeyHex ?? signingKeyHex,
      meter: device.key?.meter,
      relay,
      truth: () => device.last,
      registers: () => {
        const { importWh, exportWh } = device.last ?? device.description;
        return { importWh, exportWh };
      },
      isOpen: () => device.pty.isOpen(),
      droppedBytes: () => device.pty.droppedBytes,
    })),
    truth: () => truth,
    async stop() {
      clearInterval(timer);
      await closeAll();
    },
  };
}
