/**
 * The fallback engine: EDR runs inside this process, where anvil has no binary. It keeps no state on disk and reports
 * every block as final at once. An optional dependency: loaded when asked for, with a plain message when absent.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deriveAccounts, type Engine, type EngineOptions, newMnemonic } from './engine.ts';
import { readBody, replyJson } from './http.ts';
import { createRpc } from './json-rpc.ts';
import { startMiner } from './mining.ts';

const ACCOUNT_BALANCE_WEI = 10_000n * 10n ** 18n;
const BLOCK_GAS = 30_000_000n;
const BODY_MAX_BYTES = 4 * 1024 * 1024;

type Edr = typeof import('@nomicfoundation/edr');

async function loadEdr(): Promise<Edr> {
  try {
    const module = (await import('@nomicfoundation/edr')) as Edr & { default?: Edr };
    return module.default ?? module;
  } catch (cause) {
    throw new Error('the engine edr needs the package @nomicfoundation/edr 0.12.1: npm install @nomicfoundation/edr@0.12.1', { cause });
  }
}

// The library allows one context per process.
let contextOnce: Promise<{ edr: Edr; context: InstanceType<Edr['EdrContext']> }> | undefined;

function getContext(): Promise<{ edr: Edr; context: InstanceType<Edr['EdrContext']> }> {
  contextOnce ??= (async () => {
    const edr = await loadEdr();
    const context = new edr.EdrContext();
    await context.registerProviderFactory(edr.L1_CHAIN_TYPE, edr.l1ProviderFactory());
    return { edr, context };
  })();
  contextOnce.catch(() => {
    contextOnce = undefined;
  });
  return contextOnce;
}

function toBytes(address: string): Uint8Array {
  return Uint8Array.from(Buffer.from(address.slice(2), 'hex'));
}

/** What only a measurement of the contracts asks of this engine. */
export interface EdrExtras {
  /** Instead of EIP-170's 24,576 bytes. */
  readonly allowUnlimitedContractSize?: boolean;
  /** As anvil has it, for tests that were written on anvil. */
  readonly allowBlocksWithSameTimestamp?: boolean;
  readonly blockGas?: bigint;
  /** EIP-7951's precompile on rules that have none. */
  readonly p256Verify?: boolean;
  /** Tags of the instrumented statements that each transaction or call has run. */
  readonly onCoverage?: (tags: readonly Uint8Array[]) => void;
}

async function createProvider(options: EngineOptions, addresses: readonly string[], extras: EdrExtras) {
  const { blockGas = BLOCK_GAS, onCoverage } = extras;
  const { edr, context } = await getContext();
  const specId = edr.l1HardforkFromString((options.hardfork ?? 'london').replace(/^./, (c) => c.toUpperCase()));
  return context.createProvider(
    edr.L1_CHAIN_TYPE,
    {
      allowBlocksWithSameTimestamp: extras.allowBlocksWithSameTimestamp ?? false,
      allowUnlimitedContractSize: extras.allowUnlimitedContractSize ?? false,
      bailOnCallFailure: true,
      bailOnTransactionFailure: false,
      chainId: BigInt(options.chainId),
      coinbase: new Uint8Array(20),
      defaultTransactionGasLimit: blockGas,
      genesisState: [
        ...edr.l1GenesisState(specId),
        ...addresses.map((address) => ({ address: toBytes(address), balance: ACCOUNT_BALANCE_WEI })),
      ],
      hardfork: edr.l1HardforkToString(specId),
      initialBaseFeePerGas: 1_000_000_000n,
      minGasPrice: 0n,
      mining: { autoMine: !options.clock, memPool: { order: edr.MineOrdering.Fifo } },
      network: { genesisBlockGasLimit: blockGas, ...(options.clock ? { genesisBlockTime: BigInt(Math.floor(options.clock.now())) } : {}) },
      networkId: BigInt(options.chainId),
      observability: onCoverage ? { codeCoverage: { onCollectedCoverageCallback: async (tags) => onCoverage(tags) } } : {},
      ownedAccounts: [],
      precompileOverrides: extras.p256Verify ? [edr.precompileP256Verify()] : [],
    },
    { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: () => {} },
    { subscriptionCallback: () => {} },
    new edr.ContractDecoder(),
  );
}

export async function startEdr(options: EngineOptions, extras: EdrExtras = {}): Promise<Engine> {
  if (options.dataDir) throw new Error('the engine edr keeps no state: dataDir is for anvil');
  const accounts = deriveAccounts(options.mnemonic ?? newMnemonic(), options.accountCount ?? 10);
  const provider = await createProvider(
    options,
    accounts.map((account) => account.address),
    extras,
  );
  const handle = async (call: unknown): Promise<unknown> => {
    // JSON-RPC lets params be absent, EDR does not; EDR leaves the id to the transport.
    const { data } = await provider.handleRequest(JSON.stringify({ params: [], ...(call as object) }));
    const answer = (typeof data === 'string' ? JSON.parse(data) : data) as { error?: { data?: { data?: unknown } } };
    // A revert as the nodes of public chains tell it, and as clients read it: code 3, with what was returned as data.
    const returned = answer.error?.data?.data;
    const error = typeof returned === 'string' ? { error: { ...answer.error, code: 3, data: returned } } : {};
    return { ...answer, ...error, jsonrpc: '2.0', id: (call as { id?: unknown }).id ?? null };
  };
  const server = createServer(async (incoming, reply) => {
    try {
      const body: unknown = JSON.parse(await readBody(incoming, BODY_MAX_BYTES));
      const answer = Array.isArray(body) ? await Promise.all(body.map(handle)) : await handle(body);
      replyJson(reply, 200, JSON.stringify(answer));
    } catch (cause) {
      replyJson(reply, 400, JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32700, message: String(cause) } }));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const rpcUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = createRpc(rpcUrl);
  const miner = await startMiner(request, options.clock, options.blockMs ?? 250);
  return {
    kind: 'edr',
    rpcUrl,
    chainId: options.chainId,
    accounts,
    request,
    mine: miner.mine,
    pauseMining: miner.pause,
    resumeMining: miner.resume,
    stop: async () => {
      await miner.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
