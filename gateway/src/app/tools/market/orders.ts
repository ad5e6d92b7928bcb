import { createWasmVerifier } from '../../../attest/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { formatKwh, formatPrice } from '../watch-format.ts';
import { type BroadcastSource, listen } from './broadcast.ts';
import { callView, openChain } from './market-chain.ts';
import { type ReadOrder, readOrder } from './read-order.ts';

export interface OrdersOptions extends BroadcastSource {
  readonly deployment: string;
  /** Leaves out what is filled or has expired there, and shows what is left. */
  readonly rpc?: string | undefined;
  readonly json: boolean;
}

/** Orders that are broadcast while this listens, each checked by its own signature, best prices first. @returns lines */
export async function listOrders(options: OrdersOptions, note: (line: string) => void, signal: AbortSignal): Promise<string[]> {
  const deployment = readNetworkFile(options.deployment);
  const verifier = createWasmVerifier();
  const orders = new Map<string, ReadOrder>();
  await listen(
    options,
    ({ what, zone, payload }) => {
      if (what !== 'order') return;
      const order = readOrder(zone, payload, deployment, verifier);
      if (order.ok) orders.set(order.value.id, order.value);
      else note(`${order.code}: ${order.message}`);
    },
    signal,
  );
  const chain = options.rpc === undefined ? undefined : await openChain(options.rpc, deployment);
  const time = await chain?.time();
  const rows: (ReadOrder & { remainingWh: bigint })[] = [];
  for (const order of orders.values()) {
    const [filled = 0n] = (chain && (await callView(chain, deployment.contracts.energyMarket, 'filledWh(bytes32)', [order.id]))) ?? [];
    const end = (order.interval + 1n) * BigInt(deployment.intervalSeconds);
    if (filled < order.energyWh && (time === undefined || (order.expiry >= time && end > time)))
      rows.push({ ...order, remainingWh: order.energyWh - filled });
  }
  const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
  rows.sort(
    (a, b) =>
      a.zone - b.zone ||
      a.carrier - b.carrier ||
      compare(a.interval, b.interval) ||
      (a.side === b.side ? 0 : a.side === 'sell' ? -1 : 1) ||
      (a.side === 'sell' ? 1 : -1) * compare(a.priceMicroPerKwh, b.priceMicroPerKwh) ||
      (a.id < b.id ? -1 : 1),
  );
  if (options.json)
    return rows.map((row) => JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
  return rows.map(
    ({ id, side, zone, carrier, interval, remainingWh, priceMicroPerKwh, owner }) =>
      `${id}  zone ${zone}  carrier ${carrier}  interval ${interval}  ${side.padEnd(4)}  ${formatKwh(remainingWh)} at ${formatPrice(priceMicroPerKwh)}  ${owner}`,
  );
}
