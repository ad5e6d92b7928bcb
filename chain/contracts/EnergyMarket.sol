// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";
import {IEnergyMarket} from "./interfaces/IEnergyMarket.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {Order, Side} from "./interfaces/Types.sol";
import {Escrow} from "./Escrow.sol";

/// @notice See IEnergyMarket for what each function promises.
/// @dev Has no roles and no admin: only owners' signatures and verified registers move money. Who posts a match or settles
/// chooses at most the order in which trades of one seller draw on what it delivered.
contract EnergyMarket is IEnergyMarket, Escrow {
    bytes32 private constant ORDER_TYPEHASH = keccak256(
        "Order(address meter,uint8 side,uint8 carrier,uint32 zone,uint64 interval,uint64 energyWh,uint64 priceMicroPerKwh,uint64 expiry,uint64 nonce)"
    );
    bytes32 private constant CANCELLATION_TYPEHASH = keccak256("OrderCancellation(bytes32 orderId)");

    struct OrderState { uint64 filledWh; bool cancelled; }

    IMeterRegistry public immutable registry;
    IReadingLedger public immutable ledger;
    IAdmissionPolicy public immutable policy;
    uint64 public immutable intervalSeconds;
    /// After an interval's end, how long both sides' boundary readings are waited for.
    uint64 public immutable settlementDeadlineSeconds;

    mapping(bytes32 orderId => OrderState) private _orders;
    /// The terms stand in the event and come back as calldata; one slot a trade.
    mapping(bytes32 tradeId => TradeState) private _trades;

    constructor(
        IERC20 token_,
        IMeterRegistry registry_,
        IReadingLedger ledger_,
        IAdmissionPolicy policy_,
        uint64 settlementDeadlineSeconds_
    ) EIP712("Joulegate", "1") Escrow(token_) {
        registry = registry_;
        ledger = ledger_;
        policy = policy_;
        intervalSeconds = ledger_.intervalSeconds();
        settlementDeadlineSeconds = settlementDeadlineSeconds_;
    }

    function balanceOf(address account) external view returns (uint256) {
        return _escrowOf(account);
    }

    function orderDigest(Order calldata order) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ORDER_TYPEHASH, order)));
    }

    function filledWh(bytes32 orderId) external view returns (uint64) {
        return _orders[orderId].filledWh;
    }

    function tradeStateOf(bytes32 tradeId) external view returns (TradeState) {
        return _trades[tradeId];
    }

    function tradeIdOf(TradeTerms calldata terms) external pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    function postMatch(
        Order calldata sell,
        bytes calldata sellSignature,
        Order calldata buy,
        bytes calldata buySignature,
        uint64 energyWh,
        uint64 priceMicroPerKwh
    ) external returns (bytes32 tradeId) {
        if (energyWh == 0) revert ZeroEnergy();
        _checkPair(sell, buy, priceMicroPerKwh);
        TradeTerms memory terms;
        terms.interval = sell.interval;
        terms.energyWh = energyWh;
        terms.priceMicroPerKwh = priceMicroPerKwh;
        terms.sellerMeter = sell.meter;
        terms.buyerMeter = buy.meter;
        {
            IMeterRegistry.Meter memory sellerMeter = registry.meterOf(sell.meter);
            IMeterRegistry.Meter memory buyerMeter = registry.meterOf(buy.meter);
            _checkMeter(sell, sellerMeter);
            _checkMeter(buy, buyerMeter);
            _checkLimits(sell, buy, buyerMeter.capacityW, priceMicroPerKwh);
            (terms.seller, terms.buyer) = (sellerMeter.owner, buyerMeter.owner);
        }
        (terms.sellOrderId, terms.sellFilledBeforeWh) = _fill(sell, sellSignature, terms.seller, energyWh);
        (terms.buyOrderId,) = _fill(buy, buySignature, terms.buyer, energyWh);

        tradeId = keccak256(abi.encode(terms));
        _trades[tradeId] = TradeState.Open;
        _debit(terms.buyer, _ceilPrice(energyWh, priceMicroPerKwh));
        emit TradeOpened(tradeId, terms.sellOrderId, terms.buyOrderId, sell.zone, sell.carrier, terms);
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
        bytes32 tradeId = keccak256(abi.encode(terms));
        TradeState state = _trades[tradeId];
        if (state == TradeState.None) revert TradeUnknown(tradeId);
        if (state == TradeState.Settled) revert TradeAlreadySettled(tradeId);
        uint256 end = (uint256(terms.interval) + 1) * intervalSeconds;
        if (block.timestamp < end) revert IntervalNotOver(terms.interval, block.timestamp);

        _trades[tradeId] = TradeState.Settled;
        settledWh = block.timestamp <= end + settlementDeadlineSeconds
            ? ledger.allocatePair(terms.sellerMeter, terms.buyerMeter, terms.interval, terms.energyWh)
            : _settleLate(terms);
        uint256 escrowed = _ceilPrice(terms.energyWh, terms.priceMicroPerKwh);
        uint256 paid = uint256(settledWh) * terms.priceMicroPerKwh / 1000;
        _credit(terms.seller, paid);
        if (escrowed > paid) _credit(terms.buyer, escrowed - paid);
        emit TradeSettled(
            tradeId, terms.seller, terms.buyer, terms.interval, settledWh, paid, escrowed - paid, terms.priceMicroPerKwh
        );
    }

    function settleMany(TradeTerms[] calldata terms) external {
        for (uint256 i = 0; i < terms.length; i++) {
            settle(terms[i]);
        }
    }

    /// Nobody gains by silence: a seller whose boundaries are missing delivered nothing, a buyer whose boundaries are
    /// missing took everything that the seller delivered.
    function _settleLate(TradeTerms calldata terms) private returns (uint64 settledWh) {
        if (!_hasBoundaries(terms.sellerMeter, terms.interval)) return 0;
        if (_hasBoundaries(terms.buyerMeter, terms.interval)) {
            return ledger.allocatePair(terms.sellerMeter, terms.buyerMeter, terms.interval, terms.energyWh);
        }
        (, uint64 exportWh) = ledger.availableWh(terms.sellerMeter, terms.interval);
        settledWh = exportWh < terms.energyWh ? exportWh : terms.energyWh;
        ledger.allocate(terms.sellerMeter, terms.interval, 0, settledWh);
    }

    function _hasBoundaries(address meter, uint64 interval) private view returns (bool) {
        return ledger.boundaryOf(meter, interval).recorded && ledger.boundaryOf(meter, interval + 1).recorded;
    }

    function _checkPair(Order calldata sell, Order calldata buy, uint64 price) private pure {
        if (sell.side != Side.SELL) revert SideInvalid(Side.SELL, sell.side);
        if (buy.side != Side.BUY) revert SideInvalid(Side.BUY, buy.side);
        if (sell.zone != buy.zone) revert OrderMismatch("zone");
        if (sell.carrier != buy.carrier) revert OrderMismatch("carrier");
        if (sell.interval != buy.interval) revert OrderMismatch("interval");
        if (sell.meter == buy.meter) revert OrderMismatch("meter");
        if (price < sell.priceMicroPerKwh || price > buy.priceMicroPerKwh) {
            revert PriceOutsideLimits(price, sell.priceMicroPerKwh, buy.priceMicroPerKwh);
        }
    }

    function _checkMeter(Order calldata order, IMeterRegistry.Meter memory m) private pure {
        if (m.status == IMeterRegistry.Status.Unknown) revert IMeterRegistry.MeterUnknown(order.meter);
        if (m.status != IMeterRegistry.Status.Active) revert IMeterRegistry.MeterNotActive(order.meter, m.status);
        if (m.zone != order.zone) revert OrderMismatch("zone");
        if (m.carrier != order.carrier) revert OrderMismatch("carrier");
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
        uint256 limit = uint256(capacityW) * intervalSeconds / 3600;
        if (energyWh > limit) revert OrderOverLimit("energyWh", uint64(limit > type(uint64).max ? type(uint64).max : limit), energyWh);
    }

    function _fill(Order calldata order, bytes calldata signature, address owner, uint64 energyWh)
        private
        returns (bytes32 orderId, uint64 filledBeforeWh)
    {
        orderId = orderDigest(order);
        if (block.timestamp > order.expiry) revert OrderExpired(orderId, order.expiry, block.timestamp);
        OrderState storage state = _orders[orderId];
        if (state.cancelled) revert OrderIsCancelled(orderId);
        _checkSignature(owner, orderId, signature);
        filledBeforeWh = state.filledWh;
        uint64 remaining = order.energyWh - filledBeforeWh;
        if (energyWh > remaining) revert OrderOverfilled(orderId, energyWh, remaining);
        state.filledWh = filledBeforeWh + energyWh;
    }

    function _checkSignature(address owner, bytes32 digest, bytes calldata signature) private pure {
        (address recovered,,) = ECDSA.tryRecover(digest, signature);
        if (recovered != owner || recovered == address(0)) revert OwnerSignatureInvalid(owner, recovered);
    }

    function _ceilPrice(uint64 energyWh, uint64 priceMicroPerKwh) private pure returns (uint256) {
        return (uint256(energyWh) * priceMicroPerKwh + 999) / 1000;
    }
}
