import type { Address } from './ids.ts';

/** A secp256k1 key that signs 32-byte digests: a file, a keystore, a systemd credential, or a program that holds it. */
export interface Signer {
  readonly address: Address;
  /** Uncompressed public key without prefix: x | y, 64 bytes big-endian. */
  readonly publicKey: Uint8Array;
  /** @returns 65 bytes r | s | v, low s, v 27 or 28. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
  /** Forgets the key, as far as the platform lets us, or ends the program that holds it; signs no more. */
  close(): void;
}

/** Checks a secp256k1 signature; several back ends behind one interface. */
export interface Verifier {
  readonly name: string;
  /**
   * Recovers the signer of a 32-byte digest from 65 bytes r | s | v (v 27 or 28).
   * @returns 64 bytes x | y, or undefined where the signature is malformed, has a high s or recovers to no key.
   */
  recover(digest: Uint8Array, signature: Uint8Array): Uint8Array | undefined;
}
