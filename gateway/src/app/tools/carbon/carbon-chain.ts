import type { Deployment } from '@joulegate/protos';
import { JoulegateError } from '../../../domain/index.ts';
import {
  CARBON_EVENTS,
  type CarbonRecord,
  carbonTopicOf,
  decodeCarbonLog,
  decodeTransfers,
  GUARANTEE_EVENTS,
  movesOf,
  TRANSFER_TOPICS,
} from '../../../market/index.ts';
import { eventTopic } from '../../../proof/index.ts';
import type { ChainReader } from '../../../rpc/index.ts';
import { callView } from '../market/market-chain.ts';

export const pad = (value: string) => `0x${value.replace(/^0x/, '').padStart(64, '0')}`;
const number = (value: bigint) => value.toString(16);
const hexOf = (word: bigint) => `0x${word.toString(16).padStart(40, '0')}`;

/** ICarbonLedger.Account. */
export interface CarbonAccount {
  readonly emissionsUg: bigint;
  readonly allowanceGrams: bigint;
  readonly isSettled: boolean;
  readonly surrenderedGrams: bigint;
  readonly deficitGrams: bigint;
}

/** IGuaranteeOfOrigin.Guarantee, and what an account holds of it. */
export interface Guarantee {
  readonly guaranteeId: string;
  readonly meter: string;
  readonly source: bigint;
  readonly carrier: bigint;
  readonly zone: bigint;
  readonly fromBoundary: bigint;
  readonly toBoundary: bigint;
  readonly issuedWh: bigint;
  readonly retiredWh: bigint;
  /** Unix seconds. */
  readonly issuedAt: bigint;
  readonly expiresAt: bigint;
  readonly heldWh: bigint;
}

/** Views of the carbon ledger and of who owns what, by JSON-RPC. */
export interface CarbonChain {
  account(unit: string, period: bigint): Promise<CarbonAccount>;
  permitsOf(owner: string, period: bigint): Promise<bigint>;
  fineDueMicro(unit: string): Promise<bigint>;
  escrowMicro(owner: string): Promise<bigint>;
  finePriceMicroPerKg(): Promise<bigint>;
  filledGrams(id: string): Promise<bigint>;
  /** Undefined for a meter never registered. */
  ownerOf(unit: string): Promise<string | undefined>;
  /** Meters that an owner registered. */
  unitsOf(owner: string): Promise<string[]>;
  records(topics: TopicFilter, from: bigint, to: bigint): Promise<CarbonRecord[]>;
  guarantees(topics: TopicFilter, from: bigint, to: bigint): Promise<CarbonRecord[]>;
  /** What holders gave one another of either token, without a trade. */
  moves(records: readonly CarbonRecord[], from: bigint, to: bigint): Promise<CarbonRecord[]>;
  /** Ids of guarantees that an account was ever given, whoever issued or sent them. */
  guaranteesOf(owner: string): Promise<string[]>;
  guarantee(id: string, owner: string): Promise<Guarantee>;
}

/** Topics of all events of the carbon ledger, as a filter takes them. */
export const CARBON_TOPICS = CARBON_EVENTS.map(({ kind }) => carbonTopicOf(kind));
export const GUARANTEE_TOPICS = GUARANTEE_EVENTS.map(({ kind }) => carbonTopicOf(kind));

type TopicFilter = readonly (string | readonly string[] | null)[];

export function readCarbon(chain: ChainReader, { contracts, deployBlock }: Deployment): CarbonChain {
  const view = async (to: string, signature: string, args: readonly string[]): Promise<bigint[]> => {
    const words = await callView(chain, to, signature, args);
    if (words === undefined || words.length === 0)
      throw new JoulegateError('CONFIG_INVALID', `${signature} of ${to}: no answer; is the deployment that of this chain?`);
    return words;
  };
  const one = async (to: string, signature: string, args: readonly string[] = []) => (await view(to, signature, args))[0] ?? 0n;
  const ledger = contracts.carbonLedger;
  const read = async (address: string, topics: TopicFilter, fromBlock: bigint, toBlock: bigint) =>
    (await chain.readLogs({ address, topics, fromBlock, toBlock })).flatMap((log) => decodeCarbonLog(log) ?? []);
  return {
    async account(unit, period) {
      const [emissionsUg = 0n, allowanceGrams = 0n, settled = 0n, surrenderedGrams = 0n, deficitGrams = 0n] = await view(
        ledger,
        'accountOf(address,uint32)',
        [unit, number(period)],
      );
      return { emissionsUg, allowanceGrams, isSettled: settled === 1n, surrenderedGrams, deficitGrams };
    },
    permitsOf: (owner, period) => one(ledger, 'balanceOf(address,uint256)', [owner, number(period)]),
    fineDueMicro: (unit) => one(ledger, 'fineDueMicro(address)', [unit]),
    escrowMicro: (owner) => one(ledger, 'balanceOf(address)', [owner]),
    finePriceMicroPerKg: () => one(ledger, 'finePriceMicroPerKg()'),
    filledGrams: (id) => one(ledger, 'filledGrams(bytes32)', [id]),
    async ownerOf(unit) {
      const owner = await one(contracts.meterRegistry, 'ownerOf(address)', [unit]);
      return owner === 0n ? undefined : hexOf(owner);
    },
    async unitsOf(owner) {
      const registered = pad(Buffer.from(eventTopic('MeterRegistered')).toString('hex'));
      const logs = await chain.readLogs({
        address: contracts.meterRegistry,
        topics: [registered, null, null, pad(owner)],
        fromBlock: BigInt(deployBlock),
        toBlock: await chain.blockNumber('latest'),
      });
      const units = [...new Set(logs.map(({ topics }) => `0x${topics[2]?.slice(26) ?? ''}`))];
      // A pending registration may have gone to another owner since.
      const owners = await Promise.all(units.map((unit) => one(contracts.meterRegistry, 'ownerOf(address)', [unit])));
      return units.filter((_unit, at) => owners[at] === BigInt(owner));
    },
    records: (topics, from, to) => read(ledger, topics, from, to),
    guarantees: (topics, from, to) => read(contracts.guaranteeOfOrigin, topics, from, to),
    async moves(records, fromBlock, toBlock) {
      const transfers = async (address: string) =>
        (await chain.readLogs({ address, topics: [TRANSFER_TOPICS], fromBlock, toBlock })).flatMap(decodeTransfers);
      const permits = movesOf(await transfers(ledger), (period, grams) => ({ period, grams }), records);
      const toGuarantee = (id: bigint, energyWh: bigint) => ({ guaranteeId: pad(number(id)), energyWh });
      return [...permits, ...movesOf(await transfers(contracts.guaranteeOfOrigin), toGuarantee)];
    },
    async guaranteesOf(owner) {
      const logs = await chain.readLogs({
        address: contracts.guaranteeOfOrigin,
        topics: [TRANSFER_TOPICS, null, null, pad(owner)],
        fromBlock: BigInt(deployBlock),
        toBlock: await chain.blockNumber('latest'),
      });
      return [...new Set(logs.flatMap(decodeTransfers).map(({ id }) => pad(number(id))))];
    },
    async guarantee(id, owner) {
      const words = await view(contracts.guaranteeOfOrigin, 'guaranteeOf(uint256)', [id]);
      const [meter = 0n, source = 0n, carrier = 0n, zone = 0n, fromBoundary = 0n, toBoundary = 0n, ...amounts] = words;
      const [issuedWh = 0n, retiredWh = 0n, issuedAt = 0n, expiresAt = 0n] = amounts;
      const heldWh = await one(contracts.guaranteeOfOrigin, 'balanceOf(address,uint256)', [owner, id]);
      const where = { meter: hexOf(meter), source, carrier, zone, fromBoundary, toBoundary };
      return { guaranteeId: id, ...where, issuedWh, retiredWh, issuedAt, expiresAt, heldWh };
    },
  };
}

export interface WhoseOptions {
  readonly owner?: string | undefined;
  readonly unit?: readonly string[] | undefined;
}

/** An owner and the units to look at. */
export interface Holding {
  readonly owner: string;
  readonly units: readonly string[];
}

/** Units by their owners: those named, or all of an owner. @throws JoulegateError CONFIG_INVALID for neither, or a unit unknown */
export async function findHoldings(carbon: CarbonChain, { owner, unit }: WhoseOptions): Promise<Holding[]> {
  if (owner === undefined && (unit ?? []).length === 0)
    throw new JoulegateError('CONFIG_INVALID', 'an owner (--owner) or units (--unit) expected');
  const byOwner = new Map<string, string[]>();
  if (owner !== undefined) byOwner.set(owner, await carbon.unitsOf(owner));
  for (const each of unit ?? []) {
    const whose = await carbon.ownerOf(each);
    if (whose === undefined) throw new JoulegateError('CONFIG_INVALID', `unit ${each}: a registered meter expected`);
    byOwner.set(whose, [...new Set([...(byOwner.get(whose) ?? []), each])]);
  }
  return [...byOwner].map(([name, units]) => ({ owner: name, units }));
}
