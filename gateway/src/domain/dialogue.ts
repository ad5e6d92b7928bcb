import type { Refusal } from './errors.ts';

/** What a dialogue asks of the wire, in order. */
export type DialogueStep =
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  /** Only after all that was sent has left. Of no effect where the port belongs to a serial server. */
  | { readonly type: 'serial'; readonly baudRate: number; readonly dataBits: 7 | 8; readonly parity: 'none' | 'even' | 'odd' }
  /** A frame that delimits itself; those of a cycle are one readout. */
  | { readonly type: 'frame'; readonly frame: Uint8Array }
  | { readonly type: 'discarded'; readonly count: number; readonly code: 'FRAME_OVERLONG' | 'FRAME_MALFORMED' }
  /** Call `timeout()` when nothing has come for so long, counted from what was sent last and again from each chunk. A later one replaces it. */
  | { readonly type: 'await'; readonly ms: number }
  /** The cycle is over; the next begins with `start()`. */
  | { readonly type: 'done' }
  /** The cycle is over, and what it held is forgotten. */
  | ({ readonly type: 'failed' } & Refusal);

/**
 * A request/response protocol on one wire as a pure state machine: D0, DL/T 645, M-Bus. It knows no clock and no port;
 * the transport runs its steps, gives it what comes, and starts a cycle per polling period. What comes between cycles is
 * given to it as well, to be counted or passed over; `start()` always begins anew.
 */
export interface Dialogue {
  start(): readonly DialogueStep[];
  push(chunk: Uint8Array): readonly DialogueStep[];
  timeout(): readonly DialogueStep[];
}
