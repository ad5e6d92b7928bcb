// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {Reading} from "./interfaces/Types.sol";

/// @title The native signed reading: 132 bytes at constant offsets (docs/wire.md, section 1).
/// @notice Pure. Integers are little-endian, as protobuf's fixed types are. Any other layout is refused.
library SignedReadingLib {
    uint256 internal constant LENGTH = 132;
    uint256 internal constant SIGNED_LENGTH = 65;

    /// @notice Refuses every tag or length byte that is not the one the layout demands there.
    function checkLayout(bytes calldata raw) internal pure {
        if (raw.length != LENGTH) revert IReadingLedger.PayloadLayoutInvalid(raw.length, LENGTH, raw.length);
        _expect(raw, 0, 0x09);
        _expect(raw, 9, 0x11);
        _expect(raw, 18, 0x19);
        _expect(raw, 27, 0x21);
        _expect(raw, 36, 0x29);
        _expect(raw, 45, 0x35);
        _expect(raw, 50, 0x3d);
        _expect(raw, 55, 0x45);
        _expect(raw, 60, 0x4d);
        _expect(raw, 65, 0x52);
        _expect(raw, 66, 0x41);
    }

    function domainOf(bytes calldata raw) internal pure returns (uint64) {
        return _u64(raw, 1);
    }

    /// @notice The values; the caller has checked the layout.
    function decode(bytes calldata raw) internal pure returns (Reading memory reading) {
        // Field by field: a literal would be a second struct beside the one returned.
        reading.counter = _u64(raw, 10);
        reading.time = _u64(raw, 19);
        reading.importWh = _u64(raw, 28);
        reading.exportWh = _u64(raw, 37);
        reading.powerW = int32(_u32(raw, 46));
        reading.voltageMv = _u32(raw, 51);
        reading.frequencyMhz = _u32(raw, 56);
        reading.status = _u32(raw, 61);
    }

    /// @notice What the meter signed.
    function digest(bytes calldata raw) internal pure returns (bytes32) {
        return sha256(raw[0:SIGNED_LENGTH]);
    }

    function signature(bytes calldata raw) internal pure returns (uint8 v, bytes32 r, bytes32 s) {
        r = bytes32(raw[67:99]);
        s = bytes32(raw[99:131]);
        v = uint8(raw[131]);
    }

    /// @notice Merkle leaf: typed and double-hashed; covers the signature, so that nobody can guess a leaf from its root.
    function leaf(address meter, bytes calldata raw) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(meter, digest(raw), keccak256(raw[67:LENGTH])))));
    }

    function _expect(bytes calldata raw, uint256 offset, uint8 expected) private pure {
        uint8 got = uint8(raw[offset]);
        if (got != expected) revert IReadingLedger.PayloadLayoutInvalid(offset, expected, got);
    }

    function _u64(bytes calldata raw, uint256 offset) private pure returns (uint64 v) {
        v = uint64(bytes8(raw[offset:offset + 8]));
        v = ((v & 0xFF00FF00FF00FF00) >> 8) | ((v & 0x00FF00FF00FF00FF) << 8);
        v = ((v & 0xFFFF0000FFFF0000) >> 16) | ((v & 0x0000FFFF0000FFFF) << 16);
        v = (v >> 32) | (v << 32);
    }

    function _u32(bytes calldata raw, uint256 offset) private pure returns (uint32 v) {
        v = uint32(bytes4(raw[offset:offset + 4]));
        v = ((v & 0xFF00FF00) >> 8) | ((v & 0x00FF00FF) << 8);
        v = (v >> 16) | (v << 16);
    }
}
