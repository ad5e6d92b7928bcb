// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IStorageBoard} from "./interfaces/IStorageBoard.sol";

/// @title States of storage units as their owners signed them.
/// @notice See IStorageBoard for what each function promises.
/// @dev Has no roles, no admin and no money.
contract StorageBoard is IStorageBoard, EIP712 {
    bytes32 private constant STATE_TYPEHASH = keccak256("StorageState(address meter,uint64 time,bytes32 stateHash)");
    uint8 private constant SOURCE_STORAGE = 10;
    /// A block's time may lie behind the unit's clock.
    uint256 private constant MAX_CLOCK_LEAD_SECONDS = 120;

    struct LastState { uint64 time; bytes24 stateHash; }

    IMeterRegistry public immutable registry;

    mapping(address meter => LastState) private _last;

    constructor(IMeterRegistry registry_) EIP712("Joulegate", "1") {
        registry = registry_;
    }

    function stateDigest(address meter, uint64 time, bytes32 stateHash) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(STATE_TYPEHASH, meter, time, stateHash)));
    }

    function stateHashOf(uint64 storedWh, uint64 usableWh, int32 powerW, uint32 maxChargeW, uint32 maxDischargeW, bytes32 salt)
        external
        pure
        returns (bytes32)
    {
        return keccak256(abi.encode(storedWh, usableWh, powerW, maxChargeW, maxDischargeW, salt));
    }

    function lastStateOf(address meter) external view returns (uint64 time, bytes24 stateHash) {
        LastState storage last = _last[meter];
        return (last.time, last.stateHash);
    }

    function share(address meter, uint64 time, bytes32 stateHash, bytes calldata ownerSignature) external returns (bytes32 id) {
        LastState storage last = _last[meter];
        if (time <= last.time) revert StateNotNewer(meter, last.time, time);
        if (time > block.timestamp + MAX_CLOCK_LEAD_SECONDS) revert StateTimeInFuture(meter, time, block.timestamp);
        IMeterRegistry.Meter memory unit = registry.meterOf(meter);
        if (unit.status != IMeterRegistry.Status.Active) revert IMeterRegistry.MeterNotActive(meter, unit.status);
        if (unit.source != SOURCE_STORAGE) revert NotStorage(meter, unit.source);
        id = stateDigest(meter, time, stateHash);
        (address recovered,,) = ECDSA.tryRecover(id, ownerSignature);
        if (recovered != unit.owner || recovered == address(0)) revert IMeterRegistry.OwnerSignatureInvalid(unit.owner, recovered);
        (last.time, last.stateHash) = (time, bytes24(stateHash));
        emit StorageStateShared(id, meter, time, stateHash);
    }
}
