import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { JoulegateError } from '../../../domain/index.ts';
import { checkBaseTopic } from '../../../relay/index.ts';
import { type BrokerPoint, connectBroker } from '../connect-broker.ts';

/** Where the market's broadcasts are taken from: a broker, for a while, or a file recorded from one. */
export interface BroadcastSource extends BrokerPoint {
  readonly base: string;
  readonly zone?: number | undefined;
  /** Ends by itself after so long. */
  readonly seconds?: number | undefined;
  /** A recording, instead of a broker. */
  readonly from?: string | undefined;
  /** Keeps what was heard, so that anyone can look at it again. */
  readonly record?: string | undefined;
}

/** A match is broadcast before it is sent to the chain: so long after a block, all that led to it has been heard. */
const LATENCY_MS = 2_000;

export interface Broadcast {
  readonly what: 'order' | 'match';
  readonly zone: number;
  readonly topic: string;
  readonly payload: Uint8Array;
}

function parse(base: string, topic: string, payload: Uint8Array): Broadcast | undefined {
  if (!topic.startsWith(`${base}/market/`)) return undefined;
  const [, zone, what] = /^(\d{1,10})\/(order|match)$/.exec(topic.slice(`${base}/market/`.length)) ?? [];
  return zone === undefined ? undefined : { what: what as Broadcast['what'], zone: Number(zone), topic, payload };
}

function readRecording(path: string, base: string, take: (broadcast: Broadcast) => void): bigint | undefined {
  let text: string;
  let head: bigint | undefined;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new JoulegateError('CONFIG_INVALID', `recording: ${(cause as Error).message}`, { cause });
  }
  text.split('\n').forEach((line, at) => {
    if (line.trim() === '') return;
    let entry: { topic?: unknown; payload?: unknown; block?: unknown };
    try {
      entry = JSON.parse(line) as typeof entry;
    } catch (cause) {
      throw new JoulegateError('CONFIG_INVALID', `${path}:${at + 1}: JSON {"at", "topic", "payload" in base64} expected`, { cause });
    }
    if (typeof entry.block === 'string' && /^\d{1,18}$/.test(entry.block)) head = BigInt(entry.block);
    const broadcast = parse(base, String(entry.topic), new Uint8Array(Buffer.from(String(entry.payload), 'base64')));
    if (broadcast) take(broadcast);
  });
  return head;
}

/**
 * Hands over orders and matches as they are broadcast, until the signal, the end of the time, or the end of the recording.
 * @param readHead asked for at the end, while this still listens
 * @returns the last block all whose trades must have been heard of, if that is known
 * @throws JoulegateError TRANSPORT_FAILED without a broker, CONFIG_INVALID for a recording that is none.
 */
export async function listen(
  source: BroadcastSource,
  take: (broadcast: Broadcast) => void,
  signal: AbortSignal,
  readHead?: () => Promise<bigint>,
): Promise<bigint | undefined> {
  const { base, zone, seconds, from, record } = source;
  checkBaseTopic(base);
  const takeOwn = (broadcast: Broadcast) => (zone === undefined || zone === broadcast.zone) && take(broadcast);
  if (from !== undefined) return readRecording(from, base, takeOwn);
  const client = await connectBroker(source);
  const topics = ['order', 'match'].map((what) => `${base}/market/${zone ?? '+'}/${what}`);
  if (record !== undefined) writeFileSync(record, '');
  const keep = (entry: object) => {
    if (record !== undefined) appendFileSync(record, `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
  };
  client.on('message', (topic, payload) => {
    const broadcast = parse(base, topic, payload);
    if (broadcast === undefined) return;
    keep({ topic, payload: payload.toString('base64') });
    takeOwn(broadcast);
  });
  client.on('connect', () => void client.subscribe(topics, { qos: 1 }));
  await client.subscribeAsync(topics, { qos: 1 });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000);
  });
  const head = await readHead?.();
  if (head !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
    keep({ block: String(head) });
  }
  client.end(true);
  return head;
}
