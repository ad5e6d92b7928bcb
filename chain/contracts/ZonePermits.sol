// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AdmissionRules} from "./AdmissionRules.sol";
import {GridCodes} from "./GridCodes.sol";
import {IMeterRegistry} from "./interfaces/IMeterRegistry.sol";

/// @title A zone's criteria and the permits under them: from the grant to expiry or revocation, with suspensions between.
/// @dev A zone's operator is believed about its grid and nothing else. What permits hold of a zone's hosting capacity is
/// counted here and by nobody else: grantedCapacityW is the sum over all permits that are Granted.
abstract contract ZonePermits is GridCodes {
    bytes32 public constant SUSPENDER_ROLE = keccak256("SUSPENDER_ROLE");

    // Reasons of a suspension: protos/src/vocabulary.ts, SUSPENSION_BIT.
    uint8 internal constant SAFETY = 2;
    uint8 internal constant OPERATOR = 3;
    uint8 internal constant TAMPER = 4;

    /// How far a meter's readings have served for reports.
    struct Watch {
        uint64 limitsCounter;      // last reading reported, or that cured
        uint64 feedInCounter;      // last reading of a reported feed-in
        uint64 tamperCuredAt;
    }

    /// Access that has ended, oldest first: from when until when it stood.
    struct Stay { uint32 since; uint32 end; }

    IMeterRegistry public immutable registry;

    mapping(uint32 zone => Criteria) internal _criteria;
    mapping(address meter => Permit) private _permits;
    mapping(address meter => Watch) internal _watches;
    mapping(address meter => Stay[]) private _stays;

    constructor(IMeterRegistry registry_) {
        registry = registry_;
    }

    function criteriaOf(uint32 zone) external view returns (Criteria memory) {
        return _criteria[zone];
    }

    function permitOf(address meter) public view returns (Permit memory) {
        return _permits[meter];
    }

    function isAdmitted(address meter) public view returns (bool) {
        if (!_isAdmitted(permitOf(meter))) return false;
        (, IMeterRegistry.Status status,,) = registry.signerOf(meter);
        return status == IMeterRegistry.Status.Active;
    }

    function wasAdmitted(address meter, uint64 from, uint64 to) external view returns (bool) {
        Permit memory permit = permitOf(meter);
        if (_isOpen(permit) && permit.since <= from) return permit.validUntil == 0 || to <= permit.validUntil;
        Stay[] storage stays = _stays[meter];
        for (uint256 i = stays.length; i > 0 && stays[i - 1].end >= to; i--) {
            if (stays[i - 1].since <= from) return true;
        }
        return false;
    }

    function tradeLimits(address seller, address buyer)
        external
        view
        returns (bool sellerAdmitted, uint64 sellerCapacityW, bool buyerFree, uint64 priceCeilingMicroPerKwh)
    {
        // Field by field, not _isAdmitted: a copy in memory would cost every trade.
        Permit storage permit = _permits[seller];
        uint256 end = permit.validUntil;
        sellerAdmitted = permit.state == PermitState.Granted && permit.suspensions == 0 && (end == 0 || block.timestamp < end);
        sellerCapacityW = permit.capacityW;
        buyerFree = _permits[buyer].suspensions == 0;
        priceCeilingMicroPerKwh = _criteria[permit.zone].priceCeilingMicroPerKwh;
    }

    function setCriteria(uint32 zone, Criteria calldata given) external {
        Criteria memory criteria = given;
        Criteria storage current = _criteria[zone];
        if (current.operator == address(0)) _checkRole(DEFAULT_ADMIN_ROLE);
        else if (current.operator != msg.sender) revert NotZoneOperator(zone, msg.sender);
        if (criteria.operator == address(0)) revert NotZoneOperator(zone, address(0));
        _checkWindow(VOLTAGE_WINDOW, criteria.minVoltageMv, criteria.maxVoltageMv);
        _checkWindow(FREQUENCY_WINDOW, criteria.minFrequencyMhz, criteria.maxFrequencyMhz);
        bytes32 profile = criteria.gridCodeProfile;
        if (profile != bytes32(0) && !_isKnown(profile)) revert ProfileUnknown(profile);
        (criteria.version, criteria.grantedCapacityW) = (current.version + 1, current.grantedCapacityW);
        _criteria[zone] = criteria;
        emit CriteriaSet(zone, criteria.version, criteria);
    }

    function suspend(address meter, uint8 bit, bytes32 reason) external {
        if (bit == SAFETY || bit == TAMPER) revert ReadingsDecide(bit);
        _checkMaySuspend(meter, bit);
        _suspend(meter, bit, reason);
    }

    function cure(address meter, uint8 bit) external {
        if (bit == SAFETY) revert ReadingsDecide(bit);
        _checkMaySuspend(meter, bit);
        if (bit == TAMPER) _watches[meter].tamperCuredAt = uint64(block.timestamp);
        _cure(meter, bit);
    }

    function revoke(address meter) external {
        Permit memory permit = _granted(meter);
        (, IMeterRegistry.Status status,,) = registry.signerOf(meter);
        // A revoked meter's capacity is anyone's to return; else it is the operator's decision.
        if (status != IMeterRegistry.Status.Revoked && _criteria[permit.zone].operator != msg.sender) {
            revert NotZoneOperator(permit.zone, msg.sender);
        }
        _end(meter, permit, PermitState.Revoked);
    }

    function expire(address meter) external {
        Permit memory permit = _granted(meter);
        if (!_isOver(permit)) revert NotExpired(meter, permit.validUntil);
        _end(meter, permit, PermitState.Expired);
    }

    function _onCertificateLost(address meter, bytes32 profile) internal override {
        Permit memory permit = permitOf(meter);
        if (permit.state != PermitState.Granted || _criteria[permit.zone].gridCodeProfile != profile) return;
        _end(meter, permit, PermitState.Revoked);
    }

    function _suspend(address meter, uint8 bit, bytes32 reason) internal {
        Permit memory permit = permitOf(meter);
        _close(meter, permit);
        permit.suspensions |= uint8(1 << bit);
        _save(meter, permit);
        emit AccessSuspended(meter, permit.suspensions, reason);
    }

    function _cure(address meter, uint8 bit) internal {
        Permit memory permit = permitOf(meter);
        bool wasOpen = _isOpen(permit);
        permit.suspensions &= ~uint8(1 << bit);
        // Over meanwhile: nothing is left of it that could count as access.
        if (!wasOpen && _isOpen(permit)) {
            permit.since = _isOver(permit) ? permit.validUntil : uint32(block.timestamp);
        }
        _save(meter, permit);
        emit AccessCured(meter, permit.suspensions);
    }

    /// What a permit that was Granted held goes back to its zone.
    function _end(address meter, Permit memory permit, PermitState state) private {
        uint64 capacityW = permit.capacityW;
        _close(meter, permit);
        permit.state = state;
        permit.capacityW = 0;
        _save(meter, permit);
        _criteria[permit.zone].grantedCapacityW -= capacityW;
        if (state == PermitState.Expired) emit AccessExpired(meter, permit.zone, capacityW);
        else emit AccessRevoked(meter, permit.zone, capacityW);
    }

    function _granted(address meter) private view returns (Permit memory permit) {
        permit = permitOf(meter);
        if (permit.state != PermitState.Granted) revert NotAdmitted(meter);
    }

    /// What stood until now, or until its own end, is kept as a stay. Who never asked is shut out from now on.
    function _close(address meter, Permit memory permit) internal {
        uint32 end = _isOver(permit) ? permit.validUntil : uint32(block.timestamp);
        if (permit.since == 0) permit.since = end;
        if (!_isOpen(permit) || permit.since >= end) return;
        _stays[meter].push(Stay(permit.since, end));
        permit.since = end;
    }

    function _save(address meter, Permit memory permit) internal {
        _permits[meter] = permit;
    }

    /// Past its end, suspended or not, whether or not anybody called expire().
    function _isOver(Permit memory permit) internal view returns (bool) {
        return permit.validUntil != 0 && block.timestamp >= permit.validUntil;
    }

    /// Until its end, if that has not come.
    function _isOpen(Permit memory permit) internal pure returns (bool) {
        return permit.state == PermitState.Granted && permit.suspensions == 0;
    }

    function _isRunning(Permit memory permit) internal view returns (bool) {
        return permit.state == PermitState.Granted && !_isOver(permit);
    }

    function _isAdmitted(Permit memory permit) internal view returns (bool) {
        return _isOpen(permit) && !_isOver(permit);
    }

    /// Of a meter that is not admitted: since when. An end that nobody recorded is the permit's own.
    function _outSince(Permit memory permit) internal pure returns (uint32) {
        return _isOpen(permit) && permit.validUntil > permit.since ? permit.validUntil : permit.since;
    }

    function _checkMaySuspend(address meter, uint8 bit) private view {
        if (bit > TAMPER) revert SuspensionBitInvalid(bit, TAMPER);
        if (bit < SAFETY) {
            _checkRole(SUSPENDER_ROLE);
        } else {
            // Where the meter stands, not where it once asked to: a refused request gives no operator a say.
            uint32 zone = registry.meterOf(meter).zone;
            if (_criteria[zone].operator != msg.sender) revert NotZoneOperator(zone, msg.sender);
        }
    }

    /// A zone's criteria, narrowed by its grid code; and that, zeros where none is demanded.
    function _rulesOf(uint32 zone) internal view returns (Criteria memory c, GridCodeProfile memory p) {
        c = _criteria[zone];
        if (c.operator == address(0)) revert ZoneUnknown(zone);
        if (c.gridCodeProfile != bytes32(0)) {
            p = profileOf(c.gridCodeProfile);
            AdmissionRules.narrow(c, p);
        }
    }
}
