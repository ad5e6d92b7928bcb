// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Tokens that misbehave, for tests only: chain/gen.mjs leaves this folder out.
/// @notice Anyone may mint.
abstract contract TestToken is ERC20 {
    constructor() ERC20("Test", "TST") {}

    /// @notice Makes coins out of nothing.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @title An honest token without ERC-2612.
contract PlainToken is TestToken {
    // solhint-disable-previous-line no-empty-blocks
}

/// @title Takes one percent of every transfer.
contract FeeToken is TestToken {
    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0)) {
            super._update(from, to, value);
        } else {
            super._update(from, address(0), value / 100);
            super._update(from, to, value - value / 100);
        }
    }
}

/// @title Answers false where it should revert, and moves nothing.
contract FalseToken is TestToken {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }

    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @title Moves coins but answers nothing, as older tokens do.
contract SilentToken is TestToken {
    function transfer(address to, uint256 value) public override returns (bool) {
        super.transfer(to, value);
        // solhint-disable-next-line no-inline-assembly
        assembly {
            return(0, 0)
        }
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        super.transferFrom(from, to, value);
        // solhint-disable-next-line no-inline-assembly
        assembly {
            return(0, 0)
        }
    }
}

/// @title Calls its caller back in the middle of a transfer, and lets the call's failure through.
contract ReentrantToken is TestToken {
    bytes private _payload;

    /// @notice What to call back with; empty: nothing.
    function arm(bytes calldata payload) external {
        _payload = payload;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (_payload.length == 0 || from == address(0)) return;
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, bytes memory answer) = msg.sender.call(_payload);
        if (ok) return;
        // solhint-disable-next-line no-inline-assembly
        assembly {
            revert(add(answer, 32), mload(answer))
        }
    }
}

/// @title Refuses to move coins from or to whom its issuer has listed.
contract BlacklistToken is TestToken {
    mapping(address account => bool) private _isListed;

    error Listed(address account);

    /// @notice Anyone may list anyone: this is a test.
    function list(address account) external {
        _isListed[account] = true;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (_isListed[from]) revert Listed(from);
        if (_isListed[to]) revert Listed(to);
        super._update(from, to, value);
    }
}

/// @title Takes coins out of any balance, as a token that rebases downwards does.
contract RebasingToken is TestToken {
    /// @notice Shrinks one balance.
    function shrink(address account, uint256 amount) external {
        _burn(account, amount);
    }
}
