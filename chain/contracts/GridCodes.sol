// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IAdmissionPolicy} from "./interfaces/IAdmissionPolicy.sol";

/// @title What grid codes demand, and who is certified to meet it (paper O3).
/// @dev A profile is what its id says and nobody's to change; which one counts, a zone's operator chooses. CERTIFIER_ROLE is
/// believed about whether a unit conforms.
abstract contract GridCodes is IAdmissionPolicy, AccessControl {
    bytes32 public constant CERTIFIER_ROLE = keccak256("CERTIFIER_ROLE");
    uint256 internal constant VOLTAGE_WINDOW = 0;
    uint256 internal constant FREQUENCY_WINDOW = 1;

    mapping(bytes32 id => GridCodeProfile) private _profiles;
    mapping(address meter => mapping(bytes32 profile => Certificate)) private _certificates;

    function profileOf(bytes32 id) public view returns (GridCodeProfile memory) {
        return _profiles[id];
    }

    function certificateOf(address meter, bytes32 profile) external view returns (Certificate memory) {
        return _certificates[meter][profile];
    }

    function addProfile(string calldata name, GridCodeProfile calldata profile) external returns (bytes32 id) {
        GridCodeProfile memory p = profile;
        _checkWindow(VOLTAGE_WINDOW, p.minVoltageMv, p.maxVoltageMv);
        _checkWindow(FREQUENCY_WINDOW, p.minFrequencyMhz, p.maxFrequencyMhz);
        _checkWindow(2, p.underVoltageTripLowMv, p.underVoltageTripHighMv);
        _checkWindow(3, p.overVoltageTripLowMv, p.overVoltageTripHighMv);
        _checkWindow(4, p.underFrequencyTripLowMhz, p.underFrequencyTripHighMhz);
        _checkWindow(5, p.overFrequencyTripLowMhz, p.overFrequencyTripHighMhz);
        if (p.maxVoltageMv == 0) revert WindowInvalid(VOLTAGE_WINDOW, 0, 0);
        id = keccak256(abi.encode(name, p));
        if (_isKnown(id)) return id;
        _profiles[id] = p;
        emit GridCodeProfileAdded(id, name, p);
    }

    function issueCertificate(address meter, bytes32 profile, uint64 expiresAt, bytes32 documentHash) external onlyRole(CERTIFIER_ROLE) {
        if (!_isKnown(profile)) revert ProfileUnknown(profile);
        if (expiresAt <= block.timestamp) revert DeadlinePassed(expiresAt, block.timestamp);
        _certificates[meter][profile] = Certificate(expiresAt, documentHash);
        emit CertificateIssued(meter, profile, msg.sender, expiresAt, documentHash);
    }

    function revokeCertificate(address meter, bytes32 profile) external onlyRole(CERTIFIER_ROLE) {
        if (_certificates[meter][profile].expiresAt == 0) revert CertificateUnknown(meter, profile);
        delete _certificates[meter][profile];
        emit CertificateRevoked(meter, profile, msg.sender);
        if (_profiles[profile].certificateDemanded) _onCertificateLost(meter, profile);
    }

    /// A profile that demands a certificate has lost it for this meter.
    function _onCertificateLost(address meter, bytes32 profile) internal virtual;

    /// Until when a meter is certified, 0 if it is not or no longer.
    function _certifiedUntil(address meter, bytes32 profile) internal view returns (uint64 expiresAt) {
        expiresAt = _certificates[meter][profile].expiresAt;
        if (expiresAt <= block.timestamp) return 0;
    }

    function _isKnown(bytes32 id) internal view returns (bool) {
        return _profiles[id].maxVoltageMv != 0;
    }

    function _checkWindow(uint256 window, uint32 low, uint32 high) internal pure {
        if (low > high) revert WindowInvalid(window, low, high);
    }
}
