import { type Deployment, decodeTransaction } from '@joulegate/protos';
import { addressOf, createWasmVerifier } from '../../../attest/index.ts';
import { accept, address, isJoulegateError, type Result, refuse, type Verifier } from '../../../domain/index.ts';
import { eventTopic } from '../../../proof/index.ts';
import { checkBaseTopic } from '../../../relay/index.ts';
import type { ChainReader } from '../../../rpc/index.ts';
import { buildStorageState, storageStateHash } from '../../../tx/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { type BrokerPoint, connectBroker } from '../connect-broker.ts';
import { formatKwh } from '../watch-format.ts';
import { callView, openChain } from './market-chain.ts';

export interface StorageOptions extends BrokerPoint {
  readonly deployment: string;
  readonly base: string;
  readonly rpc?: string | undefined;
  readonly seconds?: number | undefined;
  readonly json: boolean;
}

interface SharedState {
  readonly id: string;
  readonly owner: string;
  readonly meter: string;
  readonly time: bigint;
  readonly storedWh: bigint;
  readonly usableWh: bigint;
  readonly powerW: number;
  readonly stateHash: string;
}

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

function readState(payload: Uint8Array, deployment: Deployment, verifier: Verifier): Result<SharedState> {
  const decoded = decodeTransaction(payload);
  if (!decoded.ok) return decoded;
  const { body, id, ownerSignature } = decoded.value;
  if (body.kind !== 'storageState') return refuse('PROTOBUF_MALFORMED', `a storage state expected, got ${body.kind}`);
  let digest: Uint8Array;
  try {
    digest = buildStorageState({ ...body.value, meter: address(hex(body.value.meter)) }, deployment).digest;
  } catch (cause) {
    if (isJoulegateError(cause)) return refuse('VALUE_INVALID', cause.message);
    throw cause;
  }
  if (Buffer.compare(digest, id) !== 0) return refuse('TRANSACTION_ID_MISMATCH', `id ${hex(digest)} expected, got ${hex(id)}`);
  const key = ownerSignature.length === 65 ? verifier.recover(digest, ownerSignature) : undefined;
  if (key === undefined) return refuse('OWNER_SIGNATURE_INVALID', `state ${hex(id)}: no valid signature`);
  const { meter, time, storedWh, usableWh, powerW } = body.value;
  const stateHash = hex(storageStateHash(body.value));
  return accept({ id: hex(id), owner: addressOf(key), meter: hex(meter), time, storedWh, usableWh, powerW, stateHash });
}

/** Whether the owner may speak for the meter, and whether its word of that time is this one on the chain. */
async function compare(
  chain: ChainReader,
  { contracts, deployBlock }: Deployment,
  states: readonly SharedState[],
): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  const meters = [...new Set(states.map(({ meter }) => meter))];
  const logs =
    meters.length === 0
      ? []
      : await chain.readLogs({
          address: contracts.storageBoard,
          topics: [hex(eventTopic('StorageStateShared')), null, meters.map((meter) => `0x${meter.slice(2).padStart(64, '0')}`)],
          fromBlock: BigInt(deployBlock),
          toBlock: await chain.blockNumber('latest'),
        });
  for (const { id, meter, owner, time, stateHash } of states) {
    const [registered] = (await callView(chain, contracts.meterRegistry, 'ownerOf(address)', [meter])) ?? [];
    const own = logs.find(({ topics, data }) => topics[2]?.endsWith(meter.slice(2)) && BigInt(data.slice(0, 66)) === time);
    if (registered !== BigInt(owner)) said.set(id, 'FORGED: not signed by the meter’s owner');
    else if (own === undefined) said.set(id, 'not on chain');
    else said.set(id, `0x${own.data.slice(66)}` === stateHash ? `on chain, block ${own.blockNumber}` : 'FORGED: another hash on chain');
  }
  return said;
}

/**
 * Storage states that are shared while this listens (paper F1), each checked by its signature and, with an endpoint, by what
 * the chain keeps of it.
 * @returns whether none is forged
 * @throws JoulegateError TRANSPORT_FAILED without a broker or an endpoint
 */
export async function watchStorage(options: StorageOptions, print: (line: string) => void, signal: AbortSignal): Promise<boolean> {
  const deployment = readNetworkFile(options.deployment);
  const chain = options.rpc === undefined ? undefined : await openChain(options.rpc, deployment);
  const verifier = createWasmVerifier();
  const states = new Map<string, SharedState & { readonly topic: string }>();
  let forged = 0;
  const client = await connectBroker(options);
  client.on('message', (topic, payload) => {
    const state = readState(payload, deployment, verifier);
    if (state.ok) return void states.set(state.value.id, { ...state.value, topic });
    forged += 1;
    print(options.json ? JSON.stringify({ topic, forged: state.message }) : `${topic}  FORGED: ${state.code}: ${state.message}`);
  });
  await client.subscribeAsync(`${checkBaseTopic(options.base)}/+/+/storage`, { qos: 1 });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (options.seconds !== undefined) setTimeout(resolve, options.seconds * 1000);
  });
  client.end(true);
  const said = chain && (await compare(chain, deployment, [...states.values()]));
  for (const { topic, id, owner, meter, time, storedWh, usableWh, powerW, stateHash } of states.values()) {
    const verdict = said?.get(id) ?? 'signature holds';
    if (verdict.startsWith('FORGED')) forged += 1;
    const row = {
      topic,
      id,
      owner,
      meter,
      time: String(time),
      storedWh: String(storedWh),
      usableWh: String(usableWh),
      powerW,
      stateHash,
      verdict,
    };
    const text = `${topic}  ${new Date(Number(time) * 1000).toISOString()}  ${formatKwh(storedWh)} of ${formatKwh(usableWh)}, ${powerW} W  ${verdict}`;
    print(options.json ? JSON.stringify(row) : text);
  }
  return forged === 0;
}
