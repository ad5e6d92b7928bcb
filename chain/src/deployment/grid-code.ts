import { encodeGridCodeProfile, type GridCodeProfile } from '@joulegate/protos';
import { type Hex, keccak256 } from 'viem';

/** The id under which AdmissionPolicy keeps a profile. @throws RangeError for a value too wide for its field. */
export function gridCodeProfileId(name: string, profile: GridCodeProfile): Hex {
  return keccak256(encodeGridCodeProfile(name, profile));
}
