// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {SupplyAgreement} from "./Types.sol";

/// @title What was delivered and not sold, taken and not bought, at the zone's base price (paper F1).
/// @notice Whose owner agreed once, its meter's residual energy of an interval is bought, and supplied, by who stands behind
/// the zone's base price from one escrow into the other. A residual falls due at the
/// interval's end + 2 * settlementDeadlineSeconds: trades wait for readings for the first deadline, can all be settled during
/// the second, and so draw first. Payments are rounded down, each of the two directions on its own; what of the difference is
/// owed moves. No kWh is settled twice: the ledger allocates. Of any carrier: a zone has one base price, an owner its limits.
interface IResidualSupply {
    /// For intervals that begin later; operator zero: nobody stands behind a base price of the zone any more.
    event BasePriceSet(uint32 indexed zone, address indexed operator, uint64 priceMicroPerKwh);
    /// In force for intervals that begin at `from` or later and end by `until`.
    event SupplyAgreed(bytes32 indexed id, address indexed meter, uint32 indexed zone, uint64 maxPriceMicroPerKwh, uint64 minPriceMicroPerKwh, uint64 from, uint64 until);
    event SupplyTerminated(bytes32 indexed id, address indexed meter, uint64 from);
    /// boughtMicro is for exportWh, suppliedMicro for importWh.
    event ResidualSettled(address indexed meter, uint64 indexed interval, address indexed operator, address owner, uint64 exportWh, uint64 importWh, uint64 priceMicroPerKwh, uint256 boughtMicro, uint256 suppliedMicro);

    error BasePriceOverLimit(uint64 got, uint64 max);
    error SupplyZoneMismatch(address meter, uint32 expected, uint32 got);
    /// Agreements and terminations of a meter take effect in the order of their nonces.
    error SupplyNonceNotNewer(address meter, uint64 last, uint64 got);
    /// An agreement is recorded when it can begin with the next interval, neither earlier nor after its end.
    error SupplyNotYetValid(uint64 validFrom, uint64 nextBoundary);
    error SupplyExpired(uint64 validUntil, uint64 nextBoundary);
    error SupplyNotAgreed(address meter, uint64 interval);
    error BasePriceMissing(uint32 zone, uint64 interval);
    error ResidualNotDue(uint64 interval, uint256 dueAt, uint256 blockTime);
    /// Nothing is left, or the price is outside the owner's limits, or the unit may not sell now.
    error ResidualNothing(address meter, uint64 interval);

    /// The zone's operator: from now on it stands, with its escrow, behind the base price that its criteria name, until it
    /// offers anew or withdraws. Neither is retroactive.
    function offerBasePrice(uint32 zone) external;
    function withdrawBasePrice(uint32 zone) external;
    /// Base price of an interval that begins at `time`, and who stands behind it. Operator zero: nobody.
    function basePriceAt(uint32 zone, uint64 time) external view returns (uint64 priceMicroPerKwh, address operator);
    function supplyDigest(SupplyAgreement calldata agreement) external view returns (bytes32);
    /// The agreement in force at a time; all zero: none.
    function supplyAt(address meter, uint64 time) external view returns (uint32 zone, uint64 maxPriceMicroPerKwh, uint64 minPriceMicroPerKwh, uint64 until);
    /// Owner-signed SupplyAgreement: the operator supplies at no more than maxPrice and buys at no less than minPrice. Takes
    /// the place of an earlier one from the next interval on.
    function agreeSupply(SupplyAgreement calldata agreement, bytes calldata ownerSignature) external;
    /// Owner-signed SupplyTermination(address meter,uint64 nonce), from the next interval on.
    function terminateSupply(address meter, uint64 nonce, bytes calldata ownerSignature) external;
    /// Anyone, once due. Who can't pay now can later: the call reverts whole and may be repeated; what could not be settled
    /// for another reason (a suspended meter) stays free. Export is
    /// bought of a unit that was admitted without a break from the interval's begin to its end, whatever came after.
    function settleResidual(address meter, uint64 interval) external;
    function settleResiduals(address[] calldata meters, uint64 interval) external;
}
