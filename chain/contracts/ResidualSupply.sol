// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";
import {IEnergyMarket} from "./interfaces/IEnergyMarket.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {SupplyAgreement} from "./interfaces/Types.sol";
import {BasePrices} from "./BasePrices.sol";
import {Escrow} from "./Escrow.sol";
import {HistoryLib} from "./HistoryLib.sol";

/// @title What is left over at an interval's end, at the zone's base price.
/// @notice See IResidualSupply for what each function promises.
/// @dev The operator consents by offering a base price itself and by what it deposits, the owner by its signature.
abstract contract ResidualSupply is BasePrices, Escrow {
    using HistoryLib for HistoryLib.History;

    bytes32 private constant AGREEMENT_TYPEHASH = keccak256(
        "SupplyAgreement(address meter,uint32 zone,uint64 maxPriceMicroPerKwh,uint64 minPriceMicroPerKwh,uint64 validFrom,uint64 validUntil,uint64 nonce)"
    );
    bytes32 private constant TERMINATION_TYPEHASH = keccak256("SupplyTermination(address meter,uint64 nonce)");

    IMeterRegistry public immutable registry;
    IReadingLedger public immutable ledger;
    uint64 public immutable intervalSeconds;
    /// After an interval's end, how long both sides' boundary readings are waited for.
    uint64 public immutable settlementDeadlineSeconds;

    /// By the instant of the boundary it begins at: zone << 176 | maxPrice << 112 | minPrice << 48 | until; 0: terminated.
    mapping(address meter => HistoryLib.History) private _agreements;
    mapping(address meter => uint64) private _lastNonce;

    constructor(IERC20 token_, IMeterRegistry registry_, IReadingLedger ledger_, IAdmissionPolicy policy_, uint64 settlementDeadlineSeconds_)
        BasePrices(policy_)
        Escrow(token_)
    {
        registry = registry_;
        ledger = ledger_;
        intervalSeconds = ledger_.intervalSeconds();
        settlementDeadlineSeconds = settlementDeadlineSeconds_;
    }

    function supplyDigest(SupplyAgreement calldata agreement) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(AGREEMENT_TYPEHASH, agreement)));
    }

    function supplyAt(address meter, uint64 time)
        public
        view
        returns (uint32 zone, uint64 maxPriceMicroPerKwh, uint64 minPriceMicroPerKwh, uint64 until)
    {
        uint208 entry = _agreements[meter].valueAt(uint48(time > type(uint48).max ? type(uint48).max : time));
        if (uint48(entry) <= time) return (0, 0, 0, 0);
        return (uint32(entry >> 176), uint64(entry >> 112), uint64(entry >> 48), uint48(entry));
    }

    function agreeSupply(SupplyAgreement calldata a, bytes calldata ownerSignature) external {
        bytes32 id = supplyDigest(a);
        (address owner, bool isActive,, uint32 zone,) = registry.traderOf(a.meter);
        if (!isActive) _revertInactive(a.meter, owner);
        if (zone != a.zone) revert SupplyZoneMismatch(a.meter, zone, a.zone);
        uint48 from = _nextBoundary();
        if (a.validFrom > from) revert SupplyNotYetValid(a.validFrom, from);
        if (a.validUntil <= from) revert SupplyExpired(a.validUntil, from);
        _useNonce(a.meter, a.nonce);
        _checkSignature(owner, id, ownerSignature);
        uint48 until = a.validUntil > type(uint48).max ? type(uint48).max : uint48(a.validUntil);
        _agreements[a.meter].push(
            from, uint208(a.zone) << 176 | uint208(a.maxPriceMicroPerKwh) << 112 | uint208(a.minPriceMicroPerKwh) << 48 | until
        );
        emit SupplyAgreed(id, a.meter, a.zone, a.maxPriceMicroPerKwh, a.minPriceMicroPerKwh, from, until);
    }

    function terminateSupply(address meter, uint64 nonce, bytes calldata ownerSignature) external {
        bytes32 id = _hashTypedDataV4(keccak256(abi.encode(TERMINATION_TYPEHASH, meter, nonce)));
        address owner = registry.ownerOf(meter);
        if (owner == address(0)) revert IMeterRegistry.MeterUnknown(meter);
        uint48 from = _nextBoundary();
        _useNonce(meter, nonce);
        _checkSignature(owner, id, ownerSignature);
        _agreements[meter].push(from, 0);
        emit SupplyTerminated(id, meter, from);
    }

    function settleResidual(address meter, uint64 interval) public {
        uint256 end = _endOf(interval);
        uint256 dueAt = end + 2 * uint256(settlementDeadlineSeconds);
        if (block.timestamp <= dueAt) revert ResidualNotDue(interval, dueAt, block.timestamp);
        uint64 start = uint64(end - intervalSeconds);
        (uint32 zone, uint64 maxPrice, uint64 minPrice, uint64 until) = supplyAt(meter, start);
        if (until < end) revert SupplyNotAgreed(meter, interval);
        (uint64 price, address operator) = basePriceAt(zone, start);
        if (operator == address(0)) revert BasePriceMissing(zone, interval);
        (uint64 importWh, uint64 exportWh) = ledger.availableWh(meter, interval);
        if (price > maxPrice) importWh = 0;
        if (price < minPrice || !_mayFeedIn(meter, start, uint64(end))) exportWh = 0;
        if (importWh | exportWh == 0) revert ResidualNothing(meter, interval);

        ledger.allocate(meter, interval, importWh, exportWh);
        address owner = registry.ownerOf(meter);
        uint256 bought = _floorPrice(exportWh, price);
        uint256 supplied = _floorPrice(importWh, price);
        if (bought > supplied) _move(operator, owner, bought - supplied);
        else _move(owner, operator, supplied - bought);
        emit ResidualSettled(meter, interval, operator, owner, exportWh, importWh, price, bought, supplied);
    }

    function settleResiduals(address[] calldata meters, uint64 interval) external {
        for (uint256 i = 0; i < meters.length; i++) {
            settleResidual(meters[i], interval);
        }
    }

    function _endOf(uint64 interval) internal view returns (uint256) {
        // Two factors of 65 and 64 bits.
        unchecked {
            return (uint256(interval) + 1) * intervalSeconds;
        }
    }

    function _floorPrice(uint64 energyWh, uint64 priceMicroPerKwh) internal pure returns (uint256) {
        // Two factors of 64 bits.
        unchecked {
            return uint256(energyWh) * priceMicroPerKwh / 1000;
        }
    }

    function _revertInactive(address meter, address owner) internal view {
        if (owner == address(0)) revert IMeterRegistry.MeterUnknown(meter);
        (, IMeterRegistry.Status status,,) = registry.signerOf(meter);
        revert IMeterRegistry.MeterNotActive(meter, status);
    }

    /// As ECDSA.tryRecover of 65 bytes, without a copy in memory.
    function _checkSignature(address owner, bytes32 digest, bytes calldata signature) internal pure {
        address recovered = address(0);
        if (signature.length == 65) {
            (recovered,,) = ECDSA.tryRecover(digest, uint8(signature[64]), bytes32(signature[0:32]), bytes32(signature[32:64]));
        }
        if (recovered != owner || recovered == address(0)) revert IEnergyMarket.OwnerSignatureInvalid(owner, recovered);
    }

    /// Of a meter that is suspended now the registers are in doubt.
    function _mayFeedIn(address meter, uint64 from, uint64 to) private view returns (bool) {
        (, IMeterRegistry.Status status,,) = registry.signerOf(meter);
        return status != IMeterRegistry.Status.Suspended && policy.wasAdmitted(meter, from, to);
    }

    function _nextBoundary() private view returns (uint48) {
        return uint48((block.timestamp / intervalSeconds + 1) * intervalSeconds);
    }

    function _useNonce(address meter, uint64 nonce) private {
        uint64 last = _lastNonce[meter];
        if (nonce <= last) revert SupplyNonceNotNewer(meter, last, nonce);
        _lastNonce[meter] = nonce;
    }

    function _move(address from, address to, uint256 amount) private {
        _debit(from, amount);
        _credit(to, amount);
    }

    function _successorOf(address account) internal view override returns (address) {
        return registry.successorOf(account);
    }
}
