import { JG1_LINE_MAX_LENGTH } from '@joulegate/protos';
import { decodeP1 } from '../decode/index.ts';
import type { MeterReport, Refusal, Result, TransportListener } from '../domain/index.ts';
import { createLineLimiter, createP1Framer, type Framer } from '../framing/index.ts';
import { type FrameSplitter, lineSplitter, openTransport, telegramSplitter } from '../transport/index.ts';
import type { DeviceConfig } from './config-schema.ts';

/** Where what a wire says goes: who signed it decides which way. */
export interface WireSinks {
  /** A line of a native meter. */
  onLine(line: Uint8Array): void;
  /** What a meter that signs nothing says. */
  onReport(report: Result<MeterReport>): void;
  refuse(refusal: Refusal): void;
  onState: TransportListener['onState'];
  warn(message: string): void;
}

/** One device's wire, whatever it speaks. */
export interface Wire {
  open(): Promise<void>;
  write(bytes: Uint8Array): Promise<void>;
  /** A full journal holds the sender back instead of memory. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Meters in the field send telegrams of up to about 4 KB. */
const TELEGRAM_MAX_LENGTH = 8192;

/** Joins transport, framing and decoding for the format that a device speaks. */
export function openWire(config: DeviceConfig, sinks: WireSinks): Wire {
  const stream = (createSplitter: (listener: TransportListener) => FrameSplitter, onFrame: (frame: Uint8Array) => void): Wire => {
    const transport = openTransport(config.transport, { createSplitter, silenceMs: config.silenceSeconds * 1000, warn: sinks.warn });
    return {
      open: () =>
        transport.open({
          onFrame,
          onDiscarded: (count, code) => sinks.refuse({ code, message: `${count} bytes that were no frame` }),
          onState: sinks.onState,
        }),
      write: (bytes) => transport.write(bytes),
      pause: () => transport.pause(),
      resume: () => transport.resume(),
      close: () => transport.close(),
    };
  };
  const telegrams = (framer: () => Framer, decode: (frame: Uint8Array) => Result<MeterReport>): Wire =>
    stream(
      (own) => telegramSplitter(framer(), own),
      (frame) => sinks.onReport(decode(frame)),
    );

  switch (config.format) {
    case 'p1':
      return telegrams(() => createP1Framer({ maxLength: TELEGRAM_MAX_LENGTH }), decodeP1);
    default:
      return stream((own) => lineSplitter(createLineLimiter(JG1_LINE_MAX_LENGTH), own), sinks.onLine);
  }
}
