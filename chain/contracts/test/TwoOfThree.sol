// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Three owners, of whom two must approve the same call before it is made; for tests only.
contract TwoOfThree {
    mapping(address owner => bool) public isOwner;
    mapping(bytes32 call => mapping(address owner => bool)) private _approved;
    mapping(bytes32 call => uint256) private _approvals;
    uint256 private _executed;

    error NotOwner(address caller);
    error ApprovedAlready(address caller);

    /// @notice Who the three are.
    constructor(address a, address b, address c) {
        isOwner[a] = isOwner[b] = isOwner[c] = true;
    }

    /// @notice The second owner's approval makes the call; the same call may be approved anew afterwards.
    function approve(address target, bytes calldata data) external {
        if (!isOwner[msg.sender]) revert NotOwner(msg.sender);
        bytes32 id = keccak256(abi.encode(target, data, _executed));
        if (_approved[id][msg.sender]) revert ApprovedAlready(msg.sender);
        _approved[id][msg.sender] = true;
        if (++_approvals[id] < 2) return;
        _executed++;
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, bytes memory answer) = target.call(data);
        if (ok) return;
        // solhint-disable-next-line no-inline-assembly
        assembly {
            revert(add(answer, 32), mload(answer))
        }
    }
}
