// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {Reading} from "./interfaces/Types.sol";

/// @title A signed snapshot of the BAUER BSM meter: the registers of SunSpec model 64901, big-endian, from point Typ on.
/// @notice Pure. What is signed and how: chargeIT bsm-python, doc/modbus and models/smdx_64901.xml. The signature covers
/// values, not registers, so whatever of the image it leaves open (state, padding) is held to its one right value here.
library BsmReadingLib {
    /// Byte offsets of points: two per register of smdx_64901.
    uint256 private constant ST = 2;
    uint256 private constant TOT_WH_IMP = 8;
    uint256 private constant WH_SF = 12;
    uint256 private constant W = 14;
    uint256 private constant W_SF = 16;
    uint256 private constant MA1 = 18;
    uint256 private constant R_CNT = 34;
    uint256 private constant EPOCH = 42;
    uint256 private constant EPOCH_SET_CNT = 48;
    uint256 private constant META1 = 60;
    uint256 private constant META2 = 200;
    uint256 private constant META3 = 300;
    uint256 private constant EVT = 400;
    uint256 private constant N_SIG = 404;
    uint256 private constant B_SIG = 406;
    uint256 private constant SIG = 408;
    uint256 private constant MAX_SIG_REGISTERS = 48;

    /// DLMS unit codes (IEC 62056-6-2, table 4) that are signed with a value.
    uint8 private constant MINUTE = 6;
    uint8 private constant SECOND = 7;
    uint8 private constant WATT = 27;
    uint8 private constant WATT_HOUR = 30;
    uint8 private constant NO_UNIT = 255;

    uint32 private constant STATUS_CLOCK_UNSET = 1;
    uint32 private constant STATUS_METER_FAULT = 4;
    uint256 private constant EVT_METER_FATAL_ERROR = 16;

    /// @notice Refuses an image whose length, state or padding is not what a valid snapshot has.
    function checkLayout(bytes calldata image) internal pure {
        if (image.length < SIG) revert IReadingLedger.ForeignReadingInvalid("length", image.length);
        uint256 registers = _u16(image, N_SIG);
        if (registers > MAX_SIG_REGISTERS || image.length != SIG + 2 * registers) {
            revert IReadingLedger.ForeignReadingInvalid("length", image.length);
        }
        if (_u16(image, ST) != 0) revert IReadingLedger.ForeignReadingInvalid("St", ST);
        uint256 end = SIG + _u16(image, B_SIG);
        if (end > image.length) revert IReadingLedger.ForeignReadingInvalid("BSig", B_SIG);
        _checkZero(image, end, image.length);
    }

    /// @notice The bytes whose SHA-256 is signed: per number int32 value, int8 scale factor, uint8 unit; per string its
    /// length as uint32 and its characters.
    function message(bytes calldata image) internal pure returns (bytes memory) {
        (int8 whScale, int8 wScale) = (int8(_i16(image, WH_SF)), int8(_i16(image, W_SF)));
        bytes memory energy = abi.encodePacked(
            _number(_u16(image, 0), 0, NO_UNIT),
            _number(_u32(image, 4), whScale, WATT_HOUR),
            _number(_u32(image, TOT_WH_IMP), whScale, WATT_HOUR),
            _number(uint32(int32(_i16(image, W))), wScale, WATT),
            _text(image, MA1, R_CNT)
        );
        bytes memory time = abi.encodePacked(
            _number(_u32(image, R_CNT), 0, NO_UNIT),
            _number(_u32(image, 38), 0, SECOND),
            _number(_u32(image, EPOCH), 0, SECOND),
            _number(uint32(int32(_i16(image, 46))), 0, MINUTE),
            _number(_u32(image, EPOCH_SET_CNT), 0, NO_UNIT),
            _number(_u32(image, 52), 0, SECOND)
        );
        return abi.encodePacked(
            energy,
            time,
            _number(_u16(image, 56), 0, NO_UNIT),
            _number(_u16(image, 58), 0, NO_UNIT),
            _text(image, META1, META2),
            _text(image, META2, META3),
            _text(image, META3, EVT),
            _number(_u32(image, EVT), 0, NO_UNIT)
        );
    }

    /// @notice r and s of the DER signature, by the strict rules of BIP 66: one encoding per pair.
    function signature(bytes calldata image) internal pure returns (bytes32 r, bytes32 s) {
        uint256 end = SIG + _u16(image, B_SIG);
        if (end < SIG + 8 || image[SIG] != 0x30 || uint8(image[SIG + 1]) != end - SIG - 2) {
            revert IReadingLedger.ForeignReadingInvalid("DER", SIG);
        }
        uint256 next;
        (r, next) = _derInteger(image, SIG + 2, end);
        (s, next) = _derInteger(image, next, end);
        if (next != end) revert IReadingLedger.ForeignReadingInvalid("DER", next);
    }

    /// @notice The values of an image whose layout and signature have been checked. Model 64901 signs no export register.
    function decode(bytes calldata image) internal pure returns (Reading memory reading, uint8 registers) {
        uint32 importUnits = _u32(image, TOT_WH_IMP);
        // acc32 zero and all ones are SunSpec's "not implemented", and so are the others below.
        if (importUnits == 0 || importUnits == type(uint32).max) revert IReadingLedger.ForeignReadingInvalid("TotWhImp", TOT_WH_IMP);
        int16 power = _i16(image, W);
        if (power == type(int16).min) revert IReadingLedger.ForeignReadingInvalid("W", W);
        uint32 counter = _u32(image, R_CNT);
        if (counter == type(uint32).max) revert IReadingLedger.ForeignReadingInvalid("RCnt", R_CNT);
        uint32 time = _u32(image, EPOCH);
        if (time == type(uint32).max) revert IReadingLedger.ForeignReadingInvalid("Epoch", EPOCH);

        reading.counter = counter;
        reading.time = time;
        reading.importWh = _scaleEnergy(importUnits, _scaleFactor(image, WH_SF));
        reading.powerW = _scalePower(power, _scaleFactor(image, W_SF));
        if (_u32(image, EPOCH_SET_CNT) == 0) reading.status |= STATUS_CLOCK_UNSET;
        if ((_u32(image, EVT) >> EVT_METER_FATAL_ERROR) & 1 == 1) reading.status |= STATUS_METER_FAULT;
        registers = 1;
    }

    /// @notice Meta1 to Meta3, which the operator of the meter writes and the meter signs.
    function metadata(bytes calldata image) internal pure returns (bytes calldata) {
        return image[META1:EVT];
    }

    function _number(uint32 value, int8 scale, uint8 unit) private pure returns (bytes memory) {
        return abi.encodePacked(value, scale, unit);
    }

    /// Characters up to the first NUL; what follows is not signed, so it must be NUL as well.
    function _text(bytes calldata image, uint256 start, uint256 limit) private pure returns (bytes memory) {
        uint256 end = start;
        while (end < limit && image[end] != 0) end++;
        _checkZero(image, end, limit);
        return abi.encodePacked(uint32(end - start), image[start:end]);
    }

    function _checkZero(bytes calldata image, uint256 start, uint256 end) private pure {
        uint256 offset = start;
        while (offset + 32 <= end) {
            if (bytes32(image[offset:offset + 32]) != 0) revert IReadingLedger.ForeignReadingInvalid("padding", offset);
            offset += 32;
        }
        // A slice shorter than a word reads as a word with zeros behind.
        if (offset < end && bytes32(image[offset:end]) != 0) revert IReadingLedger.ForeignReadingInvalid("padding", offset);
    }

    function _derInteger(bytes calldata image, uint256 offset, uint256 end) private pure returns (bytes32 value, uint256 next) {
        if (offset + 3 > end || image[offset] != 0x02) revert IReadingLedger.ForeignReadingInvalid("DER", offset);
        uint256 length = uint8(image[offset + 1]);
        uint256 start = offset + 2;
        next = start + length;
        if (length == 0 || length > 33 || next > end) revert IReadingLedger.ForeignReadingInvalid("DER", offset);
        bool padded = image[start] == 0;
        bool negative = uint8(image[start]) > 0x7f;
        // A zero in front is there exactly where the number would else read as a negative one.
        if (negative || (length == 33 && !padded) || (padded && (length == 1 || uint8(image[start + 1]) < 0x80))) {
            revert IReadingLedger.ForeignReadingInvalid("DER", start);
        }
        if (padded) (start, length) = (start + 1, length - 1);
        value = bytes32(uint256(bytes32(image[start:next])) >> (8 * (32 - length)));
    }

    function _scaleFactor(bytes calldata image, uint256 offset) private pure returns (int16 factor) {
        factor = _i16(image, offset);
        if (factor < -10 || factor > 10) revert IReadingLedger.ForeignReadingInvalid("SF", offset);
    }

    /// Energy is floored: never more than was measured.
    function _scaleEnergy(uint256 units, int16 factor) private pure returns (uint64) {
        uint256 wh = factor < 0 ? units / 10 ** uint16(-factor) : units * 10 ** uint16(factor);
        if (wh > type(uint64).max) revert IReadingLedger.ForeignReadingInvalid("TotWhImp", TOT_WH_IMP);
        return uint64(wh);
    }

    /// Power is rounded to the nearest watt, half away from zero.
    function _scalePower(int256 units, int16 factor) private pure returns (int32) {
        int256 w;
        if (factor < 0) {
            int256 divisor = int256(10 ** uint16(-factor));
            w = (units < 0 ? units - divisor / 2 : units + divisor / 2) / divisor;
        } else {
            w = units * int256(10 ** uint16(factor));
        }
        if (w > type(int32).max || w < type(int32).min) revert IReadingLedger.ForeignReadingInvalid("W", W);
        return int32(w);
    }

    function _u16(bytes calldata image, uint256 offset) private pure returns (uint16) {
        return uint16(bytes2(image[offset:offset + 2]));
    }

    function _i16(bytes calldata image, uint256 offset) private pure returns (int16) {
        return int16(_u16(image, offset));
    }

    function _u32(bytes calldata image, uint256 offset) private pure returns (uint32) {
        return uint32(bytes4(image[offset:offset + 4]));
    }
}
