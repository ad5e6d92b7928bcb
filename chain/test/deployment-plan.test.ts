/** A deployment that is interrupted, repeated, rehearsed, or meant for another chain. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address, Hex } from 'viem';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectAccount, deploy, dryRun, formatDryRun, type MarketParameters, planDeployment } from '../src/deployment/index.ts';
import { openKeySender, runPlan, type Sender } from '../src/deployment/run-plan.ts';
import { startAnvil } from '../src/engine/anvil.ts';
import type { Engine } from '../src/engine/engine.ts';
import { makeCriteria } from './support/market.ts';

const folder = mkdtempSync(join(tmpdir(), 'joulegate-plan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let engine: Engine;
let key: Hex;
let deployer: Address;
let journalFile: string;
let count = 0;
const parameters: MarketParameters = { zones: { 1: makeCriteria('0x70997970c51812dc3a010c7d01b50e0d17dc79c8') } };
const makePlan = (admin: Address, nonce: number) => planDeployment(parameters, admin, nonce);
const nonceOf = async (account: Address) => Number(await engine.request('eth_getTransactionCount', [account, 'latest']));

beforeEach(async () => {
  engine = await startAnvil({ chainId: 31_337, accountCount: 2 });
  const [account] = engine.accounts;
  if (!account) throw new Error('an account expected');
  [key, deployer] = [account.privateKey, account.address];
  journalFile = join(folder, `journal-${count++}.json`);
});
afterEach(() => engine.stop());

/** Ends like a power cut at the step of that number, before or after the transaction left. */
function cutAt(sender: Sender, step: number, when: 'before it was sent' | 'after it was sent'): Sender {
  let sent = 0;
  return {
    ...sender,
    async prepare(...args) {
      const prepared = await sender.prepare(...args);
      if (sent++ !== step) return prepared;
      return {
        ...prepared,
        async send() {
          if (when === 'after it was sent') await prepared.send();
          throw new Error('power cut');
        },
      };
    },
  };
}

describe('a deployment interrupted', () => {
  test.each([
    [0, 'before it was sent'],
    [0, 'after it was sent'],
    [3, 'before it was sent'],
    [3, 'after it was sent'],
    [15, 'after it was sent'],
  ] as const)('at step %i, %s, goes on from its journal and makes no contract twice', async (step, when) => {
    const sender = await openKeySender(engine.rpcUrl, key);
    const { plan, deployment } = makePlan(deployer, 0);
    await expect(runPlan(cutAt(sender, step, when), makePlan, { journalFile })).rejects.toThrow('power cut');
    const resumed = await deploy({ rpcUrl: engine.rpcUrl, deployer: key, journalFile, ...parameters });
    expect(resumed.contracts).toEqual(deployment.contracts);
    expect(await nonceOf(deployer), 'one transaction a step').toBe(plan.steps.length);
  });

  test('and run twice more changes nothing and says the same', async () => {
    const options = { rpcUrl: engine.rpcUrl, deployer: key, journalFile, ...parameters };
    const first = await deploy(options);
    const nonce = await nonceOf(deployer);
    expect(await deploy(options)).toEqual(first);
    expect(await nonceOf(deployer)).toBe(nonce);
  });

  test.each([
    ['with another key', async () => ({ deployer: engine.accounts[1]?.privateKey as Hex }), 'is of the account'],
    ['with other parameters', async () => ({ intervalSeconds: 1_800 }), 'is of other parameters or contracts'],
    [
      'after the account sent something else',
      async () => {
        const account = await connectAccount(engine.rpcUrl, key);
        await account.deployContract({ abi: [], bytecode: '0x60016000f3' }, []);
        return {};
      },
      'nonce 2 expected to be the account',
    ],
  ])('does not go on %s', async (_, change, message) => {
    const sender = await openKeySender(engine.rpcUrl, key);
    await expect(runPlan(cutAt(sender, 2, 'before it was sent'), makePlan, { journalFile })).rejects.toThrow('power cut');
    const more = await change();
    const nonce = await nonceOf(deployer);
    await expect(deploy({ rpcUrl: engine.rpcUrl, deployer: key, journalFile, ...parameters, ...more })).rejects.toThrow(message);
    expect(await nonceOf(deployer), 'nothing was sent').toBe(nonce);
  });

  test('does not go on where a file is no journal, or is one of another chain of the same number', async () => {
    writeFileSync(journalFile, '{}');
    const options = { rpcUrl: engine.rpcUrl, deployer: key, journalFile, ...parameters };
    await expect(deploy(options)).rejects.toThrow("a deployment's journal expected");
    rmSync(journalFile);
    await deploy(options);
    const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as object;
    writeFileSync(journalFile, JSON.stringify({ ...journal, genesis: `0x${'11'.repeat(32)}` }));
    await expect(deploy(options)).rejects.toThrow('is of chain 31337 with genesis');
  });
});

describe('a deployment refuses', () => {
  test('another chain than the parameters name, before it sends', async () => {
    await expect(deploy({ rpcUrl: engine.rpcUrl, deployer: key, chainId: 246, ...parameters })).rejects.toThrow(
      'chain 246 expected, got 31337',
    );
    expect(await nonceOf(deployer)).toBe(0);
  });

  test('code at an address that is not what was compiled', async () => {
    const options = { rpcUrl: engine.rpcUrl, deployer: key, journalFile, ...parameters };
    const { contracts } = await deploy(options);
    const code = (await engine.request('eth_getCode', [contracts.energyMarket, 'latest'])) as Hex;
    await engine.request('anvil_setCode', [contracts.energyMarket, `${code.slice(0, -2)}ff`]);
    await expect(deploy(options)).rejects.toThrow(`${contracts.energyMarket}: EnergyMarket: the`);
  });

  test('a step that would revert, with the contract’s own error, and leaves the steps before it to go on from', async () => {
    const wrong = { ...parameters, zones: { 1: makeCriteria(`0x${'00'.repeat(20)}`) } };
    await expect(deploy({ rpcUrl: engine.rpcUrl, deployer: key, ...wrong })).rejects.toThrow(/AdmissionPolicy.setCriteria: \w+\(/);
  });
});

describe('a dry run', () => {
  const rehearse = (more: { deployer?: Address; chainId?: number } = {}) =>
    dryRun({ rpcUrl: engine.rpcUrl, deployer, chainId: 31_337, plan: makePlan, ...more });

  test('sends nothing and foretells every address and the gas of every step', async () => {
    const block = await engine.request('eth_blockNumber');
    const run = await rehearse();
    expect([await engine.request('eth_blockNumber'), await nonceOf(deployer)]).toEqual([block, 0]);
    expect(run).toMatchObject({ faults: [], hasLondon: true, firstNonce: 0 });
    const gas: bigint[] = [];
    const sender = await openKeySender(engine.rpcUrl, key);
    const real = await runPlan(sender, makePlan, { onMined: (_, receipt) => void gas.push(receipt.gasUsed) });
    expect(run.deployment.contracts).toEqual(real.contracts);
    expect(run.steps.map((step) => step.gas)).toEqual(gas);
    expect(run.costWei).toBe(run.gas * run.gasPriceWei);
    const text = formatDryRun(run);
    for (const address of Object.values(real.contracts)) expect(text).toContain(address);
  });

  test('says what the account lacks', async () => {
    const run = await rehearse({ deployer: `0x${'ab'.repeat(20)}` });
    expect(run.faults).toEqual([`balance: ${run.costWei} wei needed, 0 there`]);
    expect(formatDryRun(run)).toContain('FAULT balance');
  });

  test('refuses another chain', async () => {
    await expect(rehearse({ chainId: 246 })).rejects.toThrow('chain 246 expected, got 31337');
  });

  test.each([
    ['berlin', false, []],
    ['london', true, []],
  ])('on a chain of %s rules: London %s', async (hardfork, hasLondon, faults) => {
    const other = await startAnvil({ chainId: 61, hardfork, accountCount: 1 });
    try {
      const [account] = other.accounts;
      const run = await dryRun({ rpcUrl: other.rpcUrl, deployer: account?.address as Address, chainId: 61, plan: makePlan });
      expect(run).toMatchObject({ hasLondon, faults });
    } finally {
      await other.stop();
    }
  });
});
