// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {AdmissionRequest, Reading} from "./interfaces/Types.sol";

/// @notice See IAdmissionPolicy for what each function promises.
/// @dev A zone's operator is believed about its grid and nothing else: criteria and suspensions are its word, verdicts are
/// not. Evidence is chosen by whoever submits the request; it can't be forged, only left out.
contract AdmissionPolicy is IAdmissionPolicy, AccessControl, EIP712 {
    bytes32 public constant SUSPENDER_ROLE = keccak256("SUSPENDER_ROLE");
    bytes32 private constant REQUEST_TYPEHASH = keccak256(
        "AdmissionRequest(address meter,uint32 zone,uint8 nature,uint64 capacityW,uint64 priceMicroPerKwh,bytes32 gridCodeProfile,uint32 underVoltageTripMv,uint32 overVoltageTripMv,uint32 underFrequencyTripMhz,uint32 overFrequencyTripMhz,uint32 reconnectDelaySeconds,uint16 minPowerFactorPermille,uint16 thdPermille,bytes32 evidenceHash,uint64 nonce,uint64 deadline)"
    );

    // Bits of a verdict: protos/src/vocabulary.ts, VERDICT_BIT.
    uint32 private constant METER_INACTIVE = 1 << 0;
    uint32 private constant ZONE = 1 << 1;
    uint32 private constant SOURCE = 1 << 2;
    uint32 private constant CARRIER = 1 << 3;
    uint32 private constant NATURE = 1 << 4;
    uint32 private constant CAPACITY_RANGE = 1 << 5;
    uint32 private constant HOSTING_CAPACITY = 1 << 6;
    uint32 private constant PRICE = 1 << 7;
    uint32 private constant ATTESTATION_CLASS = 1 << 8;
    uint32 private constant EVIDENCE = 1 << 9;
    uint32 private constant VOLTAGE = 1 << 10;
    uint32 private constant FREQUENCY = 1 << 11;
    uint32 private constant METER_STATUS = 1 << 12;
    uint32 private constant GRID_CODE_PROFILE = 1 << 13;

    /// Status bits of a reading that no permit is given on: 1 tamper, 2 meter fault.
    uint32 private constant STATUS_FAILING = (1 << 1) | (1 << 2);
    /// Bit 0: the meter's clock is not set, so its time says nothing about freshness.
    uint32 private constant STATUS_CLOCK_UNSET = 1 << 0;
    uint256 private constant MAX_CLOCK_LEAD_SECONDS = 120;
    uint8 private constant SUSPENDED_BY_OPERATOR = 3;

    /// Sources that are renewable: wind 1, solar 2, tidal 3, geothermal 4, biomass 5, hydro 6.
    uint256 private constant RENEWABLE_SOURCES = 0x7E;
    uint8 private constant SOURCE_LOAD = 0;
    uint8 private constant SOURCE_STORAGE = 10;
    uint8 private constant NATURE_RENEWABLE = 1;
    uint8 private constant NATURE_DISPATCHABLE = 2;
    uint8 private constant NATURE_STORAGE = 3;
    uint8 private constant NATURE_LOAD = 4;

    IMeterRegistry public immutable registry;
    IReadingLedger public immutable ledger;

    mapping(uint32 zone => Criteria) private _criteria;
    mapping(address meter => Permit) private _permits;
    mapping(bytes32 id => GridCodeProfile) private _profiles;

    constructor(address admin, IMeterRegistry registry_, IReadingLedger ledger_) EIP712("Joulegate", "1") {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        registry = registry_;
        ledger = ledger_;
    }

    function criteriaOf(uint32 zone) external view returns (Criteria memory) {
        return _criteria[zone];
    }

    function permitOf(address meter) external view returns (Permit memory) {
        return _permits[meter];
    }

    function isAdmitted(address meter) public view returns (bool) {
        Permit storage permit = _permits[meter];
        if (permit.state != PermitState.Granted || permit.suspensions != 0) return false;
        (, IMeterRegistry.Status status,,) = registry.signerOf(meter);
        return status == IMeterRegistry.Status.Active;
    }

    function tradeLimits(address seller, address buyer)
        external
        view
        returns (bool sellerAdmitted, uint64 sellerCapacityW, bool buyerFree, uint64 priceCeilingMicroPerKwh)
    {
        Permit storage permit = _permits[seller];
        sellerAdmitted = permit.state == PermitState.Granted && permit.suspensions == 0;
        sellerCapacityW = permit.capacityW;
        buyerFree = _permits[buyer].suspensions == 0;
        priceCeilingMicroPerKwh = _criteria[permit.zone].priceCeilingMicroPerKwh;
    }

    function requestDigest(AdmissionRequest calldata request) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(REQUEST_TYPEHASH, request)));
    }

    function profileOf(bytes32 id) external view returns (GridCodeProfile memory) {
        return _profiles[id];
    }

    function addProfile(string calldata name, GridCodeProfile calldata profile) external returns (bytes32 id) {
        _checkWindow("voltage", profile.minVoltageMv, profile.maxVoltageMv);
        _checkWindow("frequency", profile.minFrequencyMhz, profile.maxFrequencyMhz);
        if (profile.maxVoltageMv == 0) revert ProfileInvalid("voltage", profile.minVoltageMv, profile.maxVoltageMv);
        _checkWindow("underVoltageTrip", profile.underVoltageTripLowMv, profile.underVoltageTripHighMv);
        _checkWindow("overVoltageTrip", profile.overVoltageTripLowMv, profile.overVoltageTripHighMv);
        _checkWindow("underFrequencyTrip", profile.underFrequencyTripLowMhz, profile.underFrequencyTripHighMhz);
        _checkWindow("overFrequencyTrip", profile.overFrequencyTripLowMhz, profile.overFrequencyTripHighMhz);
        id = keccak256(abi.encode(name, profile));
        if (_profiles[id].maxVoltageMv != 0) return id;
        _profiles[id] = profile;
        emit GridCodeProfileAdded(id, name, profile);
    }

    function setCriteria(uint32 zone, Criteria calldata criteria) external {
        Criteria storage current = _criteria[zone];
        if (current.operator == address(0)) _checkRole(DEFAULT_ADMIN_ROLE);
        else if (current.operator != msg.sender) revert NotZoneOperator(zone, msg.sender);
        if (criteria.operator == address(0)) revert NotZoneOperator(zone, address(0));
        bytes32 profile = criteria.gridCodeProfile;
        if (profile != bytes32(0) && _profiles[profile].maxVoltageMv == 0) revert ProfileUnknown(profile);
        uint32 version = current.version + 1;
        _criteria[zone] = criteria;
        _criteria[zone].version = version;
        emit CriteriaSet(zone, version, _criteria[zone]);
    }

    function assess(AdmissionRequest calldata request, bytes[] calldata evidence) public view returns (uint32 verdict) {
        _checkEvidenceHash(request.evidenceHash, evidence);
        Criteria memory c = _criteria[request.zone];
        if (c.operator == address(0)) revert ZoneUnknown(request.zone);
        IMeterRegistry.Meter memory m = registry.meterOf(request.meter);
        if (m.status == IMeterRegistry.Status.Unknown) revert IMeterRegistry.MeterUnknown(request.meter);
        if (m.status == IMeterRegistry.Status.Pending) revert IMeterRegistry.MeterNotActive(request.meter, m.status);
        if (m.zone != request.zone) verdict |= ZONE;
        if ((c.sources >> m.source) & 1 == 0) verdict |= SOURCE;
        if ((c.carriers >> m.carrier) & 1 == 0) verdict |= CARRIER;
        if (request.nature > 15 || (c.natures >> request.nature) & 1 == 0 || !_natureFits(request.nature, m.source)) verdict |= NATURE;
        if (request.capacityW < c.minCapacityW || request.capacityW > c.maxCapacityW || request.capacityW > m.capacityW) {
            verdict |= CAPACITY_RANGE;
        }
        if (request.capacityW > c.hostingCapacityW) verdict |= HOSTING_CAPACITY;
        if (request.priceMicroPerKwh > c.priceCeilingMicroPerKwh) verdict |= PRICE;
        if (m.attestationClass < c.minAttestationClass) verdict |= ATTESTATION_CLASS;
        if (c.gridCodeProfile != bytes32(0) && request.gridCodeProfile != c.gridCodeProfile) verdict |= GRID_CODE_PROFILE;
        if (m.status != IMeterRegistry.Status.Active) return verdict | METER_INACTIVE;
        verdict |= _assessEvidence(request.meter, evidence, c);
    }

    function decide(AdmissionRequest calldata request, bytes calldata ownerSignature, bytes[] calldata evidence)
        external
        returns (uint32 verdict)
    {
        bytes32 id = requestDigest(request);
        if (block.timestamp > request.deadline) revert DeadlinePassed(request.deadline, block.timestamp);
        Permit storage permit = _permits[request.meter];
        if (request.nonce <= permit.nonce || request.nonce > type(uint32).max) {
            revert NonceInvalid(request.meter, permit.nonce, request.nonce);
        }
        if (permit.state == PermitState.Granted) revert AlreadyAdmitted(request.meter);
        verdict = assess(request, evidence);
        address owner = registry.ownerOf(request.meter);
        (address recovered,,) = ECDSA.tryRecover(id, ownerSignature);
        if (recovered != owner) revert OwnerSignatureInvalid(owner, recovered);

        bool granted = verdict == 0;
        _permits[request.meter] = Permit({
            state: granted ? PermitState.Granted : PermitState.Refused,
            suspensions: permit.suspensions,
            zone: request.zone,
            verdict: uint24(verdict),
            capacityW: granted ? request.capacityW : 0,
            since: uint32(block.timestamp),
            validUntil: 0,
            criteriaVersion: uint24(_criteria[request.zone].version),
            nonce: uint32(request.nonce)
        });
        if (granted) _criteria[request.zone].hostingCapacityW -= request.capacityW;
        emit AdmissionDecided(
            id,
            request.meter,
            request.zone,
            verdict,
            request.capacityW,
            request.priceMicroPerKwh,
            _criteria[request.zone].version,
            uint8(granted ? PermitState.Granted : PermitState.Refused),
            0
        );
    }

    function suspend(address meter, uint8 bit, bytes32 reason) external {
        _checkMaySuspend(meter, bit);
        Permit storage permit = _permits[meter];
        permit.suspensions |= uint8(1 << bit);
        emit AccessSuspended(meter, permit.suspensions, reason);
    }

    function cure(address meter, uint8 bit) external {
        _checkMaySuspend(meter, bit);
        Permit storage permit = _permits[meter];
        permit.suspensions &= ~uint8(1 << bit);
        emit AccessCured(meter, permit.suspensions);
    }

    function revoke(address meter) external {
        Permit storage permit = _permits[meter];
        if (permit.state != PermitState.Granted) revert NotAdmitted(meter);
        (, IMeterRegistry.Status status,,) = registry.signerOf(meter);
        // A revoked meter's capacity is anyone's to return; else it is the operator's decision.
        if (status != IMeterRegistry.Status.Revoked && _criteria[permit.zone].operator != msg.sender) {
            revert NotZoneOperator(permit.zone, msg.sender);
        }
        uint64 capacityW = permit.capacityW;
        permit.state = PermitState.Revoked;
        permit.capacityW = 0;
        // Saturating: an operator that wrote a great number meanwhile must not make revocation impossible.
        uint64 left = _criteria[permit.zone].hostingCapacityW;
        _criteria[permit.zone].hostingCapacityW = capacityW > type(uint64).max - left ? type(uint64).max : left + capacityW;
        emit AccessRevoked(meter, permit.zone, capacityW);
    }

    /// Windows over every reading given; readings must be fresh and their counters strictly ascending to count.
    function _assessEvidence(address meter, bytes[] calldata evidence, Criteria memory c) private view returns (uint32 verdict) {
        if (evidence.length < c.minEvidence) verdict |= EVIDENCE;
        uint64 lastCounter = 0;
        for (uint256 i = 0; i < evidence.length; i++) {
            Reading memory reading = ledger.verify(meter, evidence[i]);
            bool isFresh = uint256(reading.time) + c.maxEvidenceAgeSeconds >= block.timestamp
                && reading.time <= block.timestamp + MAX_CLOCK_LEAD_SECONDS && reading.status & STATUS_CLOCK_UNSET == 0;
            if (!isFresh || reading.counter <= lastCounter) verdict |= EVIDENCE;
            lastCounter = reading.counter;
            if (reading.voltageMv < c.minVoltageMv || reading.voltageMv > c.maxVoltageMv) verdict |= VOLTAGE;
            if (reading.frequencyMhz < c.minFrequencyMhz || reading.frequencyMhz > c.maxFrequencyMhz) verdict |= FREQUENCY;
            if (reading.status & STATUS_FAILING != 0) verdict |= METER_STATUS;
        }
    }

    function _checkWindow(bytes32 window, uint32 low, uint32 high) private pure {
        if (low > high) revert ProfileInvalid(window, low, high);
    }

    function _checkEvidenceHash(bytes32 expected, bytes[] calldata evidence) private pure {
        bytes memory hashes = new bytes(32 * evidence.length);
        for (uint256 i = 0; i < evidence.length; i++) {
            bytes32 hash = keccak256(evidence[i]);
            assembly ("memory-safe") {
                mstore(add(add(hashes, 32), mul(32, i)), hash)
            }
        }
        if (keccak256(hashes) != expected) revert EvidenceMismatch(expected, keccak256(hashes));
    }

    /// What a unit says of itself must agree with what its certified source can be.
    function _natureFits(uint8 nature, uint8 source) private pure returns (bool) {
        if (source == SOURCE_LOAD) return nature == NATURE_LOAD;
        if (source == SOURCE_STORAGE) return nature == NATURE_STORAGE;
        if ((RENEWABLE_SOURCES >> source) & 1 == 1) return nature == NATURE_RENEWABLE || nature == NATURE_DISPATCHABLE;
        return nature == NATURE_DISPATCHABLE;
    }

    function _checkMaySuspend(address meter, uint8 bit) private view {
        if (bit > SUSPENDED_BY_OPERATOR) revert SuspensionBitInvalid(bit, SUSPENDED_BY_OPERATOR);
        if (bit == SUSPENDED_BY_OPERATOR) {
            // Where the meter stands, not where it once asked to: a refused request gives no operator a say.
            uint32 zone = registry.meterOf(meter).zone;
            if (_criteria[zone].operator != msg.sender) revert NotZoneOperator(zone, msg.sender);
        } else {
            _checkRole(SUSPENDER_ROLE);
        }
    }
}
