import { encodeGridCodeProfile, type GridCodeProfile } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';

/** The id under which AdmissionPolicy keeps a profile: 0x and 64 hex digits. @throws RangeError for a value too wide for its field. */
export function gridCodeProfileId(name: string, profile: GridCodeProfile): `0x${string}` {
  return `0x${Buffer.from(keccak_256(encodeGridCodeProfile(name, profile))).toString('hex')}`;
}
