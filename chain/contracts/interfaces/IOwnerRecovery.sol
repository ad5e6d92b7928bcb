// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title An owner who has lost the key: who may put another in its place, and after how long.
/// @notice The owner names a guardian while the key is there: a key in a safe, a relative, a multisig (ERC-1271). The guardian
/// starts a recovery together with the new owner's key; for the delay the old key may veto, and after it anybody completes.
/// What the owner has follows: meters by adopt, money and permits by the contracts that hold them. A retired address owns
/// nothing for good. A recovery is for a key that is lost: one that is stolen can veto; its meters are revoked instead.
interface IOwnerRecovery {
    /// In force from `since` on; no guardian: no recovery.
    struct RecoveryRule { address guardian; uint32 delaySeconds; uint64 since; }
    struct RunningRecovery { bytes32 id; address newOwner; uint64 readyAt; }
    /// Signed by the guardian and by the new owner's key.
    struct Recovery { address owner; address newOwner; uint64 nonce; uint64 deadline; }

    event RecoveryRuleSet(bytes32 indexed id, address indexed owner, address guardian, uint32 delaySeconds, uint64 since);
    event RecoveryStarted(bytes32 indexed id, address indexed owner, address indexed newOwner, address guardian, uint64 readyAt);
    event RecoveryVetoed(bytes32 indexed id, bytes32 indexed recoveryId, address indexed owner);
    event RecoveryCompleted(bytes32 indexed recoveryId, address indexed owner, address indexed newOwner);
    event MeterAdopted(address indexed meter, address indexed from, address indexed to);

    error RecoveryRuleMissing(address owner);
    error RecoveryNonceUsed(address owner, uint64 nonce);
    error RecoveryDelayInvalid(uint32 delaySeconds, uint32 min, uint32 max);
    error RecoveryUsed(bytes32 recoveryId);
    error RecoveryNotRunning(address owner, bytes32 recoveryId);
    error RecoveryNotReady(uint64 readyAt, uint256 blockTime);
    error GuardianSignatureInvalid(address guardian);
    /// The address has been recovered away from, or would own itself.
    error OwnerRetired(address owner);
    error NotRecovered(address owner);

    /// The rule in force now, and one that waits for its time (all zero for none).
    function recoveryRuleOf(address owner) external view returns (RecoveryRule memory inForce, RecoveryRule memory next);
    function runningRecoveryOf(address owner) external view returns (RunningRecovery memory);
    /// Who stands in an owner's place now; zero for an owner that was never recovered.
    function successorOf(address owner) external view returns (address);
    /// Where a rule stands already, another (or none: guardian zero, delay zero) begins after the standing one's delay, so that
    /// who has stolen the key can't shake the guardian off first. Nonces rise.
    function setRecoveryRule(address owner, address guardian, uint32 delaySeconds, uint64 nonce, bytes calldata ownerSignature) external;
    /// Instead of one that runs: the delay begins again.
    function startRecovery(Recovery calldata recovery, bytes calldata guardianSignature, bytes calldata newOwnerSignature) external;
    function vetoRecovery(address owner, bytes32 recoveryId, bytes calldata ownerSignature) external;
    function completeRecovery(address owner) external;
    /// Gives a meter of a retired owner to the successor; by anybody.
    function adopt(address meter) external;
}
