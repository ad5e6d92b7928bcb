// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {GuaranteeRetirement} from "./Types.sol";

/// @title Guarantees of origin (ERC-1155, id = meter and range of boundaries, one unit = one Wh).
/// @notice Terms of EN 16325 and of Directive (EU) 2018/2001, Article 19: a guarantee is issued for energy measured as exported from
/// a renewable source, each Wh once; transferred; and cancelled (here: retired) once, for a beneficiary and a purpose, which is what may
/// be disclosed to a customer. What is neither is expired, and belongs to the residual mix.
interface IGuaranteeOfOrigin {
    /// What a token stands for. Times follow from boundaries: b is the instant b * intervalSeconds.
    struct Guarantee {
        address meter;
        uint8 source;
        uint8 carrier;
        uint32 zone;
        uint64 fromBoundary;
        uint64 toBoundary;
        uint64 issuedWh;
        uint64 retiredWh;
        uint64 issuedAt;   // Unix seconds; 0: never issued
        uint64 expiresAt;  // Unix seconds: counted from the first Wh, so that none outlives its validity
    }

    event GuaranteeIssued(uint256 indexed guaranteeId, address indexed meter, address indexed owner, uint64 fromBoundary, uint64 toBoundary, uint64 energyWh);
    /// `id` is the EIP-712 digest of what the holder signed; zero where the holder retired by himself.
    event GuaranteeRetired(bytes32 indexed id, address indexed holder, uint256 indexed guaranteeId, uint64 energyWh, address beneficiary, bytes32 purposeHash);

    error RangeInvalid(uint64 fromBoundary, uint64 toBoundary);
    /// Issued is what lies from first to next; a further range ends where that begins or begins where that ends.
    error RangeNotAdjacent(address meter, uint64 first, uint64 next, uint64 fromBoundary, uint64 toBoundary);
    error RangeTooLong(uint64 fromBoundary, uint64 toBoundary, uint64 maxBoundaries);
    error NotRenewable(address meter, uint8 source);
    error GuaranteeExpired(uint256 guaranteeId, uint64 expiresAt);
    error NothingToRetire(uint256 guaranteeId);
    error RetirementUsed(bytes32 id);

    function validitySeconds() external view returns (uint64);
    function idOf(address meter, uint64 fromBoundary, uint64 toBoundary) external pure returns (uint256 guaranteeId);
    function guaranteeOf(uint256 guaranteeId) external view returns (Guarantee memory);
    /// Boundaries between which a meter's energy is guaranteed without a gap; zeros before the first.
    function issuedRangeOf(address meter) external view returns (uint64 first, uint64 next);
    /// The EIP-712 digest: the transaction id of the retirement.
    function retirementDigest(GuaranteeRetirement calldata retirement) external view returns (bytes32);
    /// Anyone: for what an active meter of a renewable source exported between two boundaries that the ledger has, to the meter's
    /// owner. Others than he may ask for 31 days at the most, so that nobody can lump a year into a token about to expire.
    function issue(address meter, uint64 fromBoundary, uint64 toBoundary) external returns (uint256 guaranteeId);
    /// By the holder. `purposeHash` is keccak256 of what the retirement is for, in words.
    /// Guarantees of an owner who was recovered (IOwnerRecovery) go to the successor; by anybody, until they expire.
    function claimRecovered(address account, uint256 guaranteeId) external;
    function retire(uint256 guaranteeId, uint64 energyWh, address beneficiary, bytes32 purposeHash) external;
    /// By the holder's signature, whoever posts it; each one once.
    function retireFor(GuaranteeRetirement calldata retirement, bytes calldata holderSignature) external;
}
