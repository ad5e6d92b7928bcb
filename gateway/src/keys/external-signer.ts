import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { recoverPublicKey } from '@noble/secp256k1';
import { JoulegateError, type Signer } from '../domain/index.ts';
import { addressOfKey, decompressPublicKey } from './public-key.ts';

/** A secure element signs in well under a second; one whose owner must press a button is not for a gateway. */
const TIME_LIMIT_MS = 5_000;
const LINE_MAX_LENGTH = 4_096;
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

interface Pending {
  readonly id: number;
  readonly child: ChildProcess;
  settle(answer: Record<string, unknown> | Error): void;
}

const failure = (what: string) => new JoulegateError('KEY_INVALID', `external signer: ${what}`);
const toHex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

/** One line out, one line back, one at a time; the program is started when it is needed, and again where it ended. */
function createDialogue(command: readonly [string, ...string[]], timeLimitMs: number) {
  const [program, ...args] = command;
  let child: ChildProcess | undefined;
  let pending: Pending | undefined;
  let next = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const start = (): ChildProcess => {
    // Its own words may hold what must not stand in our log, and of our environment it needs but little.
    const { PATH, HOME, LANG, CREDENTIALS_DIRECTORY } = process.env;
    const env = Object.fromEntries(Object.entries({ PATH, HOME, LANG, CREDENTIALS_DIRECTORY }).filter(([, value]) => value !== undefined));
    const started = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], env: env as NodeJS.ProcessEnv });
    const end = (reason: string) => {
      if (child === started) child = undefined;
      // The end of one that was given up is no answer to the question that its successor was asked.
      if (pending?.child === started) pending.settle(failure(reason));
    };
    started.on('error', (cause) => end(`${program} can't be started: ${(cause as NodeJS.ErrnoException).code ?? cause.message}`));
    started.on('exit', (code, signal) => end(`${program} ended with ${signal ?? code}`));
    started.stdin?.on('error', () => undefined);
    let length = 0;
    started.stdout?.on('data', (chunk: Buffer) => {
      length = chunk.includes(0x0a) ? 0 : length + chunk.length;
      if (length > LINE_MAX_LENGTH) started.kill('SIGKILL');
    });
    createInterface({ input: started.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      let answer: unknown;
      try {
        answer = JSON.parse(line.slice(0, LINE_MAX_LENGTH));
      } catch {
        answer = undefined;
      }
      // The answer to a question that was given up is none to the present one.
      if (typeof answer === 'object' && answer !== null && (answer as { id?: unknown }).id === pending?.id)
        pending?.settle(answer as Record<string, unknown>);
    });
    // Whoever asked may end while the program waits for the next line.
    for (const held of [started, started.stdin as Socket, started.stdout as Socket]) held.unref();
    return started;
  };

  const askOnce = (question: object): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      child ??= start();
      const current = child;
      next += 1;
      const timer = setTimeout(() => {
        current.kill('SIGKILL');
        if (child === current) child = undefined;
        pending?.settle(failure(`an answer within ${timeLimitMs} ms expected, got none`));
      }, timeLimitMs);
      pending = {
        id: next,
        child: current,
        settle(answer) {
          pending = undefined;
          clearTimeout(timer);
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        },
      };
      current.stdin?.write(`${JSON.stringify({ id: next, ...question })}\n`);
    });

  return {
    ask(question: object): Promise<Record<string, unknown>> {
      // A program that ended or hung is started anew, once; what it refuses, it refuses.
      const turn = queue.then(() => askOnce(question).catch(() => askOnce(question)));
      queue = turn.catch(() => undefined);
      return turn;
    },
    close() {
      child?.kill('SIGTERM');
      child = undefined;
    },
  };
}

function readHex(answer: Record<string, unknown>, member: string, lengths: readonly number[]): Uint8Array {
  const text = answer[member];
  const length = typeof text === 'string' && /^0x([0-9a-fA-F]{2})+$/.test(text) ? (text.length - 2) / 2 : -1;
  if (lengths.includes(length)) return new Uint8Array(Buffer.from((text as string).slice(2), 'hex'));
  const reason = typeof answer['error'] === 'string' ? `it says ${JSON.stringify(answer['error'].slice(0, 120))}` : 'got something else';
  throw failure(`${member} of ${lengths.join(' or ')} bytes as 0x hex expected, ${reason}`);
}

/** A secure element may give a high s and no v: the low one, and the v that recovers to its key. */
function normalise(digest: Uint8Array, answer: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const r = answer.subarray(0, 32);
  const s = BigInt(toHex(answer.subarray(32, 64)));
  const low = s > HALF_ORDER ? ORDER - s : s;
  const lowBytes = Buffer.from(low.toString(16).padStart(64, '0'), 'hex');
  for (const recovery of [0, 1]) {
    const signature = Uint8Array.of(recovery, ...r, ...lowBytes);
    try {
      const recovered = decompressPublicKey(recoverPublicKey(signature, digest, { prehash: false }));
      if (Buffer.from(recovered).equals(publicKey)) return Uint8Array.of(...r, ...lowBytes, 27 + recovery);
    } catch {
      // r is no point of the curve, or s is nought: not a signature at all.
    }
  }
  throw failure('a signature by its key over the digest expected, got another');
}

/**
 * A signer whose key another program holds, a secure element's driver for instance. It speaks a line of JSON on stdin
 * and stdout for each question: `{"id":1,"publicKey":true}` → `{"id":1,"publicKey":"0x<64 bytes x | y>"}`, and
 * `{"id":2,"digest":"0x<32 bytes>"}` → `{"id":2,"signature":"0x<64 bytes r | s, or 65 with v>"}`, or `{"id":2,"error":"why"}`.
 * Every signature is checked against the key before it is used.
 * @param command program and arguments; no shell reads them.
 * @throws JoulegateError KEY_INVALID where it can't be started, does not answer in time, or answers something else.
 */
export async function openExternalSigner(command: readonly [string, ...string[]], timeLimitMs = TIME_LIMIT_MS): Promise<Signer> {
  const dialogue = createDialogue(command, timeLimitMs);
  try {
    const publicKey = readHex(await dialogue.ask({ publicKey: true }), 'publicKey', [64]);
    return {
      address: addressOfKey(publicKey),
      publicKey,
      async sign(digest) {
        if (digest.length !== 32) throw failure(`a digest of 32 bytes expected, got ${digest.length}`);
        const answer = await dialogue.ask({ digest: toHex(digest) });
        return normalise(digest, readHex(answer, 'signature', [64, 65]), publicKey);
      },
      close: () => dialogue.close(),
    };
  } catch (cause) {
    dialogue.close();
    throw cause;
  }
}
