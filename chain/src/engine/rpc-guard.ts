/**
 * The address that others use: an HTTP JSON-RPC proxy on loopback that passes what a public node would offer and
 * nothing else. No method that unlocks, signs, cheats or debugs; bodies and batches are bounded; the Host header must
 * name loopback and a browser's Origin is refused, against DNS rebinding.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLargeError, readBody, replyJson } from './http.ts';

export interface RpcGuardOptions {
  readonly upstream: string;
  /** Loopback port; default: a free one. */
  readonly port?: number;
  readonly maxBodyBytes?: number;
  readonly maxBatch?: number;
  /** Further host names that may stand in the Host header, lower case, without port. */
  readonly hosts?: readonly string[];
}

export interface RpcGuard {
  readonly url: string;
  stop(): Promise<void>;
}

const DENIED_ETH = new Set([
  'eth_accounts',
  'eth_sendtransaction',
  'eth_sendunsignedtransaction',
  'eth_sign',
  'eth_signtransaction',
  'eth_signtypeddata',
  'eth_signtypeddata_v3',
  'eth_signtypeddata_v4',
  'eth_subscribe',
  'eth_unsubscribe',
]);
const ALLOWED = new Set(['net_version', 'web3_clientVersion']);

/** Pure. Names are compared without case, so that no upstream's leniency opens a door. */
export function isMethodAllowed(method: unknown): boolean {
  if (typeof method !== 'string') return false;
  if (ALLOWED.has(method)) return true;
  return /^eth_[A-Za-z0-9_]+$/.test(method) && !DENIED_ETH.has(method.toLowerCase());
}

interface Call {
  readonly id?: unknown;
  readonly method?: unknown;
}

function refusal(id: unknown, code: number, message: string): object {
  return { jsonrpc: '2.0', id: id ?? null, error: { code, message } };
}

function isHostAllowed(incoming: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  if (incoming.headers.origin !== undefined) return false;
  const host = (incoming.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  return hosts.has(host);
}

function findRefusal(call: unknown): object | undefined {
  if (call === null || typeof call !== 'object' || Array.isArray(call)) return refusal(null, -32600, 'a JSON-RPC request object expected');
  const { id, method } = call as Call;
  return isMethodAllowed(method) ? undefined : refusal(id, -32601, `method not allowed: ${String(method).slice(0, 64)}`);
}

async function forward(upstream: string, body: unknown): Promise<unknown> {
  const response = await fetch(upstream, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  return response.json();
}

async function answer(upstream: string, request: unknown, maxBatch: number): Promise<unknown> {
  if (!Array.isArray(request)) return findRefusal(request) ?? forward(upstream, request);
  if (request.length === 0 || request.length > maxBatch) return refusal(null, -32600, `a batch of 1 to ${maxBatch} requests expected`);
  // One by one: an upstream without batch support serves a batch all the same.
  return Promise.all(request.map(async (call) => findRefusal(call) ?? forward(upstream, call)));
}

export async function startRpcGuard(options: RpcGuardOptions): Promise<RpcGuard> {
  const { upstream, maxBodyBytes = 1024 * 1024, maxBatch = 100 } = options;
  const hosts = new Set(['127.0.0.1', 'localhost', '[::1]', ...(options.hosts ?? [])]);
  const server = createServer(async (incoming, reply) => {
    const refuse = (status: number, message: string): void => {
      reply.setHeader('connection', 'close');
      replyJson(reply, status, JSON.stringify(refusal(null, -32600, message)));
    };
    try {
      if (!isHostAllowed(incoming, hosts)) return refuse(403, 'this host or origin is not allowed');
      if (incoming.method !== 'POST') return refuse(405, 'POST expected');
      let request: unknown;
      try {
        request = JSON.parse(await readBody(incoming, maxBodyBytes));
      } catch (cause) {
        if (cause instanceof BodyTooLargeError) return refuse(413, cause.message);
        return refuse(400, 'JSON expected');
      }
      replyJson(reply, 200, JSON.stringify(await answer(upstream, request, maxBatch)));
    } catch {
      if (!reply.headersSent) refuse(502, 'the chain engine does not answer');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
