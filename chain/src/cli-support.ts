/** What the command line needs beside its commands: key files, numbers, and an orderly end. */
import { readFileSync, statSync } from 'node:fs';

export const EXIT = { ok: 0, failed: 1, usage: 2, config: 3, key: 4, chain: 5 } as const;

/** An error that ends the program with a documented code. */
export class ExitError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Reads or writes a file. @throws ExitError with EXIT.config. */
export function fileOr<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ExitError(EXIT.config, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Works with a chain. @throws ExitError with EXIT.chain. */
export async function chainOr<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof ExitError) throw cause;
    throw new ExitError(EXIT.chain, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/**
 * A secret's text from a file, without the line end after it. The content never stands in a message.
 * @throws ExitError with EXIT.key if others may read the file.
 */
export function readSecretFile(path: string): string {
  try {
    const mode = statSync(path).mode & 0o777;
    if ((mode & 0o077) !== 0)
      throw new ExitError(EXIT.key, `${path}: mode 0600 expected, got 0${mode.toString(8)}; others could read the key (chmod 600)`);
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    if (cause instanceof ExitError) throw cause;
    throw new ExitError(EXIT.key, `${path}: cannot be read`, { cause });
  }
}

/**
 * A private key from a file of 0x-prefixed hex.
 * @throws ExitError with EXIT.key if others may read the file or it holds no key.
 */
export function readKeyFile(path: string): `0x${string}` {
  const text = readSecretFile(path).trim();
  if (!/^0x[0-9a-fA-F]{64}$/.test(text) || /^0x0+$/.test(text))
    throw new ExitError(EXIT.key, `${path}: a private key as 0x and 64 hex digits expected`);
  return text as `0x${string}`;
}

/** For commander: a number within bounds. @throws ExitError with EXIT.usage. */
export function numberWithin(name: string, min: number, max: number, isInteger = true): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max) || (isInteger && !Number.isInteger(value))) {
      throw new ExitError(EXIT.usage, `${name}: ${isInteger ? 'a whole number' : 'a number'} from ${min} to ${max} expected, got ${text}`);
    }
    return value;
  };
}

/** Calls stop once at SIGINT or SIGTERM and ends the process; a second signal ends it at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(EXIT.failed);
    stopping = true;
    stop().then(
      () => process.exit(EXIT.ok),
      (cause: unknown) => {
        console.error(cause instanceof Error ? cause.message : String(cause));
        process.exit(EXIT.failed);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
