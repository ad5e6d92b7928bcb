/**
 * attest: decides whether a reading may be believed, and lets the gateway sign for a meter that can't.
 * In: a decoded reading, what is known and remembered of its meter, the time. Out: the meter's next state, or a refusal.
 * Must not know where readings come from or go to, nor hold a key.
 */
export { addressOf } from './address-of.ts';
export { type AttestReadingInput, attestReading } from './attest-reading.ts';
export { type AttestOutcome, attestSequence, type SequenceInput } from './attest-sequence.ts';
export { type AttestUnsignedOptions, attestUnsigned, checkReadValues, type UnsignedState } from './attest-unsigned.ts';
export { buildEdl40SignedData, type VerifiedEdl40, verifyEdl40 } from './edl40.ts';
export { type ForeignCurveName, type ForeignKey, readForeignKey } from './foreign-key.ts';
export { type CheckedSignature, readAlgorithm, type SignatureAlgorithm, verifyForeignSignature } from './foreign-signature.ts';
export { createNobleVerifier } from './noble-verifier.ts';
export { continueRegisters, exchangeOffsets, NO_OFFSETS, type RegisterOffsets } from './register-continuity.ts';
export { selfTest } from './self-test.ts';
export { assembleSignedReading, encodeSignedPayload, type SignedPayloadFields } from './signed-payload.ts';
export { createWasmVerifier } from './wasm-verifier.ts';
