// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Reading, ReadingBatch} from "./Types.sol";

/// @title What was measured: verified registers, interval boundaries and roots of everything between.
/// @notice Boundary b is the instant b * intervalSeconds; interval k runs from boundary k to boundary k + 1. A reading
/// within toleranceSeconds of a boundary is that boundary's reading; the first recorded stays.
/// The ledger alone says how much of an interval's energy is verified and how much of it is already spoken for, so no
/// kilowatt-hour is sold twice whatever markets exist.
interface IReadingLedger {
    struct Latest { uint64 counter; uint64 time; uint64 importWh; uint64 exportWh; }
    /// Registers, and of the interval that ends here what is verified and not yet spoken for (0 until its start is recorded).
    struct Boundary { bool recorded; uint64 importWh; uint64 exportWh; uint64 importFreeWh; uint64 exportFreeWh; }

    /// `id` is the EIP-712 digest of ReadingBatch(address meter,uint64 firstCounter,uint32 count,bytes32 root,bytes32 closingDigest).
    event BatchRecorded(bytes32 indexed id, address indexed meter, uint64 firstCounter, uint64 closingCounter, uint32 count, bytes32 root, uint64 time, uint64 importWh, uint64 exportWh);
    event BoundaryRecorded(address indexed meter, uint64 indexed boundary, uint64 counter, uint64 importWh, uint64 exportWh);
    event EquivocationProven(address indexed meter, uint64 indexed counter, bytes32 digestA, bytes32 digestB);
    event EnergyAllocated(address indexed meter, uint64 indexed interval, uint64 importWh, uint64 exportWh);
    event PairAllocated(address indexed seller, address indexed buyer, uint64 indexed interval, uint64 energyWh);

    error PayloadLayoutInvalid(uint256 offset, uint256 expected, uint256 got);
    /// A record or snapshot of a manufacturer's format: what of it is wrong, and where from the start of payload or image.
    /// "registers" is a reading without the register that a meter of its source must sign.
    error ForeignReadingInvalid(bytes32 field, uint256 offset);
    error DomainMismatch(uint64 expected, uint64 got);
    error SignatureInvalid(address meter, address recovered);
    error CounterNotIncreasing(address meter, uint64 last, uint64 got);
    error CountInvalid(uint64 firstCounter, uint64 closingCounter, uint32 count);
    error RootInvalid(bytes32 expected, bytes32 got);
    error RegisterDecreased(address meter, bytes32 register, uint64 last, uint64 got);
    error RegisterOverflow(address meter, bytes32 register, uint64 got, uint64 max);
    error TimeNotIncreasing(address meter, uint64 last, uint64 got);
    error TimeInFuture(uint64 time, uint256 blockTime);
    error NotAtBoundary(uint64 time, uint64 nearestBoundary);
    /// The meter says itself that its clock is not set: its time puts the reading nowhere.
    error ClockUnset(address meter, uint64 time);
    error LengthMismatch(uint256 batches, uint256 signatures);
    error NotInBatch(address meter, uint64 closingCounter);
    error NotEquivocation();
    error OwnerSignatureInvalid(address expected, address recovered);
    error BoundaryMissing(address meter, uint64 boundary);
    error AllocationExceedsVerified(address meter, uint64 interval, uint64 asked, uint64 available);

    function intervalSeconds() external view returns (uint64);
    function toleranceSeconds() external view returns (uint64);
    function latestOf(address meter) external view returns (Latest memory);
    function boundaryOf(address meter, uint64 boundary) external view returns (Boundary memory);
    /// One storage slot and one word: the register at a boundary, type(uint256).max where none is recorded.
    function importsTotal(address meter, uint256 boundary) external view returns (uint256 importWh);
    function exportsTotal(address meter, uint256 boundary) external view returns (uint256 exportWh);
    function rootOf(address meter, uint64 closingCounter) external view returns (bytes32 root);
    /// Checks layout, domain and the meter's signature of 132 bytes, or a closing in the meter's own format (OCMF, BSM);
    /// reverts with the error that says what is wrong. A foreign reading must sign the export register, a load's the import register.
    function verify(address meter, bytes calldata signedReading) external view returns (Reading memory);
    /// closingDigest is SHA-256 of the 65 bytes that a native meter signs, else of the whole closing.
    function batchDigest(ReadingBatch calldata batch) external view returns (bytes32);
    /// Owner-signed: only the owner's gateway says which counters a root covers. Counters strictly up, registers never
    /// down. firstCounter > last closing counter; count counts the readings under the root (gaps are allowed, so
    /// 1 <= count <= closingCounter - firstCounter + 1); with count == 1 the root must be the closing reading's leaf.
    function recordBatch(ReadingBatch calldata batch, bytes calldata ownerSignature) external;
    function recordBatches(ReadingBatch[] calldata batches, bytes[] calldata ownerSignatures) external;
    /// Permissionless: a boundary reading of any meter, so that settlement is hostage to nobody. May come late: counter,
    /// time and registers must then lie between what is known around it. A boundary already recorded stays.
    function recordBoundary(address meter, bytes calldata signedReading) external;
    /// Proves one reading under a recorded root; leaf = keccak256(keccak256(abi.encode(meter, sha256(payload), keccak256(signature)))),
    /// of a foreign reading with sha256(what the meter signed) and keccak256(r | low s).
    function proveReading(address meter, bytes calldata signedReading, uint64 closingCounter, bytes32[] calldata proof) external view returns (Reading memory);
    /// Anyone: two different payloads under one counter suspend the meter.
    function reportEquivocation(address meter, bytes calldata signedReadingA, bytes calldata signedReadingB) external;
    /// Verified energy of an interval not yet spoken for.
    function availableWh(address meter, uint64 interval) external view returns (uint64 importWh, uint64 exportWh);
    /// MARKET_ROLE. Speaks for energy of a closed interval, never more than verified.
    function allocate(address meter, uint64 interval, uint64 importWh, uint64 exportWh) external;
    /// MARKET_ROLE. For a trade: min(wanted, seller's available export, buyer's available import), allocated on both. If
    /// `isLate`, a missing boundary stops nothing: a silent seller delivered nothing, a silent buyer took all that the seller
    /// delivered, which counts against its import should its boundaries be recorded after all.
    function allocatePair(address seller, address buyer, uint64 interval, uint64 wantedWh, bool isLate) external returns (uint64 settledWh);
}
