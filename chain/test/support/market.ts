/**
 * A market on an anvil of its own: every contract deployed as production deploys it, block time in the test's hands.
 * What a contract refuses comes back as data, with the custom error's name and arguments.
 */
import type { ContractName, Deployment } from '@joulegate/protos';
import { type Abi, decodeEventLog, decodeFunctionResult, encodeDeployData, encodeFunctionData, type Hex, toHex } from 'viem';
import { criteriaArgument, type DeployOptions, deploy, type ZoneCriteria } from '../../src/deployment/index.ts';
import { startAnvil } from '../../src/engine/anvil.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { RpcError } from '../../src/engine/json-rpc.ts';
import { CONTRACTS } from '../../src/generated/contracts.ts';
import { ABIS } from '../../src/node/abis.ts';
import { extractRevert, type Revert } from '../../src/node/reverts.ts';

export const INTERVAL = 900n;
export const TOLERANCE = 30n;
export const SETTLEMENT_DEADLINE = 3_600n;
/** Four intervals: a period that a test can fill reading by reading. */
export const PERIOD = 3_600n;
export const GRACE = 900n;
export const FINE_PER_KG = 100_000n;
export const ZONE = 7;
/** Where every test's clock starts: on the edge of a carbon period and so on a boundary, far ahead of any real clock. */
export const T0 = 2_001_024_000n;
export const BOUNDARY_0 = T0 / INTERVAL;
export const PERIOD_0 = Number(T0 / PERIOD);

export type Contract = ContractName | 'token';
export type Role = 'admin' | 'certifier' | 'authority' | 'treasury' | 'operator' | 'seller' | 'buyer' | 'relayer' | 'stranger';
const ROLES: readonly Role[] = ['admin', 'certifier', 'authority', 'treasury', 'operator', 'seller', 'buyer', 'relayer', 'stranger'];

export interface Person {
  readonly address: Hex;
  readonly key: Hex;
}

export interface Event {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface Mined {
  readonly gasUsed: number;
  readonly events: readonly Event[];
}

export interface Market {
  readonly deployment: Deployment;
  readonly engine: Engine;
  readonly people: Readonly<Record<Role, Person>>;
  /** A view's answer; T is the caller's word for it. */
  read<T>(contract: Contract, functionName: string, args?: readonly unknown[]): Promise<T>;
  /** @throws Error naming the custom error, if refused. */
  send(contract: Contract, functionName: string, args: readonly unknown[], from?: Role): Promise<Mined>;
  /** Tries without sending; `at` is another contract of the same kind. @throws Error if the contract would have accepted. */
  refusal(contract: Contract, functionName: string, args: readonly unknown[], from?: Role | Hex, at?: Hex): Promise<Revert>;
  /** What a constructor refuses. */
  deploymentRefusal(contract: keyof typeof CONTRACTS, args: readonly unknown[]): Promise<Revert>;
  /** Mines a block at this time. */
  setTime(unixSeconds: bigint): Promise<void>;
  /** Back to the market as it was at the last call of keep(). */
  restore(): Promise<void>;
  keep(): Promise<void>;
  stop(): Promise<void>;
}

/** Everything a criteria table allows, so that each test narrows what it is about. */
export function makeCriteria(operator: Hex, more: Partial<ZoneCriteria> = {}): ReturnType<typeof criteriaArgument> {
  return criteriaArgument({
    operator,
    sources: 0x7ff,
    carriers: 0b11110,
    natures: 0b11110,
    minAttestationClass: 1,
    minEvidence: 0,
    permitSeconds: 0,
    maxThdPermille: 0,
    minCapacityW: 100n,
    maxCapacityW: 1_000_000n,
    hostingCapacityW: 5_000_000n,
    priceCeilingMicroPerKwh: 400_000n,
    basePriceMicroPerKwh: 150_000n,
    minVoltageMv: 207_000,
    maxVoltageMv: 253_000,
    minFrequencyMhz: 47_500,
    maxFrequencyMhz: 51_500,
    maxEvidenceAgeSeconds: 3_600,
    gridCodeProfile: `0x${'00'.repeat(32)}`,
    ...more,
  });
}

const GAS_LIMIT = toHex(15_000_000);
const ALL_ABIS: Record<Contract, Abi> = { ...ABIS, token: CONTRACTS.DemoEnergyCoin.abi as Abi };

/** @param hardfork the chain's rules; London without one */
export async function startMarket(options: Partial<DeployOptions> = {}, hardfork?: string): Promise<Market> {
  const engine = await startAnvil({ chainId: 31_337, ...(hardfork === undefined ? {} : { hardfork }) });
  try {
    const people = Object.fromEntries(
      ROLES.map((role, index) => {
        const account = engine.accounts[index];
        if (!account) throw new Error(`${ROLES.length} accounts expected, got ${engine.accounts.length}`);
        return [role, { address: account.address.toLowerCase() as Hex, key: account.privateKey }];
      }),
    ) as Record<Role, Person>;
    const deployment = await deploy({
      rpcUrl: engine.rpcUrl,
      deployer: people.admin.key,
      certifier: people.certifier.address,
      authority: people.authority.address,
      treasury: people.treasury.address,
      zones: { [ZONE]: makeCriteria(people.operator.address) },
      settlementDeadlineSeconds: Number(SETTLEMENT_DEADLINE),
      carbonPeriodSeconds: Number(PERIOD),
      carbonGraceSeconds: Number(GRACE),
      finePriceMicroPerKg: FINE_PER_KG,
      ...options,
    });
    await engine.request('anvil_autoImpersonateAccount', [true]);
    return createMarket(engine, deployment, people);
  } catch (cause) {
    await engine.stop();
    throw cause;
  }
}

function createMarket(engine: Engine, deployment: Deployment, people: Record<Role, Person>): Market {
  const { request } = engine;
  let snapshot: unknown;

  const call = (contract: Contract, functionName: string, args: readonly unknown[], from: Hex, to: Hex = deployment.contracts[contract]) =>
    request('eth_call', [
      {
        from,
        to,
        data: encodeFunctionData({ abi: ALL_ABIS[contract], functionName, args }),
        gas: GAS_LIMIT,
      },
      'latest',
    ]) as Promise<Hex>;

  /** The revert, or a programmer's error that must not pass for one. */
  const explain = (cause: unknown): Revert => {
    const revert = cause instanceof RpcError ? extractRevert(cause) : undefined;
    if (!revert) throw cause;
    return revert;
  };

  const receiptOf = async (
    hash: unknown,
  ): Promise<{ status: Hex; gasUsed: Hex; logs: { address: Hex; topics: [Hex, ...Hex[]]; data: Hex }[] }> => {
    for (;;) {
      const receipt = await request('eth_getTransactionReceipt', [hash]);
      // Automining is asynchronous: the answer to eth_sendTransaction may come before the block.
      if (receipt) return receipt as never;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };

  const market: Market = {
    deployment,
    engine,
    people,
    async read(contract, functionName, args = []) {
      const data = await call(contract, functionName, args, people.stranger.address).catch((cause: unknown) => {
        throw new Error(`${contract}.${functionName}: ${explain(cause).text}`, { cause });
      });
      return decodeFunctionResult({ abi: ALL_ABIS[contract], functionName, data }) as never;
    },
    async send(contract, functionName, args, from = 'relayer') {
      const data = encodeFunctionData({ abi: ALL_ABIS[contract], functionName, args });
      const hash = await request('eth_sendTransaction', [
        { from: people[from].address, to: deployment.contracts[contract], data, gas: GAS_LIMIT },
      ]);
      const receipt = await receiptOf(hash);
      if (receipt.status !== '0x1') {
        const why = await market.refusal(contract, functionName, args, from).catch(() => ({ text: 'reverted, but not when called again' }));
        throw new Error(`${contract}.${functionName}: ${why.text}`);
      }
      const nameOf = new Map(Object.entries(deployment.contracts).map(([name, address]) => [address.toLowerCase(), name as Contract]));
      const events = receipt.logs.flatMap(({ address, topics, data }) => {
        const emitter = nameOf.get(address.toLowerCase());
        if (!emitter) return [];
        const { eventName, args: values } = decodeEventLog({ abi: ALL_ABIS[emitter], topics, data });
        return [{ name: eventName ?? '', args: (values ?? {}) as unknown as Record<string, unknown> }];
      });
      return { gasUsed: Number(receipt.gasUsed), events };
    },
    async refusal(contract, functionName, args, from = 'relayer', at = deployment.contracts[contract]) {
      const sender = from.startsWith('0x') ? (from as Hex) : people[from as Role].address;
      const accepted = await call(contract, functionName, args, sender, at).catch(explain);
      if (typeof accepted === 'string') throw new Error(`${contract}.${functionName}: a refusal expected, got an acceptance`);
      return accepted;
    },
    async deploymentRefusal(contract, args) {
      const { abi, bytecode } = CONTRACTS[contract] as { abi: Abi; bytecode: Hex };
      const data = encodeDeployData({ abi, bytecode, args });
      const accepted = await request('eth_call', [{ from: people.stranger.address, data }, 'latest']).catch(explain);
      if (typeof accepted === 'string') throw new Error(`${contract}: a refusal expected, got a deployment`);
      return accepted as Revert;
    },
    async setTime(unixSeconds) {
      await request('evm_setNextBlockTimestamp', [toHex(unixSeconds)]);
      await request('evm_mine');
    },
    async keep() {
      snapshot = await request('evm_snapshot');
    },
    async restore() {
      // A snapshot is spent by going back to it.
      await request('evm_revert', [snapshot]);
      await market.keep();
    },
    stop: () => engine.stop(),
  };
  return market;
}

/** The event of that name. @throws Error naming what happened instead. */
export function eventOf(mined: Mined, name: string): Readonly<Record<string, unknown>> {
  const found = mined.events.find((event) => event.name === name);
  if (!found) throw new Error(`event ${name} expected, got ${mined.events.map((event) => event.name).join(', ') || 'none'}`);
  return found.args;
}
