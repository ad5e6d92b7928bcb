// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {ForeignReadings} from "./ForeignReadings.sol";
import {IForeignReadings} from "./interfaces/IForeignReadings.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {OwnerRecovery} from "./OwnerRecovery.sol";
import {Curve, Format, Registration} from "./interfaces/Types.sol";

/// @title Meters, their keys, owners and certificates.
/// @notice See IMeterRegistry for what each function promises.
/// @dev CERTIFIER_ROLE is believed about what a meter measures, AUTHORITY_ROLE about what a source emits, SUSPENDER_ROLE
/// about when to stop one. None of them can sign for a meter or its owner. A meter fills two slots: what signs and what it
/// is in the first, whose it is and what it may trade in the second, so that ledger and market read one each.
contract MeterRegistry is IMeterRegistry, OwnerRecovery, AccessControl {
    bytes32 public constant CERTIFIER_ROLE = keccak256("CERTIFIER_ROLE");
    bytes32 public constant SUSPENDER_ROLE = keccak256("SUSPENDER_ROLE");
    bytes32 public constant AUTHORITY_ROLE = keccak256("AUTHORITY_ROLE");

    bytes32 private constant REGISTRATION_TYPEHASH = keccak256(
        "Registration(address owner,bytes32 keyX,bytes32 keyY,uint8 curve,uint8 format,uint8 attestationClass,uint8 source,uint8 carrier,uint32 zone,uint64 capacityW,uint64 deadline)"
    );
    bytes32 private constant ROTATION_TYPEHASH = keccak256("Rotation(address meter,bytes32 newKeyX,bytes32 newKeyY,uint64 nonce)");
    bytes32 private constant REVOCATION_TYPEHASH = keccak256("Revocation(address meter,uint64 nonce)");
    uint8 private constant MAX_SOURCE = 10;

    /// 48 bits of W are 281 TW.
    struct StoredMeter {
        address key;
        Status status;
        uint8 curve;
        uint8 format;
        uint8 attestationClass;
        uint8 source;
        uint32 intensityMgPerKwh;
        address owner;
        bool isActive; // status == Active
        uint8 carrier;
        uint32 zone;
        uint48 capacityW;
    }

    /// @inheritdoc IMeterRegistry
    uint64 public immutable domain;
    /// @inheritdoc IMeterRegistry
    IForeignReadings public immutable foreignReadings;

    mapping(address meter => StoredMeter) private _meters;
    /// @inheritdoc IMeterRegistry
    mapping(address key => address meter) public meterOfKey;
    mapping(address meter => mapping(uint64 nonce => bool)) private _nonceUsed;
    /// Emission intensity, mg of CO2 per kWh, that a certified meter of a source gets.
    mapping(uint8 source => uint32) public intensityOf;

    constructor(address admin) EIP712("Joulegate", "1") {
        if (admin == address(0)) revert ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        domain = uint64(bytes8(keccak256(abi.encodePacked("joulegate.domain.v1", block.chainid, address(this)))));
        foreignReadings = new ForeignReadings();
    }

    function meterOf(address meter) external view returns (Meter memory) {
        StoredMeter memory m = _meters[meter];
        return Meter(
            m.key, m.status, m.curve, m.format, m.attestationClass, m.source, m.carrier, m.zone, m.owner, m.capacityW, m.intensityMgPerKwh
        );
    }

    function traderOf(address meter) external view returns (address owner, bool isActive, uint8 carrier, uint32 zone, uint64 capacityW) {
        StoredMeter storage m = _meters[meter];
        return (m.owner, m.isActive, m.carrier, m.zone, m.capacityW);
    }

    function ownerOf(address meter) external view returns (address) {
        return _meters[meter].owner;
    }

    function signerOf(address meter) external view returns (address key, Status status, uint8 curve, uint8 format) {
        StoredMeter storage m = _meters[meter];
        return (m.key, m.status, m.curve, m.format);
    }

    function intensityOfMeter(address meter) external view returns (uint32 intensityMgPerKwh) {
        return _meters[meter].intensityMgPerKwh;
    }

    function registrationDigest(Registration calldata r) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(REGISTRATION_TYPEHASH, r)));
    }

    function register(Registration calldata r, bytes calldata ownerSignature, bytes calldata possessionSignature) external returns (address meter) {
        bytes32 id = registrationDigest(r);
        if (block.timestamp > r.deadline) revert DeadlinePassed(r.deadline, block.timestamp);
        _checkRange("curve", r.curve, Curve.P256);
        _checkRange("format", r.format, Format.BSM);
        _checkRange("attestationClass", r.attestationClass, 3);
        if (r.source > MAX_SOURCE) revert ValueOutOfRange("source", r.source, MAX_SOURCE);
        _checkRange("carrier", r.carrier, 4);
        if (r.capacityW > type(uint48).max) revert ValueOutOfRange("capacityW", r.capacityW, type(uint48).max);
        if (r.format == Format.NATIVE && r.curve != Curve.SECP256K1) revert ValueOutOfRange("curve", r.curve, Curve.SECP256K1);

        meter = _addressOf(r.keyX, r.keyY);
        if (meterOfKey[meter] != address(0) && !_mayReplace(meter, r.format)) revert MeterAlreadyRegistered(meter);
        _checkSigner(r.owner, id, ownerSignature);
        if (_isReading(r.format, possessionSignature)) {
            _checkPossessionByReading(r.format, r.curve, meter, possessionSignature);
            if (!foreignReadings.names(r.format, possessionSignature, r.owner) && !hasRole(CERTIFIER_ROLE, msg.sender)) {
                revert OwnerNotNamed(meter, r.owner);
            }
        } else {
            _checkPossession(r.curve, r.keyX, r.keyY, id, possessionSignature);
        }

        meterOfKey[meter] = meter;
        _meters[meter] = StoredMeter({
            key: meter,
            status: Status.Pending,
            curve: r.curve,
            format: r.format,
            attestationClass: r.attestationClass,
            source: r.source,
            intensityMgPerKwh: 0,
            owner: r.owner,
            isActive: false,
            carrier: r.carrier,
            zone: r.zone,
            capacityW: uint48(r.capacityW)
        });
        emit MeterRegistered(id, meter, r.owner, r.source, r.carrier, r.attestationClass, r.zone, r.capacityW);
    }

    function certify(address meter) external onlyRole(CERTIFIER_ROLE) {
        StoredMeter storage m = _meters[meter];
        if (m.status != Status.Pending) revert MeterNotPending(meter);
        _setStatus(m, Status.Active);
        m.intensityMgPerKwh = intensityOf[m.source];
        emit MeterCertified(meter, msg.sender, m.intensityMgPerKwh);
    }

    function rotate(
        address meter,
        bytes32 newKeyX,
        bytes32 newKeyY,
        uint64 nonce,
        bytes calldata ownerSignature,
        bytes calldata possessionSignature
    ) external {
        StoredMeter storage m = _known(meter);
        if (m.status == Status.Revoked) revert MeterNotActive(meter, m.status);
        bytes32 id = _hashTypedDataV4(keccak256(abi.encode(ROTATION_TYPEHASH, meter, newKeyX, newKeyY, nonce)));
        _useNonce(meter, nonce);
        address newKey = _addressOf(newKeyX, newKeyY);
        if (meterOfKey[newKey] != address(0)) revert MeterAlreadyRegistered(newKey);
        _checkSigner(m.owner, id, ownerSignature);
        if (_isReading(m.format, possessionSignature)) {
            _checkRole(CERTIFIER_ROLE);
            _checkPossessionByReading(m.format, m.curve, newKey, possessionSignature);
        } else {
            _checkPossession(m.curve, newKeyX, newKeyY, id, possessionSignature);
        }

        meterOfKey[newKey] = meter;
        m.key = newKey;
        emit MeterRotated(id, meter, newKey);
    }

    function revoke(address meter, uint64 nonce, bytes calldata ownerSignature) external {
        StoredMeter storage m = _known(meter);
        if (m.status == Status.Revoked) revert MeterNotActive(meter, m.status);
        bytes32 id = _hashTypedDataV4(keccak256(abi.encode(REVOCATION_TYPEHASH, meter, nonce)));
        _useNonce(meter, nonce);
        _checkSigner(m.owner, id, ownerSignature);
        _setStatus(m, Status.Revoked);
        emit MeterRevoked(id, meter);
    }

    function adopt(address meter) external {
        StoredMeter storage m = _known(meter);
        address from = m.owner;
        address to = _successor(from);
        m.owner = to;
        emit MeterAdopted(meter, from, to);
    }

    function suspend(address meter, bytes32 reason) external onlyRole(SUSPENDER_ROLE) {
        StoredMeter storage m = _known(meter);
        // A pending one must not come back through reinstate() without ever having been certified.
        if (m.status != Status.Active) revert MeterNotActive(meter, m.status);
        _setStatus(m, Status.Suspended);
        emit MeterSuspended(meter, reason);
    }

    function reinstate(address meter) external onlyRole(SUSPENDER_ROLE) {
        StoredMeter storage m = _known(meter);
        if (m.status != Status.Suspended) revert MeterNotActive(meter, m.status);
        _setStatus(m, Status.Active);
        emit MeterReinstated(meter);
    }

    function setIntensity(uint8 source, uint32 intensityMgPerKwh, string calldata citation) external onlyRole(AUTHORITY_ROLE) {
        if (source > MAX_SOURCE) revert ValueOutOfRange("source", source, MAX_SOURCE);
        intensityOf[source] = intensityMgPerKwh;
        emit IntensitySet(source, intensityMgPerKwh, citation);
    }

    function _known(address meter) private view returns (StoredMeter storage m) {
        m = _meters[meter];
        if (m.status == Status.Unknown) revert MeterUnknown(meter);
    }

    function _setStatus(StoredMeter storage m, Status status) private {
        m.status = status;
        m.isActive = status == Status.Active;
    }

    function _useNonce(address meter, uint64 nonce) private {
        if (_nonceUsed[meter][nonce]) revert NonceUsed(meter, nonce);
        _nonceUsed[meter][nonce] = true;
    }

    function _checkRange(bytes32 field, uint256 got, uint256 max) private pure {
        if (got == 0 || got > max) revert ValueOutOfRange(field, got, max);
    }

    /// Whoever chooses a text that the meter signs (a card's number, say) could have made it name him: as long as the meter
    /// is pending, the certifier puts that right.
    function _mayReplace(address meter, uint8 format) private view returns (bool) {
        return format != Format.NATIVE && _meters[meter].status == Status.Pending && hasRole(CERTIFIER_ROLE, msg.sender);
    }

    /// No reading is as short as a signature.
    function _isReading(uint8 format, bytes calldata possession) private pure returns (bool) {
        return format != Format.NATIVE && possession.length > 65;
    }

    function _checkPossessionByReading(uint8 format, uint8 curve, address key, bytes calldata closing) private view {
        address signer = address(uint160(uint256(keccak256(closing[0:64]))));
        if (signer != key) revert PossessionNotProven(key, signer);
        foreignReadings.read(key, format, curve, closing);
    }

    /// The meter's key signs SHA-256("joulegate possession v1" | id): it can't be mistaken for a reading, and it names
    /// the owner, so a captured possession proof registers the meter for nobody else.
    function _checkPossession(uint8 curve, bytes32 x, bytes32 y, bytes32 id, bytes calldata signature) private view {
        bytes32 digest = sha256(abi.encodePacked("joulegate possession v1", id));
        address expected = _addressOf(x, y);
        if (curve == Curve.SECP256K1) {
            (address recovered,,) = ECDSA.tryRecover(digest, signature);
            if (recovered != expected) revert PossessionNotProven(expected, recovered);
        } else if (signature.length < 64 || !P256.verify(digest, bytes32(signature[0:32]), bytes32(signature[32:64]), x, y)) {
            revert PossessionNotProven(expected, address(0));
        }
    }

    function _addressOf(bytes32 x, bytes32 y) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encodePacked(x, y)))));
    }
}
