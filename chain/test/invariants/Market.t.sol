// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAdmissionPolicy} from "contracts/interfaces/IAdmissionPolicy.sol";
import {IEnergyMarket, IEscrow} from "contracts/interfaces/IEnergyMarket.sol";
import {IReadingLedger} from "contracts/interfaces/IReadingLedger.sol";
import {Handler} from "./Handler.sol";
import {IPermits} from "./World.sol";

/// What holds after every call, whoever called what in whatever order.
contract Book is Handler {
    function checkNothingForbiddenHappened() public view {
        require(bytes(breach).length == 0, breach);
    }

    function checkEscrowCoversWhatIsOwed() public view {
        uint256 owed = _balances(address(market));
        for (uint256 i = 0; i < trades.length; i++) {
            if (market.isOpen(trades[i])) owed += (uint256(trades[i].energyWh) * trades[i].priceMicroPerKwh + 999) / 1000;
        }
        require(token.balanceOf(address(market)) >= owed, "the market owes more than it holds");
        require(token.balanceOf(address(carbon)) >= _balances(address(carbon)), "the carbon ledger owes more than it holds");
    }

    function checkPermitsAddUp() public view {
        for (uint32 period = uint32(T0 / PERIOD) - 3; period <= uint32(clock / PERIOD) + 1; period++) {
            uint256 held;
            uint256 surrendered;
            for (uint256 i = 0; i < OWNERS; i++) held += IPermits(address(carbon)).balanceOf(owners[i].addr, period);
            for (uint256 i = 0; i < UNITS; i++) surrendered += carbon.accountOf(units[i].id, period).surrenderedGrams;
            require(issued[period] == held + retired[period] + surrendered, "permits issued are not those held, retired and surrendered");
        }
    }

    function checkGuaranteesAddUp() public view {
        for (uint256 g = 0; g < guarantees.length; g++) {
            uint256 id = guarantees[g];
            uint256 held_;
            for (uint256 i = 0; i < OWNERS; i++) held_ += IPermits(address(origin)).balanceOf(owners[i].addr, id);
            require(held_ + usedWh[id] == provenWh[id], "guarantees held and retired are not what the ledger proves");
            require(origin.guaranteeOf(id).retiredWh == usedWh[id], "a guarantee's retirements are not counted");
        }
    }

    /// Whatever was metered and settled when: what stands in a unit's running slot and in its accounts is all that it emitted.
    function checkEmissionsAddUp() public view {
        for (uint256 i = 0; i < SELLERS; i++) {
            uint256 sum;
            for (uint32 period = uint32(T0 / PERIOD) - 3; period <= uint32(clock / PERIOD) + 4; period++) {
                sum += carbon.accountOf(units[i].id, period).emissionsUg;
            }
            require(sum == emittedUg[i], "emissions in the accounts are not what was metered");
        }
    }

    function checkNoEnergyIsSoldTwice() public view {
        for (uint64 interval = T0 / INTERVAL - 1; interval <= clock / INTERVAL; interval++) {
            for (uint256 i = 0; i < UNITS; i++) {
                (uint64 importWh, uint64 exportWh) = _verified(units[i].id, interval);
                require(soldWh[units[i].id][interval] <= exportWh, "more energy sold than was verified");
                require(boughtOnTimeWh[units[i].id][interval] <= importWh, "more energy bought than was verified");
            }
        }
    }

    function checkHostingCapacity() public view {
        uint256 granted;
        for (uint256 i = 0; i < UNITS; i++) {
            IAdmissionPolicy.Permit memory p = policy.permitOf(units[i].id);
            if (p.state == IAdmissionPolicy.PermitState.Granted) granted += p.capacityW;
            require(p.suspensions == 0 || !policy.isAdmitted(units[i].id), "a suspended unit is admitted");
        }
        IAdmissionPolicy.Criteria memory c = policy.criteriaOf(ZONE);
        require(c.grantedCapacityW == granted, "granted capacity is not the sum of the permits");
        require(granted <= c.hostingCapacityW, "more granted than the zone hosts");
    }

    function _verified(address meter, uint64 interval) private view returns (uint64, uint64) {
        if (!_isRecorded(meter, interval)) return (0, 0);
        IReadingLedger.Boundary memory a = ledger.boundaryOf(meter, interval);
        IReadingLedger.Boundary memory b = ledger.boundaryOf(meter, interval + 1);
        return (b.importWh > a.importWh ? b.importWh - a.importWh : 0, b.exportWh > a.exportWh ? b.exportWh - a.exportWh : 0);
    }

    function _balances(address escrow) private view returns (uint256 sum) {
        for (uint256 i = 0; i < OWNERS; i++) sum += IEscrow(escrow).balanceOf(owners[i].addr);
        sum += IEscrow(escrow).balanceOf(TREASURY);
    }
}

contract MarketTest {
    struct FuzzSelector { address addr; bytes4[] selectors; }

    Book internal book;

    function setUp() public {
        book = new Book();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(book);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(book), _actions());
    }

    function invariant_market() public view {
        book.checkNothingForbiddenHappened();
        book.checkEscrowCoversWhatIsOwed();
        book.checkPermitsAddUp();
        book.checkEmissionsAddUp();
        book.checkGuaranteesAddUp();
        book.checkNoEnergyIsSoldTwice();
        book.checkHostingCapacity();
    }

    /// The harness is worth nothing if its actions are all refused: a fixed walk reaches each of them.
    function test_everyActionIsReached() public {
        bytes4[] memory actions = _actions();
        for (uint256 i = 0; i < 2000; i++) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            (bool ok, bytes memory answer) = address(book).call(
                abi.encodePacked(actions[seed % actions.length], keccak256(abi.encode(seed, 1)), seed >> 32 & type(uint16).max, keccak256(abi.encode(seed, 3)))
            );
            if (!ok) assembly ("memory-safe") { revert(add(answer, 32), mload(answer)) }
        }
        string[28] memory expected = [
            "boundary", "late boundary", "trade", "partial fill", "settle", "settle energy", "cancel", "grant", "refuse", "suspend",
            "cure", "suspend meter", "reinstate", "revoke", "equivocate", "deposit", "withdraw", "allocate", "meter", "fill",
            "transfer", "retire", "settlePeriod", "intrude",
            "retire by signature", "issue", "use guarantee", "move guarantee"
        ];
        for (uint256 i = 0; i < expected.length; i++) require(book.done(expected[i]) > 0, expected[i]);
        this.invariant_market();
    }

    function _actions() private pure returns (bytes4[] memory a) {
        a = new bytes4[](30);
        // Time and readings come more often: without them nothing else has anything to do.
        a[0] = a[1] = Handler.passTime.selector;
        a[2] = a[3] = Handler.measureAll.selector;
        a[4] = a[5] = a[23] = Handler.matchRound.selector;
        a[6] = Handler.measureOne.selector;
        a[7] = Handler.sendHeld.selector;
        a[8] = Handler.settle.selector;
        a[9] = Handler.settleAll.selector;
        a[10] = Handler.cancel.selector;
        a[11] = Handler.decide.selector;
        a[12] = Handler.suspend.selector;
        a[13] = Handler.equivocate.selector;
        a[14] = Handler.deposit.selector;
        a[15] = Handler.withdraw.selector;
        a[16] = Handler.allocatePermits.selector;
        a[17] = Handler.meterCarbon.selector;
        a[18] = Handler.tradePermits.selector;
        a[19] = Handler.movePermits.selector;
        a[20] = Handler.retire.selector;
        a[21] = Handler.settlePeriod.selector;
        a[22] = Handler.intrude.selector;
        a[24] = Handler.retireSigned.selector;
        a[25] = a[28] = Handler.issueGuarantee.selector;
        a[26] = a[29] = Handler.retireGuarantee.selector;
        a[27] = Handler.moveGuarantee.selector;
    }
}
