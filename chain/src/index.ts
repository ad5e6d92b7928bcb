/**
 * @joulegate/chain: contracts and their deployment, embedded engines, the chain node. What the demo, the
 * tests and other programs use; each folder's README says more.
 */
export * from './deployment/index.ts';
export { startAnvil } from './engine/anvil.ts';
export { startEdr } from './engine/edr.ts';
export { deriveAccounts, type Engine, type EngineAccount, type EngineClock, type EngineOptions, newMnemonic } from './engine/engine.ts';
export { createRpc, RpcError, type RpcRequest } from './engine/json-rpc.ts';
export { type RpcGuard, type RpcGuardOptions, startRpcGuard } from './engine/rpc-guard.ts';
export { CONTRACTS } from './generated/contracts.ts';
export { ABIS } from './node/abis.ts';
export { type ChainNode, type ChainNodeStats, startChainNode } from './node/chain-node.ts';
export type { ChainNodeOptions, FinalityRule, NodeLimits, NodeLogger } from './node/options.ts';
export { matchId, readTypedMessage, type TypedMessage, typedDigest } from './node/typed-message.ts';
