// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Order} from "./Types.sol";

/// @title Money held for participants by address, in one ERC-20.
interface IEscrow {
    event Deposited(address indexed account, address indexed from, uint256 amount);
    event Withdrawn(address indexed account, address indexed to, uint256 amount);
    event RecoveredMoneyMoved(address indexed account, address indexed successor, uint256 amount);

    /// Money for nobody, or a token where there is none.
    error ZeroAddress();
    error InsufficientBalance(address account, uint256 needed, uint256 available);
    error TransferAmountMismatch(uint256 expected, uint256 got);
    /// Nobody stands in the account's place, or it holds nothing.
    error NothingRecovered(address account, address successor, uint256 held);

    function token() external view returns (address);
    function balanceOf(address account) external view returns (uint256);
    function depositFor(address account, uint256 amount) external;
    function depositWithPermit(address account, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;
    function withdraw(address to, uint256 amount) external;
    /// What an owner holds who was recovered (IOwnerRecovery) goes to the successor; by anybody, as often as more comes.
    function claimRecovered(address account) external;
    /// Relayed: EIP-712 Withdrawal(address account,address to,uint256 amount,uint64 nonce,uint64 deadline).
    function withdrawSigned(address account, address to, uint256 amount, uint64 nonce, uint64 deadline, bytes calldata signature) external;
}

/// @title Signed limit orders, matched off chain, settled from escrow by delivered energy.
/// @dev A market has one interval length, its ledger's: zones that trade in other intervals need a ledger and a market of their own.
/// @notice Anyone may post a match inside both limits and anyone may settle; neither can take anything.
/// Payment = floor(settledWh * priceMicroPerKwh / 1000), dust stays with the buyer; escrow = ceil of the same at the
/// matched quantity, so it always covers.
interface IEnergyMarket {
    struct TradeTerms {
        bytes32 sellOrderId;
        bytes32 buyOrderId;
        address sellerMeter;
        address buyerMeter;
        address seller;
        address buyer;
        uint64 interval;
        uint64 energyWh;
        uint64 priceMicroPerKwh;
        uint64 sellFilledBeforeWh; // keeps two equal partial fills of one pair apart
    }
    /// Two orders and what of them is matched.
    struct Pairing {
        Order sell;
        bytes sellSignature;
        Order buy;
        bytes buySignature;
        uint64 energyWh;
        uint64 priceMicroPerKwh;
    }

    event TradeOpened(bytes32 indexed tradeId, bytes32 indexed sellOrderId, bytes32 indexed buyOrderId, uint32 zone, uint8 carrier, TradeTerms terms);
    event TradeSettled(bytes32 indexed tradeId, address indexed seller, address indexed buyer, uint64 interval, uint64 settledWh, uint256 paidMicro, uint256 refundedMicro, uint64 priceMicroPerKwh);
    event OrderCancelled(bytes32 indexed orderId, address indexed owner);

    error SideInvalid(uint8 expected, uint8 got);
    error OrderMismatch(bytes32 field);
    error OrderExpired(bytes32 orderId, uint64 expiry, uint256 blockTime);
    error OrderIsCancelled(bytes32 orderId);
    error OrderOverfilled(bytes32 orderId, uint64 asked, uint64 remaining);
    error OrderOverLimit(bytes32 field, uint64 limit, uint64 got);
    error PriceOutsideLimits(uint64 price, uint64 sellLimit, uint64 buyLimit);
    error OwnerSignatureInvalid(address expected, address recovered);
    error NotAdmitted(address meter);
    /// Never opened, or settled already: TradeSettled tells.
    error TradeUnknown(bytes32 tradeId);
    /// Trading in an interval ends when it ends.
    error IntervalOver(uint64 interval, uint256 blockTime);
    error IntervalNotOver(uint64 interval, uint256 blockTime);
    error ZeroEnergy();

    function orderDigest(Order calldata order) external view returns (bytes32);
    /// What of an order is matched. May be forgotten (0) once its interval is over: events tell it for ever.
    function filledWh(bytes32 orderId) external view returns (uint64);
    function isOpen(TradeTerms calldata terms) external view returns (bool);
    function tradeIdOf(TradeTerms calldata terms) external pure returns (bytes32);
    function postMatch(Order calldata sell, bytes calldata sellSignature, Order calldata buy, bytes calldata buySignature, uint64 energyWh, uint64 priceMicroPerKwh) external returns (bytes32 tradeId);
    /// All or none: a matcher that shares its orders with others posts one by one what is refused together.
    function postMatches(Pairing[] calldata pairings) external;
    /// Relayed cancellation: EIP-712 OrderCancellation(bytes32 orderId).
    function cancelOrder(Order calldata order, bytes calldata cancellationSignature) external;
    /// Both boundaries of both meters must be on the ledger. After settlementDeadlineSeconds a missing boundary settles
    /// as nothing delivered if it is the seller's, and as everything the seller delivered if it is the buyer's.
    function settle(TradeTerms calldata terms) external returns (uint64 settledWh);
    function settleMany(TradeTerms[] calldata terms) external;
}
