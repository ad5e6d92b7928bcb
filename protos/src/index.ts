/**
 * @joulegate/protos: the wire formats of joulegate.v1 — generated protobuf code, typed codecs, EIP-712 types, codes and
 * layout tables. Data and pure coders; imports nothing of Joulegate.
 */

export { joulegate } from '../generated/joulegate.js';
export * from './error-codes.ts';
export * from './grid-code.ts';
export * from './inbound.ts';
export * from './layout.ts';
export * from './match-orders.ts';
export * from './messages.ts';
export * from './typed-data.ts';
export * from './vocabulary.ts';
