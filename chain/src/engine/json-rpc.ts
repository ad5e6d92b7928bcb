/** The smallest JSON-RPC caller: raw methods, raw answers, and errors that keep the revert data a contract gave. */

export type RpcRequest = (method: string, params?: readonly unknown[]) => Promise<unknown>;

/** The server answered with an error; `data` may hold a contract's revert data, in a form that differs per server. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(method: string, code: number, message: string, data: unknown) {
    super(`${method}: ${message}`);
    this.name = 'RpcError';
    this.code = code;
    this.data = data;
  }
}

interface Answer {
  result?: unknown;
  error?: { code?: number; message?: string; data?: unknown };
}

async function post(url: string, body: string, timeoutMs: number): Promise<Answer> {
  // Not AbortSignal.timeout, whose timer holds no process: where the endpoint hangs up at once, fetch alone does not either,
  // and a program that waits for nothing else ends with 13 before it hears of it (Node 20.20).
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new DOMException('no answer in time', 'TimeoutError')), timeoutMs);
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: abort.signal });
    return (await response.json()) as Answer;
  } finally {
    clearTimeout(timer);
  }
}

/** fetch says only "fetch failed"; the reason is below it. The URL stays out: providers put keys into it. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error ? (cause.cause as { code?: string } | undefined) : undefined;
  return inner?.code ?? (cause instanceof Error ? cause.name : 'unknown');
}

/** @throws RpcError from the server, any other Error from the transport. */
export function createRpc(url: string, timeoutMs = 30_000): RpcRequest {
  let nextId = 1;
  return async (method, params = []) => {
    const answer = await post(url, JSON.stringify({ jsonrpc: '2.0', id: nextId++, method, params }), timeoutMs).catch((cause: unknown) => {
      throw new Error(`${method}: the endpoint does not answer as JSON-RPC (${reasonOf(cause)})`, { cause });
    });
    if (answer.error) {
      const { code = 0, message = 'refused without a message', data } = answer.error;
      throw new RpcError(method, code, message, data);
    }
    return answer.result;
  };
}
