/**
 * A deployment as a list of transactions, known whole before the first is sent: step i is the transaction with nonce
 * firstNonce + i, so every address follows from the account and its nonce (Ethereum Yellow Paper, section 7), and no step
 * can happen twice. Pure.
 */
import { createHash } from 'node:crypto';
import type { Deployment } from '@joulegate/protos';
import { type Abi, type Address, encodeDeployData, encodeFunctionData, getContractAddress, type Hex, hexToBytes } from 'viem';
import { CONTRACTS } from '../generated/contracts.ts';

export type CompiledName = keyof typeof CONTRACTS;

export interface Step {
  /** As a person reads it: `MeterRegistry` or `MeterRegistry.grantRole`. */
  readonly name: string;
  readonly contract: CompiledName;
  /** The contract called; absent where this step creates one. */
  readonly to?: Address;
  /** The contract created. */
  readonly creates?: Address;
  readonly data: Hex;
}

export interface Plan {
  readonly deployer: Address;
  readonly firstNonce: number;
  readonly steps: readonly Step[];
  /** Says whether two plans are the same: SHA-256 over who sends what to whom, in what order. */
  readonly digest: string;
}

export type PlannedDeployment = Omit<Deployment, 'chainId' | 'deployBlock'>;

/** Collects steps; each create() answers with the address that will stand there. */
export class Planner {
  readonly #steps: Step[] = [];
  readonly #deployer: Address;
  readonly #firstNonce: number;

  constructor(deployer: Address, firstNonce: number) {
    this.#deployer = deployer;
    this.#firstNonce = firstNonce;
  }

  create(contract: CompiledName, args: readonly unknown[]): Address {
    const nonce = BigInt(this.#firstNonce + this.#steps.length);
    const creates = getContractAddress({ from: this.#deployer, nonce }).toLowerCase() as Address;
    const { abi, bytecode } = CONTRACTS[contract] as { abi: Abi; bytecode: Hex };
    this.#steps.push({ name: contract, contract, creates, data: encodeDeployData({ abi, bytecode, args }) });
    return creates;
  }

  call(contract: CompiledName, to: Address, functionName: string, args: readonly unknown[]): void {
    const data = encodeFunctionData({ abi: CONTRACTS[contract].abi as Abi, functionName, args });
    this.#steps.push({ name: `${contract}.${functionName}`, contract, to, data });
  }

  finish(): Plan {
    const digest = createHash('sha256').update(`${this.#deployer.toLowerCase()} ${this.#firstNonce}`);
    for (const { to, data } of this.#steps) digest.update(`\n${to ?? 'create'} `).update(hexToBytes(data));
    return { deployer: this.#deployer, firstNonce: this.#firstNonce, steps: this.#steps, digest: digest.digest('hex') };
  }
}

/**
 * Whether code is what the compiler made of a contract, whatever its constructor wrote into its immutables.
 * @returns what is wrong with it, or undefined
 */
export function findCodeFault(contract: CompiledName, code: Hex | undefined): string | undefined {
  const { size, sha256, immutables } = CONTRACTS[contract].runtime;
  const bytes = hexToBytes(code ?? '0x');
  if (bytes.length === 0) return `${contract}: contract code expected, got none: does the chain's EVM have the London rules?`;
  for (const [start, length] of immutables) bytes.fill(0, start, start + length);
  if (bytes.length === size && createHash('sha256').update(bytes).digest('hex') === sha256) return undefined;
  return `${contract}: the ${size} bytes of code compiled here expected, got ${bytes.length} others`;
}
