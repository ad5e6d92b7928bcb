import { type ModbusConversation, type ModbusRequest, type Result, refuse, type TransportListener } from '../../domain/index.ts';
import type { Connection, OpenConnection } from '../connection.ts';
import { type DeviceAddress, formatDeviceAddress, unstableNameWarning } from '../device-address.ts';
import { openSerial } from '../serial-connection.ts';
import { openTcp } from '../tcp-connection.ts';
import { createModbusClient, type ModbusClient } from './modbus-client.ts';
import { ModbusPort } from './modbus-port.ts';

export interface ModbusBusOptions {
  /** For one answer. Default 1 s. */
  readonly timeoutMs?: number;
  /** Between an answer and the next request; never less than 3.5 characters on a serial line. */
  readonly pauseMs?: number;
  /** A slave that did not answer rests so long, doubling up to the greatest. Default 1 s to 60 s. */
  readonly restMinMs?: number;
  readonly restMaxMs?: number;
  /** Between two attempts to open. Default 0.5 s to 30 s. */
  readonly reopenMinMs?: number;
  readonly reopenMaxMs?: number;
  readonly onState?: TransportListener['onState'];
  readonly warn?: (message: string) => void;
}

export interface ModbusBusStat {
  readonly requests: number;
  readonly timeouts: number;
  /** Bytes that answered no request under way. */
  readonly discardedBytes: number;
  /** Units that rest, and for how many ms yet. */
  readonly resting: Readonly<Record<number, number>>;
}

/** One wire and all slaves on it: one request at a time, in turn among those who want one. */
export interface ModbusBus {
  /** For people: port and speed, or host. */
  readonly label: string;
  /**
   * Runs a conversation with one slave to its end. Every refusal goes into the conversation: no answer in time, a slave
   * that rests after that, an exception, a damaged answer, a wire that is down. Rejects only where the conversation throws.
   */
  run<T>(unitId: number, conversation: ModbusConversation<T>): Promise<T>;
  stat(): ModbusBusStat;
  /** Ends what waits with TRANSPORT_FAILED. */
  close(): Promise<void>;
}

interface Job {
  readonly unitId: number;
  readonly request: Exclude<ModbusRequest, { type: 'wait' }>;
  readonly answer: (result: Result<Uint8Array>) => void;
}

interface Rest {
  failures: number;
  untilMs: number;
}

/** Modbus over serial line 1.02, 2.5.1.1: 3.5 characters of 11 bits, from 19200 baud on 1.75 ms. */
function silenceMsOf(address: DeviceAddress): number {
  if (address.kind !== 'serial') return 0;
  return address.baudRate > 19_200 ? 2 : Math.ceil((3.5 * 11 * 1000) / address.baudRate);
}

/** So many requests in a row that nobody answered, and a connection is taken for dead although it is open. */
const DEAD_AFTER_TCP = 3;
const DEAD_AFTER_SERIAL = 20;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Builds the bus; nothing is opened before the first request. */
export function openModbusBus(address: DeviceAddress, options: ModbusBusOptions = {}): ModbusBus {
  const { timeoutMs = 1000, restMinMs = 1000, restMaxMs = 60_000, reopenMinMs = 500, reopenMaxMs = 30_000 } = options;
  const pauseMs = Math.max(options.pauseMs ?? 0, silenceMsOf(address));
  const kind = address.kind === 'tcp' && address.framing !== 'rtu' ? 'tcp' : 'rtu';
  const label = formatDeviceAddress(address);
  const open: OpenConnection = (listener) => (address.kind === 'serial' ? openSerial(address, listener) : openTcp(address, listener));
  const warning = unstableNameWarning(address);
  if (warning !== undefined) options.warn?.(warning);

  /** Who wants a request, in turn: a unit's queue moves to the end once it was served. */
  const queues = new Map<number, Job[]>();
  const rests = new Map<number, Rest>();
  let connection: Connection | undefined;
  let openFailures = 0;
  let reopenAtMs = 0;
  let silent = 0;
  let requests = 0;
  let timeouts = 0;
  let isClosed = false;
  let isRunning = false;

  const port = new ModbusPort(kind, (reason) => void drop(reason));
  const client: ModbusClient = createModbusClient(port, timeoutMs);

  const drop = async (reason: string) => {
    const old = connection;
    if (old === undefined) return;
    connection = undefined;
    port.detach();
    silent = 0;
    reopenAtMs = performance.now() + reopenMinMs;
    options.onState?.('closed', `${label}: ${reason}`);
    await old.close().catch(() => undefined);
  };

  const connect = async (): Promise<Result<undefined>> => {
    if (connection !== undefined) return { ok: true, value: undefined };
    const waitMs = reopenAtMs - performance.now();
    if (waitMs > 0) return refuse('TRANSPORT_FAILED', `${label}: not open, tried again in ${Math.ceil(waitMs / 1000)} s`);
    try {
      let mine: Connection | undefined;
      mine = await open({
        onData: (chunk) => mine === connection && port.onData(chunk),
        onClose: (reason) => mine === connection && void drop(reason),
      });
      if (isClosed) {
        await mine.close();
        return refuse('TRANSPORT_FAILED', `${label}: closed`);
      }
      connection = mine;
      openFailures = 0;
      port.attach(mine);
      options.onState?.('open', label);
      return { ok: true, value: undefined };
    } catch (cause) {
      reopenAtMs = performance.now() + Math.min(reopenMaxMs, reopenMinMs * 2 ** Math.min(16, openFailures));
      openFailures += 1;
      const message = `${label}: can't be opened: ${cause instanceof Error ? cause.message : String(cause)}`;
      options.onState?.('closed', message);
      return refuse('TRANSPORT_FAILED', message);
    }
  };

  const restOf = (unitId: number): Result<Uint8Array> | undefined => {
    const rest = rests.get(unitId);
    const waitMs = (rest?.untilMs ?? 0) - performance.now();
    if (rest === undefined || waitMs <= 0) return undefined;
    return refuse(
      'DEVICE_TIMEOUT',
      `unit ${unitId}: rests after ${rest.failures} unanswered requests, asked again in ${Math.ceil(waitMs)} ms`,
    );
  };

  const note = async (unitId: number, result: Result<Uint8Array>) => {
    if (result.ok || result.code !== 'DEVICE_TIMEOUT') {
      rests.delete(unitId);
      silent = 0;
      return;
    }
    timeouts += 1;
    silent += 1;
    const failures = (rests.get(unitId)?.failures ?? 0) + 1;
    rests.set(unitId, { failures, untilMs: performance.now() + Math.min(restMaxMs, restMinMs * 2 ** Math.min(16, failures - 1)) });
    // A device that accepts a client and then hangs, an adapter that was unplugged: neither says so.
    if (silent >= (address.kind === 'tcp' ? DEAD_AFTER_TCP : DEAD_AFTER_SERIAL))
      await drop(`${silent} requests in a row without an answer`);
  };

  const serve = async ({ unitId, request }: Job): Promise<Result<Uint8Array>> => {
    const hindrance = restOf(unitId) ?? (await connect());
    if (!hindrance.ok) {
      // A refusal needs no wire: whoever asks again at once would keep timers and sockets from ever being served.
      await new Promise((resolve) => setImmediate(resolve));
      return hindrance;
    }
    requests += 1;
    const result = await client.send(unitId, request);
    await note(unitId, result);
    if (pauseMs > 0) await sleep(pauseMs);
    return result;
  };

  const nextJob = (): Job | undefined => {
    for (const [unitId, queue] of queues) {
      const job = queue.shift();
      queues.delete(unitId);
      if (queue.length > 0) queues.set(unitId, queue);
      if (job !== undefined) return job;
    }
    return undefined;
  };

  const work = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      for (let job = nextJob(); job !== undefined; job = nextJob()) {
        job.answer(isClosed ? refuse('TRANSPORT_FAILED', `${label}: closed`) : await serve(job));
      }
    } finally {
      isRunning = false;
    }
  };

  const ask = (unitId: number, request: Job['request']) =>
    new Promise<Result<Uint8Array>>((answer) => {
      const queue = queues.get(unitId) ?? [];
      queue.push({ unitId, request, answer });
      queues.set(unitId, queue);
      void work();
    });

  return {
    label,
    async run(unitId, conversation) {
      let step = conversation.next();
      while (step.done !== true) {
        const request = step.value;
        if (request.type === 'wait') {
          await sleep(request.ms);
          step = conversation.next({ ok: true, value: new Uint8Array() });
        } else step = conversation.next(await ask(unitId, request));
      }
      return step.value;
    },
    stat() {
      const resting: Record<number, number> = {};
      for (const [unitId, { untilMs }] of rests) if (untilMs > performance.now()) resting[unitId] = untilMs - performance.now();
      return { requests, timeouts, discardedBytes: port.discarded, resting };
    },
    async close() {
      isClosed = true;
      const old = connection;
      connection = undefined;
      port.detach();
      await old?.close().catch(() => undefined);
    },
  };
}
