// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AdmissionRequest} from "./Types.sol";

/// @title Who may connect: criteria per zone, verdicts as bitmaps, permits.
/// @notice The verdict is written and announced either way (paper A1-A7); 0 is a grant, else one bit per failed criterion.
interface IAdmissionPolicy {
    enum PermitState { None, Granted, Refused, Revoked }

    struct Criteria {
        address operator;
        uint32 sources;              // bit n: source n permitted
        uint16 carriers;             // bit n: carrier n permitted
        uint16 natures;              // bit n: nature n permitted
        uint8 minAttestationClass;
        uint8 minEvidence;           // signed readings needed
        uint64 minCapacityW;
        uint64 maxCapacityW;
        uint64 hostingCapacityW;     // remaining
        uint64 priceCeilingMicroPerKwh;
        uint64 basePriceMicroPerKwh;
        uint32 minVoltageMv;
        uint32 maxVoltageMv;
        uint32 minFrequencyMhz;
        uint32 maxFrequencyMhz;
        uint32 maxEvidenceAgeSeconds;
        uint32 version;
        bytes32 gridCodeProfile;     // zero: none demanded
    }

    struct Permit { PermitState state; uint8 suspensions; uint32 zone; uint32 verdict; uint64 capacityW; uint64 decidedAt; }

    event CriteriaSet(uint32 indexed zone, uint32 version, Criteria criteria);
    event AdmissionDecided(bytes32 indexed id, address indexed meter, uint32 indexed zone, uint32 verdict, uint64 capacityW, uint64 priceMicroPerKwh);
    event AccessSuspended(address indexed meter, uint8 suspensions, bytes32 reason);
    event AccessCured(address indexed meter, uint8 suspensions);
    event AccessRevoked(address indexed meter, uint32 indexed zone, uint64 capacityW);

    error ZoneUnknown(uint32 zone);
    error NotZoneOperator(uint32 zone, address caller);
    error OwnerSignatureInvalid(address expected, address recovered);
    error DeadlinePassed(uint64 deadline, uint256 blockTime);
    error RequestAlreadyDecided(bytes32 id);
    error AlreadyAdmitted(address meter);
    error NotAdmitted(address meter);
    error SuspensionBitInvalid(uint8 got, uint8 max);

    function criteriaOf(uint32 zone) external view returns (Criteria memory);
    function permitOf(address meter) external view returns (Permit memory);
    /// Granted and free of suspensions, and the meter is Active.
    function isAdmitted(address meter) external view returns (bool);
    /// What a market asks before it opens a trade, in one call. Whether the meters are Active the registry says.
    function tradeLimits(address seller, address buyer)
        external
        view
        returns (bool sellerAdmitted, uint64 sellerCapacityW, bool buyerFree, uint64 priceCeilingMicroPerKwh);
    function requestDigest(AdmissionRequest calldata request) external view returns (bytes32);
    /// Admin opens a zone by naming an operator; from then on only the operator changes criteria.
    function setCriteria(uint32 zone, Criteria calldata criteria) external;
    /// View: what decide() would answer now. Shared by the chain node.
    function assess(AdmissionRequest calldata request, bytes[] calldata evidence) external view returns (uint32 verdict);
    function decide(AdmissionRequest calldata request, bytes calldata ownerSignature, bytes[] calldata evidence) external returns (uint32 verdict);
    /// SUSPENDER_ROLE (carbon ledger: bit 1 "fine unpaid") or the zone operator (bit 3). Bits: 0 equivocation, 1 fine unpaid, 2 safety, 3 operator.
    function suspend(address meter, uint8 bit, bytes32 reason) external;
    function cure(address meter, uint8 bit) external;
    /// Zone operator, or the registry's revocation: the permit ends, capacity returns to the zone.
    function revoke(address meter) external;
}
