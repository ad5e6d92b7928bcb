// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";
import {ICarbonLedger} from "./interfaces/ICarbonLedger.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";
import {IReadingLedger} from "./interfaces/IReadingLedger.sol";
import {CarbonApplication, PermitOffer, PermitRetirement} from "./interfaces/Types.sol";
import {EmissionMeter} from "./EmissionMeter.sol";
import {Escrow} from "./Escrow.sol";
import {UnitIntensities} from "./UnitIntensities.sol";

/// @title Allowances, emissions, permits and fines.
/// @notice See ICarbonLedger for what each function promises.
/// @dev AUTHORITY_ROLE issues allowances and can take none back, and appoints VERIFIER_ROLE, which measures intensities.
/// Permits are the owner's, obligations the unit's. For every period issued = held by all + surrendered + retired.
contract CarbonLedger is EmissionMeter, ERC1155, Escrow {
    bytes32 private constant APPLICATION_TYPEHASH = keccak256(
        "CarbonApplication(address unit,uint32 period,uint64 grams,uint64 maxPriceMicroPerKg,uint64 expiry,uint64 nonce)"
    );
    bytes32 private constant OFFER_TYPEHASH =
        keccak256("PermitOffer(address seller,uint32 period,uint64 grams,uint64 priceMicroPerKg,uint64 expiry,uint64 nonce)");
    bytes32 private constant RETIREMENT_TYPEHASH =
        keccak256("PermitRetirement(address owner,uint32 period,uint64 grams,uint64 nonce,uint64 deadline)");
    uint8 private constant SUSPENDED_FINE_UNPAID = 1;
    uint256 private constant UG_PER_GRAM = 1_000_000;

    /// Permits of a period, in grams: issued = held + surrendered + retired.
    struct Supply { uint64 issuedGrams; uint64 surrenderedGrams; uint64 retiredGrams; }

    IAdmissionPolicy public immutable policy;
    address public immutable treasury;
    uint64 public immutable finePriceMicroPerKg;

    mapping(bytes32 id => uint64 grams) public filledGrams;
    mapping(uint32 period => Supply) public supplyOf;
    /// @inheritdoc ICarbonLedger
    mapping(address unit => uint256) public fineDueMicro;

    constructor(
        address admin,
        IERC20 token_,
        IMeterRegistry registry_,
        IReadingLedger ledger_,
        IAdmissionPolicy policy_,
        address treasury_,
        uint64 periodSeconds_,
        uint64 graceSeconds_,
        uint64 finePriceMicroPerKg_
    )
        ERC1155("")
        EIP712("Joulegate", "1")
        Escrow(token_)
        UnitIntensities(registry_)
        EmissionMeter(ledger_, periodSeconds_, graceSeconds_)
    {
        if (admin == address(0) || treasury_ == address(0)) revert ZeroAddress();
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        policy = policy_;
        treasury = treasury_;
        finePriceMicroPerKg = finePriceMicroPerKg_;
    }

    /// Money held here for an account. ERC-1155's balanceOf(account, period) counts its permits.
    function balanceOf(address account) external view returns (uint256) {
        return _escrowOf(account);
    }

    function applicationDigest(CarbonApplication calldata application) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(APPLICATION_TYPEHASH, application)));
    }

    function offerDigest(PermitOffer calldata offer) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(OFFER_TYPEHASH, offer)));
    }

    function retirementDigest(PermitRetirement calldata retirement) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(RETIREMENT_TYPEHASH, retirement)));
    }

    function allocate(address unit, uint32 period, uint64 grams) external onlyRole(AUTHORITY_ROLE) {
        address owner = _ownerOf(unit);
        Account storage account = _accounts[unit][period];
        if (account.settled) revert PeriodAlreadySettled(unit, period);
        account.allowanceGrams += grams;
        supplyOf[period].issuedGrams += grams;
        _updateOne(address(0), owner, period, grams);
        emit AllowanceIssued(unit, period, owner, grams);
    }

    function fill(
        CarbonApplication calldata application,
        bytes calldata applicationSignature,
        PermitOffer calldata offer,
        bytes calldata offerSignature,
        uint64 grams
    ) external {
        if (application.period != offer.period) revert PeriodMismatch(application.period, offer.period);
        if (offer.priceMicroPerKg > application.maxPriceMicroPerKg) {
            revert PriceOutsideLimit(offer.priceMicroPerKg, application.maxPriceMicroPerKg);
        }
        if (block.timestamp > application.expiry) revert Expired(application.expiry, block.timestamp);
        if (block.timestamp > offer.expiry) revert Expired(offer.expiry, block.timestamp);
        address buyer = _ownerOf(application.unit);
        bytes32 applicationId = applicationDigest(application);
        bytes32 offerId = offerDigest(offer);
        _checkSignature(buyer, applicationId, applicationSignature);
        _checkSignature(offer.seller, offerId, offerSignature);
        _take(applicationId, grams, application.grams);
        uint64 soldBefore = _take(offerId, grams, offer.grams);

        // Rounded down over all that the offer has sold, not over each part: bought in crumbs it costs as much.
        uint256 paid = _price(soldBefore + grams, offer.priceMicroPerKg) - _price(soldBefore, offer.priceMicroPerKg);
        _debit(buyer, paid);
        _credit(offer.seller, paid);
        _updateOne(offer.seller, buyer, offer.period, grams);
        emit PermitsTraded(applicationId, offerId, buyer, offer.seller, offer.period, grams, paid);
    }

    function settlePeriod(address unit, uint32 period) external nonReentrant {
        address owner = _ownerOf(unit);
        uint256 end = (uint256(period) + 1) * periodSeconds;
        if (block.timestamp < end + graceSeconds) revert PeriodNotOver(period, block.timestamp);
        Account storage account = _closeAccount(unit, period, end);
        uint64 obligation = _obligationGrams(account.emissionsUg);
        uint256 held = balanceOf(owner, period);
        uint64 surrendered = held < obligation ? uint64(held) : obligation;
        uint64 deficit = obligation - surrendered;
        account.surrenderedGrams = surrendered;
        account.deficitGrams = deficit;
        if (surrendered > 0) {
            supplyOf[period].surrenderedGrams += surrendered;
            _updateOne(owner, address(0), period, surrendered);
        }
        uint256 fine = (uint256(deficit) * finePriceMicroPerKg + 999) / 1000;
        emit PeriodSettled(unit, period, obligation, surrendered, deficit, fine);
        if (fine > 0) _fineUnit(unit, owner, fine);
    }

    function payFine(address unit) external nonReentrant {
        uint256 due = fineDueMicro[unit];
        if (due == 0) revert NoFineDue(unit);
        fineDueMicro[unit] = 0;
        address owner = _ownerOf(unit);
        if (_escrowOf(owner) >= due) _debit(owner, due);
        else _pull(msg.sender, due);
        _credit(treasury, due);
        emit FinePaid(unit, msg.sender, due);
        policy.cure(unit, SUSPENDED_FINE_UNPAID);
    }

    function retire(uint32 period, uint64 grams) external {
        _retire(bytes32(0), msg.sender, period, grams);
    }

    function retireFor(PermitRetirement calldata retirement, bytes calldata ownerSignature) external {
        if (block.timestamp > retirement.deadline) revert Expired(retirement.deadline, block.timestamp);
        bytes32 id = retirementDigest(retirement);
        _checkSignature(retirement.owner, id, ownerSignature);
        _take(id, retirement.grams, retirement.grams);
        _retire(id, retirement.owner, retirement.period, retirement.grams);
    }

    function claimRecoveredPermits(address account, uint32 period) external {
        address to = _successorOf(account);
        uint64 grams = uint64(balanceOf(account, period));
        if (to == address(0) || grams == 0) revert NothingRecovered(account, to, grams);
        _updateOne(account, to, period, grams);
    }

    function supportsInterface(bytes4 interfaceId) public view override(ERC1155, AccessControl) returns (bool) {
        return super.supportsInterface(interfaceId);
    }

    /// Taken from the owner's escrow at once where it suffices; else access is suspended until it is paid (C3).
    function _fineUnit(address unit, address owner, uint256 fine) private {
        if (_escrowOf(owner) >= fine) {
            _debit(owner, fine);
            _credit(treasury, fine);
            emit FinePaid(unit, owner, fine);
        } else {
            fineDueMicro[unit] += fine;
            policy.suspend(unit, SUSPENDED_FINE_UNPAID, "fine unpaid");
        }
    }

    function _retire(bytes32 id, address owner, uint32 period, uint64 grams) private {
        supplyOf[period].retiredGrams += grams;
        _updateOne(owner, address(0), period, grams);
        emit PermitsRetired(id, owner, period, grams);
    }

    /// Answers what had been taken of it before.
    function _take(bytes32 id, uint64 grams, uint64 limit) private returns (uint64 filled) {
        filled = filledGrams[id];
        if (grams == 0 || grams > limit - filled) revert Overfilled(id, grams, limit - filled);
        filledGrams[id] = filled + grams;
    }

    /// Whole grams, rounded up. A register's 56 bits at an intensity's 32 pass 64 bits of grams: then it is all that can be owed.
    function _obligationGrams(uint128 emissionsUg) private pure returns (uint64) {
        uint256 grams = (uint256(emissionsUg) + UG_PER_GRAM - 1) / UG_PER_GRAM;
        return grams > type(uint64).max ? type(uint64).max : uint64(grams);
    }

    function _price(uint64 grams, uint64 priceMicroPerKg) private pure returns (uint256) {
        return uint256(grams) * priceMicroPerKg / 1000;
    }

    function _successorOf(address account) internal view override returns (address) {
        return registry.successorOf(account);
    }

    function _ownerOf(address unit) private view returns (address owner) {
        owner = registry.ownerOf(unit);
        if (owner == address(0)) revert UnitUnknown(unit);
    }

    function _checkSignature(address expected, bytes32 digest, bytes calldata signature) private pure {
        (address recovered,,) = ECDSA.tryRecover(digest, signature);
        if (recovered != expected || recovered == address(0)) revert OwnerSignatureInvalid(expected, recovered);
    }

    /// Without the ERC-1155 acceptance call: permits go to owners' addresses, and nothing is called back meanwhile.
    function _updateOne(address from, address to, uint32 period, uint64 grams) private {
        uint256[] memory ids = new uint256[](1);
        uint256[] memory values = new uint256[](1);
        ids[0] = period;
        values[0] = grams;
        _update(from, to, ids, values);
    }
}
