import type { Deployment, TransactionBodies, TransactionBodyName, TypedDataName } from '@joulegate/protos';
import { type Address, JoulegateError, type TransactionId, transactionId } from '../domain/index.ts';
import { type TypedMessage, typedDigest } from './typed-digest.ts';

/** Bodies that an owner signs; a match and a settlement need no owner. */
export type OwnedBodyName = Exclude<TransactionBodyName, 'match' | 'settlement'>;

/** A TransactionBody of one kind. */
export interface BodyOf<K extends OwnedBodyName> {
  readonly kind: K;
  readonly value: TransactionBodies[K];
}

/** A transaction that waits for its owner's signature over `digest`. */
export interface Unsigned<K extends OwnedBodyName = OwnedBodyName> {
  readonly kind: K;
  /** EIP-712 digest, 32 bytes. */
  readonly digest: Uint8Array;
  /** The digest in hex, as it stands in topics. */
  readonly id: TransactionId;
  /** CAIP-2. */
  readonly network: string;
  readonly body: BodyOf<K>;
}

/** Joins digest and body; the digest checks every width, so a body that can't be signed is never built. */
export function toUnsigned<K extends OwnedBodyName, N extends TypedDataName>(
  body: BodyOf<K>,
  name: N,
  message: TypedMessage<N>,
  deployment: Deployment,
): Unsigned<K> {
  const digest = typedDigest(name, message, deployment);
  return { kind: body.kind, digest, id: transactionId(digest), network: `eip155:${deployment.chainId}`, body };
}

/** 20 bytes of an address as they stand in a body. */
export function addressBytes(address: Address): Uint8Array {
  return new Uint8Array(Buffer.from(address.slice(2), 'hex'));
}

/** @throws JoulegateError CONFIG_INVALID for another length. */
export function checkLength(bytes: Uint8Array, length: number, name: string): Uint8Array {
  if (bytes.length !== length) throw new JoulegateError('CONFIG_INVALID', `${name}: ${length} bytes expected, got ${bytes.length}`);
  return new Uint8Array(bytes);
}
