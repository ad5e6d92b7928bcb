import type { Dialogue, DialogueStep, Refusal } from '../domain/index.ts';
import type { Connection } from './connection.ts';

/** What a runner tells; failures are counted there, so that they outlive one opening of the wire. */
export interface RunnerEvents {
  /** The frames of one cycle, joined. */
  onReadout(readout: Uint8Array): void;
  onDiscarded(count: number, code: 'FRAME_OVERLONG' | 'FRAME_MALFORMED'): void;
  onFailed(refusal: Refusal): void;
  /** Milliseconds from the start of one cycle to that of the next. */
  pauseMs(): number;
}

/** Start, data, parity and stop bit of the slowest usual framing. */
const BITS_PER_BYTE = 11;

/** Runs a dialogue on one opening of a wire: cycle after cycle, its steps strictly in their order. */
export class DialogueRunner {
  readonly #dialogue: Dialogue;
  readonly #connection: Connection;
  readonly #events: RunnerEvents;
  #baudRate: number | undefined;
  /** Steps in work; each batch waits for the one before. */
  #work: Promise<void> = Promise.resolve();
  #frames: Uint8Array[] = [];
  #awaitMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #cycleTimer: NodeJS.Timeout | undefined;
  #cycleStartedAt = 0;
  /** When the last byte sent is surely on the wire: adapters say so while their own buffer is still full. */
  #sentAt = 0;
  #isStopped = false;
  #isPaused = false;
  /** Finished while paused; delivered at resume. */
  #held: Uint8Array | undefined;
  /** A cycle was due while paused. */
  #isDue = false;
  #isCycling = false;

  /** @param baudRate of the port as opened; undefined where the wire has none */
  constructor(dialogue: Dialogue, connection: Connection, baudRate: number | undefined, events: RunnerEvents) {
    this.#dialogue = dialogue;
    this.#connection = connection;
    this.#baudRate = baudRate;
    this.#events = events;
  }

  start(): void {
    if (this.#isStopped) return;
    if (this.#isPaused) {
      this.#isDue = true;
      return;
    }
    this.#isCycling = true;
    this.#frames = [];
    this.#cycleStartedAt = performance.now();
    this.#run(this.#dialogue.start());
  }

  push(chunk: Uint8Array): void {
    if (this.#isStopped) return;
    this.#arm(this.#awaitMs);
    this.#run(this.#dialogue.push(chunk));
  }

  /** No new cycle begins; the one under way ends, for its answers would be lost. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#events.onReadout(held);
    if (!this.#isDue) return;
    this.#isDue = false;
    this.start();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#cycleTimer);
  }

  #run(steps: readonly DialogueStep[]): void {
    if (steps.length === 0) return;
    this.#work = this.#work.then(async () => {
      for (const step of steps) {
        if (this.#isStopped) return;
        try {
          await this.#take(step);
        } catch (cause) {
          // The wire's own loss is told by the connection; what remains is a setting or a write that it refused.
          this.#endCycle({ code: 'TRANSPORT_FAILED', message: cause instanceof Error ? cause.message : String(cause) });
          return;
        }
      }
    });
  }

  async #take(step: DialogueStep): Promise<void> {
    switch (step.type) {
      case 'send':
        return this.#send(step.bytes);
      case 'serial':
        await this.#untilSent();
        await this.#connection.configure?.(step);
        if (this.#baudRate !== undefined) this.#baudRate = step.baudRate;
        return;
      case 'frame':
        this.#frames.push(step.frame);
        return;
      case 'discarded':
        return this.#events.onDiscarded(step.count, step.code);
      case 'await':
        await this.#untilSent();
        return this.#arm(step.ms);
      case 'done':
        return this.#endCycle(undefined);
      case 'failed':
        return this.#endCycle({ code: step.code, message: step.message });
    }
  }

  async #send(bytes: Uint8Array): Promise<void> {
    // An answer can't be late before the question is out.
    clearTimeout(this.#timer);
    this.#awaitMs = undefined;
    const durationMs = this.#baudRate === undefined ? 0 : (bytes.length * BITS_PER_BYTE * 1000) / this.#baudRate;
    this.#sentAt = Math.max(performance.now(), this.#sentAt) + durationMs;
    await this.#connection.write(bytes);
  }

  async #untilSent(): Promise<void> {
    const restMs = this.#sentAt - performance.now();
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
  }

  #arm(ms: number | undefined): void {
    clearTimeout(this.#timer);
    this.#awaitMs = ms;
    if (ms === undefined || this.#isStopped) return;
    this.#timer = setTimeout(() => this.#run(this.#dialogue.timeout()), ms);
  }

  #endCycle(failure: Refusal | undefined): void {
    this.#arm(undefined);
    if (!this.#isCycling) return;
    this.#isCycling = false;
    const frames = this.#frames;
    this.#frames = [];
    if (failure !== undefined) this.#events.onFailed(failure);
    else if (frames.length > 0) this.#deliver(Buffer.concat(frames));
    if (this.#isStopped) return;
    const restMs = Math.max(0, this.#cycleStartedAt + this.#events.pauseMs() - performance.now());
    this.#cycleTimer = setTimeout(() => this.start(), restMs);
  }

  #deliver(readout: Uint8Array): void {
    if (this.#isPaused) this.#held = readout;
    else this.#events.onReadout(readout);
  }
}
