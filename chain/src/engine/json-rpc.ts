/** The smallest JSON-RPC caller: what an engine needs before any client library exists. */

export type RpcRequest = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** @throws Error with the server's message, or the transport's. */
export function createRpc(url: string, timeoutMs = 30_000): RpcRequest {
  let nextId = 1;
  return async (method, params = []) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: nextId++, method, params }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = (await response.json()) as { result?: unknown; error?: { message?: string } };
    if (answer.error) throw new Error(`${method}: ${answer.error.message ?? 'refused without a message'}`);
    return answer.result;
  };
}
