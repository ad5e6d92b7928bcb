import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MeterKey } from '../keys.ts';
import { advanceRegisters, type RegisterState, type Registers, readRegisters, startRegisters } from '../models/index.ts';
import type { Pty } from '../pty/index.ts';
import type { Fault, ScenarioDevice } from '../scenario/index.ts';

/** What a device truly metered and said: the other side of any balance. */
export interface TruthReading {
  readonly device: string;
  /** Of the native reading; of a P1 telegram, how many there were with it. */
  readonly counter: bigint;
  /** Simulated Unix seconds. */
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

export interface Device {
  readonly description: ScenarioDevice;
  readonly pty: Pty;
  readonly key: MeterKey | undefined;
  /** The last reading, of this run or one before; undefined where there was none. */
  readonly last: TruthReading | undefined;
  /** True while a fault has it say nothing. */
  readonly isSilent: boolean;
  /** Simulated Unix ms of the last reading, of this run or one before; undefined where there was none. */
  readonly lastTimeMs: number | undefined;
  /** Takes the reading of a simulated instant and sends it, with what goes wrong on the wire then. */
  emit(timeMs: number, faults: readonly Fault[]): TruthReading;
}

export interface DeviceOptions {
  readonly description: ScenarioDevice;
  readonly pty: Pty;
  readonly domain: bigint;
  /** Of the scenario: voltage, frequency, noise. */
  readonly seed: string;
  /** Simulated Unix ms at which the registers hold what the scenario says. */
  readonly startMs: number;
  /** Where registers and counter survive a restart. */
  readonly stateFile: string | undefined;
}

/** What a wire's own code makes of one reading. */
export interface WireFrames {
  /** Sent as they are, in order. */
  readonly frames: readonly Uint8Array[];
  /** The counter that the true reading carries, last used. */
  readonly counter: bigint;
}

export interface Wire {
  /** @param counter the first that is free. */
  frames(timeMs: number, counter: bigint, registers: Registers, faults: readonly Fault[]): WireFrames;
}

/** What a device does with bytes that the host sends; bytes come as the terminal cuts them. */
export interface Responder {
  /**
   * @param now the simulated instant and the registers of the last reading taken
   * @returns what goes back, in order.
   */
  onData(bytes: Uint8Array, now: { readonly timeMs: number; readonly registers: Registers }): readonly Uint8Array[];
}

/** Registers move in steps of this. */
const STEP_MS = 10_000;

interface MeterState {
  /** Last used; 0 before the first. */
  readonly counter: bigint;
  readonly registers: RegisterState;
  readonly lastTimeMs: number | undefined;
}

/**
 * @returns undefined where there is no state yet.
 * @throws Error where there is one that this program did not write whole.
 */
export function readState(stateFile: string, device: string): MeterState | undefined {
  if (!existsSync(stateFile)) return undefined;
  try {
    const kept = JSON.parse(readFileSync(stateFile, 'utf8')) as Record<string, string>;
    const timeMs = Number(kept['timeMs']);
    if (!Number.isSafeInteger(timeMs)) throw new Error(`timeMs: a whole number expected, got ${kept['timeMs']}`);
    const registers = { importWms: BigInt(kept['importWms'] ?? ''), exportWms: BigInt(kept['exportWms'] ?? ''), timeMs };
    return { counter: BigInt(kept['counter'] ?? ''), registers, lastTimeMs: timeMs };
  } catch (cause) {
    // To start over would repeat counters, which is proof of a cloned key.
    throw new Error(`device ${device}: ${stateFile} is not the state this program wrote`, { cause });
  }
}

function loadState({ stateFile, description, startMs }: DeviceOptions): MeterState {
  const kept = stateFile === undefined ? undefined : readState(stateFile, description.id);
  return kept ?? { counter: 0n, registers: startRegisters(startMs, description.importWh, description.exportWh), lastTimeMs: undefined };
}

/**
 * Written before the reading goes out, so that no counter is used twice even after SIGKILL; a power cut may lose it, for
 * nothing is synced to the disk.
 */
function saveState(stateFile: string, state: MeterState): void {
  mkdirSync(dirname(stateFile), { recursive: true });
  const { importWms, exportWms, timeMs } = state.registers;
  const kept = { counter: `${state.counter}`, importWms: `${importWms}`, exportWms: `${exportWms}`, timeMs };
  writeFileSync(`${stateFile}.new`, JSON.stringify(kept));
  renameSync(`${stateFile}.new`, stateFile);
}

/** Answers whole lines, CR and LF stripped by the answerer; never holds more than one line of 256 characters. */
export function answerLines(answer: (line: string) => Uint8Array | undefined): Responder {
  let pending = '';
  return {
    onData(bytes) {
      const lines = (pending + Buffer.from(bytes).toString('latin1')).split('\n');
      pending = (lines.pop() ?? '').slice(-256);
      return lines.flatMap((line) => answer(line) ?? []);
    },
  };
}

/**
 * What every meter does: keeps registers and counter, and is silent while a fault says so.
 * @throws Error where a state file is there but unreadable.
 */
export function createDevice(options: DeviceOptions, wire: Wire, key?: MeterKey, responder?: Responder): Device {
  const { description, pty, stateFile } = options;
  let state = loadState(options);
  const truthOf = (timeMs: number, counter: bigint, { importWh, exportWh }: Registers): TruthReading => ({
    device: description.id,
    counter,
    time: BigInt(timeMs / 1000),
    importWh,
    exportWh,
  });
  let last =
    state.lastTimeMs === undefined
      ? undefined
      : truthOf(state.lastTimeMs, state.counter, readRegisters(state.registers, description.model));
  let nowMs = state.registers.timeMs;
  let silentUntilMs = 0;

  if (responder !== undefined) {
    pty.onData((bytes) => {
      if (nowMs < silentUntilMs) return;
      const registers = readRegisters(state.registers, description.model);
      for (const reply of responder.onData(bytes, { timeMs: nowMs, registers })) pty.write(reply);
    });
  }

  return {
    description,
    pty,
    key,
    get last() {
      return last;
    },
    get isSilent() {
      return nowMs < silentUntilMs;
    },
    get lastTimeMs() {
      return state.lastTimeMs;
    },
    emit(timeMs, faults) {
      nowMs = timeMs;
      const registers = advanceRegisters(state.registers, timeMs, description.model, STEP_MS);
      const read = readRegisters(registers, description.model);
      for (const fault of faults) if (fault.kind === 'silence') silentUntilMs = timeMs + fault.seconds * 1000;
      const { frames, counter } = wire.frames(timeMs, state.counter + 1n, read, faults);
      state = { counter, registers, lastTimeMs: timeMs };
      if (stateFile !== undefined) saveState(stateFile, state);
      if (timeMs >= silentUntilMs) for (const bytes of frames) pty.write(bytes);
      last = truthOf(timeMs, counter, read);
      return last;
    },
  };
}
