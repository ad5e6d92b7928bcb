/**
 * What every embedded EVM engine offers, whichever program does the work. Engines are development nodes with cheat
 * methods and no authentication: only their own process talks to them; everyone else gets the address of a guard
 * (rpc-guard.ts).
 */

import { toHex } from 'viem';
import { english, generateMnemonic, mnemonicToAccount } from 'viem/accounts';

/** Source of block time; may be simulated and run faster than the wall clock. */
export interface EngineClock {
  /** Unix seconds, fractions allowed. */
  now(): number;
}

export interface EngineOptions {
  readonly chainId: number;
  /** Folder for chain state that survives a restart; none: the chain lives in memory. */
  readonly dataDir?: string;
  /** BIP-39 words the funded accounts derive from; default: fresh ones (kept in dataDir if given, mode 0600). */
  readonly mnemonic?: string;
  /** Funded accounts, each with 10,000 ETH. Default 10. */
  readonly accountCount?: number;
  /** Given: blocks are mined by this clock. Absent: a block per transaction. */
  readonly clock?: EngineClock;
  /** Real milliseconds between blocks when a clock is given. Default 250. */
  readonly blockMs?: number;
  /** Loopback port; default: a free one. */
  readonly port?: number;
  /**
   * How many past states anvil keeps for calls at their blocks; it copies the whole state for each block, so a long run that
   * asks only for the latest takes 0. Default 32.
   */
  readonly recentStates?: number;
  /** EVM rules, default `london`: the oldest rules of the public chains we target. */
  readonly hardfork?: string;
  /** Continue from the head of the chain behind this JSON-RPC address, which notices nothing but reads (anvil). */
  readonly forkUrl?: string;
}

export interface EngineAccount {
  readonly address: `0x${string}`;
  readonly privateKey: `0x${string}`;
}

export interface Engine {
  readonly kind: 'anvil' | 'edr';
  /** Unguarded loopback address: for tests and deployment only. */
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly accounts: readonly EngineAccount[];
  /** Any JSON-RPC method, cheat methods included. Rejects with the engine's message. */
  request(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Mines one block now, at max(previous + 1, clock). */
  mine(): Promise<void>;
  pauseMining(): void;
  resumeMining(): void;
  stop(): Promise<void>;
}

export function newMnemonic(): string {
  return generateMnemonic(english);
}

/** Keys at m/44'/60'/0'/0/i, as wallets derive them. */
export function deriveAccounts(mnemonic: string, count: number): EngineAccount[] {
  return Array.from({ length: count }, (_, addressIndex) => {
    const account = mnemonicToAccount(mnemonic, { addressIndex });
    const key = account.getHdKey().privateKey;
    if (!key) throw new Error('the derived key is empty');
    return { address: account.address, privateKey: toHex(key) };
  });
}
