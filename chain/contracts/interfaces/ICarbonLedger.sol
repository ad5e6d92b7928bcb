// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {CarbonApplication, PermitOffer, PermitRetirement} from "./Types.sol";

/// @title Allowances, metered emissions, permits (ERC-1155, id = period, one unit = one gram of CO2).
/// @notice Emissions in micrograms = exported Wh * intensity in mg/kWh: exact, no rounding until the period's end,
/// where obligations are rounded up to the gram.
interface ICarbonLedger {
    struct Account { uint128 emissionsUg; uint64 allowanceGrams; bool settled; uint64 surrenderedGrams; uint64 deficitGrams; }

    event AllowanceIssued(address indexed unit, uint32 indexed period, address indexed owner, uint64 grams);
    /// Energy since the boundary metered before; it emitted energyWh * intensityMgPerKwh ug.
    event EmissionsMetered(address indexed unit, uint32 indexed period, uint64 boundary, uint64 energyWh, uint32 intensityMgPerKwh);
    event PermitsTraded(bytes32 indexed applicationId, bytes32 indexed offerId, address indexed buyer, address seller, uint32 period, uint64 grams, uint256 paidMicro);
    event PeriodSettled(address indexed unit, uint32 indexed period, uint64 obligationGrams, uint64 surrenderedGrams, uint64 deficitGrams, uint256 fineMicro);
    event FinePaid(address indexed unit, address indexed payer, uint256 amount);
    /// `id` is the EIP-712 digest of what the owner signed; zero where the owner retired by himself.
    event PermitsRetired(bytes32 indexed id, address indexed owner, uint32 indexed period, uint64 grams);

    /// validFrom and validUntil are boundaries; evidenceHash is that of the verifier's report.
    event MeasurementPosted(address indexed unit, address indexed verifier, uint32 mgPerKwh, bytes32 evidenceHash, uint64 validFrom, uint64 validUntil);
    event MeasurementEnded(address indexed unit, uint64 boundary, address indexed authority, string reason);

    error PeriodNotAligned(uint64 periodSeconds, uint64 intervalSeconds);
    error PeriodNotOver(uint32 period, uint256 blockTime);
    error PeriodAlreadySettled(address unit, uint32 period);
    error BoundaryNotNewer(address unit, uint64 last, uint64 got);
    error EdgeBoundaryFirst(address unit, uint64 edgeBoundary);
    error PeriodMismatch(uint32 application, uint32 offer);
    error PriceOutsideLimit(uint64 price, uint64 limit);
    error Expired(uint64 expiry, uint256 blockTime);
    error Overfilled(bytes32 id, uint64 asked, uint64 remaining);
    error OwnerSignatureInvalid(address expected, address recovered);
    error NoFineDue(address unit);
    error BoundaryMissing(address unit, uint64 boundary);
    error UnitUnknown(address unit);
    error MeasurementInvalid(bytes32 field, uint256 got, uint256 limit);
    error VerifierIsOwner(address unit, address verifier);
    /// What has been metered keeps its factor.
    error AlreadyMetered(address unit, uint64 meteredBoundary, uint64 asked);
    error NoMeasurement(address unit, uint64 boundary);

    function periodSeconds() external view returns (uint64);
    function finePriceMicroPerKg() external view returns (uint64);
    function accountOf(address unit, uint32 period) external view returns (Account memory);
    function fineDueMicro(address unit) external view returns (uint256);
    function applicationDigest(CarbonApplication calldata application) external view returns (bytes32);
    function offerDigest(PermitOffer calldata offer) external view returns (bytes32);
    function retirementDigest(PermitRetirement calldata retirement) external view returns (bytes32);
    /// AUTHORITY_ROLE: mints to the unit's owner and announces (C1).
    function allocate(address unit, uint32 period, uint64 grams) external;
    /// What a unit emits for each kWh that it generates from a boundary on: measured, or the default of its source that its
    /// certification fixed (IMeterRegistry.setIntensity, with citation).
    function intensityAt(address unit, uint64 boundary) external view returns (uint32 mgPerKwh, bool isMeasured);
    /// VERIFIER_ROLE, which AUTHORITY_ROLE grants; never the unit's owner. Holds for energy generated from boundary validFrom,
    /// none of which may have been metered yet, until boundary validUntil; then the default holds again by itself. What was
    /// measured for later than validFrom before is replaced.
    function postMeasurement(address unit, uint32 mgPerKwh, bytes32 evidenceHash, uint64 validFrom, uint64 validUntil) external;
    /// AUTHORITY_ROLE: from a boundary on, up to which at most was metered, the default holds and nothing else is scheduled.
    function endMeasurement(address unit, uint64 boundary, string calldata reason) external;
    /// Anyone: meters up to a recorded boundary; the first call sets the starting register. Energy that is proven only
    /// after its period was settled counts in the next period still open, so settling early hides nothing. Where the intensity
    /// changes at a boundary in between that is on the ledger, that is metered first; where it is not, the greatest counts.
    function meterUpTo(address unit, uint64 boundary) external;
    function meterMany(address[] calldata units, uint64 boundary) external;
    /// Anyone posts an application against an offer inside both limits (C4, C5). Paid from the buyer's escrow here,
    /// floor(grams * priceMicroPerKg / 1000) over all that an offer has sold: no way of splitting it changes the sum.
    function fill(CarbonApplication calldata application, bytes calldata applicationSignature, PermitOffer calldata offer, bytes calldata offerSignature, uint64 grams) external;
    /// Anyone, after the period: burns permits against obligations; a deficit is fined and suspends access until paid (C3).
    function settlePeriod(address unit, uint32 period) external;
    function payFine(address unit) external;
    /// Permits of an owner who was recovered (IOwnerRecovery) go to the successor; by anybody.
    function claimRecoveredPermits(address account, uint32 period) external;
    function retire(uint32 period, uint64 grams) external;
    /// By the owner's signature, whoever posts it; each one once.
    function retireFor(PermitRetirement calldata retirement, bytes calldata ownerSignature) external;
}
