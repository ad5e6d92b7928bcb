import type { Refusal } from './errors.ts';

/** What a dialogue asks of the wire, in order. */
export type DialogueStep =
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** Only after all that was sent has left. */
  | { readonly type: 'serial'; readonly baudRate: number; readonly dataBits: 7 | 8; readonly parity: 'none' | 'even' | 'odd' }
  | { readonly type: 'frame'; readonly frame: Uint8Array }
  | { readonly type: 'discarded'; readonly count: number; readonly code: 'FRAME_OVERLONG' | 'FRAME_MALFORMED' }
  /** Call `timeout()` when nothing has come for so long. A later one replaces it. */
  | { readonly type: 'await'; readonly ms: number }
  /** The cycle is over; the next begins with `start()`. */
  | { readonly type: 'done' }
  | ({ readonly type: 'failed' } & Refusal);

/**
 * A request/response protocol on one wire as a pure state machine: D0, DL/T 645, M-Bus. It knows no clock and no port;
 * the transport runs its steps, gives it what comes, and starts a cycle per polling period.
 */
export interface Dialogue {
  start(): readonly DialogueStep[];
  push(chunk: Uint8Array): readonly DialogueStep[];
  timeout(): readonly DialogueStep[];
}
