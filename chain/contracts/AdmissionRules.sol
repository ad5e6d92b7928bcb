// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {AdmissionRequest, Reading} from "./interfaces/Types.sol";

/// @title What is compared with what for a verdict. Pure: whoever calls fetches criteria, profile, meter and readings.
library AdmissionRules {
    // Bits of a verdict: protos/src/vocabulary.ts, VERDICT_BIT.
    uint32 internal constant METER_INACTIVE = 1 << 0;
    uint32 internal constant ZONE = 1 << 1;
    uint32 internal constant SOURCE = 1 << 2;
    uint32 internal constant CARRIER = 1 << 3;
    uint32 internal constant NATURE = 1 << 4;
    uint32 internal constant CAPACITY_RANGE = 1 << 5;
    uint32 internal constant HOSTING_CAPACITY = 1 << 6;
    uint32 internal constant PRICE = 1 << 7;
    uint32 internal constant ATTESTATION_CLASS = 1 << 8;
    uint32 internal constant EVIDENCE = 1 << 9;
    uint32 internal constant VOLTAGE = 1 << 10;
    uint32 internal constant FREQUENCY = 1 << 11;
    uint32 internal constant METER_STATUS = 1 << 12;
    uint32 internal constant GRID_CODE_PROFILE = 1 << 13;
    uint32 internal constant CERTIFICATE = 1 << 14;
    uint32 internal constant GRID_SETTINGS = 1 << 15;
    uint32 internal constant POWER_QUALITY = 1 << 16;

    // Status bits of a reading: protos/src/vocabulary.ts, STATUS_BIT.
    /// The meter's clock is not set, so its time says nothing about freshness.
    uint32 internal constant STATUS_CLOCK_UNSET = 1 << 0;
    uint32 internal constant STATUS_TAMPER = 1 << 1;
    uint32 internal constant STATUS_METER_FAULT = 1 << 2;
    uint256 internal constant MAX_CLOCK_LEAD_SECONDS = 120;
    uint16 private constant THD_NOT_TOLD = type(uint16).max;

    /// Sources that are renewable: wind 1, solar 2, tidal 3, geothermal 4, biomass 5, hydro 6.
    uint256 private constant RENEWABLE_SOURCES = 0x7E;
    uint8 private constant SOURCE_LOAD = 0;
    uint8 private constant SOURCE_STORAGE = 10;
    uint8 private constant NATURE_RENEWABLE = 1;
    uint8 private constant NATURE_DISPATCHABLE = 2;
    uint8 private constant NATURE_STORAGE = 3;
    uint8 private constant NATURE_LOAD = 4;

    /// @notice What a unit is and asks for, against what its zone takes.
    /// @param takenW hosting capacity that others' permits hold
    function assessUnit(
        AdmissionRequest calldata request,
        IMeterRegistry.Meter memory m,
        IAdmissionPolicy.Criteria memory c,
        uint256 takenW
    ) internal pure returns (uint32 verdict) {
        if (m.status != IMeterRegistry.Status.Active) verdict |= METER_INACTIVE;
        if (m.zone != request.zone) verdict |= ZONE;
        if ((c.sources >> m.source) & 1 == 0) verdict |= SOURCE;
        if ((c.carriers >> m.carrier) & 1 == 0) verdict |= CARRIER;
        if (request.nature > 7 || (c.natures >> request.nature) & 1 == 0 || !_natureFits(request.nature, m.source)) verdict |= NATURE;
        if (request.capacityW < c.minCapacityW || request.capacityW > c.maxCapacityW || request.capacityW > m.capacityW) {
            verdict |= CAPACITY_RANGE;
        }
        if (takenW + request.capacityW > c.hostingCapacityW) verdict |= HOSTING_CAPACITY;
        if (request.priceMicroPerKwh > c.priceCeilingMicroPerKwh) verdict |= PRICE;
        if (m.attestationClass < c.minAttestationClass) verdict |= ATTESTATION_CLASS;
        if (c.gridCodeProfile != bytes32(0) && request.gridCodeProfile != c.gridCodeProfile) verdict |= GRID_CODE_PROFILE;
    }

    /// @notice What the device says it is set to, against what the grid code demands. What it does not tell, it does not meet,
    /// but for its distortion.
    /// @param c narrowed to the profile, whose zeros demand nothing
    /// @param certifiedUntil 0 where a certificate is demanded and missing
    function assessDevice(
        AdmissionRequest calldata request,
        IAdmissionPolicy.Criteria memory c,
        IAdmissionPolicy.GridCodeProfile memory p,
        uint64 certifiedUntil
    ) internal pure returns (uint32 verdict) {
        if (certifiedUntil == 0) verdict |= CERTIFICATE;
        // Few devices tell their distortion: it is judged where it is told.
        if (c.maxThdPermille != 0 && request.thdPermille != THD_NOT_TOLD && request.thdPermille > c.maxThdPermille) {
            verdict |= POWER_QUALITY;
        }
        if (p.maxCapacityW != 0 && request.capacityW > p.maxCapacityW) verdict |= CAPACITY_RANGE;
        bool fits = _lies(request.underVoltageTripMv, p.underVoltageTripLowMv, p.underVoltageTripHighMv)
            && _lies(request.overVoltageTripMv, p.overVoltageTripLowMv, p.overVoltageTripHighMv)
            && _lies(request.underFrequencyTripMhz, p.underFrequencyTripLowMhz, p.underFrequencyTripHighMhz)
            && _lies(request.overFrequencyTripMhz, p.overFrequencyTripLowMhz, p.overFrequencyTripHighMhz)
            && request.reconnectDelaySeconds >= p.minReconnectDelaySeconds;
        uint16 factor = request.minPowerFactorPermille;
        if (p.minPowerFactorPermille != 0 && (factor == 0 || factor > p.minPowerFactorPermille)) fits = false;
        if (!fits) verdict |= GRID_SETTINGS;
    }

    /// @notice One reading of the evidence; whether it comes after the one before, the caller knows.
    function assessReading(Reading memory reading, IAdmissionPolicy.Criteria memory c) internal view returns (uint32 verdict) {
        if (!isFresh(reading, c.maxEvidenceAgeSeconds)) verdict |= EVIDENCE;
        if (reading.voltageMv < c.minVoltageMv || reading.voltageMv > c.maxVoltageMv) verdict |= VOLTAGE;
        if (reading.frequencyMhz < c.minFrequencyMhz || reading.frequencyMhz > c.maxFrequencyMhz) verdict |= FREQUENCY;
        if (reading.status & (STATUS_TAMPER | STATUS_METER_FAULT) != 0) verdict |= METER_STATUS;
    }

    /// @notice Narrows a zone's windows and its distortion limit to those of its grid code.
    function narrow(IAdmissionPolicy.Criteria memory c, IAdmissionPolicy.GridCodeProfile memory p) internal pure {
        if (p.minVoltageMv > c.minVoltageMv) c.minVoltageMv = p.minVoltageMv;
        if (p.maxVoltageMv < c.maxVoltageMv) c.maxVoltageMv = p.maxVoltageMv;
        if (p.minFrequencyMhz > c.minFrequencyMhz) c.minFrequencyMhz = p.minFrequencyMhz;
        if (p.maxFrequencyMhz < c.maxFrequencyMhz) c.maxFrequencyMhz = p.maxFrequencyMhz;
        if (p.maxThdPermille != 0 && (c.maxThdPermille == 0 || p.maxThdPermille < c.maxThdPermille)) c.maxThdPermille = p.maxThdPermille;
    }

    /// @notice By the meter's own clock, if that is set.
    function isFresh(Reading memory reading, uint256 maxAgeSeconds) internal view returns (bool) {
        return uint256(reading.time) + maxAgeSeconds >= block.timestamp && reading.time <= block.timestamp + MAX_CLOCK_LEAD_SECONDS
            && reading.status & STATUS_CLOCK_UNSET == 0;
    }

    function _lies(uint32 value, uint32 low, uint32 high) private pure returns (bool) {
        return high == 0 || (value != 0 && value >= low && value <= high);
    }

    /// What a unit says of itself must agree with what its certified source can be.
    function _natureFits(uint8 nature, uint8 source) private pure returns (bool) {
        if (source == SOURCE_LOAD) return nature == NATURE_LOAD;
        if (source == SOURCE_STORAGE) return nature == NATURE_STORAGE;
        if ((RENEWABLE_SOURCES >> source) & 1 == 1) return nature == NATURE_RENEWABLE || nature == NATURE_DISPATCHABLE;
        return nature == NATURE_DISPATCHABLE;
    }
}
