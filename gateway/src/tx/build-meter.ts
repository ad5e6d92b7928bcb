import type { Deployment, MeterRegistration, MeterRevocation, MeterRotation, ReadingBatch } from '@joulegate/protos';
import type { Address } from '../domain/index.ts';
import { checkClosing, closingDigest } from './closing-digest.ts';
import { addressBytes, checkLength, toUnsigned, type Unsigned } from './unsigned.ts';

/** `possessionSignature` is made over the digest, so it comes later: see attachPossession. */
export type MeterRegistrationFields = Omit<MeterRegistration, 'owner' | 'possessionSignature'> & {
  readonly owner: Address;
  readonly possessionSignature?: Uint8Array;
};
export type MeterRotationFields = Omit<MeterRotation, 'meter' | 'possessionSignature'> & {
  readonly meter: Address;
  readonly possessionSignature?: Uint8Array;
};
export type MeterRevocationFields = Omit<MeterRevocation, 'meter'> & { readonly meter: Address };
export type ReadingBatchFields = Omit<ReadingBatch, 'meter'> & { readonly meter: Address };

/** Commissions a meter; keyX and keyY are 32 bytes big-endian each. @throws JoulegateError CONFIG_INVALID */
export function buildMeterRegistration(fields: MeterRegistrationFields, deployment: Deployment): Unsigned<'meterRegistration'> {
  const value: MeterRegistration = {
    ...fields,
    owner: addressBytes(fields.owner),
    keyX: checkLength(fields.keyX, 32, 'keyX'),
    keyY: checkLength(fields.keyY, 32, 'keyY'),
    possessionSignature: possessionOrNone(fields.possessionSignature),
  };
  return toUnsigned({ kind: 'meterRegistration', value }, 'Registration', fields, deployment);
}

/** Replaces a meter's signing key; its id stays. @throws JoulegateError CONFIG_INVALID */
export function buildMeterRotation(fields: MeterRotationFields, deployment: Deployment): Unsigned<'meterRotation'> {
  const value: MeterRotation = {
    ...fields,
    meter: addressBytes(fields.meter),
    newKeyX: checkLength(fields.newKeyX, 32, 'newKeyX'),
    newKeyY: checkLength(fields.newKeyY, 32, 'newKeyY'),
    possessionSignature: possessionOrNone(fields.possessionSignature),
  };
  return toUnsigned({ kind: 'meterRotation', value }, 'Rotation', fields, deployment);
}

/** @throws JoulegateError CONFIG_INVALID */
export function buildMeterRevocation(fields: MeterRevocationFields, deployment: Deployment): Unsigned<'meterRevocation'> {
  return toUnsigned({ kind: 'meterRevocation', value: { ...fields, meter: addressBytes(fields.meter) } }, 'Revocation', fields, deployment);
}

/**
 * Records a root over readings and their closing one, whose digest the owner signs.
 * @param fields.closing 132 bytes of a native meter verbatim, or what encodeBsmClosing or encodeOcmfClosing made
 * @throws JoulegateError CONFIG_INVALID
 */
export function buildReadingBatch(fields: ReadingBatchFields, deployment: Deployment): Unsigned<'readingBatch'> {
  const closing = checkClosing(fields.closing, 'closing');
  const value: ReadingBatch = { ...fields, meter: addressBytes(fields.meter), root: checkLength(fields.root, 32, 'root'), closing };
  return toUnsigned({ kind: 'readingBatch', value }, 'ReadingBatch', { ...fields, closingDigest: closingDigest(closing) }, deployment);
}

/**
 * Adds the meter's answer to a registration or rotation; it is outside the digest, so the id stays.
 * @param possessionSignature r | s | v over possessionMessageDigest(unsigned.digest), 65 bytes; of a meter that signs nothing
 *   but readings a closing of it (encodeBsmClosing, encodeOcmfClosing)
 * @throws JoulegateError CONFIG_INVALID for another length.
 */
export function attachPossession<K extends 'meterRegistration' | 'meterRotation'>(
  unsigned: Unsigned<K>,
  possessionSignature: Uint8Array,
): Unsigned<K> {
  const signature = checkPossession(possessionSignature);
  return { ...unsigned, body: { ...unsigned.body, value: { ...unsigned.body.value, possessionSignature: signature } } };
}

function possessionOrNone(signature: Uint8Array | undefined): Uint8Array {
  return signature === undefined || signature.length === 0 ? new Uint8Array() : checkPossession(signature);
}

function checkPossession(proof: Uint8Array): Uint8Array {
  return proof.length <= 65 ? checkLength(proof, 65, 'possessionSignature') : checkClosing(proof, 'possessionSignature');
}
