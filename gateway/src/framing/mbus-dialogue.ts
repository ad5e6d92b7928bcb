import { type Dialogue, type DialogueStep, JoulegateError } from '../domain/index.ts';
import { createMbusFramer } from './mbus-framer.ts';

export interface MbusDialogueOptions {
  /** Primary 0 to 250 (254: whoever is there), or secondary: 16 hex digits, id, manufacturer, version, medium; F leaves a digit open. */
  readonly address: string;
}

type Phase = 'idle' | 'resetting' | 'selecting' | 'reading';

const SHORT_START = 0x10;
const LONG_START = 0x68;
const STOP = 0x16;
const ACKNOWLEDGE = 0xe5;
/** Link functions (EN 13757-2, 5.5 and 5.7.5). */
const SND_NKE = 0x40;
const SND_UD = 0x53;
const REQ_UD2 = 0x5b;
const FCB = 0x20;
/** Function bits of a response RSP_UD; ACD and DFC vary. */
const RSP_UD = 0x08;
const FUNCTION_MASK = 0x0f;
/** Selected by its secondary address (EN 13757-7, 8.4). */
const SELECTED = 0xfd;
const SELECT_SLAVE = 0x52;
const PRIMARY_MAX = 250;
const ANYBODY = 254;
/** 11 to 330 bit times and 50 ms (EN 13757-2, 5.7.2): 190 ms at 2400 baud, with some room for a level converter. */
const ANSWER_MS = 500;
/** A telegram of 261 characters takes 1.2 s at 2400 baud, but each character restarts the wait. */
const TRIES = 3;
const TELEGRAMS_MAX = 16;
const TELEGRAM_MAX_LENGTH = 261;
/** The last data information field of a telegram that is followed by another. */
const MORE_FOLLOWS = 0x1f;
const HEADER_LENGTH = 12;
const CONTROL_AT = 4;
const ADDRESS_AT = 5;

const sumOf = (bytes: readonly number[]) => bytes.reduce((total, byte) => (total + byte) & 0xff, 0);

function shortFrame(control: number, address: number): Uint8Array {
  return Uint8Array.from([SHORT_START, control, address, sumOf([control, address]), STOP]);
}

function longFrame(body: readonly number[]): Uint8Array {
  return Uint8Array.from([LONG_START, body.length, body.length, LONG_START, ...body, sumOf(body), STOP]);
}

/** Of a long frame; one that is wrong is as good as none, and asked for again (EN 13757-2, 5.7.3). */
function isSumRight(frame: Uint8Array): boolean {
  return sumOf([...frame.subarray(CONTROL_AT, -2)]) === frame.at(-2);
}

/** Id, manufacturer, version and medium as they stand in a telegram: multi-byte fields lowest byte first. */
function secondaryBytes(digits: string): number[] {
  const bytes = [...Buffer.from(digits, 'hex')];
  const [id, manufacturer, rest] = [bytes.slice(0, 4), bytes.slice(4, 6), bytes.slice(6)];
  return [...id.reverse(), ...manufacturer.reverse(), ...rest];
}

/** 1F stands behind the last record, where nothing but manufacturer's data could follow. */
function isFollowed(frame: Uint8Array): boolean {
  let at = CONTROL_AT + 3 + HEADER_LENGTH;
  const end = frame.length - 2;
  const lengths = [0, 1, 2, 3, 4, 4, 6, 8, 0, 1, 2, 3, 4, 0, 6, 0];
  while (at < end) {
    const dif = frame[at++] ?? 0;
    if (dif === MORE_FOLLOWS) return true;
    if (dif === 0x0f) return false;
    if (dif === 0x2f) continue;
    for (let extended = dif; (extended & 0x80) !== 0; ) extended = frame[at++] ?? 0;
    const vif = frame[at++] ?? 0;
    if ((vif & 0x7f) === 0x7c) at += 1 + (frame[at] ?? 0);
    for (let extended = vif; (extended & 0x80) !== 0; ) extended = frame[at++] ?? 0;
    if ((dif & 0x0f) === 0x0d) at += 1 + (frame[at] ?? 0);
    else at += lengths[dif & 0x0f] ?? 0;
  }
  return false;
}

/**
 * Reads a wired M-Bus meter (EN 13757-2 and -3): the link is reset (SND_NKE; a meter need not answer), a secondary address selected,
 * and class 2 data asked for (REQ_UD2, frame count bit turned each time) as long as a telegram says that another follows. Each
 * telegram is a frame whose checksum holds. Without an answer a request is repeated twice; then the cycle fails with DEVICE_TIMEOUT,
 * FRAME_MALFORMED where only noise came, or CRC_MISMATCH where telegrams came whose checksum does not hold.
 * @throws JoulegateError CONFIG_INVALID for an address that is none.
 */
export function createMbusDialogue({ address }: MbusDialogueOptions): Dialogue {
  const isSecondary = /^[0-9A-Fa-f]{16}$/.test(address);
  const primary = isSecondary ? SELECTED : Number(address);
  if (!isSecondary && !(/^\d{1,3}$/.test(address) && (primary <= PRIMARY_MAX || primary === ANYBODY)))
    throw new JoulegateError(
      'CONFIG_INVALID',
      `M-Bus address: 0 to ${PRIMARY_MAX}, ${ANYBODY}, or 16 hex digits expected, got ${JSON.stringify(address)}`,
    );

  let framer = createMbusFramer({ maxLength: TELEGRAM_MAX_LENGTH });
  let phase: Phase = 'idle';
  let request: Uint8Array = new Uint8Array();
  let tries = 0;
  let noise = 0;
  let corrupt = 0;
  let telegrams = 0;
  let fcb = FCB;

  const ask = (next: Phase, bytes: Uint8Array): DialogueStep[] => {
    phase = next;
    request = bytes;
    tries = 1;
    return [
      { type: 'send', bytes },
      { type: 'await', ms: ANSWER_MS },
    ];
  };
  const askData = (): DialogueStep[] => {
    const control = REQ_UD2 | fcb;
    fcb ^= FCB;
    return ask('reading', shortFrame(control, primary));
  };
  const select = (): DialogueStep[] => ask('selecting', longFrame([SND_UD, SELECTED, SELECT_SLAVE, ...secondaryBytes(address)]));
  const afterReset = (): DialogueStep[] => (isSecondary ? select() : askData());
  const end = (step: DialogueStep): DialogueStep[] => {
    phase = 'idle';
    return [step];
  };

  const take = (frame: Uint8Array): DialogueStep[] => {
    // Our own requests come back on some converters.
    if (Buffer.compare(frame, request) === 0) return [];
    if (frame.length === 1 && frame[0] === ACKNOWLEDGE) {
      if (phase === 'resetting') return afterReset();
      return phase === 'selecting' ? askData() : [];
    }
    if (frame[0] === LONG_START && !isSumRight(frame)) {
      corrupt += 1;
      return [{ type: 'discarded', count: frame.length, code: 'FRAME_MALFORMED' }];
    }
    const isAnswer =
      frame[0] === LONG_START && ((frame[CONTROL_AT] ?? 0) & FUNCTION_MASK) === RSP_UD && ((frame[CONTROL_AT] ?? 0) & 0x40) === 0;
    const from = frame[ADDRESS_AT];
    const isOurs = primary >= SELECTED || from === primary;
    if (phase !== 'reading' || !isAnswer || !isOurs) return [{ type: 'discarded', count: frame.length, code: 'FRAME_MALFORMED' }];
    telegrams += 1;
    const steps: DialogueStep[] = [{ type: 'frame', frame }];
    if (isFollowed(frame) && telegrams < TELEGRAMS_MAX) steps.push(...askData());
    else steps.push(...end({ type: 'done' }));
    return steps;
  };

  return {
    start() {
      framer = createMbusFramer({ maxLength: TELEGRAM_MAX_LENGTH });
      noise = 0;
      corrupt = 0;
      telegrams = 0;
      fcb = FCB;
      return ask('resetting', shortFrame(SND_NKE, primary));
    },
    push(chunk) {
      const { frames, discarded } = framer.push(chunk);
      const steps: DialogueStep[] = [];
      if (discarded > 0) {
        noise += discarded;
        steps.push({ type: 'discarded', count: discarded, code: 'FRAME_MALFORMED' });
      }
      for (const frame of frames)
        steps.push(...(phase === 'idle' ? [{ type: 'discarded', count: frame.length, code: 'FRAME_MALFORMED' } as const] : take(frame)));
      if (phase !== 'idle' && !steps.some(({ type }) => type === 'await')) steps.push({ type: 'await', ms: ANSWER_MS });
      return steps;
    },
    timeout() {
      if (phase === 'idle') return [];
      const lost = framer.reset();
      const steps: DialogueStep[] = lost > 0 ? [{ type: 'discarded', count: lost, code: 'FRAME_MALFORMED' }] : [];
      noise += lost;
      // Many meters pass over a reset without a word.
      if (phase === 'resetting') return [...steps, ...afterReset()];
      if (tries < TRIES) {
        tries += 1;
        return [...steps, { type: 'send', bytes: request }, { type: 'await', ms: ANSWER_MS }];
      }
      const what = phase === 'selecting' ? `a meter with secondary address ${address}` : `data of the meter at ${address}`;
      const code = corrupt > 0 ? 'CRC_MISMATCH' : noise > 0 ? 'FRAME_MALFORMED' : 'DEVICE_TIMEOUT';
      const wrong = corrupt > 0 ? `${corrupt} telegrams whose checksum does not hold` : `${noise} bytes that were no frame`;
      return [
        ...steps,
        ...end({
          type: 'failed',
          code,
          message: `M-Bus: ${what} expected, got ${code === 'DEVICE_TIMEOUT' ? 'no answer' : wrong}`,
        }),
      ];
    },
  };
}
