// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {UnitIntensities} from "./UnitIntensities.sol";

/// @title What each unit has emitted, metered from its verified export register.
/// @notice See ICarbonLedger for what each function promises.
/// @dev A unit's position and the account of the period that it emits into are one slot, written once a metering; the
/// account's own slot is written when another period begins or this one is settled (docs/decisions/0019).
abstract contract EmissionMeter is UnitIntensities {
    uint256 private constant EXPORTS_TOTAL = uint256(uint32(IReadingLedger.exportsTotal.selector)) << 224;

    /// So many edges in a gap are looked for: a unit silent for longer can still be metered.
    uint256 private constant MOST_EDGES = 500;

    IReadingLedger public immutable ledger;
    uint64 public immutable periodSeconds;
    /// After a period's end, how long permits for it may still be bought before anyone may settle it.
    uint64 public immutable graceSeconds;
    /// Words: narrower immutables are masked at each use.
    uint256 private immutable _intervalSeconds;
    uint256 private immutable _periodSeconds;

    /// What has left the running slot. The rest of it stands there: accountOf tells the sum.
    mapping(address unit => mapping(uint32 period => Account)) internal _accounts;

    constructor(IReadingLedger ledger_, uint64 periodSeconds_, uint64 graceSeconds_) {
        if (periodSeconds_ == 0 || periodSeconds_ % ledger_.intervalSeconds() != 0) {
            revert PeriodNotAligned(periodSeconds_, ledger_.intervalSeconds());
        }
        ledger = ledger_;
        periodSeconds = periodSeconds_;
        graceSeconds = graceSeconds_;
        _periodSeconds = periodSeconds_;
        _intervalSeconds = ledger_.intervalSeconds();
    }

    function accountOf(address unit, uint32 period) external view returns (Account memory account) {
        account = _accounts[unit][period];
        uint256 running = _running[unit].word;
        if (_runsIn(running, period)) account.emissionsUg += uint128(running >> EMISSIONS_AT);
    }

    function meterUpTo(address unit, uint64 boundary) public {
        // _running[unit], and the boundary as a word: by themselves both would be masked again.
        Running storage slot;
        uint256 to;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0, unit)
            mstore(32, _running.slot)
            slot.slot := keccak256(0, 64)
            to := boundary
        }
        uint256 running = slot.word;
        if (to <= uint40(running)) revert BoundaryNotNewer(unit, uint40(running), boundary);
        uint256 exportWh = _exportsTotal(unit, to);
        if (exportWh == NOT_RECORDED) revert BoundaryMissing(unit, boundary);
        unchecked {
            uint256 intensity = running >> INTENSITY_AT & INTENSITY_MASK;
            uint256 period = _periodOf(to);
            if (running >> PERIOD_AT & PERIOD_AND_FLAGS_MASK != (period | OPEN >> PERIOD_AT)) {
                if (uint40(running) == 0) {
                    slot.word = _reload(unit, boundary, to | exportWh << EXPORT_AT);
                    return;
                }
                (intensity, running) = _adjust(unit, boundary, period, running);
                period = uint32(running >> PERIOD_AT);
            }
            uint256 energyWh = running >> EXPORT_AT & EXPORT_MASK;
            energyWh = exportWh > energyWh ? exportWh - energyWh : 0;
            // Wh x mg/kWh = ug, exactly; 56 bits x 32 bits fit the slot's 88.
            uint256 emissionsUg = (running >> EMISSIONS_AT) + energyWh * intensity;
            if (emissionsUg > type(uint88).max) {
                _accounts[unit][uint32(period)].emissionsUg += uint128(running >> EMISSIONS_AT);
                emissionsUg = energyWh * intensity;
            }
            slot.word = to | exportWh << EXPORT_AT | running & KEPT | emissionsUg << EMISSIONS_AT;
            _emitMetered(unit, period, to, energyWh, intensity);
        }
    }

    function meterMany(address[] calldata units, uint64 boundary) external {
        for (uint256 i = 0; i < units.length; i++) {
            meterUpTo(units[i], boundary);
        }
    }

    /// Brings all that the unit has emitted in the period into its account, for good.
    function _closeAccount(address unit, uint32 period, uint256 endSeconds) internal returns (Account storage account) {
        account = _accounts[unit][period];
        if (account.settled) revert PeriodAlreadySettled(unit, period);
        Running storage slot = _running[unit];
        uint256 running = slot.word;
        uint64 edge = uint64(endSeconds / _intervalSeconds);
        uint256 last = uint40(running);
        if (last != 0 && last < edge && _isRecorded(unit, edge)) revert EdgeBoundaryFirst(unit, edge);
        if (_runsIn(running, period)) {
            account.emissionsUg += uint128(running >> EMISSIONS_AT);
            slot.word = uint168(running) & ~OPEN;
        }
        account.settled = true;
    }

    function _isRecorded(address unit, uint64 boundary) internal view override returns (bool) {
        return _exportsTotal(unit, boundary) != NOT_RECORDED;
    }

    /// Where something changes between two boundaries: intensity, period, or both. No sum here passes 2^128.
    function _adjust(address unit, uint64 boundary, uint256 natural, uint256 running) private returns (uint256 intensity, uint256) {
        uint256 last = uint40(running);
        intensity = uint32(running >> INTENSITY_AT);
        if (running & SCHEDULED != 0) (intensity, running) = _intensityOver(unit, last, boundary, running);
        uint256 period = uint32(running >> PERIOD_AT);
        bool isOpen = running & OPEN != 0;
        if (isOpen && natural == period && running & AHEAD == 0) return (intensity, running);
        unchecked {
            // Energy counts in the period in which the reading that proves it was taken; where a period's edge is on the
            // ledger it must be metered first, so that a period gets exactly its energy.
            uint256 step = _periodSeconds / _intervalSeconds;
            uint256 edge = (last / step + 1) * step;
            for (uint256 i = 0; edge < boundary && i < MOST_EDGES; i++) {
                if (_isRecorded(unit, uint64(edge))) revert EdgeBoundaryFirst(unit, uint64(edge));
                edge += step;
            }
            if (isOpen) {
                // What is between has been settled: this is where late energy goes.
                if (natural < period) return (intensity, running);
                if (natural == period) return (intensity, running & ~AHEAD);
                uint256 emissionsUg = running >> EMISSIONS_AT;
                if (emissionsUg > 0) _accounts[unit][uint32(period)].emissionsUg += uint128(emissionsUg);
            }
            period = natural;
            // Before its grace is over no period can have been settled.
            if (block.timestamp >= (natural + 1) * _periodSeconds + graceSeconds) {
                while (_accounts[unit][uint32(period)].settled) period++;
            }
            running = running & (MEASURED_FROM | SCHEDULED) | period << PERIOD_AT | OPEN;
            return (intensity, period > natural ? running | AHEAD : running);
        }
    }

    /// ledger.exportsTotal(unit, boundary).
    function _exportsTotal(address unit, uint256 boundary) private view returns (uint256 exportWh) {
        IReadingLedger from = ledger;
        uint256 selector = EXPORTS_TOTAL;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore(input, selector)
            mstore(add(input, 4), unit)
            mstore(add(input, 36), boundary)
            if iszero(staticcall(gas(), from, input, 68, 0, 32)) { revert(0, 0) }
            exportWh := mload(0)
        }
    }

    /// Boundary b closes interval b - 1, so a period's last boundary is its own.
    function _periodOf(uint256 boundary) private view returns (uint256 period) {
        (uint256 interval, uint256 length) = (_intervalSeconds, _periodSeconds);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            period := div(sub(mul(boundary, interval), 1), length)
        }
    }

    /// emit EmissionsMetered(unit, period, boundary, energyWh, intensity), of values that are in their ranges.
    function _emitMetered(address unit, uint256 period, uint256 boundary, uint256 energyWh, uint256 intensity) private {
        bytes32 topic = EmissionsMetered.selector;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, boundary)
            mstore(add(data, 32), energyWh)
            mstore(add(data, 64), intensity)
            log3(data, 96, topic, unit, period)
        }
    }

    function _runsIn(uint256 running, uint32 period) private pure returns (bool) {
        return running & OPEN != 0 && uint32(running >> PERIOD_AT) == period;
    }
}
