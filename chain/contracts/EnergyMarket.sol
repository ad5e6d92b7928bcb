// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";
import {IEnergyMarket} from "./interfaces/IEnergyMarket.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {Order, Side} from "./interfaces/Types.sol";
import {ResidualSupply} from "./ResidualSupply.sol";

/// @title Signed orders, trades and their money.
/// @notice See IEnergyMarket for what each function promises.
/// @dev Has no roles and no admin: only owners' signatures and verified registers move money. Who posts a match or settles
/// chooses at most the order in which trades of one seller draw on what it delivered.
contract EnergyMarket is IEnergyMarket, ResidualSupply {
    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "Order(address meter,uint8 side,uint8 carrier,uint32 zone,uint64 interval,uint64 energyWh,uint64 priceMicroPerKwh,uint64 expiry,uint64 nonce)"
    );
    bytes32 private constant CANCELLATION_TYPEHASH = keccak256("OrderCancellation(bytes32 orderId)");

    /// One slot, until the trade that opened it is settled. `trade`: of that trade's id the upper 200 bits in the buy order's
    /// slot and the lower 200 bits in the sell order's (docs/decisions/0016). 48 bits of Wh are the ledger's 281 TWh.
    struct OrderState { uint48 filledWh; bool cancelled; uint200 trade; }

    mapping(bytes32 orderId => OrderState) private _orders;
    /// The terms stand in the event and come back as calldata. Open trades of orders that had traded before.
    mapping(bytes32 tradeId => bool) private _trades;

    constructor(
        IERC20 token_,
        IMeterRegistry registry_,
        IReadingLedger ledger_,
        IAdmissionPolicy policy_,
        uint64 settlementDeadlineSeconds_
    ) EIP712("Joulegate", "1") ResidualSupply(token_, registry_, ledger_, policy_, settlementDeadlineSeconds_) {}

    function balanceOf(address account) external view returns (uint256) {
        return _escrowOf(account);
    }

    function orderDigest(Order calldata order) public view returns (bytes32) {
        // keccak256(abi.encode(ORDER_TYPEHASH, order)) of the calldata as it is: dirty bits make an order that nobody signed.
        bytes32 typehash = ORDER_TYPEHASH;
        bytes32 structHash;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, typehash)
            calldatacopy(add(words, 32), order, 288)
            structHash := keccak256(words, 320)
        }
        return _hashTypedDataV4(structHash);
    }

    function filledWh(bytes32 orderId) external view returns (uint64) {
        return _orders[orderId].filledWh;
    }

    function isOpen(TradeTerms calldata terms) external view returns (bool) {
        bytes32 tradeId = _idOf(terms);
        return _isFirst(terms, tradeId) || _trades[tradeId];
    }

    function tradeIdOf(TradeTerms calldata terms) external pure returns (bytes32) {
        return _idOf(terms);
    }

    function postMatch(
        Order calldata sell,
        bytes calldata sellSignature,
        Order calldata buy,
        bytes calldata buySignature,
        uint64 energyWh,
        uint64 priceMicroPerKwh
    ) external returns (bytes32 tradeId) {
        return _post(sell, sellSignature, buy, buySignature, energyWh, priceMicroPerKwh);
    }

    function postMatches(Pairing[] calldata pairings) external {
        for (uint256 i = 0; i < pairings.length; i++) {
            Pairing calldata p = pairings[i];
            _post(p.sell, p.sellSignature, p.buy, p.buySignature, p.energyWh, p.priceMicroPerKwh);
        }
    }

    function cancelOrder(Order calldata order, bytes calldata cancellationSignature) external {
        bytes32 orderId = orderDigest(order);
        address owner = registry.ownerOf(order.meter);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(CANCELLATION_TYPEHASH, orderId)));
        _checkSignature(owner, digest, cancellationSignature);
        _orders[orderId].cancelled = true;
        emit OrderCancelled(orderId, owner);
    }

    function settle(TradeTerms calldata terms) public returns (uint64 settledWh) {
        bytes32 tradeId = _idOf(terms);
        bool isFirst = _isFirst(terms, tradeId);
        if (!isFirst && !_trades[tradeId]) revert TradeUnknown(tradeId);
        uint64 interval = terms.interval;
        uint256 end = _endOf(interval);
        if (block.timestamp < end) revert IntervalNotOver(interval, block.timestamp);
        // Slots are given back: no match is posted any more for an interval that is over, so nothing can be replayed.
        if (isFirst) {
            delete _orders[terms.sellOrderId];
            delete _orders[terms.buyOrderId];
        } else {
            delete _trades[tradeId];
        }
        (uint64 energyWh, uint64 price) = (terms.energyWh, terms.priceMicroPerKwh);
        bool isLate = block.timestamp - end > settlementDeadlineSeconds;
        settledWh = ledger.allocatePair(terms.sellerMeter, terms.buyerMeter, interval, energyWh, isLate);
        (address seller, address buyer) = (terms.seller, terms.buyer);
        uint256 paid = _floorPrice(settledWh, price);
        uint256 refunded = _ceilPrice(energyWh, price) - paid;
        _credit(seller, paid);
        if (refunded > 0) _credit(buyer, refunded);
        emit TradeSettled(tradeId, seller, buyer, interval, settledWh, paid, refunded, price);
    }

    function settleMany(TradeTerms[] calldata terms) external {
        for (uint256 i = 0; i < terms.length; i++) {
            settle(terms[i]);
        }
    }

    function _post(
        Order calldata sell,
        bytes calldata sellSignature,
        Order calldata buy,
        bytes calldata buySignature,
        uint64 energyWh,
        uint64 priceMicroPerKwh
    ) private returns (bytes32 tradeId) {
        if (energyWh == 0) revert ZeroEnergy();
        _checkPair(sell, buy, priceMicroPerKwh);
        TradeTerms memory terms;
        terms.interval = sell.interval;
        terms.energyWh = energyWh;
        terms.priceMicroPerKwh = priceMicroPerKwh;
        terms.sellerMeter = sell.meter;
        terms.buyerMeter = buy.meter;
        uint64 buyerCapacityW;
        (terms.seller,) = _checkMeter(sell);
        (terms.buyer, buyerCapacityW) = _checkMeter(buy);
        _checkLimits(sell, buy, buyerCapacityW, priceMicroPerKwh);
        terms.sellOrderId = _checkOrder(sell, sellSignature, terms.seller);
        terms.buyOrderId = _checkOrder(buy, buySignature, terms.buyer);
        OrderState memory sold = _orders[terms.sellOrderId];
        OrderState memory bought = _orders[terms.buyOrderId];
        terms.sellFilledBeforeWh = sold.filledWh;

        // keccak256(abi.encode(terms)): ten words, as they lie in memory.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            tradeId := keccak256(terms, 320)
        }
        if (sold.filledWh == 0 && bought.filledWh == 0) {
            sold.trade = uint200(uint256(tradeId));
            bought.trade = uint200(uint256(tradeId) >> 56);
        } else {
            _trades[tradeId] = true;
        }
        _fill(terms.sellOrderId, sold, sell.energyWh, energyWh);
        _fill(terms.buyOrderId, bought, buy.energyWh, energyWh);
        _debit(terms.buyer, _ceilPrice(energyWh, priceMicroPerKwh));
        emit TradeOpened(tradeId, terms.sellOrderId, terms.buyOrderId, sell.zone, sell.carrier, terms);
    }

    /// Whether this is the open trade that opened both its orders.
    function _isFirst(TradeTerms calldata terms, bytes32 tradeId) private view returns (bool) {
        return _orders[terms.buyOrderId].trade == uint200(uint256(tradeId) >> 56)
            && _orders[terms.sellOrderId].trade == uint200(uint256(tradeId));
    }

    /// keccak256(abi.encode(terms)) of the calldata as it is: terms with dirty bits have an id that no trade has.
    function _idOf(TradeTerms calldata terms) private pure returns (bytes32 tradeId) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let words := mload(0x40)
            calldatacopy(words, terms, 320)
            tradeId := keccak256(words, 320)
        }
    }

    function _checkPair(Order calldata sell, Order calldata buy, uint64 price) private view {
        if (sell.side != Side.SELL) revert SideInvalid(Side.SELL, sell.side);
        if (buy.side != Side.BUY) revert SideInvalid(Side.BUY, buy.side);
        if (sell.zone != buy.zone) revert OrderMismatch("zone");
        if (sell.carrier != buy.carrier) revert OrderMismatch("carrier");
        if (sell.interval != buy.interval) revert OrderMismatch("interval");
        if (sell.meter == buy.meter) revert OrderMismatch("meter");
        if (block.timestamp >= _endOf(sell.interval)) revert IntervalOver(sell.interval, block.timestamp);
        if (price < sell.priceMicroPerKwh || price > buy.priceMicroPerKwh) {
            revert PriceOutsideLimits(price, sell.priceMicroPerKwh, buy.priceMicroPerKwh);
        }
    }

    function _checkMeter(Order calldata order) private view returns (address, uint64) {
        (address owner, bool isActive, uint8 carrier, uint32 zone, uint64 capacityW) = registry.traderOf(order.meter);
        if (!isActive) _revertInactive(order.meter, owner);
        if (zone != order.zone) revert OrderMismatch("zone");
        if (carrier != order.carrier) revert OrderMismatch("carrier");
        return (owner, capacityW);
    }

    /// No order beyond what the unit could deliver or take in the interval, no price above the zone's ceiling. A buyer may
    /// bid more than the ceiling; nobody pays it.
    function _checkLimits(Order calldata sell, Order calldata buy, uint64 buyerCapacityW, uint64 price) private view {
        (bool sellerAdmitted, uint64 sellerCapacityW, bool buyerFree, uint64 ceiling) = policy.tradeLimits(sell.meter, buy.meter);
        if (!sellerAdmitted) revert NotAdmitted(sell.meter);
        if (!buyerFree) revert NotAdmitted(buy.meter);
        _checkEnergy(sell.energyWh, sellerCapacityW);
        _checkEnergy(buy.energyWh, buyerCapacityW);
        if (price > ceiling) revert OrderOverLimit("priceMicroPerKwh", ceiling, price);
    }

    function _checkEnergy(uint64 energyWh, uint64 capacityW) private view {
        uint256 limit;
        // Two factors of 64 bits.
        unchecked {
            limit = uint256(capacityW) * intervalSeconds / 3600;
        }
        if (limit > type(uint48).max) limit = type(uint48).max;
        if (energyWh > limit) revert OrderOverLimit("energyWh", uint64(limit), energyWh);
    }

    function _checkOrder(Order calldata order, bytes calldata signature, address owner) private view returns (bytes32 orderId) {
        orderId = orderDigest(order);
        if (block.timestamp > order.expiry) revert OrderExpired(orderId, order.expiry, block.timestamp);
        _checkSignature(owner, orderId, signature);
    }

    /// Limits of energy are of 48 bits, so what is filled is too.
    function _fill(bytes32 orderId, OrderState memory state, uint64 orderWh, uint64 energyWh) private {
        if (state.cancelled) revert OrderIsCancelled(orderId);
        uint64 remaining = orderWh - state.filledWh;
        if (energyWh > remaining) revert OrderOverfilled(orderId, energyWh, remaining);
        unchecked {
            state.filledWh += uint48(energyWh);
        }
        _orders[orderId] = state;
    }

    function _ceilPrice(uint64 energyWh, uint64 priceMicroPerKwh) private pure returns (uint256) {
        // Two factors of 64 bits.
        unchecked {
            return (uint256(energyWh) * priceMicroPerKwh + 999) / 1000;
        }
    }
}
