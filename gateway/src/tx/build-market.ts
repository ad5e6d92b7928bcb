import type {
  AdmissionRequest,
  CarbonApplication,
  Deployment,
  Order,
  PermitOffer,
  SupplyAgreement,
  SupplyTermination,
} from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Address } from '../domain/index.ts';
import { checkClosing } from './closing-digest.ts';
import { addressBytes, checkLength, toUnsigned, type Unsigned } from './unsigned.ts';

export type AdmissionRequestFields = Omit<AdmissionRequest, 'meter' | 'evidenceHash'> & { readonly meter: Address };
export type OrderFields = Omit<Order, 'meter'> & { readonly meter: Address };
export interface OrderCancellationFields {
  /** Id of the order to cancel, 32 bytes. */
  readonly orderId: Uint8Array;
}
export type SupplyAgreementFields = Omit<SupplyAgreement, 'meter'> & { readonly meter: Address };
export type SupplyTerminationFields = Omit<SupplyTermination, 'meter'> & { readonly meter: Address };
export type CarbonApplicationFields = Omit<CarbonApplication, 'unit'> & { readonly unit: Address };
export type PermitOfferFields = Omit<PermitOffer, 'seller'> & { readonly seller: Address };

/** What of the meter's own signed readings stands in the request that its owner signs: keccak256 over the keccak256 of each. */
export function hashEvidence(evidence: readonly Uint8Array[]): Uint8Array {
  return keccak_256(Buffer.concat(evidence.map((raw) => keccak_256(raw))));
}

/**
 * Asks a zone to admit a meter.
 * @param fields.evidence its signed readings as the ledger verifies them, 132 bytes each or a longer closing of another format
 * @throws JoulegateError CONFIG_INVALID
 */
export function buildAdmissionRequest(fields: AdmissionRequestFields, deployment: Deployment): Unsigned<'admissionRequest'> {
  const evidence = fields.evidence.map((raw, at) => checkClosing(raw, `evidence[${at}]`));
  const value = {
    ...fields,
    meter: addressBytes(fields.meter),
    gridCodeProfile: checkLength(fields.gridCodeProfile, 32, 'gridCodeProfile'),
    evidence,
    evidenceHash: hashEvidence(evidence),
  };
  return toUnsigned({ kind: 'admissionRequest', value }, 'AdmissionRequest', { ...value, meter: fields.meter }, deployment);
}

/** A limit order; prices in micro-units per kWh, energy in Wh, `interval` numbered from the epoch. @throws JoulegateError CONFIG_INVALID */
export function buildOrder(fields: OrderFields, deployment: Deployment): Unsigned<'order'> {
  return toUnsigned({ kind: 'order', value: { ...fields, meter: addressBytes(fields.meter) } }, 'Order', fields, deployment);
}

/** @throws JoulegateError CONFIG_INVALID */
export function buildOrderCancellation(fields: OrderCancellationFields, deployment: Deployment): Unsigned<'orderCancellation'> {
  const value = { orderId: checkLength(fields.orderId, 32, 'orderId') };
  return toUnsigned({ kind: 'orderCancellation', value }, 'OrderCancellation', value, deployment);
}

/** Agrees to the zone's base price for residual energy; times in Unix seconds. @throws JoulegateError CONFIG_INVALID */
export function buildSupplyAgreement(fields: SupplyAgreementFields, deployment: Deployment): Unsigned<'supplyAgreement'> {
  const value = { ...fields, meter: addressBytes(fields.meter) };
  return toUnsigned({ kind: 'supplyAgreement', value }, 'SupplyAgreement', fields, deployment);
}

/** Ends the agreement with the next interval. @throws JoulegateError CONFIG_INVALID */
export function buildSupplyTermination(fields: SupplyTerminationFields, deployment: Deployment): Unsigned<'supplyTermination'> {
  const value = { ...fields, meter: addressBytes(fields.meter) };
  return toUnsigned({ kind: 'supplyTermination', value }, 'SupplyTermination', fields, deployment);
}

/** Asks for emission permits of a period, in grams of CO₂. @throws JoulegateError CONFIG_INVALID */
export function buildCarbonApplication(fields: CarbonApplicationFields, deployment: Deployment): Unsigned<'carbonApplication'> {
  return toUnsigned(
    { kind: 'carbonApplication', value: { ...fields, unit: addressBytes(fields.unit) } },
    'CarbonApplication',
    fields,
    deployment,
  );
}

/** Offers permits of a period for sale, in grams of CO₂. @throws JoulegateError CONFIG_INVALID */
export function buildPermitOffer(fields: PermitOfferFields, deployment: Deployment): Unsigned<'permitOffer'> {
  return toUnsigned({ kind: 'permitOffer', value: { ...fields, seller: addressBytes(fields.seller) } }, 'PermitOffer', fields, deployment);
}
