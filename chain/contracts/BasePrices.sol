// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {HistoryLib} from "./HistoryLib.sol";
import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";
import {IResidualSupply} from "./interfaces/IResidualSupply.sol";

/// @title What a zone pays for energy that nobody ordered, by time.
/// @notice A zone's base price (paper F1) over time, and which operator stands behind it: see IResidualSupply.
/// @dev The price itself stands in the zone's criteria, whose operator may be named by another; only its own word binds it.
abstract contract BasePrices is IResidualSupply {
    using HistoryLib for HistoryLib.History;

    /// 48 bits of millionths a kWh are 281 million coins a kWh.
    uint64 private constant MAX_BASE_PRICE = type(uint48).max;

    IAdmissionPolicy public immutable policy;

    /// By Unix seconds: operator << 48 | price, one slot an entry.
    mapping(uint32 zone => HistoryLib.History) private _basePrices;

    constructor(IAdmissionPolicy policy_) {
        policy = policy_;
    }

    function basePriceAt(uint32 zone, uint64 time) public view returns (uint64 priceMicroPerKwh, address operator) {
        // Strictly later than offered: a price is never retroactive, not even by a second.
        uint208 entry = time == 0 || time > type(uint48).max ? 0 : _basePrices[zone].valueAt(uint48(time) - 1);
        return (uint48(entry), address(uint160(entry >> 48)));
    }

    function offerBasePrice(uint32 zone) external {
        IAdmissionPolicy.Criteria memory criteria = policy.criteriaOf(zone);
        if (criteria.operator != msg.sender) revert IAdmissionPolicy.NotZoneOperator(zone, msg.sender);
        uint64 price = criteria.basePriceMicroPerKwh;
        if (price > MAX_BASE_PRICE) revert BasePriceOverLimit(price, MAX_BASE_PRICE);
        _note(zone, price, msg.sender);
    }

    function withdrawBasePrice(uint32 zone) external {
        if (address(uint160(_basePrices[zone].latest() >> 48)) != msg.sender) revert IAdmissionPolicy.NotZoneOperator(zone, msg.sender);
        _note(zone, 0, address(0));
    }

    function _note(uint32 zone, uint64 priceMicroPerKwh, address operator) private {
        _basePrices[zone].push(uint48(block.timestamp), uint208(uint160(operator)) << 48 | priceMicroPerKwh);
        emit BasePriceSet(zone, operator, priceMicroPerKwh);
    }
}
