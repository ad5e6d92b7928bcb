// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {BsmReadingLib} from "./BsmReadingLib.sol";
import {IForeignReadings} from "./interfaces/IForeignReadings.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {Curve, Format} from "./interfaces/Types.sol";
import {OcmfReadingLib} from "./OcmfReadingLib.sol";

/// @title Verifies OCMF records and BSM snapshots.
/// @notice See IForeignReadings. The registry creates it, and the ledger asks the registry for it: a contract of its own, as
/// P-256 in Solidity and two parsers would not fit beside the ledger.
contract ForeignReadings is IForeignReadings {
    uint256 private constant KEY_LENGTH = 64;
    uint256 private constant OCMF_PAYLOAD_OFFSET = 128;
    /// Order of the group of secp256k1: SEC 2 version 2, section 2.4.1.
    uint256 private constant SECP256K1_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function read(address meter, uint8 format, uint8 curve, bytes calldata closing) external view returns (ForeignReading memory out) {
        if (closing.length < OCMF_PAYLOAD_OFFSET) revert IReadingLedger.ForeignReadingInvalid("length", closing.length);
        bytes32 r;
        bytes32 s;
        if (format == Format.OCMF) {
            (r, s) = (bytes32(closing[64:96]), bytes32(closing[96:OCMF_PAYLOAD_OFFSET]));
            out.digest = sha256(closing[OCMF_PAYLOAD_OFFSET:]);
        } else {
            bytes calldata image = closing[KEY_LENGTH:];
            BsmReadingLib.checkLayout(image);
            (r, s) = BsmReadingLib.signature(image);
            out.digest = sha256(BsmReadingLib.message(image));
        }
        s = _lowS(curve, s);
        if (!_isSigned(curve, out.digest, r, s, closing[0:KEY_LENGTH])) revert IReadingLedger.SignatureInvalid(meter, address(0));
        out.leaf = keccak256(bytes.concat(keccak256(abi.encode(meter, out.digest, keccak256(abi.encodePacked(r, s))))));
        (out.reading, out.registers) =
            format == Format.OCMF ? OcmfReadingLib.decode(closing[OCMF_PAYLOAD_OFFSET:]) : BsmReadingLib.decode(closing[KEY_LENGTH:]);
    }

    function names(uint8 format, bytes calldata closing, address account) external pure returns (bool) {
        return _holds(
            format == Format.OCMF ? closing[OCMF_PAYLOAD_OFFSET:] : BsmReadingLib.metadata(closing[KEY_LENGTH:]),
            bytes(Strings.toHexString(account))
        );
    }

    /// A manufacturer's signer does not choose between s and its negative, and both verify.
    function _lowS(uint8 curve, bytes32 s) private pure returns (bytes32) {
        uint256 order = curve == Curve.P256 ? P256.N : SECP256K1_ORDER;
        uint256 value = uint256(s);
        return value < order && value > order / 2 ? bytes32(order - value) : s;
    }

    function _isSigned(uint8 curve, bytes32 digest, bytes32 r, bytes32 s, bytes calldata key) private view returns (bool) {
        if (curve == Curve.P256) return P256.verify(digest, r, s, bytes32(key[0:32]), bytes32(key[32:64]));
        address expected = address(uint160(uint256(keccak256(key))));
        (address even,,) = ECDSA.tryRecover(digest, 27, r, s);
        (address odd,,) = ECDSA.tryRecover(digest, 28, r, s);
        return even == expected || odd == expected;
    }

    function _holds(bytes calldata text, bytes memory wanted) private pure returns (bool) {
        bytes32 hash = keccak256(wanted);
        bytes2 start = bytes2(wanted);
        for (uint256 i = 0; i + wanted.length <= text.length; i++) {
            if (bytes2(text[i:i + 2]) == start && keccak256(text[i:i + wanted.length]) == hash) return true;
        }
        return false;
    }
}
