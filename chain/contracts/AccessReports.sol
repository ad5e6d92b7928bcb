// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AdmissionRules} from "./AdmissionRules.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {Reading} from "./interfaces/Types.sol";
import {ZonePermits} from "./ZonePermits.sol";

/// @title What anyone may show from a meter's own signed readings: tampering, broken limits, feeding in without a permit.
/// @dev A reporter is believed in nothing; it chooses only which of a meter's readings it shows. So limits are broken, and
/// kept again, by readings in a row and never by ones picked from many.
abstract contract AccessReports is ZonePermits {
    IReadingLedger public immutable ledger;

    constructor(IReadingLedger ledger_) {
        ledger = ledger_;
    }

    function reportTamper(address meter, bytes calldata signedReading) external {
        if ((permitOf(meter).suspensions >> TAMPER) & 1 == 1) revert AlreadySuspended(meter, TAMPER);
        uint32 zone = registry.meterOf(meter).zone;
        if (_criteria[zone].operator == address(0)) revert ZoneUnknown(zone);
        Reading memory reading = _readFresh(meter, signedReading, _criteria[zone].maxEvidenceAgeSeconds);
        if (reading.time <= _watches[meter].tamperCuredAt) revert ReadingNotFresh(meter, reading.time);
        if (reading.status & AdmissionRules.STATUS_TAMPER == 0) revert ReportUnfounded(meter, reading.counter);
        _suspend(meter, TAMPER, "tamper");
    }

    function reportLimits(address meter, bytes[] calldata readings) external {
        Permit memory permit = permitOf(meter);
        if (!_isRunning(permit)) revert NotAdmitted(meter);
        if ((permit.suspensions >> SAFETY) & 1 == 1) revert AlreadySuspended(meter, SAFETY);
        _checkRow(meter, permit.zone, readings, false);
        _suspend(meter, SAFETY, "limits");
    }

    function cureLimits(address meter, bytes[] calldata readings) external {
        Permit memory permit = permitOf(meter);
        if ((permit.suspensions >> SAFETY) & 1 == 0) revert NotSuspended(meter, SAFETY);
        _checkRow(meter, permit.zone, readings, true);
        _cure(meter, SAFETY);
    }

    function reportFeedIn(address meter, bytes calldata earlier, bytes calldata later) external {
        Permit memory permit = permitOf(meter);
        if (_isAdmitted(permit)) revert NotExpired(meter, permit.validUntil);
        if (permit.since == 0) revert NotAdmitted(meter);
        Reading memory from = _readFresh(meter, earlier, block.timestamp);
        Reading memory to = _readFresh(meter, later, block.timestamp);
        if (from.time < _outSince(permit)) revert ReadingNotFresh(meter, from.time);
        Watch storage watch = _watches[meter];
        if (from.counter < watch.feedInCounter) revert CounterNotNext(meter, watch.feedInCounter, from.counter);
        if (to.counter <= from.counter || to.time < from.time || to.exportWh <= from.exportWh) revert ReportUnfounded(meter, to.counter);
        watch.feedInCounter = to.counter;
        uint32 zone = registry.meterOf(meter).zone;
        emit FedInWithoutPermit(meter, zone, to.exportWh - from.exportWh, from.time, to.time);
    }

    /// Fresh readings in a row, newer than any that served before, all of which keep or all of which break the limits.
    function _checkRow(address meter, uint32 zone, bytes[] calldata readings, bool keeps) private {
        (Criteria memory c,) = _rulesOf(zone);
        uint256 needed = c.minEvidence == 0 ? 1 : c.minEvidence;
        if (readings.length < needed) revert EvidenceTooFew(needed, readings.length);
        Watch storage watch = _watches[meter];
        uint64 last = watch.limitsCounter;
        for (uint256 i = 0; i < readings.length; i++) {
            Reading memory reading = _readFresh(meter, readings[i], c.maxEvidenceAgeSeconds);
            if (i == 0 ? reading.counter <= last : reading.counter != last + 1) revert CounterNotNext(meter, last + 1, reading.counter);
            last = reading.counter;
            if (!_shows(reading, c, keeps)) revert ReportUnfounded(meter, reading.counter);
        }
        watch.limitsCounter = last;
    }

    function _shows(Reading memory reading, Criteria memory c, bool keeps) private view returns (bool) {
        uint32 verdict = AdmissionRules.assessReading(reading, c);
        bool offVoltage = verdict & AdmissionRules.VOLTAGE != 0;
        bool offFrequency = verdict & AdmissionRules.FREQUENCY != 0;
        if (keeps) return !offVoltage && !offFrequency;
        return reading.powerW < 0 && ((offVoltage && reading.voltageMv != 0) || (offFrequency && reading.frequencyMhz != 0));
    }

    function _readFresh(address meter, bytes calldata signedReading, uint256 maxAgeSeconds) private view returns (Reading memory reading) {
        reading = ledger.verify(meter, signedReading);
        if (!AdmissionRules.isFresh(reading, maxAgeSeconds)) revert ReadingNotFresh(meter, reading.time);
    }
}
