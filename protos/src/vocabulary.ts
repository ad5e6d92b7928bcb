/**
 * Numbers that stand on the wire, in EIP-712 messages and in the contracts alike. docs/wire.md explains each.
 * Data only.
 */
export const CURVE = { secp256k1: 1, p256: 2 } as const;
export const FORMAT = { native: 1, ocmf: 2, bsm: 3 } as const;
export const ATTESTATION_CLASS = { gateway: 1, module: 2, meter: 3 } as const;
/** Paper F2; 0 is a unit that generates nothing (a load). */
export const SOURCE = {
  load: 0,
  wind: 1,
  solar: 2,
  tidal: 3,
  geothermal: 4,
  biomass: 5,
  hydro: 6,
  nuclear: 7,
  coal: 8,
  gas: 9,
  storage: 10,
} as const;
/** Directive (EU) 2018/2001, Article 2(1); for these a guarantee of origin is issued. */
export const RENEWABLE_SOURCES: readonly number[] = [
  SOURCE.wind,
  SOURCE.solar,
  SOURCE.tidal,
  SOURCE.geothermal,
  SOURCE.biomass,
  SOURCE.hydro,
];
export const CARRIER = { electricity: 1, heat: 2, cold: 3, gas: 4 } as const;
export const NATURE = { renewable: 1, dispatchable: 2, storage: 3, load: 4 } as const;
export const SIDE = { sell: 1, buy: 2 } as const;

/** Bits of SignedReading.status. */
export const STATUS_BIT = { clockUnset: 1 << 0, tamper: 1 << 1, meterFault: 1 << 2, powerRestored: 1 << 3, islanding: 1 << 4 } as const;

/** AdmissionRequest.thdPermille of a device that does not measure it. */
export const THD_NOT_TOLD = 0xffff;

/** Bit numbers of an admission verdict; 0 as a whole is a grant. */
export const VERDICT_BIT = {
  meterInactive: 0,
  zone: 1,
  source: 2,
  carrier: 3,
  nature: 4,
  capacityRange: 5,
  hostingCapacity: 6,
  price: 7,
  attestationClass: 8,
  evidence: 9,
  voltage: 10,
  frequency: 11,
  meterStatus: 12,
  gridCodeProfile: 13,
  certificate: 14,
  gridSettings: 15,
  powerQuality: 16,
} as const;

/** IAdmissionPolicy.PermitState. A Granted permit also ends at its validUntil, whether or not anybody called expire(). */
export const PERMIT_STATE = { none: 0, granted: 1, refused: 2, revoked: 3, expired: 4 } as const;

/** Bit numbers of Permit.suspensions; any of them stops feeding in and trading. */
export const SUSPENSION_BIT = { equivocation: 0, fineUnpaid: 1, safety: 2, operator: 3, tamper: 4 } as const;

export type CurveName = keyof typeof CURVE;
export type FormatName = keyof typeof FORMAT;
export type AttestationClassName = keyof typeof ATTESTATION_CLASS;
export type SourceName = keyof typeof SOURCE;
export type CarrierName = keyof typeof CARRIER;
export type NatureName = keyof typeof NATURE;
export type SideName = keyof typeof SIDE;
export type VerdictBitName = keyof typeof VERDICT_BIT;
export type SuspensionBitName = keyof typeof SUSPENSION_BIT;

/** What each failed criterion means, as a person reads it: logs, CLI and announcements. */
export const VERDICT_REASON: Record<VerdictBitName, string> = {
  meterInactive: 'the meter is not active in the registry',
  zone: 'the meter stands in another zone',
  source: 'the zone takes no energy of this source',
  carrier: 'the zone takes no energy of this carrier',
  nature: 'the zone takes no energy of this nature, or the meter\u2019s source is not of it',
  capacityRange: 'the capacity is outside what the zone, the grid code or the meter\u2019s certificate allows',
  hostingCapacity: 'the zone has not that much hosting capacity left',
  price: 'the price is above the zone\u2019s ceiling',
  attestationClass: 'the zone demands a higher attestation class',
  evidence: 'too few signed readings, or they are not fresh and in order',
  voltage: 'a signed reading shows a voltage outside the window',
  frequency: 'a signed reading shows a frequency outside the window',
  meterStatus: 'a signed reading reports tampering or a meter fault',
  gridCodeProfile: 'the zone demands another grid-code profile',
  certificate: 'no certificate for the grid-code profile is in force',
  gridSettings: 'the device\u2019s protection settings are not told or not as the grid code demands',
  powerQuality: 'the total harmonic distortion is not told or too high',
};

/** Names of the criteria that a verdict says failed, lowest bit first; empty for a grant. */
export function verdictReasons(verdict: number): VerdictBitName[] {
  return (Object.keys(VERDICT_BIT) as VerdictBitName[]).filter((name) => (verdict >>> VERDICT_BIT[name]) & 1);
}

/** Names of the reasons for which access is suspended, lowest bit first; empty where it is not. */
export function suspensionReasons(suspensions: number): SuspensionBitName[] {
  return (Object.keys(SUSPENSION_BIT) as SuspensionBitName[]).filter((name) => (suspensions >>> SUSPENSION_BIT[name]) & 1);
}
