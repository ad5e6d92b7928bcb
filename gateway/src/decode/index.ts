/**
 * decode: turns one whole frame into a reading.
 * In: 132 bytes of a native meter, or a DSMR P1 telegram. Out: a Reading, or why there is none.
 * Must not know whose meter it is, what it said before, or what time it is now.
 */
export { decodeP1 } from './p1.ts';
export { decodeSignedReading } from './signed-reading.ts';
