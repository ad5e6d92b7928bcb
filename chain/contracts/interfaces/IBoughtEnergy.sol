// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title What is emitted for energy taken from the grid, by zone and hour of the day.
/// @notice A statement beside the unit's own generation (GHG Protocol, Scope 2 Guidance, 2015: the location-based method):
/// it obliges to nothing. Micrograms = imported Wh * mg/kWh, exact.
interface IBoughtEnergy {
    struct Statement { uint64 energyWh; uint128 emissionsUg; }

    /// Versions of a zone count from 1; validFrom in Unix seconds; mgPerKwh[h] from h:00 UTC.
    event FactorsSet(uint32 indexed zone, uint256 indexed version, uint64 validFrom, uint32[24] mgPerKwh, string citation);
    /// Taken since what was told before, up to a boundary of this period.
    event BoughtEnergyMetered(address indexed unit, uint32 indexed period, uint64 boundary, uint64 energyWh, uint128 emissionsUg);

    /// A table takes effect neither before now nor before the one that was set last.
    error FactorsNotAhead(uint32 zone, uint64 validFrom, uint256 earliest);
    error CitationMissing(uint32 zone);
    error FactorsMissing(uint32 zone, uint64 time);
    error BoundaryNotNewer(address unit, uint64 last, uint64 got);
    error BoundaryMissing(address unit, uint64 boundary);

    function periodSeconds() external view returns (uint64);
    /// AUTHORITY_ROLE.
    function setFactors(uint32 zone, uint32[24] calldata mgPerKwh, uint64 validFrom, string calldata citation) external;
    function factorsAt(uint32 zone, uint64 time) external view returns (uint256 version, uint32[24] memory mgPerKwh);
    /// What a unit took in a period, and what that emitted.
    function statementOf(address unit, uint32 period) external view returns (Statement memory);
    function meteredUpTo(address unit) external view returns (uint64 boundary);
    /// Anyone: up to a recorded boundary, interval by interval; the first call sets where counting begins, once the unit's zone
    /// has factors. At most 2,000 intervals a call: meteredUpTo tells whether another is needed.
    function meterBought(address unit, uint64 boundary) external;
    function meterBoughtMany(address[] calldata units, uint64 boundary) external;
}
