/**
 * rpc: reads an EVM chain by JSON-RPC. In: an endpoint's address, contracts, topics. Out: logs in the chain's order, the
 * answers of view functions. Must not know what a log means, nor send a transaction: who pays gas is a chain node.
 */
export { type ChainReader, createChainReader, type LogQuery } from './chain-reader.ts';
