import type { Address } from '../domain/index.ts';
import { checkEvent, type EventPosition } from '../proof/index.ts';
import type { Context, Unit } from './context.ts';
import { getValue, setValue, VALUE } from './values.ts';

/** What keeps a contact open although a permit was proven. Durable. */
interface Locks {
  readonly isSuspended: boolean;
  /** Where the last proven suspension or cure stands: an older proof lifts nothing. */
  readonly provenAt: EventPosition;
  /** Highest block of a proven grant when the permit was announced to be over; a later grant lifts it. */
  readonly endedAfterBlock: number | null;
}

export interface AccessLocks {
  /** @param payload an announcement of kind `admission`. Never throws. */
  onAnnouncement(payload: Uint8Array): void;
  /** Why the contact must be open; undefined where nothing keeps it so. */
  reason(): 'suspended' | 'ended' | undefined;
  drain(): Promise<void>;
}

interface Announcement {
  readonly event: string;
  readonly node: string;
  readonly meter: string;
  readonly suspensions: number;
  readonly proof: Parameters<typeof checkEvent>[0] | undefined;
}

const HEX = /^0x([0-9a-f]{2})*$/i;
const bytes = (text: unknown): Uint8Array =>
  typeof text === 'string' && HEX.test(text) ? Uint8Array.from(Buffer.from(text.slice(2), 'hex')) : new Uint8Array();

/** @returns undefined for what is no announcement about a meter. */
function parse(payload: Uint8Array): Announcement | undefined {
  try {
    const raw = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
    const args = raw['args'] as Record<string, unknown>;
    const isProvable = Number.isSafeInteger(raw['blockNumber']) && Number.isSafeInteger(raw['transactionIndex']) && Array.isArray(raw['proof']);
    return {
      event: String(raw['event']),
      node: String(raw['node']),
      meter: String(args['meter']).toLowerCase(),
      suspensions: Number(args['suspensions']),
      proof: isProvable
        ? {
            blockNumber: BigInt(raw['blockNumber'] as number),
            blockHash: bytes(raw['blockHash']),
            headerRlp: bytes(raw['headerRlp']),
            transactionIndex: raw['transactionIndex'] as number,
            nodes: (raw['proof'] as unknown[]).map(bytes),
          }
        : undefined,
    };
  } catch {
    return undefined;
  }
}

function isLater(a: EventPosition, b: EventPosition): boolean {
  for (const [i, value] of a.entries()) if (value !== b[i]) return value > (b[i] ?? 0);
  return false;
}

/**
 * Follows what chain nodes announce of a unit's access (docs/wire.md, "What changes a unit's access"). Anybody's word opens:
 * a lie costs the owner some energy, a suspension missed costs the grid its safety. Nothing but a cure proven in a block
 * that enough distinct nodes name, later than the last proven suspension, lifts a suspension; nothing but a permit proven
 * after it lifts an end.
 */
export function createAccessLocks(context: Context, unit: Unit): AccessLocks {
  const { journal, deployment, config, tally } = context;
  const name = VALUE.access(unit.id);
  let locks: Locks = getValue<Locks>(journal, name) ?? { isSuspended: false, provenAt: [-1, 0, 0], endedAfterBlock: null };
  /** Per event, the nodes that named its block. */
  const votes = new Map<string, Set<string>>();
  let tail: Promise<unknown> = Promise.resolve();

  const move = (change: Partial<Locks>) => {
    locks = { ...locks, ...change };
    // The contact follows at once; what is written later only matters after a restart.
    const { isSuspended, provenAt, endedAfterBlock } = locks;
    tail = tail
      .then(() => journal.commit([setValue(name, { isSuspended, provenAt, endedAfterBlock })]))
      .catch((cause: unknown) => unit.log.error({ cause: String(cause) }, 'access not journaled'));
  };

  /** @returns where the event stands and what it says, once proof and quorum hold. */
  const prove = ({ event, node, meter, proof }: Announcement) => {
    if (proof === undefined || (event !== 'AccessSuspended' && event !== 'AccessCured')) return undefined;
    const proven = checkEvent(proof, { contract: 'admissionPolicy', event, topic: 1, meter: meter as Address, deployment });
    if (!proven.ok) {
      tally.count(proven.code);
      unit.log.warn({ event, node, code: proven.code }, `announcement not believed: ${proven.message}`);
      return undefined;
    }
    const key = `${Buffer.from(proof.blockHash).toString('hex')}:${proven.value.position.join(':')}`;
    const voters = (votes.get(key) ?? new Set<string>()).add(node);
    votes.set(key, voters);
    if (votes.size > 64) votes.delete(votes.keys().next().value as string);
    // The first word of both events' data is the bits that stand now.
    return voters.size >= config.receiptQuorum ? { at: proven.value.position, bits: proven.value.log.data[31] ?? 0xff } : undefined;
  };

  return {
    onAnnouncement(payload) {
      const said = parse(payload);
      if (said === undefined || said.meter !== unit.pinned?.meter) return;
      if (said.event === 'AccessRevoked' || said.event === 'AccessExpired') {
        move({ endedAfterBlock: unit.flow.grantBlock });
      } else if (said.event === 'AccessSuspended' || said.event === 'AccessCured') {
        const proven = prove(said);
        if (proven !== undefined && isLater(proven.at, locks.provenAt)) move({ isSuspended: proven.bits !== 0, provenAt: proven.at });
        else if (proven === undefined && said.event === 'AccessSuspended' && !locks.isSuspended) move({ isSuspended: true });
      }
    },
    reason() {
      if (locks.isSuspended) return 'suspended';
      return locks.endedAfterBlock !== null && unit.flow.grantBlock <= locks.endedAfterBlock ? 'ended' : undefined;
    },
    drain: async () => {
      await tail;
    },
  };
}
