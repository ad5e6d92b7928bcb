import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDevice, type Device, type TruthReading } from './devices/device.ts';
import { deriveMeterKey } from './keys.ts';
import { openPty } from './pty/index.ts';
import type { Scenario } from './scenario/index.ts';

export interface FleetOptions {
  readonly scenario: Scenario;
  /** The market the meters are commissioned for: docs/wire.md, section 1. */
  readonly domain: bigint;
  /** Simulated Unix milliseconds. */
  readonly clock: { now(): number };
  /** Folder of the serial ports' stable names, one per device id. */
  readonly portDir: string;
  /** Where registers and counters survive a restart; none: every start is the scenario's. */
  readonly stateDir?: string;
  /** Every reading that a device truly took, one JSON line each. */
  readonly truthFile?: string;
  readonly onReading?: (reading: TruthReading) => void;
}

export interface FleetDevice {
  readonly id: string;
  readonly kind: string;
  readonly wire: 'native' | 'p1';
  readonly path: string;
  /** 33 bytes, hex; undefined for a meter that does not sign. */
  readonly publicKeyHex: string | undefined;
  readonly meter: `0x${string}` | undefined;
  truth(): TruthReading | undefined;
}

export interface Fleet {
  readonly devices: readonly FleetDevice[];
  stop(): Promise<void>;
}

const TICK_MS = 20;

/** bigint as decimal text, as it stands in truth files. */
export function formatTruth(reading: TruthReading): string {
  return JSON.stringify(reading, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/**
 * Starts every device of a scenario on a pseudo-terminal of its own. Readings fall exactly on multiples of the period in
 * simulated time, each once and in order however late the event loop is.
 */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { scenario } = options;
  const periodMs = scenario.periodSeconds * 1000;
  const startMs = Date.parse(scenario.start);
  mkdirSync(options.portDir, { recursive: true });
  const devices: Device[] = [];
  const openedAtMs = options.clock.now();
  for (const description of scenario.devices) {
    devices.push(
      createDevice({
        description,
        pty: await openPty(join(options.portDir, description.id)),
        key: description.wire === 'native' ? deriveMeterKey(scenario.seed, description.id) : undefined,
        domain: options.domain,
        seed: scenario.seed,
        startMs: openedAtMs,
        stateFile: options.stateDir && join(options.stateDir, `${description.id}.json`),
      }),
    );
  }

  const scenarioStartMs = Math.max(startMs, openedAtMs);
  let dueMs = Math.ceil(options.clock.now() / periodMs) * periodMs;
  let previousMs = scenarioStartMs - 1;
  const tick = () => {
    const nowMs = options.clock.now();
    for (; dueMs <= nowMs; dueMs += periodMs) {
      const lines: string[] = [];
      for (const device of devices) {
        const faults = scenario.faults.filter((fault) => {
          const atMs = scenarioStartMs + fault.atSeconds * 1000;
          return fault.device === device.description.id && atMs > previousMs && atMs <= dueMs;
        });
        const reading = device.emit(dueMs, faults);
        lines.push(`${formatTruth(reading)}\n`);
        options.onReading?.(reading);
      }
      previousMs = dueMs;
      if (options.truthFile !== undefined) appendFileSync(options.truthFile, lines.join(''));
    }
  };
  const timer = setInterval(tick, TICK_MS);
  return {
    devices: devices.map((device) => ({
      id: device.description.id,
      kind: device.description.kind,
      wire: device.description.wire,
      path: device.pty.path,
      publicKeyHex: device.key?.publicKeyHex,
      meter: device.key?.meter,
      truth: () => device.last,
    })),
    async stop() {
      clearInterval(timer);
      await Promise.all(devices.map((device) => device.pty.close()));
    },
  };
}
