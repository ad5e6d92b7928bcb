// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AdmissionRequest} from "./Types.sol";

/// @title Who may connect: criteria per zone, verdicts as bitmaps, permits with an end, and what ends them sooner.
/// @notice The verdict is written and announced either way (paper A1-A7); 0 is a grant, else one bit per failed criterion.
/// Everything that changes a permit is an event, so that the gateway that drives the unit's contactor (A8) can follow it:
/// AdmissionDecided, AccessSuspended, AccessCured, AccessExpired, AccessRevoked.
interface IAdmissionPolicy {
    /// A Granted permit also ends at its validUntil, whether or not anybody called expire().
    enum PermitState { None, Granted, Refused, Revoked, Expired }

    /// What a grid code demands of a unit (paper O3): two slots. Voltage of a phase. A pair of zeros, or a zero, demands nothing.
    /// Layout: protos/src/grid-code.ts.
    struct GridCodeProfile {
        uint32 minVoltageMv;               // continuous operation; the narrower counts, this or the zone's own
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

    /// What a zone's operator asks of a unit. In the order in which it fills slots: an admission reads them all.
    struct Criteria {
        address operator;
        uint16 sources;                    // bit n: source n permitted
        uint8 carriers;                    // bit n: carrier n permitted
        uint8 natures;                     // bit n: nature n permitted
        uint8 minAttestationClass;
        uint8 minEvidence;                 // signed readings needed: for a permit, a suspension for safety, its cure
        uint32 permitSeconds;              // how long a permit holds; 0: without end
        uint16 maxThdPermille;             // 0: not demanded
        uint64 minCapacityW;
        uint64 maxCapacityW;
        uint64 hostingCapacityW;           // of the whole zone
        uint64 priceCeilingMicroPerKwh;
        uint64 grantedCapacityW;           // of all permits; kept by the contract, whatever setCriteria is given
        uint32 minVoltageMv;
        uint32 maxVoltageMv;
        uint32 minFrequencyMhz;
        uint32 maxFrequencyMhz;
        uint32 maxEvidenceAgeSeconds;
        uint32 version;                    // counted by the contract, whatever setCriteria is given
        bytes32 gridCodeProfile;           // zero: none demanded
        uint64 basePriceMicroPerKwh;
    }

    /// One slot, so times end in 2106.
    struct Permit {
        PermitState state;
        uint8 suspensions;                 // bit n: suspended for reason n, protos/src/vocabulary.ts, SUSPENSION_BIT
        uint32 zone;
        uint24 verdict;
        uint64 capacityW;
        uint32 since;                      // when access was last given or taken away
        uint32 validUntil;                 // 0: without end
        uint24 criteriaVersion;            // it was decided under
        uint32 nonce;                      // of the last request decided
    }

    struct Certificate { uint64 expiresAt; bytes32 documentHash; }

    event CriteriaSet(uint32 indexed zone, uint32 version, Criteria criteria);
    event GridCodeProfileAdded(bytes32 indexed id, string name, GridCodeProfile profile);
    event CertificateIssued(address indexed meter, bytes32 indexed profile, address indexed certifier, uint64 expiresAt, bytes32 documentHash);
    event CertificateRevoked(address indexed meter, bytes32 indexed profile, address indexed certifier);
    /// Asked capacity and price. `state` (PermitState) and `validUntil` (0: without end) are of the permit that stands after
    /// the decision: a refused renewal leaves the running one.
    event AdmissionDecided(bytes32 indexed id, address indexed meter, uint32 indexed zone, uint32 verdict, uint64 capacityW, uint64 priceMicroPerKwh, uint32 criteriaVersion, uint8 state, uint64 validUntil);
    /// `suspensions` are all that stand now: access is back when a cure leaves none.
    event AccessSuspended(address indexed meter, uint8 suspensions, bytes32 reason);
    event AccessCured(address indexed meter, uint8 suspensions);
    event AccessExpired(address indexed meter, uint32 indexed zone, uint64 capacityW);
    event AccessRevoked(address indexed meter, uint32 indexed zone, uint64 capacityW);
    /// A unit fed in while it had been refused, suspended or revoked, or its permit had ended. Times are the meter's.
    event FedInWithoutPermit(address indexed meter, uint32 indexed zone, uint64 energyWh, uint64 fromTime, uint64 toTime);

    error ZoneUnknown(uint32 zone);
    error NotZoneOperator(uint32 zone, address caller);
    error OwnerSignatureInvalid(address expected, address recovered);
    error DeadlinePassed(uint64 deadline, uint256 blockTime);
    /// Requests of a meter are decided in the order of their nonces: greater than the last one decided, from 1 to 2^32 - 1.
    error NonceInvalid(address meter, uint64 last, uint64 got);
    error NotAdmitted(address meter);
    /// The permit still holds: until when, 0 without end.
    error NotExpired(address meter, uint64 validUntil);
    error SuspensionBitInvalid(uint8 got, uint8 max);
    /// Nobody's word sets or lifts this suspension, only readings do.
    error ReadingsDecide(uint8 bit);
    error AlreadySuspended(address meter, uint8 bit);
    error NotSuspended(address meter, uint8 bit);
    /// The owner signed a request over other readings than those given.
    error EvidenceMismatch(bytes32 expected, bytes32 got);
    error EvidenceTooFew(uint256 expected, uint256 got);
    /// A reading of an unset clock, too old, from the future, or from before what the report is about.
    error ReadingNotFresh(address meter, uint64 time);
    /// Each counter is one more than the one before and the first greater than what was reported before: `expected` is the least that would do.
    error CounterNotNext(address meter, uint64 expected, uint64 got);
    /// The reading with this counter does not show what is reported.
    error ReportUnfounded(address meter, uint64 counter);
    error ProfileUnknown(bytes32 id);
    /// 0 voltage, 1 frequency, 2 and 3 the trips at low and high voltage, 4 and 5 at low and high frequency.
    error WindowInvalid(uint256 window, uint32 low, uint32 high);
    error CertificateUnknown(address meter, bytes32 profile);

    function criteriaOf(uint32 zone) external view returns (Criteria memory);
    function permitOf(address meter) external view returns (Permit memory);
    /// Granted, not past its end, free of suspensions, and the meter is Active.
    function isAdmitted(address meter) external view returns (bool);
    /// Whether access stood without a break from one instant to another, both past, Unix seconds; what the registry says of
    /// the meter is not asked.
    function wasAdmitted(address meter, uint64 from, uint64 to) external view returns (bool);
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
    /// Zeros where none is in force; one past its expiresAt counts for nothing.
    function certificateOf(address meter, bytes32 profile) external view returns (Certificate memory);
    /// CERTIFIER_ROLE: a meter's unit conforms to a profile until expiresAt, as the document with this hash says. Replaces an earlier one.
    function issueCertificate(address meter, bytes32 profile, uint64 expiresAt, bytes32 documentHash) external;
    /// CERTIFIER_ROLE. Ends the permit too where the zone's profile is this one and demands the certificate.
    function revokeCertificate(address meter, bytes32 profile) external;

    /// Admin opens a zone by naming an operator; from then on only the operator changes criteria. Running permits keep what
    /// they were granted until their end. Version and granted capacity are the contract's own.
    function setCriteria(uint32 zone, Criteria calldata criteria) external;
    /// View: what decide() would answer now. Shared by the chain node.
    function assess(AdmissionRequest calldata request, bytes[] calldata evidence) external view returns (uint32 verdict);
    /// Writes the verdict and, on grant, the permit; refused requests are recorded too. The permit ends after the zone's
    /// permitSeconds, or with the certificate that its profile demands.
    /// Renewal: asked while a permit stands, its own capacity counts as free and a grant replaces it, term and all. A
    /// refusal is announced and leaves a running permit to its end; one past its end gives its capacity back. So an
    /// owner may ask at any time, for more, for less, or for longer. Suspensions outlive every decision.
    function decide(AdmissionRequest calldata request, bytes calldata ownerSignature, bytes[] calldata evidence) external returns (uint32 verdict);

    /// Zone operator (bit 3), or SUSPENDER_ROLE (0 equivocation, 1 fine unpaid). Bits 2 safety and 4 tamper come from readings alone.
    function suspend(address meter, uint8 bit, bytes32 reason) external;
    /// Who may suspend for a reason lifts it; the zone's operator also lifts 4 tamper, and readings alone 2 safety (cureLimits).
    function cure(address meter, uint8 bit) external;
    /// Operator: the permit ends. Anyone, once the meter is revoked. The capacity returns to the zone.
    function revoke(address meter) external;
    /// Anyone, once a permit is past its end: the capacity returns to the zone.
    function expire(address meter) external;

    /// Anyone: a fresh reading of any meter of a zone that says it is tampered with. An older one than the operator's last cure says nothing.
    function reportTamper(address meter, bytes calldata reading) external;
    /// Anyone: minEvidence (at least one) fresh readings in a row, of a unit that feeds in outside the voltage or frequency
    /// window. A zero is no measurement. A unit that stops in time breaks nothing, whatever the grid does.
    function reportLimits(address meter, bytes[] calldata readings) external;
    /// Anyone: as many fresh readings in a row, newer than those reported, inside both windows.
    function cureLimits(address meter, bytes[] calldata readings) external;
    /// Anyone: two readings since access was refused or ended, between which the export register rose. Each counter range once.
    function reportFeedIn(address meter, bytes calldata earlier, bytes calldata later) external;
}
