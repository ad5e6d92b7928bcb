/** What a chain node is told at start, and the limits it keeps. */
import type { Deployment, MatchRule } from '@joulegate/protos';
import type { TransactionSigner } from '../deployment/signer-account.ts';
import type { GatewayQuota } from './quotas.ts';

export type Hex = `0x${string}`;

/**
 * When a block counts as final: `confirmations` for proof-of-work and authority chains (1 = as soon as included),
 * `finalized` or `safe` for proof-of-stake.
 */
export type FinalityRule = { readonly confirmations: number } | 'finalized' | 'safe';

/** A pino logger fits. Secrets never pass through it. */
export interface NodeLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface NodeLimits {
  /** Transactions being checked at once; more are dropped and counted (the gateway sends them again). */
  readonly intakeQueue: number;
  /** Transactions waiting for their receipt. */
  readonly tracked: number;
  readonly orders: number;
  /** Reading batches per contract call, and how long the first waits for company. */
  readonly batchSize: number;
  readonly batchWindowMs: number;
  /** Gas of one transaction; EIP-7825 caps it at 16.78 M on newer chains. */
  readonly transactionGas: bigint;
  readonly pollMs: number;
  /** A transaction unmined for this long is replaced at a higher fee. Real seconds. */
  readonly feeBumpSeconds: number;
  /** Blocks per eth_getLogs: many providers cap the range. */
  readonly logRangeBlocks: number;
  /** Further chances for a transaction that a moment's chain state refused. */
  readonly attempts: number;
  /** An endpoint that does not answer within this time is left for the next. */
  readonly endpointTimeoutMs: number;
  readonly endpointProbeMs: number;
  /** Blocks by which an endpoint may lag the others before it is left. */
  readonly endpointLagBlocks: number;
  /** Endpoints must agree on the block this far below the lowest of their heads: deeper than any reorganisation expected. */
  readonly endpointCheckDepth: number;
}

export const DEFAULT_LIMITS: NodeLimits = {
  intakeQueue: 5_000,
  tracked: 50_000,
  orders: 20_000,
  batchSize: 50,
  batchWindowMs: 200,
  transactionGas: 16_000_000n,
  pollMs: 300,
  feeBumpSeconds: 30,
  logRangeBlocks: 50_000,
  attempts: 5,
  endpointTimeoutMs: 10_000,
  endpointProbeMs: 5_000,
  endpointLagBlocks: 5,
  endpointCheckDepth: 16,
};

/** What the broker asks of a client: PEM texts, which always verify the broker's name and chain, and a password. */
export type BrokerAccess = Partial<Record<'username' | 'password' | 'ca' | 'cert' | 'key', string>>;

export interface ChainNodeOptions {
  /** Of each gateway; what is not given stays as in DEFAULT_QUOTA. */
  readonly quota?: Partial<GatewayQuota>;
  /** Gas per day for all gateways together; default no limit. */
  readonly gasPerDay?: bigint;
  /** `mqtt://host:port`; credentials in the URL never reach the log. */
  readonly mqttUrl: string;
  readonly mqttAccess?: BrokerAccess;
  /** Topic base, default `joulegate`. */
  readonly base?: string;
  /** Where acknowledged transactions are kept until they have an end; without it gateways must repeat them after a kill. */
  readonly stateDir?: string | undefined;
  /** Nodes under one name share the work: what one alone deals with goes to one of them. The broker must know $share. */
  readonly shareGroup?: string | undefined;
  readonly nodeId: string;
  /** JSON-RPC endpoints of the chain, the preferred one first. */
  readonly rpcUrls: readonly string[];
  readonly deployment: Deployment;
  /** Pays gas; holds no right over anything it relays. */
  readonly relayer: TransactionSigner;
  /** Certifies registered meters: those listed (any case), or all of them in a demo. */
  readonly certifier?: { readonly signer: TransactionSigner; readonly meters: 'all' | readonly string[] };
  readonly finality?: FinalityRule;
  readonly limits?: Partial<NodeLimits>;
  /** Matching of orders and of carbon permits; default on with `uniform-price`. */
  readonly matcher?: { readonly enabled?: boolean; readonly rule?: MatchRule; readonly roundMs?: number };
  /** Meter carbon at every n-th boundary (and at every edge of a carbon period). Default 1; 0 switches it off. */
  readonly meterCarbonEvery?: number;
  /** Issue guarantees of origin after so many boundaries; default a carbon period, 0 switches it off. */
  readonly guaranteeEvery?: number;
  /** Announce events once final (default) or as soon as included. */
  readonly announceAt?: 'included' | 'final';
  readonly logger?: NodeLogger;
}

const nothing = (): void => {};
export const SILENT_LOGGER: NodeLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
