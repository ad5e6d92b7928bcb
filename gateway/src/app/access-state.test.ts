import { describe, expect, it } from 'vitest';
import type { EventPosition } from '../proof/index.ts';
import {
  type AccessEventName,
  type AccessState,
  type Claim,
  DOUBT_SECONDS,
  decideOutput,
  keptOpen,
  NOTHING_KNOWN,
  noteClaim,
  type OutputFacts,
} from './access-state.ts';

const NOW = 1_000_000;
const GRANT: EventPosition = [10, 2, 1];

/** @param at as shown by its own proof; none for a mere word */
const claim = (event: AccessEventName, at?: EventPosition, more: Partial<Claim> = {}): Claim => ({
  event,
  at,
  isAgreed: at !== undefined,
  suspensions: event === 'AccessSuspended' ? 8 : 0,
  ...more,
});
const after = (...claims: Claim[]): AccessState => claims.reduce((state, one) => noteClaim(state, one, GRANT, NOW), NOTHING_KNOWN);
const alone = { isAgreed: false };

describe('A8 what keeps a contact open', () => {
  it.each<[says: string, claims: Claim[], kept: ReturnType<typeof keptOpen>]>([
    ['nothing known', [], undefined],
    ['a suspension, proven', [claim('AccessSuspended', [11, 0, 0])], 'suspended'],
    ['a suspension, on anybody’s word', [claim('AccessSuspended')], 'doubted'],
    ['a suspension, proven by fewer nodes than asked for', [claim('AccessSuspended', [11, 0, 0], alone)], 'doubted'],
    ['a suspension and its cure', [claim('AccessSuspended', [11, 0, 0]), claim('AccessCured', [12, 0, 0])], undefined],
    ['a cure told before its suspension', [claim('AccessCured', [12, 0, 0]), claim('AccessSuspended', [11, 0, 0])], undefined],
    ['a cure that leaves another suspension', [claim('AccessCured', [12, 0, 0], { suspensions: 1 })], 'suspended'],
    ['a cure on anybody’s word', [claim('AccessSuspended', [11, 0, 0]), claim('AccessCured')], 'suspended'],
    [
      'a cure proven by fewer nodes than asked for',
      [claim('AccessSuspended', [11, 0, 0]), claim('AccessCured', [12, 0, 0], alone)],
      'suspended',
    ],
    ['an older cure, told again', [claim('AccessSuspended', [13, 0, 0]), claim('AccessCured', [12, 0, 0])], 'suspended'],
    ['a cure of the same block, before', [claim('AccessSuspended', [12, 3, 0]), claim('AccessCured', [12, 2, 9])], 'suspended'],
    ['a cure of the same block, after', [claim('AccessSuspended', [12, 3, 0]), claim('AccessCured', [12, 3, 1])], undefined],
    ['a word taken back by a proof', [claim('AccessSuspended'), claim('AccessCured', [12, 0, 0])], undefined],
    ['a word that another kind’s proof does not take back', [claim('MeterSuspended'), claim('AccessCured', [12, 0, 0])], 'doubted'],
    [
      'an old suspension told again after its cure',
      [claim('AccessCured', [12, 0, 0]), claim('AccessSuspended', [11, 0, 0], alone)],
      undefined,
    ],
    ['a permit revoked', [claim('AccessRevoked', [11, 0, 0])], 'ended'],
    ['a permit expired before the one that runs', [claim('AccessExpired', [9, 0, 0])], undefined],
    ['a permit expired in the transaction that grants the next', [claim('AccessExpired', [10, 2, 0])], undefined],
    ['a permit revoked in the block that granted it', [claim('AccessRevoked', [10, 3, 0])], 'ended'],
    ['an end on anybody’s word', [claim('AccessExpired')], 'doubted'],
    ['an end before the grant, by fewer nodes than asked for', [claim('AccessExpired', [9, 0, 0], alone)], undefined],
    ['a meter suspended', [claim('MeterSuspended', [11, 0, 0])], 'meter-stopped'],
    ['a meter reinstated', [claim('MeterSuspended', [11, 0, 0]), claim('MeterReinstated', [12, 0, 0])], undefined],
    ['a meter revoked after that', [claim('MeterReinstated', [12, 0, 0]), claim('MeterRevoked', [13, 0, 0])], 'meter-stopped'],
    [
      'a meter’s reinstatement, which cures no suspension',
      [claim('AccessSuspended', [11, 0, 0]), claim('MeterReinstated', [12, 0, 0])],
      'suspended',
    ],
  ])('%s', (_says, claims, kept) => {
    expect(keptOpen(after(...claims), GRANT, NOW)).toBe(kept);
  });

  it('believes a mere word for a quarter of an hour, and a proof until another', () => {
    const later = NOW + DOUBT_SECONDS;
    expect(keptOpen(after(claim('AccessSuspended')), GRANT, later - 1)).toBe('doubted');
    expect(keptOpen(after(claim('AccessSuspended')), GRANT, later)).toBeUndefined();
    expect(keptOpen(after(claim('AccessSuspended', [11, 0, 0])), GRANT, later * 2)).toBe('suspended');
  });

  it('lets a later permit lift an end, not a suspension', () => {
    const renewed: EventPosition = [20, 0, 0];
    expect(keptOpen(after(claim('AccessRevoked', [11, 0, 0])), renewed, NOW)).toBeUndefined();
    expect(keptOpen(after(claim('AccessRevoked', [11, 0, 0])), undefined, NOW)).toBe('ended');
    expect(keptOpen(after(claim('AccessSuspended', [11, 0, 0])), renewed, NOW)).toBe('suspended');
  });

  it('is left as it is by what says nothing new', () => {
    const state = after(claim('AccessSuspended', [11, 0, 0]));
    for (const old of [claim('AccessSuspended', [11, 0, 0]), claim('AccessCured', [9, 0, 0]), claim('AccessCured')])
      expect(noteClaim(state, old, GRANT, NOW)).toBe(state);
  });
});

describe('A8 what the contact is to be', () => {
  const running: OutputFacts = {
    keptOpen: undefined,
    admission: 'granted',
    validUntil: NOW + 1,
    nowSeconds: NOW,
    isTimeKnown: true,
    isHeard: true,
    onUnknown: 'open',
  };
  it.each<[says: string, facts: Partial<OutputFacts>, isClosed: boolean | undefined, reason: string]>([
    ['closed while a proven permit runs', {}, true, 'admitted'],
    ['closed for a permit without end', { validUntil: 0 }, true, 'admitted'],
    ['open at the second it ends', { validUntil: NOW }, false, 'expired'],
    ['open past its end even where the unknown holds', { validUntil: NOW, onUnknown: 'hold' }, false, 'expired'],
    ['open while suspended, permit or not', { keptOpen: 'suspended' }, false, 'suspended'],
    ['open while somebody says so', { keptOpen: 'doubted', onUnknown: 'hold' }, false, 'doubted'],
    ['open when refused', { admission: 'refused' }, false, 'refused'],
    ['open while asked', { admission: 'pending' }, false, 'unknown'],
    ['open before anything is known', { admission: 'none' }, false, 'unknown'],
    ['held before anything is known, if told so', { admission: 'none', onUnknown: 'hold' }, undefined, 'unknown'],
    ['open until it is known what the time is, where the permit has an end', { isTimeKnown: false, validUntil: NOW + 900 }, false, 'clock'],
    ['closed whatever the time is, where it has none', { isTimeKnown: false, validUntil: 0 }, true, 'admitted'],
    ['open until the nodes were heard', { isHeard: false }, false, 'unheard'],
    ['held until the nodes were heard, if told so', { isHeard: false, onUnknown: 'hold' }, undefined, 'unheard'],
  ])('%s', (_says, facts, isClosed, reason) => {
    expect(decideOutput({ ...running, ...facts })).toEqual({ isClosed, reason });
  });
});
