/** A lost owner's key, replaced by the rule that its owner left: who may, when, what follows, and what the lost key can do no more. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Hex, toHex, zeroAddress } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectAccount, writeDeployment } from '../src/deployment/index.ts';
import { deposit, digestOf, makeOrder, makeRequest, matchArgs, requestArgs, signTyped } from './support/actions.ts';
import { type BusyMarket, DELIVERED_WH, startBusyMarket } from './support/busy-market.ts';
import { type Compiled, compileTestContracts } from './support/compile.ts';
import { BOUNDARY_0, eventOf, INTERVAL, type Market, PERIOD_0, type Role, SETTLEMENT_DEADLINE, T0 } from './support/market.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const DAY = 86_400n;
const DELAY = 7n * DAY;
const NOW = T0 + 2_000n;
/** Whose key is lost, who is named for it, who comes in its place. */
const [OWNER, GUARDIAN, NEXT]: readonly [Role, Role, Role] = ['seller', 'operator', 'relayer'];

let busy: BusyMarket;
let market: Market;

beforeAll(async () => {
  busy = await startBusyMarket();
  ({ market } = busy);
  await deposit(market, 'energyMarket', OWNER, 5_000n);
  await deposit(market, 'carbonLedger', OWNER, 700n);
  await market.send('carbonLedger', 'allocate', [busy.seller.id, PERIOD_0, 900n], 'authority');
  await market.setTime(NOW);
  await market.keep();
});
beforeEach(() => market.restore());
afterAll(() => market?.stop());

const person = (role: Role) => market.people[role].address.toLowerCase() as Hex;
const lower = (value: unknown) => String(value).toLowerCase();

async function ruleArgs(more: { owner?: Role; guardian?: Hex; delaySeconds?: number; nonce?: bigint; by?: Role } = {}) {
  const { owner = OWNER, guardian = person(GUARDIAN), delaySeconds = Number(DELAY), nonce = 1n, by = owner } = more;
  const message = { owner: person(owner), guardian, delaySeconds, nonce };
  return [message.owner, guardian, delaySeconds, nonce, await signTyped(market, by, 'RecoveryRule', message)];
}
interface RecoveryChange {
  readonly owner?: Role;
  readonly newOwner?: Role;
  readonly nonce?: bigint;
  readonly deadline?: bigint;
  readonly guardian?: Role;
  readonly by?: Role;
}
async function recoveryArgs({
  owner = OWNER,
  newOwner = NEXT,
  nonce = 1n,
  deadline = NOW + 90n * DAY,
  guardian = GUARDIAN,
  by = newOwner,
}: RecoveryChange = {}) {
  const message = { owner: person(owner), newOwner: person(newOwner), nonce, deadline };
  return [message, await signTyped(market, guardian, 'Recovery', message), await signTyped(market, by, 'Recovery', message)] as const;
}
async function vetoArgs(recoveryId: Hex, by: Role = OWNER) {
  return [person(OWNER), recoveryId, await signTyped(market, by, 'RecoveryVeto', { owner: person(OWNER), recoveryId })];
}
const setRule = async (more?: Parameters<typeof ruleArgs>[0]) =>
  market.send('meterRegistry', 'setRecoveryRule', await ruleArgs(more), 'stranger');
const start = async (more?: RecoveryChange) => {
  const args = await recoveryArgs(more);
  await market.send('meterRegistry', 'startRecovery', args, 'stranger');
  return digestOf(market.deployment, 'Recovery', args[0]);
};
const complete = (owner: Role = OWNER) => market.send('meterRegistry', 'completeRecovery', [person(owner)], 'stranger');
/** All the way: the seller is retired, the relayer has its meter. */
async function recover(): Promise<void> {
  await setRule();
  await start();
  await market.setTime(NOW + DELAY + 10n);
  await complete();
  await market.send('meterRegistry', 'adopt', [busy.seller.id], 'stranger');
}
const refuse = (functionName: string, args: readonly unknown[]) => market.refusal('meterRegistry', functionName, args);

describe('a lost owner’s key', () => {
  it('is replaced: rule, guardian and new owner, delay; meter, money and permits follow by anybody’s hand', async () => {
    const ruled = await setRule();
    expect(eventOf(ruled, 'RecoveryRuleSet')).toMatchObject({ delaySeconds: Number(DELAY) });
    const id = await start();
    const running = await market.read<{ id: Hex; newOwner: Hex; readyAt: bigint }>('meterRegistry', 'runningRecoveryOf', [person(OWNER)]);
    expect([running.id, lower(running.newOwner)]).toEqual([id, person(NEXT)]);
    await market.setTime(running.readyAt);
    expect(eventOf(await complete(), 'RecoveryCompleted')['recoveryId']).toBe(id);
    expect(lower(await market.read('meterRegistry', 'successorOf', [person(OWNER)]))).toBe(person(NEXT));

    const adopted = await market.send('meterRegistry', 'adopt', [busy.seller.id], 'stranger');
    const told = eventOf(adopted, 'MeterAdopted');
    expect([lower(told['from']), lower(told['to'])]).toEqual([person(OWNER), person(NEXT)]);
    expect(lower(await market.read('meterRegistry', 'ownerOf', [busy.seller.id]))).toBe(person(NEXT));

    for (const [contract, micro] of [
      ['energyMarket', 5_000n],
      ['carbonLedger', 700n],
    ] as const) {
      await market.send(contract, 'claimRecovered', [person(OWNER)], 'stranger');
      expect(await market.read(contract, 'balanceOf', [person(NEXT)])).toBe(micro);
      expect((await market.refusal(contract, 'claimRecovered', [person(OWNER)])).name).toBe('NothingRecovered');
    }
    await market.send('carbonLedger', 'claimRecoveredPermits', [person(OWNER), PERIOD_0], 'stranger');
    const held = await Promise.all([OWNER, NEXT].map((who) => market.read('carbonLedger', 'balanceOf', [person(who), BigInt(PERIOD_0)])));
    expect(held).toEqual([0n, 900n]);
  });

  it('leaves its guarantees to its successor, whom a command gives them; an owner who is there keeps them', async () => {
    await market.send('guaranteeOfOrigin', 'issue', [busy.seller.id, BOUNDARY_0, BOUNDARY_0 + 1n], 'stranger');
    const id = await market.read<bigint>('guaranteeOfOrigin', 'idOf', [busy.seller.id, BOUNDARY_0, BOUNDARY_0 + 1n]);
    const folder = mkdtempSync(join(tmpdir(), 'joulegate-recovery-'));
    try {
      writeDeployment(join(folder, 'network.json'), market.deployment);
      writeFileSync(join(folder, 'payer.key'), market.people.stranger.key, { mode: 0o600 });
      const claim = () =>
        promisify(execFile)(process.execPath, [
          ...[CLI, 'recovery', 'guarantees', person(OWNER), '--rpc', market.engine.rpcUrl],
          ...['--deployment', join(folder, 'network.json'), '--key', join(folder, 'payer.key')],
        ]);
      await expect(claim()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('no recovery of it is complete') });
      await recover();
      const { stdout } = await claim();
      expect(lower(stdout)).toContain(`${toHex(id, { size: 32 })}  ${DELIVERED_WH} wh  to ${person(NEXT)}`);
      const held = await Promise.all([OWNER, NEXT].map((who) => market.read('guaranteeOfOrigin', 'balanceOf', [person(who), id])));
      expect(held).toEqual([0n, DELIVERED_WH]);
      expect((await claim()).stdout).toBe('0 moved\n');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('does nothing more with what it had: no order, no request, no withdrawal, no revocation; the new key does', async () => {
    await recover();
    await market.send('energyMarket', 'claimRecovered', [person(OWNER)], 'stranger');
    const interval = (NOW + DELAY) / INTERVAL + 10n;
    const more = { interval, expiry: (interval + 1n) * INTERVAL };
    const trade = (seller: Role) =>
      matchArgs(market, makeOrder('sell', busy.seller, more), makeOrder('buy', busy.buyer, more), 10n, 200_000n, [seller, 'buyer']);
    expect((await market.refusal('energyMarket', 'postMatch', await trade(OWNER))).name).toBe('OwnerSignatureInvalid');
    const request = makeRequest(busy.seller, { nonce: 77n, deadline: NOW + 90n * DAY });
    expect((await market.refusal('admissionPolicy', 'decide', await requestArgs(market, OWNER, request))).name).toBe(
      'OwnerSignatureInvalid',
    );
    const revocation = { meter: busy.seller.id, nonce: 5n };
    const byOld = [busy.seller.id, 5n, await signTyped(market, OWNER, 'Revocation', revocation)];
    expect((await refuse('revoke', byOld)).name).toBe('OwnerSignatureInvalid');
    expect((await market.refusal('energyMarket', 'withdraw', [person(OWNER), 1n], OWNER)).name).toBe('InsufficientBalance');

    await market.send('admissionPolicy', 'decide', await requestArgs(market, NEXT, request), 'stranger');
    await market.send('energyMarket', 'postMatch', await trade(NEXT), 'stranger');
    await market.send('energyMarket', 'withdraw', [person(NEXT), 5_000n], NEXT);
    await market.send('meterRegistry', 'revoke', [busy.seller.id, 5n, await signTyped(market, NEXT, 'Revocation', revocation)], 'stranger');
  });

  it('is paid for a trade that was open: the money follows whenever it comes', async () => {
    await recover();
    await market.send('energyMarket', 'claimRecovered', [person(OWNER)], 'stranger');
    await market.setTime(NOW + DELAY + SETTLEMENT_DEADLINE + 100n);
    await market.send('energyMarket', 'settle', [busy.terms], 'stranger');
    const [old, next] = await Promise.all([OWNER, NEXT].map((who) => market.read<bigint>('energyMarket', 'balanceOf', [person(who)])));
    // To whom a trade pays is who owns the meter when it is settled, or who made it: nothing is lost either way.
    const paid = (old as bigint) + (next as bigint) - 5_000n;
    expect(paid).toBeGreaterThan(0n);
    if ((old as bigint) > 0n) await market.send('energyMarket', 'claimRecovered', [person(OWNER)], 'stranger');
    expect(await market.read('energyMarket', 'balanceOf', [person(NEXT)])).toBe(5_000n + paid);
  });

  it('is recovered by a guardian that is a contract (ERC-1271)', async () => {
    const guardian = compileTestContracts('ContractGuardian.sol')['ContractGuardian'] as Compiled;
    const account = await connectAccount(market.engine.rpcUrl, market.people.admin.key);
    const wallet = (await account.deployContract(guardian, [person('buyer')])) as Hex;
    await setRule({ guardian: wallet });
    expect((await refuse('startRecovery', await recoveryArgs({ guardian: 'stranger' }))).name).toBe('GuardianSignatureInvalid');
    const [message, , byNext] = await recoveryArgs();
    expect((await refuse('startRecovery', [message, '0x', byNext])).name, 'a wallet that fails').toBe('GuardianSignatureInvalid');
    await start({ guardian: 'buyer' });
  });

  it('passes on twice, a step at a time', async () => {
    await recover();
    await setRule({ owner: NEXT, nonce: 1n });
    await start({ owner: NEXT, newOwner: 'stranger', nonce: 2n });
    await market.setTime(NOW + 3n * DELAY);
    await complete(NEXT);
    await market.send('meterRegistry', 'adopt', [busy.seller.id], 'buyer');
    expect(lower(await market.read('meterRegistry', 'ownerOf', [busy.seller.id]))).toBe(person('stranger'));
  });

  it('is in nobody’s way: a veto stops it, and a guardian may begin anew with another word', async () => {
    await setRule();
    const id = await start();
    await market.send('meterRegistry', 'vetoRecovery', await vetoArgs(id), 'stranger');
    expect((await refuse('startRecovery', await recoveryArgs())).name, 'the same word again').toBe('RecoveryUsed');
    await market.setTime(NOW + DELAY + 10n);
    expect((await refuse('completeRecovery', [person(OWNER)])).name).toBe('RecoveryNotRunning');
    await start({ nonce: 2n });
  });

  it('a rule that stands is changed after its own delay, and what runs by it goes on', async () => {
    await setRule();
    await setRule({ guardian: person('stranger'), delaySeconds: Number(DAY), nonce: 2n });
    expect((await refuse('startRecovery', await recoveryArgs({ guardian: 'stranger' }))).name).toBe('GuardianSignatureInvalid');
    await start();
    await market.setTime(NOW + DELAY - 10n);
    await start({ nonce: 2n });
    await market.setTime(NOW + DELAY + 20n);
    expect((await refuse('startRecovery', await recoveryArgs({ nonce: 3n }))).name).toBe('GuardianSignatureInvalid');
    const [inForce, next] = await market.read<[{ guardian: Hex }, { since: bigint }]>('meterRegistry', 'recoveryRuleOf', [person(OWNER)]);
    expect([lower(inForce.guardian), next.since]).toEqual([person('stranger'), 0n]);
    await market.setTime(NOW + 2n * DELAY);
    await complete();
  });

  it('a rule is removed after its delay, and set anew at once', async () => {
    await setRule();
    await setRule({ guardian: zeroAddress, delaySeconds: 0, nonce: 2n });
    await market.setTime(NOW + DELAY + 20n);
    expect((await refuse('startRecovery', await recoveryArgs())).name).toBe('RecoveryRuleMissing');
    await setRule({ nonce: 3n });
    await start();
  });
});

describe('a recovery is refused:', () => {
  it.each<[string, string, () => Promise<readonly [string, readonly unknown[]]>]>([
    ['a rule that another signed', 'OwnerSignatureInvalid', async () => ['setRecoveryRule', await ruleArgs({ by: 'stranger' })]],
    [
      'a rule in which one guards oneself',
      'GuardianSignatureInvalid',
      async () => ['setRecoveryRule', await ruleArgs({ guardian: person(OWNER) })],
    ],
    ['a rule without time for a veto', 'RecoveryDelayInvalid', async () => ['setRecoveryRule', await ruleArgs({ delaySeconds: 86_399 })]],
    [
      'a rule that outlives everybody',
      'RecoveryDelayInvalid',
      async () => ['setRecoveryRule', await ruleArgs({ delaySeconds: 7_776_001 })],
    ],
    [
      'nobody as guardian, after a delay',
      'RecoveryDelayInvalid',
      async () => ['setRecoveryRule', await ruleArgs({ guardian: zeroAddress })],
    ],
    [
      'a rule posted twice',
      'RecoveryNonceUsed',
      async () => {
        await setRule();
        return ['setRecoveryRule', await ruleArgs()];
      },
    ],
    [
      'an older rule posted after a newer',
      'RecoveryNonceUsed',
      async () => {
        await setRule({ nonce: 9n });
        return ['setRecoveryRule', await ruleArgs({ nonce: 8n })];
      },
    ],
    ['one of an owner without a rule', 'RecoveryRuleMissing', async () => ['startRecovery', await recoveryArgs()]],
    ...(
      [
        ['by a guardian that is none', 'GuardianSignatureInvalid', { guardian: 'stranger' }],
        ['by the owner alone', 'GuardianSignatureInvalid', { guardian: OWNER }],
        ['for a new owner who does not hold the key', 'OwnerSignatureInvalid', { by: 'stranger' }],
        ['for the owner itself', 'OwnerRetired', { newOwner: OWNER }],
        ['after its deadline', 'DeadlinePassed', { deadline: NOW - 1n }],
      ] as const
    ).map(
      ([says, error, change]) =>
        [
          says,
          error,
          async () => {
            await setRule();
            return ['startRecovery', await recoveryArgs(change)] as const;
          },
        ] as [string, string, () => Promise<readonly [string, readonly unknown[]]>],
    ),
    [
      'completed a moment too early',
      'RecoveryNotReady',
      async () => {
        await setRule();
        await start();
        const { readyAt } = await market.read<{ readyAt: bigint }>('meterRegistry', 'runningRecoveryOf', [person(OWNER)]);
        await market.setTime(readyAt - 2n);
        return ['completeRecovery', [person(OWNER)]];
      },
    ],
    ['completed where none runs', 'RecoveryNotRunning', async () => ['completeRecovery', [person(OWNER)]]],
    [
      'vetoed by the guardian itself',
      'OwnerSignatureInvalid',
      async () => {
        await setRule();
        return ['vetoRecovery', await vetoArgs(await start(), GUARDIAN)];
      },
    ],
    [
      'vetoed by the veto against another',
      'RecoveryNotRunning',
      async () => {
        await setRule();
        const first = await start();
        await start({ nonce: 2n });
        return ['vetoRecovery', await vetoArgs(first)];
      },
    ],
    ['a veto against nothing', 'RecoveryNotRunning', async () => ['vetoRecovery', await vetoArgs(`0x${'00'.repeat(32)}`)]],
    ['a meter adopted from who is there', 'NotRecovered', async () => ['adopt', [busy.seller.id]]],
    ['a meter that nobody registered', 'MeterUnknown', async () => ['adopt', [person('stranger')]]],
    [
      'a rule of who is retired',
      'OwnerRetired',
      async () => {
        await recover();
        return ['setRecoveryRule', await ruleArgs({ nonce: 5n })];
      },
    ],
    [
      'a second recovery of who is retired',
      'OwnerRetired',
      async () => {
        await recover();
        return ['startRecovery', await recoveryArgs({ nonce: 5n, newOwner: 'stranger' })];
      },
    ],
    [
      'a circle: the retired as the successor’s successor',
      'OwnerRetired',
      async () => {
        await recover();
        await setRule({ owner: NEXT });
        return ['startRecovery', await recoveryArgs({ owner: NEXT, newOwner: OWNER, nonce: 5n })];
      },
    ],
    [
      'a circle that was begun at both ends',
      'OwnerRetired',
      async () => {
        await setRule();
        await setRule({ owner: NEXT });
        await start();
        await start({ owner: NEXT, newOwner: OWNER });
        await market.setTime(NOW + DELAY + 10n);
        await complete();
        return ['completeRecovery', [person(NEXT)]];
      },
    ],
  ])('%s: %s', async (_, error, attempt) => {
    const [functionName, args] = await attempt();
    expect((await refuse(functionName, args)).name).toBe(error);
  });

  it('money, permits and guarantees of who is there', async () => {
    for (const contract of ['energyMarket', 'carbonLedger'] as const)
      expect((await market.refusal(contract, 'claimRecovered', [person(OWNER)])).name).toBe('NothingRecovered');
    expect((await market.refusal('carbonLedger', 'claimRecoveredPermits', [person(OWNER), PERIOD_0])).name).toBe('NothingRecovered');
    expect((await market.refusal('guaranteeOfOrigin', 'claimRecovered', [person(OWNER), 1n])).name).toBe('NothingRecovered');
  });
});
