// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IForeignReadings} from "./interfaces/IForeignReadings.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {Format, Reading, ReadingBatch} from "./interfaces/Types.sol";
import {SignedReadingLib} from "./SignedReadingLib.sol";

/// @title Verified registers, interval boundaries and roots of batches.
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
    /// protos/src/vocabulary.ts, SOURCE: a unit that generates nothing.
    uint8 private constant SOURCE_LOAD = 0;
    /// Bits of ForeignReading.registers.
    uint8 private constant IMPORT_SIGNED = 1;
    uint8 private constant EXPORT_SIGNED = 2;

    /// One slot. 56 bits of Wh are 72 PWh; 48 bits of an interval's energy 281 TWh. An interval's energy stands at its closing
    /// boundary: once both are recorded (`closed`) what of it is free, until then what has been spoken for ahead of them.
    struct PackedBoundary {
        uint56 importWh;
        uint56 exportWh;
        uint48 importOpenWh;
        uint48 exportOpenWh;
        bool recorded;
        bool closed;
    }

    IMeterRegistry public immutable registry;
    uint64 public immutable intervalSeconds;
    uint64 public immutable toleranceSeconds;
    uint64 private immutable _domain;
    IForeignReadings private immutable _foreignReadings;

    mapping(address meter => Latest) private _latest;
    mapping(address meter => mapping(uint64 boundary => PackedBoundary)) private _boundaries;
    /// @inheritdoc IReadingLedger
    mapping(address meter => mapping(uint64 closingCounter => bytes32 root)) public rootOf;

    constructor(address admin, IMeterRegistry registry_, uint64 intervalSeconds_, uint64 toleranceSeconds_) EIP712("Joulegate", "1") {
        if (admin == address(0)) revert IMeterRegistry.ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        registry = registry_;
        intervalSeconds = intervalSeconds_;
        toleranceSeconds = toleranceSeconds_;
        _domain = registry_.domain();
        _foreignReadings = registry_.foreignReadings();
    }

    function latestOf(address meter) external view returns (Latest memory) {
        return _latest[meter];
    }

    function boundaryOf(address meter, uint64 boundary) external view returns (Boundary memory) {
        PackedBoundary memory b = _boundaries[meter][boundary];
        return Boundary(b.recorded, b.importWh, b.exportWh, b.closed ? b.importOpenWh : 0, b.closed ? b.exportOpenWh : 0);
    }

    function importsTotal(address meter, uint256 boundary) external view returns (uint256) {
        _returnRegister(meter, boundary, 0);
    }

    function exportsTotal(address meter, uint256 boundary) external view returns (uint256) {
        _returnRegister(meter, boundary, 56);
    }

    function verify(address meter, bytes calldata signedReading) public view returns (Reading memory) {
        (Reading memory reading,,) = _verify(meter, signedReading);
        return reading;
    }

    function batchDigest(ReadingBatch calldata batch) public view returns (bytes32) {
        return _hashTypedDataV4(
            keccak256(abi.encode(BATCH_TYPEHASH, batch.meter, batch.firstCounter, batch.count, batch.root, _closingDigest(batch.closing)))
        );
    }

    function recordBatch(ReadingBatch calldata batch, bytes calldata ownerSignature) public {
        address meter = batch.meter;
        (Reading memory closing,, bytes32 leaf) = _verify(meter, batch.closing);
        bytes32 id = batchDigest(batch);
        _checkOwner(registry.ownerOf(meter), id, ownerSignature);
        Latest memory last = _latest[meter];
        if (batch.firstCounter <= last.counter) revert CounterNotIncreasing(meter, last.counter, batch.firstCounter);
        if (
            closing.counter < batch.firstCounter || batch.count == 0 || batch.count > closing.counter - batch.firstCounter + 1
                || (batch.count == 1 && batch.firstCounter != closing.counter)
        ) revert CountInvalid(batch.firstCounter, closing.counter, batch.count);
        if (batch.count == 1) {
            if (leaf == bytes32(0)) leaf = SignedReadingLib.leaf(meter, batch.closing);
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
        returns (Reading memory reading)
    {
        // A key that has since been rotated out still vouches for what it signed then.
        bool isNative = signedReading.length == SignedReadingLib.LENGTH;
        address signer = isNative ? _recover(signedReading) : _carriedKey(signedReading);
        if (registry.meterOfKey(signer) != meter || meter == address(0)) revert SignatureInvalid(meter, signer);
        bytes32 leaf;
        if (isNative) {
            (reading, leaf) = (signedReading.decode(), SignedReadingLib.leaf(meter, signedReading));
        } else {
            (,, uint8 curve, uint8 format) = registry.signerOf(meter);
            (reading,, leaf) = _readForeign(meter, curve, format, signedReading);
        }
        bytes32 root = rootOf[meter][closingCounter];
        if (root == bytes32(0) || !MerkleProof.verifyCalldata(proof, root, leaf)) revert NotInBatch(meter, closingCounter);
    }

    function reportEquivocation(address meter, bytes calldata a, bytes calldata b) external {
        (Reading memory readingA, bytes32 digestA,) = _verify(meter, a);
        (Reading memory readingB, bytes32 digestB,) = _verify(meter, b);
        if (digestA == bytes32(0)) (digestA, digestB) = (a.digest(), b.digest());
        if (readingA.counter != readingB.counter || digestA == digestB) revert NotEquivocation();
        emit EquivocationProven(meter, readingA.counter, digestA, digestB);
        registry.suspend(meter, "equivocation");
    }

    function availableWh(address meter, uint64 interval) external view returns (uint64 importWh, uint64 exportWh) {
        PackedBoundary memory end = _boundaries[meter][interval + 1];
        if (!end.closed) _revertMissing(meter, interval);
        return (end.importOpenWh, end.exportOpenWh);
    }

    function allocate(address meter, uint64 interval, uint64 importWh, uint64 exportWh) external onlyRole(MARKET_ROLE) {
        PackedBoundary storage end = _boundaries[meter][interval + 1];
        if (!end.closed) _revertMissing(meter, interval);
        (uint48 importFree, uint48 exportFree) = (end.importOpenWh, end.exportOpenWh);
        if (importWh > importFree) revert AllocationExceedsVerified(meter, interval, importWh, importFree);
        if (exportWh > exportFree) revert AllocationExceedsVerified(meter, interval, exportWh, exportFree);
        unchecked {
            end.importOpenWh = importFree - uint48(importWh);
            end.exportOpenWh = exportFree - uint48(exportWh);
        }
        emit EnergyAllocated(meter, interval, importWh, exportWh);
    }

    function allocatePair(address seller, address buyer, uint64 interval, uint64 wantedWh, bool isLate)
        external
        onlyRole(MARKET_ROLE)
        returns (uint64 settledWh)
    {
        PackedBoundary storage sold = _boundaries[seller][interval + 1];
        PackedBoundary storage bought = _boundaries[buyer][interval + 1];
        bool isBuyerSilent = !bought.closed;
        if (!sold.closed) {
            if (isLate) return 0;
            _revertMissing(seller, interval);
        }
        if (isBuyerSilent && !isLate) _revertMissing(buyer, interval);
        (uint48 exportFree, uint48 importOpen) = (sold.exportOpenWh, bought.importOpenWh);
        settledWh = wantedWh < exportFree ? wantedWh : exportFree;
        if (!isBuyerSilent && importOpen < settledWh) settledWh = importOpen;
        if (settledWh == 0) return 0;
        unchecked {
            sold.exportOpenWh = exportFree - uint48(settledWh);
            // What a silent buyer has paid for is spoken for, should its boundaries come after all.
            bought.importOpenWh = isBuyerSilent ? _clip(uint64(importOpen) + settledWh) : importOpen - uint48(settledWh);
        }
        emit PairAllocated(seller, buyer, interval, settledWh);
    }

    /// Digest and leaf are those of a foreign reading, zero of a native one: there they are cheap, and not always wanted.
    function _verify(address meter, bytes calldata signedReading) private view returns (Reading memory, bytes32, bytes32) {
        (address key, IMeterRegistry.Status status, uint8 curve, uint8 format) = registry.signerOf(meter);
        if (status == IMeterRegistry.Status.Unknown) revert IMeterRegistry.MeterUnknown(meter);
        if (status != IMeterRegistry.Status.Active) revert IMeterRegistry.MeterNotActive(meter, status);
        if (format != Format.NATIVE) {
            address carried = _carriedKey(signedReading);
            if (carried != key) revert SignatureInvalid(meter, carried);
            return _readForeign(meter, curve, format, signedReading);
        }
        address recovered = _recover(signedReading);
        if (recovered != key) revert SignatureInvalid(meter, recovered);
        return (signedReading.decode(), bytes32(0), bytes32(0));
    }

    function _readForeign(address meter, uint8 curve, uint8 format, bytes calldata closing)
        private
        view
        returns (Reading memory, bytes32 digest, bytes32 leaf)
    {
        IForeignReadings.ForeignReading memory read = _foreignReadings.read(meter, format, curve, closing);
        // A record may omit a register, and omitted is not zero: what a meter sells must stand in every one of its readings.
        uint8 needed = registry.meterOf(meter).source == SOURCE_LOAD ? IMPORT_SIGNED : EXPORT_SIGNED;
        if (read.registers & needed == 0) revert ForeignReadingInvalid("registers", read.registers);
        return (read.reading, read.digest, read.leaf);
    }

    /// The key that a foreign closing begins with; that it has signed is for IForeignReadings to see.
    function _carriedKey(bytes calldata closing) private pure returns (address) {
        return closing.length < 64 ? address(0) : address(uint160(uint256(keccak256(closing[0:64]))));
    }

    /// All of a foreign closing, so that whoever submits can't put another signature or padding into what the owner signed.
    function _closingDigest(bytes calldata closing) private pure returns (bytes32) {
        return closing.length == SignedReadingLib.LENGTH ? closing.digest() : sha256(closing);
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

    function _checkOrder(address meter, PackedBoundary memory neighbour, Reading memory reading, bool neighbourIsEarlier) private pure {
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
        PackedBoundary memory start;
        if (boundary > 0) start = _boundaries[meter][boundary - 1];
        PackedBoundary storage end = _boundaries[meter][boundary + 1];
        // An interval's energy is the difference of its two boundaries, so these must not contradict each other.
        _checkOrder(meter, start, reading, true);
        _checkOrder(meter, end, reading, false);
        PackedBoundary memory read = _boundaries[meter][boundary];
        (read.importWh, read.exportWh, read.recorded) = (uint56(reading.importWh), uint56(reading.exportWh), true);
        if (start.recorded) _close(start, read);
        _boundaries[meter][boundary] = read;
        if (end.recorded) {
            PackedBoundary memory next = end;
            _close(read, next);
            _boundaries[meter][boundary + 1] = next;
        }
        emit BoundaryRecorded(meter, boundary, reading.counter, reading.importWh, reading.exportWh);
    }

    /// Both boundaries of an interval stand: what they prove, less what was spoken for ahead of them, is free.
    function _close(PackedBoundary memory start, PackedBoundary memory end) private pure {
        end.importOpenWh = _free(start.importWh, end.importWh, end.importOpenWh);
        end.exportOpenWh = _free(start.exportWh, end.exportWh, end.exportOpenWh);
        end.closed = true;
    }

    /// Ends the call with a field of a PackedBoundary as it is stored, the first field lowest: with all bits set if it is not
    /// recorded. A boundary beyond 64 bits is recorded nowhere. Without the compiler's detours: each metering pays for this.
    function _returnRegister(address meter, uint256 boundary, uint256 offset) private view {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0, meter)
            mstore(32, _boundaries.slot)
            mstore(32, keccak256(0, 64))
            mstore(0, boundary)
            let word := sload(keccak256(0, 64))
            mstore(0, or(and(shr(offset, word), 0xffffffffffffff), sub(and(shr(208, word), 1), 1)))
            return(0, 32)
        }
    }

    function _revertMissing(address meter, uint64 interval) private view {
        revert BoundaryMissing(meter, _boundaries[meter][interval].recorded ? interval + 1 : interval);
    }

    /// Saturating: a register that fell between two boundaries proves no energy.
    function _free(uint64 startWh, uint64 endWh, uint64 aheadWh) private pure returns (uint48) {
        uint64 verified = endWh > startWh ? _clip(endWh - startWh) : 0;
        return verified > aheadWh ? uint48(verified - aheadWh) : 0;
    }

    function _clip(uint64 energyWh) private pure returns (uint48) {
        return energyWh > type(uint48).max ? type(uint48).max : uint48(energyWh);
    }
}
