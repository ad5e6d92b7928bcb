// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {IEscrow} from "./interfaces/IEnergyMarket.sol";

/// @title Money held by address, in one ERC-20.
/// @notice See IEscrow for what each function promises.
/// @dev Balances change only against tokens that really moved: a token that takes a fee on transfer is refused.
abstract contract Escrow is IEscrow, EIP712, ReentrancyGuard {
    using SafeERC20 for IERC20;

    bytes32 private constant WITHDRAWAL_TYPEHASH =
        keccak256("Withdrawal(address account,address to,uint256 amount,uint64 nonce,uint64 deadline)");

    error WithdrawalInvalid(address account, address recovered);
    error WithdrawalExpired(uint64 deadline, uint256 blockTime);
    error WithdrawalUsed(address account, uint64 nonce);

    IERC20 private immutable _token;
    mapping(address account => uint256) private _escrowed;
    mapping(address account => mapping(uint64 nonce => bool)) private _withdrawalUsed;

    constructor(IERC20 token_) {
        if (address(token_).code.length == 0) revert ZeroAddress();
        _token = token_;
    }

    function token() public view returns (address) {
        return address(_token);
    }

    function _escrowOf(address account) internal view returns (uint256) {
        return _escrowed[account];
    }

    function depositFor(address account, uint256 amount) public nonReentrant {
        if (account == address(0)) revert ZeroAddress();
        _pull(msg.sender, amount);
        _credit(account, amount);
        emit Deposited(account, msg.sender, amount);
    }

    /// The depositor is the account itself: its ERC-2612 signature is all that is needed, so it holds no gas.
    function depositWithPermit(address account, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external nonReentrant {
        // A permit that somebody else has already played is no obstacle: what counts is the allowance.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(address(_token)).permit(account, address(this), amount, deadline, v, r, s) {} catch {}
        _pull(account, amount);
        _credit(account, amount);
        emit Deposited(account, account, amount);
    }

    function withdraw(address to, uint256 amount) external nonReentrant {
        _pay(msg.sender, to, amount);
    }

    function withdrawSigned(address account, address to, uint256 amount, uint64 nonce, uint64 deadline, bytes calldata signature)
        external
        nonReentrant
    {
        if (block.timestamp > deadline) revert WithdrawalExpired(deadline, block.timestamp);
        if (_withdrawalUsed[account][nonce]) revert WithdrawalUsed(account, nonce);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(WITHDRAWAL_TYPEHASH, account, to, amount, nonce, deadline)));
        (address recovered,,) = ECDSA.tryRecover(digest, signature);
        if (recovered != account || recovered == address(0)) revert WithdrawalInvalid(account, recovered);
        _withdrawalUsed[account][nonce] = true;
        _pay(account, to, amount);
    }

    function claimRecovered(address account) external {
        address to = _successorOf(account);
        uint256 amount = _escrowed[account];
        if (to == address(0) || amount == 0) revert NothingRecovered(account, to, amount);
        _escrowed[account] = 0;
        _escrowed[to] += amount;
        emit RecoveredMoneyMoved(account, to, amount);
    }

    /// Who stands in the place of an owner that lost the key; zero for anybody else.
    function _successorOf(address account) internal view virtual returns (address);

    function _credit(address account, uint256 amount) internal {
        _escrowed[account] += amount;
    }

    function _debit(address account, uint256 amount) internal {
        uint256 available = _escrowed[account];
        if (available < amount) revert InsufficientBalance(account, amount, available);
        unchecked {
            _escrowed[account] = available - amount;
        }
    }

    function _pull(address from, uint256 amount) internal {
        uint256 before = _token.balanceOf(address(this));
        _token.safeTransferFrom(from, address(this), amount);
        uint256 got = _token.balanceOf(address(this)) - before;
        if (got != amount) revert TransferAmountMismatch(amount, got);
    }

    function _pay(address account, address to, uint256 amount) private {
        _debit(account, amount);
        emit Withdrawn(account, to, amount);
        _token.safeTransfer(to, amount);
    }
}
