/** Half the order of secp256k1 (SEC 2 v2 §2.4.1), the highest s that counts as low. */
const HALF_ORDER = Buffer.from('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0', 'hex');

/** True where s (bytes 32..63 of r | s | v, big-endian) is above half the order: such a signature has a twin. */
export function hasHighS(signature: Uint8Array): boolean {
  return Buffer.compare(signature.subarray(32, 64), HALF_ORDER) > 0;
}

/**
 * Cuts 65 bytes r | s | v for a back end. Back ends differ about high s, so it is refused here for all of them.
 * @returns undefined for another length, a v other than 27 or 28, or a high s.
 */
export function splitSignature(signature: Uint8Array): { compact: Uint8Array; recovery: 0 | 1 } | undefined {
  const v = signature[64];
  if (signature.length !== 65 || (v !== 27 && v !== 28) || hasHighS(signature)) return undefined;
  return { compact: signature.slice(0, 64), recovery: v === 27 ? 0 : 1 };
}
