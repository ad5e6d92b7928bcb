// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ICarbonLedger} from "./interfaces/ICarbonLedger.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";

/// @title What a unit emits for each kilowatt-hour: its source's default, or what a verifier has measured, while that holds.
/// @notice See ICarbonLedger for what each function promises.
/// @dev The running slot keeps the intensity in force at its boundary, so that metering reads no schedule where nothing
/// changes. A default is fixed by the unit's certification and never changes after.
abstract contract UnitIntensities is ICarbonLedger, AccessControl {
    bytes32 public constant AUTHORITY_ROLE = keccak256("AUTHORITY_ROLE");
    bytes32 public constant VERIFIER_ROLE = keccak256("VERIFIER_ROLE");
    /// Bits of a running slot: up to which boundary a unit is metered (40) and its register there (56), what it emits for each
    /// kWh from there on (32), in which period (32), flags (8), and what of it is not in the period's account yet (88).
    uint256 internal constant EXPORT_AT = 40;
    uint256 internal constant INTENSITY_AT = 96;
    uint256 internal constant PERIOD_AT = 128;
    uint256 internal constant EMISSIONS_AT = 168;
    /// The period is not settled, and what is not in its account yet is part of it.
    uint256 internal constant OPEN = 1 << 160;
    /// The intensity changes at a boundary still to come.
    uint256 internal constant SCHEDULED = 1 << 161;
    /// The period is later than the boundary's own, which was settled before: no edge may be passed over unseen.
    uint256 internal constant AHEAD = 1 << 162;
    uint256 internal constant EXPORT_MASK = type(uint56).max;
    uint256 internal constant INTENSITY_MASK = type(uint32).max;
    uint256 internal constant PERIOD_AND_FLAGS_MASK = type(uint40).max;
    /// Intensity, period and flags: what a metering does not write anew.
    uint256 internal constant KEPT = (1 << EMISSIONS_AT) - (1 << INTENSITY_AT);
    /// Boundary, register and intensity: what does not hang on the period.
    uint256 internal constant MEASURED_FROM = (1 << PERIOD_AT) - 1;
    /// IReadingLedger.exportsTotal.
    uint256 internal constant NOT_RECORDED = type(uint256).max;

    /// A struct of one word, so that its place is found once for reading and writing.
    struct Running { uint256 word; }
    /// From this boundary on. isMeasured false: the default again.
    struct Change { uint40 from; uint32 mgPerKwh; bool isMeasured; }

    IMeterRegistry public immutable registry;
    mapping(address unit => Running) internal _running;
    /// In ascending order; before the first the default holds.
    mapping(address unit => Change[]) private _changes;

    constructor(IMeterRegistry registry_) {
        registry = registry_;
        _setRoleAdmin(VERIFIER_ROLE, AUTHORITY_ROLE);
    }

    function intensityAt(address unit, uint64 boundary) external view returns (uint32 mgPerKwh, bool isMeasured) {
        (mgPerKwh, isMeasured,) = _intensityAt(unit, boundary);
    }

    function postMeasurement(address unit, uint32 mgPerKwh, bytes32 evidenceHash, uint64 validFrom, uint64 validUntil)
        external
        onlyRole(VERIFIER_ROLE)
    {
        if (evidenceHash == bytes32(0)) revert MeasurementInvalid("evidenceHash", 0, 1);
        if (validUntil <= validFrom || validUntil > type(uint40).max) revert MeasurementInvalid("validUntil", validUntil, validFrom);
        uint32 defaultMgPerKwh = _defaultOf(unit);
        if (registry.ownerOf(unit) == msg.sender) revert VerifierIsOwner(unit, msg.sender);
        _dropFrom(unit, validFrom);
        Change[] storage changes = _changes[unit];
        changes.push(Change(uint40(validFrom), mgPerKwh, true));
        changes.push(Change(uint40(validUntil), defaultMgPerKwh, false));
        _follow(unit);
        emit MeasurementPosted(unit, msg.sender, mgPerKwh, evidenceHash, validFrom, validUntil);
    }

    function endMeasurement(address unit, uint64 boundary, string calldata reason) external onlyRole(AUTHORITY_ROLE) {
        if (boundary > type(uint40).max) revert MeasurementInvalid("boundary", boundary, type(uint40).max);
        Change[] storage changes = _changes[unit];
        uint256 count = changes.length;
        // The last change is always a measurement's end.
        if (count == 0 || changes[count - 1].from <= boundary) revert NoMeasurement(unit, boundary);
        _dropFrom(unit, boundary);
        count = changes.length;
        if (count > 0 && changes[count - 1].isMeasured) changes.push(Change(uint40(boundary), _defaultOf(unit), false));
        _follow(unit);
        emit MeasurementEnded(unit, boundary, msg.sender, reason);
    }

    /// Energy belongs to the factor in force when it was generated: a change on the ledger in between is metered first. Where
    /// that boundary was never recorded nobody can tell what came before and what after, and the greatest factor counts.
    /// @return intensity for the energy between two boundaries, and the running slot as from the second one on
    function _intensityOver(address unit, uint256 last, uint64 boundary, uint256 running) internal view returns (uint256, uint256) {
        Change[] storage changes = _changes[unit];
        uint256 greatest = uint32(running >> INTENSITY_AT);
        uint256 first = changes.length;
        while (first > 0 && changes[first - 1].from > last) first--;
        for (uint256 i = first; i < changes.length && changes[i].from < boundary; i++) {
            if (_isRecorded(unit, changes[i].from)) revert EdgeBoundaryFirst(unit, changes[i].from);
            if (changes[i].mgPerKwh > greatest) greatest = changes[i].mgPerKwh;
        }
        return (greatest, _reload(unit, boundary, running));
    }

    /// The running slot with the intensity in force at a boundary.
    function _reload(address unit, uint64 boundary, uint256 running) internal view returns (uint256) {
        (uint32 mgPerKwh,, bool isScheduled) = _intensityAt(unit, boundary);
        running = running & ~(uint256(type(uint32).max) << INTENSITY_AT | SCHEDULED) | uint256(mgPerKwh) << INTENSITY_AT;
        return isScheduled ? running | SCHEDULED : running;
    }

    function _isRecorded(address unit, uint64 boundary) internal view virtual returns (bool);

    function _intensityAt(address unit, uint64 boundary) private view returns (uint32, bool isMeasured, bool isScheduled) {
        Change[] storage changes = _changes[unit];
        for (uint256 i = changes.length; i > 0; i--) {
            Change memory change = changes[i - 1];
            if (change.from <= boundary) return (change.mgPerKwh, change.isMeasured, isScheduled);
            isScheduled = true;
        }
        return (registry.intensityOfMeter(unit), false, isScheduled);
    }

    /// Only a certified unit has a default to fall back to.
    function _defaultOf(address unit) private view returns (uint32) {
        (, IMeterRegistry.Status status,,) = registry.signerOf(unit);
        if (status == IMeterRegistry.Status.Unknown) revert UnitUnknown(unit);
        if (status == IMeterRegistry.Status.Pending) revert IMeterRegistry.MeterNotActive(unit, status);
        return registry.intensityOfMeter(unit);
    }

    /// Never over metered energy.
    function _dropFrom(address unit, uint64 boundary) private {
        uint64 metered = uint40(_running[unit].word);
        if (boundary < metered) revert AlreadyMetered(unit, metered, boundary);
        Change[] storage changes = _changes[unit];
        while (changes.length > 0 && changes[changes.length - 1].from >= boundary) changes.pop();
    }

    function _follow(address unit) private {
        uint256 running = _running[unit].word;
        uint40 metered = uint40(running);
        if (metered != 0) _running[unit].word = _reload(unit, metered, running);
    }
}
