import type { ErrorCode } from './error-code.ts';

/** Why a frame, reading, message or transaction was not taken. A bad input is ordinary: it is returned, never thrown. */
export interface Refusal {
  readonly code: ErrorCode;
  /** What was expected, what was got, and where. */
  readonly message: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Refusal);

export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(code: ErrorCode, message: string): { readonly ok: false } & Refusal {
  return { ok: false, code, message };
}

/** Thrown for broken I/O, bad configuration and programmer errors; caught in `app`. */
export class JoulegateError extends Error {
  readonly code: ErrorCode;
  override readonly name = 'JoulegateError';

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

export function isJoulegateError(error: unknown, code?: ErrorCode): error is JoulegateError {
  return error instanceof JoulegateError && (code === undefined || error.code === code);
}
