import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_UNITS } from '../../device-sim/src/demo/units.ts';
import { startWorld, type World } from '../../device-sim/src/demo/world.ts';
import { type Authority, createAuthority, OPENSSL, tlsOptions } from '../support/certificates.ts';
import { MOSQUITTO, type Mosquitto, startMosquitto } from '../support/mosquitto.ts';
import { findFreePort } from '../support/net.ts';
import { whereThere } from '../support/programs.ts';
import { until } from '../support/until.ts';
import { type Message, readEvents } from '../support/world.ts';

const NETWORK = 'eip155:31337';
const folder = mkdtempSync(join(tmpdir(), 'joulegate-broker-'));
let authority: Authority;
let stranger: Authority;
let broker: Mosquitto;
let port: number;
let watcher: MqttClient;
const heard: Message[] = [];

/** As an operator would: the command's files, and certificates beside them. */
function writeBrokerFiles(): string {
  const tls = join(folder, 'tls');
  mkdirSync(tls);
  authority = createAuthority(tls, 'ca');
  stranger = createAuthority(tls, 'stranger');
  authority.issue('broker', { broker: true });
  for (const end of ['pem', 'key']) execFileSync('cp', [join(tls, `ca-broker.${end}`), join(tls, `broker.${end}`)]);
  const args = ['broker-acl', '--network', NETWORK, '--node', 'node-1', '--node', 'node-2', '--watcher', 'screen', '--watcher', 'guest'];
  execFileSync(process.execPath, ['chain/dist/cli.js', ...args, '--port', String(port), '--tls-dir', tls, '--out', folder]);
  return readFileSync(join(folder, 'joulegate.conf'), 'utf8');
}

const as = (name: string): IClientOptions => ({
  ...tlsOptions(authority.caFile, authority.issue(name)),
  protocolVersion: 4,
  reconnectPeriod: 0,
  connectTimeout: 5_000,
});

/** Runs the gateway's command line. */
async function joulegate(...args: string[]): Promise<{ readonly code: number; readonly stderr: string }> {
  const child = spawn(process.execPath, ['gateway/dist/cli.js', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, stderr };
}

/** @returns why the connection came to nothing, or `connected`. */
function attempt(url: string, options: IClientOptions): Promise<string> {
  return new Promise((resolve) => {
    const client = connect(url, { protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 5_000, ...options });
    let reason = 'closed';
    client.on('connect', () => {
      client.end(true);
      resolve('connected');
    });
    client.on('error', (cause) => {
      reason = `${(cause as NodeJS.ErrnoException).code ?? ''} ${cause.message}`;
    });
    client.on('close', () => resolve(reason));
  });
}

const tools = whereThere(MOSQUITTO, OPENSSL);
describe.skipIf(tools.isMissing)(tools.named('a broker with TLS and the generated access list'), () => {
  beforeAll(async () => {
    port = await findFreePort();
    broker = await startMosquitto({ port, conf: writeBrokerFiles() });
    watcher = await connectAsync(broker.url, as('screen'));
    watcher.on('message', (topic, payload, packet) => heard.push({ topic, payload: Buffer.from(payload), retained: packet.retain }));
    await watcher.subscribeAsync('joulegate/#', { qos: 1 });
  }, 30_000);
  afterAll(async () => {
    await watcher?.endAsync(true);
    await broker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets a good certificate in', async () => {
    expect(await attempt(broker.url, as('village'))).toBe('connected');
  });

  it.each<[string, () => [string, IClientOptions], RegExp]>([
    ['no certificate', () => [broker.url, tlsOptions(authority.caFile)], /certificate|closed|reset|EPIPE/i],
    [
      'a certificate of another authority',
      () => [broker.url, tlsOptions(authority.caFile, stranger.issue('village'))],
      /unknown ca|closed|reset|EPIPE/i,
    ],
    [
      'an expired certificate',
      () => [broker.url, tlsOptions(authority.caFile, authority.issue('village', { days: -1 }))],
      /expired|closed|reset|EPIPE/i,
    ],
    ['no TLS at all', () => [`mqtt://127.0.0.1:${port}`, {}], /closed|reset|EPIPE/i],
    [
      'a broker whose authority the client does not know',
      () => [broker.url, { ...as('village'), ...tlsOptions(stranger.caFile) }],
      /unable to verify|self.signed|UNABLE_TO|DEPTH_ZERO|certificate/i,
    ],
  ])('refuses: %s', async (_, make, reason) => {
    const [url, options] = make();
    const outcome = await attempt(url, options);
    expect(outcome).not.toBe('connected');
    expect(outcome).toMatch(reason);
  });

  /** A later message that everybody may say shows that the broker has dealt with the one before. */
  async function says(name: string, topic: string, retain = false): Promise<boolean> {
    const mark = `${name} ${topic} ${heard.length}`;
    const client = await connectAsync(broker.url, as(name));
    const probe = await connectAsync(broker.url, as('probe'));
    // A broker may close the connection of one who says what it may not.
    await client.publishAsync(topic, mark, { qos: 1, retain }).catch(() => undefined);
    await probe.publishAsync('joulegate/probe/status', mark, { qos: 1 });
    const find = (pattern: string) => heard.some((message) => message.topic === pattern && message.payload.toString() === mark);
    await until('the probe', () => find('joulegate/probe/status'));
    await Promise.all([client.endAsync(true), probe.endAsync(true)]);
    return find(topic);
  }

  it.each<[string, string]>([
    ['village', 'joulegate/village/status'],
    ['village', 'joulegate/village/tx/reading-batch'],
    ['village', 'joulegate/village/solar-1/reading'],
    ['node-1', `joulegate/chain/${NETWORK}/node-1/status`],
    ['node-1', `joulegate/chain/${NETWORK}/node-1/access/0xaa/state`],
    ['node-1', `joulegate/chain/${NETWORK}/event/meter`],
    ['node-1', 'joulegate/village/receipt/aa'],
    ['node-1', 'joulegate/village/request/readings'],
    ['village', 'joulegate/village/response/readings'],
    ['node-1', 'joulegate/market/1/order'],
  ])('%s may say %s', async (name, topic) => expect(await says(name, topic)).toBe(true));

  it.each<[string, string, string]>([
    ['a gateway in the name of another', 'plant', 'joulegate/village/tx/order'],
    ['a gateway in the name of another, as its reading', 'plant', 'joulegate/village/solar-1/reading'],
    ['a gateway as a chain node to itself', 'village', 'joulegate/village/receipt/aa'],
    ['a gateway that asks another for its readings', 'plant', 'joulegate/village/request/readings'],
    ['a chain node that answers for a gateway', 'node-1', 'joulegate/village/response/readings'],
    ['a gateway as the chain', 'village', `joulegate/chain/${NETWORK}/event/meter`],
    ['a gateway as a chain node', 'village', `joulegate/chain/${NETWORK}/node-1/head`],
    ['a gateway as the market', 'village', 'joulegate/market/1/order'],
    ['a gateway outside the base', 'village', 'elsewhere/village/status'],
    ['one that calls itself chain, as the chain', 'chain', `joulegate/chain/${NETWORK}/refusal`],
    ['one that calls itself market, as the market', 'market', 'joulegate/market/1/reading'],
    ['a watcher', 'guest', 'joulegate/guest/status'],
    ['a watcher as a gateway', 'guest', 'joulegate/village/tx/order'],
    ['a watcher as the chain', 'guest', `joulegate/chain/${NETWORK}/event/meter`],
    ['a chain node as another', 'node-1', `joulegate/chain/${NETWORK}/node-2/status`],
    ['a chain node as a gateway', 'node-1', 'joulegate/village/tx/order'],
    ['a chain node as a gateway of its own name', 'node-1', 'joulegate/node-1/tx/order'],
  ])('refuses %s: %s on %s', async (_, name, topic) => expect(await says(name, topic)).toBe(false));

  it('does not let a gateway read what another is told, nor what another says', async () => {
    const curious = await connectAsync(broker.url, as('plant'));
    const read: string[] = [];
    curious.on('message', (topic) => read.push(topic));
    // Mosquitto grants the wish and delivers nothing.
    for (const topic of ['joulegate/#', '#', 'joulegate/village/receipt/+', 'joulegate/+/tx/+'])
      await curious.subscribeAsync(topic, { qos: 1 }).catch(() => undefined);
    await curious.subscribeAsync('joulegate/plant/receipt/+', { qos: 1 });
    const node = await connectAsync(broker.url, as('node-1'));
    for (const gateway of ['village', 'plant']) await node.publishAsync(`joulegate/${gateway}/receipt/bb`, 'x', { qos: 1 });
    await until('the own receipt', () => read.includes('joulegate/plant/receipt/bb'));
    expect(read.filter((topic) => !topic.startsWith('joulegate/plant/') && !topic.startsWith('joulegate/chain/'))).toEqual([]);
    await Promise.all([node.endAsync(true), curious.endAsync(true)]);
  });

  it('does not let a gateway throw another out by its client id', async () => {
    const village = await connectAsync(broker.url, { ...as('village'), clientId: 'joulegate-village' });
    let closed = false;
    village.on('close', () => {
      closed = true;
    });
    const plant = await connectAsync(broker.url, { ...as('plant'), clientId: 'joulegate-village' });
    await village.publishAsync('joulegate/village/status', 'still here', { qos: 1 });
    expect(closed).toBe(false);
    await Promise.all([village.endAsync(true), plant.endAsync(true)]);
  });

  it('lets chain nodes share what gateways say: each message goes to one of the group', async () => {
    const heardBy = new Map<string, string[]>();
    const nodes = await Promise.all(['node-1', 'node-2'].map((name) => connectAsync(broker.url, as(name))));
    for (const [at, node] of nodes.entries()) {
      node.on('message', (_, payload) => heardBy.set(`node-${at + 1}`, [...(heardBy.get(`node-${at + 1}`) ?? []), payload.toString()]));
      await node.subscribeAsync('$share/nodes/joulegate/+/tx/reading-batch', { qos: 1 });
    }
    const gateway = await connectAsync(broker.url, as('plant'));
    const said = Array.from({ length: 10 }, (_, i) => `batch ${i}`);
    for (const text of said) await gateway.publishAsync('joulegate/plant/tx/reading-batch', text, { qos: 1 });
    await until('all of it heard', () => [...heardBy.values()].flat().length >= said.length);
    expect([...heardBy.values()].flat().sort()).toEqual(said);
    expect([...heardBy.keys()].sort()).toEqual(['node-1', 'node-2']);
    await Promise.all([gateway.endAsync(true), ...nodes.map((node) => node.endAsync(true))]);
  });

  it('keeps a session: what was said while a gateway was away reaches it', async () => {
    const session = { ...as('away'), clientId: 'joulegate-away', clean: false };
    const first = await connectAsync(broker.url, session);
    await first.subscribeAsync('joulegate/away/receipt/+', { qos: 1 });
    await first.endAsync();
    const node = await connectAsync(broker.url, as('node-1'));
    await node.publishAsync('joulegate/away/receipt/cc', 'meanwhile', { qos: 1 });
    await node.endAsync();
    const second = connect(broker.url, session);
    const received = new Promise<string>((resolve) => second.on('message', (topic) => resolve(topic)));
    expect(await received).toBe('joulegate/away/receipt/cc');
    await second.endAsync(true);
  });

  describe('with gateway and chain node', () => {
    const units = DEMO_UNITS.filter((unit) => unit.gateway === 'village' && ['solar-1', 'household-1'].includes(unit.id));
    let world: World;
    beforeAll(async () => {
      const node = authority.issue('node-1');
      const gateway = authority.issue('village');
      world = await startWorld({
        folder: join(folder, 'world'),
        base: 'joulegate',
        speed: 300,
        engine: 'anvil',
        units,
        brokerUrl: broker.url,
        nodeArgs: ['--mqtt-ca', authority.caFile, '--mqtt-cert', node.certFile, '--mqtt-key', node.keyFile],
        gatewayMore: { broker: { url: broker.url, caFile: authority.caFile, certFile: gateway.certFile, keyFile: gateway.keyFile } },
      });
    }, 60_000);
    afterAll(() => world?.stop());

    it('reaches the chain, and a transaction retained or said again has no effect', async () => {
      const batches = async () => (await readEvents(world)).filter(({ name }) => name === 'BatchRecorded');
      await until('a batch on the chain', async () => (await batches()).length > 0, 60_000);
      const isBatch = ({ topic }: Message) => topic === 'joulegate/village/tx/reading-batch';
      const said = heard.filter(isBatch).filter(({ payload }) => payload.length > 100);
      const first = said[0] as Message;
      // The gateway itself is the one that the broker lets say it: a stolen session, or a broker that turned.
      await world.programs.get('village')?.stop();
      const thief = await connectAsync(broker.url, as('village'));
      await thief.publishAsync(first.topic, first.payload, { qos: 1 });
      await thief.publishAsync(first.topic, first.payload, { qos: 1, retain: true });
      await thief.endAsync();
      // A node that comes back is given what is retained.
      await world.programs.get('chain-node')?.stop();
      world.startNode(1);
      const node = heard.length;
      const isOnline = ({ topic, payload }: Message) => topic.endsWith('/node-1/status') && payload.toString() === 'online';
      await until('the node back', () => heard.slice(node).some(isOnline), 20_000);
      world.startGateway('village');
      const before = (await batches()).length;
      await until('further batches', async () => (await batches()).length > before, 60_000);
      const ids = (await batches()).map(({ args }) =>
        String(args['id'] ?? args['batchId'] ?? JSON.stringify(args, (_, value: unknown) => String(value))),
      );
      expect(new Set(ids).size).toBe(ids.length);
    }, 120_000);

    describe('a person at the command line', () => {
      const point = (name: string, more: Partial<Record<'--broker' | '--broker-ca' | '--broker-cert' | '--broker-key', string>> = {}) => {
        const { certFile, keyFile } = authority.issue(name);
        const all = {
          '--broker': broker.url,
          '--broker-ca': authority.caFile,
          '--broker-cert': certFile,
          '--broker-key': keyFile,
          ...more,
        };
        return Object.entries(all).flatMap(([flag, value]) => (value === '' ? [] : [flag, value]));
      };
      /** `keys revoke` of a meter, which anna's certificate lets her say under her own name. */
      const revoke = (id: string, name: string, args: readonly string[]) => {
        const unit = units.find((candidate) => candidate.id === id);
        const meter = registered.get(id) as string;
        return joulegate(
          ...['keys', 'revoke', '--deployment', join(world.folder, 'network.json'), '--meter', meter, '--publish', '--proven'],
          ...['--key', join(world.folder, 'keys', `${unit?.owner}.key`), '--name', name, ...args],
        );
      };
      const registered = new Map<string, string>();
      beforeAll(async () => {
        for (const { name, args } of await readEvents(world))
          if (name === 'MeterRegistered') registered.set(world.nameOf(String(args['meter'])), String(args['meter']));
      });

      it.each<[string, string, () => readonly string[], number, RegExp]>([
        ['without a certificate', 'anna', () => point('anna', { '--broker-cert': '', '--broker-key': '' }), 6, /no broker at mqtts:/],
        [
          'whose broker nobody vouches for',
          'anna',
          () => point('anna', { '--broker-ca': stranger.caFile }),
          6,
          /no broker at mqtts:.*(unable to verify|self.signed|certificate)/i,
        ],
        ['with half of a certificate', 'anna', () => point('anna', { '--broker-key': '' }), 3, /certFile and keyFile together expected/],
        ['with certificates and no TLS', 'anna', () => point('anna', { '--broker': `mqtt://127.0.0.1:${port}` }), 3, /without TLS/],
        [
          'with a password in the address, which is not told',
          'anna',
          () => point('anna', { '--broker': `mqtts://anna:hunter2@127.0.0.1:${port}` }),
          3,
          /^(?!.*hunter2).*an address without user and password expected/s,
        ],
        ['in the name of another', 'village', () => [...point('anna'), '--wait', '2'], 1, /no chain node answered/],
      ])('is refused: %s', async (_, name, args, code, text) => {
        const said = await revoke('household-1', name, args());
        expect([said.code, said.stderr]).toEqual([code, expect.stringMatching(text)]);
      });

      it('watches, and says what anna signed, to the proven receipt', async () => {
        const watching = spawn(process.execPath, ['gateway/dist/cli.js', 'watch', ...point('screen'), '--json'], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let seen = '';
        watching.stdout.setEncoding('utf8').on('data', (text: string) => {
          seen += text;
        });
        try {
          await until('something seen', () => seen.includes('"topic"'), 20_000);
          const said = await revoke('household-1', 'anna', point('anna'));
          expect([said.code, said.stderr]).toEqual([0, expect.stringMatching(/final, proven by node-1's receipt in block \d+/)]);
          await until(
            'it seen',
            () => seen.includes('joulegate/anna/tx/meter-revocation') && seen.includes('joulegate/anna/receipt/'),
            20_000,
          );
        } finally {
          watching.kill('SIGINT');
        }
        expect(await new Promise((resolve) => watching.once('exit', resolve))).toBe(0);
      }, 60_000);
    });
  });
});
