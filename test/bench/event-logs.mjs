import { createRequire } from 'node:module';
import { ABIS } from '../../chain/dist/index.js';

const { createPublicClient, decodeEventLog, http } = createRequire(new URL('../../chain/package.json', import.meta.url))('viem');

/** All decoded events of a world's contracts, in chain order. */
export async function eventLogs(world) {
  const client = createPublicClient({ transport: http(world.rpcUrl), cacheTime: 0 });
  const { token: _, ...contracts } = world.deployment.contracts;
  const nameOf = Object.fromEntries(Object.entries(contracts).map(([name, address]) => [address, name]));
  const logs = await client.getLogs({ address: Object.values(contracts), fromBlock: 0n, toBlock: 'latest' });
  return logs.flatMap((log) => {
    try {
      const { eventName, args } = decodeEventLog({ abi: ABIS[nameOf[log.address.toLowerCase()]], data: log.data, topics: log.topics });
      return [{ name: eventName, args, transactionHash: log.transactionHash }];
    } catch {
      return [];
    }
  });
}
