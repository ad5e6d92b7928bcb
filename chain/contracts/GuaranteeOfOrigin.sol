// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IEscrow} from "./interfaces/IEnergyMarket.sol";
import {IGuaranteeOfOrigin} from "./interfaces/IGuaranteeOfOrigin.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {GuaranteeRetirement} from "./interfaces/Types.sol";

/// @title Tokens of renewable energy that signed readings prove.
/// @notice See IGuaranteeOfOrigin for what each function promises.
/// @dev Has no roles, no admin and no money. For every id issued = held by all + retired; per meter the sum of what is issued is the
/// difference of its export register between two boundaries.
contract GuaranteeOfOrigin is IGuaranteeOfOrigin, ERC1155, EIP712 {
    bytes32 private constant RETIREMENT_TYPEHASH = keccak256(
        "GuaranteeRetirement(address holder,bytes32 guaranteeId,uint64 energyWh,address beneficiary,bytes32 purposeHash,uint64 nonce,uint64 deadline)"
    );
    /// Wind, solar, tidal, geothermal, biomass, hydro: protos/src/vocabulary.ts, SOURCE; Directive (EU) 2018/2001, Article 2(1).
    uint256 private constant RENEWABLE_SOURCES = 0x7e;
    uint64 private constant MAX_RANGE_SECONDS = 31 days;

    struct Range { uint64 first; uint64 next; }
    struct Issued { uint64 issuedWh; uint64 retiredWh; uint64 issuedAt; }

    IMeterRegistry public immutable registry;
    IReadingLedger public immutable ledger;
    /// @inheritdoc IGuaranteeOfOrigin
    uint64 public immutable validitySeconds;
    uint64 private immutable _intervalSeconds;

    /// @inheritdoc IGuaranteeOfOrigin
    mapping(address meter => Range) public issuedRangeOf;
    mapping(uint256 guaranteeId => Issued) private _issued;
    mapping(bytes32 id => bool) public isRetirementUsed;

    constructor(IMeterRegistry registry_, IReadingLedger ledger_, uint64 validitySeconds_) ERC1155("") EIP712("Joulegate", "1") {
        registry = registry_;
        ledger = ledger_;
        validitySeconds = validitySeconds_;
        _intervalSeconds = ledger_.intervalSeconds();
    }

    function guaranteeOf(uint256 guaranteeId) external view returns (Guarantee memory) {
        (address meter, uint64 fromBoundary, uint64 toBoundary) = _rangeOf(guaranteeId);
        IMeterRegistry.Meter memory unit = registry.meterOf(meter);
        Issued memory issued = _issued[guaranteeId];
        return Guarantee(
            meter,
            unit.source,
            unit.carrier,
            unit.zone,
            fromBoundary,
            toBoundary,
            issued.issuedWh,
            issued.retiredWh,
            issued.issuedAt,
            _expiresAt(guaranteeId)
        );
    }

    function retirementDigest(GuaranteeRetirement calldata retirement) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(RETIREMENT_TYPEHASH, retirement)));
    }

    function idOf(address meter, uint64 fromBoundary, uint64 toBoundary) public pure returns (uint256 guaranteeId) {
        if (toBoundary <= fromBoundary || toBoundary > type(uint48).max) revert RangeInvalid(fromBoundary, toBoundary);
        return (uint256(uint160(meter)) << 96) | (uint256(fromBoundary) << 48) | toBoundary;
    }

    function issue(address meter, uint64 fromBoundary, uint64 toBoundary) external returns (uint256 guaranteeId) {
        guaranteeId = idOf(meter, fromBoundary, toBoundary);
        IMeterRegistry.Meter memory unit = registry.meterOf(meter);
        if (unit.status != IMeterRegistry.Status.Active) revert IMeterRegistry.MeterNotActive(meter, unit.status);
        if ((RENEWABLE_SOURCES >> unit.source) & 1 == 0) revert NotRenewable(meter, unit.source);
        uint64 maxBoundaries = MAX_RANGE_SECONDS / _intervalSeconds;
        if (toBoundary - fromBoundary > maxBoundaries && msg.sender != unit.owner) {
            revert RangeTooLong(fromBoundary, toBoundary, maxBoundaries);
        }
        _extend(meter, fromBoundary, toBoundary);

        uint64 startWh = _exportAt(meter, fromBoundary);
        uint64 endWh = _exportAt(meter, toBoundary);
        // Without energy the range goes on all the same: a night must not stop the next day's.
        uint64 energyWh = endWh > startWh ? endWh - startWh : 0;
        _issued[guaranteeId] = Issued(energyWh, 0, uint64(block.timestamp));
        emit GuaranteeIssued(guaranteeId, meter, unit.owner, fromBoundary, toBoundary, energyWh);
        if (energyWh > 0) _move(address(0), unit.owner, guaranteeId, energyWh);
    }

    function claimRecovered(address account, uint256 guaranteeId) external {
        address to = registry.successorOf(account);
        uint256 energyWh = balanceOf(account, guaranteeId);
        if (to == address(0) || energyWh == 0) revert IEscrow.NothingRecovered(account, to, energyWh);
        _move(account, to, guaranteeId, uint64(energyWh));
    }

    function retire(uint256 guaranteeId, uint64 energyWh, address beneficiary, bytes32 purposeHash) external {
        _retire(bytes32(0), msg.sender, guaranteeId, energyWh, beneficiary, purposeHash);
    }

    function retireFor(GuaranteeRetirement calldata retirement, bytes calldata holderSignature) external {
        if (block.timestamp > retirement.deadline) revert IMeterRegistry.DeadlinePassed(retirement.deadline, block.timestamp);
        bytes32 id = retirementDigest(retirement);
        if (isRetirementUsed[id]) revert RetirementUsed(id);
        (address recovered,,) = ECDSA.tryRecover(id, holderSignature);
        if (recovered != retirement.holder || recovered == address(0)) {
            revert IMeterRegistry.OwnerSignatureInvalid(retirement.holder, recovered);
        }
        isRetirementUsed[id] = true;
        _retire(
            id, retirement.holder, uint256(retirement.guaranteeId), retirement.energyWh, retirement.beneficiary, retirement.purposeHash
        );
    }

    /// Every way out of an account: a token past its end stays where it is.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        if (from != address(0)) {
            for (uint256 i = 0; i < ids.length; i++) {
                uint64 expiresAt = _expiresAt(ids[i]);
                if (block.timestamp >= expiresAt) revert GuaranteeExpired(ids[i], expiresAt);
            }
        }
        super._update(from, to, ids, values);
    }

    function _retire(bytes32 id, address holder, uint256 guaranteeId, uint64 energyWh, address beneficiary, bytes32 purposeHash) private {
        if (energyWh == 0) revert NothingToRetire(guaranteeId);
        _issued[guaranteeId].retiredWh += energyWh;
        emit GuaranteeRetired(id, holder, guaranteeId, energyWh, beneficiary, purposeHash);
        _move(holder, address(0), guaranteeId, energyWh);
    }

    /// At either end, so that whoever issues first takes nothing from what was measured before.
    function _extend(address meter, uint64 fromBoundary, uint64 toBoundary) private {
        Range storage range = issuedRangeOf[meter];
        (uint64 first, uint64 next) = (range.first, range.next);
        if (next == 0) (range.first, range.next) = (fromBoundary, toBoundary);
        else if (fromBoundary == next) range.next = toBoundary;
        else if (toBoundary == first) range.first = fromBoundary;
        else revert RangeNotAdjacent(meter, first, next, fromBoundary, toBoundary);
    }

    function _exportAt(address meter, uint64 boundary) private view returns (uint64) {
        IReadingLedger.Boundary memory reading = ledger.boundaryOf(meter, boundary);
        if (!reading.recorded) revert IReadingLedger.BoundaryMissing(meter, boundary);
        return reading.exportWh;
    }

    function _rangeOf(uint256 guaranteeId) private pure returns (address meter, uint64 fromBoundary, uint64 toBoundary) {
        return (address(uint160(guaranteeId >> 96)), uint48(guaranteeId >> 48), uint48(guaranteeId));
    }

    function _expiresAt(uint256 guaranteeId) private view returns (uint64) {
        (, uint64 fromBoundary,) = _rangeOf(guaranteeId);
        return fromBoundary * _intervalSeconds + validitySeconds;
    }

    /// Without the ERC-1155 acceptance call: tokens are issued to owners' addresses, and nothing is called back meanwhile.
    function _move(address from, address to, uint256 guaranteeId, uint64 energyWh) private {
        uint256[] memory ids = new uint256[](1);
        uint256[] memory values = new uint256[](1);
        ids[0] = guaranteeId;
        values[0] = energyWh;
        _update(from, to, ids, values);
    }
}
