/**
 * Who holds which role of which contract, and how an account's roles pass on to another, a multisig say. First everything
 * is granted, then looked at, and only then does the old holder renounce: an interruption leaves two holders, never none.
 */
import type { Deployment } from '@joulegate/protos';
import { type Abi, type Address, createPublicClient, type Hex, http, keccak256, type PublicClient, parseAbiItem, toBytes } from 'viem';
import { CONTRACTS } from '../generated/contracts.ts';
import { connectAccount } from './account.ts';
import type { TransactionSigner } from './signer-account.ts';

export const ADMIN_ROLE = 'DEFAULT_ADMIN_ROLE';
const ROLE_GRANTED = parseAbiItem('event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)');
/** Most blocks that a node is asked for at once. */
const LOG_BLOCKS = 5_000n;

export interface RoleHolders {
  /** `meterRegistry`, as in network.json. */
  readonly contract: string;
  readonly address: Address;
  readonly role: string;
  readonly holders: readonly Address[];
}

interface Holder {
  readonly key: string;
  readonly address: Address;
  readonly abi: Abi;
  readonly roles: readonly string[];
}

const roleId = (role: string): Hex => (role === ADMIN_ROLE ? `0x${'00'.repeat(32)}` : keccak256(toBytes(role)));

/** Contracts of a deployment that know roles; a foreign token is not ours to look into. */
function contractsWithRoles({ contracts }: Deployment): Holder[] {
  return Object.entries(contracts).flatMap(([key, address]) => {
    const name = key === 'token' ? 'DemoEnergyCoin' : `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
    const abi = (CONTRACTS as unknown as Record<string, { abi: Abi } | undefined>)[name]?.abi ?? [];
    const roles = abi.flatMap((item) => (item.type === 'function' && item.name.endsWith('_ROLE') ? [item.name] : []));
    return roles.length === 0 ? [] : [{ key, address, abi, roles }];
  });
}

/** Every role with who holds it now: whom events ever named, asked one by one. */
export async function listRoles(rpcUrl: string, deployment: Deployment): Promise<RoleHolders[]> {
  const reader = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });
  const all: RoleHolders[] = [];
  for (const { key, address, abi, roles } of contractsWithRoles(deployment)) {
    const named = await findNamed(reader, address, BigInt(deployment.deployBlock));
    for (const role of roles) {
      const holders: Address[] = [];
      for (const account of named.get(roleId(role)) ?? []) {
        const args = [roleId(role), account];
        if (await reader.readContract({ address, abi, functionName: 'hasRole', args })) holders.push(account);
      }
      // Of a foreign token nothing is known, and it need not have roles.
      if (key !== 'token' || holders.length > 0) all.push({ contract: key, address, role, holders });
    }
  }
  return all;
}

async function findNamed(reader: PublicClient, address: Address, deployBlock: bigint): Promise<Map<Hex, Set<Address>>> {
  const named = new Map<Hex, Set<Address>>();
  const head = await reader.getBlockNumber();
  for (let from = deployBlock; from <= head; from += LOG_BLOCKS) {
    const toBlock = from + LOG_BLOCKS - 1n < head ? from + LOG_BLOCKS - 1n : head;
    for (const { args } of await reader.getLogs({ address, event: ROLE_GRANTED, fromBlock: from, toBlock })) {
      if (!args.role || !args.account) continue;
      named.set(args.role, (named.get(args.role) ?? new Set()).add(args.account.toLowerCase() as Address));
    }
  }
  return named;
}

export interface HandOver {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  /** Whose roles pass on. */
  readonly holder: TransactionSigner;
  readonly to: Address;
  /** Role names; default: the admin role alone. */
  readonly roles?: readonly string[];
  /** Without it the new holder must be a contract: an address mistyped would be nobody's. */
  readonly isPlainAccountAllowed?: boolean;
}

export interface HandedOver {
  readonly contract: string;
  readonly role: string;
}

/** @returns what passed on. @throws Error before anything is renounced, when the new holder could not have every role */
export async function handOverRoles(options: HandOver): Promise<HandedOver[]> {
  const { deployment, to, roles = [ADMIN_ROLE] } = options;
  const chain = await connectAccount(options.rpcUrl, options.holder);
  const from = chain.account.address;
  const reader = createPublicClient({ transport: http(options.rpcUrl), cacheTime: 0 });
  const contracts = contractsWithRoles(deployment);
  const known = new Set(contracts.flatMap((contract) => contract.roles));
  for (const role of roles) if (!known.has(role)) throw new Error(`role ${role}: one of ${[...known].join(', ')} expected`);
  if (chain.chainId !== deployment.chainId) throw new Error(`chain ${deployment.chainId} expected, got ${chain.chainId}`);
  if (/^0x0+$/.test(to) || to.toLowerCase() === from.toLowerCase()) throw new Error(`another account than ${to} expected`);
  const own = Object.entries(deployment.contracts).find(([, address]) => address.toLowerCase() === to.toLowerCase());
  if (own) throw new Error(`${to}: is the ${own[0]} of this market, which could never act`);
  if (!options.isPlainAccountAllowed && ((await reader.getCode({ address: to })) ?? '0x') === '0x') {
    throw new Error(`${to}: has no code on this chain, so it is no multisig here`);
  }

  const has = (contract: Holder, role: string, account: Address) =>
    reader.readContract({ address: contract.address, abi: contract.abi, functionName: 'hasRole', args: [roleId(role), account] });
  const passing: { contract: Holder; role: string }[] = [];
  for (const contract of contracts) {
    if (((await reader.getCode({ address: contract.address })) ?? '0x') === '0x')
      throw new Error(`${contract.key}: no code at ${contract.address}`);
    // The admin role last: it is what the others are granted with.
    const ordered = contract.roles.filter((role) => roles.includes(role)).sort((a) => (a === ADMIN_ROLE ? 1 : -1));
    for (const role of ordered) {
      const holds = contract.key === 'token' ? await has(contract, role, from).catch(() => false) : await has(contract, role, from);
      if (holds) passing.push({ contract, role });
    }
  }
  for (const { contract, role } of passing) {
    if (await has(contract, role, to)) continue;
    if (!(await has(contract, ADMIN_ROLE, from))) throw new Error(`${contract.key}: ${from} is not its admin and cannot grant ${role}`);
    await chain.call(contract.address, contract.abi, 'grantRole', [roleId(role), to]);
  }
  for (const { contract, role } of passing) {
    if (!(await has(contract, role, to)))
      throw new Error(`${contract.key}: ${to} has no ${role} after it was granted; nothing was renounced`);
  }
  for (const { contract, role } of passing) await chain.call(contract.address, contract.abi, 'renounceRole', [roleId(role), from]);
  return passing.map(({ contract, role }) => ({ contract: contract.key, role }));
}
