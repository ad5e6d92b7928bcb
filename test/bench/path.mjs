/**
 * The whole path under load. Three parts: (1) as many signed readings as the gateway takes, over a pty, verified,
 * journaled and published; (2) a steady stream, timed from line to publication and from line to proven receipt;
 * (3) the demo up to settled trades, whose EVM receipts give the gas. Feeder, broker, chain and gateway share the machine.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTRACTS, connectAccount, createRpc, deploy, startAnvil, typedDigest, writeDeployment } from '../../chain/dist/index.js';
import { startBroker } from '../../device-sim/dist/demo/broker.js';
import { createKeyFile } from '../../device-sim/dist/demo/key-files.js';
import { startProgram } from '../../device-sim/dist/demo/processes.js';
import { marketDomain, startWorld } from '../../device-sim/dist/demo/world.js';
import { createMeterKey, prepareLoad } from '../../device-sim/dist/index.js';
import { decodeReceipt, POSSESSION_PREFIX } from '../../protos/dist/index.js';

const { connectAsync } = createRequire(new URL('../../gateway/package.json', import.meta.url))('mqtt');
const program = (workspace) => fileURLToPath(new URL(`../../${workspace}/dist/cli.js`, import.meta.url));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What issue "The whole path" asks for; STACK.md measured a rough path with the same verifier at 3,400 readings/s. */
const LIMITS = { readingsPerSecond: 3000, lineToJournalP99Ms: 50, gatewayRssMb: 120 };
const ROUGH_PATH_PER_SECOND = 3400;

async function until(what, probe, timeoutMs = 120_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`bench: waited ${timeoutMs / 1000} s for ${what}`);
    await sleep(20);
  }
}

const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

/** Peak and present resident memory of a process, from the kernel. */
function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { peakMb: mb('VmHWM'), nowMb: mb('VmRSS') };
}

async function openStage(folder) {
  const broker = await startBroker();
  const engine = await startAnvil({ chainId: 31337 });
  const [deployer, relayer] = engine.accounts;
  const deployment = await deploy({ rpcUrl: engine.rpcUrl, deployer: deployer.privateKey });
  const networkFile = join(folder, 'network.json');
  writeDeployment(networkFile, deployment);
  const relayerFile = createKeyFile(join(folder, 'relayer.key'), relayer.privateKey);
  const node = startProgram(
    'chain-node',
    program('chain'),
    [
      'node',
      '--mqtt',
      broker.url,
      '--rpc',
      engine.rpcUrl,
      '--deployment',
      networkFile,
      '--node-id',
      'node-1',
      '--relayer-key',
      relayerFile.path,
      '--confirmations',
      '1',
      '--log-level',
      'warn',
    ],
    join(folder, 'chain-node.log'),
  );
  return {
    broker,
    engine,
    deployment,
    networkFile,
    deployer,
    async close() {
      await node.stop();
      await engine.stop();
      await broker.stop();
    },
  };
}

/** Registers and certifies a meter as its installer would, so that its batches are taken from the first. */
async function commission(stage, meterKey, ownerFile) {
  const { deployment, engine } = stage;
  const secret = readFileSync(ownerFile.path, 'utf8').trim();
  const { account } = await connectAccount(engine.rpcUrl, secret);
  const chain = await connectAccount(engine.rpcUrl, stage.deployer.privateKey);
  const point = meterKey.publicKey64;
  const registration = {
    owner: ownerFile.address,
    keyX: `0x${point.subarray(0, 32).toString('hex')}`,
    keyY: `0x${point.subarray(32).toString('hex')}`,
    curve: 1,
    format: 1,
    attestationClass: 3,
    source: 2,
    carrier: 1,
    zone: 1,
    capacityW: 10_000n,
    deadline: BigInt(Math.floor(Date.now() / 1000) + 3600),
  };
  const digest = typedDigest('Registration', registration, deployment);
  const possession = createHash('sha256')
    .update(POSSESSION_PREFIX)
    .update(Buffer.from(digest.slice(2), 'hex'))
    .digest();
  const proof = `0x${Buffer.from(meterKey.sign(possession)).toString('hex')}`;
  const { meterRegistry } = deployment.contracts;
  await chain.call(meterRegistry, CONTRACTS.MeterRegistry.abi, 'register', [registration, await account.sign({ hash: digest }), proof]);
  await chain.call(meterRegistry, CONTRACTS.MeterRegistry.abi, 'certify', [meterKey.meter]);
}

function createBenchKey() {
  const secret = createHash('sha256').update(`bench ${Date.now()}`).digest();
  const key = createMeterKey(secret);
  const { getPublicKey } = createRequire(new URL('../../device-sim/package.json', import.meta.url))('@noble/secp256k1');
  return { ...key, publicKey64: Buffer.from(getPublicKey(secret, false)).subarray(1) };
}

async function stream(parent, name, readings, readingsPerSecond) {
  // A chain of its own has keys of its own.
  const folder = mkdtempSync(join(parent, `${name}-`));
  const stage = await openStage(folder);
  const meterKey = createBenchKey();
  const ownerFile = createKeyFile(join(folder, `${name}-owner.key`));
  await commission(stage, meterKey, ownerFile);
  const load = await prepareLoad({
    key: meterKey,
    domain: marketDomain(stage.deployment.chainId, stage.deployment.contracts.meterRegistry),
    readings,
    readingsPerSecond,
    startSeconds: BigInt(Math.floor(Date.now() / 1000) - readings - 60),
  });
  const arrivedAt = new Float64Array(readings + 1);
  let arrived = 0;
  let lastArrivalMs = 0;
  const receiptAt = [];
  const batchOf = new Map();
  const { decodeTransaction } = await import('../../protos/dist/index.js');
  const client = await connectAsync(stage.broker.url, { protocolVersion: 4 });
  client.on('message', (topic, payload) => {
    const now = performance.now();
    if (topic.endsWith('/reading')) {
      const counter = Number(payload.readBigUInt64LE(10));
      // Whatever comes again (asked for, or after a broken connection) has arrived before.
      if (arrivedAt[counter] > 0) return;
      arrived += 1;
      arrivedAt[counter] = now;
      lastArrivalMs = now;
    } else if (topic.includes('/tx/')) {
      const decoded = decodeTransaction(payload);
      if (decoded.ok && decoded.value.body.kind === 'readingBatch') {
        const { firstCounter, closing } = decoded.value.body.value;
        batchOf.set(Buffer.from(decoded.value.id).toString('hex'), [
          Number(firstCounter),
          Number(Buffer.from(closing).readBigUInt64LE(10)),
        ]);
      }
    } else {
      const decoded = decodeReceipt(payload);
      if (decoded.ok && decoded.value.state === 'final') receiptAt.push([Buffer.from(decoded.value.id).toString('hex'), now]);
    }
  });
  await client.subscribeAsync(['joulegate/+/+/reading', 'joulegate/+/tx/+', 'joulegate/+/receipt/+'], { qos: 0 });
  const config = {
    gateway: 'bench',
    broker: { url: stage.broker.url },
    network: stage.networkFile,
    stateDir: join(folder, `${name}-state`),
    owners: { owner: { key: `file:${ownerFile.path}` } },
    log: { level: 'warn' },
    limits: { healthSeconds: 1 },
    // This chain makes a block for each transaction and none besides: no head comes that could say what time it is.
    time: { trust: 'clock' },
    // What the way itself takes; by default readings wait up to a second to share a write.
    journal: { groupSeconds: 0 },
    devices: [
      {
        id: 'meter',
        transport: `serial:${load.path}?baud=115200`,
        owner: 'owner',
        class: 'meter',
        key: meterKey.publicKeyHex,
        source: 'solar',
        zone: 1,
        capacityW: 10_000,
      },
    ],
  };
  const configFile = join(folder, `${name}.yaml`);
  writeFileSync(configFile, JSON.stringify(config));
  const gateway = startProgram('gateway', program('gateway'), ['run', '--config', configFile], join(folder, `${name}-gateway.log`));
  try {
    await until('the gateway to open the port', () => load.isOpen());
    await sleep(1500);
    const { elapsedMs } = await load.run();
    const startMs = performance.now() - elapsedMs;
    await until(`${readings} readings published (${arrived} so far)`, () => arrived >= readings).catch(() => undefined);
    // Readings after the last boundary wait for the next one: only covered ones have a receipt.
    const covered = Math.floor(readings / 900) * 900 - 900;
    const finals = new Map();
    await until(
      'receipts',
      () => {
        for (const [id, at] of receiptAt) if (batchOf.has(id)) finals.set(id, at);
        return [...finals.keys()].reduce((sum, id) => sum + batchOf.get(id)[1] - batchOf.get(id)[0] + 1, 0) >= covered;
      },
      60_000,
    ).catch(() => undefined);
    const memory = memoryOf(gateway.pid);
    const sentAt = (counter) => startMs + (readingsPerSecond === 0 ? 0 : ((counter - 1) * 1000) / readingsPerSecond);
    const published = [];
    for (let counter = 1; counter <= readings; counter++) if (arrivedAt[counter] > 0) published.push(arrivedAt[counter] - sentAt(counter));
    const receipted = [];
    for (const [id, at] of finals)
      for (let counter = batchOf.get(id)[0]; counter <= batchOf.get(id)[1]; counter++) receipted.push(at - sentAt(counter));
    return { arrived, perSecond: (arrived * 1000) / (lastArrivalMs - startMs), published, receipted, memory };
  } finally {
    await gateway.stop();
    await client.endAsync(true);
    await load.close();
    await stage.close();
  }
}

/** Gas of the demo's own transactions, by what they did. */
async function measureGas(folder) {
  const world = await startWorld({ folder, base: 'joulegate', speed: 300, engine: 'anvil' });
  try {
    const rpc = createRpc(world.rpcUrl);
    const { eventLogs } = await import('./event-logs.mjs');
    const logs = await until('three settled trades', async () => {
      const found = await eventLogs(world);
      return found.filter((log) => log.name === 'TradeSettled').length >= 3 && found;
    });
    const byTransaction = new Map();
    for (const log of logs) byTransaction.set(log.transactionHash, [...(byTransaction.get(log.transactionHash) ?? []), log]);
    const sums = {
      BatchRecorded: [0, 0, 0],
      AdmissionDecided: [0, 0, 0],
      TradeOpened: [0, 0, 0],
      TradeSettled: [0, 0, 0],
      EmissionsMetered: [0, 0, 0],
    };
    for (const [hash, own] of byTransaction) {
      for (const [name, sum] of Object.entries(sums)) {
        const matching = own.filter((log) => log.name === name);
        if (matching.length === 0) continue;
        const receipt = await rpc('eth_getTransactionReceipt', [hash]);
        sum[0] += Number(receipt.gasUsed);
        sum[1] += matching.length;
        if (name === 'BatchRecorded') sum[2] += matching.reduce((n, log) => n + Number(log.args.count), 0);
      }
    }
    const mean = (name) => Math.round(sums[name][0] / Math.max(1, sums[name][1]));
    return {
      perReading: Math.round(sums.BatchRecorded[0] / Math.max(1, sums.BatchRecorded[2])),
      perBatch: mean('BatchRecorded'),
      perAdmission: mean('AdmissionDecided'),
      perTradeOpened: mean('TradeOpened'),
      perTradeSettled: mean('TradeSettled'),
      perCarbonMetering: mean('EmissionsMetered'),
    };
  } finally {
    await world.stop();
  }
}

export async function run(args) {
  const quick = args.includes('--quick');
  const folder = mkdtempSync(join(tmpdir(), 'joulegate-bench-'));
  const verdict = (isMet) => (isMet ? 'met' : 'MISSED');
  try {
    const burst = await stream(folder, 'burst', quick ? 9_000 : 30_000, 0);
    const steady = await stream(folder, 'steady', quick ? 4_000 : 10_000, 500);
    const worldFolder = mkdtempSync(join(folder, 'world-'));
    const gas = await measureGas(worldFolder);
    const p = (values, share) => (values.length === 0 ? '-' : `${percentile(values, share).toFixed(1)} ms`);
    console.log(
      `\nbench path: ${availableParallelism()} cores shared by feeder, broker (aedes), anvil, chain node and gateway; verifier tiny-secp256k1 (wasm)`,
    );
    console.log(`  burst    ${burst.arrived} readings, ${Math.round(burst.perSecond)} readings/s verified, journaled, published`);
    console.log(
      `           limit ${LIMITS.readingsPerSecond}: ${verdict(burst.perSecond >= LIMITS.readingsPerSecond)} (x${(burst.perSecond / LIMITS.readingsPerSecond).toFixed(2)}; x${(burst.perSecond / ROUGH_PATH_PER_SECOND).toFixed(2)} of the rough path)`,
    );
    const p99 = percentile(steady.published, 0.99);
    console.log(
      `  steady   500 readings/s: line to publication (after the journal) p50 ${p(steady.published, 0.5)}, p99 ${p(steady.published, 0.99)}`,
    );
    console.log(`           limit p99 ${LIMITS.lineToJournalP99Ms} ms from line to journal: ${verdict(p99 <= LIMITS.lineToJournalP99Ms)}`);
    console.log(
      `           line to proven receipt p50 ${p(steady.receipted, 0.5)}, p99 ${p(steady.receipted, 0.99)} (a batch closes every 900 readings = 1.8 s)`,
    );
    console.log(
      `  memory   gateway alone: steady ${steady.memory.nowMb} MB (peak ${steady.memory.peakMb}), after the burst ${burst.memory.nowMb} MB (peak ${burst.memory.peakMb})`,
    );
    console.log(
      `           limit ${LIMITS.gatewayRssMb} MB: ${verdict(steady.memory.peakMb <= LIMITS.gatewayRssMb && burst.memory.peakMb <= LIMITS.gatewayRssMb)}`,
    );
    console.log(
      `  gas      ${gas.perReading} a reading (${gas.perBatch} a batch and meter), ${gas.perAdmission} an admission, ${gas.perTradeOpened} a match, ${gas.perTradeSettled} a settled trade, ${gas.perCarbonMetering} a carbon metering`,
    );
    return 0;
  } finally {
    if (process.env.JOULEGATE_KEEP === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
