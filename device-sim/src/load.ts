import { encodeReadingLine, signReading } from './encode/index.ts';
import type { MeterKey } from './keys.ts';
import { openPty } from './pty/index.ts';

export interface LoadOptions {
  readonly key: MeterKey;
  readonly domain: bigint;
  /** How many readings, signed before the first is sent. */
  readonly readings: number;
  /** Per real second; 0: as fast as they are read. */
  readonly readingsPerSecond: number;
  /** Simulated Unix seconds of the first; the following are periodSeconds apart. */
  readonly startSeconds: bigint;
  readonly periodSeconds?: number;
  /** 1 where nothing is said. */
  readonly firstCounter?: bigint;
  readonly linkPath?: string;
}

export interface LoadResult {
  readonly sent: number;
  /** Real ms from the first write to the last one's handing over. */
  readonly elapsedMs: number;
}

export interface Load {
  readonly path: string;
  readonly publicKeyHex: string;
  readonly meter: `0x${string}`;
  /** Waits until somebody has the port open, then sends everything, nothing dropped. */
  run(signal?: AbortSignal): Promise<LoadResult>;
  /** Whether somebody has the port open. */
  isOpen(): boolean;
  close(): Promise<void>;
}

const SLICE_MS = 5;
const CHUNK_LINES = 128;
const SIGN_SLICE = 200;
const POWER_W = -3600;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const yieldToOthers = () => new Promise<void>((resolve) => setImmediate(resolve));

async function signAll(options: LoadOptions): Promise<Uint8Array[]> {
  const { domain, key, startSeconds, periodSeconds = 1, firstCounter = 1n } = options;
  const lines: Uint8Array[] = [];
  for (let index = 0; index < options.readings; index++) {
    const step = BigInt(index);
    const raw = signReading(
      {
        domain,
        counter: firstCounter + step,
        time: startSeconds + step * BigInt(periodSeconds),
        importWh: 0n,
        exportWh: step * BigInt(periodSeconds), // 3600 W give 1 Wh a second
        powerW: POWER_W,
        voltageMv: 230_000,
        frequencyMhz: 50_000,
        status: 0,
      },
      key,
    );
    lines.push(encodeReadingLine(raw));
    if (index % SIGN_SLICE === 0) await yieldToOthers();
  }
  return lines;
}

/** A meter for benchmarks: readings signed in memory beforehand (some 4,000 a second), so that sending measures the reader. */
export async function prepareLoad(options: LoadOptions): Promise<Load> {
  const lines = await signAll(options);
  const pty = await openPty({ keepUnread: true, ...(options.linkPath !== undefined && { linkPath: options.linkPath }) });
  return {
    path: pty.path,
    publicKeyHex: options.key.publicKeyHex,
    meter: options.key.meter,
    async run(signal) {
      while (!pty.isOpen() && signal?.aborted !== true) await sleep(SLICE_MS);
      const startMs = performance.now();
      let sent = 0;
      while (sent < lines.length && signal?.aborted !== true) {
        const { readingsPerSecond: rate } = options;
        const due = rate === 0 ? lines.length : Math.floor(((performance.now() - startMs) * rate) / 1000) + 1;
        const end = Math.min(lines.length, due, sent + CHUNK_LINES);
        if (end === sent) {
          await sleep(SLICE_MS);
          continue;
        }
        if (!pty.write(Buffer.concat(lines.slice(sent, end)))) break;
        sent = end;
        await pty.drained(signal);
      }
      return { sent, elapsedMs: performance.now() - startMs };
    },
    isOpen: () => pty.isOpen(),
    close: () => pty.close(),
  };
}
