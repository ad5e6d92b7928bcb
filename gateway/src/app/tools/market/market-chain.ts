import type { Deployment } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { completeRecords, decodeMarketLog, decodeMeterMarket, MARKET_EVENTS, type MarketRecord, topicOf } from '../../../market/index.ts';
import { eventTopic } from '../../../proof/index.ts';
import { type ChainReader, createChainReader } from '../../../rpc/index.ts';

const word = (value: string) => value.replace(/^0x/, '').padStart(64, '0');

/** @throws JoulegateError CONFIG_INVALID where the endpoint is of another chain. */
export async function openChain(rpc: string, deployment: Deployment): Promise<ChainReader> {
  const chain = createChainReader(rpc);
  await chain.expectChain(deployment.chainId);
  return chain;
}

/** Records of a range of blocks, each settlement with the terms of its trade and each residual with its meter's market, however old those are. */
export async function readRecords(chain: ChainReader, deployment: Deployment, fromBlock: bigint, toBlock: bigint): Promise<MarketRecord[]> {
  const address = deployment.contracts.energyMarket;
  const read = async (topics: readonly (readonly string[])[], from: bigint, to: bigint) =>
    (await chain.readLogs({ address, topics, fromBlock: from, toBlock: to })).flatMap((log) => decodeMarketLog(log) ?? []);
  const records = await read([MARKET_EVENTS.map(({ kind }) => topicOf(kind))], fromBlock, toBlock);
  const known = new Set(records.filter(({ kind }) => kind === 'opened').map(({ tradeId }) => tradeId));
  const missing = records.flatMap(({ kind, tradeId }) =>
    kind === 'settled' && tradeId !== undefined && !known.has(tradeId) ? [tradeId] : [],
  );
  const start = BigInt(deployment.deployBlock);
  const before = missing.length === 0 || fromBlock <= start ? [] : await read([[topicOf('opened')], missing], start, fromBlock - 1n);
  const meters = [
    ...new Set(records.flatMap(({ kind, meter }) => (kind === 'residual' && meter !== undefined ? [`0x${word(meter)}`] : []))),
  ];
  const registered =
    meters.length === 0
      ? []
      : await chain.readLogs({
          address: deployment.contracts.meterRegistry,
          topics: [`0x${Buffer.from(eventTopic('MeterRegistered')).toString('hex')}`, null, meters],
          fromBlock: start,
          toBlock,
        });
  const complete = completeRecords([...before, ...records], new Map(registered.map(decodeMeterMarket)));
  return complete.filter(({ blockNumber }) => blockNumber >= fromBlock);
}

/** A view function's answer as words. @returns undefined where it reverts */
export async function callView(
  chain: ChainReader,
  to: string,
  signature: string,
  args: readonly string[],
  block?: bigint,
): Promise<bigint[] | undefined> {
  const selector = Buffer.from(keccak_256(new TextEncoder().encode(signature)).subarray(0, 4)).toString('hex');
  const answer = await chain.call(to, `0x${selector}${args.map(word).join('')}`, block);
  return answer
    ?.slice(2)
    .match(/.{64}/g)
    ?.map((part) => BigInt(`0x${part}`));
}
