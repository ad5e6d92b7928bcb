// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {Reading, ReadingBatch} from "./interfaces/Types.sol";
import {SignedReadingLib} from "./SignedReadingLib.sol";

/// @notice See IReadingLedger for what each function promises.
/// @dev Trusts the registry for who a meter's key is, and MARKET_ROLE holders for which trade energy is allocated to, never
/// for how much there is. Counters are per meter and start at 1.
contract ReadingLedger is IReadingLedger, AccessControl, EIP712 {
    using SignedReadingLib for bytes;

    bytes32 public constant MARKET_ROLE = keccak256("MARKET_ROLE");
    bytes32 private constant BATCH_TYPEHASH =
        keccak256("ReadingBatch(address meter,uint64 firstCounter,uint32 count,bytes32 root,bytes32 closingDigest)");
    /// A meter's clock may run ahead of the block's by this much.
    uint64 public constant MAX_CLOCK_LEAD_SECONDS = 120;
    /// Bit 0 of SignedReading.status: protos/src/vocabulary.ts, STATUS_BIT.
    uint32 private constant STATUS_CLOCK_UNSET = 1;

    /// One slot. 56 bits of Wh are 72 PWh; 48 bits of an interval's energy 281 TWh. The energy of interval k that is
    /// spoken for stands at its closing boundary k + 1.
    struct PackedBoundary {
        uint56 importWh;
        uint56 exportWh;
        uint48 importAllocatedWh;
        uint48 exportAllocatedWh;
        bool recorded;
    }

    IMeterRegistry public immutable registry;
    uint64 public immutable intervalSeconds;
    uint64 public immutable toleranceSeconds;
    uint64 private immutable _domain;

    mapping(address meter => Latest) private _latest;
    mapping(address meter => mapping(uint64 boundary => PackedBoundary)) private _boundaries;
    /// @inheritdoc IReadingLedger
    mapping(address meter => mapping(uint64 closingCounter => bytes32 root)) public rootOf;

    constructor(address admin, IMeterRegistry registry_, uint64 intervalSeconds_, uint64 toleranceSeconds_) EIP712("Joulegate", "1") {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        registry = registry_;
        intervalSeconds = intervalSeconds_;
        toleranceSeconds = toleranceSeconds_;
        _domain = registry_.domain();
    }

    function latestOf(address meter) external view returns (Latest memory) {
        return _latest[meter];
    }

    function boundaryOf(address meter, uint64 boundary) external view returns (Boundary memory) {
        PackedBoundary storage b = _boundaries[meter][boundary];
        return Boundary(b.recorded, b.importWh, b.exportWh, b.importAllocatedWh, b.exportAllocatedWh);
    }

    function verify(address meter, bytes calldata signedReading) public view returns (Reading memory) {
        (address key, IMeterRegistry.Status status) = registry.signerOf(meter);
        if (status == IMeterRegistry.Status.Unknown) revert IMeterRegistry.MeterUnknown(meter);
        if (status != IMeterRegistry.Status.Active) revert IMeterRegistry.MeterNotActive(meter, status);
        address recovered = _recover(signedReading);
        if (recovered != key) revert SignatureInvalid(meter, recovered);
        return signedReading.decode();
    }

    function batchDigest(ReadingBatch calldata batch) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(abi.encode(BATCH_TYPEHASH, batch.meter, batch.firstCounter, batch.count, batch.root, batch.closing.digest()))
        );
    }

    function recordBatch(ReadingBatch calldata batch, bytes calldata ownerSignature) public {
        address meter = batch.meter;
        Reading memory closing = verify(meter, batch.closing);
        bytes32 id = batchDigest(batch);
        _checkOwner(registry.ownerOf(meter), id, ownerSignature);
        Latest memory last = _latest[meter];
        if (batch.firstCounter <= last.counter) revert CounterNotIncreasing(meter, last.counter, batch.firstCounter);
        if (
            closing.counter < batch.firstCounter || batch.count == 0 || batch.count > closing.counter - batch.firstCounter + 1
                || (batch.count == 1 && batch.firstCounter != closing.counter)
        ) revert CountInvalid(batch.firstCounter, closing.counter, batch.count);
        if (batch.count == 1) {
            bytes32 leaf = SignedReadingLib.leaf(meter, batch.closing);
            if (batch.root != leaf) revert RootInvalid(leaf, batch.root);
        }
        _checkRegister(meter, "importWh", last.importWh, closing.importWh);
        _checkRegister(meter, "exportWh", last.exportWh, closing.exportWh);
        if (closing.time < last.time) revert TimeNotIncreasing(meter, last.time, closing.time);
        _checkNotInFuture(closing.time);

        _latest[meter] = Latest(closing.counter, closing.time, closing.importWh, closing.exportWh);
        rootOf[meter][closing.counter] = batch.root;
        (bool near, uint64 boundary) = _boundaryAt(closing.time);
        if (near && closing.status & STATUS_CLOCK_UNSET == 0 && !_boundaries[meter][boundary].recorded) {
            _storeBoundary(meter, boundary, closing);
        }
        emit BatchRecorded(
            id, meter, batch.firstCounter, closing.counter, batch.count, batch.root, closing.time, closing.importWh, closing.exportWh
        );
    }

    function recordBatches(ReadingBatch[] calldata batches, bytes[] calldata ownerSignatures) external {
        if (batches.length != ownerSignatures.length) revert LengthMismatch(batches.length, ownerSignatures.length);
        for (uint256 i = 0; i < batches.length; i++) {
            recordBatch(batches[i], ownerSignatures[i]);
        }
    }

    function recordBoundary(address meter, bytes calldata signedReading) external {
        Reading memory reading = verify(meter, signedReading);
        _checkNotInFuture(reading.time);
        if (reading.status & STATUS_CLOCK_UNSET != 0) revert ClockUnset(meter, reading.time);
        (bool near, uint64 boundary) = _boundaryAt(reading.time);
        if (!near) revert NotAtBoundary(reading.time, boundary);
        if (_boundaries[meter][boundary].recorded) return;
        _checkAgainstLatest(meter, _latest[meter], reading);
        _storeBoundary(meter, boundary, reading);
    }

    function proveReading(address meter, bytes calldata signedReading, uint64 closingCounter, bytes32[] calldata proof)
        external
        view
        returns (Reading memory)
    {
        // A key that has since been rotated out still vouches for what it signed then.
        address recovered = _recover(signedReading);
        if (registry.meterOfKey(recovered) != meter || meter == address(0)) revert SignatureInvalid(meter, recovered);
        bytes32 root = rootOf[meter][closingCounter];
        if (root == bytes32(0) || !MerkleProof.verifyCalldata(proof, root, SignedReadingLib.leaf(meter, signedReading))) {
            revert NotInBatch(meter, closingCounter);
        }
        return signedReading.decode();
    }

    function reportEquivocation(address meter, bytes calldata a, bytes calldata b) external {
        Reading memory readingA = verify(meter, a);
        Reading memory readingB = verify(meter, b);
        bytes32 digestA = a.digest();
        bytes32 digestB = b.digest();
        if (readingA.counter != readingB.counter || digestA == digestB) revert NotEquivocation();
        emit EquivocationProven(meter, readingA.counter, digestA, digestB);
        registry.suspend(meter, "equivocation");
    }

    function availableWh(address meter, uint64 interval) external view returns (uint64 importWh, uint64 exportWh) {
        return _available(meter, interval);
    }

    function allocate(address meter, uint64 interval, uint64 importWh, uint64 exportWh) external onlyRole(MARKET_ROLE) {
        (uint64 importFree, uint64 exportFree) = _available(meter, interval);
        if (importWh > importFree) revert AllocationExceedsVerified(meter, interval, importWh, importFree);
        if (exportWh > exportFree) revert AllocationExceedsVerified(meter, interval, exportWh, exportFree);
        PackedBoundary storage end = _boundaries[meter][interval + 1];
        end.importAllocatedWh += uint48(importWh);
        end.exportAllocatedWh += uint48(exportWh);
        emit EnergyAllocated(meter, interval, importWh, exportWh);
    }

    function allocatePair(address seller, address buyer, uint64 interval, uint64 wantedWh)
        external
        onlyRole(MARKET_ROLE)
        returns (uint64 settledWh)
    {
        PackedBoundary storage sold = _boundaries[seller][interval + 1];
        PackedBoundary storage bought = _boundaries[buyer][interval + 1];
        (, uint64 exportFree) = _availableUntil(sold, seller, interval);
        (uint64 importFree,) = _availableUntil(bought, buyer, interval);
        settledWh = wantedWh < exportFree ? wantedWh : exportFree;
        if (importFree < settledWh) settledWh = importFree;
        sold.exportAllocatedWh += uint48(settledWh);
        emit EnergyAllocated(seller, interval, 0, settledWh);
        bought.importAllocatedWh += uint48(settledWh);
        emit EnergyAllocated(buyer, interval, settledWh, 0);
    }

    function _recover(bytes calldata signedReading) private view returns (address recovered) {
        signedReading.checkLayout();
        uint64 got = signedReading.domainOf();
        if (got != _domain) revert DomainMismatch(_domain, got);
        (uint8 v, bytes32 r, bytes32 s) = signedReading.signature();
        (recovered,,) = ECDSA.tryRecover(signedReading.digest(), v, r, s);
    }

    function _checkOwner(address owner, bytes32 id, bytes calldata signature) private pure {
        (address recovered,,) = ECDSA.tryRecover(id, signature);
        if (recovered != owner || recovered == address(0)) revert OwnerSignatureInvalid(owner, recovered);
    }

    function _checkRegister(address meter, bytes32 register, uint64 earlier, uint64 later) private pure {
        if (later < earlier) revert RegisterDecreased(meter, register, earlier, later);
    }

    /// A meter's readings have one order: what has the greater counter is not earlier and not less. Whoever has two
    /// readings under one counter that differ shows them to reportEquivocation.
    function _checkAgainstLatest(address meter, Latest memory last, Reading memory reading) private pure {
        if (last.counter == 0) return;
        bool isLater = reading.counter > last.counter;
        Latest memory read = Latest(reading.counter, reading.time, reading.importWh, reading.exportWh);
        (Latest memory earlier, Latest memory later) = isLater ? (last, read) : (read, last);
        if (later.time < earlier.time) revert TimeNotIncreasing(meter, earlier.time, later.time);
        _checkRegister(meter, "importWh", earlier.importWh, later.importWh);
        _checkRegister(meter, "exportWh", earlier.exportWh, later.exportWh);
        bool differs = read.time != last.time || read.importWh != last.importWh || read.exportWh != last.exportWh;
        if (read.counter == last.counter && differs) revert CounterNotIncreasing(meter, last.counter, read.counter);
    }

    function _checkOrder(address meter, PackedBoundary storage neighbour, Reading memory reading, bool neighbourIsEarlier) private view {
        if (!neighbour.recorded) return;
        (uint64 importWh, uint64 exportWh) = (neighbour.importWh, neighbour.exportWh);
        if (neighbourIsEarlier) {
            _checkRegister(meter, "importWh", importWh, reading.importWh);
            _checkRegister(meter, "exportWh", exportWh, reading.exportWh);
        } else {
            _checkRegister(meter, "importWh", reading.importWh, importWh);
            _checkRegister(meter, "exportWh", reading.exportWh, exportWh);
        }
    }

    function _checkNotInFuture(uint64 time) private view {
        if (time > block.timestamp + MAX_CLOCK_LEAD_SECONDS) revert TimeInFuture(time, block.timestamp);
    }

    /// The boundary whose instant lies within the tolerance of a time, else the nearest one.
    function _boundaryAt(uint64 time) private view returns (bool near, uint64 boundary) {
        boundary = (time + intervalSeconds / 2) / intervalSeconds;
        uint64 instant = boundary * intervalSeconds;
        near = (time > instant ? time - instant : instant - time) <= toleranceSeconds;
    }

    function _storeBoundary(address meter, uint64 boundary, Reading memory reading) private {
        if (reading.importWh > type(uint56).max) revert RegisterOverflow(meter, "importWh", reading.importWh, type(uint56).max);
        if (reading.exportWh > type(uint56).max) revert RegisterOverflow(meter, "exportWh", reading.exportWh, type(uint56).max);
        // An interval's energy is the difference of its two boundaries, so these must not contradict each other.
        if (boundary > 0) _checkOrder(meter, _boundaries[meter][boundary - 1], reading, true);
        _checkOrder(meter, _boundaries[meter][boundary + 1], reading, false);
        _boundaries[meter][boundary] = PackedBoundary(uint56(reading.importWh), uint56(reading.exportWh), 0, 0, true);
        emit BoundaryRecorded(meter, boundary, reading.counter, reading.importWh, reading.exportWh);
    }

    function _available(address meter, uint64 interval) private view returns (uint64 importFree, uint64 exportFree) {
        return _availableUntil(_boundaries[meter][interval + 1], meter, interval);
    }

    /// Of an interval whose closing boundary is at hand.
    function _availableUntil(PackedBoundary memory end, address meter, uint64 interval)
        private
        view
        returns (uint64 importFree, uint64 exportFree)
    {
        PackedBoundary memory start = _boundaries[meter][interval];
        if (!start.recorded) revert BoundaryMissing(meter, interval);
        if (!end.recorded) revert BoundaryMissing(meter, interval + 1);
        importFree = _free(start.importWh, end.importWh, end.importAllocatedWh);
        exportFree = _free(start.exportWh, end.exportWh, end.exportAllocatedWh);
    }

    /// Saturating: a register that fell between two boundaries proves no energy.
    function _free(uint64 startWh, uint64 endWh, uint64 allocatedWh) private pure returns (uint64) {
        uint64 verified = endWh > startWh ? endWh - startWh : 0;
        if (verified > type(uint48).max) verified = type(uint48).max;
        return verified > allocatedWh ? verified - allocatedWh : 0;
    }
}
