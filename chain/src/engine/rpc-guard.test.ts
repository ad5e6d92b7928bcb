import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isMethodAllowed, type RpcGuard, startRpcGuard } from './rpc-guard.ts';

let guard: RpcGuard;
const reached: string[] = [];
const upstream = createServer((incoming, reply) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk) => chunks.push(chunk));
  incoming.on('end', () => {
    const call = JSON.parse(Buffer.concat(chunks).toString()) as { id: number; method: string };
    reached.push(call.method);
    reply.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: call.method }));
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  guard = await startRpcGuard({
    upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
    maxBodyBytes: 2000,
    maxBatch: 3,
  });
});
afterAll(async () => {
  await guard.stop();
  upstream.close();
});

function post(body: string, headers: Record<string, string> = {}, method = 'POST'): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(guard.url, { method, headers: { 'content-type': 'application/json', ...headers } }, (reply) => {
      let text = '';
      reply.on('data', (chunk) => {
        text += chunk;
      });
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, body: JSON.parse(text) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
const call = (method: unknown, id = 1): string => JSON.stringify({ jsonrpc: '2.0', id, method, params: [] });

test.each([
  ['eth_call', true],
  ['eth_sendRawTransaction', true],
  ['eth_getBlockReceipts', true],
  ['net_version', true],
  ['web3_clientVersion', true],
  ['eth_sendTransaction', false],
  ['eth_SendTransaction', false],
  ['eth_sign', false],
  ['eth_signTypedData_v4', false],
  ['eth_accounts', false],
  ['anvil_setBalance', false],
  ['evm_mine', false],
  ['hardhat_setCode', false],
  ['debug_traceCall', false],
  ['personal_sign', false],
  ['eth_call\n', false],
  [undefined, false],
  [['eth_call'], false],
])('%j allowed: %s', (method, expected) => {
  expect(isMethodAllowed(method)).toBe(expected);
});

test('passes an allowed call and stops a cheat before the engine', async () => {
  expect((await post(call('eth_chainId'))).body).toMatchObject({ result: 'eth_chainId' });
  expect((await post(call('anvil_setBalance'))).body).toMatchObject({ error: { code: -32601 } });
  expect(reached).not.toContain('anvil_setBalance');
});

test('answers each member of a batch on its own', async () => {
  const { body } = await post(`[${call('eth_chainId', 1)},${call('evm_mine', 2)},5]`);
  expect(body).toMatchObject([{ id: 1, result: 'eth_chainId' }, { id: 2, error: { code: -32601 } }, { error: { code: -32600 } }]);
  expect((await post(`[${[1, 2, 3, 4].map((id) => call('eth_chainId', id)).join()}]`)).body).toMatchObject({ error: { code: -32600 } });
  expect((await post('[]')).body).toMatchObject({ error: { code: -32600 } });
});

test.each([
  ['a foreign Host (DNS rebinding)', call('eth_chainId'), { host: 'evil.example:8545' }, 'POST', 403],
  ['a browser page', call('eth_chainId'), { origin: 'https://evil.example' }, 'POST', 403],
  ['another method', '', {}, 'GET', 405],
  ['no JSON', '{', {}, 'POST', 400],
  ['a body too large', JSON.stringify('x'.repeat(3000)), {}, 'POST', 413],
])('refuses %s', async (_, body, headers, method, status) => {
  expect((await post(body, headers as Record<string, string>, method)).status).toBe(status);
});
