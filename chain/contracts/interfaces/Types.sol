// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

// solhint-disable use-natspec
/// Numbers shared with docs/wire.md and protos/src/vocabulary.ts.
library Curve { uint8 internal constant SECP256K1 = 1; uint8 internal constant P256 = 2; }
library Format { uint8 internal constant NATIVE = 1; uint8 internal constant OCMF = 2; uint8 internal constant BSM = 3; }
library AttestationClass { uint8 internal constant GATEWAY = 1; uint8 internal constant MODULE = 2; uint8 internal constant METER = 3; }
library Side { uint8 internal constant SELL = 1; uint8 internal constant BUY = 2; }

/// A reading whose signature and layout have been checked.
struct Reading {
    uint64 counter;
    uint64 time;
    uint64 importWh;
    uint64 exportWh;
    int32 powerW;
    uint32 voltageMv;
    uint32 frequencyMhz;
    uint32 status;
}

/// The owner's EIP-712 message that commissions a meter. meter id = address(keccak256(keyX | keyY)).
struct Registration {
    address owner;
    bytes32 keyX;
    bytes32 keyY;
    uint8 curve;
    uint8 format;
    uint8 attestationClass;
    uint8 source;
    uint8 carrier;
    uint32 zone;
    uint64 capacityW;
    uint64 deadline;
}

struct ReadingBatch {
    address meter;
    uint64 firstCounter;
    uint32 count;
    bytes32 root;
    bytes closing;
}

struct AdmissionRequest {
    address meter;
    uint32 zone;
    uint8 nature;
    uint64 capacityW;
    uint64 priceMicroPerKwh;
    bytes32 gridCodeProfile;
    uint32 underVoltageTripMv;        // what the device says it is set to; 0: not told
    uint32 overVoltageTripMv;
    uint32 underFrequencyTripMhz;
    uint32 overFrequencyTripMhz;
    uint32 reconnectDelaySeconds;
    uint16 minPowerFactorPermille;    // the lowest displacement factor it can run at; 0: not told
    uint16 thdPermille;               // total harmonic distortion now; 65535: not told
    bytes32 evidenceHash;             // keccak256 over the keccak256 of each reading given as evidence
    uint64 nonce;
    uint64 deadline;
}

struct Order {
    address meter;
    uint8 side;
    uint8 carrier;
    uint32 zone;
    uint64 interval;
    uint64 energyWh;
    uint64 priceMicroPerKwh;
    uint64 expiry;
    uint64 nonce;
}

struct SupplyAgreement {
    address meter;
    uint32 zone;
    uint64 maxPriceMicroPerKwh;
    uint64 minPriceMicroPerKwh;
    uint64 validFrom;
    uint64 validUntil;
    uint64 nonce;
}

struct CarbonApplication {
    address unit;
    uint32 period;
    uint64 grams;
    uint64 maxPriceMicroPerKg;
    uint64 expiry;
    uint64 nonce;
}

struct PermitOffer {
    address seller;
    uint32 period;
    uint64 grams;
    uint64 priceMicroPerKg;
    uint64 expiry;
    uint64 nonce;
}

struct PermitRetirement {
    address owner;
    uint32 period;
    uint64 grams;
    uint64 nonce;
    uint64 deadline;
}

struct GuaranteeRetirement {
    address holder;
    bytes32 guaranteeId;
    uint64 energyWh;
    address beneficiary;
    bytes32 purposeHash;
    uint64 nonce;
    uint64 deadline;
}
