import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fromRlp, type Hex, hexToBytes, keccak256, toHex, toRlp } from 'viem';
import { encodeHeader, type RpcHeader } from '../../chain/src/node/block-header.ts';

/**
 * A JSON-RPC endpoint that tells another history from a block on: every header carries other extra data and the hash that
 * goes with it, parents included, so each answer is consistent with every other and proofs hold together. Only somebody
 * who knows the true hashes can tell.
 */
export interface LyingRpc {
  readonly url: string;
  stop(): Promise<void>;
}

const EXTRA_DATA = toHex('another history');
const [PARENT_HASH, EXTRA_DATA_AT] = [0, 12];

export async function startLyingRpc(upstream: string): Promise<LyingRpc> {
  const ask = async (body: string): Promise<{ result?: unknown }> => {
    const headers = { 'content-type': 'application/json' };
    return (await (await fetch(upstream, { method: 'POST', headers, body })).json()) as { result?: unknown };
  };
  const call = async (method: string, params: unknown[]) =>
    (await ask(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))).result as RpcHeader | null;
  const from = Number(await call('eth_blockNumber', []));
  const forgedOf = new Map<string, string>();
  const trueOf = new Map<string, string>();

  /** Registers the false hash of a block and of those before it, back to the first lie. */
  const forge = async (block: RpcHeader): Promise<void> => {
    if (forgedOf.has(block.hash) || Number(block['number']) <= from) return;
    const parentHash = block['parentHash'] as Hex;
    const parent = await call('eth_getBlockByHash', [parentHash, false]);
    if (parent) await forge(parent);
    const fields = fromRlp(encodeHeader(block), 'bytes') as Uint8Array[];
    fields[PARENT_HASH] = hexToBytes((forgedOf.get(parentHash) ?? parentHash) as Hex);
    fields[EXTRA_DATA_AT] = hexToBytes(EXTRA_DATA);
    const hash = keccak256(toRlp(fields));
    forgedOf.set(block.hash, hash);
    trueOf.set(hash, block.hash);
  };
  const replace = (text: string, names: ReadonlyMap<string, string>) => text.replace(/0x[0-9a-f]{64}/g, (hash) => names.get(hash) ?? hash);

  const server = createServer((incoming, reply) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', async () => {
      try {
        const answer = await ask(replace(body, trueOf));
        const block = answer.result as (RpcHeader & { stateRoot?: string }) | null | undefined;
        if (block && typeof block === 'object' && block.stateRoot !== undefined) {
          await forge(block);
          if (forgedOf.has(block.hash)) Object.assign(block, { extraData: EXTRA_DATA });
        }
        reply.end(replace(JSON.stringify(answer), forgedOf));
      } catch {
        incoming.socket.destroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
