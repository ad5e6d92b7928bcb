// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAdmissionPolicy} from "contracts/interfaces/IAdmissionPolicy.sol";
import {ICarbonLedger} from "contracts/interfaces/ICarbonLedger.sol";
import {IEnergyMarket, IEscrow} from "contracts/interfaces/IEnergyMarket.sol";
import {IGuaranteeOfOrigin} from "contracts/interfaces/IGuaranteeOfOrigin.sol";
import {IMeterRegistry} from "contracts/interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "contracts/interfaces/IReadingLedger.sol";
import {AdmissionRequest, Registration} from "contracts/interfaces/Types.sol";
import {Vm, vm} from "./Vm.sol";

interface IRoles {
    function grantRole(bytes32 role, address account) external;
}

interface IToken {
    function mint(address to, uint256 amount) external;
    function approve(address spender, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
}

/// ERC-1155's part of the carbon ledger and of the guarantees.
interface IPermits {
    function balanceOf(address account, uint256 period) external view returns (uint256);
    function safeTransferFrom(address from, address to, uint256 period, uint256 grams, bytes calldata data) external;
}

/// A market of five units and three owners, deployed from the bytecode that production deploys. This contract is admin,
/// certifier, authority and operator, so whoever acts without its prank is a stranger.
abstract contract World {
    uint64 internal constant INTERVAL = 900;
    uint64 internal constant PERIOD = 3600;
    uint64 internal constant GRACE = 900;
    uint64 internal constant SETTLEMENT_DEADLINE = 1800;
    /// Short, so that a walk comes to the end of it.
    uint64 internal constant VALIDITY = 4 * INTERVAL;
    uint64 internal constant T0 = 2_001_024_000;
    uint32 internal constant ZONE = 7;
    uint64 internal constant CAPACITY_W = 10_000;
    uint256 internal constant UNITS = 5;
    uint256 internal constant OWNERS = 3;
    /// Units below this number generate, the others are loads.
    uint256 internal constant SELLERS = 3;
    address internal constant TREASURY = address(0x7EA5);

    struct Unit { address id; uint256 key; uint256 owner; uint64 counter; uint64 importWh; uint64 exportWh; uint64 lastTime; uint64 nonce; }

    IMeterRegistry internal registry;
    IReadingLedger internal ledger;
    IAdmissionPolicy internal policy;
    IEnergyMarket internal market;
    ICarbonLedger internal carbon;
    IGuaranteeOfOrigin internal origin;
    IToken internal token;
    Vm.Wallet[] internal owners;
    Unit[] internal units;
    uint64 internal clock = T0 + 5;
    uint64 private _domain;

    function _create(string memory name, bytes memory args) private returns (address at) {
        bytes memory code = bytes.concat(vm.envBytes(name), args);
        assembly ("memory-safe") {
            at := create(0, add(code, 32), mload(code))
        }
        require(at != address(0), name);
    }

    function _deploy() internal {
        vm.warp(clock);
        token = IToken(_create("DemoEnergyCoin", abi.encode(this)));
        registry = IMeterRegistry(_create("MeterRegistry", abi.encode(this)));
        ledger = IReadingLedger(_create("ReadingLedger", abi.encode(this, registry, INTERVAL, uint64(30))));
        policy = IAdmissionPolicy(_create("AdmissionPolicy", abi.encode(this, registry, ledger)));
        market = IEnergyMarket(_create("EnergyMarket", abi.encode(token, registry, ledger, policy, SETTLEMENT_DEADLINE)));
        carbon = ICarbonLedger(
            _create("CarbonLedger", abi.encode(this, token, registry, ledger, policy, TREASURY, PERIOD, GRACE, uint64(100_000)))
        );
        origin = IGuaranteeOfOrigin(_create("GuaranteeOfOrigin", abi.encode(registry, ledger, VALIDITY)));
        _grant(address(registry), "CERTIFIER_ROLE", address(this));
        _grant(address(registry), "AUTHORITY_ROLE", address(this));
        _grant(address(registry), "SUSPENDER_ROLE", address(this));
        _grant(address(registry), "SUSPENDER_ROLE", address(ledger));
        _grant(address(ledger), "MARKET_ROLE", address(market));
        _grant(address(policy), "SUSPENDER_ROLE", address(carbon));
        _grant(address(carbon), "AUTHORITY_ROLE", address(this));
        registry.setIntensity(2, 92_830, "test");
        registry.setIntensity(7, 811_200, "test");
        registry.setIntensity(0, 0, "test");
        _domain = registry.domain();
        _openZone();
        for (uint256 i = 0; i < OWNERS; i++) {
            owners.push(vm.createWallet(0xA11CE + i));
            token.mint(owners[i].addr, 1e18);
            _approve(owners[i].addr);
        }
        for (uint256 i = 0; i < UNITS; i++) _commission(i);
    }

    function _grant(address where, string memory role, address to) private {
        IRoles(where).grantRole(keccak256(bytes(role)), to);
    }

    function _approve(address account) private {
        vm.prank(account);
        token.approve(address(market), type(uint256).max);
        vm.prank(account);
        token.approve(address(carbon), type(uint256).max);
    }

    function _openZone() private {
        IAdmissionPolicy.Criteria memory c;
        c.operator = address(this);
        c.sources = type(uint8).max;
        c.carriers = 2;
        c.natures = 30;
        c.minEvidence = 1;
        c.minCapacityW = 1;
        c.maxCapacityW = CAPACITY_W;
        c.hostingCapacityW = 2 * CAPACITY_W + CAPACITY_W / 2;
        c.priceCeilingMicroPerKwh = 400_000;
        c.minVoltageMv = 207_000;
        c.maxVoltageMv = 253_000;
        c.minFrequencyMhz = 47_500;
        c.maxFrequencyMhz = 51_500;
        c.maxEvidenceAgeSeconds = 3600;
        policy.setCriteria(ZONE, c);
    }

    function _commission(uint256 i) private {
        Vm.Wallet memory w = vm.createWallet(0xBEEF + i);
        uint256 owner = i % OWNERS;
        Registration memory r;
        r.owner = owners[owner].addr;
        r.keyX = bytes32(w.publicKeyX);
        r.keyY = bytes32(w.publicKeyY);
        r.curve = 1;
        r.format = 1;
        r.attestationClass = 3;
        // Solar, coal, solar; loads.
        r.source = i >= SELLERS ? 0 : (i == 1 ? 7 : 2);
        r.carrier = 1;
        r.zone = ZONE;
        r.capacityW = CAPACITY_W;
        r.deadline = type(uint64).max;
        bytes32 digest = registry.registrationDigest(r);
        bytes memory possession = _sign(w.privateKey, sha256(abi.encodePacked("joulegate possession v1", digest)));
        registry.register(r, _sign(owners[owner].privateKey, digest), possession);
        registry.certify(w.addr);
        units.push(Unit(w.addr, w.privateKey, owner, 0, 0, 0, 0, 0));
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _ownerKey(uint256 unit) internal view returns (uint256) {
        return owners[units[unit].owner].privateKey;
    }

    /// docs/wire.md, section 1.
    function _reading(uint256 unit, uint64 time) internal view returns (bytes memory) {
        Unit storage u = units[unit];
        bytes memory values = abi.encodePacked(
            uint8(0x09), _le64(_domain), uint8(0x11), _le64(u.counter), uint8(0x19), _le64(time),
            uint8(0x21), _le64(u.importWh), uint8(0x29), _le64(u.exportWh)
        );
        bytes memory payload = abi.encodePacked(
            values, uint8(0x35), uint32(0), uint8(0x3d), _le32(230_000), uint8(0x45), _le32(50_000), uint8(0x4d), uint32(0)
        );
        return abi.encodePacked(payload, uint8(0x52), uint8(0x41), _sign(u.key, sha256(payload)));
    }

    function _le64(uint64 v) private pure returns (bytes8 out) {
        for (uint256 i = 0; i < 8; i++) out |= bytes8(bytes1(uint8(v >> (8 * i)))) >> (8 * i);
    }

    function _le32(uint32 v) private pure returns (bytes4) {
        return bytes4(_le64(uint64(v)));
    }

    function _request(uint256 unit, uint64 capacityW, bytes memory evidence) internal returns (AdmissionRequest memory r) {
        r.meter = units[unit].id;
        r.zone = ZONE;
        r.nature = unit >= SELLERS ? 4 : (unit == 1 ? 2 : 1);
        r.capacityW = capacityW;
        r.thdPermille = type(uint16).max;
        r.evidenceHash = keccak256(abi.encodePacked(keccak256(evidence)));
        r.nonce = ++units[unit].nonce;
        r.deadline = type(uint64).max;
    }
}
