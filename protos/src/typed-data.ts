/**
 * EIP-712 types of everything an owner signs, and which contract checks each. Data only; the digest of a body is the
 * transaction's id. The contracts' type strings in chain/contracts must equal these, which a test asserts.
 */
export const EIP712_NAME = 'Joulegate';
export const EIP712_VERSION = '1';

export interface TypedField {
  readonly name: string;
  readonly type: string;
}

export const TYPED_DATA = {
  Registration: [
    { name: 'owner', type: 'address' },
    { name: 'keyX', type: 'bytes32' },
    { name: 'keyY', type: 'bytes32' },
    { name: 'curve', type: 'uint8' },
    { name: 'format', type: 'uint8' },
    { name: 'attestationClass', type: 'uint8' },
    { name: 'source', type: 'uint8' },
    { name: 'carrier', type: 'uint8' },
    { name: 'zone', type: 'uint32' },
    { name: 'capacityW', type: 'uint64' },
    { name: 'deadline', type: 'uint64' },
  ],
  Rotation: [
    { name: 'meter', type: 'address' },
    { name: 'newKeyX', type: 'bytes32' },
    { name: 'newKeyY', type: 'bytes32' },
    { name: 'nonce', type: 'uint64' },
  ],
  Revocation: [
    { name: 'meter', type: 'address' },
    { name: 'nonce', type: 'uint64' },
  ],
  RecoveryRule: [
    { name: 'owner', type: 'address' },
    { name: 'guardian', type: 'address' },
    { name: 'delaySeconds', type: 'uint32' },
    { name: 'nonce', type: 'uint64' },
  ],
  Recovery: [
    { name: 'owner', type: 'address' },
    { name: 'newOwner', type: 'address' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint64' },
  ],
  RecoveryVeto: [
    { name: 'owner', type: 'address' },
    { name: 'recoveryId', type: 'bytes32' },
  ],
  ReadingBatch: [
    { name: 'meter', type: 'address' },
    { name: 'firstCounter', type: 'uint64' },
    { name: 'count', type: 'uint32' },
    { name: 'root', type: 'bytes32' },
    { name: 'closingDigest', type: 'bytes32' }, // sha256 of the closing reading's 65 signed bytes
  ],
  AdmissionRequest: [
    { name: 'meter', type: 'address' },
    { name: 'zone', type: 'uint32' },
    { name: 'nature', type: 'uint8' },
    { name: 'capacityW', type: 'uint64' },
    { name: 'priceMicroPerKwh', type: 'uint64' },
    { name: 'gridCodeProfile', type: 'bytes32' },
    { name: 'underVoltageTripMv', type: 'uint32' },
    { name: 'overVoltageTripMv', type: 'uint32' },
    { name: 'underFrequencyTripMhz', type: 'uint32' },
    { name: 'overFrequencyTripMhz', type: 'uint32' },
    { name: 'reconnectDelaySeconds', type: 'uint32' },
    { name: 'minPowerFactorPermille', type: 'uint16' },
    { name: 'thdPermille', type: 'uint16' },
    { name: 'evidenceHash', type: 'bytes32' }, // keccak256 over the keccak256 of each reading in evidence
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint64' },
  ],
  Order: [
    { name: 'meter', type: 'address' },
    { name: 'side', type: 'uint8' },
    { name: 'carrier', type: 'uint8' },
    { name: 'zone', type: 'uint32' },
    { name: 'interval', type: 'uint64' },
    { name: 'energyWh', type: 'uint64' },
    { name: 'priceMicroPerKwh', type: 'uint64' },
    { name: 'expiry', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
  ],
  OrderCancellation: [{ name: 'orderId', type: 'bytes32' }],
  SupplyAgreement: [
    { name: 'meter', type: 'address' },
    { name: 'zone', type: 'uint32' },
    { name: 'maxPriceMicroPerKwh', type: 'uint64' },
    { name: 'minPriceMicroPerKwh', type: 'uint64' },
    { name: 'validFrom', type: 'uint64' },
    { name: 'validUntil', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
  ],
  SupplyTermination: [
    { name: 'meter', type: 'address' },
    { name: 'nonce', type: 'uint64' },
  ],
  CarbonApplication: [
    { name: 'unit', type: 'address' },
    { name: 'period', type: 'uint32' },
    { name: 'grams', type: 'uint64' },
    { name: 'maxPriceMicroPerKg', type: 'uint64' },
    { name: 'expiry', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
  ],
  PermitOffer: [
    { name: 'seller', type: 'address' },
    { name: 'period', type: 'uint32' },
    { name: 'grams', type: 'uint64' },
    { name: 'priceMicroPerKg', type: 'uint64' },
    { name: 'expiry', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
  ],
  PermitRetirement: [
    { name: 'owner', type: 'address' },
    { name: 'period', type: 'uint32' },
    { name: 'grams', type: 'uint64' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint64' },
  ],
  GuaranteeRetirement: [
    { name: 'holder', type: 'address' },
    { name: 'guaranteeId', type: 'bytes32' }, // meter | uint48 fromBoundary | uint48 toBoundary: IGuaranteeOfOrigin.idOf
    { name: 'energyWh', type: 'uint64' },
    { name: 'beneficiary', type: 'address' },
    { name: 'purposeHash', type: 'bytes32' },
    { name: 'nonce', type: 'uint64' },
    { name: 'deadline', type: 'uint64' },
  ],
  StorageState: [
    { name: 'meter', type: 'address' },
    { name: 'time', type: 'uint64' },
    { name: 'stateHash', type: 'bytes32' }, // of charge, power, limits and a salt: IStorageBoard.stateHashOf
  ],
} as const satisfies Record<string, readonly TypedField[]>;

export type TypedDataName = keyof typeof TYPED_DATA;
export type ContractName =
  | 'meterRegistry'
  | 'readingLedger'
  | 'admissionPolicy'
  | 'energyMarket'
  | 'carbonLedger'
  | 'storageBoard'
  | 'guaranteeOfOrigin'
  | 'boughtEnergy';

/** The verifying contract of each type. */
export const VERIFYING_CONTRACT: Record<TypedDataName, ContractName> = {
  Registration: 'meterRegistry',
  Rotation: 'meterRegistry',
  Revocation: 'meterRegistry',
  RecoveryRule: 'meterRegistry',
  Recovery: 'meterRegistry',
  RecoveryVeto: 'meterRegistry',
  ReadingBatch: 'readingLedger',
  AdmissionRequest: 'admissionPolicy',
  Order: 'energyMarket',
  OrderCancellation: 'energyMarket',
  SupplyAgreement: 'energyMarket',
  SupplyTermination: 'energyMarket',
  CarbonApplication: 'carbonLedger',
  PermitOffer: 'carbonLedger',
  PermitRetirement: 'carbonLedger',
  GuaranteeRetirement: 'guaranteeOfOrigin',
  StorageState: 'storageBoard',
};

/** What a deployment writes and every other program reads (network.json). Addresses are 0x-prefixed lower-case hex. */
export interface Deployment {
  readonly chainId: number;
  readonly deployBlock: number;
  readonly intervalSeconds: number;
  readonly toleranceSeconds: number;
  readonly carbonPeriodSeconds: number;
  readonly contracts: Record<ContractName | 'token', `0x${string}`>;
}

/** ASCII prefix of the message whose SHA-256 a meter's key signs to prove possession: prefix | 32-byte digest of the Registration (or Rotation). */
export const POSSESSION_PREFIX = 'joulegate possession v1';
/** ASCII prefix of the message whose SHA-256 a meter's key signs to name the key that comes after it: prefix | 33-byte compressed next key. */
export const SUCCESSION_PREFIX = 'joulegate succession v1';
/** First bytes hashed into a market's domain: keccak256(prefix | uint256 chainId big-endian | 20-byte registry address), first 8 bytes as big-endian number. */
export const DOMAIN_PREFIX = 'joulegate.domain.v1';
