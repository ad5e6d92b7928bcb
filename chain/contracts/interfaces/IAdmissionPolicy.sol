// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AdmissionRequest} from "./Types.sol";

/// @title Who may connect: criteria per zone, verdicts as bitmaps, permits.
/// @notice The verdict is written and announced either way (paper A1-A7); 0 is a grant, else one bit per failed criterion.
interface IAdmissionPolicy {
    /// A Granted permit also ends at its validUntil, whether or not anybody called expire().
    enum PermitState { None, Granted, Refused, Revoked, Expired }

    /// What a grid code demands of a unit (paper O3): two slots. Voltage of a phase. A pair of zeros, or a zero, demands nothing.
    /// Layout: protos/src/grid-code.ts.
    struct GridCodeProfile {
        uint32 minVoltageMv;               // continuous operation; narrower counts, this or the zone's own
        uint32 maxVoltageMv;
        uint32 minFrequencyMhz;
        uint32 maxFrequencyMhz;
        uint32 underVoltageTripLowMv;      // the window in which the device's protective setting must lie
        uint32 underVoltageTripHighMv;
        uint32 overVoltageTripLowMv;
        uint32 overVoltageTripHighMv;
        uint32 underFrequencyTripLowMhz;
        uint32 underFrequencyTripHighMhz;
        uint32 overFrequencyTripLowMhz;
        uint32 overFrequencyTripHighMhz;
        uint24 minReconnectDelaySeconds;
        uint16 minPowerFactorPermille;     // the device must reach this displacement factor or a lower one
        uint16 maxThdPermille;
        uint64 maxCapacityW;
        bool certificateDemanded;
    }

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

    /// One slot, so times end in 2106.
    struct Permit {
        PermitState state;
        uint8 suspensions;           // bit n: suspended for reason n, protos/src/vocabulary.ts, SUSPENSION_BIT
        uint32 zone;
        uint24 verdict;
        uint64 capacityW;
        uint32 since;                // the decision
        uint32 validUntil;           // 0: without end
        uint24 criteriaVersion;      // it was decided under
        uint32 nonce;                // of the last request decided
    }

    event CriteriaSet(uint32 indexed zone, uint32 version, Criteria criteria);
    /// Asked capacity and price. `state` (PermitState) and `validUntil` (0: without end) are of the permit that stands after
    /// the decision: a refused renewal leaves the running one.
    event AdmissionDecided(bytes32 indexed id, address indexed meter, uint32 indexed zone, uint32 verdict, uint64 capacityW, uint64 priceMicroPerKwh, uint32 criteriaVersion, uint8 state, uint64 validUntil);
    event GridCodeProfileAdded(bytes32 indexed id, string name, GridCodeProfile profile);
    event AccessSuspended(address indexed meter, uint8 suspensions, bytes32 reason);
    event AccessCured(address indexed meter, uint8 suspensions);
    event AccessRevoked(address indexed meter, uint32 indexed zone, uint64 capacityW);

    error ZoneUnknown(uint32 zone);
    error NotZoneOperator(uint32 zone, address caller);
    error OwnerSignatureInvalid(address expected, address recovered);
    error DeadlinePassed(uint64 deadline, uint256 blockTime);
    /// Requests of a meter are decided in the order of their nonces: greater than the last one decided, from 1 to 2^32 - 1.
    error NonceInvalid(address meter, uint64 last, uint64 got);
    error AlreadyAdmitted(address meter);
    error NotAdmitted(address meter);
    error SuspensionBitInvalid(uint8 got, uint8 max);
    /// The owner signed a request over other readings than those given.
    error EvidenceMismatch(bytes32 expected, bytes32 got);
    error ProfileUnknown(bytes32 id);
    error ProfileInvalid(bytes32 window, uint32 low, uint32 high);

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
    /// Zeros for an id that nobody added; a profile's voltage window never ends at zero.
    function profileOf(bytes32 id) external view returns (GridCodeProfile memory);
    /// Anyone: id = keccak256(abi.encode(name, profile)). Adding it again changes nothing.
    function addProfile(string calldata name, GridCodeProfile calldata profile) external returns (bytes32 id);
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
