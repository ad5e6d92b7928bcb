/** For tests only: a JSON-RPC endpoint in front of a real one that can fall silent, dawdle, lose answers or lie. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody, replyJson } from '../engine/http.ts';

type Answer = { result?: unknown; error?: unknown };
export interface RpcProxy {
  readonly url: string;
  /** Calls that came, by method. */
  readonly calls: Map<string, number>;
  /** Connections are cut without an answer. */
  dead: boolean;
  /** Milliseconds before an answer. */
  delayMs: number;
  /** Passes these on and then cuts the connection. */
  loses: ReadonlySet<string>;
  /** The answer as the client gets it. */
  alter: (method: string, answer: Answer, params: readonly unknown[]) => Answer;
  stop(): Promise<void>;
}

export async function startRpcProxy(upstream: string): Promise<RpcProxy> {
  let server: Server | undefined;
  const proxy: Omit<RpcProxy, 'url'> = {
    calls: new Map(),
    dead: false,
    delayMs: 0,
    loses: new Set(),
    alter: (_method, answer) => answer,
    stop: async () => {
      server?.closeAllConnections();
      await new Promise<void>((resolve) => server?.close(() => resolve()));
    },
  };
  server = createServer(async (incoming, reply) => {
    try {
      const body = await readBody(incoming, 1024 * 1024);
      if (proxy.dead) return void incoming.socket.destroy();
      const { method, params, id } = JSON.parse(body) as { method: string; params: unknown[]; id: number };
      proxy.calls.set(method, (proxy.calls.get(method) ?? 0) + 1);
      if (proxy.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, proxy.delayMs));
      const response = await fetch(upstream, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const answer = (await response.json()) as Answer;
      if (proxy.loses.has(method)) return void incoming.socket.destroy();
      const { result, error } = proxy.alter(method, answer, params);
      replyJson(reply, 200, JSON.stringify({ jsonrpc: '2.0', id, ...(error === undefined ? { result } : { error }) }));
    } catch {
      incoming.socket.destroy();
    }
  });
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return Object.assign(proxy, { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}` });
}
