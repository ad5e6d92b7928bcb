import type { Address } from '../domain/index.ts';
import { checkEvent, type EventProof } from '../proof/index.ts';
import { ACCESS_EFFECTS, type AccessEventName, type AccessState, type Claim, keptOpen, NOTHING_KNOWN, noteClaim } from './access-state.ts';
import { secondsOf } from './clock.ts';
import type { Context, Unit } from './context.ts';
import { getValue, setValue, VALUE } from './values.ts';

export interface AccessLocks {
  /** @param node who says it, of the topic @param payload of an `access` topic. Never throws. */
  onAnnouncement(node: string, payload: Uint8Array): void;
  reason(): ReturnType<typeof keptOpen>;
  drain(): Promise<void>;
}

/** Durable. */
interface Known {
  readonly meter: string;
  readonly state: AccessState;
}

interface Announcement {
  readonly event: AccessEventName;
  readonly meter: string;
  readonly proof: EventProof | undefined;
}

const HEX = /^0x([0-9a-f]{2})*$/i;
const VOTES_KEPT = 64;
const bytes = (text: unknown): Uint8Array =>
  typeof text === 'string' && HEX.test(text) ? Uint8Array.from(Buffer.from(text.slice(2), 'hex')) : new Uint8Array();
const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** @returns undefined for what says nothing of a meter's access. */
function parse(payload: Uint8Array): Announcement | undefined {
  try {
    const raw = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
    const { event, args, blockNumber, transactionIndex, proof } = raw;
    if (typeof event !== 'string' || !Object.hasOwn(ACCESS_EFFECTS, event)) return undefined;
    const isProvable = isIndex(blockNumber) && isIndex(transactionIndex) && Array.isArray(proof);
    return {
      event: event as AccessEventName,
      meter: String((args as Record<string, unknown>)['meter']).toLowerCase(),
      proof: isProvable
        ? {
            blockNumber: BigInt(blockNumber),
            blockHash: bytes(raw['blockHash']),
            headerRlp: bytes(raw['headerRlp']),
            transactionIndex,
            nodes: proof.map(bytes),
          }
        : undefined,
    };
  } catch {
    return undefined;
  }
}

/**
 * Follows what chain nodes retain of a unit's access (docs/wire.md, "What changes a unit's access").
 * @param onRevoked called once the permit is proven to have been taken away
 */
export function createAccessLocks(context: Context, unit: Unit, onRevoked: () => void): AccessLocks {
  const { journal, deployment, config, tally, clock } = context;
  const name = VALUE.access(unit.id);
  let known = getValue<Known>(journal, name);
  /** Of the meter that is there now: what was said of another says nothing of it. */
  const current = (): AccessState => (known !== undefined && known.meter === unit.pinned?.meter ? known.state : NOTHING_KNOWN);
  /** Per block and event, the nodes that named it. */
  const votes = new Map<string, Set<string>>();
  let tail: Promise<unknown> = Promise.resolve();

  const check = (node: string, { event, meter, proof }: Announcement): Claim => {
    const nothing = { event, at: undefined, isAgreed: false, suspensions: 0 };
    if (proof === undefined) return nothing;
    const { contract, topic } = ACCESS_EFFECTS[event];
    const proven = checkEvent(proof, { contract, event, topic, meter: meter as Address, deployment });
    if (!proven.ok) {
      tally.count(proven.code);
      unit.log.warn({ event, node, code: proven.code }, `announcement not believed: ${proven.message}`);
      return nothing;
    }
    const { position, log } = proven.value;
    const key = `${Buffer.from(proof.blockHash).toString('hex')}:${position.join(':')}`;
    const voters = (votes.get(key) ?? new Set<string>()).add(node);
    votes.set(key, voters);
    if (votes.size > VOTES_KEPT) votes.delete(votes.keys().next().value as string);
    // The bits that stand are the first word of AccessSuspended's and AccessCured's data; a word that is not there has all.
    return { event, at: position, isAgreed: voters.size >= config.receiptQuorum, suspensions: log.data[31] ?? 0xff };
  };

  return {
    onAnnouncement(node, payload) {
      const said = parse(payload);
      if (said === undefined || said.meter !== unit.pinned?.meter) return;
      const claim = check(node, said);
      const state = current();
      const next = noteClaim(state, claim, unit.flow.grantAt, secondsOf(clock));
      if (next === state) return;
      // The contact follows at once; what is written later only matters after a restart.
      known = { meter: said.meter, state: next };
      const operation = setValue(name, known);
      unit.log.warn({ event: said.event, node, isProven: claim.isAgreed }, 'access');
      tail = tail
        .then(() => journal.commit([operation]))
        .catch((cause: unknown) => unit.log.error({ cause: String(cause) }, 'access not journaled'));
      if (said.event === 'AccessRevoked' && claim.isAgreed) onRevoked();
    },
    reason: () => keptOpen(current(), unit.flow.grantAt, secondsOf(clock)),
    drain: async () => {
      await tail;
    },
  };
}
