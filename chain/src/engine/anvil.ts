/**
 * The embedded chain: anvil, spawned as the platform's own binary (its npm wrapper adds a process that does not forward
 * signals). No key stands on a command line: anvil starts without accounts, and ours are derived here and funded over
 * RPC.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { spawnBound } from './child.ts';
import { deriveAccounts, type Engine, type EngineOptions, newMnemonic } from './engine.ts';
import { findFreePort } from './free-port.ts';
import { createRpc, type RpcRequest } from './json-rpc.ts';
import { startMiner } from './mining.ts';

/** 10,000 ETH in wei. */
const ACCOUNT_BALANCE_WEI = '0x21e19e0c9bab2400000';
const START_TIMEOUT_MS = 15_000;
const RECENT_STATES = 32;
const STATE_INTERVAL_SECONDS = 5;

/** @throws Error saying which package is missing on this platform. */
export function findAnvilBinary(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${arch}`;
  try {
    const require = createRequire(import.meta.url);
    const root = dirname(require.resolve(`${name}/package.json`));
    return join(root, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil');
  } catch {
    throw new Error(
      `anvil has no package for this platform: ${name} expected beside @foundry-rs/anvil; use the engine edr, or an external --rpc`,
    );
  }
}

/** With a folder, the words stay the same over restarts: the state on disk belongs to their accounts. */
function loadMnemonic(options: EngineOptions): string {
  if (options.mnemonic) return options.mnemonic;
  if (!options.dataDir) return newMnemonic();
  const file = join(options.dataDir, 'mnemonic');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const mnemonic = newMnemonic();
    writeFileSync(file, `${mnemonic}\n`, { mode: 0o600, flag: 'wx' });
    return mnemonic;
  }
}

async function waitUntilUp(request: RpcRequest, ended: Promise<string>): Promise<void> {
  let death: string | undefined;
  void ended.then((text) => {
    death = text;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    if (death !== undefined) throw new Error(`anvil ended at start: ${death.trim() || 'no message'}`);
    try {
      await request('eth_chainId');
      return;
    } catch (cause) {
      if (performance.now() > deadline) throw new Error(`anvil did not answer within ${START_TIMEOUT_MS} ms`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function startAnvil(options: EngineOptions): Promise<Engine> {
  const binary = findAnvilBinary();
  if (options.dataDir) mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const accounts = deriveAccounts(loadMnemonic(options), options.accountCount ?? 10);
  const port = options.port || (await findFreePort());
  const args = ['--host', '127.0.0.1', '--port', String(port), '--chain-id', String(options.chainId), '--accounts', '0'];
  args.push('--hardfork', options.hardfork ?? 'london', '--silent', '--slots-in-an-epoch', '1', '--order', 'fifo');
  // Without it anvil writes a state file for every block: gigabytes within hours. With a number, the last states stay in
  // memory, which eth_call at a recent block needs.
  args.push('--prune-history');
  if (options.recentStates !== 0) args.push(String(options.recentStates ?? RECENT_STATES));
  if (options.forkUrl) args.push('--fork-url', options.forkUrl);
  if (options.clock) args.push('--no-mining', '--timestamp', String(Math.floor(options.clock.now())));
  if (options.dataDir) args.push('--state', join(options.dataDir, 'state.json'), '--state-interval', String(STATE_INTERVAL_SECONDS));

  const child = spawnBound(binary, args);
  const rpcUrl = `http://127.0.0.1:${port}`;
  const request = createRpc(rpcUrl);
  try {
    await waitUntilUp(request, child.ended);
    for (const { address } of accounts) {
      const balance = BigInt((await request('eth_getBalance', [address, 'latest'])) as string);
      // Only what has never been funded: a restored chain keeps the balances that its history explains.
      if (balance === 0n) await request('anvil_setBalance', [address, ACCOUNT_BALANCE_WEI]);
    }
    const miner = await startMiner(request, options.clock, options.blockMs ?? 250);
    return {
      kind: 'anvil',
      rpcUrl,
      chainId: options.chainId,
      accounts,
      request,
      mine: miner.mine,
      pauseMining: miner.pause,
      resumeMining: miner.resume,
      stop: async () => {
        await miner.stop();
        await child.stop();
      },
    };
  } catch (cause) {
    await child.stop();
    throw cause;
  }
}
