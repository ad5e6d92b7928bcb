// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IBoughtEnergy} from "./interfaces/IBoughtEnergy.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";

/// @title What is emitted for the energy that a unit takes from the grid, by the hour in which it takes it.
/// @notice See IBoughtEnergy for what each function promises.
/// @dev A statement and no obligation: nothing here moves permits or money. AUTHORITY_ROLE sets a zone's factors, for times
/// that are still to come, and nobody can change what was metered by them.
contract BoughtEnergy is IBoughtEnergy, AccessControl {
    bytes32 public constant AUTHORITY_ROLE = keccak256("AUTHORITY_ROLE");
    uint256 private constant HOURS = 24;
    uint256 private constant SECONDS_PER_HOUR = 3600;
    uint256 private constant FACTORS_PER_SLOT = 8;
    /// IReadingLedger.importsTotal.
    uint256 private constant NOT_RECORDED = type(uint256).max;

    /// So many intervals at once: a longer way takes more calls, each of which goes on where the one before stopped.
    uint64 private constant MOST_INTERVALS = 2000;

    /// Up to where a unit is metered, the last import register on the way, and the greatest factor since that was read.
    struct Position { uint64 boundary; uint64 importWh; uint32 greatest; }
    /// Factors of the hours of a day (UTC), mg/kWh, eight of 32 bits a slot, the earliest lowest.
    struct Table { uint64 validFrom; uint256[3] packed; }

    /// Of one period, not booked yet.
    struct Sum { uint32 period; uint64 boundary; uint256 energyWh; uint256 emissionsUg; }
    /// A zone's table, in force from validFrom until before validUntil.
    struct Hours { uint32 zone; uint256 validFrom; uint256 validUntil; uint256[3] packed; }

    IMeterRegistry public immutable registry;
    IReadingLedger public immutable ledger;
    uint64 public immutable periodSeconds;
    uint64 private immutable _intervalSeconds;

    mapping(uint32 zone => Table[]) private _tables;
    mapping(address unit => Position) private _positions;
    mapping(address unit => mapping(uint32 period => Statement)) private _statements;

    constructor(address admin, IMeterRegistry registry_, IReadingLedger ledger_, uint64 periodSeconds_) {
        if (admin == address(0)) revert IMeterRegistry.ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        registry = registry_;
        ledger = ledger_;
        periodSeconds = periodSeconds_;
        _intervalSeconds = ledger_.intervalSeconds();
    }

    function setFactors(uint32 zone, uint32[24] calldata mgPerKwh, uint64 validFrom, string calldata citation)
        external
        onlyRole(AUTHORITY_ROLE)
    {
        Table[] storage tables = _tables[zone];
        // What has been taken has its factors: a later word changes nothing about it.
        uint256 earliest = block.timestamp;
        if (tables.length > 0 && tables[tables.length - 1].validFrom >= earliest) earliest = uint256(tables[tables.length - 1].validFrom) + 1;
        if (validFrom < earliest) revert FactorsNotAhead(zone, validFrom, earliest);
        if (bytes(citation).length == 0) revert CitationMissing(zone);
        Table storage table = tables.push();
        table.validFrom = validFrom;
        for (uint256 hour = 0; hour < HOURS; hour++) {
            table.packed[hour / FACTORS_PER_SLOT] |= uint256(mgPerKwh[hour]) << (hour % FACTORS_PER_SLOT * 32);
        }
        emit FactorsSet(zone, tables.length, validFrom, mgPerKwh, citation);
    }

    function factorsAt(uint32 zone, uint64 time) external view returns (uint256 version, uint32[24] memory mgPerKwh) {
        version = _versionAt(zone, time);
        if (version == 0) revert FactorsMissing(zone, time);
        uint256[3] memory packed = _tables[zone][version - 1].packed;
        for (uint256 hour = 0; hour < HOURS; hour++) mgPerKwh[hour] = _factor(packed, hour);
    }

    function statementOf(address unit, uint32 period) external view returns (Statement memory) {
        return _statements[unit][period];
    }

    function meteredUpTo(address unit) external view returns (uint64 boundary) {
        return _positions[unit].boundary;
    }

    function meterBought(address unit, uint64 boundary) public {
        Position memory position = _positions[unit];
        if (boundary <= position.boundary) revert BoundaryNotNewer(unit, position.boundary, boundary);
        uint256 importWh = ledger.importsTotal(unit, boundary);
        if (importWh == NOT_RECORDED) revert BoundaryMissing(unit, boundary);
        (,,, uint32 zone,) = registry.traderOf(unit);
        if (position.boundary != 0) {
            _meterIntervals(unit, zone, position, boundary);
        } else {
            // Counting begins where the zone has factors.
            uint64 time = boundary * _intervalSeconds;
            if (_versionAt(zone, time) == 0) revert FactorsMissing(zone, time);
            position = Position(boundary, uint64(importWh), 0);
        }
        _positions[unit] = position;
    }

    function meterBoughtMany(address[] calldata units, uint64 boundary) external {
        for (uint256 i = 0; i < units.length; i++) {
            meterBought(units[i], boundary);
        }
    }

    /// Interval by interval: each boundary on the ledger closes what was taken since the one before it, at the factor of the
    /// hour in which that began. Where boundaries are missing nobody can tell in which hours it was taken, and the greatest
    /// factor of them counts.
    function _meterIntervals(address unit, uint32 zone, Position memory position, uint64 boundary) private {
        if (boundary - position.boundary > MOST_INTERVALS) boundary = position.boundary + MOST_INTERVALS;
        Sum memory sum;
        Hours memory table;
        table.zone = zone;
        for (uint64 b = position.boundary + 1; b <= boundary; b++) {
            uint32 factor = _factorAt(table, uint256(b - 1) * _intervalSeconds);
            if (factor > position.greatest) position.greatest = factor;
            uint256 importWh = ledger.importsTotal(unit, b);
            if (importWh == NOT_RECORDED) continue;
            uint32 period = uint32((uint256(b) * _intervalSeconds - 1) / periodSeconds);
            if (period != sum.period) _book(unit, sum);
            (sum.period, sum.boundary) = (period, b);
            if (importWh > position.importWh) {
                uint256 energyWh = importWh - position.importWh;
                sum.energyWh += energyWh;
                // Wh x mg/kWh = ug, exactly.
                sum.emissionsUg += energyWh * position.greatest;
            }
            (position.importWh, position.greatest) = (uint64(importWh), 0);
        }
        position.boundary = boundary;
        _book(unit, sum);
    }

    function _book(address unit, Sum memory sum) private {
        if (sum.boundary == 0) return;
        Statement storage statement = _statements[unit][sum.period];
        uint64 totalWh = statement.energyWh + uint64(sum.energyWh);
        uint128 totalUg = statement.emissionsUg + uint128(sum.emissionsUg);
        (statement.energyWh, statement.emissionsUg) = (totalWh, totalUg);
        emit BoughtEnergyMetered(unit, sum.period, sum.boundary, uint64(sum.energyWh), uint128(sum.emissionsUg));
        (sum.boundary, sum.energyWh, sum.emissionsUg) = (0, 0, 0);
    }

    /// The factor of the hour in which an instant lies; the table is read anew where another one is in force.
    function _factorAt(Hours memory table, uint256 time) private view returns (uint32) {
        if (time < table.validFrom || time >= table.validUntil) {
            Table[] storage tables = _tables[table.zone];
            uint256 version = _versionAt(table.zone, time);
            if (version == 0) revert FactorsMissing(table.zone, uint64(time));
            Table storage inForce = tables[version - 1];
            (table.validFrom, table.packed) = (inForce.validFrom, inForce.packed);
            table.validUntil = version < tables.length ? tables[version].validFrom : type(uint256).max;
        }
        return _factor(table.packed, time / SECONDS_PER_HOUR % HOURS);
    }

    /// Counts from 1; 0 before the first.
    function _versionAt(uint32 zone, uint256 time) private view returns (uint256 version) {
        Table[] storage tables = _tables[zone];
        version = tables.length;
        while (version > 0 && tables[version - 1].validFrom > time) version--;
    }

    function _factor(uint256[3] memory packed, uint256 hour) private pure returns (uint32) {
        return uint32(packed[hour / FACTORS_PER_SLOT] >> (hour % FACTORS_PER_SLOT * 32));
    }
}
