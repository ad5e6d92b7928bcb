import { type Dialogue, type DialogueStep, JoulegateError } from '../domain/index.ts';
import { createD0Framer } from './d0-framer.ts';
import { createEchoFilter } from './echo-filter.ts';
import { addEvenParity, NO_CHARACTER, readSevenBits } from './seven-bits.ts';

export interface D0DialogueOptions {
  /** `auto` goes by the letter of the identification. */
  readonly mode: 'auto' | 'A' | 'B' | 'C' | 'D';
  /** Of one meter among several on a bus: up to 32 digits, letters or spaces; nobody's name where absent. */
  readonly deviceAddress?: string;
  /** Longest readout in bytes; 16 KiB where absent. */
  readonly maxLength?: number;
  /** A meter on a battery sleeps: wake it with NULs before each request. */
  readonly wakeUp?: boolean;
  /**
   * `port` (where absent) lets a serial port of 7E1 make and strip the parity bit, which the driver does not check; `own`
   * sends the same bits as 8N1, and the decoder refuses a byte whose parity is wrong.
   */
  readonly parity?: 'port' | 'own';
}

type Phase = 'idle' | 'waking' | 'identification' | 'readout';

const START_BAUD = 300;
/** Reaction time and the gap between two characters are at most this (6.3.13 and table 1: tr and ta). */
const REACTION_MS = 1500;
/** A mode D meter speaks of its own accord, most each second, some every 10 s. */
const PUSH_WAIT_MS = 15_000;
/** Annex B.1: NULs for 2.1 to 2.3 s (33 ms each at 300 baud), then 1.5 to 1.7 s of silence. */
const WAKE_UP_COUNT = 66;
const WAKE_UP_PAUSE_MS = 1600;
/** 6.3.2 and table 3 of the standard; what is not here is reserved. */
const MODE_C_BAUD: Readonly<Record<string, number>> = { '0': 300, '1': 600, '2': 1200, '3': 2400, '4': 4800, '5': 9600, '6': 19200 };
const MODE_B_BAUD: Readonly<Record<string, number>> = { A: 600, B: 1200, C: 2400, D: 4800, E: 9600, F: 19200 };
const MODE_OF_LETTER = (letter: string) => (/[0-9]/.test(letter) ? 'C' : /[A-I]/.test(letter) ? 'B' : 'A');
/** `/XXXZ`, up to 16 characters and escape sequences. */
const IDENTIFICATION_MAX_LENGTH = 64;
const BAUD_LETTER_AT = 4;
const SLASH = 0x2f;
const SLASH_WITH_PARITY = 0xaf;
const BANG = 0x21;
const NAK = 0x15;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;

/**
 * Reads a meter through its optical or current-loop port (IEC 62056-21:2002 clause 6): request at 300 baud, 7E1;
 * identification; in mode C the acknowledgement `ACK 0 Z 0` and then the speed Z, in mode B the speed at once, in mode A
 * neither; readout as one frame from `/` to `!` or block check character, which the decoder judges. A reserved speed of
 * mode C is answered with 0, so the meter stays at 300. Mode D asks nothing, keeps the port as it is set, and takes the
 * next readout pushed. An echo of what was sent is passed over. The cycle fails with DEVICE_TIMEOUT, DEVICE_EXCEPTION
 * (NAK), FORMAT_UNSUPPORTED (another mode than asked for, or a reserved speed of mode B) or FRAME_MALFORMED (noise only).
 * @throws JoulegateError CONFIG_INVALID for a device address that can't be sent.
 */
export function createD0Dialogue(options: D0DialogueOptions): Dialogue {
  const { mode, deviceAddress = '', maxLength = 16_384, parity = 'port' } = options;
  if (!/^[0-9A-Za-z ]{0,32}$/.test(deviceAddress))
    throw new JoulegateError(
      'CONFIG_INVALID',
      `D0 device address: up to 32 digits, letters or spaces expected, got ${JSON.stringify(deviceAddress)}`,
    );
  const framer = createD0Framer({ maxLength });
  const echo = createEchoFilter(0x7f);
  let phase: Phase = 'idle';
  let line: number[] = [];
  let received = 0;
  let wasted = 0;

  const serial = (baudRate: number): DialogueStep =>
    parity === 'own'
      ? { type: 'serial', baudRate, dataBits: 8, parity: 'none' }
      : { type: 'serial', baudRate, dataBits: 7, parity: 'even' };
  const isRunning = () => phase !== 'idle';
  const wait = (ms: number): DialogueStep => ({ type: 'await', ms });
  const discard = (count: number): DialogueStep[] => {
    wasted += count;
    return count === 0 ? [] : [{ type: 'discarded', count, code: 'FRAME_MALFORMED' }];
  };
  const send = (text: string): DialogueStep => {
    const bytes = Uint8Array.from(Buffer.from(text, 'latin1'), (byte) => (parity === 'own' ? addEvenParity(byte) : byte));
    echo.expect(bytes);
    return { type: 'send', bytes };
  };
  const fail = (code: Extract<DialogueStep, { type: 'failed' }>['code'], message: string): DialogueStep[] => {
    phase = 'idle';
    return [
      ...discard(framer.reset()),
      { type: 'failed', code, message: `D0 meter${deviceAddress === '' ? '' : ` ${deviceAddress}`}: ${message}` },
    ];
  };
  const ask = (): DialogueStep[] => {
    phase = 'identification';
    return [send(`/?${deviceAddress}!\r\n`), wait(REACTION_MS)];
  };

  /** The identification is whole: what the meter expects now. */
  function answer(): DialogueStep[] {
    const identification = String.fromCharCode(...line.map((byte) => byte & 0x7f)).trimEnd();
    framer.push(Uint8Array.from(line));
    phase = 'readout';
    const letter = identification[BAUD_LETTER_AT];
    if (letter === undefined) return fail('FRAME_MALFORMED', `/XXXZ expected, got ${JSON.stringify(identification)}`);
    const said = MODE_OF_LETTER(letter);
    const spoken = mode === 'auto' ? said : mode;
    if (spoken === 'A') return [wait(REACTION_MS)];
    if (spoken !== said) return fail('FORMAT_UNSUPPORTED', `a meter of mode ${spoken} expected, got ${identification} of mode ${said}`);
    if (spoken === 'B') {
      const baudRate = MODE_B_BAUD[letter];
      if (baudRate === undefined) return fail('FORMAT_UNSUPPORTED', `a speed of A to F expected, got ${letter}, which is reserved`);
      return [serial(baudRate), wait(REACTION_MS)];
    }
    const baudRate = MODE_C_BAUD[letter] ?? START_BAUD;
    const acknowledgement = send(`\x060${baudRate === START_BAUD ? '0' : letter}0\r\n`);
    return [acknowledgement, ...(baudRate === START_BAUD ? [] : [serial(baudRate)]), wait(REACTION_MS)];
  }

  function takeIdentification(bytes: Uint8Array): DialogueStep[] {
    let discarded = 0;
    for (const [at, raw] of bytes.entries()) {
      // The first character tells whether parity bits show; before it, only our own setting does.
      const byte = readSevenBits(raw, line.length === 0 ? parity === 'own' : line[0] === SLASH_WITH_PARITY);
      const isLineEnd = byte === CARRIAGE_RETURN || byte === NEWLINE;
      if (raw === SLASH || raw === SLASH_WITH_PARITY) {
        discarded += line.length;
        line = [raw];
      } else if (line.length === 0) {
        if (byte === NAK) return [...discard(discarded), ...fail('DEVICE_EXCEPTION', 'an identification expected, got NAK')];
        if (!isLineEnd) discarded += 1;
      } else if ((!isLineEnd && (byte < 0x20 || byte === BANG || byte === NO_CHARACTER)) || line.length === IDENTIFICATION_MAX_LENGTH) {
        discarded += line.length + 1;
        line = [];
      } else {
        line.push(raw);
        if (byte !== NEWLINE) continue;
        const steps = [...discard(discarded), ...answer()];
        return [...steps, ...(phase === 'readout' ? takeReadout(echo.take(bytes.subarray(at + 1))) : [])];
      }
    }
    return discard(discarded);
  }

  function takeReadout(bytes: Uint8Array): DialogueStep[] {
    received += bytes.length;
    const { frames, discarded } = framer.push(bytes);
    const steps = discard(discarded);
    const [frame] = frames;
    if (frame === undefined) return steps;
    phase = 'idle';
    return [...steps, { type: 'frame', frame }, { type: 'done' }];
  }

  return {
    start() {
      framer.reset();
      line = [];
      received = 0;
      wasted = 0;
      if (mode === 'D') {
        phase = 'readout';
        return [wait(PUSH_WAIT_MS)];
      }
      if (options.wakeUp !== true) return [serial(START_BAUD), ...ask()];
      phase = 'waking';
      return [serial(START_BAUD), { type: 'send', bytes: new Uint8Array(WAKE_UP_COUNT) }, wait(WAKE_UP_PAUSE_MS)];
    },
    push(chunk) {
      // Line ends after a readout, and what a meter of mode D says between two cycles, are no loss.
      if (phase === 'idle')
        return mode === 'D' ? [] : discard(chunk.filter((byte) => ![CARRIAGE_RETURN, NEWLINE].includes(byte & 0x7f)).length);
      if (phase === 'waking') return [];
      const bytes = echo.take(chunk);
      const steps = phase === 'identification' ? takeIdentification(bytes) : takeReadout(bytes);
      // Where noise never ends, no timeout comes.
      return wasted > maxLength && isRunning()
        ? [...steps, ...fail('FRAME_MALFORMED', `a readout expected, got ${wasted} bytes of none`)]
        : steps;
    },
    timeout() {
      if (phase === 'idle') return [];
      if (phase === 'waking') return ask();
      if (phase === 'identification') return fail('DEVICE_TIMEOUT', 'an identification within 1.5 s expected, got none');
      return fail('DEVICE_TIMEOUT', `a whole readout expected, got ${received} bytes and then silence`);
    },
  };
}
