/**
 * What one gateway may ask of this node (decision 27): messages and bytes per minute, transactions under way, gas per day.
 * Pure but for the clock, which is passed in. Kept in memory: a restart of the node begins anew.
 */

export interface GatewayQuota {
  readonly transactionsPerMinute: number;
  readonly bytesPerMinute: number;
  /** Transactions without a final receipt or a refusal. */
  readonly openTransactions: number;
  /** Gas offered for its transactions between two midnights, UTC. */
  readonly gasPerDay: bigint;
}

export const DEFAULT_QUOTA: GatewayQuota = {
  transactionsPerMinute: 3_000,
  bytesPerMinute: 16 * 1024 * 1024,
  openTransactions: 5_000,
  gasPerDay: 5_000_000_000n,
};

export interface Quotas {
  /** Counts a message that came. @returns what is used up, or undefined. */
  admit(gateway: string, bytes: number): string | undefined;
  /** Before a transaction not yet known is taken. @returns what is used up, or undefined. */
  admitNew(gateway: string, open: number): string | undefined;
  /** Whether a refusal for quota is still worth a message of ours: as many as messages are allowed. */
  mayAnswer(gateway: string): boolean;
  charge(gateways: readonly string[], gas: bigint): void;
  /** Gas of today, most first. */
  spent(): [gateway: string, gas: bigint][];
}

/** Names on a broker cost their sender nothing: so many are kept apart, those beyond share one account. */
const GATEWAYS_KEPT = 1_000;
const OTHERS = '*';
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

interface Account {
  /** Fill of the buckets; each begins full, refills evenly and holds a minute's worth. */
  messages: number;
  bytes: number;
  answers: number;
  filledAt: number;
  gas: bigint;
  day: number;
}

/** @param nowMs a clock of Unix milliseconds that nobody sets @param nodeGasPerDay for all gateways together, 0n: no limit */
export function createQuotas(quota: GatewayQuota, nodeGasPerDay: bigint, nowMs: () => number): Quotas {
  const accounts = new Map<string, Account>();
  const total = { gas: 0n, day: 0 };

  function fresh(now: number): Account {
    const { transactionsPerMinute, bytesPerMinute } = quota;
    return { messages: transactionsPerMinute, bytes: bytesPerMinute, answers: transactionsPerMinute, filledAt: now, gas: 0n, day: 0 };
  }
  function refill(account: Account): void {
    const now = nowMs();
    // A clock set back refills nothing and takes nothing.
    const part = Math.max(0, now - account.filledAt) / MINUTE_MS;
    account.filledAt = now;
    account.messages = Math.min(quota.transactionsPerMinute, account.messages + part * quota.transactionsPerMinute);
    account.answers = Math.min(quota.transactionsPerMinute, account.answers + part * quota.transactionsPerMinute);
    account.bytes = Math.min(quota.bytesPerMinute, account.bytes + part * quota.bytesPerMinute);
    turnDay(account);
  }
  function turnDay(account: { gas: bigint; day: number }): void {
    const day = Math.floor(nowMs() / DAY_MS);
    if (day === account.day) return;
    account.day = day;
    account.gas = 0n;
  }
  function accountOf(gateway: string): Account {
    const known = accounts.get(gateway);
    if (known) {
      refill(known);
      return known;
    }
    if (accounts.size >= GATEWAYS_KEPT && gateway !== OTHERS) {
      for (const [name, account] of accounts) {
        refill(account);
        // Nothing to remember of it: it is as good as new.
        if (account.messages === quota.transactionsPerMinute && account.gas === 0n) accounts.delete(name);
      }
      if (accounts.size >= GATEWAYS_KEPT) return accountOf(OTHERS);
    }
    const account = fresh(nowMs());
    turnDay(account);
    accounts.set(gateway, account);
    return account;
  }

  return {
    admit: (gateway, bytes) => {
      const account = accountOf(gateway);
      if (account.messages < 1) return `${quota.transactionsPerMinute} transactions per minute`;
      if (account.bytes < bytes) return `${quota.bytesPerMinute} bytes per minute`;
      account.messages -= 1;
      account.bytes -= bytes;
      return undefined;
    },
    admitNew: (gateway, open) => {
      if (open >= quota.openTransactions) return `${quota.openTransactions} transactions under way`;
      if (accountOf(gateway).gas >= quota.gasPerDay) return `${quota.gasPerDay} gas per day`;
      turnDay(total);
      if (nodeGasPerDay > 0n && total.gas >= nodeGasPerDay) return `${nodeGasPerDay} gas per day of this node`;
      return undefined;
    },
    mayAnswer: (gateway) => {
      const account = accountOf(gateway);
      if (account.answers < 1) return false;
      account.answers -= 1;
      return true;
    },
    charge: (gateways, gas) => {
      turnDay(total);
      total.gas += gas;
      for (const gateway of gateways) accountOf(gateway).gas += gas / BigInt(gateways.length);
    },
    spent: () => [...accounts].map(([name, { gas }]): [string, bigint] => [name, gas]).sort(([, a], [, b]) => (b > a ? 1 : b < a ? -1 : 0)),
  };
}
