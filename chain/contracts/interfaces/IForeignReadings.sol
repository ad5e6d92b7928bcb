// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Reading} from "./Types.sol";

/// @title Readings whose bytes a manufacturer laid down: OCMF records and BSM snapshots.
/// @notice No state and no roles. Which key may sign for a meter is for the caller to ask: it is the low 20 bytes of
/// keccak256 of a closing's first 64 bytes. Both forms of a closing are in docs/wire.md.
interface IForeignReadings {
    struct ForeignReading {
        /// SHA-256 of what the meter signed.
        bytes32 digest;
        /// keccak256(keccak256(abi.encode(meter, digest, keccak256(r | s)))), s in the lower half of the order.
        bytes32 leaf;
        /// Which energy registers were signed: bit 0 import, bit 1 export. The others read as zero.
        uint8 registers;
        Reading reading;
    }

    /// Verifies a closing by the key that it carries. Reverts with IReadingLedger.SignatureInvalid(meter, 0) or
    /// IReadingLedger.ForeignReadingInvalid(field, offset), offset counting from the start of image or payload.
    function read(address meter, uint8 format, uint8 curve, bytes calldata closing) external view returns (ForeignReading memory);
    /// Whether the text that a verified closing signs holds the account in lower-case hex, with 0x: anywhere in the
    /// payload of an OCMF record, in Meta1 to Meta3 of a BSM snapshot.
    function names(uint8 format, bytes calldata closing, address account) external pure returns (bool);
}
