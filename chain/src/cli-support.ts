/** What the command line needs beside its commands: key files, numbers, and an orderly end. */
import { openKey, type Signer } from '@joulegate/gateway/keys';

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

/** What every option that names a key takes. */
export const KEY_URIS = 'file (mode 0600), credential:<name>, env:<NAME>, keystore:<file>?password=<URI> or external:<program>';

/** Opens a secret. @throws ExitError with EXIT.key, which says what is wrong and never what the secret is. */
export function secretOr<T>(open: () => T): T {
  try {
    return open();
  } catch (cause) {
    throw new ExitError(EXIT.key, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** @param text a key URI, or a file's path @throws ExitError with EXIT.key */
export async function openSigner(text: string): Promise<Signer> {
  const opened = await openKey(text).catch((cause: unknown) => cause);
  return secretOr(() => {
    if (opened instanceof Error) throw opened;
    return opened as Signer;
  });
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
