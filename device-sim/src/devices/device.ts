/** devices: what stands behind each pseudo-terminal. A device keeps its own registers, counter and key, and speaks its wire. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { answerCommand, encodePayload, encodeReadingLine, encodeSignedReading, type NativeReading, signPayload } from '../encode/native.ts';
import { encodeP1Telegram } from '../encode/p1.ts';
import type { MeterKey } from '../keys.ts';
import { smoothNoise } from '../models/noise.ts';
import { advanceRegisters, type RegisterState, readRegisters, startRegisters } from '../models/registers.ts';
import type { Pty } from '../pty/index.ts';
import type { Fault, ScenarioDevice } from '../scenario/index.ts';

/** What a device truly metered and said: the other side of any balance. */
export interface TruthReading {
  readonly device: string;
  /** Of the native reading; of a P1 telegram, how many came before it. */
  readonly counter: bigint;
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

export interface Device {
  readonly description: ScenarioDevice;
  readonly pty: Pty;
  readonly key: MeterKey | undefined;
  readonly last: TruthReading | undefined;
  /** Takes the reading of a simulated instant and sends it, with what goes wrong on the wire then. */
  emit(timeMs: number, faults: readonly Fault[]): TruthReading;
}

export interface DeviceOptions {
  readonly description: ScenarioDevice;
  readonly pty: Pty;
  readonly key: MeterKey | undefined;
  readonly domain: bigint;
  readonly seed: string;
  readonly startMs: number;
  /** Where registers and counter survive a restart. */
  readonly stateFile: string | undefined;
}

/** Registers move in steps of this; readings fall on multiples of it. */
const STEP_MS = 10_000;
const FORGED_WH = 10_000n;

interface Kept {
  readonly counter: string;
  readonly importWms: string;
  readonly exportWms: string;
  readonly timeMs: number;
}

function loadState(options: DeviceOptions): { counter: bigint; registers: RegisterState } {
  const { stateFile, description, startMs } = options;
  if (stateFile === undefined || !existsSync(stateFile)) {
    return { counter: 0n, registers: startRegisters(startMs, description.importWh, description.exportWh) };
  }
  const kept = JSON.parse(readFileSync(stateFile, 'utf8')) as Kept;
  return {
    counter: BigInt(kept.counter),
    registers: { importWms: BigInt(kept.importWms), exportWms: BigInt(kept.exportWms), timeMs: kept.timeMs },
  };
}

export function createDevice(options: DeviceOptions): Device {
  const { description, pty, key, seed } = options;
  let { counter, registers } = loadState(options);
  let last: TruthReading | undefined;
  let lastLine: Uint8Array = new Uint8Array();
  let lastSignature: Uint8Array = new Uint8Array(65);
  let silentUntilMs = 0;

  if (key !== undefined) {
    let pending = '';
    pty.onData((bytes) => {
      const lines = (pending + Buffer.from(bytes).toString('latin1')).split('\n');
      pending = (lines.pop() ?? '').slice(-256);
      for (const line of lines) {
        const answer = answerCommand(line, key, 'JG-SIM', description.id);
        if (answer !== undefined) pty.write(answer);
      }
    });
  }

  const save = () => {
    if (options.stateFile === undefined) return;
    const kept: Kept = { counter: `${counter}`, importWms: `${registers.importWms}`, exportWms: `${registers.exportWms}`, timeMs: registers.timeMs };
    writeFileSync(`${options.stateFile}.new`, JSON.stringify(kept));
    renameSync(`${options.stateFile}.new`, options.stateFile);
  };

  const native = (timeMs: number, faults: readonly Fault[], meterKey: MeterKey): Uint8Array[] => {
    const { importWh, exportWh, powerW } = readRegisters(registers, description.model);
    const reading = (): NativeReading => ({
      domain: options.domain,
      counter,
      time: BigInt(timeMs / 1000),
      importWh,
      exportWh,
      powerW,
      voltageMv: 230_000 + Math.round(4000 * (smoothNoise(`${seed}/${description.id}/v`, timeMs, 300_000) - 0.5)),
      frequencyMhz: 50_000 + Math.round(60 * (smoothNoise(`${seed}/f`, timeMs, 120_000) - 0.5)),
      status: 0,
    });
    const line = (raw: Uint8Array) => encodeReadingLine(raw);
    const sign = (payload: Uint8Array) => encodeSignedReading(payload, signPayload(payload, meterKey));
    counter += 1n;
    const before: Uint8Array[] = [];
    const after: Uint8Array[] = [];
    for (const { kind } of faults) {
      switch (kind) {
        case 'forged-reading':
          before.push(line(encodeSignedReading(encodePayload({ ...reading(), exportWh: exportWh + FORGED_WH }), lastSignature)));
          break;
        case 'wrong-domain':
          before.push(line(sign(encodePayload({ ...reading(), domain: options.domain ^ 1n }))));
          break;
        case 'register-down':
          // Under a counter of its own: two payloads under one counter would be the crime of another fault.
          before.push(line(sign(encodePayload({ ...reading(), importWh: importWh > 100n ? importWh - 100n : 0n, exportWh: exportWh > 100n ? exportWh - 100n : 0n }))));
          counter += 1n;
          break;
        case 'bit-flip': {
          const raw = sign(encodePayload(reading()));
          raw[30] = (raw[30] ?? 0) ^ 0x10;
          before.push(line(raw));
          break;
        }
        case 'truncated':
          before.push(Buffer.concat([line(sign(encodePayload(reading()))).subarray(0, 90), Buffer.from('\r\n')]));
          break;
        case 'overlong':
          before.push(Buffer.from(`$JG1,${'A'.repeat(600)}*0000\r\n`));
          break;
        case 'noise':
          before.push(Buffer.concat([Buffer.from(Array.from({ length: 200 }, (_, i) => (Math.floor(smoothNoise(seed, i * 1000, 1000) * 256) | 0x80) & 0xff)), Buffer.from('\r\n')]));
          break;
        case 'replay':
          after.push(lastLine);
          break;
        case 'silence':
          break;
      }
    }
    const payload = encodePayload(reading());
    lastSignature = signPayload(payload, meterKey);
    const truth = line(encodeSignedReading(payload, lastSignature));
    // What a replay sends again is what the gateway has already seen.
    const lines = [...before, truth, ...after];
    lastLine = truth;
    return lines;
  };

  const p1 = (timeMs: number): Uint8Array[] => {
    counter += 1n;
    const { importWh, exportWh, powerW } = readRegisters(registers, description.model);
    const voltageMv = 230_000 + Math.round(4000 * (smoothNoise(`${seed}/${description.id}/v`, timeMs, 300_000) - 0.5));
    return [encodeP1Telegram({ serial: description.id, time: BigInt(timeMs / 1000), importWh, exportWh, powerW, voltageMv })];
  };

  return {
    description,
    pty,
    key,
    get last() {
      return last;
    },
    emit(timeMs, faults) {
      registers = advanceRegisters(registers, timeMs, description.model, STEP_MS);
      for (const fault of faults) if (fault.kind === 'silence') silentUntilMs = timeMs + fault.seconds * 1000;
      const lines = key === undefined ? p1(timeMs) : native(timeMs, faults, key);
      save();
      if (timeMs >= silentUntilMs) for (const bytes of lines) pty.write(bytes);
      const { importWh, exportWh } = readRegisters(registers, description.model);
      last = { device: description.id, counter, time: BigInt(timeMs / 1000), importWh, exportWh };
      return last;
    },
  };
}
