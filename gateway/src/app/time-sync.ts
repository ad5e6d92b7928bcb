import { type ExecFileException, execFile } from 'node:child_process';
import type { Clock } from '../domain/index.ts';

/** Before this a clock was never set: a Pi without network boots into the past. */
const PLAUSIBLE_SINCE_MS = Date.parse('2025-01-01T00:00:00Z');
/** How often the kernel is asked, in real milliseconds, while it has not said yes and after it has. */
const ASK_EVERY_MS = { unsure: 5_000, sure: 60_000 };
/** A clock that steps by more than this between two looks was set; what NTP slews is a thousandth of it. */
const JUMP_MS = 2_000;
/** Nodes whose heads are followed: whoever may write on the broker must not fill our memory. */
const NODES_MAX = 64;

export type TimeTrust = 'auto' | 'kernel' | 'chain' | 'clock';

export interface TimeSync {
  /** Whether our clock may date and end what an owner signs. */
  isSynchronised(): boolean;
  /** How far off our clock may be while it is called synchronised: block times say it less exactly than the kernel. */
  uncertaintySeconds(): number;
  /** A chain node's announcement of a head. Never throws. */
  onHead(node: string, payload: Uint8Array): void;
  /** To be called often: sees the clock jump, asks the kernel. */
  tick(): void;
  describe(): { readonly synchronised: boolean; readonly by: string; readonly chainOffsetSeconds: number | null };
}

export interface TimeSyncOptions {
  readonly clock: Clock;
  /** A simulated clock is right by definition. */
  readonly isSimulated: boolean;
  /** How much faster than real time it goes. */
  readonly speed?: number;
  readonly trust: TimeTrust;
  /** So many nodes must have heads of our time. */
  readonly quorum: number;
  readonly toleranceSeconds: number;
  onJump(milliseconds: number): void;
  onChange(synchronised: boolean, by: string): void;
  /** True, false, or undefined where nobody can tell. */
  askKernel?(): Promise<boolean | undefined>;
  /** Milliseconds that no clock setting moves. */
  monotonicMs?(): number;
}

/**
 * Asks systemd whether the kernel's clock is disciplined: true for any NTP program that tells the kernel (adjtimex,
 * STA_UNSYNC). Source: timedatectl(1), property NTPSynchronized.
 */
export function askTimedatectl(): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const done = (error: ExecFileException | null, stdout: string) => {
      const said = stdout.trim();
      resolve(error || (said !== 'yes' && said !== 'no') ? undefined : said === 'yes');
    };
    execFile('timedatectl', ['show', '--property=NTPSynchronized', '--value'], { timeout: 2_000 }, done);
  });
}

interface Heard {
  readonly number: number;
  /** Block time less our clock when it came. The first head of a node may be an old one that the broker kept: it says nothing. */
  readonly offsetSeconds: number | undefined;
}

/**
 * Knows whether our clock is right: where the kernel says that it is synchronised, or where the heads of enough chain nodes
 * are of our time. A Pi has no clock that runs while it is off; readings are taken all the same, but whatever ends at a
 * time or is dated waits.
 */
export function createTimeSync(options: TimeSyncOptions): TimeSync {
  const { clock, trust, quorum, toleranceSeconds, speed = 1, askKernel = askTimedatectl, monotonicMs = () => performance.now() } = options;
  const heard = new Map<string, Heard>();
  let kernel: boolean | undefined;
  let askAt = 0;
  let isAsking = false;
  let was: boolean | undefined;
  let last = { clock: clock.now(), monotonic: monotonicMs() };

  const agreeing = () => [...heard.values()].filter(({ offsetSeconds: at }) => at !== undefined && Math.abs(at) <= toleranceSeconds).length;

  const judge = (): { readonly synchronised: boolean; readonly by: string } => {
    if (options.isSimulated) return { synchronised: true, by: 'simulated' };
    if (clock.now() < PLAUSIBLE_SINCE_MS) return { synchronised: false, by: 'clock' };
    if (trust === 'clock') return { synchronised: true, by: 'clock' };
    if (trust !== 'chain' && kernel === true) return { synchronised: true, by: 'kernel' };
    if (trust !== 'kernel' && agreeing() >= quorum) return { synchronised: true, by: 'chain' };
    return { synchronised: false, by: trust };
  };

  const look = () => {
    const { synchronised, by } = judge();
    if (synchronised === was) return;
    was = synchronised;
    options.onChange(synchronised, by);
  };

  const ask = () => {
    isAsking = true;
    void askKernel()
      .catch(() => undefined)
      .then((answer) => {
        kernel = answer;
        askAt = monotonicMs() + (answer === true ? ASK_EVERY_MS.sure : ASK_EVERY_MS.unsure);
        isAsking = false;
        look();
      });
  };

  const follow = () => {
    const now = { clock: clock.now(), monotonic: monotonicMs() };
    const stepped = now.clock - last.clock - (now.monotonic - last.monotonic) * speed;
    last = now;
    if (Math.abs(stepped) <= JUMP_MS * speed) return;
    // Whoever set it, nothing that was known of it holds.
    heard.clear();
    kernel = undefined;
    askAt = 0;
    options.onJump(Math.round(stepped));
  };

  return {
    isSynchronised() {
      // What is signed between a jump and the next look would be dated by a clock that nobody has vouched for.
      if (!options.isSimulated) follow();
      return judge().synchronised;
    },
    uncertaintySeconds: () => (judge().by === 'chain' ? toleranceSeconds : 0),
    onHead(node, payload) {
      if (options.isSimulated) return;
      follow();
      let head: { number?: unknown; timestamp?: unknown };
      try {
        head = JSON.parse(Buffer.from(payload).toString()) as typeof head;
      } catch {
        return;
      }
      const { number, timestamp } = head ?? {};
      if (!Number.isSafeInteger(number) || !Number.isSafeInteger(timestamp)) return;
      const before = heard.get(node);
      if (before === undefined && heard.size >= NODES_MAX) return;
      if (before !== undefined && (number as number) <= before.number) return;
      const offsetSeconds = before === undefined ? undefined : (timestamp as number) - Math.floor(clock.now() / 1000);
      heard.set(node, { number: number as number, offsetSeconds });
      look();
    },
    tick() {
      if (options.isSimulated) return;
      follow();
      if (!isAsking && (trust === 'auto' || trust === 'kernel') && monotonicMs() >= askAt) ask();
      look();
    },
    describe() {
      const offsets = [...heard.values()]
        .flatMap(({ offsetSeconds }) => (offsetSeconds === undefined ? [] : [offsetSeconds]))
        .sort((a, b) => a - b);
      return { ...judge(), chainOffsetSeconds: offsets[Math.floor(offsets.length / 2)] ?? null };
    },
  };
}

/**
 * How far a meter's clock may lead ours before it is the meter's that is wrong: what the configuration allows, and what
 * ours itself may be off by. A right meter's reading must not be refused for a slow clock of ours.
 */
export function maxLeadSeconds(from: {
  readonly config: { readonly limits: { readonly maxTimeSkewSeconds: number } };
  readonly time: Pick<TimeSync, 'uncertaintySeconds'>;
}): bigint {
  return BigInt(Math.round(from.config.limits.maxTimeSkewSeconds + from.time.uncertaintySeconds()));
}
