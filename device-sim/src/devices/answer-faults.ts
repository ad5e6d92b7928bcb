import type { Fault, FaultKind } from '../scenario/index.ts';
import { flipBit, noiseBytes } from './wire-faults.ts';

/** What goes wrong with one answer of a meter that waits to be asked. */
export const ANSWER_FAULTS = [
  'bit-flip', // one bit turned over on the wire
  'wrong-check', // check character or sum is not that of the answer
  'truncated',
  'noise', // before the answer
  'silence',
  'error-reply', // the meter says that it will not
  'wrong-parity', // of one byte; where the line shows parity bits
  'late', // after the other side has given up
  'doubled',
  'register-down',
  'replay', // the answer before, once more
  'overlong', // noise without end
] as const;
export type AnswerFault = (typeof ANSWER_FAULTS)[number];

/** More than any unit here meters between two readings, or the register would not be seen to fall. */
const LOST_WH = 100_000n;
const OVERLONG_BYTES = 32_768;

/** Registers as a meter shows them that lost energy. */
export function lowerRegisters<T extends { readonly importWh: bigint; readonly exportWh: bigint }>(reading: T): T {
  const lower = (wh: bigint) => (wh > LOST_WH ? wh - LOST_WH : 0n);
  return { ...reading, importWh: lower(reading.importWh), exportWh: lower(reading.exportWh) };
}

/** The faults of a scenario that an answering meter has, each for one answer. */
export function answerFaults(device: string, faults: readonly Fault[]): AnswerFault[] {
  const known: readonly FaultKind[] = ANSWER_FAULTS.filter((one): one is AnswerFault & FaultKind => one !== 'silence');
  return faults.flatMap(({ kind }) => {
    if (kind === 'silence') return []; // lasts for a time, not for an answer: the device itself keeps it
    if (!known.includes(kind)) throw new Error(`device ${device}: a meter that only answers has no ${kind}`);
    return [kind as AnswerFault];
  });
}

/** What an answer looks like on a wire where this goes wrong; faults of its content are the encoder's. */
export function spoil(
  answer: Uint8Array,
  fault: AnswerFault | undefined,
  at: { readonly seed: string; readonly timeMs: number; readonly flippedAt: number; readonly checkAt: number },
): Uint8Array {
  switch (fault) {
    case 'bit-flip':
      return flipBit(answer, at.flippedAt);
    case 'wrong-check':
      return flipBit(answer, at.checkAt);
    case 'wrong-parity': {
      const wrong = Uint8Array.from(answer);
      wrong[at.flippedAt] = (wrong[at.flippedAt] ?? 0) ^ 0x80;
      return wrong;
    }
    case 'truncated':
      return answer.subarray(0, Math.floor(answer.length / 2));
    case 'noise':
      return Buffer.concat([noiseBytes(at.seed, at.timeMs, 200), answer]);
    case 'overlong':
      return Buffer.concat([noiseBytes(at.seed, at.timeMs, OVERLONG_BYTES), answer]);
    case 'doubled':
      return Buffer.concat([answer, answer]);
    case 'silence':
      return new Uint8Array();
    default:
      return answer;
  }
}
