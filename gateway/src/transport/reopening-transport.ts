import { JoulegateError, type Transport, type TransportListener } from '../domain/index.ts';
import type { Connection, OpenConnection } from './connection.ts';
import type { FrameSplitter } from './frame-splitter.ts';

/** A transport whose reader may be told to wait, so that a full journal holds the sender back instead of memory. */
export interface PausableTransport extends Transport {
  pause(): void;
  resume(): void;
}

export interface ReopenOptions {
  /** Without one frame for so long the wire is closed and opened anew: an unplugged adapter often says nothing. */
  readonly silenceMs: number;
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
}

/** Keeps one wire open: reopens it after close, error and silence, with doubling pauses and a little chance in them. */
export class ReopeningTransport implements PausableTransport {
  readonly label: string;
  readonly #open: OpenConnection;
  readonly #createSplitter: (listener: TransportListener) => FrameSplitter;
  readonly #options: ReopenOptions;
  #listener: TransportListener | undefined;
  #connection: Connection | undefined;
  #attempt = 0;
  /** Counts openings: what belongs to an earlier one is ignored. */
  #generation = 0;
  #paused = false;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #lastFrameAt = 0;

  constructor(label: string, open: OpenConnection, createSplitter: (listener: TransportListener) => FrameSplitter, options: ReopenOptions) {
    this.label = label;
    this.#open = open;
    this.#createSplitter = createSplitter;
    this.#options = options;
  }

  /** Resolves once the first attempt has been made, successful or not: a device may be plugged in later. */
  async open(listener: TransportListener): Promise<void> {
    this.#listener = listener;
    await this.#tryOpen();
  }

  async write(bytes: Uint8Array): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) throw new JoulegateError('TRANSPORT_FAILED', `${this.label}: not open`);
    try {
      await connection.write(bytes);
    } catch (cause) {
      throw new JoulegateError('TRANSPORT_FAILED', `${this.label}: write failed: ${String(cause)}`, { cause });
    }
  }

  pause(): void {
    this.#paused = true;
    this.#connection?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#lastFrameAt = performance.now();
    this.#connection?.resume();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#watchdog);
    const connection = this.#connection;
    this.#connection = undefined;
    this.#generation += 1;
    await connection?.close();
  }

  async #tryOpen(): Promise<void> {
    const listener = this.#listener as TransportListener;
    this.#generation += 1;
    const generation = this.#generation;
    const isCurrent = () => generation === this.#generation && !this.#closed;
    const splitter = this.#createSplitter({
      ...listener,
      onDiscarded: (count, code) => listener.onDiscarded(count, code),
      onRefused: (refusal) => listener.onRefused?.(refusal),
      onState: (state, detail) => listener.onState(state, detail),
      onFrame: (frame) => {
        if (!isCurrent()) return;
        this.#lastFrameAt = performance.now();
        this.#attempt = 0;
        listener.onFrame(frame);
      },
    });
    try {
      const connection = await this.#open({
        onData: (chunk) => {
          if (isCurrent()) splitter.push(chunk);
        },
        onClose: (reason) => {
          if (isCurrent()) this.#lost('closed', reason);
        },
      });
      if (!isCurrent()) {
        await connection.close();
        return;
      }
      this.#connection = connection;
      if (this.#paused) connection.pause();
      this.#watch();
      listener.onState('open', this.label);
    } catch (cause) {
      if (isCurrent()) this.#lost('closed', cause instanceof Error ? cause.message : String(cause));
    }
  }

  #watch(): void {
    this.#lastFrameAt = performance.now();
    clearInterval(this.#watchdog);
    const { silenceMs } = this.#options;
    this.#watchdog = setInterval(
      () => {
        if (this.#paused || performance.now() - this.#lastFrameAt < silenceMs) return;
        this.#lost('silent', `no frame for ${Math.round(silenceMs / 100) / 10} s`);
      },
      Math.max(20, silenceMs / 4),
    );
  }

  #lost(state: 'closed' | 'silent', reason: string): void {
    clearInterval(this.#watchdog);
    const connection = this.#connection;
    this.#connection = undefined;
    this.#generation += 1;
    this.#listener?.onState(state, `${this.label}: ${reason}`);
    const { backoffMinMs, backoffMaxMs } = this.#options;
    const pause = Math.min(backoffMaxMs, backoffMinMs * 2 ** this.#attempt) * (0.75 + Math.random() / 2);
    this.#attempt = Math.min(this.#attempt + 1, 16);
    const reopen = () => {
      if (this.#closed) return;
      this.#retry = setTimeout(() => void this.#tryOpen(), pause);
    };
    // The port's lock is free only when it has closed.
    void Promise.resolve(connection?.close()).then(reopen, reopen);
  }
}
