import { describe, expect, it } from 'vitest';
import { type ChainNodes, createChainNodes, parseBlock } from './chain-nodes.ts';

const [TRUE, FALSE, OTHER] = ['aa', 'bb', 'cc'].map((byte) => byte.repeat(32)) as [string, string, string];
const MINUTE = 60_000;

interface Row {
  readonly what: string;
  readonly quorum: number;
  readonly confirmations?: number;
  /** Node, hash of block 7 that it calls final, and its head. */
  readonly says: readonly (readonly [node: string, hash: string, head?: number])[];
  readonly isAgreed: boolean;
  readonly liars: readonly string[];
}

const ROWS: readonly Row[] = [
  { what: 'one honest node, one asked for', quorum: 1, says: [['a', TRUE]], isAgreed: true, liars: [] },
  { what: 'one honest node, two asked for: the other is silent', quorum: 2, says: [['a', TRUE]], isAgreed: false, liars: [] },
  {
    what: 'one node saying it twice',
    quorum: 2,
    says: [
      ['a', TRUE],
      ['a', TRUE],
    ],
    isAgreed: false,
    liars: [],
  },
  {
    what: 'two honest nodes',
    quorum: 2,
    says: [
      ['a', TRUE],
      ['b', TRUE],
    ],
    isAgreed: true,
    liars: [],
  },
  {
    what: 'an honest one and a liar: nobody knows which',
    quorum: 2,
    says: [
      ['a', TRUE],
      ['b', FALSE],
    ],
    isAgreed: false,
    liars: [],
  },
  {
    what: 'two honest, one liar',
    quorum: 2,
    says: [
      ['a', TRUE],
      ['b', FALSE],
      ['c', TRUE],
    ],
    isAgreed: true,
    liars: ['b'],
  },
  {
    what: 'a liar who spoke first',
    quorum: 2,
    says: [
      ['l', FALSE],
      ['a', TRUE],
      ['b', TRUE],
    ],
    isAgreed: true,
    liars: ['l'],
  },
  {
    what: 'two honest, one silent, one liar, three asked for',
    quorum: 3,
    says: [
      ['a', TRUE],
      ['b', TRUE],
      ['l', FALSE],
    ],
    isAgreed: false,
    liars: [],
  },
  {
    what: 'two liars at odds with two honest ones',
    quorum: 2,
    says: [
      ['a', TRUE],
      ['l', FALSE],
      ['b', TRUE],
      ['m', OTHER],
    ],
    isAgreed: true,
    liars: ['l', 'm'],
  },
  {
    what: 'two and two',
    quorum: 3,
    says: [
      ['a', TRUE],
      ['l', FALSE],
      ['b', TRUE],
      ['m', FALSE],
    ],
    isAgreed: false,
    liars: [],
  },
  {
    what: 'one asked for, yet the others outvote it',
    quorum: 1,
    says: [
      ['l', FALSE],
      ['a', TRUE],
      ['b', TRUE],
    ],
    isAgreed: true,
    liars: ['l'],
  },
  {
    what: 'two honest nodes whose heads are not yet deep enough',
    quorum: 2,
    confirmations: 3,
    says: [
      ['a', TRUE, 9],
      ['b', TRUE, 8],
    ],
    isAgreed: false,
    liars: [],
  },
  {
    what: 'two honest nodes, three blocks standing',
    quorum: 2,
    confirmations: 3,
    says: [
      ['a', TRUE, 9],
      ['b', TRUE, 12],
    ],
    isAgreed: true,
    liars: [],
  },
  { what: 'a node that never told its head', quorum: 1, confirmations: 2, says: [['a', TRUE]], isAgreed: false, liars: [] },
  {
    what: 'a node that changes its mind has its last word',
    quorum: 2,
    says: [
      ['a', OTHER],
      ['a', TRUE],
      ['b', TRUE],
    ],
    isAgreed: true,
    liars: [],
  },
];

function open(quorum: number, confirmations = 1) {
  const clock = { now: 0 };
  const liars: string[] = [];
  const nodes: ChainNodes = createChainNodes({
    quorum,
    confirmations,
    ignoreMs: 10 * MINUTE,
    nowMs: () => clock.now,
    onLiar: (node) => liars.push(node),
  });
  return { clock, liars, nodes };
}

describe('F3 a quorum of chain nodes says which block is final', () => {
  it.each(ROWS)('$what', ({ quorum, confirmations, says, isAgreed, liars: expected }) => {
    const { nodes, liars } = open(quorum, confirmations);
    for (const [node, hash, head] of says) {
      if (head !== undefined) nodes.onHead(node, BigInt(head));
      nodes.onFinal(node, { number: 7n, hash });
    }
    expect(nodes.isAgreed({ number: 7n, hash: TRUE })).toBe(isAgreed);
    expect(nodes.isAgreed({ number: 7n, hash: FALSE })).toBe(false);
    expect([...liars].sort()).toEqual(expected);
    expect(nodes.ignored().sort()).toEqual(expected);
  });

  it('whoever failed comes back, later each time, and its vote counts again', () => {
    const { nodes, liars, clock } = open(2);
    nodes.onUnproven('l', 'a proof that fails');
    nodes.onUnproven('l', 'and another');
    for (const node of ['l', 'a']) nodes.onFinal(node, { number: 7n, hash: TRUE });
    expect([nodes.isIgnored('l'), nodes.isAgreed({ number: 7n, hash: TRUE })]).toEqual([true, false]);
    expect(nodes.records()).toEqual({ l: { unproven: 2, contradicted: 0, ignoredForSeconds: 600 } });
    clock.now = 10 * MINUTE;
    expect([nodes.isIgnored('l'), nodes.isAgreed({ number: 7n, hash: TRUE })]).toEqual([false, true]);
    nodes.onUnproven('l', 'again');
    clock.now = 29 * MINUTE;
    expect(nodes.isIgnored('l')).toBe(true);
    clock.now = 30 * MINUTE;
    expect([nodes.isIgnored('l'), liars]).toEqual([false, ['l', 'l']]);
  });

  it('ten thousand names and blocks stay bounded: the sixty-fifth name has no vote', () => {
    const { nodes } = open(1);
    for (let n = 0; n < 10_000; n += 1) nodes.onFinal(`n${n}`, { number: 7n, hash: TRUE });
    nodes.onFinal('n9999', { number: 8n, hash: TRUE });
    expect(nodes.isAgreed({ number: 8n, hash: TRUE })).toBe(false);
    for (let n = 100n; n < 10_000n; n += 1n) nodes.onFinal('n0', { number: n, hash: TRUE });
    expect([nodes.isAgreed({ number: 7n, hash: TRUE }), nodes.isAgreed({ number: 9_999n, hash: TRUE })]).toEqual([false, true]);
  });

  it.each(['', 'null', '[]', '{"number":1}', '{"number":-1,"hash":"0x00"}', `{"number":1.5,"hash":"0x${TRUE}"}`])(
    'an announcement that is none says nothing: %s',
    (text) => {
      expect(parseBlock(Buffer.from(text))).toBeUndefined();
    },
  );
});
