// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IReadingLedger} from "./interfaces/IReadingLedger.sol";

/// @title JSON text (RFC 8259), walked and not built.
/// @notice Pure. Positions count from the start of the text. Refuses with ForeignReadingInvalid("JSON", position).
/// @dev Nothing here stops at the end of the text: a position only grows, and whoever walks demands at last that it is
/// exactly that end, so no walk that has read beyond can pass. Behind a call's last argument stand zeros, which stop it.
library JsonTextLib {
    bytes1 private constant QUOTE = 0x22;
    /// Quote, two characters, quote, colon.
    uint256 private constant KEY_MASK = 0xff0000ffff << 216;
    uint256 private constant KEY_MARKS = 0x220000223a << 216;
    uint256 private constant LOW_BITS = 0x7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f;
    uint256 private constant QUOTES = 0x2222222222222222222222222222222222222222222222222222222222222222;
    uint256 private constant BACKSLASHES = 0x5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c;

    /// @notice The 32 bytes from a position on.
    function wordAt(bytes calldata text, uint256 offset) internal pure returns (bytes32 word) {
        // A checked slice per character would cost as much as the signature's check.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            word := calldataload(add(text.offset, offset))
        }
    }

    function byteAt(bytes calldata text, uint256 offset) internal pure returns (bytes1) {
        return bytes1(wordAt(text, offset));
    }

    function isDigit(bytes calldata text, uint256 offset) internal pure returns (bool) {
        bytes1 c = byteAt(text, offset);
        return c >= "0" && c <= "9";
    }

    /// @notice Whether a number or a literal that stands before this position ends there.
    function isScalarEnd(bytes calldata text, uint256 offset) internal pure returns (bool) {
        bytes1 c = byteAt(text, offset);
        return c == "," || c == "}" || c == "]" || _isSpace(c);
    }

    function expect(bytes calldata text, uint256 offset, bytes1 wanted) internal pure returns (uint256) {
        if (byteAt(text, offset) != wanted) _refuse(offset);
        unchecked {
            return offset + 1;
        }
    }

    function skipSpace(bytes calldata text, uint256 start) internal pure returns (uint256 offset) {
        offset = start;
        unchecked {
            while (_isSpace(byteAt(text, offset))) offset++;
        }
    }

    /// @notice Decimal digits, at most 20 of them.
    function readDigits(bytes calldata text, uint256 start) internal pure returns (uint256 value, uint256 digits, uint256 offset) {
        offset = start;
        unchecked {
            for (; isDigit(text, offset); offset++) {
                if (++digits > 20) _refuse(offset);
                value = value * 10 + uint8(byteAt(text, offset)) - 48;
            }
        }
    }

    /// @notice From the start of a member to its value; the key where it has two characters, else zero.
    function readKey(bytes calldata text, uint256 start) internal pure returns (uint16 key, uint256 offset) {
        uint256 from = skipSpace(text, start);
        uint256 word = uint256(wordAt(text, from));
        unchecked {
            // Two capitals in quotes and a colon, the way most write them.
            if (word & KEY_MASK == KEY_MARKS && _isCapital((word >> 240) & 0xff) && _isCapital((word >> 232) & 0xff)) {
                return (uint16(word >> 232), skipSpace(text, from + 5));
            }
            offset = _skipString(text, from);
            if (offset == from + 4) key = uint16(word >> 232);
        }
        offset = skipSpace(text, expect(text, skipSpace(text, offset), ":"));
    }

    /// @notice From behind a member to the next one, or behind the bracket that closes them.
    function nextMember(bytes calldata text, uint256 start, bytes1 close) internal pure returns (bool more, uint256 offset) {
        offset = skipSpace(text, start);
        bytes1 c = byteAt(text, offset);
        if (c != "," && c != close) _refuse(offset);
        return (c == ",", offset + 1);
    }

    /// @notice From the start of a value to behind it.
    function skipValue(bytes calldata text, uint256 start) internal pure returns (uint256) {
        bytes1 c = byteAt(text, start);
        if (c == QUOTE) return _skipString(text, start);
        return c == "{" || c == "[" ? _skipNested(text, start) : _skipScalar(text, start);
    }

    function _skipNested(bytes calldata text, uint256 start) private pure returns (uint256 offset) {
        offset = start;
        uint256 depth = 0;
        unchecked {
            do {
                bytes1 c = byteAt(text, offset);
                if (c == QUOTE) {
                    offset = _skipString(text, offset);
                    continue;
                }
                if (c == 0) _refuse(offset);
                if (c == "{" || c == "[") depth++;
                else if (c == "}" || c == "]") depth--;
                offset++;
            } while (depth > 0);
        }
    }

    function _skipScalar(bytes calldata text, uint256 start) private pure returns (uint256 offset) {
        offset = start;
        unchecked {
            while (!isScalarEnd(text, offset)) {
                if (byteAt(text, offset) == 0) _refuse(offset);
                offset++;
            }
        }
        if (offset == start) _refuse(offset);
    }

    /// 32 characters at a time, to the first quote that no backslash escapes.
    function _skipString(bytes calldata text, uint256 start) private pure returns (uint256 offset) {
        offset = expect(text, start, QUOTE);
        unchecked {
            while (offset < text.length) {
                uint256 word = uint256(wordAt(text, offset));
                uint256 marks = _zeroBytes(word ^ QUOTES) | _zeroBytes(word ^ BACKSLASHES);
                if (marks == 0) {
                    offset += 32;
                    continue;
                }
                offset += _firstByte(marks);
                if (byteAt(text, offset) == QUOTE) return offset + 1;
                offset += 2;
            }
        }
        _refuse(text.length);
    }

    /// The top bit of every byte that is zero, and nothing else.
    function _zeroBytes(uint256 word) private pure returns (uint256) {
        unchecked {
            return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
        }
    }

    /// Index of the first byte that is not zero, of a word that has one.
    function _firstByte(uint256 marks) private pure returns (uint256 index) {
        unchecked {
            if (marks >> 128 == 0) (index, marks) = (16, marks << 128);
            if (marks >> 192 == 0) (index, marks) = (index + 8, marks << 64);
            if (marks >> 224 == 0) (index, marks) = (index + 4, marks << 32);
            if (marks >> 240 == 0) (index, marks) = (index + 2, marks << 16);
            if (marks >> 248 == 0) index++;
        }
    }

    function _isCapital(uint256 c) private pure returns (bool) {
        return c > 64 && c < 91;
    }

    function _isSpace(bytes1 c) private pure returns (bool) {
        return c <= " " && (c == " " || c == 0x0a || c == 0x0d || c == 0x09);
    }

    function _refuse(uint256 offset) private pure {
        revert IReadingLedger.ForeignReadingInvalid("JSON", offset);
    }
}
