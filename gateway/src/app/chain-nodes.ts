/**
 * Which chain node says what of which block, and whether its word still counts (decision 28). A node whose proof fails, or
 * whose block more nodes contradict than bear out, is named and ignored for a while, longer each time. Pure but for the
 * clock, which is passed in.
 */

/** The hash in hex of a block that a node calls final. */
export interface FinalBlock {
  readonly number: bigint;
  readonly hash: string;
}

export interface NodeRecord {
  /** Receipts whose proof did not hold. */
  readonly unproven: number;
  /** Blocks of its that a quorum contradicts. */
  readonly contradicted: number;
  /** 0: its word counts. */
  readonly ignoredForSeconds: number;
}

export interface ChainNodes {
  /** A node calls a block final; its newer word replaces an older one about the same number. */
  onFinal(node: string, block: FinalBlock): void;
  /** A node's newest block. */
  onHead(node: string, number: bigint): void;
  onUnproven(node: string, why: string): void;
  isIgnored(node: string): boolean;
  /** Whether enough nodes that count call this very block final, and see enough blocks on top of it. */
  isAgreed(block: FinalBlock): boolean;
  /** Of all that ever failed. */
  records(): Readonly<Record<string, NodeRecord>>;
  ignored(): string[];
}

export interface ChainNodesOptions {
  /** So many distinct nodes must agree. */
  readonly quorum: number;
  /** Blocks that must stand, the one itself included, by the same nodes' heads; 1: a node's own rule is enough. */
  readonly confirmations: number;
  /** First time; twice as long each further time, up to a day. */
  readonly ignoreMs: number;
  /** Of a clock that nobody sets. */
  nowMs(): number;
  onLiar(node: string, what: 'unproven' | 'contradicted', why: string, ignoredForMs: number): void;
}

/** Whoever may write on the broker must not fill our memory. */
const NODES_MAX = 64;
const BLOCKS_KEPT = 2_048;
const LONGEST_MS = 86_400_000;

interface Failures {
  unproven: number;
  contradicted: number;
  times: number;
  ignoredUntil: number;
}

export function createChainNodes(options: ChainNodesOptions): ChainNodes {
  const { quorum, confirmations, nowMs } = options;
  const finals = new Map<bigint, Map<string, string>>();
  const heads = new Map<string, bigint>();
  const failures = new Map<string, Failures>();
  const names = new Set<string>();

  const isKnown = (node: string): boolean => {
    if (names.has(node)) return true;
    if (names.size >= NODES_MAX) return false;
    names.add(node);
    return true;
  };
  const isIgnored = (node: string): boolean => (failures.get(node)?.ignoredUntil ?? 0) > nowMs();

  const blame = (node: string, what: 'unproven' | 'contradicted', why: string) => {
    const record = failures.get(node) ?? { unproven: 0, contradicted: 0, times: 0, ignoredUntil: 0 };
    failures.set(node, record);
    record[what] += 1;
    // While it is ignored it may go on; only a failure after its return is a new one.
    if (record.ignoredUntil > nowMs()) return;
    const ignoredForMs = Math.min(LONGEST_MS, options.ignoreMs * 2 ** record.times);
    record.ignoredUntil = nowMs() + ignoredForMs;
    record.times += 1;
    options.onLiar(node, what, why, ignoredForMs);
  };

  /** More nodes for one hash than for any other, and never one alone: the others are contradicted. */
  const judge = (number: bigint, votes: ReadonlyMap<string, string>) => {
    const counts = new Map<string, number>();
    for (const [node, hash] of votes) if (!isIgnored(node)) counts.set(hash, (counts.get(hash) ?? 0) + 1);
    const [[agreed, most] = ['', 0], [, second] = ['', 0]] = [...counts].sort(([, a], [, b]) => b - a);
    if (most < Math.max(2, quorum) || most === second) return;
    for (const [node, hash] of votes)
      if (hash !== agreed && !isIgnored(node)) blame(node, 'contradicted', `block ${number}: ${most} nodes have ${agreed}, it has ${hash}`);
  };

  return {
    isIgnored,
    onHead(node, number) {
      if (isKnown(node)) heads.set(node, number);
    },
    onFinal(node, { number, hash }) {
      if (!isKnown(node)) return;
      const votes = finals.get(number) ?? new Map<string, string>();
      finals.set(number, votes);
      if (votes.get(node) === hash) return;
      votes.set(node, hash);
      for (const oldest of finals.keys()) {
        if (finals.size <= BLOCKS_KEPT) break;
        finals.delete(oldest);
      }
      judge(number, votes);
    },
    onUnproven(node, why) {
      if (isKnown(node)) blame(node, 'unproven', why);
    },
    isAgreed({ number, hash }) {
      const deep = (node: string) => confirmations <= 1 || (heads.get(node) ?? 0n) >= number + BigInt(confirmations - 1);
      const votes = [...(finals.get(number) ?? [])];
      return votes.filter(([node, said]) => said === hash && !isIgnored(node) && deep(node)).length >= quorum;
    },
    records: () =>
      Object.fromEntries(
        [...failures].map(([node, { unproven, contradicted, ignoredUntil }]) => [
          node,
          { unproven, contradicted, ignoredForSeconds: Math.max(0, Math.ceil((ignoredUntil - nowMs()) / 1000)) },
        ]),
      ),
    ignored: () => [...failures.keys()].filter(isIgnored),
  };
}

/** A chain node's `final` or `head` announcement. @returns undefined for anything else. */
export function parseBlock(payload: Uint8Array): { readonly number: bigint; readonly hash: string } | undefined {
  try {
    const { number, hash } = JSON.parse(Buffer.from(payload).toString()) as { number?: unknown; hash?: unknown };
    if (!Number.isSafeInteger(number) || (number as number) < 0 || typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash))
      return undefined;
    return { number: BigInt(number as number), hash: hash.slice(2).toLowerCase() };
  } catch {
    return undefined;
  }
}
