/** Money at the edges of the escrow: deposits, permits, relayed withdrawals, and tokens that do not keep their word. */
import { type Abi, encodeFunctionData, type Hex, hashTypedData, zeroAddress } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChainAccount, connectAccount } from '../src/deployment/index.ts';
import { RpcError } from '../src/engine/json-rpc.ts';
import { CONTRACTS } from '../src/generated/contracts.ts';
import { extractRevert } from '../src/node/reverts.ts';
import { deposit, signHash } from './support/actions.ts';
import { type Compiled, compileTestContracts } from './support/compile.ts';
import { eventOf, type Market, type Role, startMarket, T0 } from './support/market.ts';

let market: Market;
let tokens: Readonly<Record<string, Compiled>>;
let chain: ChainAccount;

beforeAll(async () => {
  tokens = compileTestContracts('HostileTokens.sol');
  market = await startMarket();
  chain = await connectAccount(market.engine.rpcUrl, market.people.admin.key);
  await market.setTime(T0);
  await deposit(market, 'energyMarket', 'buyer', 1_000n);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market.stop());

const escrowOf = (who: Role) => market.read<bigint>('energyMarket', 'balanceOf', [market.people[who].address]);
const coinsOf = (address: Hex) => market.read<bigint>('token', 'balanceOf', [address]);
const here = () => ({ chainId: market.deployment.chainId });
const field = (name: string, type: string) => ({ name, type });

describe('a withdrawal that somebody else posts', () => {
  const TYPE = [
    field('account', 'address'),
    field('to', 'address'),
    field('amount', 'uint256'),
    field('nonce', 'uint64'),
    field('deadline', 'uint64'),
  ];
  const makeArgs = async (more: { signer?: Role; contract?: 'carbonLedger'; deadline?: bigint; signedAmount?: bigint } = {}) => {
    const message = {
      account: market.people.buyer.address,
      to: market.people.stranger.address,
      amount: 400n,
      nonce: 1n,
      deadline: more.deadline ?? T0 + 60n,
    };
    const digest = hashTypedData({
      domain: {
        name: 'Joulegate',
        version: '1',
        ...here(),
        verifyingContract: market.deployment.contracts[more.contract ?? 'energyMarket'],
      },
      types: { Withdrawal: TYPE },
      primaryType: 'Withdrawal',
      message: { ...message, amount: more.signedAmount ?? message.amount },
    });
    const signature = await signHash(market.people[more.signer ?? 'buyer'].key, digest);
    return [message.account, message.to, message.amount, message.nonce, message.deadline, signature] as const;
  };

  it('pays once, to whom the account named, and holds no gas of the account’s', async () => {
    const args = await makeArgs();
    const mined = await market.send('energyMarket', 'withdrawSigned', args, 'relayer');
    expect(eventOf(mined, 'Withdrawn')).toMatchObject({ amount: 400n });
    expect([await escrowOf('buyer'), await coinsOf(market.people.stranger.address)]).toEqual([600n, 400n]);
    expect(await market.refusal('energyMarket', 'withdrawSigned', args)).toMatchObject({ name: 'WithdrawalUsed', args: { nonce: 1n } });
  });

  it.each([
    ['signed by another', 'WithdrawalInvalid', { signer: 'seller' }],
    ['for another amount than signed', 'WithdrawalInvalid', { signedAmount: 399n }],
    ['signed for the carbon ledger’s escrow', 'WithdrawalInvalid', { contract: 'carbonLedger' }],
    ['after its deadline', 'WithdrawalExpired', { deadline: T0 - 1n }],
  ] as const)('is refused %s: %s', async (_, error, change) => {
    expect((await market.refusal('energyMarket', 'withdrawSigned', await makeArgs(change))).name).toBe(error);
  });
});

describe('a deposit', () => {
  it('may be made by anyone for anyone, and belongs to whom it names', async () => {
    await market.send('token', 'mint', [market.people.relayer.address, 70n], 'admin');
    await market.send('token', 'approve', [market.deployment.contracts.energyMarket, 70n], 'relayer');
    const mined = await market.send('energyMarket', 'depositFor', [market.people.seller.address, 70n], 'relayer');
    expect(String(eventOf(mined, 'Deposited')['from']).toLowerCase()).toBe(market.people.relayer.address);
    expect([await escrowOf('seller'), await escrowOf('relayer')]).toEqual([70n, 0n]);
  });

  it('by permit needs the account’s signature alone; a permit that was played before it is no obstacle', async () => {
    const account = market.people.stranger;
    await market.send('token', 'mint', [account.address, 500n], 'admin');
    const spender = market.deployment.contracts.energyMarket;
    const digest = hashTypedData({
      domain: { name: 'Joulegate Energy Coin', version: '1', ...here(), verifyingContract: market.deployment.contracts.token },
      types: {
        Permit: [
          field('owner', 'address'),
          field('spender', 'address'),
          field('value', 'uint256'),
          field('nonce', 'uint256'),
          field('deadline', 'uint256'),
        ],
      },
      primaryType: 'Permit',
      message: { owner: account.address, spender, value: 500n, nonce: 0n, deadline: T0 + 60n },
    });
    const signature = await signHash(account.key, digest);
    const parts = [
      Number.parseInt(signature.slice(-2), 16),
      signature.slice(0, 66) as Hex,
      `0x${signature.slice(66, 130)}` as Hex,
    ] as const;
    await market.send('token', 'permit', [account.address, spender, 500n, T0 + 60n, ...parts], 'relayer');
    await market.send('energyMarket', 'depositWithPermit', [account.address, 500n, T0 + 60n, ...parts], 'relayer');
    expect(await escrowOf('stranger')).toBe(500n);
  });

  it('without allowance takes nothing', async () => {
    const refused = await market.refusal('energyMarket', 'depositFor', [market.people.seller.address, 1n], 'seller');
    expect(refused.text, 'ERC20InsufficientAllowance, the token’s own error').toMatch(/0xfb8f41b2/);
  });
});

describe('a withdrawal', () => {
  it.each([
    ['more than there is', 1_001n],
    ['more than any number', 2n ** 256n - 1n],
  ])('of %s is refused and says what there is', async (_, amount) => {
    const refused = await market.refusal('energyMarket', 'withdraw', [market.people.buyer.address, amount], 'buyer');
    expect(refused).toMatchObject({ name: 'InsufficientBalance', args: { needed: amount, available: 1_000n } });
  });

  it('leaves nothing behind when it takes all', async () => {
    await market.send('energyMarket', 'withdraw', [market.people.buyer.address, 1_000n], 'buyer');
    expect([await escrowOf('buyer'), await coinsOf(market.deployment.contracts.energyMarket)]).toEqual([0n, 0n]);
  });
});

describe('an escrow in a token that', () => {
  /** A second market whose money is the given test token; the admin holds and has approved 1000 of it. */
  async function open(name: string) {
    const token = tokens[name];
    if (!token) throw new Error(`test token ${name} expected in HostileTokens.sol`);
    const { meterRegistry, readingLedger, admissionPolicy } = market.deployment.contracts;
    const coin = await chain.deployContract(token, []);
    const escrow = await chain.deployContract(CONTRACTS.EnergyMarket, [coin, meterRegistry, readingLedger, admissionPolicy, 3_600n]);
    const me = market.people.admin.address;
    await chain.call(coin, token.abi, 'mint', [me, 1_000n]);
    await chain.call(coin, token.abi, 'approve', [escrow, 10_000n]);
    const abi = CONTRACTS.EnergyMarket.abi as Abi;
    const encode = (functionName: string, args: readonly unknown[]) => encodeFunctionData({ abi, functionName, args });
    return {
      me,
      escrow,
      encode,
      callToken: (functionName: string, args: readonly unknown[]) => chain.call(coin, token.abi, functionName, args),
      call: (functionName: string, args: readonly unknown[]) => chain.call(escrow, abi, functionName, args),
      owed: (account: Hex) => chain.read(escrow, abi, 'balanceOf', [account]) as Promise<bigint>,
      held: () => chain.read(coin, token.abi, 'balanceOf', [escrow]) as Promise<bigint>,
      refusal: async (functionName: string, args: readonly unknown[]) => {
        const request = [{ from: me, to: escrow, data: encode(functionName, args) }, 'latest'];
        const cause = await market.engine.request('eth_call', request).then(
          () => new Error(`${name}: a refusal of ${functionName} expected, got an acceptance`),
          (error: unknown) => error,
        );
        const revert = cause instanceof RpcError ? extractRevert(cause) : undefined;
        if (!revert) throw cause;
        return revert;
      },
    };
  }

  it('takes a fee on transfer accepts no deposit, for it would owe more than it holds', async () => {
    const { me, refusal } = await open('FeeToken');
    expect(await refusal('depositFor', [me, 500n])).toMatchObject({ name: 'TransferAmountMismatch', args: { expected: 500n, got: 495n } });
  });

  it('answers false credits nothing', async () => {
    const { me, refusal } = await open('FalseToken');
    expect((await refusal('depositFor', [me, 500n])).name).toBe('SafeERC20FailedOperation');
  });

  it.each(['PlainToken', 'SilentToken'])('answers nothing, or knows no permit (%s), works all the same', async (name) => {
    const { me, call, owed, held } = await open(name);
    await call('depositFor', [me, 300n]);
    await call('depositWithPermit', [me, 200n, 1n, 27, `0x${'11'.repeat(32)}`, `0x${'11'.repeat(32)}`]);
    expect([await owed(me), await held()]).toEqual([500n, 500n]);
    await call('withdraw', [me, 500n]);
    expect([await owed(me), await held()]).toEqual([0n, 0n]);
  });

  it.each([
    ['deposits again', (encode: Encode, me: Hex) => encode('depositFor', [me, 1n])],
    ['withdraws', (encode: Encode, me: Hex) => encode('withdraw', [me, 1n])],
    ['withdraws by signature', (encode: Encode, me: Hex) => encode('withdrawSigned', [me, me, 1n, 1n, 2n ** 40n, '0x'])],
    [
      'deposits by permit',
      (encode: Encode, me: Hex) =>
        encode('depositWithPermit', [me, 1n, 1n, 27, zeroAddress.padEnd(66, '0') as Hex, zeroAddress.padEnd(66, '0') as Hex]),
    ],
  ] as const)('calls back during a transfer and %s is refused', async (_, makePayload) => {
    const { me, encode, call, callToken, owed, held, refusal } = await open('ReentrantToken');
    await call('depositFor', [me, 500n]);
    await callToken('arm', [makePayload(encode, me)]);
    expect((await refusal('depositFor', [me, 100n])).name).toBe('ReentrancyGuardReentrantCall');
    expect((await refusal('withdraw', [me, 100n])).name).toBe('ReentrancyGuardReentrantCall');
    await callToken('arm', ['0x']);
    expect([await owed(me), await held()]).toEqual([500n, 500n]);
  });
});

type Encode = (functionName: string, args: readonly unknown[]) => Hex;
