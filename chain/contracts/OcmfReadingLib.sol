// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {JsonTextLib} from "./JsonTextLib.sol";
import {Reading} from "./interfaces/Types.sol";

/// @title The payload of an OCMF record: the JSON text between the first two pipes.
/// @notice Pure. OCMF 1.2, tables 2, 7, 10, 19 and 20. The text is walked as JSON from its first character to its last, so a
/// string says what it says and never more. Of several readings of a register the last counts; what a reading
/// omits, it has from the one before ("Readings", OCMF 1.2).
library OcmfReadingLib {
    using JsonTextLib for bytes;

    /// Calldata of a record is paid by the byte; longer ones are many readings of one charge.
    uint256 internal constant MAX_PAYLOAD_LENGTH = 4096;
    bytes1 private constant QUOTE = 0x22;
    uint32 private constant STATUS_CLOCK_UNSET = 1;
    uint256 private constant IMPORT = 1;
    uint256 private constant EXPORT = 2;
    /// Of a time: dashes, T, colons, the space before the state and the quote behind it.
    bytes32 private constant TM_MASK = 0x00000000ff0000ff0000ff0000ff0000ff0000000000000000000000ff00ff00;
    bytes32 private constant TM_MARKS = 0x000000002d00002d00005400003a00003a000000000000000000000020002200;
    uint16 private constant KEY_PG = 0x5047;
    uint16 private constant KEY_RD = 0x5244;
    uint16 private constant KEY_TM = 0x544d;
    uint16 private constant KEY_RV = 0x5256;
    uint16 private constant KEY_RI = 0x5249;
    uint16 private constant KEY_RU = 0x5255;
    uint16 private constant KEY_ST = 0x5354;
    uint16 private constant KEY_EF = 0x4546;

    /// What the reading at hand says, or has from the one before. Positions in the payload, zero for none.
    struct Walk {
        uint256 timeOffset;
        uint256 errorOffset;
        uint256 register;
        /// Wh per unit; zero for a unit that is none of energy.
        uint256 whPerUnit;
        bool isGood;
    }

    /// The last reading of a register, looked into only when no later one has come.
    struct Register {
        uint256 valueOffset;
        uint256 timeOffset;
        uint256 errorOffset;
        uint256 whPerUnit;
        bool isGood;
    }

    /// @return reading power, voltage and frequency are zero, as OCMF has none
    /// @return registers bit 0 where import was signed, bit 1 where export was
    function decode(bytes calldata payload) internal pure returns (Reading memory reading, uint8 registers) {
        if (payload.length > MAX_PAYLOAD_LENGTH) _refuse("length", payload.length);
        Register[3] memory found;
        uint256 counterOffset;
        uint256 readingsOffset;
        uint256 offset = payload.expect(payload.skipSpace(0), "{");
        while (true) {
            uint16 key;
            (key, offset) = payload.readKey(offset);
            if (key == KEY_PG) {
                if (counterOffset != 0) _refuse("PG", offset);
                counterOffset = offset;
                reading.counter = _pagination(payload, offset);
            }
            if (key == KEY_RD) {
                if (readingsOffset != 0) _refuse("RD", offset);
                readingsOffset = offset;
                offset = _walkReadings(payload, offset, found);
            } else {
                offset = payload.skipValue(offset);
            }
            bool more;
            (more, offset) = payload.nextMember(offset, "}");
            if (!more) break;
        }
        if (payload.skipSpace(offset) != payload.length) _refuse("end", offset);
        if (counterOffset == 0) _refuse("PG", offset);
        registers = _join(payload, reading, found);
    }

    function _join(bytes calldata payload, Reading memory reading, Register[3] memory found) private pure returns (uint8 registers) {
        for (uint256 i = IMPORT; i <= EXPORT; i++) {
            Register memory register = found[i];
            if (register.valueOffset == 0) continue;
            if (!register.isGood) _refuse("ST", register.valueOffset);
            if (register.timeOffset == 0) _refuse("TM", register.valueOffset);
            (uint64 time, bool clockUnset) = _time(payload, register.timeOffset);
            (bool energyFailed, bool timeFailed) = _errorFlags(payload, register.errorOffset);
            if (energyFailed) _refuse("EF", register.errorOffset);
            // Two instants are two readings; which of them a counter stands for, nobody signed.
            if (registers != 0 && time != reading.time) _refuse("TM", register.timeOffset);
            reading.time = time;
            if (clockUnset || timeFailed) reading.status = STATUS_CLOCK_UNSET;
            uint64 wh = _wattHours(payload, register.valueOffset, register.whPerUnit);
            if (i == IMPORT) reading.importWh = wh;
            else reading.exportWh = wh;
            // Import is bit 0, export bit 1.
            registers |= uint8(i);
        }
        if (registers == 0) _refuse("RI", payload.length);
    }

    function _walkReadings(bytes calldata payload, uint256 start, Register[3] memory found) private pure returns (uint256 offset) {
        Walk memory walk;
        offset = payload.expect(start, "[");
        bool more = true;
        while (more) {
            offset = _walkReading(payload, payload.expect(payload.skipSpace(offset), "{"), walk, found);
            (more, offset) = payload.nextMember(offset, "]");
        }
    }

    function _walkReading(bytes calldata payload, uint256 start, Walk memory walk, Register[3] memory found)
        private
        pure
        returns (uint256 offset)
    {
        uint256 valueOffset;
        offset = start;
        bool more = true;
        while (more) {
            uint16 key;
            (key, offset) = payload.readKey(offset);
            if (key == KEY_RV) {
                if (valueOffset != 0) _refuse("RV", offset);
                valueOffset = offset;
            } else {
                _note(payload, key, offset, walk);
            }
            (more, offset) = payload.nextMember(payload.skipValue(offset), "}");
        }
        // Without a value it is an event, or nothing that had changed.
        if (walk.register == 0 || valueOffset == 0) return offset;
        if (walk.whPerUnit == 0) _refuse("RU", start);
        Register memory register = found[walk.register];
        register.valueOffset = valueOffset;
        register.timeOffset = walk.timeOffset;
        register.errorOffset = walk.errorOffset;
        register.whPerUnit = walk.whPerUnit;
        register.isGood = walk.isGood;
    }

    function _note(bytes calldata payload, uint16 key, uint256 offset, Walk memory walk) private pure {
        if (key == KEY_TM) {
            walk.timeOffset = offset;
        } else if (key == KEY_EF) {
            walk.errorOffset = offset;
        } else if (key == KEY_RI) {
            walk.register = _register(payload.wordAt(offset));
        } else if (key == KEY_RU) {
            bytes32 text = payload.wordAt(offset);
            walk.whPerUnit = bytes5(text) == "\"kWh\"" ? 1000 : bytes4(text) == "\"Wh\"" ? 1 : 0;
        } else if (key == KEY_ST) {
            walk.isGood = bytes3(payload.wordAt(offset)) == "\"G\"";
        }
    }

    /// Pagination "T" and digits: the counter of transaction records. Fiscal records ("F") count on their own.
    function _pagination(bytes calldata payload, uint256 start) private pure returns (uint64) {
        if (bytes2(payload.wordAt(start)) != "\"T") _refuse("PG", start);
        (uint256 value, uint256 digits, uint256 offset) = payload.readDigits(start + 2);
        if (digits == 0 || value > type(uint64).max || payload.byteAt(offset) != QUOTE) _refuse("PG", start);
        return uint64(value);
    }

    /// E stands for energy and t for time that an error has made unusable.
    function _errorFlags(bytes calldata payload, uint256 start) private pure returns (bool energyFailed, bool timeFailed) {
        if (start == 0) return (false, false);
        uint256 offset = payload.expect(start, QUOTE);
        bytes1 flag = payload.byteAt(offset);
        while (flag != QUOTE) {
            if (flag == "E") energyFailed = true;
            else if (flag == "t") timeFailed = true;
            else _refuse("EF", offset);
            flag = payload.byteAt(++offset);
        }
    }

    /// A decimal number, in quotes and padded with spaces or not, in Wh and floored. No sign, no exponent.
    function _wattHours(bytes calldata payload, uint256 start, uint256 whPerUnit) private pure returns (uint64) {
        uint256 offset = start;
        bool isQuoted = payload.byteAt(offset) == QUOTE;
        if (isQuoted) {
            offset++;
            while (payload.byteAt(offset) == " ") offset++;
        }
        uint256 digits;
        uint256 whole;
        (whole, digits, offset) = payload.readDigits(offset);
        if (digits == 0 || digits > 15) _refuse("RV", start);
        uint256 wh = whole * whPerUnit;
        if (payload.byteAt(offset) == ".") {
            uint256 unit = whPerUnit;
            uint256 fractionStart = ++offset;
            for (; payload.isDigit(offset); offset++) {
                unit /= 10;
                wh += (uint8(payload.byteAt(offset)) - 48) * unit;
            }
            if (offset == fractionStart) _refuse("RV", start);
        }
        if (isQuoted) {
            while (payload.byteAt(offset) == " ") offset++;
            if (payload.byteAt(offset) != QUOTE) _refuse("RV", start);
        } else if (!payload.isScalarEnd(offset)) {
            _refuse("RV", start);
        }
        return uint64(wh);
    }

    /// "2018-07-24T13:22:04,000+0200 S" as Unix seconds, milliseconds cut off. State U is a clock that nobody has set.
    function _time(bytes calldata payload, uint256 start) private pure returns (uint64 time, bool clockUnset) {
        if (payload.byteAt(start) != QUOTE) _refuse("TM", start);
        bytes32 text = payload.wordAt(start + 1);
        // yyyy-mm-ddThh:mm:ss,mmm+hhmm S and a quote: all that stands between the digits, at its place.
        if (text & TM_MASK != TM_MARKS || (text[19] != "," && text[19] != ".")) _refuse("TM", start);
        bool isAhead = text[23] == "+";
        if (!isAhead && text[23] != "-") _refuse("TM", start);
        (uint256 hour, uint256 minute, uint256 second) = (_pair(text, 11, start), _pair(text, 14, start), _pair(text, 17, start));
        (uint256 zoneHour, uint256 zoneMinute) = (_pair(text, 24, start), _pair(text, 26, start));
        if (hour > 23 || minute > 59 || second > 60 || zoneHour > 14 || zoneMinute > 59) _refuse("TM", start);
        uint256 year = _pair(text, 0, start) * 100 + _pair(text, 2, start);
        uint256 local = _daysFrom1970(year, _pair(text, 5, start), _pair(text, 8, start), start) * 86_400 + hour * 3600 + minute * 60 + second;
        uint256 zone = zoneHour * 3600 + zoneMinute * 60;
        if (isAhead && local <= zone) _refuse("TM", start);
        time = uint64(isAhead ? local - zone : local + zone);
        bytes1 state = text[29];
        clockUnset = state == "U";
        if (!clockUnset && state != "S" && state != "I" && state != "R") _refuse("TM", start);
    }

    /// Days of the proleptic Gregorian calendar; a year is taken to begin in March, so that the leap day is its last.
    function _daysFrom1970(uint256 year, uint256 month, uint256 day, uint256 start) private pure returns (uint256) {
        if (year < 1970 || month == 0 || month > 12 || day == 0) _refuse("TM", start);
        bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        uint256 length = month == 2 ? (isLeap ? 29 : 28) : 30 + ((month + month / 8) & 1);
        if (day > length) _refuse("TM", start);
        uint256 y = month > 2 ? year : year - 1;
        uint256 m = month > 2 ? month - 3 : month + 9;
        return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    }

    function _pair(bytes32 text, uint256 offset, uint256 start) private pure returns (uint256) {
        unchecked {
            uint256 tens = uint256(uint8(bytes1(text << (8 * offset)))) - 48;
            uint256 ones = uint256(uint8(bytes1(text << (8 * offset + 8)))) - 48;
            if (tens > 9 || ones > 9) _refuse("TM", start);
            return tens * 10 + ones;
        }
    }

    /// Total active energy of the period that runs, OBIS 1-b:1.8.0 (import) or 1-b:2.8.0 (export), with or without leading
    /// zeros and with 255 or FF for the billing period or none. Any other register is none that is traded here.
    function _register(bytes32 text) private pure returns (uint256 register) {
        // Quote and medium: 1 is electricity.
        if (bytes3(text) == "\"1-") text <<= 24;
        else if (bytes4(text) == "\"01-") text <<= 32;
        else return 0;
        // The channel is one or two characters, b where it does not matter.
        if (text[1] == ":") text <<= 16;
        else if (text[2] == ":") text <<= 24;
        else return 0;
        uint256 kind;
        uint256 tariff;
        (register, text) = _group(text);
        if (text[0] != "." || (register != IMPORT && register != EXPORT)) return 0;
        (kind, text) = _group(text << 8);
        if (text[0] != "." || kind != 8) return 0;
        (tariff, text) = _group(text << 8);
        if (tariff != 0) return 0;
        if (text[0] == QUOTE) return register;
        if (text[0] != "." && text[0] != "*") return 0;
        text <<= 8;
        return bytes4(text) == "255\"" || bytes3(text) == "FF\"" ? register : 0;
    }

    /// One or two decimal digits and what follows them; 255 where there are none.
    function _group(bytes32 text) private pure returns (uint256 value, bytes32 rest) {
        unchecked {
            value = uint256(uint8(bytes1(text))) - 48;
            if (value > 9) return (255, text);
            uint256 ones = uint256(uint8(bytes1(text << 8))) - 48;
            return ones > 9 ? (value, text << 8) : (value * 10 + ones, text << 16);
        }
    }

    function _refuse(bytes32 field, uint256 offset) private pure {
        revert IReadingLedger.ForeignReadingInvalid(field, offset);
    }
}
