import { JoulegateError } from '../domain/index.ts';

const TIMEOUT_MS = 30_000;

/** The server answered, and its answer is an error. */
export class RpcRefusal extends Error {
  override readonly name = 'RpcRefusal';
}

export type RpcRequest = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** fetch says only "fetch failed"; the reason is below it. The address stays out: providers put keys into it. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error ? (cause.cause as { code?: string } | undefined) : undefined;
  return inner?.code ?? (cause instanceof Error ? cause.name : 'unknown');
}

/** JSON-RPC 2.0 over HTTP. Calls throw RpcRefusal for an error of the server, JoulegateError TRANSPORT_FAILED for none at all. */
export function createRpc(url: string): RpcRequest {
  let id = 0;
  return async (method, params) => {
    id += 1;
    let answer: { result?: unknown; error?: { message?: string } };
    // Not AbortSignal.timeout, whose timer holds no process: where the endpoint hangs up at once fetch does not either, and a
    // command that waits for nothing else would end with 13 before it hears of it (Node 20.20).
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new DOMException('no answer in time', 'TimeoutError')), TIMEOUT_MS);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
        signal: abort.signal,
      });
      answer = (await response.json()) as typeof answer;
    } catch (cause) {
      throw new JoulegateError('TRANSPORT_FAILED', `${method}: the endpoint does not answer as JSON-RPC (${reasonOf(cause)})`, { cause });
    } finally {
      clearTimeout(timer);
    }
    if (answer.error) throw new RpcRefusal(`${method}: ${answer.error.message ?? 'refused without a message'}`);
    return answer.result;
  };
}
