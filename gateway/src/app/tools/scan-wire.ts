import { accept, type Dialogue, type Result, refuse } from '../../domain/index.ts';
import { type DeviceAddress, openDialogueTransport, openTransport } from '../../transport/index.ts';

const CAPTURE_MAX_BYTES = 65_536;
/** A dialogue ends by itself where nobody answers; a slow meter's readout at 300 baud takes a minute and more. */
const DIALOGUE_MAX_MS = 120_000;
const LOOK_MS = 200;
/** A wire is looked at once and never opened anew. */
const NEVER_MS = 86_400_000;

export interface ListenOptions {
  readonly ms: number;
  /** Sent once at the beginning. */
  readonly question?: string;
  /** Ends the listening early. */
  isEnough(bytes: Uint8Array): boolean;
}

/** Bytes that come within a time, after a question where there is one. @returns TRANSPORT_FAILED where the wire can't be opened, or breaks before a byte came. */
export async function listen(address: DeviceAddress, { ms, question, isEnough }: ListenOptions): Promise<Result<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let failure: string | undefined;
  const transport = openTransport(address, {
    createSplitter: (listener) => ({ push: (chunk) => listener.onFrame(Uint8Array.from(chunk)) }),
    silenceMs: NEVER_MS,
    backoffMinMs: NEVER_MS,
    backoffMaxMs: NEVER_MS,
  });
  await transport.open({
    onFrame(chunk) {
      if (length > CAPTURE_MAX_BYTES) return;
      length += chunk.length;
      chunks.push(chunk);
    },
    onDiscarded: () => undefined,
    onState(state, detail) {
      if (state === 'closed') failure = detail;
    },
  });
  if (question !== undefined && failure === undefined) await transport.write(Buffer.from(question, 'latin1')).catch(() => undefined);
  const untilMs = performance.now() + ms;
  let seen = 0;
  while (failure === undefined && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_MS, ms)));
    if (length === seen) continue;
    seen = length;
    if (isEnough(Buffer.concat(chunks))) break;
  }
  await transport.close();
  if (failure !== undefined && length === 0) return refuse('TRANSPORT_FAILED', failure);
  return accept(Uint8Array.from(Buffer.concat(chunks)));
}

/** One cycle of a dialogue. @returns its readout, or why there is none. */
export async function ask(address: DeviceAddress, createDialogue: () => Dialogue): Promise<Result<Uint8Array>> {
  const transport = openDialogueTransport(address, {
    createDialogue,
    pollMs: NEVER_MS,
    silenceMs: NEVER_MS,
    backoffMinMs: NEVER_MS,
    backoffMaxMs: NEVER_MS,
  });
  let done: (result: Result<Uint8Array>) => void = () => undefined;
  const result = new Promise<Result<Uint8Array>>((resolve) => {
    done = resolve;
  });
  const timer = setTimeout(() => done(refuse('DEVICE_TIMEOUT', `no readout within ${DIALOGUE_MAX_MS / 1000} s`)), DIALOGUE_MAX_MS);
  await transport.open({
    onFrame: (frame) => done(accept(Uint8Array.from(frame))),
    onDiscarded: () => undefined,
    onRefused: (refusal) => done({ ok: false, ...refusal }),
    onState: (state, detail) => state === 'closed' && done(refuse('TRANSPORT_FAILED', detail)),
  });
  const readout = await result;
  clearTimeout(timer);
  await transport.close();
  return readout;
}
