/**
 * A whole deployment without sending anything: what the target chain itself can be asked is asked there, and every step is
 * then mined on a private anvil that continues from the target's head. Addresses and gas are those of the real run as
 * long as the account sends nothing in between.
 */
import type { Deployment } from '@joulegate/protos';
import { type Address, createPublicClient, http } from 'viem';
import { startAnvil } from '../engine/anvil.ts';
import { findCodeFault, type Plan, type PlannedDeployment } from './plan.ts';
import { openUnlockedSender, runPlan } from './run-plan.ts';

/** One transaction's share of EIP-7825, 2^24. */
const MOST_TRANSACTION_GAS = 16_777_216n;
/** BASEFEE, and answer with it: EIP-3198, part of London. */
const READ_BASE_FEE = '0x4860005260206000f3';
const PLENTY_WEI = `0x${(10n ** 24n).toString(16)}`;

export interface DryRun {
  readonly deployment: Deployment;
  readonly firstNonce: number;
  readonly steps: readonly { readonly name: string; readonly address?: Address; readonly gas: bigint }[];
  readonly gas: bigint;
  readonly gasPriceWei: bigint;
  readonly costWei: bigint;
  readonly balanceWei: bigint;
  /** Whether the target runs London's opcodes. Ethereum Classic does not and runs these contracts all the same. */
  readonly hasLondon: boolean;
  /** Why the real run would fail; empty where it would not. */
  readonly faults: readonly string[];
}

export interface DryRunOptions {
  readonly rpcUrl: string;
  readonly deployer: Address;
  readonly chainId: number;
  plan(admin: Address, firstNonce: number): { readonly plan: Plan; readonly deployment: PlannedDeployment };
}

/** @throws Error when the chain is another one or a step would revert */
export async function dryRun(options: DryRunOptions): Promise<DryRun> {
  const { deployer } = options;
  const target = createPublicClient({ transport: http(options.rpcUrl) });
  const chainId = await target.getChainId();
  if (chainId !== options.chainId) throw new Error(`chain ${options.chainId} expected, got ${chainId}`);
  const [firstNonce, balanceWei, gasPriceWei, head] = await Promise.all([
    target.getTransactionCount({ address: deployer }),
    target.getBalance({ address: deployer }),
    target.getGasPrice(),
    target.getBlock(),
  ]);
  const faults: string[] = [];
  const hasLondon = await target.call({ data: READ_BASE_FEE }).then(
    () => true,
    () => false,
  );
  // The first step needs nothing that is not there yet, so the target itself can say what code would stand there.
  const [first] = options.plan(deployer, firstNonce).plan.steps;
  if (!first) throw new Error('a plan with steps expected');
  const code = await target.call({ account: deployer, data: first.data }).catch(() => ({ data: undefined }));
  const fault = findCodeFault(first.contract, code.data);
  if (fault) faults.push(`the chain itself does not run the contracts' code: ${fault}`);

  const fork = await startAnvil({ chainId, forkUrl: options.rpcUrl, accountCount: 0 });
  try {
    await fork.request('anvil_impersonateAccount', [deployer]);
    await fork.request('anvil_setBalance', [deployer, PLENTY_WEI]);
    const steps: { name: string; address?: Address; gas: bigint }[] = [];
    const deployment = await runPlan(openUnlockedSender(fork.rpcUrl, deployer), options.plan, {
      onMined: ({ name, creates }, { gasUsed }) => void steps.push({ name, ...(creates ? { address: creates } : {}), gas: gasUsed }),
    });
    const gas = steps.reduce((sum, step) => sum + step.gas, 0n);
    const costWei = gas * gasPriceWei;
    if (costWei > balanceWei) faults.push(`balance: ${costWei} wei needed, ${balanceWei} there`);
    for (const step of steps) {
      const most = head.gasLimit < MOST_TRANSACTION_GAS ? head.gasLimit : MOST_TRANSACTION_GAS;
      if (step.gas > most) faults.push(`${step.name}: ${step.gas} gas, a transaction may have ${most}`);
    }
    return { deployment, firstNonce, steps, gas, gasPriceWei, costWei, balanceWei, hasLondon, faults };
  } finally {
    await fork.stop();
  }
}

/** As the command line prints it. */
export function formatDryRun(run: DryRun): string {
  const rows = run.steps.map(({ name, address, gas }, index) =>
    `${String(run.firstNonce + index).padStart(6)}  ${name.padEnd(32)}${gas.toLocaleString('en').padStart(12)}  ${address ?? ''}`.trimEnd(),
  );
  return [
    ` nonce  ${'step'.padEnd(32)}${'gas'.padStart(12)}  address`,
    ...rows,
    `total ${run.gas.toLocaleString('en')} gas at ${run.gasPriceWei} wei: ${run.costWei} wei of ${run.balanceWei}`,
    `chain ${run.deployment.chainId}, ${run.hasLondon ? 'London rules' : 'older than London'}; nothing was sent`,
    ...run.faults.map((fault) => `FAULT ${fault}`),
  ].join('\n');
}
