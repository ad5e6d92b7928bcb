// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IForeignReadings} from "./IForeignReadings.sol";
import {IOwnerRecovery} from "./IOwnerRecovery.sol";
import {Registration} from "./Types.sol";

/// @title Who measures: a meter's key, its owner, and what a certifier vouches for.
/// @notice A meter is registered by its owner (EIP-712) with proof that the meter's key is in the meter, and becomes
/// Active when a certifier (the grid operator's commissioning engineer) confirms source, class and capacity. The meter
/// id is the address of its first key and stays through rotations.
interface IMeterRegistry is IOwnerRecovery {
    enum Status { Unknown, Pending, Active, Suspended, Revoked }

    struct Meter {
        address key;              // current signing key as an address: low 20 bytes of keccak256(x | y)
        Status status;
        uint8 curve;
        uint8 format;
        uint8 attestationClass;
        uint8 source;
        uint8 carrier;
        uint32 zone;
        address owner;
        uint64 capacityW;
        uint32 intensityMgPerKwh; // emission intensity of what it generates
    }

    event MeterRegistered(bytes32 indexed id, address indexed meter, address indexed owner, uint8 source, uint8 carrier, uint8 attestationClass, uint32 zone, uint64 capacityW);
    event MeterCertified(address indexed meter, address indexed certifier, uint32 intensityMgPerKwh);
    event MeterRotated(bytes32 indexed id, address indexed meter, address newKey);
    event MeterRevoked(bytes32 indexed id, address indexed meter);
    event MeterSuspended(address indexed meter, bytes32 reason);
    event MeterReinstated(address indexed meter);
    event IntensitySet(uint8 indexed source, uint32 intensityMgPerKwh, string citation);

    error MeterUnknown(address meter);
    error MeterAlreadyRegistered(address meter);
    error MeterNotPending(address meter);
    error MeterNotActive(address meter, Status status);
    error OwnerSignatureInvalid(address expected, address recovered);
    error PossessionNotProven(address meter, address recovered);
    /// A reading proves that a key is in a meter, but not whose the meter is.
    error OwnerNotNamed(address meter, address owner);
    error DeadlinePassed(uint64 deadline, uint256 blockTime);
    error NonceUsed(address meter, uint64 nonce);
    error ValueOutOfRange(bytes32 field, uint256 got, uint256 max);
    error ZeroAddress();

    /// Market this registry commissions meters for; the first field of every native reading. docs/wire.md.
    function domain() external view returns (uint64);
    function meterOf(address meter) external view returns (Meter memory);
    function ownerOf(address meter) external view returns (address);
    /// One storage slot: who may sign for the meter now, and how.
    function signerOf(address meter) external view returns (address key, Status status, uint8 curve, uint8 format);
    /// One storage slot: who trades with the meter, and what. Zeros for a meter never registered.
    function traderOf(address meter) external view returns (address owner, bool isActive, uint8 carrier, uint32 zone, uint64 capacityW);
    /// Verifies readings of formats that are not native.
    function foreignReadings() external view returns (IForeignReadings);
    /// One storage slot: emission intensity of a meter, zero until it is certified.
    function intensityOfMeter(address meter) external view returns (uint32 intensityMgPerKwh);
    /// The meter that a key signs or once signed for; zero for a key never registered.
    function meterOfKey(address key) external view returns (address meter);
    /// The EIP-712 digest: the transaction id of the registration.
    function registrationDigest(Registration calldata registration) external view returns (bytes32);
    /// The possession proof of a meter that signs only readings (OCMF, BSM) is a reading of it: docs/wire.md, section 1. It names
    /// the owner, or a certifier sends it. A certifier may register such a meter over a pending one.
    function register(Registration calldata registration, bytes calldata ownerSignature, bytes calldata possessionSignature) external returns (address meter);
    /// CERTIFIER_ROLE. Pending -> Active, with the certifier's word for what the owner claimed.
    function certify(address meter) external;
    /// Where a reading is the new key's possession proof, a certifier sends it: an active meter's certificate passes on.
    function rotate(address meter, bytes32 newKeyX, bytes32 newKeyY, uint64 nonce, bytes calldata ownerSignature, bytes calldata possessionSignature) external;
    function revoke(address meter, uint64 nonce, bytes calldata ownerSignature) external;
    /// SUSPENDER_ROLE (the reading ledger on equivocation, an operator). Only an Active meter is suspended and so only a
    /// certified one reinstated.
    function suspend(address meter, bytes32 reason) external;
    function reinstate(address meter) external;
    /// AUTHORITY: default emission intensity of a source, with its citation.
    function setIntensity(uint8 source, uint32 intensityMgPerKwh, string calldata citation) external;
}
