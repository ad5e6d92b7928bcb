/**
 * Sends a plan's transactions one after the other, each written into a journal before it leaves. Started again after an
 * interruption it goes on: what was mined is found by its hash, and since a step has one nonce, no step happens twice.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Deployment } from '@joulegate/protos';
import { type Address, createPublicClient, type Hex, http, keccak256, type PublicClient, type TransactionReceipt, toHex } from 'viem';
import { createRpc, type RpcRequest } from '../engine/json-rpc.ts';
import { extractRevert } from '../node/reverts.ts';
import { openWallet } from './account.ts';
import { writeJson } from './network-file.ts';
import { findCodeFault, type Plan, type PlannedDeployment, type Step } from './plan.ts';
import type { TransactionSigner } from './signer-account.ts';

const POLL_MS = 30;
const MINING_TIMEOUT_MS = 600_000;

/** Who sends. The hash is known before anything leaves wherever the key is. */
export interface Sender {
  readonly address: Address;
  readonly reader: PublicClient;
  readonly request: RpcRequest;
  prepare(step: Step, nonce: number, gas: bigint): Promise<{ readonly hash?: Hex; send(): Promise<Hex> }>;
}

export async function openKeySender(rpcUrl: string, signer: TransactionSigner): Promise<Sender> {
  const { account, reader, wallet, type } = await openWallet(rpcUrl, signer);
  return {
    address: account.address,
    reader,
    request: createRpc(rpcUrl),
    async prepare({ to, data }, nonce, gas) {
      const request = await wallet.prepareTransactionRequest({ account, to, data, nonce, gas, type } as never);
      const raw = await wallet.signTransaction(request as never);
      return { hash: keccak256(raw), send: () => reader.sendRawTransaction({ serializedTransaction: raw }) };
    },
  };
}

/** For a node that signs for anyone: the fork that a dry run runs on. */
export function openUnlockedSender(rpcUrl: string, address: Address): Sender {
  const request = createRpc(rpcUrl);
  return {
    address,
    reader: createPublicClient({ transport: http(rpcUrl), pollingInterval: POLL_MS, cacheTime: 0 }),
    request,
    prepare: async ({ to, data }, nonce, gas) => ({
      send: () => request('eth_sendTransaction', [{ from: address, to, data, nonce: toHex(nonce), gas: toHex(gas) }]) as Promise<Hex>,
    }),
  };
}

/** What stands on disk between two runs. */
interface Journal {
  readonly chainId: number;
  /** Hash of block 0: two chains may have one id. */
  readonly genesis: Hex;
  readonly deployer: Address;
  readonly firstNonce: number;
  readonly deployBlock: number;
  readonly planSha256: string;
  readonly steps: { readonly name: string; readonly nonce: number; readonly address?: Address; hashes: Hex[] }[];
}

export interface RunOptions {
  readonly journalFile?: string;
  readonly confirmations?: number;
  /** On any other chain nothing is sent. */
  readonly chainId?: number;
  /** Called when a step is on the chain. */
  onMined?(step: Step, receipt: TransactionReceipt): void;
}

type MakePlan = (admin: Address, firstNonce: number) => { readonly plan: Plan; readonly deployment: PlannedDeployment };

/** @throws Error when the journal is of another chain, account or plan, a step reverts, or an address holds other code */
export async function runPlan(sender: Sender, makePlan: MakePlan, options: RunOptions = {}): Promise<Deployment> {
  const { reader } = sender;
  const chainId = await reader.getChainId();
  if (options.chainId !== undefined && options.chainId !== chainId) throw new Error(`chain ${options.chainId} expected, got ${chainId}`);
  const genesis = (await reader.getBlock({ blockNumber: 0n })).hash;
  const kept = options.journalFile !== undefined && existsSync(options.journalFile) ? readJournal(options.journalFile) : undefined;
  if (kept) checkJournal(kept, chainId, genesis, sender.address, options.journalFile as string);
  const firstNonce = kept?.firstNonce ?? (await reader.getTransactionCount({ address: sender.address }));
  const { plan, deployment } = makePlan(sender.address, firstNonce);
  if (kept && kept.planSha256 !== plan.digest) {
    throw new Error(`${options.journalFile}: is of other parameters or contracts; go on with those, or start with a new file`);
  }
  const journal = kept ?? {
    chainId,
    genesis,
    deployer: sender.address,
    firstNonce,
    deployBlock: Number(await reader.getBlockNumber()),
    planSha256: plan.digest,
    steps: plan.steps.map(({ name, creates }, index) => ({
      name,
      nonce: firstNonce + index,
      ...(creates ? { address: creates } : {}),
      hashes: [],
    })),
  };
  const keep = () => options.journalFile !== undefined && writeJson(options.journalFile, journal);
  let last: TransactionReceipt | undefined;
  for (const [index, step] of plan.steps.entries()) {
    last = await runStep(sender, step, firstNonce + index, journal.steps[index]?.hashes ?? [], keep);
    options.onMined?.(step, last);
  }
  const { confirmations = 1 } = options;
  if (last && confirmations > 1) {
    await reader.waitForTransactionReceipt({ hash: last.transactionHash, confirmations, timeout: MINING_TIMEOUT_MS });
  }
  for (const { contract, creates } of plan.steps) {
    const fault = creates && findCodeFault(contract, await reader.getCode({ address: creates }));
    if (fault) throw new Error(`${creates}: ${fault}`);
  }
  return { chainId, deployBlock: journal.deployBlock, ...deployment };
}

async function runStep(sender: Sender, step: Step, nonce: number, hashes: Hex[], keep: () => void): Promise<TransactionReceipt> {
  const { reader } = sender;
  for (const hash of hashes) {
    const pending = await reader.getTransaction({ hash }).catch(() => undefined);
    if (pending) return mined(reader, step, hash);
  }
  const next = await reader.getTransactionCount({ address: sender.address });
  if (next !== nonce) {
    throw new Error(
      `${step.name}: nonce ${nonce} expected to be the account's next, got ${next}: it sent something else meanwhile, or the chain went back`,
    );
  }
  const gas = await sender.request('eth_estimateGas', [{ from: sender.address, to: step.to, data: step.data }]).catch((cause: unknown) => {
    throw new Error(`${step.name}: ${extractRevert(cause)?.text ?? (cause as Error).message}`, { cause });
  });
  // What a nested call is left is 63/64 of it (EIP-150): an estimate may fall short by that.
  const prepared = await sender.prepare(step, nonce, (BigInt(gas as Hex) * 9n) / 8n);
  if (prepared.hash) hashes.push(prepared.hash);
  keep();
  const hash = await prepared.send();
  return mined(reader, step, hash);
}

async function mined(reader: PublicClient, step: Step, hash: Hex): Promise<TransactionReceipt> {
  const receipt = await reader.waitForTransactionReceipt({ hash, timeout: MINING_TIMEOUT_MS });
  if (receipt.status !== 'success') throw new Error(`${step.name}: transaction ${hash} reverted`);
  return receipt;
}

function readJournal(file: string): Journal {
  const parsed = JSON.parse(readFileSync(file, 'utf8')) as Partial<Journal> | null;
  if (!parsed || typeof parsed.planSha256 !== 'string' || !Array.isArray(parsed.steps))
    throw new Error(`${file}: a deployment's journal expected`);
  return parsed as Journal;
}

function checkJournal(journal: Journal, chainId: number, genesis: Hex, deployer: Address, file: string): void {
  if (journal.chainId !== chainId || journal.genesis !== genesis) {
    throw new Error(`${file}: is of chain ${journal.chainId} with genesis ${journal.genesis}, got chain ${chainId} with ${genesis}`);
  }
  if (journal.deployer.toLowerCase() !== deployer.toLowerCase()) {
    throw new Error(`${file}: is of the account ${journal.deployer}, got the key of ${deployer}`);
  }
}
