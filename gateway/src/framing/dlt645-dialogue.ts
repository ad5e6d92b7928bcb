import { type Dialogue, type DialogueStep, type ErrorCode, JoulegateError } from '../domain/index.ts';
import { createDlt645Framer } from './dlt645-framer.ts';

export interface Dlt645DialogueOptions {
  /** Up to twelve digits as printed on the meter; where absent, the one meter on the wire is asked for its own. */
  readonly address?: string;
  readonly version: '2007' | '1997';
}

interface Item {
  /** Highest byte first. */
  readonly identifier: string;
  /** A meter that has it not is none that can be read. */
  readonly isRequired: boolean;
}

type Request = { readonly type: 'address' } | ({ readonly type: 'read' } & Item);

const required = (identifier: string): Item => ({ identifier, isRequired: true });
const optional = (identifier: string): Item => ({ identifier, isRequired: false });
/** Registers, power, voltages, frequency, date, time; the date first, so that midnight falls where it is noticed. */
const ITEMS: Readonly<Record<'1997' | '2007', readonly Item[]>> = {
  '2007': [
    required('00010000'),
    ...['00020000', '02030000', '02010100', '02010200', '02010300', '02800002', '04000101', '04000102'].map(optional),
  ],
  '1997': [required('9010'), ...['9020', 'B630', 'B611', 'B612', 'B613', 'C010', 'C011'].map(optional)],
};
const READ: Readonly<Record<'1997' | '2007', number>> = { '1997': 0x01, '2007': 0x11 };
const READ_ADDRESS = 0x13;
/** Its reply holds the address too, for meters that do not know function 13H. */
const ADDRESS_ITEM = '04000401';
const ANYBODY = 'AAAAAAAAAAAA';
const REPLY_BIT = 0x80;
const ERROR_BIT = 0x40;
const MORE_BIT = 0x20;
const OFFSET = 0x33;
const WAKE_UP = [0xfe, 0xfe, 0xfe, 0xfe];
const CONTROL_AT = 8;
const DATA_AT = 10;
/** DL/T 645-2007 5.3.3: a reply begins within 500 ms, no gap is longer; as much again for adapters that gather bytes. */
const REPLY_MS = 1000;
const ATTEMPTS = 2;
/** More noise than this between two replies is no meter. */
const NOISE_MAX = 1024;

interface Reply {
  readonly address: string;
  readonly control: number;
  readonly data: Uint8Array;
}

const reversed = (bytes: Uint8Array): string => Buffer.from(Uint8Array.from(bytes).reverse()).toString('hex').toUpperCase();

function encodeRequest(address: string, control: number, identifier: string): Uint8Array {
  const data = Buffer.from(identifier, 'hex').reverse();
  const frame = [0x68, ...Buffer.from(address, 'hex').reverse(), 0x68, control, data.length, ...data.map((byte) => byte + OFFSET)];
  return Uint8Array.from([...WAKE_UP, ...frame, frame.reduce((sum, byte) => sum + byte, 0) & 0xff, 0x16]);
}

/** Of a frame as the framer gives it; undefined where the sum is wrong. */
function parseFrame(frame: Uint8Array): Reply | undefined {
  const sum = frame.subarray(0, -2).reduce((total, byte) => (total + byte) & 0xff, 0);
  if (sum !== frame.at(-2)) return undefined;
  const data = Uint8Array.from(frame.subarray(DATA_AT, -2), (byte) => byte - OFFSET);
  return { address: reversed(frame.subarray(1, 7)), control: frame[CONTROL_AT] ?? 0, data };
}

/**
 * Reads a meter by DL/T 645: one item after another, each reply a frame, a cycle one readout for `decodeDlt645Readout`.
 * A reply counts that has a right sum, the meter's address and the item asked for; our own bytes heard back are passed
 * over, other frames counted. Each request is sent at most twice. An item that the meter refuses or keeps silent about is
 * left out, unless it is the import register: then the cycle fails with DEVICE_EXCEPTION, DEVICE_TIMEOUT or CRC_MISMATCH.
 * Without an address, 2007 asks for it (13H, then item 04000401), 1997 takes it from the first reply to AA…AA; a meter
 * found is forgotten when it no longer answers. The port's speed is the configuration's: 2400 8E1 by the
 * standard of 2007, 1200 8E1 by that of 1997.
 * @throws JoulegateError CONFIG_INVALID for an address that is none.
 */
export function createDlt645Dialogue(options: Dlt645DialogueOptions): Dialogue {
  const { version } = options;
  if (options.address !== undefined && !/^\d{1,12}$/.test(options.address))
    throw new JoulegateError('CONFIG_INVALID', `DL/T 645 address: up to twelve digits expected, got ${JSON.stringify(options.address)}`);
  const configured = options.address?.padStart(12, '0');
  const framer = createDlt645Framer();
  let address = configured;
  let queue: Request[] = [];
  let attempt = 0;
  let noise = 0;

  const discard = (count: number): DialogueStep[] => {
    noise += count;
    return count === 0 ? [] : [{ type: 'discarded', count, code: 'FRAME_MALFORMED' }];
  };
  const fail = (code: ErrorCode, message: string): DialogueStep[] => {
    queue = [];
    const name = address ?? 'of unknown address';
    // What answers next may be another meter.
    if (code === 'DEVICE_TIMEOUT') address = configured;
    return [...discard(framer.reset()), { type: 'failed', code, message: `DL/T 645 meter ${name}: ${message}` }];
  };
  const nameOf = (request: Request) => (request.type === 'address' ? 'its address' : request.identifier);

  function ask(): DialogueStep[] {
    const [request] = queue;
    if (request === undefined) return [{ type: 'done' }];
    attempt += 1;
    const [control, identifier] = request.type === 'address' ? [READ_ADDRESS, ''] : [READ[version], request.identifier];
    return [
      { type: 'send', bytes: encodeRequest(address ?? ANYBODY, control, identifier) },
      { type: 'await', ms: REPLY_MS },
    ];
  }

  function next(): DialogueStep[] {
    queue.shift();
    attempt = 0;
    noise = 0;
    return ask();
  }

  /** No reply that counts: once more, or without it, or not at all. */
  function giveUp(code: ErrorCode, message: string): DialogueStep[] {
    const [request] = queue;
    if (request === undefined) return [];
    if (code !== 'DEVICE_EXCEPTION' && attempt < ATTEMPTS) return ask();
    if (request.type === 'address') {
      queue[0] = { type: 'read', ...required(ADDRESS_ITEM) };
      attempt = 0;
      return ask();
    }
    return request.isRequired ? fail(code, message) : next();
  }

  function take(frame: Uint8Array): DialogueStep[] {
    const [request] = queue;
    const reply = parseFrame(frame);
    if (request === undefined) return discard(frame.length);
    if (reply === undefined) {
      return [
        ...discard(frame.length),
        ...giveUp('CRC_MISMATCH', `a reply with a right sum to ${nameOf(request)} expected, got wrong ones`),
      ];
    }
    if ((reply.control & REPLY_BIT) === 0) return [];
    const asked = request.type === 'address' ? READ_ADDRESS : READ[version];
    const isForeign = address !== undefined && reply.address !== address;
    if (isForeign || (reply.control & ~(ERROR_BIT | MORE_BIT)) !== (asked | REPLY_BIT)) return discard(frame.length);
    if ((reply.control & ERROR_BIT) !== 0)
      return giveUp(
        'DEVICE_EXCEPTION',
        `${nameOf(request)} expected, got the error reply ${reversed(Uint8Array.of(reply.control))} ${reversed(reply.data)}`,
      );
    if (request.type === 'address') {
      address = reversed(reply.data.subarray(0, 6));
      return next();
    }
    const identifierLength = request.identifier.length / 2;
    if (reversed(reply.data.subarray(0, identifierLength)) !== request.identifier) return discard(frame.length);
    address = reply.address;
    return [...(request.identifier === ADDRESS_ITEM ? [] : [{ type: 'frame', frame } as const]), ...next()];
  }

  return {
    start() {
      framer.reset();
      queue = ITEMS[version].map((item) => ({ type: 'read', ...item }));
      if (address === undefined && version === '2007') queue.unshift({ type: 'address' });
      attempt = 0;
      noise = 0;
      return ask();
    },
    push(chunk) {
      const { frames, discarded } = framer.push(chunk);
      const steps = [...discard(discarded), ...frames.flatMap(take)];
      // Where noise never ends, no timeout comes.
      return noise > NOISE_MAX && queue.length > 0
        ? [...steps, ...fail('FRAME_MALFORMED', `replies expected, got ${noise} bytes of none`)]
        : steps;
    },
    timeout() {
      const [request] = queue;
      if (request === undefined) return [];
      const lost = discard(framer.reset());
      return [...lost, ...giveUp('DEVICE_TIMEOUT', `${nameOf(request)} within ${REPLY_MS} ms expected, got no whole reply`)];
    },
  };
}
