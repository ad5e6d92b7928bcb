import { type Deployment, decodeMatchAnnouncement } from '@joulegate/protos';
import { createWasmVerifier } from '../../../attest/index.ts';
import { auditRound, auditTrades, type BroadcastOrder, type Deviation, type Round } from '../../../market/index.ts';
import type { ChainReader } from '../../../rpc/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { type Broadcast, type BroadcastSource, listen } from './broadcast.ts';
import { callView, openChain, readRecords } from './market-chain.ts';
import { readOrder } from './read-order.ts';

export interface AuditOptions extends BroadcastSource {
  /** network.json of the deployment. */
  readonly deployment: string;
  /** Compares with the chain too. */
  readonly rpc?: string | undefined;
  readonly json: boolean;
}

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

/** What only the chain knows: who owns a meter, what the zone's ceiling was at the round's block. */
async function auditWithChain(
  chain: ChainReader,
  deployment: Deployment,
  orders: ReadonlyMap<string, BroadcastOrder>,
  rounds: readonly Round[],
  head: bigint | undefined,
): Promise<{ deviations: Deviation[]; posted: number; notPosted: number }> {
  const deviations: Deviation[] = [];
  const { contracts, deployBlock } = deployment;
  for (const { id, meter, owner } of orders.values()) {
    const [registered] = (await callView(chain, contracts.meterRegistry, 'ownerOf(address)', [meter])) ?? [];
    if (registered !== BigInt(owner)) {
      const text = `order ${id}: signed by ${owner}, who does not own meter ${meter}`;
      deviations.push({ code: 'ORDER_FORGED', text });
    }
  }
  for (const { announcement, topic } of rounds) {
    const [first] = announcement.matches;
    const sell = first && orders.get(hex(first.sellOrderId));
    const buy = first && orders.get(hex(first.buyOrderId));
    if (sell === undefined || buy === undefined) continue;
    const ask = (block?: bigint) =>
      callView(chain, contracts.admissionPolicy, 'tradeLimits(address,address)', [sell.meter, buy.meter], block);
    const then = await ask(announcement.blockNumber);
    // Many endpoints keep no state of past blocks; a ceiling seldom changes.
    const ceiling = (then ?? (await ask()))?.[3];
    if (ceiling !== undefined && ceiling !== announcement.priceCeilingMicroPerKwh) {
      const when = then ? `was ${ceiling} micro/kWh at block ${announcement.blockNumber}` : `is ${ceiling} micro/kWh now`;
      const text = `${topic}: the ceiling ${when}, the round says ${announcement.priceCeilingMicroPerKwh}`;
      deviations.push({ code: 'CEILING_DIFFERS', text });
    }
  }
  const trades = await readRecords(chain, deployment, BigInt(deployBlock), await chain.blockNumber('latest'));
  const compared = auditTrades(rounds, orders, trades, head);
  return { ...compared, deviations: [...deviations, ...compared.deviations] };
}

/**
 * Recomputes every round that is broadcast, prints what deviates as it comes, and at the end compares with the chain.
 * @returns whether nothing deviated
 * @throws JoulegateError TRANSPORT_FAILED without a broker or an endpoint, CONFIG_INVALID for files that are not what is expected
 */
export async function auditMarket(options: AuditOptions, print: (line: string) => void, signal: AbortSignal): Promise<boolean> {
  const deployment = readNetworkFile(options.deployment);
  const chain = options.rpc === undefined ? undefined : await openChain(options.rpc, deployment);
  const verifier = createWasmVerifier();
  const orders = new Map<string, BroadcastOrder>();
  const rounds: Round[] = [];
  let deviated = 0;
  let matches = 0;

  const report = (where: string, deviations: readonly Deviation[]) => {
    for (const { code, text } of deviations) {
      deviated += 1;
      print(options.json ? JSON.stringify({ deviation: code, where, text }) : `DEVIATION  ${code}  ${where}: ${text}`);
    }
  };
  const takeRound = ({ topic, zone, payload }: Broadcast) => {
    const decoded = decodeMatchAnnouncement(payload);
    if (!decoded.ok) return report(topic, [{ code: 'MESSAGE_INVALID', text: `${decoded.code}: ${decoded.message}` }]);
    const announcement = decoded.value;
    const where = `${topic}, interval ${announcement.interval}, by ${announcement.node}`;
    if (announcement.zone !== zone)
      return report(where, [{ code: 'MESSAGE_INVALID', text: `zone ${zone} expected, got ${announcement.zone}` }]);
    rounds.push({ announcement, topic: where });
    matches += announcement.matches.length;
    const deviations = auditRound(announcement, orders);
    report(where, deviations);
    if (deviations.length > 0) return;
    const line = {
      round: where,
      considered: announcement.considered.length,
      matches: announcement.matches.length,
      rule: announcement.rule,
    };
    print(options.json ? JSON.stringify(line) : `recomputed ${where}: ${line.considered} orders, ${line.matches} matches, ${line.rule}`);
  };
  const take = (broadcast: Broadcast) => {
    if (broadcast.what === 'match') return takeRound(broadcast);
    const order = readOrder(broadcast.zone, broadcast.payload, deployment, verifier);
    if (order.ok) orders.set(order.value.id, order.value);
    else report(broadcast.topic, [{ code: 'ORDER_FORGED', text: `${order.code}: ${order.message}` }]);
  };

  const head = await listen(options, take, signal, chain && (() => chain.blockNumber('latest')));
  const compared = chain && (await auditWithChain(chain, deployment, orders, rounds, head));
  if (compared) report('chain', compared.deviations);
  const summary = {
    orders: orders.size,
    rounds: rounds.length,
    matches,
    ...(compared && { onChain: compared.posted, notOnChain: compared.notPosted }),
    deviations: deviated,
  };
  const onChain = compared ? `, ${compared.posted} of them on chain` : '';
  print(
    options.json
      ? JSON.stringify({ summary })
      : `${orders.size} orders, ${rounds.length} rounds recomputed, ${matches} matches${onChain}: ${deviated === 0 ? 'no deviation' : `${deviated} deviations`}`,
  );
  return deviated === 0;
}
