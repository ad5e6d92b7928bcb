// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Takes ERC-1155 permits and, while it is being told of them, calls back what it was armed with; for tests only.
contract HostileReceiver {
    address private _target;
    bytes private _payload;
    /// @notice Whether the call made meanwhile went through.
    bool public succeeded;

    /// @notice What to call when permits arrive.
    function arm(address target, bytes calldata payload) external {
        _target = target;
        _payload = payload;
    }

    /// @notice Passes a call on, so that this contract can act for itself.
    function act(address target, bytes calldata payload) external {
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, bytes memory answer) = target.call(payload);
        if (ok) return;
        // solhint-disable-next-line no-inline-assembly
        assembly {
            revert(add(answer, 32), mload(answer))
        }
    }

    /// @notice ERC-1155's acceptance of one kind of token.
    function onERC1155Received(address, address, uint256, uint256, bytes calldata) external returns (bytes4) {
        // solhint-disable-next-line avoid-low-level-calls
        if (_target != address(0)) (succeeded,) = _target.call(_payload);
        return this.onERC1155Received.selector;
    }
}
