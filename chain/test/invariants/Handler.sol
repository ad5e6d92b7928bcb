// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAdmissionPolicy} from "contracts/interfaces/IAdmissionPolicy.sol";
import {IEnergyMarket, IEscrow} from "contracts/interfaces/IEnergyMarket.sol";
import {IMeterRegistry} from "contracts/interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "contracts/interfaces/IReadingLedger.sol";
import {
    AdmissionRequest, CarbonApplication, GuaranteeRetirement, Order, PermitOffer, PermitRetirement, Side
} from "contracts/interfaces/Types.sol";
import {IPermits, World} from "./World.sol";
import {vm} from "./Vm.sol";

/// What anyone may try in any order. Refusals are expected and swallowed; what must never be accepted is written down as a
/// breach, and what was accepted is counted beside the contracts, for the invariants to compare.
contract Handler is World {
    struct Held { uint256 unit; bytes reading; }

    string public breach;
    mapping(string action => uint256) public done;
    IEnergyMarket.TradeTerms[] internal trades;
    mapping(bytes32 orderId => uint64) public filledWh;
    mapping(address meter => mapping(uint64 interval => uint64)) public soldWh;
    mapping(address meter => mapping(uint64 interval => uint64)) public boughtOnTimeWh;
    mapping(uint32 period => uint256) public issued;
    mapping(uint256 unit => bool) internal isMetered;
    mapping(uint256 unit => uint64) internal meteredWh;
    mapping(uint256 unit => uint256) internal emittedUg;
    mapping(uint32 period => uint256) public retired;
    Held[] internal held;
    uint256[] internal guarantees;
    mapping(uint256 guaranteeId => uint256) public provenWh;
    mapping(uint256 guaranteeId => uint256) public usedWh;
    mapping(address meter => mapping(uint64 interval => bool)) public guaranteed;
    mapping(bytes32 digest => bool) public spent;
    GuaranteeRetirement internal lastRetirement;
    bytes internal lastSignature;
    bool internal lastIsForged;

    constructor() {
        _deploy();
        for (uint256 i = 0; i < UNITS; i++) {
            _measure(i, 0);
            if (i < SELLERS) _decide(i, CAPACITY_W, _ownerKey(i));
        }
        for (uint256 i = 0; i < OWNERS; i++) deposit(i, 1e12 - 1);
    }

    modifier atClock() {
        vm.warp(clock);
        _;
    }

    function passTime(uint256 seed) external {
        // Mostly to the next boundary, where things happen.
        if (seed % 4 == 0) clock += uint64(seed >> 8) % 1200;
        else clock = (clock / INTERVAL + 1) * INTERVAL + uint64(seed >> 8) % 30;
        if ((seed >> 16) % 4 != 0) measureAll(seed);
    }

    /// Every unit measures at this boundary; each reading is sent now or kept back for later.
    function measureAll(uint256 seed) public atClock {
        for (uint256 i = 0; i < UNITS; i++) _measure(i, uint256(keccak256(abi.encode(seed, i))));
    }

    function measureOne(uint256 unit, uint256 seed) external atClock {
        _measure(unit % UNITS, seed);
    }

    function sendHeld(uint256 index) external atClock {
        if (held.length == 0) return;
        Held memory h = held[index % held.length];
        try ledger.recordBoundary(units[h.unit].id, h.reading) { done["late boundary"]++; } catch {}
    }

    /// A matcher's round: several partial fills of few orders, more than is delivered afterwards.
    function matchRound(uint256 seed) external {
        for (uint256 i = 0; i < 6; i++) {
            uint256 next = uint256(keccak256(abi.encode(seed, i)));
            postMatch(next, uint64(next >> 64));
        }
    }

    function postMatch(uint256 seed, uint64 energyWh) public atClock {
        bool isForged = (seed >> 40) % 8 == 0;
        IEnergyMarket.Pairing memory p = _pairing(seed, isForged);
        p.energyWh = energyWh % ((seed >> 56) % 4 == 0 ? p.sell.energyWh + 200 : 400);
        bool mayTrade = policy.isAdmitted(p.sell.meter) && policy.permitOf(p.buy.meter).suspensions == 0 && _isActive(p.buy.meter);
        try market.postMatch(p.sell, p.sellSignature, p.buy, p.buySignature, p.energyWh, p.priceMicroPerKwh) {
            if (!mayTrade) breach = "a unit suspended or not admitted traded";
            if (isForged) breach = "a forged order was matched";
            if (p.priceMicroPerKwh > p.buy.priceMicroPerKwh) breach = "a price over the buyer's limit";
            _noteTrade(p.sell, p.buy, p.energyWh, p.priceMicroPerKwh);
        } catch {}
    }

    function settle(uint256 index) public atClock {
        if (trades.length == 0) return;
        IEnergyMarket.TradeTerms memory t = trades[index % trades.length];
        bool wasOpen = market.isOpen(t);
        bool isOnTime = _isRecorded(t.buyerMeter, t.interval);
        try market.settle(t) returns (uint64 settledWh) {
            if (!wasOpen) breach = "a trade was settled twice";
            if (settledWh > t.energyWh) breach = "more settled than matched";
            soldWh[t.sellerMeter][t.interval] += settledWh;
            if (isOnTime) boughtOnTimeWh[t.buyerMeter][t.interval] += settledWh;
            done["settle"]++;
            if (settledWh > 0) done["settle energy"]++;
        } catch {}
    }

    function settleAll() external {
        for (uint256 i = 0; i < trades.length; i++) settle(i);
    }

    function cancel(uint256 seed) external atClock {
        Order memory o = _order(seed % UNITS, seed % UNITS < SELLERS ? Side.SELL : Side.BUY, clock / INTERVAL, (uint64(seed) >> 8) % 2);
        bool isForged = (seed >> 16) % 2 == 0;
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Joulegate"), keccak256("1"), block.chainid, market
            )
        );
        bytes32 message = keccak256(abi.encode(keccak256("OrderCancellation(bytes32 orderId)"), market.orderDigest(o)));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", domain, message));
        try market.cancelOrder(o, _sign(isForged ? 0xBAD : _ownerKey(seed % UNITS), digest)) {
            if (isForged) breach = "a forged cancellation";
            done["cancel"]++;
        } catch {}
    }

    function decide(uint256 unit, uint64 capacityW, uint256 seed) external atClock {
        unit = unit % UNITS;
        _decide(unit, capacityW % (CAPACITY_W + 500), seed % 8 == 0 ? 0xBAD : _ownerKey(unit));
    }

    function suspend(uint256 unit, uint256 seed) external atClock {
        address id = units[unit % UNITS].id;
        // Half of what stops a unit lets it go again, or nobody would be left.
        if ((seed >> 8) % 2 == 0) seed = 1 + 2 * ((seed >> 16) % 2);
        if (seed % 5 == 0) try policy.suspend(id, 3, "test") { done["suspend"]++; } catch {}
        if (seed % 5 == 1) try policy.cure(id, 3) { done["cure"]++; } catch {}
        if (seed % 5 == 2) try registry.suspend(id, "test") { done["suspend meter"]++; } catch {}
        if (seed % 5 == 3) try registry.reinstate(id) { done["reinstate"]++; } catch {}
        if (seed % 5 == 4) try policy.revoke(id) { done["revoke"]++; } catch {}
    }

    /// Two readings under one counter suspend the meter, whoever reports them.
    function equivocate(uint256 unit) external atClock {
        // Rare, or nobody would be left.
        if ((unit >> 8) % 8 != 0) return;
        unit = unit % UNITS;
        bytes memory a = _reading(unit, clock);
        units[unit].exportWh++;
        bytes memory b = _reading(unit, clock);
        units[unit].exportWh--;
        try ledger.reportEquivocation(units[unit].id, a, b) {
            if (_isActive(units[unit].id)) breach = "a meter is active after it equivocated";
            done["equivocate"]++;
        } catch {}
    }

    function deposit(uint256 owner, uint256 amount) public atClock {
        address account = owners[owner % OWNERS].addr;
        amount = amount % 1e12;
        vm.prank(account);
        try IEscrow(address(market)).depositFor(account, amount) { done["deposit"]++; } catch {}
        vm.prank(account);
        try IEscrow(address(carbon)).depositFor(account, amount / 1e3) {} catch {}
    }

    function withdraw(uint256 owner, uint256 amount) external atClock {
        address account = owners[owner % OWNERS].addr;
        vm.prank(account);
        try IEscrow(address(market)).withdraw(account, amount % 1e12) { done["withdraw"]++; } catch {}
    }

    function allocatePermits(uint256 unit, uint32 grams) external atClock {
        uint32 period = uint32(clock / PERIOD);
        unit = unit % SELLERS;
        try carbon.allocate(units[unit].id, period, grams % 5000) {
            issued[period] += grams % 5000;
            done["allocate"]++;
        } catch {}
    }

    function meterCarbon() external atClock {
        for (uint256 i = 0; i < SELLERS; i++) {
            // All that is on the ledger of the last periods.
            for (uint64 back = 13; back > 0; back--) _meterUnit(i, clock / INTERVAL + 1 - back);
        }
    }

    function tradePermits(uint256 seed, uint64 grams) external atClock {
        uint256 unit = seed % UNITS;
        uint256 from = (seed >> 8) % OWNERS;
        uint32 period = uint32(clock / PERIOD) - uint32(seed >> 16) % 2;
        CarbonApplication memory a = CarbonApplication(units[unit].id, period, 3000, 200_000, type(uint64).max, uint64(seed >> 24) % 3);
        PermitOffer memory o = PermitOffer(owners[from].addr, period, 2000, 60_000, type(uint64).max, uint64(seed >> 32) % 3);
        bool isForged = (seed >> 40) % 8 == 0;
        bytes memory aSignature = _sign(_ownerKey(unit), carbon.applicationDigest(a));
        bytes memory oSignature = _sign(isForged ? 0xBAD : owners[from].privateKey, carbon.offerDigest(o));
        try carbon.fill(a, aSignature, o, oSignature, grams % 2500) {
            if (isForged) breach = "a forged permit offer was filled";
            done["fill"]++;
        } catch {}
    }

    function movePermits(uint256 seed, uint64 grams) external atClock {
        address from = owners[seed % OWNERS].addr;
        address to = owners[(seed >> 8) % OWNERS].addr;
        vm.prank(from);
        try IPermits(address(carbon)).safeTransferFrom(from, to, clock / PERIOD, grams % 2000, "") { done["transfer"]++; } catch {}
    }

    function retire(uint256 owner, uint64 grams) external atClock {
        uint32 period = uint32(clock / PERIOD);
        vm.prank(owners[owner % OWNERS].addr);
        try carbon.retire(period, grams % 500) {
            retired[period] += grams % 500;
            done["retire"]++;
        } catch {}
    }

    /// By signature, few nonces: the same one comes again.
    function retireSigned(uint256 seed, uint64 grams) external atClock {
        uint256 owner = seed % OWNERS;
        uint32 period = uint32(clock / PERIOD);
        PermitRetirement memory r =
            PermitRetirement(owners[owner].addr, period, 1 + grams % 300, uint64(seed >> 8) % 3, T0 + uint64(seed >> 16) % 40_000);
        bool isForged = (seed >> 40) % 8 == 0;
        bytes32 digest = carbon.retirementDigest(r);
        try carbon.retireFor(r, _sign(isForged ? 0xBAD : owners[owner].privateKey, digest)) {
            if (isForged) breach = "a forged retirement of permits was taken";
            if (spent[digest]) breach = "a retirement of permits was taken twice";
            if (clock > r.deadline) breach = "a retirement was taken after its deadline";
            spent[digest] = true;
            retired[period] += r.grams;
            done["retire by signature"]++;
        } catch {}
    }

    /// For every unit, first where what is issued goes on, then once more wherever there is a reading.
    function issueGuarantee(uint256 seed) external atClock {
        for (uint256 unit = 0; unit < UNITS; unit++) {
            address meter = units[unit].id;
            (, uint64 next) = origin.issuedRangeOf(meter);
            uint64 to = _recordedUpTo(meter, clock / INTERVAL - uint64(seed >> 16) % 2);
            uint64 from = _recordedUpTo(meter, to - 1 - uint64(seed >> 24) % 3);
            _issue(unit, next != 0 ? next : from, to);
            if (seed % 2 == 0) _issue(unit, from, to);
        }
    }

    function _issue(uint256 unit, uint64 from, uint64 to) private {
        address meter = units[unit].id;
        try origin.issue(meter, from, to) returns (uint256 id) {
            if (unit >= SELLERS || unit == 1) breach = "a guarantee of what is not renewable";
            if (!_isActive(meter)) breach = "a guarantee of a meter that is not active";
            for (uint64 interval = from; interval < to; interval++) {
                if (guaranteed[meter][interval]) breach = "an interval was guaranteed twice";
                guaranteed[meter][interval] = true;
            }
            (uint64 a, uint64 b) = (ledger.boundaryOf(meter, from).exportWh, ledger.boundaryOf(meter, to).exportWh);
            provenWh[id] = b > a ? b - a : 0;
            guarantees.push(id);
            done["issue"]++;
        } catch {}
    }

    /// A new signature, or the last one again.
    function retireGuarantee(uint256 seed, uint64 energyWh) external atClock {
        if (guarantees.length == 0) return;
        bool isForged = (seed >> 40) % 8 == 0;
        if (lastSignature.length == 0 || seed % 4 > 0) {
            uint256 id = _recentGuarantee(seed >> 8);
            uint256 holder = (seed >> 16) % OWNERS;
            for (uint256 i = 0; i < OWNERS; i++) {
                if (IPermits(address(origin)).balanceOf(owners[holder].addr, id) == 0) holder = (holder + 1) % OWNERS;
            }
            uint256 most = IPermits(address(origin)).balanceOf(owners[holder].addr, id) / 3 + 2;
            lastRetirement = GuaranteeRetirement(
                owners[holder].addr, bytes32(id), uint64(energyWh % most), address(0xB0B), bytes32(seed >> 200), uint64(seed >> 32), type(uint64).max
            );
            lastSignature = _sign(isForged ? 0xBAD : owners[holder].privateKey, origin.retirementDigest(lastRetirement));
            lastIsForged = isForged;
        }
        bytes32 digest = origin.retirementDigest(lastRetirement);
        try origin.retireFor(lastRetirement, lastSignature) {
            if (lastIsForged) breach = "a forged retirement of a guarantee was taken";
            if (spent[digest]) breach = "a retirement of a guarantee was taken twice";
            if (clock >= _endOf(uint256(lastRetirement.guaranteeId))) breach = "an expired guarantee was retired";
            spent[digest] = true;
            usedWh[uint256(lastRetirement.guaranteeId)] += lastRetirement.energyWh;
            done["use guarantee"]++;
        } catch {}
    }

    function moveGuarantee(uint256 seed, uint64 energyWh) external atClock {
        if (guarantees.length == 0) return;
        uint256 id = _recentGuarantee(seed >> 16);
        address from = owners[seed % OWNERS].addr;
        address to = owners[(seed >> 8) % OWNERS].addr;
        vm.prank(from);
        try IPermits(address(origin)).safeTransferFrom(from, to, id, energyWh % 300, "") {
            if (clock >= _endOf(id)) breach = "an expired guarantee was moved";
            done["move guarantee"]++;
        } catch {}
    }

    function settlePeriod(uint256 seed) external atClock {
        uint32 period = uint32(clock / PERIOD) - 1 - uint32(seed >> 8) % 2;
        try carbon.settlePeriod(units[seed % SELLERS].id, period) { done["settlePeriod"]++; } catch {}
    }

    function payFine(uint256 unit) external atClock {
        vm.prank(owners[unit % OWNERS].addr);
        try carbon.payFine(units[unit % SELLERS].id) { done["payFine"]++; } catch {}
    }

    /// A stranger tries what only a role may do.
    function intrude(uint256 seed) external atClock {
        address id = units[(seed >> 8) % UNITS].id;
        uint64 interval = clock / INTERVAL - 1;
        IAdmissionPolicy.Criteria memory criteria = policy.criteriaOf(ZONE);
        address[8] memory at = [
            address(ledger), address(ledger), address(registry), address(registry),
            address(policy), address(policy), address(carbon), address(policy)
        ];
        bytes[8] memory data = [
            abi.encodeCall(ledger.allocate, (id, interval, 0, 0)),
            abi.encodeCall(ledger.allocatePair, (units[0].id, units[3].id, interval, 1, true)),
            abi.encodeCall(registry.suspend, (id, "test")),
            abi.encodeCall(registry.setIntensity, (2, 1, "test")),
            abi.encodeCall(policy.setCriteria, (ZONE, criteria)),
            abi.encodeCall(policy.suspend, (id, 3, "test")),
            abi.encodeCall(carbon.allocate, (id, uint32(clock / PERIOD), 1)),
            abi.encodeCall(policy.cure, (id, 1))
        ];
        vm.prank(address(0x57A6));
        (bool ok,) = at[seed % 8].call(data[seed % 8]);
        if (ok) breach = "a stranger did what only a role may";
        else done["intrude"]++;
    }

    function _meterUnit(uint256 i, uint64 boundary) private {
        try carbon.meterUpTo(units[i].id, boundary) {
            uint64 exportWh = ledger.boundaryOf(units[i].id, boundary).exportWh;
            // Solar, coal, solar, as they were certified.
            if (isMetered[i] && exportWh > meteredWh[i]) emittedUg[i] += uint256(exportWh - meteredWh[i]) * (i == 1 ? 811_200 : 92_830);
            (isMetered[i], meteredWh[i]) = (true, exportWh);
            done["meter"]++;
        } catch {}
    }

    function _measure(uint256 unit, uint256 seed) private {
        Unit storage u = units[unit];
        uint64 boundary = clock / INTERVAL;
        uint64 time = boundary * INTERVAL + uint64(seed >> 200) % 20;
        if (time > clock || time <= u.lastTime) return;
        // One reading in sixteen is of a register that fell, which proves nothing.
        bool isFallen = seed % 16 == 1 && u.exportWh > 100;
        u.counter++;
        u.lastTime = time;
        uint64 grown = uint64(seed >> 64) % (unit < SELLERS ? 400 : 3000);
        if (isFallen) u.exportWh -= 100;
        else if (unit < SELLERS) u.exportWh += grown;
        else u.importWh += grown;
        bytes memory reading = _reading(unit, time);
        if (isFallen) u.exportWh += 100;
        if ((seed >> 8) % 5 == 4) {
            held.push(Held(unit, reading));
            return;
        }
        try ledger.recordBoundary(u.id, reading) { done["boundary"]++; } catch {}
    }

    function _decide(uint256 unit, uint64 capacityW, uint256 key) private {
        units[unit].counter++;
        bytes memory evidence = _reading(unit, clock);
        bytes[] memory all = new bytes[](1);
        all[0] = evidence;
        AdmissionRequest memory r = _request(unit, capacityW, evidence);
        bool isActive = _isActive(r.meter);
        try policy.decide(r, _sign(key, policy.requestDigest(r)), all) returns (uint32 verdict) {
            if (key == 0xBAD) breach = "a forged request was decided";
            if (verdict == 0 && !isActive) breach = "a meter that is not active was admitted";
            if (policy.permitOf(r.meter).suspensions != 0 && policy.isAdmitted(r.meter)) breach = "a suspended unit is admitted";
            done[verdict == 0 ? "grant" : "refuse"]++;
        } catch {}
    }

    function _pairing(uint256 seed, bool isForged) private view returns (IEnergyMarket.Pairing memory p) {
        uint256 s = seed % SELLERS;
        uint256 b = SELLERS + (seed >> 8) % (UNITS - SELLERS);
        uint64 interval = clock / INTERVAL + uint64(seed >> 16) % 2;
        p.sell = _order(s, Side.SELL, interval, uint64(seed >> 24) % 2);
        p.buy = _order(b, Side.BUY, interval, uint64(seed >> 32) % 2);
        p.sellSignature = _sign(isForged ? 0xBAD : _ownerKey(s), market.orderDigest(p.sell));
        p.buySignature = _sign(_ownerKey(b), market.orderDigest(p.buy));
        p.priceMicroPerKwh = p.sell.priceMicroPerKwh + uint64(seed >> 48) % 250_000;
    }

    function _order(uint256 unit, uint8 side, uint64 interval, uint64 nonce) private view returns (Order memory o) {
        o.meter = units[unit].id;
        o.side = side;
        o.carrier = 1;
        o.zone = ZONE;
        o.interval = interval;
        o.energyWh = 1000 + 700 * nonce;
        o.priceMicroPerKwh = side == Side.SELL ? 100_000 + 50_000 * nonce : 300_000 + 50_001 * nonce;
        o.expiry = type(uint64).max;
        o.nonce = nonce;
    }

    function _noteTrade(Order memory sell, Order memory buy, uint64 energyWh, uint64 price) private {
        IEnergyMarket.TradeTerms memory t;
        t.sellOrderId = market.orderDigest(sell);
        t.buyOrderId = market.orderDigest(buy);
        t.sellerMeter = sell.meter;
        t.buyerMeter = buy.meter;
        t.seller = registry.ownerOf(sell.meter);
        t.buyer = registry.ownerOf(buy.meter);
        t.interval = sell.interval;
        t.energyWh = energyWh;
        t.priceMicroPerKwh = price;
        t.sellFilledBeforeWh = filledWh[t.sellOrderId];
        if (!market.isOpen(t)) breach = "a trade that was matched is not open";
        trades.push(t);
        filledWh[t.sellOrderId] += energyWh;
        filledWh[t.buyOrderId] += energyWh;
        if (filledWh[t.sellOrderId] > sell.energyWh || filledWh[t.buyOrderId] > buy.energyWh) breach = "an order was filled over its quantity";
        done["trade"]++;
        if (t.sellFilledBeforeWh > 0) done["partial fill"]++;
    }

    /// The latest recorded boundary not after this one, of the last ten; that one itself where there is none.
    function _recordedUpTo(address meter, uint64 boundary) private view returns (uint64) {
        for (uint64 back = 0; back < 10; back++) {
            if (ledger.boundaryOf(meter, boundary - back).recorded) return boundary - back;
        }
        return boundary;
    }

    /// One of the last four.
    function _recentGuarantee(uint256 seed) private view returns (uint256) {
        uint256 count = guarantees.length < 4 ? guarantees.length : 4;
        return guarantees[guarantees.length - 1 - seed % count];
    }

    function _endOf(uint256 guaranteeId) private pure returns (uint256) {
        return uint256(uint48(guaranteeId >> 48)) * INTERVAL + VALIDITY;
    }

    function _isActive(address meter) private view returns (bool) {
        (, IMeterRegistry.Status status,,) = registry.signerOf(meter);
        return status == IMeterRegistry.Status.Active;
    }

    function _isRecorded(address meter, uint64 interval) internal view returns (bool) {
        return ledger.boundaryOf(meter, interval).recorded && ledger.boundaryOf(meter, interval + 1).recorded;
    }
}
