import type { Deployment, Recovery, RecoveryRule, RecoveryVeto } from '@joulegate/protos';
import type { Address } from '../domain/index.ts';
import { addressBytes, checkLength, toUnsigned, type Unsigned } from './unsigned.ts';

export type RecoveryRuleFields = Omit<RecoveryRule, 'owner' | 'guardian'> & { readonly owner: Address; readonly guardian: Address };
export type RecoveryFields = Omit<Recovery, 'owner' | 'newOwner' | 'guardianSignature'> & {
  readonly owner: Address;
  readonly newOwner: Address;
  /** Outside the digest, so it may come later. */
  readonly guardianSignature?: Uint8Array;
};
export type RecoveryVetoFields = Omit<RecoveryVeto, 'owner'> & { readonly owner: Address };

/** Who may put another key in the owner's place, and after how long; the zero address for nobody. @throws JoulegateError CONFIG_INVALID */
export function buildRecoveryRule(fields: RecoveryRuleFields, deployment: Deployment): Unsigned<'recoveryRule'> {
  const value = { ...fields, owner: addressBytes(fields.owner), guardian: addressBytes(fields.guardian) };
  return toUnsigned({ kind: 'recoveryRule', value }, 'RecoveryRule', fields, deployment);
}

/** Puts a new owner in another's place: its digest is signed by the guardian and by the new owner. @throws JoulegateError CONFIG_INVALID */
export function buildRecovery(fields: RecoveryFields, deployment: Deployment): Unsigned<'recovery'> {
  const value = {
    ...fields,
    owner: addressBytes(fields.owner),
    newOwner: addressBytes(fields.newOwner),
    guardianSignature: new Uint8Array(fields.guardianSignature ?? []),
  };
  return toUnsigned({ kind: 'recovery', value }, 'Recovery', fields, deployment);
}

/** Stops a recovery that nobody needs. @throws JoulegateError CONFIG_INVALID */
export function buildRecoveryVeto(fields: RecoveryVetoFields, deployment: Deployment): Unsigned<'recoveryVeto'> {
  const value = { owner: addressBytes(fields.owner), recoveryId: checkLength(fields.recoveryId, 32, 'recoveryId') };
  return toUnsigned({ kind: 'recoveryVeto', value }, 'RecoveryVeto', fields, deployment);
}
