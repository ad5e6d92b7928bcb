/**
 * Several JSON-RPC endpoints as one (decision 27). The first in the configuration that is well is asked; one that fails,
 * is slow, lags, is of another chain or is outvoted over an old block's hash is left, and come back to once it is well.
 * A request that got no answer goes to the next: reads change nothing, and a raw transaction is the same bytes anywhere.
 */
import { createRpc, RpcError, type RpcRequest } from '../engine/json-rpc.ts';
import { quantity } from './bytes.ts';
import type { Counters } from './counters.ts';
import type { Hex, NodeLimits, NodeLogger } from './options.ts';

export type EndpointState = 'ok' | 'failing' | 'behind' | 'wrong-chain' | 'contradicted';

export interface EndpointHealth {
  /** Place in the configuration and host; never the path, into which providers put keys. */
  readonly name: string;
  readonly state: EndpointState;
  readonly isActive: boolean;
  /** Newest block it told of. */
  readonly head: number | null;
  readonly failures: number;
}

export interface Endpoints {
  readonly request: RpcRequest;
  health(): readonly EndpointHealth[];
  /** Looks at every endpoint now; else by the clock. */
  probe(): Promise<void>;
  stop(): Promise<void>;
}

export interface EndpointOptions {
  readonly urls: readonly string[];
  readonly chainId: number;
  readonly limits: Pick<NodeLimits, 'endpointTimeoutMs' | 'endpointProbeMs' | 'endpointLagBlocks' | 'endpointCheckDepth'>;
  readonly counters: Counters;
  readonly log: NodeLogger;
  /** Another endpoint answers from now on: what only the old one may know must be told again. */
  readonly onSwitch?: () => void;
  readonly onHealth?: (health: readonly EndpointHealth[]) => void;
}

interface Endpoint {
  readonly name: string;
  readonly rpc: RpcRequest;
  state: EndpointState;
  head: number | null;
  failures: number;
  goodProbes: number;
}

/** Good probes in a row before one that was left is asked again: one that comes and goes is worse than a slower one. */
const PROBES_TO_RETURN = 2;
/** EIP-1474: limit exceeded; what hosted providers answer to one client too many. */
const LIMIT_EXCEEDED = -32005;
const TOO_MANY = /rate limit|too many requests|capacity exceeded|quota/i;

function nameOf(url: string, index: number): string {
  const { host } = new URL(url);
  return `rpc-${index + 1} ${host}`;
}

/** Whether another endpoint could answer what this one did not. */
export function isEndpointFault(cause: unknown): boolean {
  return !(cause instanceof RpcError) || cause.code === LIMIT_EXCEEDED || TOO_MANY.test(cause.message);
}

/** @throws Error if no endpoint is one of this chain. */
export async function openEndpoints(options: EndpointOptions): Promise<Endpoints> {
  const { urls, chainId, limits, counters, log } = options;
  const all: Endpoint[] = urls.map((url, index) => ({
    name: nameOf(url, index),
    rpc: createRpc(url, limits.endpointTimeoutMs),
    state: 'ok',
    head: null,
    failures: 0,
    goodProbes: PROBES_TO_RETURN,
  }));
  if (all.length === 0) throw new Error('at least one RPC endpoint expected');
  let active: Endpoint = all[0] as Endpoint;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let probing: Promise<void> = Promise.resolve();

  const health = (): EndpointHealth[] =>
    all.map((one) => ({ name: one.name, state: one.state, isActive: one === active, head: one.head, failures: one.failures }));
  function choose(): void {
    const next = all.find((one) => one.state === 'ok');
    if (!next || next === active) return;
    log.warn({ from: active.name, to: next.name, because: active.state }, 'another RPC endpoint is asked from now on');
    active = next;
    counters.add('endpoints.switched');
    options.onSwitch?.();
  }
  function leave(one: Endpoint, state: EndpointState, why: string): void {
    one.goodProbes = 0;
    if (one.state === state) return;
    one.state = state;
    counters.add(`endpoints.${state}`);
    log.warn({ endpoint: one.name, state, why }, 'RPC endpoint left');
    choose();
    options.onHealth?.(health());
  }
  function fail(one: Endpoint, cause: unknown): void {
    one.failures += 1;
    counters.add('endpoints.failures');
    leave(one, 'failing', cause instanceof Error ? cause.message : String(cause));
  }
  function isWell(one: Endpoint): void {
    one.goodProbes += 1;
    if (one.state === 'ok' || one.goodProbes < PROBES_TO_RETURN) return;
    one.state = 'ok';
    log.info({ endpoint: one.name }, 'RPC endpoint is well again');
    choose();
    options.onHealth?.(health());
  }
  /** Never one of another chain, nor one that was outvoted: no answer is better than a wrong one. */
  function pick(tried: ReadonlySet<Endpoint>): Endpoint | undefined {
    const free = [active, ...all].filter((one) => !tried.has(one));
    return free.find((one) => one.state === 'ok') ?? free.find((one) => one.state === 'failing' || one.state === 'behind');
  }
  async function request(method: string, params: readonly unknown[] = []): Promise<unknown> {
    const tried = new Set<Endpoint>();
    let last: unknown;
    for (;;) {
      const one = pick(tried);
      if (!one) throw last ?? new Error(`no RPC endpoint to ask: ${all.map(({ name, state }) => `${name} ${state}`).join(', ')}`);
      tried.add(one);
      try {
        return await one.rpc(method, params);
      } catch (cause) {
        if (!isEndpointFault(cause)) throw cause;
        last = cause;
        fail(one, cause);
      }
    }
  }
  /** @returns whether it answers, and as one of our chain. */
  async function look(one: Endpoint): Promise<boolean> {
    try {
      const id = Number(await one.rpc('eth_chainId'));
      if (id !== chainId) {
        leave(one, 'wrong-chain', `chain id ${chainId} expected by the deployment, the endpoint says ${id}`);
        return false;
      }
      one.head = Number(((await one.rpc('eth_getBlockByNumber', ['latest', false])) as { number: Hex }).number);
      return true;
    } catch (cause) {
      fail(one, cause);
      return false;
    }
  }
  /** Of three or more the second highest ever told: one alone can't make the others look slow, not even when one is away. */
  function referenceHead(): number {
    const ours = all.filter(({ state }) => state !== 'wrong-chain');
    const heads = ours.flatMap(({ head }) => (head === null ? [] : [head])).sort((a, b) => b - a);
    return (heads.length > 2 ? heads[1] : heads[0]) ?? 0;
  }
  /** Those whose hash of an old block more than half of all contradict. Without a majority it is only told. */
  async function findContradicted(answering: readonly Endpoint[]): Promise<Set<Endpoint>> {
    const number = Math.max(0, Math.min(...answering.map(({ head }) => head ?? 0)) - limits.endpointCheckDepth);
    const hashes = await Promise.all(
      answering.map(async (one) => {
        const block = (await one.rpc('eth_getBlockByNumber', [quantity(number), false]).catch(() => null)) as { hash: Hex } | null;
        return block?.hash;
      }),
    );
    const votes = new Map<string, number>();
    for (const hash of hashes) if (hash) votes.set(hash, (votes.get(hash) ?? 0) + 1);
    if (votes.size < 2) return new Set();
    counters.add('endpoints.disagree');
    const agreed = [...votes].find(([, count]) => count * 2 > answering.length)?.[0];
    log.error({ number, hashes: answering.map(({ name }, index) => ({ name, hash: hashes[index] })) }, 'RPC endpoints disagree on a block');
    return new Set(agreed === undefined ? [] : answering.filter((_, index) => hashes[index] !== undefined && hashes[index] !== agreed));
  }
  async function probeAll(): Promise<void> {
    const looks = await Promise.all(all.map(look));
    const answering = all.filter((_, index) => looks[index]);
    if (answering.length === 0) return;
    const reference = referenceHead();
    const close = answering.filter(({ head }) => (head ?? 0) >= reference - limits.endpointLagBlocks);
    for (const one of answering)
      if (!close.includes(one)) leave(one, 'behind', `block ${reference} is known elsewhere, ${one.head} is its newest`);
    const contradicted = close.length > 1 ? await findContradicted(close) : new Set<Endpoint>();
    for (const one of close) {
      if (contradicted.has(one)) leave(one, 'contradicted', 'the other endpoints have another block');
      else isWell(one);
    }
  }
  function probe(): Promise<void> {
    probing = probing.then(probeAll);
    return probing;
  }
  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => void probe().finally(schedule), limits.endpointProbeMs);
  }

  await probeAll();
  if (all.every(({ state }) => state === 'wrong-chain'))
    throw new Error(`chain id ${chainId} expected by the deployment, the endpoint says another: ${all.map(({ name }) => name).join(', ')}`);
  schedule();
  return {
    request,
    health,
    probe,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await probing;
    },
  };
}
