import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMerkleProof, createMPT } from '@ethereumjs/mpt';
import { encode } from '@ethereumjs/rlp';
import {
  decodeTransaction,
  encodeReceipt,
  PERMIT_STATE,
  type ReceiptState,
  SIDE,
  type Transaction,
  type TransactionBodyName,
  VERDICT_BIT,
} from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assembleSignedReading, encodeSignedPayload } from '../attest/index.ts';
import { decodeSignedReading } from '../decode/index.ts';
import type { Signer } from '../domain/index.ts';
import { crc16X25 } from '../framing/index.ts';
import { readJournal } from '../journal/index.ts';
import { compressPublicKey, createKeyFile, loadSigner } from '../keys/index.ts';
import { buildBatchTree, marketDomain, possessionMessageDigest, readingLeaf } from '../tx/index.ts';
import { loadConfig } from './config/config-load.ts';
import { readHistory } from './history.ts';
import { type Gateway, journalPath, startGateway } from './run.ts';
import { journalStat } from './tools/journal-view.ts';

/** Whole gateways against a real broker, a meter of our own, and a chain that answers with receipts whose proofs hold. */

const CONTRACT = (n: number) => `0x${String(n).repeat(40)}` as const;
const DEPLOYMENT = {
  chainId: 31337,
  deployBlock: 0,
  intervalSeconds: 900,
  toleranceSeconds: 30,
  carbonPeriodSeconds: 86_400,
  contracts: {
    meterRegistry: CONTRACT(1),
    readingLedger: CONTRACT(2),
    admissionPolicy: CONTRACT(3),
    energyMarket: CONTRACT(4),
    carbonLedger: CONTRACT(5),
    storageBoard: CONTRACT(7),
    guaranteeOfOrigin: CONTRACT(8),
    boughtEnergy: CONTRACT(9),
    token: CONTRACT(6),
  },
};
const DOMAIN = marketDomain(DEPLOYMENT.chainId, DEPLOYMENT.contracts.meterRegistry);
const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const cleanups: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function frame(body: string): string {
  return `$${body}*${crc16X25(Buffer.from(body)).toString(16).toUpperCase().padStart(4, '0')}\r\n`;
}

/** A native meter: answers who it is, proves possession, signs what it is told to. */
function createMeter(signer: Signer, send: (text: string) => void) {
  let counter = 0n;
  let waiting = '';
  return {
    raws: [] as Uint8Array[],
    onBytes(chunk: Buffer) {
      waiting += chunk.toString('latin1');
      for (let end = waiting.indexOf('\n'); end >= 0; end = waiting.indexOf('\n')) {
        const line = waiting.slice(0, end).trim();
        waiting = waiting.slice(end + 1);
        const possession = /^\$JGQ1,possession,([^*]+)\*/.exec(line)?.[1];
        if (line.startsWith('$JGQ1,identity'))
          send(frame(`JGI1,${Buffer.from(compressPublicKey(signer.publicKey)).toString('base64url')},test,1`));
        if (possession !== undefined) {
          void signer
            .sign(possessionMessageDigest(Buffer.from(possession, 'base64url')))
            .then((signature) => send(frame(`JGP1,${Buffer.from(signature).toString('base64url')}`)));
        }
      }
    },
    async emit(time: number, exportWh: number) {
      counter += 1n;
      const payload = encodeSignedPayload({
        domain: DOMAIN,
        counter,
        time: BigInt(time),
        importWh: 0n,
        exportWh: BigInt(exportWh),
        powerW: -1000,
        voltageMv: 230_000,
        frequencyMhz: 50_000,
        status: 0,
      });
      const raw = assembleSignedReading(payload, await signer.sign(createHash('sha256').update(payload).digest()));
      this.raws.push(raw);
      send(frame(`JG1,${Buffer.from(raw).toString('base64url')}`));
    },
  };
}

type Meter = ReturnType<typeof createMeter>;

async function tcpMeter(signer: Signer): Promise<{ meter: Meter; transport: string }> {
  const sockets = new Set<Socket>();
  const meter = createMeter(signer, (text) => {
    for (const socket of sockets) socket.write(text);
  });
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => meter.onBytes(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { meter, transport: `tcp://127.0.0.1:${(server.address() as { port: number }).port}` };
}

async function ptyMeter(signer: Signer, directory: string): Promise<{ meter: Meter; transport: string }> {
  const child = spawn('script', ['-qfc', 'stty raw -echo; printf "@%s@" "$(tty)"; exec sleep 100000 >/dev/null', '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  const meter = createMeter(signer, (text) => void child.stdin.write(text));
  const path = join(directory, 'port');
  await new Promise<void>((resolve) => {
    let head = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (existsSync(path)) return meter.onBytes(chunk);
      head += chunk.toString('latin1');
      const tty = /@([^@]+)@/.exec(head)?.[1];
      if (tty === undefined) return;
      symlinkSync(tty, path);
      resolve();
    });
  });
  return { meter, transport: `serial:${path}?baud=115200` };
}

async function startBroker(port = 0): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const aedes = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as { port: number }).port;
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
  };
  cleanups.push(stop);
  return { url: `mqtt://127.0.0.1:${bound}`, port: bound, stop };
}

const EVENTS: Partial<Record<TransactionBodyName, [contract: `0x${string}`, signature: string]>> = {
  meterRegistration: [DEPLOYMENT.contracts.meterRegistry, 'MeterRegistered(bytes32,address,address,uint8,uint8,uint8,uint32,uint64)'],
  readingBatch: [DEPLOYMENT.contracts.readingLedger, 'BatchRecorded(bytes32,address,uint64,uint64,uint32,bytes32,uint64,uint64,uint64)'],
  admissionRequest: [
    DEPLOYMENT.contracts.admissionPolicy,
    'AdmissionDecided(bytes32,address,uint32,uint32,uint64,uint64,uint32,uint8,uint64)',
  ],
};
const word = (value: number | bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');

/** A block with one EVM receipt, whose log says what the gateway waits for. */
async function finalReceipt(
  transaction: Transaction,
  node: string,
  verdict = 0,
  permit = { state: verdict === 0 ? PERMIT_STATE.granted : PERMIT_STATE.refused, validUntil: 0 } as { state: number; validUntil: number },
) {
  const [contract = '0x', signature = ''] = EVENTS[transaction.body.kind] ?? [];
  const { body } = transaction;
  const zone = body.kind === 'admissionRequest' ? body.value.zone : 0;
  const meter = body.kind === 'admissionRequest' ? Buffer.concat([new Uint8Array(12), body.value.meter]) : word(0);
  const words =
    body.kind === 'readingBatch'
      ? [body.value.firstCounter, Buffer.from(body.value.closing).readBigUInt64LE(10), body.value.count, 0, 0, 0, 0]
      : [verdict, 10_000, 80_000, 1, permit.state, permit.validUntil];
  const log = [
    Buffer.from(contract.slice(2), 'hex'),
    [keccak_256(Buffer.from(signature)), transaction.id, meter, word(zone)],
    Buffer.concat(words.map(word)),
  ];
  const trie = await createMPT();
  await trie.put(encode(0), encode([1, 21_000, new Uint8Array(256), [log]]));
  const header = Array.from({ length: 16 }, () => new Uint8Array(32));
  header[5] = Uint8Array.from(trie.root());
  header[8] = Uint8Array.of(7);
  const headerRlp = encode(header);
  return encodeReceipt({
    id: transaction.id,
    state: 'final',
    network: 'eip155:31337',
    node,
    blockNumber: 7n,
    blockHash: keccak_256(headerRlp),
    transactionHash: new Uint8Array(32),
    transactionIndex: 0,
    headerRlp,
    proof: await createMerkleProof(trie, encode(0)),
    errorCode: '',
    errorMessage: '',
  });
}

function plainReceipt(transaction: Transaction, state: ReceiptState, errorCode = '', errorMessage = '', node = 'n1') {
  const none = new Uint8Array();
  return encodeReceipt({
    id: transaction.id,
    state,
    network: 'eip155:31337',
    node,
    blockNumber: 0n,
    blockHash: none,
    transactionHash: none,
    transactionIndex: 0,
    headerRlp: none,
    proof: [],
    errorCode,
    errorMessage,
  });
}

type Answer = (transaction: Transaction) => Promise<Uint8Array[]> | Uint8Array[];

/** Hears everything, and answers transactions as a chain node would. */
async function listen(url: string, answer: Answer = () => []) {
  const client: MqttClient = await connectAsync(url, { protocolVersion: 4 });
  cleanups.push(() => client.endAsync(true));
  const messages: { topic: string; payload: Buffer }[] = [];
  const transactions: Transaction[] = [];
  client.on('message', (topic, payload) => {
    messages.push({ topic, payload });
    if (!topic.startsWith('jg/gw/tx/')) return;
    const decoded = decodeTransaction(payload);
    if (!decoded.ok) throw new Error(decoded.message);
    transactions.push(decoded.value);
    void Promise.resolve(answer(decoded.value)).then((receipts) => {
      for (const receipt of receipts)
        client.publish(`jg/gw/receipt/${Buffer.from(decoded.value.id).toString('hex')}`, Buffer.from(receipt), { qos: 1 });
    });
  });
  await client.subscribeAsync('jg/#', { qos: 1 });
  const readings = () => messages.filter(({ topic }) => topic === 'jg/gw/pv/reading').map(({ payload }) => payload);
  const of = <K extends TransactionBodyName>(kind: K) =>
    transactions.filter(({ body }) => body.kind === kind) as (Transaction & { body: { kind: K } })[];
  return { client, messages, transactions, readings, of };
}

async function prepare(device: Record<string, unknown>, brokerUrl: string, more: Record<string, unknown> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'joulegate-app-'));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  createKeyFile(join(directory, 'owner.key'));
  createKeyFile(join(directory, 'meter.key'));
  writeFileSync(join(directory, 'network.json'), JSON.stringify(DEPLOYMENT));
  const file = join(directory, 'gateway.yaml');
  const write = (extra: Record<string, unknown>) =>
    writeFileSync(
      file,
      JSON.stringify({
        gateway: 'gw',
        base: 'jg',
        broker: { url: brokerUrl },
        time: { trust: 'clock' },
        network: 'network.json',
        stateDir: 'state',
        log: { level: 'silent' },
        owners: { anna: { key: 'file:owner.key' } },
        limits: { healthSeconds: 0.2, retryMinSeconds: 0.3, retryMaxSeconds: 1 },
        devices: [{ id: 'pv', owner: 'anna', class: 'meter', source: 'solar', zone: 1, capacityW: 10_000, ...device, ...extra }],
        ...more,
      }),
    );
  write({});
  return { directory, file, write, signer: await loadSigner(`file:${join(directory, 'meter.key')}`), stateDir: join(directory, 'state') };
}

async function start(file: string): Promise<Gateway> {
  const gateway = await startGateway(loadConfig([file], {}), pino({ level: 'silent' }));
  let stopped = false;
  const stop = gateway.stop.bind(gateway);
  const once = {
    failed: gateway.failed,
    stop: async () => {
      if (!stopped) await stop();
      stopped = true;
    },
  };
  cleanups.push(once.stop);
  return once;
}

function statesOf(stateDir: string): string[][] {
  const view = readJournal(journalPath(stateDir));
  const states = [...readHistory(view).values()].map(({ kind, state }) => [kind, state]);
  view.close();
  return states;
}

const LAST_BOUNDARY = () => Math.floor(Date.now() / 1000 / 900) * 900;
const patient = { timeout: 8_000, interval: 30 };

describe('gateway', () => {
  it('carries signed bytes from a serial port to the broker, verbatim, and batches them at the boundary', async () => {
    const broker = await startBroker();
    const place = await prepare({ transport: 'tcp://127.0.0.1:1' }, broker.url);
    const { meter, transport } = await ptyMeter(place.signer, place.directory);
    place.write({ transport });
    const heard = await listen(broker.url, async (transaction) => [await finalReceipt(transaction, 'n1')]);
    const gateway = await start(place.file);
    await vi.waitFor(
      () =>
        expect(
          heard.messages.some(({ topic, payload }) => topic === 'jg/gw/devices' && payload.toString().includes(place.signer.address)),
        ).toBe(true),
      patient,
    );
    const boundary = LAST_BOUNDARY() - 900;
    for (let i = 0; i <= 9; i += 1) await meter.emit(boundary + i * 100, i * 20);
    await vi.waitFor(() => expect(heard.readings()).toEqual(meter.raws.map((raw) => Buffer.from(raw))), patient);
    await vi.waitFor(() => expect(heard.of('readingBatch')).toHaveLength(2), patient);
    const [first, second] = heard.of('readingBatch');
    expect(first?.body.value).toMatchObject({ firstCounter: 1n, count: 1 });
    expect(second?.body.value).toMatchObject({ firstCounter: 2n, count: 9 });
    expect(Buffer.from(second?.body.value.root ?? [])).toEqual(
      Buffer.from(buildBatchTree(meter.raws.slice(1).map((raw) => readingLeaf(place.signer.address, raw))).root),
    );
    expect(Buffer.from(second?.body.value.closing ?? [])).toEqual(Buffer.from(meter.raws[9] ?? []));
    await vi.waitFor(() => expect(heard.messages.some(({ topic }) => topic === 'jg/gw/health')).toBe(true), patient);
    const state = heard.messages.filter(({ topic }) => topic === 'jg/gw/pv/state').at(-1);
    expect(JSON.parse(state?.payload.toString() ?? '{}')).toMatchObject({ powerW: -1000, voltageMv: 230_000, quality: 'good' });
    const started = Date.now();
    await gateway.stop();
    expect(Date.now() - started).toBeLessThan(2000);
    await vi.waitFor(
      () =>
        expect(
          heard.messages
            .filter(({ topic }) => topic === 'jg/gw/status')
            .at(-1)
            ?.payload.toString(),
        ).toBe('offline'),
      patient,
    );
  });

  it('A2: registers with proof of possession, asks the next zone after a refusal, orders once admitted, and lets go only by proven receipts', async () => {
    const broker = await startBroker();
    const place = await prepare(
      {
        register: true,
        admission: [
          { nature: 'renewable', priceMicroPerKwh: 80_000, zone: 1 },
          { nature: 'renewable', priceMicroPerKwh: 60_000, zone: 2 },
        ],
        orders: [{ side: 'sell', energyWh: 500, priceMicroPerKwh: 80_000 }],
        supply: { minPriceMicroPerKwh: 40_000 },
        carbon: { offers: [{ period: 'current', grams: 10, priceMicroPerKg: 1 }] },
        transport: 'tcp://127.0.0.1:1',
      },
      broker.url,
    );
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    const heard = await listen(broker.url, async (transaction) => {
      if (EVENTS[transaction.body.kind] === undefined) return [plainReceipt(transaction, 'accepted')];
      const verdict = transaction.body.kind === 'admissionRequest' && transaction.body.value.zone === 1 ? 0b1000_0000 : 0;
      const forged = await finalReceipt({ ...transaction, id: new Uint8Array(32).fill(9) }, 'liar');
      return [forged, await finalReceipt(transaction, 'n1', verdict)];
    });
    const gateway = await start(place.file);
    const boundary = LAST_BOUNDARY() - 900;
    await vi.waitFor(() => expect(heard.of('meterRegistration').length).toBeGreaterThan(0), patient);
    for (let i = 0; i <= 9; i += 1) await meter.emit(boundary + i * 100, i * 20);
    await vi.waitFor(() => expect(heard.of('order').length).toBeGreaterThan(0), patient);
    expect(heard.of('admissionRequest').map(({ body }) => [body.value.zone, body.value.evidence.length])).toEqual([
      [1, 3],
      [2, 3],
    ]);
    expect(heard.of('order')[0]?.body.value).toMatchObject({
      side: SIDE.sell,
      zone: 2,
      energyWh: 500n,
      interval: BigInt(Math.floor(Date.now() / 900_000) + 1),
    });
    await vi.waitFor(() => expect(heard.of('permitOffer').length).toBeGreaterThan(0), patient);
    // Once, whatever else happens: sent again it is the same transaction.
    const agreements = heard.of('supplyAgreement');
    expect(new Set(agreements.map(({ id }) => Buffer.from(id).toString('hex'))).size).toBe(1);
    expect(agreements[0]?.body.value).toMatchObject({ zone: 1, minPriceMicroPerKwh: 40_000n, maxPriceMicroPerKwh: 2n ** 64n - 1n });
    await vi.waitFor(() => expect(statesOf(place.stateDir)).toContainEqual(['order', 'accepted']), patient);
    await vi.waitFor(() => {
      const view = readJournal(journalPath(place.stateDir));
      const left = [...view.entries('reading')].length;
      view.close();
      expect(left).toBe(0);
    }, patient);
    await gateway.stop();
    const states = statesOf(place.stateDir);
    expect(
      states
        .filter(([, state]) => state === 'final')
        .map(([kind]) => kind)
        .sort(),
    ).toEqual(['admissionRequest', 'admissionRequest', 'meterRegistration', 'readingBatch', 'readingBatch']);
  });

  it('renews a permit before its end, keeps it when the renewal is refused, and asks anew once it is over', async () => {
    const broker = await startBroker();
    const admission = [{ nature: 'renewable', priceMicroPerKwh: 80_000, zone: 1, evidence: 1 }];
    const place = await prepare({ register: true, admission, transport: 'tcp://127.0.0.1:1' }, broker.url);
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    /** The end of the first permit; its renewal comes due when a quarter of four seconds is left. */
    let end = 0;
    const asked: number[] = [];
    const heard = await listen(broker.url, async (transaction) => {
      if (transaction.body.kind !== 'admissionRequest') return [await finalReceipt(transaction, 'n1')];
      asked.push(Date.now() / 1000);
      if (end === 0) end = Math.floor(Date.now() / 1000) + 5;
      const running = { state: PERMIT_STATE.granted, validUntil: end };
      const verdict = 1 << VERDICT_BIT.price;
      if (asked.length === 1) return [await finalReceipt(transaction, 'n1', 0, running)];
      return [await finalReceipt(transaction, 'n1', verdict, asked.length === 2 ? running : undefined)];
    });
    await start(place.file);
    await vi.waitFor(() => expect(heard.of('meterRegistration').length).toBeGreaterThan(0), patient);
    await meter.emit(LAST_BOUNDARY(), 20);
    await vi.waitFor(() => expect(asked).toHaveLength(3), patient);
    const [first = 0, renewal = 0, anew = 0] = asked;
    expect(renewal).toBeGreaterThan(first + 2);
    expect(renewal).toBeLessThan(end);
    expect(anew).toBeGreaterThanOrEqual(end);
    const nonces = heard.of('admissionRequest').map(({ body }) => body.value.nonce);
    expect(nonces).toEqual([...nonces].sort((a, b) => Number(a - b)));
  });

  it('takes readings and builds no transaction until its clock is known to be right', async () => {
    const broker = await startBroker();
    const place = await prepare({ transport: 'tcp://127.0.0.1:1' }, broker.url, { time: { trust: 'chain' } });
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    const heard = await listen(broker.url, async (transaction) => [await finalReceipt(transaction, 'n1')]);
    await start(place.file);
    const health = () => {
      const last = heard.messages.filter(({ topic }) => topic === 'jg/gw/health').at(-1);
      return (JSON.parse(last?.payload.toString() ?? '{}') as { time?: { synchronised: boolean } }).time;
    };
    await vi.waitFor(
      () => expect(heard.messages.some(({ payload }) => payload.toString().includes(place.signer.address))).toBe(true),
      patient,
    );
    const boundary = LAST_BOUNDARY() - 900;
    for (let i = 0; i <= 9; i += 1) await meter.emit(boundary + i * 100, i * 20);
    await vi.waitFor(() => expect(heard.readings()).toHaveLength(10), patient);
    await vi.waitFor(() => expect(health()).toMatchObject({ synchronised: false, chainOffsetSeconds: null }), patient);
    const head = (number: number) =>
      heard.client.publish('jg/chain/eip155:31337/n1/head', JSON.stringify({ number, timestamp: Math.floor(Date.now() / 1000) }));
    head(1);
    await vi.waitFor(() => expect(heard.messages.some(({ topic }) => topic.endsWith('/n1/head'))).toBe(true), patient);
    expect([heard.transactions.length, health()?.synchronised]).toEqual([0, false]);
    head(2);
    await vi.waitFor(() => expect(heard.of('readingBatch')).toHaveLength(2), patient);
    await vi.waitFor(() => expect(health()).toMatchObject({ synchronised: true, by: 'chain' }), patient);
  });

  it('keeps readings of a refused batch and puts them into another; a receipt without proof moves nothing', async () => {
    const broker = await startBroker();
    const place = await prepare({ transport: 'tcp://127.0.0.1:1' }, broker.url);
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    let answers = 0;
    const heard = await listen(broker.url, async (transaction) => {
      answers += 1;
      if (answers === 1)
        return [
          plainReceipt(transaction, 'final', '', '', 'liar'),
          // Named by now: its refusal turns nothing away.
          plainReceipt(transaction, 'refused', 'VALUE_INVALID', 'a lie', 'liar'),
          plainReceipt(transaction, 'refused', 'CONTRACT_REVERTED', 'NotAtBoundary'),
        ];
      return [plainReceipt(transaction, 'deferred', 'METER_NOT_ACTIVE', 'later')];
    });
    await start(place.file);
    await vi.waitFor(
      () =>
        expect(heard.messages.some(({ topic, payload }) => topic === 'jg/gw/pv/availability' && payload.toString() === 'online')).toBe(
          true,
        ),
      patient,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await meter.emit(LAST_BOUNDARY(), 1);
    await vi.waitFor(() => expect(heard.of('readingBatch').length).toBeGreaterThanOrEqual(3), patient);
    const counts = heard.of('readingBatch').map(({ body }) => [body.value.firstCounter, body.value.count]);
    expect(new Set(counts.map(String))).toEqual(new Set(['1,1']));
    const health = () =>
      JSON.parse(
        heard.messages
          .filter(({ topic }) => topic === 'jg/gw/health')
          .at(-1)
          ?.payload.toString() ?? '{}',
      ) as { counters: Record<string, number>; journal: { entries: number } };
    await vi.waitFor(() => expect(health().counters).toMatchObject({ CONTRACT_REVERTED: 1, RECEIPT_UNPROVEN: 1 }), patient);
    expect(health().journal.entries).toBe(2);
    expect(health().counters).not.toHaveProperty('VALUE_INVALID');
  });

  it('tells a chain node that asks which counters it has, sends readings and batches again byte for byte, and bears hostile questions', async () => {
    const broker = await startBroker();
    const place = await prepare({ transport: 'tcp://127.0.0.1:1' }, broker.url, {
      limits: { healthSeconds: 0.2, retryMinSeconds: 60, retryMaxSeconds: 60 },
    });
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    const heard = await listen(broker.url, async (transaction) =>
      transaction.body.kind === 'readingBatch' && transaction.body.value.firstCounter === 1n ? [await finalReceipt(transaction, 'n1')] : [],
    );
    const said = (topic: string) =>
      heard.messages
        .filter((message) => message.topic === topic)
        .map(({ payload }) => JSON.parse(payload.toString()) as Record<string, unknown>);
    const gateway = await start(place.file);
    await vi.waitFor(() => expect(said('jg/gw/devices').at(-1)).toMatchObject([{ meter: place.signer.address }]), patient);
    const boundary = LAST_BOUNDARY() - 900;
    for (let i = 0; i <= 9; i += 1) await meter.emit(boundary + i * 100, i * 20);
    await vi.waitFor(() => expect(heard.of('readingBatch')).toHaveLength(2), patient);
    const [first, second] = heard.of('readingBatch').map(({ id }) => Buffer.from(id).toString('hex'));
    await vi.waitFor(() => expect(statesOf(place.stateDir)).toContainEqual(['readingBatch', 'final']), patient);

    const ask = (request: object | string) =>
      heard.client.publish('jg/gw/request/readings', typeof request === 'string' ? request : JSON.stringify(request), { qos: 1 });
    const question = { id: 'q-1', meter: place.signer.address, from: '0', to: '18446744073709551615' };
    ask(question);
    await vi.waitFor(() => expect(heard.readings()).toHaveLength(19), patient);
    expect(said('jg/gw/response/readings')).toEqual([
      {
        ...{ id: 'q-1', meter: place.signer.address, follows: ['1', '10'] },
        ...{ proven: [['1', '1']], waiting: [['2', '10']], missing: [], recorded: [['1', '1', first]], batches: [second], resent: 9 },
      },
    ]);
    expect(heard.readings().slice(10)).toEqual(meter.raws.slice(1).map((raw) => Buffer.from(raw)));
    await vi.waitFor(
      () => expect(heard.of('readingBatch').map(({ id }) => Buffer.from(id).toString('hex'))).toEqual([first, second, second]),
      patient,
    );

    const hostile = [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '['.repeat(500),
      'x'.repeat(100_000),
      { ...question, more: 1 },
      { ...question, id: '../../x' },
    ];
    for (const request of [
      ...hostile,
      { ...question, from: '9', to: '8' },
      { ...question, to: '18446744073709551616' },
      { ...question, meter: `0x${'0'.repeat(40)}` },
    ])
      ask(request);
    for (let i = 0; i < 50; i += 1) ask({ ...question, id: `flood-${i}` });
    const counters = () => (said('jg/gw/health').at(-1)?.['counters'] ?? {}) as Record<string, number>;
    await vi.waitFor(
      () => expect((counters()['REQUEST_INVALID'] ?? 0) + (counters()['MQTT_PAYLOAD_OVERSIZE'] ?? 0)).toBeGreaterThan(12 + 50 - 8),
      patient,
    );
    expect(said('jg/gw/response/readings').length).toBeLessThanOrEqual(8);

    await meter.emit(boundary + 950, 200);
    await vi.waitFor(
      () => expect(said('jg/gw/pv/state').at(-1)).toMatchObject({ counter: 11, onChain: { upTo: 1, waiting: 10, missing: 0 } }),
      patient,
    );
    await gateway.stop();
    const stat = JSON.parse(journalStat(place.stateDir, true)[0] ?? '') as { meters: unknown[] };
    expect(stat.meters).toMatchObject([{ device: 'pv', readings: 10, onChain: { upTo: '1', waiting: [['2', '11']], missing: [] } }]);
  });

  it('closes over a reading that the contract refuses with the next one, and keeps both', async () => {
    const broker = await startBroker();
    const place = await prepare({ transport: 'tcp://127.0.0.1:1' }, broker.url);
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    const heard = await listen(broker.url, async (transaction) =>
      transaction.body.kind === 'readingBatch' && transaction.body.value.count === 1
        ? [plainReceipt(transaction, 'refused', 'REGISTER_DECREASED', 'RegisterDecreased')]
        : [plainReceipt(transaction, 'accepted')],
    );
    await start(place.file);
    await vi.waitFor(
      () =>
        expect(heard.messages.some(({ topic, payload }) => topic === 'jg/gw/pv/availability' && payload.toString() === 'online')).toBe(
          true,
        ),
      patient,
    );
    await meter.emit(LAST_BOUNDARY(), 1);
    await vi.waitFor(() => expect(heard.of('readingBatch').map(({ body }) => body.value.count)).toEqual([1]), patient);
    await meter.emit(LAST_BOUNDARY() + 1, 1);
    await vi.waitFor(() => expect(heard.of('readingBatch').map(({ body }) => body.value.count)).toEqual([1, 2]), patient);
  });

  it('sends a batch only once the one before is final: two on their way could arrive in the other order', async () => {
    const broker = await startBroker();
    const place = await prepare({ transport: 'tcp://127.0.0.1:1' }, broker.url);
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    let isAnswered = false;
    const heard = await listen(broker.url, async (transaction) => (isAnswered ? [await finalReceipt(transaction, 'n1')] : []));
    await start(place.file);
    await vi.waitFor(
      () => expect(heard.messages.some(({ payload }) => payload.toString().includes(place.signer.address))).toBe(true),
      patient,
    );
    const boundary = LAST_BOUNDARY() - 900;
    for (let i = 0; i <= 9; i += 1) await meter.emit(boundary + i * 100, i * 20);
    await vi.waitFor(() => expect(heard.of('readingBatch').length).toBeGreaterThan(2), patient);
    const firsts = () => [...new Set(heard.of('readingBatch').map(({ body }) => body.value.firstCounter))];
    expect(firsts()).toEqual([1n]);
    isAnswered = true;
    await vi.waitFor(() => expect(firsts()).toEqual([1n, 2n]), patient);
  });

  it('keeps everything while there is no broker and publishes it when there is one', async () => {
    const away = await startBroker();
    await away.stop();
    const place = await prepare({ transport: 'tcp://127.0.0.1:1' }, away.url);
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    await start(place.file);
    await vi.waitFor(async () => {
      await meter.emit(LAST_BOUNDARY() - 600 + meter.raws.length, meter.raws.length);
      const view = readJournal(journalPath(place.stateDir));
      const kept = [...view.entries('reading')].length;
      view.close();
      expect(kept).toBeGreaterThan(5);
    }, patient);
    const back = await startBroker(away.port);
    const heard = await listen(back.url);
    const kept = () => {
      const view = readJournal(journalPath(place.stateDir));
      const all = [...view.entries('reading')].map(({ bytes }) => Buffer.from(bytes));
      view.close();
      return all;
    };
    await vi.waitFor(() => expect(heard.readings()).toEqual(kept()), patient);
  });

  it('signs for an unsigned meter with a counter that survives a restart', async () => {
    const broker = await startBroker();
    const place = await prepare(
      { transport: 'tcp://127.0.0.1:1', class: 'gateway', format: 'p1', gatewayKey: 'file:meter.key', source: 'load' },
      broker.url,
    );
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    place.write({ transport: `tcp://127.0.0.1:${(server.address() as { port: number }).port}` });
    const heard = await listen(broker.url);
    // DSMR 2.2: no CRC and no clock, so this test needs neither.
    const telegram = (kwh: string) =>
      `/ISk5\\2MT382-1000\r\n\r\n0-0:96.1.1(4B384547303034)\r\n1-0:1.8.1(${kwh}*kWh)\r\n1-0:1.7.0(0000.42*kW)\r\n!\r\n`;
    for (const round of [1, 2]) {
      const gateway = await start(place.file);
      await vi.waitFor(() => expect(sockets.size).toBe(1), patient);
      for (const socket of sockets) socket.write(telegram(`00011.34${round}`));
      await vi.waitFor(() => expect(heard.readings().length).toBe(round), patient);
      await gateway.stop();
      await vi.waitFor(() => expect(sockets.size).toBe(0), patient);
    }
    const decoded = heard.readings().map((raw) => decodeSignedReading(raw));
    expect(decoded.map((one) => (one.ok ? [one.value.counter, one.value.importWh, one.value.powerW] : one.code))).toEqual([
      [1n, 11_341n, 420],
      [2n, 11_342n, 420],
    ]);

    // A byte of the journal goes bad: the note of the last counter may be gone, and no number may be given twice.
    const segment = join(journalPath(place.stateDir), '0000000001.seg');
    const bytes = readFileSync(segment);
    const at = bytes.indexOf(heard.readings()[1] as Uint8Array) + 70;
    bytes[at] = (bytes[at] as number) ^ 1;
    writeFileSync(segment, bytes);
    const gateway = await start(place.file);
    await vi.waitFor(() => expect(sockets.size).toBe(1), patient);
    for (const socket of sockets) socket.write(telegram('00011.343'));
    await vi.waitFor(() => expect(heard.readings().length).toBe(3), patient);
    await gateway.stop();
    const last = decodeSignedReading(heard.readings()[2] as Uint8Array);
    expect(last.ok && [last.value.counter > 1_000_000n, last.value.importWh]).toEqual([true, 11_343n]);
  });

  it('holds the wire back when the journal is full, says so, and goes on by itself', async () => {
    const broker = await startBroker();
    const place = await prepare({ transport: 'tcp://127.0.0.1:1' }, broker.url, { journal: { maxBytes: 65_536 } });
    const { meter, transport } = await tcpMeter(place.signer);
    place.write({ transport });
    let mayEnd = false;
    const heard = await listen(broker.url, async (transaction) => (mayEnd ? [await finalReceipt(transaction, 'n1')] : []));
    await start(place.file);
    await vi.waitFor(
      () =>
        expect(
          heard.messages.some(({ topic, payload }) => topic === 'jg/gw/devices' && payload.toString().includes(place.signer.address)),
        ).toBe(true),
      patient,
    );
    const base = LAST_BOUNDARY();
    await meter.emit(base - 10, 0);
    await meter.emit(base, 0);
    const total = 420;
    for (let i = 2; i < total; i += 1) await meter.emit(base + 40, 0);
    const health = () =>
      JSON.parse(
        heard.messages
          .filter(({ topic }) => topic === 'jg/gw/health')
          .at(-1)
          ?.payload.toString() ?? '{}',
      ) as { stalled: string[]; counters: Record<string, number> };
    await vi.waitFor(() => expect(health().stalled).toEqual(['pv']), patient);
    expect(health().counters['JOURNAL_FULL']).toBeGreaterThan(0);
    expect(heard.readings().length).toBeLessThan(total);
    mayEnd = true;
    await vi.waitFor(() => expect(health().stalled).toEqual([]), patient);
  });

  it.each(['journal-written', 'transaction-journaled', 'transaction-published', 'receipt-checked', 'receipt-journaled'])(
    'loses nothing and doubles nothing when killed at %s',
    async (point) => {
      const broker = await startBroker();
      const place = await prepare({ transport: 'tcp://127.0.0.1:1', batch: { intervals: 1 } }, broker.url);
      const { meter, transport } = await tcpMeter(place.signer);
      place.write({ transport });
      const heard = await listen(broker.url, async (transaction) => [await finalReceipt(transaction, 'n1')]);
      const run = (fault: string) => {
        const child = spawn(process.execPath, [CLI, 'run', '--config', place.file], {
          env: { PATH: process.env['PATH'], ...(fault === '' ? {} : { JOULEGATE_FAULT: fault }) },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        const ended = new Promise<string>((resolve) => child.once('close', (code, signal) => resolve(signal ?? String(code))));
        cleanups.push(() => child.kill('SIGKILL'));
        return { child, ended };
      };
      const first = run(point);
      await vi.waitFor(
        () =>
          expect(
            heard.messages.some(({ topic, payload }) => topic === 'jg/gw/devices' && payload.toString().includes(place.signer.address)),
          ).toBe(true),
        patient,
      );
      await meter.emit(LAST_BOUNDARY(), 5);
      expect(await first.ended).toBe('SIGKILL');
      const second = run('');
      await vi.waitFor(() => {
        const directory = journalPath(place.stateDir);
        expect(readdirSync(directory)).toContain('lock');
        const view = readJournal(directory);
        const left = [...view.entries('reading'), ...view.entries('transaction')].length;
        const states = [...readHistory(view).values()].map(({ kind, state }) => `${kind} ${state}`);
        view.close();
        expect([left, ...states]).toEqual([0, 'readingBatch final']);
      }, patient);
      expect(new Set(heard.readings().map((raw) => raw.toString('hex')))).toEqual(
        new Set(point.startsWith('receipt-j') && heard.readings().length === 0 ? [] : [Buffer.from(meter.raws[0] ?? []).toString('hex')]),
      );
      expect(new Set(heard.of('readingBatch').map(({ id }) => Buffer.from(id).toString('hex'))).size).toBe(1);
      await vi.waitFor(
        () =>
          expect(heard.messages.filter(({ topic, payload }) => topic === 'jg/gw/status' && payload.toString() === 'online').length).toBe(2),
        patient,
      );
      second.child.kill('SIGTERM');
      expect(await second.ended).toBe('0');
    },
  );
});
