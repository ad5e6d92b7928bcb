// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title Shows a contract one call's bytes with each bit flipped in turn, for tests only.
/// @notice Never deployed: an eth_call runs the constructor, whose "code" is the answer.
contract FlipEveryBit {
    error NotAcceptedUnchanged();

    /// Flips bits `first` to `last - 1` of the data at `start` of a call; returns the numbers of those that were accepted.
    // solhint-disable-next-line avoid-low-level-calls
    constructor(address target, bytes memory call, uint256 start, uint256 first, uint256 last) {
        uint256[] memory accepted = new uint256[](last - first);
        uint256 count = 0;
        for (uint256 bit = first; bit < last; bit++) {
            bytes1 mask = bytes1(uint8(1 << (bit & 7)));
            call[start + (bit >> 3)] ^= mask;
            (bool ok,) = target.staticcall(call);
            if (ok) accepted[count++] = bit;
            call[start + (bit >> 3)] ^= mask;
        }
        // Had the gas run out, every bit would look refused.
        (bool control,) = target.staticcall(call);
        if (!control) revert NotAcceptedUnchanged();
        bytes memory answer = abi.encode(count, accepted);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            return(add(answer, 32), mload(answer))
        }
    }
}
