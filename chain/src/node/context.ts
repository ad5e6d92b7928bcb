/** What every part of the node shares; built once in chain-node.ts. */
import type { Deployment } from '@joulegate/protos';
import type { RpcRequest } from '../engine/json-rpc.ts';
import type { Counters } from './counters.ts';
import type { IntakeLog } from './intake-log.ts';
import type { NodeLimits, NodeLogger } from './options.ts';

export type Publish = (topic: string, payload: string | Uint8Array, options?: { readonly qos?: 0 | 1; readonly retain?: boolean }) => void;

export interface NodeContext {
  readonly nodeId: string;
  readonly base: string;
  /** CAIP-2. */
  readonly network: string;
  readonly deployment: Deployment;
  readonly limits: NodeLimits;
  readonly rpc: RpcRequest;
  readonly counters: Counters;
  readonly log: NodeLogger;
  readonly publish: Publish;
  /** Where the node keeps what it has acknowledged; none without a directory for it. */
  readonly intakeLog?: IntakeLog | undefined;
}
