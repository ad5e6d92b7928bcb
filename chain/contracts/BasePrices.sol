// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";
import {HistoryLib} from "./HistoryLib.sol";

/// @notice A zone's base price (paper F1) over time, and which operator stands behind it.
/// @dev Only what an operator has set itself binds it: who names another as operator sets no price for it.
abstract contract BasePrices is IAdmissionPolicy {
    using HistoryLib for HistoryLib.History;

    /// 48 bits of millionths a kWh are 281 million coins a kWh.
    uint64 private constant MAX_BASE_PRICE = type(uint48).max;

    /// By Unix seconds: operator << 48 | price, one slot an entry.
    mapping(uint32 zone => HistoryLib.History) private _basePrices;

    function basePriceAt(uint32 zone, uint64 time) external view returns (uint64 priceMicroPerKwh, address operator) {
        // Later than set: a price is never retroactive, not even by a second.
        uint208 entry = time == 0 || time > type(uint48).max ? 0 : _basePrices[zone].valueAt(uint48(time) - 1);
        return (uint48(entry), address(uint160(entry >> 48)));
    }

    /// @param operator zero: nobody stands behind a price from now on
    function _noteBasePrice(uint32 zone, uint64 priceMicroPerKwh, address operator) internal {
        if (priceMicroPerKwh > MAX_BASE_PRICE) revert BasePriceOverLimit(priceMicroPerKwh, MAX_BASE_PRICE);
        HistoryLib.History storage history = _basePrices[zone];
        uint208 entry = operator == address(0) || priceMicroPerKwh == 0 ? 0 : uint208(uint160(operator)) << 48 | priceMicroPerKwh;
        if (history.latest() == entry) return;
        history.push(uint48(block.timestamp), entry);
        emit BasePriceSet(zone, uint48(entry), address(uint160(entry >> 48)));
    }
}
