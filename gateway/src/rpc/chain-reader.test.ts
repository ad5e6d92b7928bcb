import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChainReader } from './chain-reader.ts';

/** A provider that caps ranges, as public ones do; it has one log in every third block up to 40. */
const CAP = 7;
let server: Server;
let url: string;
const asked: [from: number, to: number][] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: Record<string, string>[] };
      const answer = (content: object) => response.end(JSON.stringify({ jsonrpc: '2.0', id, ...content }));
      if (method === 'eth_chainId') return answer({ result: '0x7a69' });
      if (method !== 'eth_getLogs') return answer({ error: { code: -32601, message: 'not here' } });
      const [from, to] = [Number(params[0]?.['fromBlock']), Number(params[0]?.['toBlock'])];
      asked.push([from, to]);
      if (to - from + 1 > CAP) return answer({ error: { code: -32005, message: 'query exceeds the range' } });
      const blocks = Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((block) => block % 3 === 0 && block <= 40);
      return answer({
        result: blocks.map((block) => ({
          address: '0xAB',
          topics: ['0xCD'],
          data: '0x',
          blockNumber: `0x${block.toString(16)}`,
          transactionHash: '0x1',
          logIndex: '0x2',
        })),
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('T4 reading the chain', () => {
  it('asks for ranges that the provider takes, each block once', async () => {
    const logs = await createChainReader(url).readLogs({ address: '0xab', topics: [], fromBlock: 1n, toBlock: 45n });
    expect(logs.map(({ blockNumber }) => Number(blockNumber))).toEqual(Array.from({ length: 13 }, (_, at) => 3 * (at + 1)));
    expect(logs[0]).toEqual({ address: '0xab', topics: ['0xcd'], data: '0x', blockNumber: 3n, transactionHash: '0x1', logIndex: 2 });
    const taken = asked.filter(([from, to]) => to - from + 1 <= CAP);
    expect(taken.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))).toEqual(
      Array.from({ length: 45 }, (_, at) => at + 1),
    );
  });

  it('an answer that is a refusal is undefined for a call; no endpoint is a fault that does not name the address', async () => {
    expect(await createChainReader(url).call('0xab', '0x')).toBeUndefined();
    await expect(createChainReader(url).expectChain(1)).rejects.toThrow(/chain 1 of the deployment expected, the endpoint is of 31337/);
    const nobody = createChainReader('http://127.0.0.1:1/secret-key');
    await expect(nobody.blockNumber('latest')).rejects.toMatchObject({
      code: 'TRANSPORT_FAILED',
      message: expect.not.stringContaining('secret'),
    });
  });
});
