// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// What of forge's cheats the harness uses: https://getfoundry.sh/reference/cheatcodes/overview
interface Vm {
    struct Wallet { address addr; uint256 publicKeyX; uint256 publicKeyY; uint256 privateKey; }

    function createWallet(uint256 privateKey) external returns (Wallet memory);
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function prank(address sender) external;
    function warp(uint256 timestamp) external;
    function envBytes(string calldata name) external view returns (bytes memory);
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
