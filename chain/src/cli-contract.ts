/** What commands that look at a contract and send it calls have in common: where it is, who sends, what a refusal says. */
import type { ContractName, Deployment } from '@joulegate/protos';
import type { Command } from 'commander';
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  decodeEventLog,
  type Hex,
  http,
  numberToHex,
  type PublicClient,
} from 'viem';
import { chainOr, EXIT, ExitError, fileOr, KEY_URIS, openSigner } from './cli-support.ts';
import { type ChainAccount, connectAccount, readDeployment } from './deployment/index.ts';
import { ABIS, ALL_ERRORS } from './node/abis.ts';

export interface Where {
  readonly rpc: string;
  readonly deployment: string;
}
export interface Sending extends Where {
  readonly key: string;
}

export function addReading(command: Command): Command {
  return command
    .requiredOption('--rpc <url>', 'JSON-RPC endpoint of the chain')
    .requiredOption('--deployment <file>', 'network.json that deploy wrote');
}
export function addSending(command: Command): Command {
  return addReading(command).requiredOption('--key <file or key URI>', `who sends and pays: ${KEY_URIS}`);
}

export function usage(message: string): never {
  throw new ExitError(EXIT.usage, message);
}
export function checkHex(name: string, text: string, bytes: number): Hex {
  return new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`).test(text)
    ? (text as Hex)
    : usage(`${name}: 0x and ${2 * bytes} hex digits expected, got ${text}`);
}
/** Indented JSON; large integers as text. */
export function print(value: unknown): void {
  console.log(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner), 2));
}

/** What a contract refuses may come up from another of ours. */
export function abiOf(contract: ContractName): Abi {
  return [...ABIS[contract].filter(({ type }) => type !== 'error'), ...ALL_ERRORS];
}

/** @throws ExitError EXIT.failed with the contract's own error where it refused, EXIT.chain for anything else */
export async function refusedOr<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const revert = cause instanceof BaseError ? cause.walk((inner) => inner instanceof ContractFunctionRevertedError) : undefined;
    if (!(revert instanceof ContractFunctionRevertedError)) throw new ExitError(EXIT.chain, String(cause), { cause });
    const { errorName = revert.shortMessage, args: values = [] } = revert.data ?? {};
    throw new ExitError(EXIT.failed, `refused: ${errorName}(${values.map(String).join(', ')})`, { cause });
  }
}

export interface Opened {
  readonly deployment: Deployment;
  readonly reader: PublicClient;
  view<T>(contract: ContractName, functionName: string, args?: readonly unknown[]): Promise<T>;
}

export async function openReader({ rpc, deployment: file }: Where): Promise<Opened> {
  const deployment = fileOr(() => readDeployment(file));
  const reader = createPublicClient({ transport: http(rpc) }) as PublicClient;
  const chainId = await chainOr(reader.getChainId());
  if (chainId !== deployment.chainId) throw new ExitError(EXIT.chain, `chain ${deployment.chainId} expected, got ${chainId}`);
  return {
    deployment,
    reader,
    view: <T>(contract: ContractName, functionName: string, args: readonly unknown[] = []) =>
      refusedOr(reader.readContract({ address: deployment.contracts[contract], abi: abiOf(contract), functionName, args })) as Promise<T>,
  };
}

/** Providers cap the range of a query. */
const RANGE_BLOCKS = 10_000n;

/** @returns the arguments of the logs since the deployment that have these topics, in chain order */
export async function readLogs<T>(
  { deployment, reader }: Opened,
  contract: ContractName,
  topics: readonly (Hex | readonly Hex[] | null)[],
): Promise<T[]> {
  const last = await chainOr(reader.getBlockNumber());
  const all = [];
  for (let from = BigInt(deployment.deployBlock); from <= last; from += RANGE_BLOCKS) {
    const to = from + RANGE_BLOCKS - 1n < last ? from + RANGE_BLOCKS - 1n : last;
    const range = { address: deployment.contracts[contract], topics, fromBlock: numberToHex(from), toBlock: numberToHex(to) };
    all.push(...(await chainOr(reader.request({ method: 'eth_getLogs', params: [range as never] }))));
  }
  return all.map(({ data, topics: found }) => decodeEventLog({ abi: ABIS[contract], data, topics: found }).args as T);
}

export async function openSender(flags: Sending): Promise<ChainAccount> {
  return chainOr(connectAccount(flags.rpc, await openSigner(flags.key)));
}

/** Sends one call. @throws ExitError EXIT.failed with the contract's own error where it refuses. */
export async function sendCall(flags: Sending, contract: ContractName, functionName: string, args: readonly unknown[]): Promise<void> {
  const { contracts } = fileOr(() => readDeployment(flags.deployment));
  const account = await openSender(flags);
  await refusedOr(account.call(contracts[contract], abiOf(contract), functionName, args));
  console.log(`${functionName} done`);
}

export async function viewOf<T>(where: Where, contract: ContractName, functionName: string, args: readonly unknown[]): Promise<T> {
  return (await openReader(where)).view<T>(contract, functionName, args);
}
