/** Who signed an id: 65 bytes r | s | v, low s, v 27 or 28. */
import type { Decoded } from '@joulegate/protos';
import { recoverAddress } from 'viem';
import { toHex } from './bytes.ts';
import type { Hex } from './options.ts';

/** Half the order of secp256k1, SEC 2 section 2.4.1; a larger s is the same signature written the other way. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

export async function recoverOwner(id: Hex, signature: Uint8Array): Promise<Decoded<Hex>> {
  if (signature.length !== 65)
    return { ok: false, code: 'OWNER_SIGNATURE_INVALID', message: `owner signature: 65 bytes expected, got ${signature.length}` };
  const v = signature[64];
  if (v !== 27 && v !== 28)
    return { ok: false, code: 'OWNER_SIGNATURE_INVALID', message: `owner signature: v 27 or 28 expected, got ${v}` };
  if (BigInt(toHex(signature.subarray(32, 64))) > HALF_ORDER) {
    return { ok: false, code: 'SIGNATURE_HIGH_S', message: 'owner signature: s in the lower half expected' };
  }
  try {
    return { ok: true, value: (await recoverAddress({ hash: id, signature: toHex(signature) })).toLowerCase() as Hex };
  } catch (cause) {
    return {
      ok: false,
      code: 'OWNER_SIGNATURE_INVALID',
      message: `owner signature: ${cause instanceof Error ? cause.message.split('\n')[0] : 'not on the curve'}`,
    };
  }
}
