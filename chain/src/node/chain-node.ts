/**
 * A chain node: MQTT on one side, an EVM chain on the other. It may delay what meters and owners signed; it can neither
 * forge nor change it (paper F3). This file only joins the parts.
 */
import { MESSAGE_MAX_LENGTH } from '@joulegate/protos';
import type { RpcRequest } from '../engine/json-rpc.ts';
import { createAccessBoard } from './access-board.ts';
import { createAccessWatch } from './access-watch.ts';
import { createAnnouncer } from './announcer.ts';
import { createBatcher } from './batcher.ts';
import { createCarbonMarket } from './carbon-market.ts';
import { createCarbonMetering } from './carbon-metering.ts';
import { createCertifier } from './certifier.ts';
import type { NodeContext } from './context.ts';
import { decodeLog } from './contract-events.ts';
import { createCounters } from './counters.ts';
import { type EndpointHealth, isEndpointFault, openEndpoints } from './endpoints.ts';
import { type Entry, senderOf } from './entry.ts';
import { faultPoint } from './fault-point.ts';
import { createFinalBlocks } from './final-blocks.ts';
import { createFlow } from './flow.ts';
import { createGuaranteeIssuer } from './guarantee-issuer.ts';
import { type Block, followHeads, type HeadFollower } from './heads.ts';
import { createProver } from './inclusion-proof.ts';
import { createOwners } from './intake.ts';
import { openIntakeLog } from './intake-log.ts';
import { openLink } from './link.ts';
import { createMarket } from './market.ts';
import { createMatchRounds } from './match-round.ts';
import { createMissingReadings } from './missing-readings.ts';
import { type ChainNodeOptions, DEFAULT_LIMITS, SILENT_LOGGER } from './options.ts';
import { createPipeline, type Parts } from './pipeline.ts';
import { checkDeployment } from './preflight.ts';
import { createQuotas, DEFAULT_QUOTA } from './quotas.ts';
import { createReceipts } from './receipts.ts';
import { createRecoveryCompleter } from './recovery-completer.ts';
import { createResidualSettler } from './residual-settler.ts';
import { createSettler } from './settler.ts';
import { createSubmitter } from './submitter.ts';
import { checkBase, isName, parseTransactionTopic, subscriptionsOf, topics } from './topics.ts';
import { createTracker } from './tracker.ts';

export interface ChainNodeStats {
  readonly node: string;
  readonly network: string;
  readonly connected: boolean;
  readonly head: { readonly number: number; readonly hash: string; readonly timestamp: number; readonly finalNumber: number } | null;
  /** Error codes as they stand, own doings in lower case. */
  readonly counters: Record<string, number>;
  readonly endpoints: readonly EndpointHealth[];
  readonly queues: {
    readonly checking: number;
    readonly batches: number;
    readonly waiting: number;
    readonly tracked: number;
    readonly pendingTransactions: number;
    readonly orders: number;
    readonly permits: number;
    readonly openTrades: number;
    readonly residuals: number;
  };
}

export interface ChainNode {
  stats(): ChainNodeStats;
  stop(): Promise<void>;
}

/** Heads after which a transaction that a reorganisation took away, and that did not come back, is sent anew. */
const REVIVE_AFTER_HEADS = 3;
/** Unix ms of a clock that goes on from the program's start and that nobody sets. */
const monotonicUnixMs = (): number => performance.timeOrigin + performance.now();
/** A full disk is tried again after so long. */
const KEEP_AGAIN_MS = 1_000;
const START_AGAIN_MS = 1_000;

/** @throws Error if the chain is not the deployment's, or a setting is wrong. The broker and the endpoints may come later. */
export async function startChainNode(options: ChainNodeOptions): Promise<ChainNode> {
  const base = checkBase(options.base ?? 'joulegate');
  const { nodeId, deployment, finality = { confirmations: 1 }, logger: log = SILENT_LOGGER } = options;
  if (!isName(nodeId)) throw new Error(`node id: lower-case letters, digits, _ and - expected, got ${JSON.stringify(nodeId)}`);
  const counters = createCounters();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const network = `eip155:${deployment.chainId}`;
  /** Told of what concerns endpoints, once they stand. */
  let onEndpoints: { switched(): void; health(): void } | undefined;
  const endpoints = await openEndpoints({
    urls: options.rpcUrls,
    chainId: deployment.chainId,
    limits,
    counters,
    log,
    onSwitch: () => onEndpoints?.switched(),
    onHealth: () => onEndpoints?.health(),
  });
  let isStopping = false;
  let isStanding = false;
  /** At boot a network may come later than we: until the node stands, it waits for an endpoint as it waits for its broker. */
  const rpc: RpcRequest = async (method, params) => {
    for (let isTold = false; ; isTold = true) {
      try {
        return await endpoints.request(method, params);
      } catch (cause) {
        const isHopeless = endpoints.health().every(({ state }) => state === 'wrong-chain');
        if (isStanding || isHopeless || !isEndpointFault(cause)) throw cause;
        if (!isTold) log.warn({ cause: String(cause) }, 'no RPC endpoint answers: the start waits for one');
        await new Promise((resolve) => setTimeout(resolve, START_AGAIN_MS));
      }
    }
  };
  await checkDeployment(rpc, deployment).catch(async (cause: unknown) => {
    await endpoints.stop();
    throw cause;
  });

  const { shareGroup } = options;
  if (shareGroup !== undefined && !isName(shareGroup))
    throw new Error(`share group: lower-case letters, digits, _ and - expected, got ${JSON.stringify(shareGroup)}`);
  const subscriptions = subscriptionsOf(base, shareGroup);
  const intakeLog = options.stateDir === undefined ? undefined : await openIntakeLog(options.stateDir);
  if (intakeLog && intakeLog.cutBytes > 0)
    log.error({ bytes: intakeLog.cutBytes }, 'the end of the intake file was no record, and is cut off: a torn write, or a failing disk');
  /** Nothing is acknowledged that a kill could take: while the disk takes nothing, the broker keeps it. */
  async function keep(topic: string, payload: Uint8Array, retained: boolean): Promise<void> {
    if (retained || payload.length > MESSAGE_MAX_LENGTH || parseTransactionTopic(base, topic) === undefined) return;
    for (let isTold = false; !isStopping; ) {
      try {
        await intakeLog?.put({ topic, payload });
        if (isTold) log.warn({}, 'the intake file takes messages again');
        return;
      } catch (cause) {
        counters.add('intake.full');
        if (!isTold) log.error({ cause: String(cause) }, 'the intake file takes no more: nothing is acknowledged until it does');
        isTold = true;
        await new Promise((resolve) => setTimeout(resolve, KEEP_AGAIN_MS).unref());
      }
    }
    // Never acknowledged: the broker gives it to the next start.
    await new Promise(() => undefined);
  }
  /** What comes before the parts below stand. */
  const early: [string, Uint8Array, boolean][] = [];
  let pipeline: ReturnType<typeof createPipeline> | undefined;
  const link = openLink({
    url: options.mqttUrl,
    access: options.mqttAccess,
    base,
    clientId: `joulegate-chain-${nodeId}`,
    statusTopic: topics.status(base, network, nodeId),
    subscriptions: subscriptions.wanted,
    unsubscriptions: subscriptions.stale,
    ...(intakeLog && { beforeAck: keep }),
    onMessage: (topic, payload, retained) => {
      if (pipeline) pipeline.onMessage(topic, payload, retained);
      else if (early.length < limits.intakeQueue) early.push([topic, payload, retained]);
      else intakeLog?.end({ topic, payload });
    },
    onDropped: (topic, payload, code, isTold) => {
      intakeLog?.end({ topic, payload });
      if (!isTold) return;
      const [gateway = null, what, kind = null] = topic.slice(base.length + 1).split('/');
      if (what !== 'tx') return;
      const message = `dropped unread: ${payload.length} bytes`;
      link.publish(topics.refusal(base, network), JSON.stringify({ id: null, kind, gateway, code, message, node: nodeId }), { qos: 1 });
    },
    counters,
    log,
  });
  const context: NodeContext = { nodeId, base, network, deployment, limits, rpc, counters, log, publish: link.publish, intakeLog };

  const receipts = createReceipts(context);
  const prover = createProver(rpc);
  const tracker = createTracker(context, receipts, prover);
  const quotas = createQuotas({ ...DEFAULT_QUOTA, ...options.quota }, options.gasPerDay ?? 0n, monotonicUnixMs);
  const submitter = createSubmitter(context, options.relayer, ({ payers = [] }, gas) => {
    const senders = payers.map(senderOf).filter((sender) => sender !== undefined);
    if (senders.length > 0) quotas.charge(senders, gas);
  });
  const flow = createFlow(context, tracker, receipts, (entry) => void pipeline?.handle(entry));
  const market = createMarket(context, submitter, flow);
  const rounds = createMatchRounds(context, market, submitter, flow, options.matcher?.rule ?? 'uniform-price');
  const settler = createSettler(context, submitter);
  const residuals = createResidualSettler(context, submitter);
  const carbon = createCarbonMarket(context, submitter, flow);
  const metering = createCarbonMetering(context, submitter, options.meterCarbonEvery ?? 1);
  const board = createAccessBoard(context, prover);
  const periodBoundaries = deployment.carbonPeriodSeconds / deployment.intervalSeconds;
  const guarantees = createGuaranteeIssuer(context, submitter, BigInt(options.guaranteeEvery ?? periodBoundaries));
  const announcer = createAnnouncer(context, options.announceAt ?? 'final', board.onEvent);
  const certifierSubmitter = options.certifier && createSubmitter(context, options.certifier.signer);
  const certifier = options.certifier && certifierSubmitter && createCertifier(context, certifierSubmitter, options.certifier.meters);
  const finalBlocks = createFinalBlocks(context);
  const batcher = createBatcher(context, submitter, flow);
  const watch = createAccessWatch(context, submitter);
  const recoveries = createRecoveryCompleter(context, submitter);
  const missing = createMissingReadings(context);
  const parts: Parts = {
    quotas,
    tracker,
    receipts,
    owners: createOwners(context),
    submitter,
    batcher,
    market,
    rounds,
    settler,
    carbon,
    flow,
    watch,
    missing,
  };
  const submitters = certifierSubmitter ? [submitter, certifierSubmitter] : [submitter];
  onEndpoints = {
    switched: () => {
      for (const each of submitters) each.resend();
    },
    health: () => link.publish(topics.health(base, network, nodeId), JSON.stringify({ endpoints: endpoints.health() }), { retain: true }),
  };
  onEndpoints.health();

  const undone = new Map<Entry, number>();
  function revive(head: Block): void {
    for (const [entry, since] of undone) {
      if (!entry.location && head.number - since < REVIVE_AFTER_HEADS) continue;
      undone.delete(entry);
      if (!entry.location) void pipeline?.handle(entry);
    }
  }
  let roundAt = 0;
  let inRound = false;
  async function round(blockNumber: number): Promise<void> {
    if (options.matcher?.enabled === false || inRound || performance.now() - roundAt < (options.matcher?.roundMs ?? 1000)) return;
    inRound = true;
    roundAt = performance.now();
    try {
      await rounds.run(blockNumber);
      await carbon.run();
    } catch (cause) {
      log.warn({ cause: String(cause) }, 'matching waits for the chain endpoint');
    } finally {
      inRound = false;
    }
  }

  let heads: HeadFollower;
  try {
    await settler.catchUp();
    await residuals.catchUp();
    await certifier?.catchUp();
    await watch.catchUp();
    await recoveries.catchUp();
    heads = await followHeads(context, finality, {
      onBlock: (block, logs) => {
        const events = logs.map((raw) => decodeLog(raw, deployment)).filter((event) => event !== undefined);
        if (logs.length > 0) faultPoint('block-seen');
        finalBlocks.onBlock(block, logs.length);
        tracker.onLogs(logs);
        announcer.onEvents(block.number, events);
        market.onEvents(events);
        carbon.onEvents(events);
        settler.onEvents(block.number, events);
        residuals.onEvents(block.number, events);
        metering.onEvents(events);
        guarantees.onEvents(events);
        certifier?.onEvents(events);
        watch.onEvents(events);
        recoveries.onEvents(events);
        missing.onEvents(events);
      },
      onRewind: (from) => {
        finalBlocks.onRewind(from);
        announcer.onRewind(from);
        settler.onRewind(from);
        residuals.onRewind(from);
        for (const each of submitters) each.onRewind(from);
        for (const entry of tracker.onRewind(from)) undone.set(entry, from);
      },
      onHead: async (head, finalNumber) => {
        const { number, hash, timestamp } = head;
        link.publish(topics.head(base, network, nodeId), JSON.stringify({ number, hash, timestamp, finalNumber }), {
          qos: 0,
          retain: true,
        });
        for (const each of submitters) await each.onHead(head, finalNumber);
        await tracker.onHead(finalNumber);
        finalBlocks.onHead(finalNumber);
        announcer.onHead(finalNumber);
        board.onHead();
        revive(head);
        flow.onHead();
        market.onHead(head);
        carbon.expire(head);
        certifier?.certifyDue();
        watch.onHead(head);
        recoveries.onHead(head);
        missing.onHead(head);
        void settler.onHead(head, finalNumber);
        void residuals.onHead(head, finalNumber);
        void metering.onHead();
        void guarantees.onHead();
        void round(number);
        faultPoint('head-done');
      },
    });
    await board.catchUp(heads.finalNumber());
  } catch (cause) {
    await endpoints.stop();
    await link.stop();
    throw cause;
  }
  isStanding = true;
  pipeline = createPipeline(context, parts);
  const ready = pipeline;
  for (const message of intakeLog?.open ?? []) ready.replay(message);
  for (const message of early.splice(0)) ready.onMessage(...message);
  await link.ready(5_000);
  log.info({ node: nodeId, network, relayer: submitter.address }, 'chain node started');

  return {
    stats: () => {
      const head = heads.head();
      return {
        node: nodeId,
        network,
        connected: link.connected(),
        head: head ? { number: head.number, hash: head.hash, timestamp: head.timestamp, finalNumber: heads.finalNumber() } : null,
        counters: counters.snapshot(),
        endpoints: endpoints.health(),
        queues: {
          checking: ready.checking(),
          batches: batcher.size(),
          waiting: flow.waiting(),
          tracked: tracker.size(),
          pendingTransactions: submitters.reduce((sum, each) => sum + each.pending(), 0),
          orders: market.book.size(),
          permits: carbon.book.size(),
          openTrades: settler.open(),
          residuals: residuals.waiting(),
        },
      };
    },
    stop: async () => {
      pipeline = undefined;
      isStopping = true;
      await batcher.stop();
      await heads.stop();
      await endpoints.stop();
      await link.stop();
      await intakeLog?.close();
      log.info({ node: nodeId }, 'chain node stopped');
    },
  };
}
