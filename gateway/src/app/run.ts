import { createHash } from 'node:crypto';
import { isAbsolute, join, resolve } from 'node:path';
import { createNobleVerifier, createWasmVerifier, selfTest } from '../attest/index.ts';
import { address, type DeviceId, type GatewayId, type Signer } from '../domain/index.ts';
import { openJournal } from '../journal/index.ts';
import { loadSigner } from '../keys/index.ts';
import { chainTopics, gatewayTopics } from '../relay/index.ts';
import { marketDomain } from '../tx/index.ts';
import { createChainNodes } from './chain-nodes.ts';
import { createClock } from './clock.ts';
import type { Config } from './config/config-schema.ts';
import { readNetworkFile } from './config/network-file.ts';
import { type Context, createUnit, type Unit } from './context.ts';
import { createDevice, type Device } from './device.ts';
import { createGroupInstants } from './group-instants.ts';
import { describeHealth } from './health.ts';
import { createHistory } from './history.ts';
import type { Logger } from './log.ts';
import { createOldAge } from './old-age.ts';
import { openRelay } from './open-relay.ts';
import { createOutbox } from './outbox.ts';
import { createRareWarning } from './rare-warning.ts';
import { createReadingPublisher } from './reading-publisher.ts';
import { createReceipts } from './receipts.ts';
import { createRequests } from './requests.ts';
import { createSubmitter } from './submit.ts';
import { createTally } from './tally.ts';
import { createTimeSync } from './time-sync.ts';
import { VERSION } from './version.ts';
import { createModbusBuses } from './wires/modbus-buses.ts';

export interface Gateway {
  /** Stops cleanly: wires closed, what was taken durable, `offline` said. */
  stop(): Promise<void>;
  /** Rejects when the gateway can't go on: the journal's disk failed. */
  readonly failed: Promise<never>;
}

const TICK_MS = 250;

export function journalPath(stateDir: string): string {
  return join(stateDir, 'journal');
}

/** The one wiring: every room is joined here, and nowhere else. @throws JoulegateError where the start must not go on. */
export async function startGateway(config: Config, log: Logger): Promise<Gateway> {
  const startedAt = performance.now();
  const at = (path: string) => (isAbsolute(path) ? path : resolve(config.directory, path));
  const deployment = readNetworkFile(at(config.network));
  const network = `eip155:${deployment.chainId}`;
  const owners = new Map<string, Signer>();
  for (const [name, { key }] of Object.entries(config.owners)) owners.set(name, await loadSigner(key, config.directory));
  const signers = new Map<string, Signer>();
  for (const { id, gatewayKey } of config.devices)
    if (gatewayKey !== undefined) signers.set(id, await loadSigner(gatewayKey, config.directory));
  const verifier = config.verifier === 'noble' ? createNobleVerifier() : createWasmVerifier();
  selfTest(verifier);
  log.info({ verifier: verifier.name, network, version: VERSION }, 'signature back end tested');

  const journal = await openJournal(journalPath(at(config.stateDir)), config.journal);
  const tally = createTally();
  for (const damage of journal.corrupt) {
    tally.count('JOURNAL_CORRUPT');
    log.error({ code: 'JOURNAL_CORRUPT', ...damage }, 'journal damaged: the unreadable part was moved aside');
  }
  if (journal.upgradedFrom !== undefined) log.info({ from: journal.upgradedFrom }, 'journal brought to the present format');
  if (journal.tornBytes > 0) log.info({ bytes: journal.tornBytes }, 'journal: an unfinished commit was cut off');

  const topics = gatewayTopics(config.base, config.gateway as GatewayId);
  const chain = chainTopics(config.base, network);
  const relay = openRelay(config, topics.status, [
    topics.receipt('+'),
    topics.request,
    chain.nodeStatus,
    chain.nodeHead,
    chain.nodeFinal,
    chain.event('meter'),
  ]);
  const clock = createClock(config.clock);
  const time = createTimeSync({
    clock,
    // A simulated clock is right by definition, unless a test has it be wrong.
    isSimulated: config.time.trust === 'auto' && (config.clock.speed !== 1 || config.clock.start !== undefined),
    speed: config.clock.speed,
    trust: config.time.trust,
    quorum: config.receiptQuorum,
    toleranceSeconds: config.limits.maxTimeSkewSeconds * config.clock.speed,
    onJump(milliseconds) {
      tally.count('CLOCK_JUMPED');
      log.warn({ code: 'CLOCK_JUMPED', seconds: milliseconds / 1000 }, 'our clock was set');
    },
    onChange: (synchronised, by) =>
      synchronised
        ? log.info({ by }, 'clock synchronised')
        : log.warn({ by }, 'clock not synchronised: transactions wait, readings do not'),
  });
  const chainNodes = createChainNodes({
    quorum: config.receiptQuorum,
    confirmations: config.receiptConfirmations,
    ignoreMs: config.limits.nodeDistrustSeconds * 1000,
    // Real time: a node's bad faith does not pass faster in a demo.
    nowMs: () => performance.now(),
    onLiar(node, what, why, ignoredForMs) {
      const code = what === 'unproven' ? 'RECEIPT_UNPROVEN' : 'RECEIPT_CONTRADICTED';
      // Each failed receipt is counted where it is checked.
      if (what === 'contradicted') tally.count(code);
      log.error({ node, code, ignoredForSeconds: ignoredForMs / 1000 }, `chain node ${node} is not believed: ${why}`);
    },
  });
  const context: Context = {
    chainNodes,
    config,
    journal,
    groupInstants: createGroupInstants((config.journal.groupSeconds * 1000) / config.clock.speed),
    relay,
    log,
    deployment,
    network,
    verifier,
    tally,
    topics,
    clock,
    time,
    domain: marketDomain(deployment.chainId, address(deployment.contracts.meterRegistry)),
    history: createHistory(journal),
  };

  const units = new Map<string, Unit>();
  for (const device of config.devices) units.set(device.id, createUnit(context, device, owners.get(device.owner) as Signer));
  const outbox = createOutbox(context);
  const submitter = createSubmitter(context, outbox);
  const receipts = createReceipts(context, outbox, (id) => units.get(id));
  const publisher = createReadingPublisher(context, (meter) => [...units.values()].find(({ pinned }) => pinned?.meter === meter)?.id);
  const requests = createRequests(context, outbox, (meter) => [...units.values()].find(({ pinned }) => pinned?.meter === meter));
  const buses = createModbusBuses((message) => log.warn(message));
  let fail: (cause: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  const devices: Device[] = [...units.values()].map((unit) =>
    createDevice(context, unit, { outbox, submitter, publisher, buses, signer: signers.get(unit.id), onFailure: fail }),
  );

  const announce = () => {
    const ownerAddresses = [...owners.values()].map((owner) => owner.address);
    relay.retain(
      topics.info,
      JSON.stringify({ version: VERSION, network, owners: ownerAddresses, configHash: hashOf(config), distrusted: chainNodes.ignored() }),
    );
    relay.retain(
      topics.devices,
      JSON.stringify(
        devices.map(({ unit: { id, config: c, pinned } }) => ({
          id,
          meter: pinned?.meter ?? null,
          class: c.class,
          source: c.source,
          carrier: c.carrier,
          zone: c.zone,
          format: c.format,
        })),
      ),
    );
  };

  const warnRarely = createRareWarning(log);
  const prefixes = { receipt: topics.receipt('+').slice(0, -1), chain: `${config.base}/chain/` };
  relay.start({
    onMessage(topic, payload) {
      const accessNode = chain.accessNode(topic);
      if (topic === topics.request) requests.onRequest(payload);
      else if (topic.startsWith(prefixes.receipt)) receipts.onReceipt(topic.slice(prefixes.receipt.length), payload);
      else if (accessNode !== undefined) for (const device of devices) device.onAccess(accessNode, payload);
      else if (topic.startsWith(prefixes.chain) && topic.endsWith('/head')) {
        const node = topic.split('/').at(-2) as string;
        time.onHead(node, payload);
        receipts.onHead(node, payload);
      } else if (topic.startsWith(prefixes.chain) && topic.endsWith('/final')) receipts.onFinal(topic.split('/').at(-2) as string, payload);
      else if (topic.endsWith('/status') ? Buffer.from(payload).toString() === 'online' : isCertification(payload, units)) {
        outbox.hurry();
        outbox.tick();
      }
    },
    onConnect() {
      log.info({ broker: config.broker.url }, 'broker connected');
      outbox.hurry();
      outbox.tick();
      publisher.pump();
    },
    onDisconnect: (reason) => log.warn({ broker: config.broker.url }, `no broker: ${reason}; readings are kept in the journal`),
    onRefused: (code, topic, length) => {
      tally.count(code);
      warnRarely({ topic, length, code }, 'message dropped');
    },
  });

  const oldAge = createOldAge(context, at(config.stateDir));
  announce();
  await Promise.all(devices.map((device) => device.open()));
  const ticker = setInterval(() => {
    announce();
    time.tick();
    for (const device of devices) device.tick();
    receipts.tick();
    oldAge.tick();
    outbox.tick();
    publisher.pump();
  }, TICK_MS);
  const reporter = setInterval(() => {
    relay.send(topics.health, describeHealth(context, outbox, { stalled: stalledOf(devices), agedReadings: oldAge.moved, startedAt }));
    publisher.save().catch(() => undefined);
  }, config.limits.healthSeconds * 1000);

  return {
    failed,
    async stop() {
      clearInterval(ticker);
      clearInterval(reporter);
      await Promise.all(devices.map((device) => device.close()));
      await receipts.drain();
      await publisher.save().catch(() => undefined);
      await relay.stop();
      await journal.close();
      for (const signer of [...owners.values(), ...signers.values()]) signer.close();
      log.info('stopped');
    },
  };
}

function stalledOf(devices: readonly Device[]): DeviceId[] {
  return devices.filter(({ isStalled }) => isStalled).map(({ unit }) => unit.id);
}

/** One of our meters was certified: what the chain deferred until then may be tried again at once. */
function isCertification(payload: Uint8Array, units: ReadonlyMap<string, Unit>): boolean {
  try {
    const { event, args } = JSON.parse(Buffer.from(payload).toString()) as { event?: string; args?: { meter?: string } };
    return (
      event === 'MeterCertified' &&
      [...units.values()].some(({ pinned }) => pinned !== undefined && pinned.meter === args?.meter?.toLowerCase())
    );
  } catch {
    return false;
  }
}

/** What runs, recognisable without being readable: keys are only named in it. */
function hashOf(config: Config): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16);
}
