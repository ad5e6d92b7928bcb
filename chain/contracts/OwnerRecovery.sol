// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IOwnerRecovery} from "./interfaces/IOwnerRecovery.sol";

/// @title A lost owner's key, replaced by the rule that its owner left.
/// @notice See IOwnerRecovery for what each function promises.
/// @dev A successor may be recovered in turn: successors are followed one step at a time, and never in a circle, since a
/// retired address is nobody's successor.
abstract contract OwnerRecovery is IOwnerRecovery, EIP712 {
    bytes32 private constant RULE_TYPEHASH = keccak256("RecoveryRule(address owner,address guardian,uint32 delaySeconds,uint64 nonce)");
    bytes32 private constant RECOVERY_TYPEHASH = keccak256("Recovery(address owner,address newOwner,uint64 nonce,uint64 deadline)");
    bytes32 private constant VETO_TYPEHASH = keccak256("RecoveryVeto(address owner,bytes32 recoveryId)");
    /// Long enough to be noticed by who still has the key.
    uint32 private constant MIN_DELAY_SECONDS = 1 days;
    uint32 private constant MAX_DELAY_SECONDS = 90 days;

    mapping(address owner => RecoveryRule) private _rules;
    mapping(address owner => RecoveryRule) private _nextRules;
    mapping(address owner => uint64) private _lastRuleNonce;
    mapping(address owner => RunningRecovery) private _running;
    mapping(bytes32 recoveryId => bool) private _started;
    /// @inheritdoc IOwnerRecovery
    mapping(address owner => address) public successorOf;

    function recoveryRuleOf(address owner) public view returns (RecoveryRule memory inForce, RecoveryRule memory next) {
        next = _nextRules[owner];
        if (next.since == 0 || next.since > block.timestamp) return (_rules[owner], next);
        return (next, RecoveryRule(address(0), 0, 0));
    }

    function runningRecoveryOf(address owner) external view returns (RunningRecovery memory) {
        return _running[owner];
    }

    function setRecoveryRule(address owner, address guardian, uint32 delaySeconds, uint64 nonce, bytes calldata ownerSignature) external {
        bytes32 id = _hashTypedDataV4(keccak256(abi.encode(RULE_TYPEHASH, owner, guardian, delaySeconds, nonce)));
        _checkSigner(owner, id, ownerSignature);
        if (successorOf[owner] != address(0)) revert OwnerRetired(owner);
        if (nonce <= _lastRuleNonce[owner]) revert RecoveryNonceUsed(owner, nonce);
        (uint32 min, uint32 max) = guardian == address(0) ? (0, 0) : (MIN_DELAY_SECONDS, MAX_DELAY_SECONDS);
        if (delaySeconds < min || delaySeconds > max) revert RecoveryDelayInvalid(delaySeconds, min, max);
        if (guardian == owner) revert GuardianSignatureInvalid(guardian);

        _lastRuleNonce[owner] = nonce;
        (RecoveryRule memory inForce,) = recoveryRuleOf(owner);
        RecoveryRule memory rule = RecoveryRule(guardian, delaySeconds, uint64(block.timestamp) + inForce.delaySeconds);
        _rules[owner] = inForce;
        _nextRules[owner] = rule;
        emit RecoveryRuleSet(id, owner, guardian, delaySeconds, rule.since);
    }

    function startRecovery(Recovery calldata recovery, bytes calldata guardianSignature, bytes calldata newOwnerSignature) external {
        address owner = recovery.owner;
        address newOwner = recovery.newOwner;
        if (block.timestamp > recovery.deadline) revert IMeterRegistry.DeadlinePassed(recovery.deadline, block.timestamp);
        if (successorOf[owner] != address(0)) revert OwnerRetired(owner);
        if (newOwner == owner || successorOf[newOwner] != address(0)) revert OwnerRetired(newOwner);
        (RecoveryRule memory rule,) = recoveryRuleOf(owner);
        if (rule.guardian == address(0)) revert RecoveryRuleMissing(owner);
        bytes32 id = _hashTypedDataV4(keccak256(abi.encode(RECOVERY_TYPEHASH, recovery)));
        if (_started[id]) revert RecoveryUsed(id);
        _checkSigner(newOwner, id, newOwnerSignature);
        if (!_isSignedBy(rule.guardian, id, guardianSignature)) revert GuardianSignatureInvalid(rule.guardian);

        _started[id] = true;
        uint64 readyAt = uint64(block.timestamp) + rule.delaySeconds;
        _running[owner] = RunningRecovery(id, newOwner, readyAt);
        emit RecoveryStarted(id, owner, newOwner, rule.guardian, readyAt);
    }

    function vetoRecovery(address owner, bytes32 recoveryId, bytes calldata ownerSignature) external {
        bytes32 id = _hashTypedDataV4(keccak256(abi.encode(VETO_TYPEHASH, owner, recoveryId)));
        if (recoveryId == bytes32(0) || _running[owner].id != recoveryId) revert RecoveryNotRunning(owner, recoveryId);
        _checkSigner(owner, id, ownerSignature);
        delete _running[owner];
        emit RecoveryVetoed(id, recoveryId, owner);
    }

    function completeRecovery(address owner) external {
        RunningRecovery memory running = _running[owner];
        if (running.id == bytes32(0)) revert RecoveryNotRunning(owner, bytes32(0));
        if (block.timestamp < running.readyAt) revert RecoveryNotReady(running.readyAt, block.timestamp);
        // It may have been recovered away from meanwhile.
        if (successorOf[running.newOwner] != address(0)) revert OwnerRetired(running.newOwner);
        delete _running[owner];
        successorOf[owner] = running.newOwner;
        emit RecoveryCompleted(running.id, owner, running.newOwner);
    }

    /// @return to who a meter of `from` goes to
    function _successor(address from) internal view returns (address to) {
        to = successorOf[from];
        if (to == address(0)) revert NotRecovered(from);
    }

    function _checkSigner(address expected, bytes32 id, bytes calldata signature) internal pure {
        if (expected == address(0)) revert IMeterRegistry.ZeroAddress();
        (address recovered,,) = ECDSA.tryRecover(id, signature);
        if (recovered != expected) revert IMeterRegistry.OwnerSignatureInvalid(expected, recovered);
    }

    /// A key's signature, or a contract's word (ERC-1271). OpenZeppelin's SignatureChecker needs MCOPY, which London has not.
    function _isSignedBy(address guardian, bytes32 id, bytes calldata signature) private view returns (bool) {
        if (guardian.code.length == 0) {
            (address recovered,,) = ECDSA.tryRecover(id, signature);
            return recovered == guardian;
        }
        try IERC1271(guardian).isValidSignature(id, signature) returns (bytes4 magic) {
            return magic == IERC1271.isValidSignature.selector;
        } catch {
            return false;
        }
    }
}
