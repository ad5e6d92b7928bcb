/**
 * Completes recoveries of lost owners' keys when their delay is over, and gives the successor what follows: meters, money in
 * escrow, permits. Anybody may; the contract decides, and a refusal costs nothing, since it is asked before anything is sent.
 * Guarantees of origin are left to their new holder, there may be one a day and meter: `joulegate-chain recovery guarantees`.
 */
import type { ContractName } from '@joulegate/protos';
import { pad } from 'viem';
import { readContract, readLogs } from './chain-reader.ts';
import type { NodeContext } from './context.ts';
import { encodeCall, eventSelector } from './contract-calls.ts';
import { type ContractEvent, decodeLog } from './contract-events.ts';
import type { Hex } from './options.ts';
import { extractRevert } from './reverts.ts';
import type { Submitter } from './submitter.ts';

export interface RecoveryCompleter {
  /** Recoveries that were started or completed while this node was away. */
  catchUp(): Promise<void>;
  onEvents(events: readonly ContractEvent[]): void;
  onHead(head: { readonly timestamp: number }): void;
}

const ESCROWS = ['energyMarket', 'carbonLedger'] as const satisfies readonly ContractName[];
/** Owners remembered at once; the oldest is forgotten first, and found again by the next start. */
const OWNERS_MAX = 1_000;
const RECOVERY_EVENTS = ['RecoveryStarted', 'RecoveryVetoed', 'RecoveryCompleted'] as const;
/** A refused completion is asked for again after so many chain seconds: the other node that was first may be reorganised away. */
const AGAIN_SECONDS = 60;
const WAIT_MAX_SECONDS = 86_400;

export function createRecoveryCompleter(context: NodeContext, submitter: Submitter): RecoveryCompleter {
  const { counters, deployment, log } = context;
  /** Owner → when it is worth asking. */
  const running = new Map<Hex, number>();
  /** Owners that have a successor: money may still come to them, less and less often looked for. */
  const retired = new Map<Hex, { at: number; readonly waitSeconds: number }>();
  const proposed = new Set<string>();
  let isLooking = false;

  async function propose(contract: ContractName, functionName: string, args: readonly unknown[]): Promise<void> {
    const key = `${contract} ${functionName} ${args.join(' ')}`;
    if (proposed.has(key)) return;
    proposed.add(key);
    const done = (): void => void proposed.delete(key);
    try {
      await submitter.submit({ ...encodeCall(deployment, contract, functionName, args), label: key, onMined: done, onReverted: done });
      counters.add(`recovery.${functionName}`);
      log.info({ contract, functionName, args: args.map(String) }, 'recovery goes on');
    } catch (cause) {
      done();
      log.debug({ functionName, cause: extractRevert(cause)?.text ?? String(cause) }, 'recovery: somebody was first, or not yet');
    }
  }

  async function giveMeters(owner: Hex): Promise<void> {
    const whose = pad(owner, { size: 32 });
    const select = (event: string) => eventSelector('meterRegistry', event);
    const logs = [
      ...(await readLogs(context, 'meterRegistry', [select('MeterRegistered'), null, null, whose])),
      ...(await readLogs(context, 'meterRegistry', [select('MeterAdopted'), null, null, whose])),
    ];
    const meters = new Set(
      logs.flatMap((raw) => decodeLog(raw, deployment)?.args['meter'] ?? []).map((meter) => String(meter).toLowerCase()),
    );
    for (const meter of meters) {
      const has = await readContract<string>(context, 'meterRegistry', 'ownerOf', [meter]);
      if (has.toLowerCase() === owner) await propose('meterRegistry', 'adopt', [meter]);
    }
  }

  async function givePermits(owner: Hex): Promise<void> {
    const logs = await readLogs(context, 'carbonLedger', [eventSelector('carbonLedger', 'AllowanceIssued')]);
    const periods = new Set(logs.flatMap((raw) => decodeLog(raw, deployment)?.args['period'] ?? []).map(Number));
    for (const period of periods) {
      const grams = await readContract<bigint>(context, 'carbonLedger', 'balanceOf', [owner, BigInt(period)]);
      if (grams > 0n) await propose('carbonLedger', 'claimRecoveredPermits', [owner, period]);
    }
  }

  async function giveMoney(owner: Hex): Promise<void> {
    for (const escrow of ESCROWS)
      if ((await readContract<bigint>(context, escrow, 'balanceOf', [owner])) > 0n) await propose(escrow, 'claimRecovered', [owner]);
  }

  async function give(owners: readonly Hex[]): Promise<void> {
    isLooking = true;
    try {
      for (const owner of owners) {
        await giveMeters(owner);
        await giveMoney(owner);
        await givePermits(owner);
      }
    } catch (cause) {
      log.warn({ cause: String(cause) }, 'recovery: what follows could not be read, tried again later');
    } finally {
      isLooking = false;
    }
  }

  function note({ contract, event, args }: ContractEvent): void {
    if (contract !== 'meterRegistry' || !RECOVERY_EVENTS.some((name) => name === event)) return;
    const owner = String(args['owner']).toLowerCase() as Hex;
    running.delete(owner);
    if (event === 'RecoveryStarted') running.set(owner, Number(args['readyAt']));
    if (event === 'RecoveryCompleted') retired.set(owner, { at: 0, waitSeconds: deployment.intervalSeconds });
    for (const known of [running, retired]) if (known.size > OWNERS_MAX) known.delete(known.keys().next().value as Hex);
  }

  return {
    catchUp: async () => {
      const selectors = RECOVERY_EVENTS.map((event) => eventSelector('meterRegistry', event));
      for (const raw of await readLogs(context, 'meterRegistry', [selectors])) {
        const event = decodeLog(raw, deployment);
        if (event) note(event);
      }
    },
    onEvents: (events) => events.forEach(note),
    onHead: ({ timestamp }) => {
      for (const [owner, readyAt] of running) {
        if (timestamp < readyAt) continue;
        running.set(owner, timestamp + AGAIN_SECONDS);
        void propose('meterRegistry', 'completeRecovery', [owner]);
      }
      if (isLooking) return;
      const due = [...retired].filter(([, { at }]) => timestamp >= at);
      for (const [owner, { waitSeconds }] of due)
        retired.set(owner, { at: timestamp + waitSeconds, waitSeconds: Math.min(2 * waitSeconds, WAIT_MAX_SECONDS) });
      if (due.length > 0) void give(due.map(([owner]) => owner));
    },
  };
}
