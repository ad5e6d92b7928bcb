import { ReadlineParser } from '@serialport/parser-readline';
import type { TransportListener } from '../domain/index.ts';

/** Cuts a stream into frames for one opening of the wire; what was half received when it closed is forgotten. */
export interface FrameSplitter {
  push(chunk: Uint8Array): void;
}

type FrameListener = Pick<TransportListener, 'onFrame' | 'onDiscarded'>;

/** Lets lines pass and throws away what grows beyond a line. Framing's own; injected, so that effects import no other room. */
export interface LineLimiter {
  push(chunk: Uint8Array): { readonly pass: readonly Uint8Array[]; readonly discarded: number };
}

/** Cuts telegrams out of bytes. Framing's own; injected. */
export interface TelegramFramer {
  push(chunk: Uint8Array): { readonly frames: readonly Uint8Array[]; readonly discarded: number };
}

const CARRIAGE_RETURN = 0x0d;

/** Lines end with LF; a CR before it belongs to the end. The limiter stands before the parser, whose own buffer has no bound. */
export function lineSplitter(limiter: LineLimiter, listener: FrameListener): FrameSplitter {
  // latin1 maps each byte to one character and back, whatever the noise.
  const parser = new ReadlineParser({ delimiter: '\n', encoding: 'latin1' });
  parser.on('data', (text: string) => {
    const line = Buffer.from(text, 'latin1');
    const frame = line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
    if (frame.length > 0) listener.onFrame(frame);
  });
  return {
    push(chunk) {
      const { pass, discarded } = limiter.push(chunk);
      if (discarded > 0) listener.onDiscarded(discarded, 'FRAME_OVERLONG');
      for (const piece of pass) parser.write(piece);
    },
  };
}

export function telegramSplitter(framer: TelegramFramer, listener: FrameListener): FrameSplitter {
  return {
    push(chunk) {
      const { frames, discarded } = framer.push(chunk);
      if (discarded > 0) listener.onDiscarded(discarded, 'FRAME_MALFORMED');
      for (const frame of frames) listener.onFrame(frame);
    },
  };
}
