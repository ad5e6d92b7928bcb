// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title How what was is kept beside what is.
/// @notice Values over time, one slot each. As OpenZeppelin's Checkpoints, whose assembly is not marked memory-safe: in a
/// contract that imports it the compiler leaves out what saves 3,500 gas a match and 7,000 a decision.
library HistoryLib {
    struct Entry { uint48 from; uint208 value; }
    struct History { Entry[] entries; }

    /// @param from not before the last entry's; the same takes its place
    function push(History storage history, uint48 from, uint208 value) internal {
        uint256 count = history.entries.length;
        if (count > 0) {
            uint48 last = history.entries[count - 1].from;
            assert(from >= last);
            if (from == last) {
                history.entries[count - 1].value = value;
                return;
            }
        }
        history.entries.push(Entry(from, value));
    }

    /// The value in force at a time: that of the last entry not later; zero before the first.
    function valueAt(History storage history, uint48 time) internal view returns (uint208) {
        uint256 low = 0;
        uint256 high = history.entries.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (history.entries[middle].from > time) high = middle;
            else low = middle + 1;
        }
        return low == 0 ? 0 : history.entries[low - 1].value;
    }

    function latest(History storage history) internal view returns (uint208) {
        uint256 count = history.entries.length;
        return count == 0 ? 0 : history.entries[count - 1].value;
    }
}
