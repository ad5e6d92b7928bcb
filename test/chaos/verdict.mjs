// After the faults: is each reading accounted for once, and are energy, money and permits what they were?
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import { createPublicClient, decodeEventLog, encodeAbiParameters, http, keccak256, toHex } from 'viem';
import { ABIS } from '../../chain/dist/node/abis.js';
import { CARBON_DEPOSIT_MICRO, MARKET_DEPOSIT_MICRO } from '../../device-sim/dist/demo/world.js';
import { readJournal } from '../../gateway/dist/journal/index.js';

const CONTRACTS = ['meterRegistry', 'readingLedger', 'admissionPolicy', 'energyMarket', 'carbonLedger', 'storageBoard'];
/** Counter of a native reading: bytes 10 to 17, little-endian (docs/wire.md, section 1). */
const counterOf = (raw) => raw.readBigUInt64LE(10);

export async function readEvents(world) {
  const client = createPublicClient({ transport: http(world.engine.rpcUrl), cacheTime: 0 });
  const logs = await client.getLogs({
    address: CONTRACTS.map((name) => world.deployment.contracts[name]),
    fromBlock: 0n,
    toBlock: 'latest',
  });
  return logs.flatMap(({ address, data, topics }) => {
    const contract = CONTRACTS.find((name) => world.deployment.contracts[name] === address.toLowerCase());
    try {
      const { eventName, args } = decodeEventLog({ abi: ABIS[contract], data, topics });
      return [{ contract, name: eventName, args }];
    } catch {
      return [];
    }
  });
}

function leafOf(meter, raw) {
  const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }];
  const signed = createHash('sha256').update(raw.subarray(0, 65)).digest();
  return keccak256(keccak256(encodeAbiParameters(types, [meter, toHex(signed), keccak256(raw.subarray(67))])));
}

/**
 * @param raws what the gateway has shown or still has, by counter
 * @param wrong sentences are added to it
 * @returns counters that stand under a root, each shown by recomputing it
 */
function coveredBy(device, meter, raws, batches, wrong) {
  const covered = new Set();
  let last = 0n;
  for (const { firstCounter, closingCounter, count, root } of batches) {
    const name = `${device}: batch ${firstCounter}..${closingCounter}`;
    if (firstCounter <= last) wrong.push(`${name} begins before the end ${last} of the one before: a reading counts twice`);
    last = closingCounter;
    const within = [...raws]
      .filter(([counter]) => counter >= firstCounter && counter <= closingCounter)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (within.length !== count) {
      wrong.push(`${name}: ${count} readings said, ${within.length} known`);
      continue;
    }
    const leaves = within.map(([, raw]) => leafOf(meter, raw));
    const got = leaves.length === 1 ? leaves[0] : SimpleMerkleTree.of(leaves, { sortLeaves: false }).root;
    if (got !== root) wrong.push(`${name}: its root is not of the readings that were signed`);
    for (const [counter] of within) covered.add(counter);
  }
  return covered;
}

/** @param heard per device, what it signed while somebody listened: [counter, real ms] */
function checkReadings(stage, events, heard, wrong) {
  const { world, broker } = stage;
  const total = { signed: 0, onChain: 0, inJournal: 0, unheard: 0 };
  const meters = new Map(events.filter(({ name }) => name === 'MeterRegistered').map(({ args }) => [world.nameOf(args.meter), args.meter]));
  const journals = new Map(stage.gateways.map((name) => [name, readJournal(join(world.folder, name, 'journal'))]));
  for (const unit of world.units) {
    const meter = meters.get(unit.id);
    const journal = journals.get(unit.gateway);
    for (const damage of journal.corrupt) wrong.push(`${unit.gateway}: journal damaged: ${JSON.stringify(damage)}`);
    const raws = new Map();
    const take = (raw, where) => {
      const counter = counterOf(raw);
      const before = raws.get(counter);
      if (before && !before.equals(raw)) wrong.push(`${unit.id}: two payloads under counter ${counter} (${where})`);
      raws.set(counter, raw);
      return counter;
    };
    for (const { topic, payload } of broker.records) {
      if (topic === `joulegate/${unit.gateway}/${unit.id}/reading` && payload.length === 132) take(payload, 'published');
    }
    const published = raws.size;
    const waiting = new Set();
    const key = [...(meter ? [meter.toLowerCase()] : [])];
    for (const entry of journal.entries('reading'))
      if (key.length === 0 || entry.key === key[0]) waiting.add(take(Buffer.from(entry.bytes), 'journal'));
    const batches = events.filter(({ name, args }) => name === 'BatchRecorded' && args.meter === meter).map(({ args }) => args);
    const covered = coveredBy(unit.id, meter, raws, batches, wrong);
    total.onChain += covered.size;
    const isSigner = unit.attestationClass !== 'gateway';
    // What a gateway signs for a meter that does not, it has journaled first: everything it published.
    const signed = isSigner ? (heard.get(unit.id) ?? []) : [...raws.keys()].map((counter) => [counter, 0]);
    total.signed += signed.length;
    const isKept = ([counter]) => covered.has(counter) || waiting.has(counter);
    for (const [at, [counter, atMs, wasDropped]] of signed.entries()) {
      if (covered.has(counter)) continue;
      const near = () => ({ atMs, keptBefore: signed.slice(0, at).findLast(isKept)?.[1], keptAfter: signed.slice(at).find(isKept)?.[1] });
      if (waiting.has(counter)) total.inJournal += 1;
      else if (isSigner && (wasDropped || stage.wasDeaf(unit.gateway, near()))) total.unheard += 1;
      else
        wrong.push(
          `${unit.id}: reading ${counter} is lost: ${raws.has(counter) ? 'published' : `not published, signed at ${new Date(atMs).toISOString()}`}, neither on chain nor in the journal`,
        );
    }
    if (published === 0) wrong.push(`${unit.id}: not one reading was published`);
  }
  for (const journal of journals.values()) journal.close();
  return total;
}

async function checkMoney(stage, events, wrong) {
  const { world } = stage;
  const client = createPublicClient({ transport: http(world.engine.rpcUrl), cacheTime: 0 });
  const { contracts } = world.deployment;
  const read = (contract, functionName, args) =>
    client.readContract({ address: contracts[contract], abi: ABIS[contract], functionName, args });
  const tokenAbi = [
    { type: 'function', name: 'balanceOf', stateMutability: 'view', inputs: [{ type: 'address' }], outputs: [{ type: 'uint256' }] },
  ];
  const held = (contract) =>
    client.readContract({ address: contracts.token, abi: tokenAbi, functionName: 'balanceOf', args: [contracts[contract]] });
  const owners = [...new Set(world.units.map(({ owner }) => owner))].map((name) => world.ownerAddress(name));
  const everybody = [...owners, world.authority.account.address];
  const sum = async (contract) => {
    let total = 0n;
    for (const account of everybody) total += await read(contract, 'balanceOf', [account]);
    return total;
  };

  const opened = new Map();
  const settled = new Map();
  const soldWh = new Map();
  for (const { name, args } of events) {
    if (name === 'TradeOpened') {
      if (opened.has(args.tradeId)) wrong.push(`trade ${args.tradeId} was opened twice`);
      opened.set(args.tradeId, args.terms);
    } else if (name === 'TradeSettled') {
      if (settled.has(args.tradeId)) wrong.push(`trade ${args.tradeId} was settled twice`);
      settled.set(args.tradeId, args);
      const terms = opened.get(args.tradeId);
      if (!terms) wrong.push(`trade ${args.tradeId} was settled and never opened`);
      else {
        const key = `${terms.sellerMeter}:${terms.interval}`;
        soldWh.set(key, (soldWh.get(key) ?? 0n) + args.settledWh);
        const escrow = (terms.energyWh * terms.priceMicroPerKwh + 999n) / 1000n;
        if (args.paidMicro + args.refundedMicro !== escrow)
          wrong.push(`trade ${args.tradeId}: ${escrow} in escrow, ${args.paidMicro} paid, ${args.refundedMicro} back`);
      }
    }
  }
  const registers = new Map(
    events.filter(({ name }) => name === 'BoundaryRecorded').map(({ args }) => [`${args.meter}:${args.boundary}`, args.exportWh]),
  );
  for (const [key, wh] of soldWh) {
    const [meter, interval] = key.split(':');
    const [from, to] = [registers.get(`${meter}:${interval}`), registers.get(`${meter}:${BigInt(interval) + 1n}`)];
    if (from !== undefined && to !== undefined && wh > to - from)
      wrong.push(`${world.nameOf(meter)}: ${wh} Wh sold in interval ${interval}, ${to - from} measured`);
  }
  let inEscrow = 0n;
  for (const [id, terms] of opened) if (!settled.has(id)) inEscrow += (terms.energyWh * terms.priceMicroPerKwh + 999n) / 1000n;
  const expected = {
    energyMarket: MARKET_DEPOSIT_MICRO * BigInt(owners.length),
    carbonLedger: CARBON_DEPOSIT_MICRO * BigInt(owners.length),
  };
  for (const [contract, deposits] of Object.entries(expected)) {
    const owed = (await sum(contract)) + (contract === 'energyMarket' ? inEscrow : 0n);
    const has = await held(contract);
    if (has !== deposits || owed !== deposits) wrong.push(`${contract}: ${deposits} deposited, ${has} there, ${owed} owed`);
  }

  const periods = new Set(events.filter(({ name }) => name === 'AllowanceIssued').map(({ args }) => args.period));
  const batchBalance = [
    {
      type: 'function',
      name: 'balanceOf',
      stateMutability: 'view',
      inputs: [{ type: 'address' }, { type: 'uint256' }],
      outputs: [{ type: 'uint256' }],
    },
  ];
  for (const period of periods) {
    const supply = await read('carbonLedger', 'supplyOf', [period]);
    const [issued, surrendered, retired] = Array.isArray(supply)
      ? supply
      : [supply.issuedGrams, supply.surrenderedGrams, supply.retiredGrams];
    let holds = 0n;
    for (const account of everybody)
      holds += await client.readContract({
        address: contracts.carbonLedger,
        abi: batchBalance,
        functionName: 'balanceOf',
        args: [account, BigInt(period)],
      });
    if (issued !== holds + surrendered + retired)
      wrong.push(`permits of period ${period}: ${issued} g issued, ${holds} held, ${surrendered} surrendered, ${retired} retired`);
  }
  const keys = events.filter(({ name }) => name === 'MeterRotated').length;
  return { trades: opened.size, settled: settled.size, periods: periods.size, keys };
}

/** @returns what was counted, and every sentence of what is wrong */
export async function judge(stage, heard) {
  const wrong = [...stage.unexpected];
  const events = await readEvents(stage.world);
  const ids = new Map();
  for (const { name, args } of events) {
    if (name !== 'BatchRecorded') continue;
    if (ids.has(args.id)) wrong.push(`batch ${args.id} is on chain twice`);
    ids.set(args.id, true);
  }
  const readings = checkReadings(stage, events, heard, wrong);
  const money = await checkMoney(stage, events, wrong);
  return { wrong, readings, batches: ids.size, ...money };
}
