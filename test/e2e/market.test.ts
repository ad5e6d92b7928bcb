import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  decodeMatchAnnouncement,
  decodeOrderAnnouncement,
  decodeTransaction,
  encodeMatchAnnouncement,
  encodeOrderAnnouncement,
  encodeTransaction,
  type MatchAnnouncement,
} from '@joulegate/protos';
import { describe, expect, it } from 'vitest';
import type { World } from '../../device-sim/src/demo/world.ts';
import { until } from '../support/until.ts';
import { readEvents, withWorld } from '../support/world.ts';

const CLI = fileURLToPath(new URL('../../gateway/dist/cli.js', import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function market(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'market', ...args], { env: { PATH: process.env['PATH'] }, maxBuffer: 1 << 26 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** Of a recording: a message, or the block up to which it is whole. */
interface Line {
  readonly topic?: string;
  readonly payload?: string;
}
const bytesOf = (line: Line) => new Uint8Array(Buffer.from(line.payload ?? '', 'base64'));
const withPayload = (line: Line, payload: Uint8Array): Line => ({ ...line, payload: Buffer.from(payload).toString('base64') });
const isMatch = (line: Line) => line.topic?.endsWith('/match');
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

/** Changes the first round of a recording. */
function alterRound(lines: readonly Line[], change: (round: MatchAnnouncement) => MatchAnnouncement): Line[] {
  const at = lines.findIndex(isMatch);
  return lines.map((line, index) => {
    if (index !== at) return line;
    const round = decodeMatchAnnouncement(bytesOf(line));
    if (!round.ok) throw new Error(round.message);
    return withPayload(line, encodeMatchAnnouncement(change(round.value)));
  });
}

/** An audit that listens from before the first order until twelve trades are settled, and what it kept. */
async function auditLive(world: World): Promise<{ ended: Ended; recording: string }> {
  const recording = join(world.folder, 'market.jsonl');
  const args = [
    'audit',
    '--deployment',
    join(world.folder, 'network.json'),
    '--broker',
    world.brokerUrl,
    '--rpc',
    world.rpcUrl,
    '--record',
    recording,
  ];
  const child = spawn(process.execPath, [CLI, 'market', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  await until(
    'six settled trades',
    async () => (await readEvents(world)).filter(({ name }) => name === 'TradeSettled').length >= 6,
    90_000,
  );
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return { ended: { code: code ?? -1, out, err }, recording };
}

describe('T1, T2, T4 the market as a producer, a household and an auditor see it', () => {
  it('is recomputed, looked back at, and traded on from the command line', async () => {
    await withWorld({}, async (world, recorder) => {
      const deployment = join(world.folder, 'network.json');
      const { ended, recording } = await auditLive(world);

      // T1: a round as broadcast follows from the orders, and stands on the chain.
      expect(ended.code, ended.out + ended.err).toBe(0);
      const [, orders = 0, rounds = 0, matches = 0, onChain = 0] =
        /(\d+) orders, (\d+) rounds recomputed, (\d+) matches, (\d+) of them on chain: no deviation/.exec(ended.out)?.map(Number) ?? [];
      expect(orders).toBeGreaterThan(10);
      expect(rounds).toBeGreaterThan(2);
      expect(matches).toBeGreaterThanOrEqual(rounds);
      expect(onChain).toBeGreaterThan(5);

      // A battery orders by its owner's strategy: in each interval on one side alone, and never more than it can do.
      const sides = new Map<bigint, Set<number>>();
      for (const { payload } of recorder.on(/market\/1\/order$/)) {
        const decoded = decodeOrderAnnouncement(payload);
        if (!decoded.ok || hex(decoded.value.owner) !== world.ownerAddress('erin').toLowerCase()) continue;
        const { body } = decoded.value.transaction;
        if (body.kind !== 'order') continue;
        expect(body.value.energyWh).toBeLessThanOrEqual(1_250n);
        sides.set(body.value.interval, (sides.get(body.value.interval) ?? new Set()).add(body.value.side));
      }
      expect(sides.size, 'intervals in which the battery trades').toBeGreaterThan(1);
      for (const [interval, both] of sides) expect(both.size, `interval ${interval}`).toBe(1);

      // The recording gives the same answer again, with and without the chain.
      const lines = readFileSync(recording, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Line);
      const again = await market('audit', '--deployment', deployment, '--from', recording, '--rpc', world.rpcUrl);
      expect(again.code, again.out).toBe(0);
      const audit = async (altered: readonly Line[], ...more: string[]) => {
        const path = join(world.folder, 'altered.jsonl');
        writeFileSync(path, altered.map((line) => JSON.stringify(line)).join('\n'));
        const { code, out } = await market('audit', '--deployment', deployment, '--from', path, '--json', ...more);
        const found = out
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { deviation?: string }).deviation)
          .filter((deviation) => deviation !== undefined);
        return { code, found: [...new Set(found)].sort() };
      };
      const firstRound = decodeMatchAnnouncement(bytesOf(lines.find(isMatch) as Line));
      if (!firstRound.ok) throw new Error(firstRound.message);
      const used = new Set(firstRound.value.considered.map(({ orderId }) => hex(orderId)));
      const orderLine = (line: Line) => {
        const decoded = isMatch(line) || line.topic === undefined ? undefined : decodeOrderAnnouncement(bytesOf(line));
        return decoded?.ok ? decoded.value : undefined;
      };
      const changeOrders = (change: (price: bigint) => bigint) =>
        lines.map((line) => {
          const order = orderLine(line);
          if (order?.transaction.body.kind !== 'order' || !used.has(hex(order.transaction.id))) return line;
          const { value } = order.transaction.body;
          const body = { kind: 'order' as const, value: { ...value, priceMicroPerKwh: change(value.priceMicroPerKwh) } };
          return withPayload(line, encodeOrderAnnouncement({ ...order, transaction: { ...order.transaction, body } }));
        });
      const tampered: [name: string, altered: readonly Line[], codes: string[], withChain: boolean][] = [
        [
          'a price a millionth off',
          alterRound(lines, (round) => ({
            ...round,
            matches: round.matches.map((match) => ({ ...match, priceMicroPerKwh: match.priceMicroPerKwh + 1n })),
          })),
          ['MATCH_MISSING', 'MATCH_UNFOUNDED'],
          false,
        ],
        ['a match left out', alterRound(lines, (round) => ({ ...round, matches: round.matches.slice(1) })), ['MATCH_MISSING'], false],
        ['a rule that nobody knows', alterRound(lines, (round) => ({ ...round, rule: 'friends-first' })), ['ROUND_MALFORMED'], false],
        ['orders whose terms are not what was signed', changeOrders((price) => price + 1n), ['ORDER_FORGED', 'ORDER_UNKNOWN'], false],
        [
          'an order withheld from the broadcast',
          lines.filter((line) => !used.has(hex(orderLine(line)?.transaction.id ?? new Uint8Array()))),
          ['ORDER_UNKNOWN'],
          false,
        ],
        [
          'more left of an order than it was ever for',
          alterRound(lines, (round) => ({ ...round, considered: round.considered.map((order) => ({ ...order, remainingWh: 10n ** 9n })) })),
          ['REMAINDER_EXCEEDED'],
          false,
        ],
        [
          'a ceiling that the zone does not have',
          alterRound(lines, (round) => ({ ...round, priceCeilingMicroPerKwh: round.priceCeilingMicroPerKwh + 1n })),
          ['CEILING_DIFFERS'],
          true,
        ],
        [
          'a round that was traded and never announced',
          lines.filter((_line, at) => at !== lines.findIndex(isMatch)),
          ['TRADE_UNANNOUNCED'],
          true,
        ],
      ];
      for (const [name, altered, codes, withChain] of tampered) {
        const result = await audit(altered, ...(withChain ? ['--rpc', world.rpcUrl] : []));
        expect(result, name).toEqual({ code: 1, found: codes });
      }

      // T4: history from the events alone, equal to an independent decoding of them.
      const events = await readEvents(world);
      const block = String(events.at(-1)?.blockNumber);
      const read = ['--deployment', deployment, '--rpc', world.rpcUrl, '--to-block', block];
      const history = await market('history', ...read, '--csv');
      expect(history.code, history.err).toBe(0);
      const [header = '', ...rows] = history.out.split('\r\n').slice(0, -1);
      const columns = header.split(',');
      const cell = (row: string, name: string) => row.split(',')[columns.indexOf(name)];
      const expected = events.filter(
        ({ name }) => name === 'TradeOpened' || name === 'TradeSettled' || name === 'OrderCancelled' || name === 'ResidualSettled',
      );
      expect(rows.map((row) => `${cell(row, 'blockNumber')}/${cell(row, 'logIndex')}`)).toEqual(
        expected.map(({ blockNumber, logIndex }) => `${blockNumber}/${logIndex}`),
      );
      expected.forEach(({ name, args }, at) => {
        const row = rows[at] ?? '';
        if (name === 'TradeSettled') {
          expect(['settledWh', 'paidMicro', 'refundedMicro'].map((column) => cell(row, column))).toEqual(
            ['settledWh', 'paidMicro', 'refundedMicro'].map((field) => String(args[field])),
          );
          expect(cell(row, 'zone'), 'what only the opening says').toBe('1');
        } else if (name === 'TradeOpened') {
          const terms = args['terms'] as Record<string, unknown>;
          for (const field of ['interval', 'energyWh', 'priceMicroPerKwh', 'sellerMeter', 'buyer'])
            expect(cell(row, field), field).toBe(String(terms[field]).toLowerCase());
        }
      });

      // Resumed in the middle it is the same; a participant sees its own.
      const middle = expected[Math.floor(expected.length / 2)]?.blockNumber ?? 0n;
      const first = await market('history', ...read.slice(0, 4), '--to-block', String(middle - 1n));
      const second = await market('history', ...read, '--from-block', String(middle));
      expect(first.err).toContain(`--from-block ${middle}`);
      expect([first, second].flatMap(({ out }) => out.split('\r\n').slice(1, -1))).toEqual(rows);
      const alice = world.ownerAddress('alice').toLowerCase();
      const own = await market('history', ...read, '--participant', alice, '--json');
      const ownRecords = own.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, string>);
      expect(ownRecords.length).toBe(rows.filter((row) => row.includes(alice)).length);
      expect(ownRecords.length).toBeGreaterThan(0);

      const statistics = await market('statistics', ...read, '--json');
      const total = (name: string) =>
        statistics.out
          .trim()
          .split('\n')
          .reduce((sum, line) => sum + BigInt((JSON.parse(line) as Record<string, string>)[name] ?? 0), 0n);
      const settled = expected.filter(({ name }) => name === 'TradeSettled');
      expect(total('settledWh')).toBe(settled.reduce((sum, { args }) => sum + BigInt(String(args['settledWh'])), 0n));
      expect(total('paidMicro')).toBe(settled.reduce((sum, { args }) => sum + BigInt(String(args['paidMicro'])), 0n));
      const people = await market('statistics', ...read, '--by', 'participant');
      expect(people.out).toMatch(new RegExp(`^participant,.*\r\n(.*\r\n)*${alice},\\d+,`));

      // F1: what the battery says of itself is heard, signed by its owner, and the very state whose hash the chain keeps.
      const [shared] = recorder.on(/village\/battery-1\/storage$/);
      expect(shared, 'a shared storage state').toBeDefined();
      const watching = market(
        'storage',
        '--deployment',
        deployment,
        '--broker',
        world.brokerUrl,
        '--rpc',
        world.rpcUrl,
        '--for',
        '8',
        '--json',
      );
      await until(
        'another state on chain',
        async () => (await readEvents(world)).filter(({ name }) => name === 'StorageStateShared').length > 2,
      );
      const heard = await watching;
      expect(heard.code, heard.out + heard.err).toBe(0);
      const states = heard.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, string>);
      expect(states.filter(({ verdict }) => verdict?.startsWith('on chain')).length).toBeGreaterThan(0);
      for (const state of states) {
        expect(state).toMatchObject({
          topic: 'joulegate/village/battery-1/storage',
          owner: world.ownerAddress('erin').toLowerCase(),
          usableWh: '15000',
        });
        expect(BigInt(String(state['storedWh']))).toBeLessThanOrEqual(15_000n);
      }
      const sharedEvents = (await readEvents(world)).filter(({ name }) => name === 'StorageStateShared');
      const kept = states.find(({ verdict }) => verdict?.startsWith('on chain'));
      expect(sharedEvents.map(({ args }) => args['stateHash'])).toContain(kept?.['stateHash']);
      await until('the announcement', () => recorder.on(/\/event\/storage$/).length > 0);
      const forger = market('storage', '--deployment', deployment, '--broker', world.brokerUrl, '--for', '3', '--json');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const altered = decodeTransaction(new Uint8Array(shared?.payload ?? []));
      if (!altered.ok || altered.value.body.kind !== 'storageState') throw new Error('a storage state expected');
      const fuller = { ...altered.value.body, value: { ...altered.value.body.value, storedWh: 14_999n } };
      await recorder.client.publishAsync(
        'joulegate/village/battery-1/storage',
        Buffer.from(encodeTransaction({ ...altered.value, body: fuller })),
      );
      expect(await forger).toMatchObject({ code: 1, out: expect.stringMatching(/"forged":"id 0x/) });

      // T1: an owner signs without any network, sends it later; a household sees it; the owner takes it back.
      const meter = (
        JSON.parse(
          recorder
            .on(/village\/devices$/)
            .at(-1)
            ?.payload.toString() ?? '[]',
        ) as { id: string; meter: string }[]
      ).find(({ id }) => id === 'solar-1')?.meter;
      const interval = BigInt(Math.floor(world.clock.now() / 1000 / world.deployment.intervalSeconds)) + 12n;
      const key = join(world.folder, 'keys', 'alice.key');
      const file = join(world.folder, 'order.bin');
      const terms = ['--meter', String(meter), '--side', 'sell', '--zone', '1', '--interval', String(interval), '--energy', '700'];
      const listening = market(
        'orders',
        '--deployment',
        deployment,
        '--broker',
        world.brokerUrl,
        '--rpc',
        world.rpcUrl,
        '--for',
        '6',
        '--json',
      );
      const posted = await market('post', '--deployment', deployment, '--key', key, ...terms, '--price', '390000', '--out', file);
      expect(posted.code, posted.err).toBe(0);
      const id = posted.out.trim();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const sent = await market('send', file, '--broker', world.brokerUrl);
      expect(sent.err).toMatch(/accepted by node-1/);
      expect([sent.code, sent.out.trim()]).toEqual([0, id]);
      const seen = (await listening).out.split('\n').find((line) => line.includes(id));
      expect(JSON.parse(seen ?? '{}')).toMatchObject({ id, owner: alice, side: 'sell', energyWh: '700', remainingWh: '700' });
      const cancelled = await market('cancel', id, '--deployment', deployment, '--key', key, '--publish', '--broker', world.brokerUrl);
      expect(cancelled.code, cancelled.err).toBe(0);
      await until('the cancellation on chain', async () => (await market('history', ...read.slice(0, 4))).out.includes(`,${id},`));

      // Somebody else's key signs nothing away.
      const thief = ['--key', join(world.folder, 'keys', 'bob.key'), '--publish', '--broker', world.brokerUrl];
      const stolen = await market('post', '--deployment', deployment, ...terms, '--price', '1', ...thief);
      expect([stolen.code, stolen.err]).toEqual([1, expect.stringMatching(/refused by node-1: OWNER_SIGNATURE_INVALID/)]);
    });
  }, 200_000);
});
