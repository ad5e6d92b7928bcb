import { DOMAIN_PREFIX } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Address } from '../domain/index.ts';
import { encodeWord } from './abi-word.ts';

/**
 * The market a meter is commissioned for, the first field of each of its readings: the first 8 bytes, big-endian, of
 * keccak256("joulegate.domain.v1" | chainId as 32 bytes big-endian | registry, 20 bytes). docs/wire.md §1.
 * @throws JoulegateError CONFIG_INVALID for a negative chain id or a registry that is no address.
 */
export function marketDomain(chainId: bigint | number, registry: Address | `0x${string}`): bigint {
  const registryBytes = encodeWord('address', registry, 'registry').subarray(12);
  const hash = keccak_256(Buffer.concat([Buffer.from(DOMAIN_PREFIX, 'ascii'), encodeWord('uint256', chainId, 'chainId'), registryBytes]));
  return new DataView(hash.buffer, hash.byteOffset).getBigUint64(0, false);
}
