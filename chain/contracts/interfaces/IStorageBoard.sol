// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title What storage units say of their operating state (paper F1), so that nobody can say later that they said otherwise.
/// @notice The state itself (charge, power, limits) travels over MQTT, signed by the unit's owner; here stands its hash, salted, at
/// constant cost, so that a household's habits are not on the chain for ever. Whoever holds the state can show that it is
/// this one: stateHash = keccak256(abi.encode(uint64 storedWh, uint64 usableWh, int32 powerW, uint32 maxChargeW,
/// uint32 maxDischargeW, bytes32 salt)). It is the owner's word and moves no money: settlement looks at registers alone.
interface IStorageBoard {
    event StorageStateShared(bytes32 indexed id, address indexed meter, uint64 time, bytes32 stateHash);

    error NotStorage(address meter, uint8 source);
    error StateNotNewer(address meter, uint64 last, uint64 got);
    error StateTimeInFuture(address meter, uint64 time, uint256 blockTime);

    /// EIP-712 StorageState(address meter,uint64 time,bytes32 stateHash): the transaction id.
    function stateDigest(address meter, uint64 time, bytes32 stateHash) external view returns (bytes32);
    function stateHashOf(uint64 storedWh, uint64 usableWh, int32 powerW, uint32 maxChargeW, uint32 maxDischargeW, bytes32 salt)
        external
        pure
        returns (bytes32);
    /// The last state's time, Unix seconds, and the first 24 bytes of its hash: one slot. Zeros for none.
    function lastStateOf(address meter) external view returns (uint64 time, bytes24 stateHash);
    /// Anyone may bring an owner's signed state of an active storage unit; a unit's times rise.
    function share(address meter, uint64 time, bytes32 stateHash, bytes calldata ownerSignature) external returns (bytes32 id);
}
