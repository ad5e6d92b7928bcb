// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {AccessReports} from "./AccessReports.sol";
import {AdmissionRules} from "./AdmissionRules.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {AdmissionRequest, Reading} from "./interfaces/Types.sol";
import {ZonePermits} from "./ZonePermits.sol";

/// @title Decides who may connect.
/// @notice See IAdmissionPolicy for what each function promises.
/// @dev Verdicts are nobody's word: criteria are the operator's, evidence is the meter's, the wish and the choice of evidence
/// the owner's. Whoever submits a request can only be late with it.
contract AdmissionPolicy is AccessReports, EIP712 {
    bytes32 private constant REQUEST_TYPEHASH = keccak256(
        "AdmissionRequest(address meter,uint32 zone,uint8 nature,uint64 capacityW,uint64 priceMicroPerKwh,bytes32 gridCodeProfile,uint32 underVoltageTripMv,uint32 overVoltageTripMv,uint32 underFrequencyTripMhz,uint32 overFrequencyTripMhz,uint32 reconnectDelaySeconds,uint16 minPowerFactorPermille,uint16 thdPermille,bytes32 evidenceHash,uint64 nonce,uint64 deadline)"
    );

    /// What decide() needs of an assessment beside the verdict.
    struct Assessment {
        uint32 verdict;
        uint32 criteriaVersion;
        uint32 validUntil;
        address owner;
    }

    constructor(address admin, IMeterRegistry registry_, IReadingLedger ledger_)
        EIP712("Joulegate", "1")
        ZonePermits(registry_)
        AccessReports(ledger_)
    {
        if (admin == address(0)) revert IMeterRegistry.ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    function requestDigest(AdmissionRequest calldata request) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(REQUEST_TYPEHASH, request)));
    }

    function assess(AdmissionRequest calldata request, bytes[] calldata evidence) external view returns (uint32) {
        return _assess(request, evidence, permitOf(request.meter)).verdict;
    }

    function decide(AdmissionRequest calldata request, bytes calldata ownerSignature, bytes[] calldata evidence)
        external
        returns (uint32 verdict)
    {
        if (block.timestamp > request.deadline) revert DeadlinePassed(request.deadline, block.timestamp);
        Permit memory permit = permitOf(request.meter);
        if (request.nonce <= permit.nonce || request.nonce > type(uint32).max) {
            revert NonceInvalid(request.meter, permit.nonce, request.nonce);
        }
        Assessment memory a = _assess(request, evidence, permit);
        verdict = a.verdict;
        bytes32 id = requestDigest(request);
        (address recovered,,) = ECDSA.tryRecover(id, ownerSignature);
        if (recovered != a.owner) revert OwnerSignatureInvalid(a.owner, recovered);

        permit.nonce = uint32(request.nonce);
        if (verdict == 0 || !_isRunning(permit)) _replace(request, permit, a);
        _save(request.meter, permit);
        emit AdmissionDecided(
            id,
            request.meter,
            request.zone,
            verdict,
            request.capacityW,
            request.priceMicroPerKwh,
            a.criteriaVersion,
            uint8(permit.state),
            permit.validUntil
        );
    }

    /// The new permit in place of what stood before, and in the books of the zone.
    function _replace(AdmissionRequest calldata request, Permit memory permit, Assessment memory a) private {
        bool granted = a.verdict == 0;
        bool wasGranted = permit.state == PermitState.Granted;
        if (wasGranted) {
            _criteria[permit.zone].grantedCapacityW -= permit.capacityW;
            if (_isOver(permit)) emit AccessExpired(request.meter, permit.zone, permit.capacityW);
        }
        if (granted) _criteria[request.zone].grantedCapacityW += request.capacityW;
        if (!_isAdmitted(permit)) {
            _close(request.meter, permit);
            if (granted && permit.suspensions == 0) permit.since = uint32(block.timestamp);
        }
        permit.state = granted ? PermitState.Granted : PermitState.Refused;
        permit.zone = request.zone;
        permit.verdict = uint24(a.verdict);
        permit.capacityW = granted ? request.capacityW : 0;
        permit.validUntil = granted ? a.validUntil : 0;
        permit.criteriaVersion = uint24(a.criteriaVersion);
    }

    function _assess(AdmissionRequest calldata request, bytes[] calldata evidence, Permit memory permit)
        private
        view
        returns (Assessment memory a)
    {
        (Criteria memory c, GridCodeProfile memory p) = _rulesOf(request.zone);
        IMeterRegistry.Meter memory m = registry.meterOf(request.meter);
        if (m.status == IMeterRegistry.Status.Unknown) revert IMeterRegistry.MeterUnknown(request.meter);
        if (m.status == IMeterRegistry.Status.Pending) revert IMeterRegistry.MeterNotActive(request.meter, m.status);
        a.owner = m.owner;
        a.criteriaVersion = c.version;
        uint256 end = c.permitSeconds == 0 ? type(uint32).max : block.timestamp + c.permitSeconds;
        uint256 takenW = c.grantedCapacityW;
        if (permit.state == PermitState.Granted && permit.zone == request.zone) takenW -= permit.capacityW;
        uint64 certifiedUntil = p.certificateDemanded ? _certifiedUntil(request.meter, c.gridCodeProfile) : type(uint64).max;
        if (certifiedUntil < end) end = certifiedUntil;
        if (end < type(uint32).max) a.validUntil = uint32(end);
        uint32 verdict = AdmissionRules.assessUnit(request, m, c, takenW) | AdmissionRules.assessDevice(request, c, p, certifiedUntil);
        if (m.status == IMeterRegistry.Status.Active) verdict |= _assessEvidence(request, evidence, c);
        a.verdict = verdict;
    }

    /// Windows over every reading given; readings must be fresh and their counters strictly ascending to count.
    function _assessEvidence(AdmissionRequest calldata request, bytes[] calldata evidence, Criteria memory c)
        private
        view
        returns (uint32 verdict)
    {
        if (evidence.length < c.minEvidence) verdict |= AdmissionRules.EVIDENCE;
        bytes32[] memory hashes = new bytes32[](evidence.length);
        uint64 lastCounter = 0;
        for (uint256 i = 0; i < evidence.length; i++) {
            hashes[i] = keccak256(evidence[i]);
            Reading memory reading = ledger.verify(request.meter, evidence[i]);
            if (reading.counter <= lastCounter) verdict |= AdmissionRules.EVIDENCE;
            lastCounter = reading.counter;
            verdict |= AdmissionRules.assessReading(reading, c);
        }
        bytes32 got = keccak256(abi.encodePacked(hashes));
        if (got != request.evidenceHash) revert EvidenceMismatch(request.evidenceHash, got);
    }
}
