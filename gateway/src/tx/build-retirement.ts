import type { Deployment, GuaranteeRetirement, PermitRetirement } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Address } from '../domain/index.ts';
import { addressBytes, checkLength, toUnsigned, type Unsigned } from './unsigned.ts';

export type PermitRetirementFields = Omit<PermitRetirement, 'owner'> & { readonly owner: Address };
export type GuaranteeRetirementFields = Omit<GuaranteeRetirement, 'holder' | 'beneficiary'> & {
  readonly holder: Address;
  readonly beneficiary: Address;
};

/** Gives up permits of a period for good, in grams of CO₂. @throws JoulegateError CONFIG_INVALID */
export function buildPermitRetirement(fields: PermitRetirementFields, deployment: Deployment): Unsigned<'permitRetirement'> {
  const value = { ...fields, owner: addressBytes(fields.owner) };
  return toUnsigned({ kind: 'permitRetirement', value }, 'PermitRetirement', fields, deployment);
}

/** What a retirement is for, as it stands on chain: keccak256 of its words in UTF-8. */
export function purposeHash(purpose: string): Uint8Array {
  return keccak_256(new TextEncoder().encode(purpose));
}

/** Uses up guarantees of origin, in Wh, for a beneficiary. @throws JoulegateError CONFIG_INVALID */
export function buildGuaranteeRetirement(fields: GuaranteeRetirementFields, deployment: Deployment): Unsigned<'guaranteeRetirement'> {
  const value = {
    ...fields,
    holder: addressBytes(fields.holder),
    guaranteeId: checkLength(fields.guaranteeId, 32, 'guaranteeId'),
    beneficiary: addressBytes(fields.beneficiary),
    purposeHash: checkLength(fields.purposeHash, 32, 'purposeHash'),
  };
  return toUnsigned({ kind: 'guaranteeRetirement', value }, 'GuaranteeRetirement', fields, deployment);
}
