/** Attacks, one table each: signatures bent or carried elsewhere, addresses of nobody, callbacks, tokens, relayers. */
import { type ContractName, TYPED_DATA, type TypedDataName, VERIFYING_CONTRACT } from '@joulegate/protos';
import { type Abi, concat, encodeFunctionData, type Hex, hashTypedData, keccak256, size, slice, toHex, zeroAddress } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ChainAccount, connectAccount } from '../src/deployment/index.ts';
import { CONTRACTS } from '../src/generated/contracts.ts';
import { ABIS } from '../src/node/abis.ts';
import {
  admit,
  batchArgs,
  commission,
  deposit,
  digestOf,
  fillArgs,
  leafOf,
  makeApplication,
  makeMeter,
  makeOffer,
  makeOrder,
  makeRegistration,
  makeRequest,
  matchArgs,
  oneReadingBatch,
  payloadOf,
  provePossession,
  recordBoundary,
  registrationArgs,
  requestArgs,
  SECP256K1_ORDER,
  sha256,
  signHash,
  signReading,
  signTyped,
  type TestMeter,
} from './support/actions.ts';
import { type Compiled, compileTestContracts } from './support/compile.ts';
import { BOUNDARY_0, eventOf, GRACE, INTERVAL, type Market, PERIOD, PERIOD_0, type Role, startMarket, T0 } from './support/market.ts';

let market: Market;
let chain: ChainAccount;
let seller: TestMeter;
let buyer: TestMeter;

beforeAll(async () => {
  market = await startMarket();
  chain = await connectAccount(market.engine.rpcUrl, market.people.admin.key);
  await market.setTime(T0);
  seller = await commission(market, 'seller', 1);
  buyer = await commission(market, 'buyer', 2, { source: 0 });
  await admit(market, 'seller', seller);
  await deposit(market, 'energyMarket', 'buyer', 1_000_000n);
  await deposit(market, 'carbonLedger', 'buyer', 1_000_000n);
  await market.send('carbonLedger', 'allocate', [seller.id, PERIOD_0, 5_000n], 'authority');
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

/** One place where an owner's signature is taken. */
interface Entry {
  readonly type: TypedDataName;
  readonly contract: ContractName;
  readonly functionName: string;
  readonly args: readonly unknown[];
  /** Where in args the signature stands, whose it is, and what it signs. */
  readonly at: number;
  readonly signer: Role;
  readonly message: object;
}
const ENTRIES: Readonly<Record<string, () => Promise<Entry>>> = {
  register: async () => {
    const message = makeRegistration(market, 'seller', makeMeter(9));
    const args = await registrationArgs(market, 'seller', makeMeter(9));
    return { type: 'Registration', contract: 'meterRegistry', functionName: 'register', args, at: 1, signer: 'seller', message };
  },
  rotate: async () => {
    const next = makeMeter(10);
    const message = { meter: seller.id, newKeyX: next.keyX, newKeyY: next.keyY, nonce: 1n };
    const signature = await signTyped(market, 'seller', 'Rotation', message);
    const possession = await provePossession(next, digestOf(market.deployment, 'Rotation', message));
    const args = [...Object.values(message), signature, possession];
    return { type: 'Rotation', contract: 'meterRegistry', functionName: 'rotate', args, at: 4, signer: 'seller', message };
  },
  revoke: async () => {
    const message = { meter: seller.id, nonce: 1n };
    const args = [seller.id, 1n, await signTyped(market, 'seller', 'Revocation', message)];
    return { type: 'Revocation', contract: 'meterRegistry', functionName: 'revoke', args, at: 2, signer: 'seller', message };
  },
  setRecoveryRule: async () => {
    const message = { owner: market.people.seller.address, guardian: market.people.operator.address, delaySeconds: 86_400, nonce: 1n };
    const args = [...Object.values(message), await signTyped(market, 'seller', 'RecoveryRule', message)];
    return { type: 'RecoveryRule', contract: 'meterRegistry', functionName: 'setRecoveryRule', args, at: 4, signer: 'seller', message };
  },
  recordBatch: async () => {
    const closing = await signReading(market, seller, { counter: 1n, time: T0 });
    const batch = { meter: seller.id, firstCounter: 1n, count: 1, root: leafOf(seller.id, closing), closing };
    const message = { ...batch, closingDigest: sha256(payloadOf(closing)) };
    const args = await batchArgs(market, 'seller', batch);
    return { type: 'ReadingBatch', contract: 'readingLedger', functionName: 'recordBatch', args, at: 1, signer: 'seller', message };
  },
  decide: async () => {
    const args = await requestArgs(market, 'seller', makeRequest(seller, { nonce: 2n }));
    return {
      type: 'AdmissionRequest',
      contract: 'admissionPolicy',
      functionName: 'decide',
      args,
      at: 1,
      signer: 'seller',
      message: args[0],
    };
  },
  'postMatch, the sell order': async () => {
    const args = await matchArgs(market, makeOrder('sell', seller), makeOrder('buy', buyer), 10n, 200_000n);
    return { type: 'Order', contract: 'energyMarket', functionName: 'postMatch', args, at: 1, signer: 'seller', message: args[0] };
  },
  'postMatch, the buy order': async () => {
    const args = await matchArgs(market, makeOrder('sell', seller), makeOrder('buy', buyer), 10n, 200_000n);
    return { type: 'Order', contract: 'energyMarket', functionName: 'postMatch', args, at: 3, signer: 'buyer', message: args[2] };
  },
  cancelOrder: async () => {
    const order = makeOrder('sell', seller);
    const message = { orderId: digestOf(market.deployment, 'Order', { ...order }) };
    const args = [order, await signTyped(market, 'seller', 'OrderCancellation', message)];
    return { type: 'OrderCancellation', contract: 'energyMarket', functionName: 'cancelOrder', args, at: 1, signer: 'seller', message };
  },
  'fill, the application': async () => {
    const args = await fillArgs(market, makeApplication(buyer, PERIOD_0), makeOffer(market, 'seller', PERIOD_0), 10n);
    return { type: 'CarbonApplication', contract: 'carbonLedger', functionName: 'fill', args, at: 1, signer: 'buyer', message: args[0] };
  },
  'fill, the offer': async () => {
    const args = await fillArgs(market, makeApplication(buyer, PERIOD_0), makeOffer(market, 'seller', PERIOD_0), 10n);
    return { type: 'PermitOffer', contract: 'carbonLedger', functionName: 'fill', args, at: 3, signer: 'seller', message: args[2] };
  },
  'retireFor, permits': async () => {
    const message = { owner: market.people.seller.address, period: PERIOD_0, grams: 10n, nonce: 1n, deadline: T0 + 86_400n };
    const args = [message, await signTyped(market, 'seller', 'PermitRetirement', message)];
    return { type: 'PermitRetirement', contract: 'carbonLedger', functionName: 'retireFor', args, at: 1, signer: 'seller', message };
  },
  'retireFor, guarantees': async () => {
    await market.setTime(T0 + INTERVAL);
    for (const index of [0, 1]) await recordBoundary(market, seller, index, 0n, BigInt(index) * 500n);
    await market.send('guaranteeOfOrigin', 'issue', [seller.id, BOUNDARY_0, BOUNDARY_0 + 1n], 'stranger');
    const [holder, purposeHash] = [market.people.seller.address, keccak256('0x')];
    const guaranteeId = concat([seller.id, toHex(BOUNDARY_0, { size: 6 }), toHex(BOUNDARY_0 + 1n, { size: 6 })]);
    const message = { holder, guaranteeId, energyWh: 200n, beneficiary: holder, purposeHash, nonce: 1n, deadline: T0 + 86_400n };
    const args = [message, await signTyped(market, 'seller', 'GuaranteeRetirement', message)];
    return {
      type: 'GuaranteeRetirement',
      contract: 'guaranteeOfOrigin',
      functionName: 'retireFor',
      args,
      at: 1,
      signer: 'seller',
      message,
    };
  },
};

const parts = (signature: Hex) => [slice(signature, 0, 32), slice(signature, 32, 64), Number(slice(signature, 64))] as const;
const BENT: Readonly<Record<string, (signature: Hex) => Hex>> = {
  'with its other s, which recovers the same key': (signature) => {
    const [r, s, v] = parts(signature);
    return concat([r, toHex(SECP256K1_ORDER - BigInt(s), { size: 32 }), toHex(v === 27 ? 28 : 27)]);
  },
  'with v as 0 or 1': (signature) => concat([slice(signature, 0, 64), toHex(parts(signature)[2] - 27, { size: 1 })]),
  'with the other v': (signature) => concat([slice(signature, 0, 64), toHex(55 - parts(signature)[2])]),
  'with v of EIP-155': (signature) => concat([slice(signature, 0, 64), toHex(parts(signature)[2] + 10)]),
  'in the 64 bytes of EIP-2098': (signature) => {
    const [r, s, v] = parts(signature);
    return concat([r, toHex(BigInt(s) | (v === 28 ? 1n << 255n : 0n), { size: 32 })]);
  },
  'with a byte behind it': (signature) => concat([signature, '0x00']),
  'that is empty': () => '0x',
  'of zeros': () => `0x${'00'.repeat(65)}`,
  'of zeros with a good v': () => `0x${'00'.repeat(64)}1b`,
};

const refusalWith = (entry: Entry, signature: Hex) =>
  market.refusal(entry.contract, entry.functionName, entry.args.with(entry.at, signature));

describe.each(Object.entries(ENTRIES))('%s', (_, makeEntry) => {
  test('takes the signature as its owner made it', async () => {
    const { contract, functionName, args } = await makeEntry();
    await market.send(contract, functionName, args);
  });

  test.each(Object.entries(BENT))('refuses one %s', async (__, bend) => {
    const entry = await makeEntry();
    expect((await refusalWith(entry, bend(entry.args[entry.at] as Hex))).name).toBe('OwnerSignatureInvalid');
  });

  test.each([
    ['another chain', { chainId: 246 }],
    ['another deployment', { verifyingContract: `0x${'12'.repeat(20)}` as Hex }],
    ['another contract of this market', {}],
    ['another version', { version: '2' }],
    ['another application', { name: 'joulegate' }],
  ])('refuses one made for %s', async (where, change) => {
    const entry = await makeEntry();
    const own = VERIFYING_CONTRACT[entry.type];
    const others = Object.entries(market.deployment.contracts).filter(([name]) => name !== own);
    const places = where === 'another contract of this market' ? others.map(([, at]) => ({ verifyingContract: at })) : [change];
    for (const place of places) {
      const hash = hashTypedData({
        domain: {
          name: 'Joulegate',
          version: '1',
          chainId: market.deployment.chainId,
          verifyingContract: market.deployment.contracts[own],
          ...place,
        },
        types: { [entry.type]: TYPED_DATA[entry.type] as readonly { name: string; type: string }[] },
        primaryType: entry.type as string,
        message: entry.message as Record<string, unknown>,
      });
      expect((await refusalWith(entry, await signHash(market.people[entry.signer].key, hash))).name).toBe('OwnerSignatureInvalid');
    }
  });
});

describe('a meter’s own signature', () => {
  test.each(Object.entries(BENT).filter(([name]) => !/EIP-2098|behind|empty/.test(name)))('is refused %s', async (_, bend) => {
    const reading = await signReading(market, seller, { counter: 1n, time: T0 });
    const bent = concat([slice(reading, 0, 67), bend(slice(reading, 67))]);
    expect(size(bent)).toBe(132);
    expect((await market.refusal('readingLedger', 'verify', [seller.id, bent])).name).toBe('SignatureInvalid');
  });
});

describe('the zero address', () => {
  const here = () => market.deployment.contracts;
  const DEPLOYMENTS: readonly (readonly [keyof typeof CONTRACTS, string, () => readonly unknown[]])[] = [
    ['MeterRegistry', 'admin', () => [zeroAddress]],
    ['ReadingLedger', 'admin', () => [zeroAddress, here().meterRegistry, 900n, 30n]],
    ['AdmissionPolicy', 'admin', () => [zeroAddress, here().meterRegistry, here().readingLedger]],
    ['EnergyMarket', 'token', () => [zeroAddress, here().meterRegistry, here().readingLedger, here().admissionPolicy, 3_600n]],
  ];
  test.each(DEPLOYMENTS)('deploys no %s as its %s', async (contract, _, args) => {
    expect((await market.deploymentRefusal(contract, args())).name).toBe('ZeroAddress');
  });

  test.each([
    ['admin', { 0: zeroAddress }],
    ['token', { 1: zeroAddress }],
    ['treasury', { 5: zeroAddress }],
  ])('deploys no CarbonLedger as its %s', async (_, change) => {
    const { token, meterRegistry, readingLedger, admissionPolicy } = here();
    const [admin, treasury] = [market.people.admin.address, market.people.treasury.address];
    const args = [admin, token, meterRegistry, readingLedger, admissionPolicy, treasury, 3_600n, 900n, 1n];
    const changed = args.map((value, index) => (change as Record<number, Hex>)[index] ?? value);
    expect((await market.deploymentRefusal('CarbonLedger', changed)).name).toBe('ZeroAddress');
  });

  test.each(['energyMarket', 'carbonLedger'] as const)('is credited no money in the escrow of %s, and paid none', async (escrow) => {
    await market.send('token', 'mint', [market.people.buyer.address, 5n], 'admin');
    await market.send('token', 'approve', [here()[escrow], 5n], 'buyer');
    expect((await market.refusal(escrow, 'depositFor', [zeroAddress, 5n], 'buyer')).name).toBe('ZeroAddress');
    await expect(market.refusal(escrow, 'withdraw', [zeroAddress, 5n], 'buyer')).resolves.toBeDefined();
  });

  test('operates no zone', async () => {
    const criteria = await market.read<object>('admissionPolicy', 'criteriaOf', [7]);
    const refused = await market.refusal('admissionPolicy', 'setCriteria', [7, { ...criteria, operator: zeroAddress }], 'operator');
    expect(refused.name).toBe('NotZoneOperator');
  });
});

describe('a receiver of permits that calls back while it is told of them', () => {
  const carbon = () => market.deployment.contracts.carbonLedger;
  const encode = (functionName: string, args: readonly unknown[]) => encodeFunctionData({ abi: ABIS.carbonLedger, functionName, args });
  test.each([
    ['retires them', (_: Hex) => encode('retire', [PERIOD_0, 300n]), true],
    ['sends them on', (me: Hex) => encode('safeTransferFrom', [me, market.people.buyer.address, BigInt(PERIOD_0), 300n, '0x']), true],
    ['retires more than it was given', (_: Hex) => encode('retire', [PERIOD_0, 301n]), false],
    [
      'takes the rest from the sender',
      (me: Hex) => encode('safeTransferFrom', [market.people.seller.address, me, BigInt(PERIOD_0), 1n, '0x']),
      false,
    ],
    ['issues itself some', (_: Hex) => encode('allocate', [seller.id, PERIOD_0, 1n]), false],
  ] as const)('and %s leaves every gram counted once', async (_, makePayload, succeeds) => {
    const compiled = compileTestContracts('HostileReceiver.sol')['HostileReceiver'] as Compiled;
    const receiver = await chain.deployContract(compiled, []);
    await chain.call(receiver, compiled.abi, 'arm', [carbon(), makePayload(receiver)]);
    await market.send('carbonLedger', 'safeTransferFrom', [market.people.seller.address, receiver, BigInt(PERIOD_0), 300n, '0x'], 'seller');
    expect(await chain.read(receiver, compiled.abi, 'succeeded', [])).toBe(succeeds);
    const holders = [market.people.seller.address, market.people.buyer.address, receiver];
    const abi = ABIS.carbonLedger;
    const held = await Promise.all(
      holders.map((account) => chain.read(carbon(), abi, 'balanceOf', [account, BigInt(PERIOD_0)]) as Promise<bigint>),
    );
    const [issued, surrendered, retired] = await market.read<readonly bigint[]>('carbonLedger', 'supplyOf', [PERIOD_0]);
    expect(held.reduce((a, b) => a + b, 0n) + (surrendered ?? 0n) + (retired ?? 0n)).toBe(issued);
  });
});

describe('a token that turns hostile after deposits were made', () => {
  async function open(name: string) {
    const token = compileTestContracts('HostileTokens.sol')[name] as Compiled;
    const { meterRegistry, readingLedger, admissionPolicy } = market.deployment.contracts;
    const coin = await chain.deployContract(token, []);
    const escrow = await chain.deployContract(CONTRACTS.EnergyMarket, [coin, meterRegistry, readingLedger, admissionPolicy, 3_600n]);
    const abi = CONTRACTS.EnergyMarket.abi as Abi;
    const me = market.people.admin.address;
    await chain.call(coin, token.abi, 'mint', [me, 1_000n]);
    await chain.call(coin, token.abi, 'approve', [escrow, 1_000n]);
    await chain.call(escrow, abi, 'depositFor', [me, 600n]);
    await chain.call(escrow, abi, 'depositFor', [market.people.buyer.address, 400n]);
    return {
      me,
      escrow,
      callToken: (functionName: string, args: readonly unknown[]) => chain.call(coin, token.abi, functionName, args),
      withdraw: (to: Hex, amount: bigint) => chain.call(escrow, abi, 'withdraw', [to, amount]),
      owed: (account: Hex) => chain.read(escrow, abi, 'balanceOf', [account]),
      coins: (account: Hex) => chain.read(coin, token.abi, 'balanceOf', [account]),
    };
  }

  test('by a blacklist locks out whom it lists, who may still withdraw to another address; nobody else notices', async () => {
    const { me, callToken, withdraw, owed, coins } = await open('BlacklistToken');
    await callToken('list', [me]);
    await expect(withdraw(me, 100n)).rejects.toThrow();
    expect(await owed(me)).toBe(600n);
    await withdraw(market.people.stranger.address, 600n);
    expect([await owed(me), await coins(market.people.stranger.address), await owed(market.people.buyer.address)]).toEqual([
      0n,
      600n,
      400n,
    ]);
  });

  test('by shrinking balances pays while there is something, and writes nobody’s claim off', async () => {
    const { me, escrow, callToken, withdraw, owed, coins } = await open('RebasingToken');
    await callToken('shrink', [escrow, 700n]);
    await expect(withdraw(me, 600n)).rejects.toThrow();
    await withdraw(me, 300n);
    expect([await coins(escrow), await owed(me), await owed(market.people.buyer.address)]).toEqual([0n, 300n, 400n]);
  });
});

describe('a relayer', () => {
  const order = (side: 'sell' | 'buy', meter: TestMeter, more: object = {}) => makeOrder(side, meter, { energyWh: 40n, ...more });
  const openTrade = async (energyWh: bigint, price: bigint, more: object = {}) => {
    const args = await matchArgs(market, order('sell', seller, more), order('buy', buyer, more), energyWh, price);
    return eventOf(await market.send('energyMarket', 'postMatch', args), 'TradeOpened')['terms'];
  };
  const escrowOf = (who: Role) => market.read<bigint>('energyMarket', 'balanceOf', [market.people[who].address]);
  const deliver = async (exportWh: bigint) => {
    for (const index of [0, 1]) {
      await market.setTime((BOUNDARY_0 + BigInt(index)) * INTERVAL + 5n);
      await recordBoundary(market, seller, index, 0n, BigInt(index) * exportWh);
      await recordBoundary(market, buyer, index, BigInt(index) * 10_000n, 0n);
    }
  };

  test('that matches an order in crumbs of 1 Wh costs the buyer nothing more and the seller less than a millionth of a coin a crumb', async () => {
    const price = 200_999n;
    const terms: unknown[] = [];
    for (let crumb = 0; crumb < 40; crumb++) terms.push(await openTrade(1n, price));
    await deliver(1_000n);
    const before = await escrowOf('buyer');
    await market.send('energyMarket', 'settleMany', [terms]);
    const whole = (40n * price) / 1000n;
    const paid = await escrowOf('seller');
    expect(paid <= whole && paid > whole - 40n).toBe(true);
    expect((await escrowOf('buyer')) - before, 'what was rounded up comes back').toBe(40n - 0n);
    expect(paid + (await escrowOf('buyer'))).toBe(1_000_000n);
  });

  test.each([
    ['in order', (terms: unknown[]) => terms],
    ['backwards', (terms: unknown[]) => terms.toReversed()],
  ])('that settles %s chooses who is served, not how much is sold', async (_, arrange) => {
    const terms = [
      await openTrade(30n, 200_000n),
      await openTrade(30n, 200_000n, { nonce: 2n }),
      await openTrade(30n, 200_000n, { nonce: 3n }),
    ];
    await deliver(50n);
    await market.send('energyMarket', 'settleMany', [arrange(terms)]);
    expect([await escrowOf('seller'), (await escrowOf('seller')) + (await escrowOf('buyer'))]).toEqual([10_000n, 1_000_000n]);
  });

  test('that settles one trade first spoils a call for many, and no trade: the rest settles without it', async () => {
    const terms = [await openTrade(10n, 200_000n), await openTrade(10n, 200_000n, { nonce: 2n })];
    await deliver(1_000n);
    await market.send('energyMarket', 'settle', [terms[0]], 'stranger');
    expect((await market.refusal('energyMarket', 'settleMany', [terms])).name).toBe('TradeUnknown');
    await market.send('energyMarket', 'settleMany', [terms.slice(1)]);
    expect(await escrowOf('seller')).toBe(4_000n);
  });

  test('that withholds a batch stops no boundary, and posting it late gains nothing', async () => {
    const withheld = await oneReadingBatch(market, 'seller', seller, { counter: 1n, time: T0 - 300n, exportWh: 5n });
    await recordBoundary(market, seller, 0, 0n, 10n);
    const recorded = await market.read<{ exportWh: bigint }>('readingLedger', 'boundaryOf', [seller.id, BOUNDARY_0]);
    await market.send('readingLedger', 'recordBatch', withheld, 'stranger').catch(() => undefined);
    expect(await market.read('readingLedger', 'boundaryOf', [seller.id, BOUNDARY_0])).toEqual(recorded);
  });

  test('that fills arrays with nothing, or with one bad entry, pays for it alone: all or none', async () => {
    const good = await oneReadingBatch(market, 'seller', seller, { counter: 1n, time: T0 });
    const bad = await oneReadingBatch(market, 'stranger', buyer, { counter: 1n, time: T0 });
    const refused = await market.refusal('readingLedger', 'recordBatches', [
      [good[0], bad[0]],
      [good[1], bad[1]],
    ]);
    expect(refused.name).toBe('OwnerSignatureInvalid');
    expect((await market.send('readingLedger', 'recordBatches', [[], []])).gasUsed).toBeLessThan(40_000);
    expect((await market.refusal('readingLedger', 'recordBatches', [[good[0]], []])).name).toBe('LengthMismatch');
    await market.send('readingLedger', 'recordBatch', good);
  });

  test('that hangs a megabyte on a signature makes it no signature, and the sender pays', async () => {
    const args = await matchArgs(market, order('sell', seller), order('buy', buyer), 10n, 200_000n);
    const bomb = concat([args[1], `0x${'ff'.repeat(100_000)}`]);
    expect((await market.refusal('energyMarket', 'postMatch', args.with(1, bomb))).name).toBe('OwnerSignatureInvalid');
  });
});

describe('at the limits of a register', () => {
  const MOST = 2n ** 56n - 1n;
  test.each([
    ['the last value that fits', MOST, undefined],
    ['one more', MOST + 1n, 'RegisterOverflow'],
    ['the greatest number a meter can sign', 2n ** 64n - 1n, 'RegisterOverflow'],
  ] as const)('a boundary of %s', async (_, exportWh, error) => {
    const reading = await signReading(market, seller, { counter: 1n, time: T0, exportWh });
    if (error) expect((await market.refusal('readingLedger', 'recordBoundary', [seller.id, reading])).name).toBe(error);
    else await market.send('readingLedger', 'recordBoundary', [seller.id, reading]);
  });

  test('emissions of all that a register can count, at the greatest intensity, are exact', async () => {
    await market.send('meterRegistry', 'setIntensity', [2, 2 ** 32 - 1, 'as much as there can be'], 'authority');
    const unit = await commission(market, 'seller', 30);
    await recordBoundary(market, unit, 0, 0n, 0n);
    await market.setTime((BOUNDARY_0 + 1n) * INTERVAL + 5n);
    await recordBoundary(market, unit, 1, 0n, MOST);
    await market.send('carbonLedger', 'meterMany', [[unit.id], BOUNDARY_0]);
    await market.send('carbonLedger', 'meterMany', [[unit.id], BOUNDARY_0 + 1n]);
    const account = await market.read<{ emissionsUg: bigint }>('carbonLedger', 'accountOf', [unit.id, PERIOD_0]);
    expect(account.emissionsUg).toBe(MOST * (2n ** 32n - 1n));
    // 68 bits of grams do not fit an obligation's 64: it is cut at the greatest, never wrapped to a small one.
    await market.setTime(T0 + PERIOD + GRACE);
    const settled = eventOf(await market.send('carbonLedger', 'settlePeriod', [unit.id, PERIOD_0]), 'PeriodSettled');
    expect([settled['obligationGrams'], settled['surrenderedGrams'], settled['deficitGrams']]).toEqual([
      2n ** 64n - 1n,
      5_000n,
      2n ** 64n - 1n - 5_000n,
    ]);
  });
});
