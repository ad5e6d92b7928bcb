import { checkBaseTopic } from '../../relay/index.ts';
import { type BrokerPoint, connectBroker } from './connect-broker.ts';
import { describeMessage } from './watch-describe.ts';

export interface WatchOptions extends BrokerPoint {
  readonly base: string;
  /** Part of a line, or a regular expression between slashes. */
  readonly filter: string | undefined;
  readonly json: boolean;
}

function createFilter(pattern: string | undefined): (line: string) => boolean {
  if (pattern === undefined) return () => true;
  const [, source] = /^\/(.+)\/$/.exec(pattern) ?? [];
  if (source === undefined) return (line) => line.includes(pattern);
  const expression = new RegExp(source);
  return (line) => expression.test(line);
}

/**
 * Prints everything under the base topic, one line each, until the signal. Terminal control characters never reach the screen.
 * @throws JoulegateError TRANSPORT_FAILED where there is no broker.
 */
export async function watch(
  { base, filter, json, ...point }: WatchOptions,
  print: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const matches = createFilter(filter);
  checkBaseTopic(base);
  const client = await connectBroker(point);
  client.on('message', (topic, payload, packet) => {
    const described = describeMessage(base, topic, payload);
    const { what, who, text } = described ?? { what: 'other', who: topic, text: `${payload.length} bytes` };
    const at = new Date().toISOString();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what comes from a broker must not steer a terminal
    const clean = text.replace(/[\x00-\x1f\x7f-\x9f]/g, '?');
    const line = json
      ? JSON.stringify({ at, topic, what, who, text: clean, retained: packet.retain })
      : `${at.slice(11, 23)} ${what.padEnd(12)} ${who.padEnd(16)} ${clean}`;
    if (matches(line)) print(line);
  });
  client.on('connect', () => void client.subscribe(`${base}/#`, { qos: 0 }));
  client.subscribe(`${base}/#`, { qos: 0 });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  client.end(true);
}
