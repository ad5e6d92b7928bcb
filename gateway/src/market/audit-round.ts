import { MATCH_RULES, type MatchAnnouncement, type MatchRule, matchMarket, ROUND_ORDERS_PER_SIDE } from '@joulegate/protos';

/** An order that was broadcast, its digest and its owner's signature checked. */
export interface BroadcastOrder {
  /** 0x and 64 lower-case hex digits. */
  readonly id: string;
  readonly owner: string;
  readonly meter: string;
  readonly side: 'sell' | 'buy';
  readonly zone: number;
  readonly carrier: number;
  readonly interval: bigint;
  readonly energyWh: bigint;
  readonly priceMicroPerKwh: bigint;
}

/** What does not agree with what was signed, announced or computed; the code says what kind, the text why. */
export interface Deviation {
  readonly code:
    | 'MESSAGE_INVALID'
    | 'ORDER_FORGED'
    | 'ORDER_UNKNOWN'
    | 'ORDER_ELSEWHERE'
    | 'ROUND_MALFORMED'
    | 'REMAINDER_EXCEEDED'
    | 'CEILING_DIFFERS'
    | 'MATCH_MISSING'
    | 'MATCH_UNFOUNDED'
    | 'TRADE_UNANNOUNCED';
  readonly text: string;
}

const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

/** Names a match in one line, so that equal matches are equal texts. */
export function nameMatch(match: { sellOrderId: string; buyOrderId: string; energyWh: bigint; priceMicroPerKwh: bigint }): string {
  return `${match.sellOrderId} -> ${match.buyOrderId}: ${match.energyWh} Wh at ${match.priceMicroPerKwh} micro/kWh`;
}

/** Matches of an announcement, ids in hex. */
export function announcedMatches(announcement: MatchAnnouncement) {
  return announcement.matches.map(({ sellOrderId, buyOrderId, ...rest }) => ({
    sellOrderId: hex(sellOrderId),
    buyOrderId: hex(buyOrderId),
    ...rest,
  }));
}

/**
 * Recomputes one round from the orders that were broadcast, by the rule and under the ceiling that it names.
 * @param orders by id
 * @returns nothing for a round that anyone would have held so.
 */
export function auditRound(announcement: MatchAnnouncement, orders: ReadonlyMap<string, BroadcastOrder>): Deviation[] {
  const { zone, carrier, interval, rule, considered, priceCeilingMicroPerKwh } = announcement;
  const deviations: Deviation[] = [];
  const ids = considered.map(({ orderId }) => hex(orderId));
  if (ids.some((id, at) => at > 0 && id <= (ids[at - 1] as string)))
    deviations.push({ code: 'ROUND_MALFORMED', text: 'considered orders: rising ids expected, each once' });
  if (!MATCH_RULES.includes(rule as MatchRule))
    deviations.push({
      code: 'ROUND_MALFORMED',
      text: `rule: ${MATCH_RULES.join(' or ')} expected, got ${JSON.stringify(rule.slice(0, 40))}`,
    });
  const found = considered.flatMap(({ remainingWh }, at) => {
    const order = orders.get(ids[at] as string);
    if (order === undefined) {
      deviations.push({ code: 'ORDER_UNKNOWN', text: `order ${ids[at]} was not broadcast while this listened` });
      return [];
    }
    if (order.zone !== zone || order.carrier !== carrier || order.interval !== interval) {
      const text = `order ${order.id} is of zone ${order.zone}, carrier ${order.carrier}, interval ${order.interval}`;
      deviations.push({ code: 'ORDER_ELSEWHERE', text });
    }
    if (remainingWh > order.energyWh) {
      const text = `order ${order.id}: at most ${order.energyWh} Wh expected, got ${remainingWh}`;
      deviations.push({ code: 'REMAINDER_EXCEEDED', text });
    }
    return [{ ...order, remainingWh }];
  });
  for (const side of ['sell', 'buy'] as const) {
    if (found.filter((order) => order.side === side).length > ROUND_ORDERS_PER_SIDE)
      deviations.push({ code: 'ROUND_MALFORMED', text: `at most ${ROUND_ORDERS_PER_SIDE} orders to ${side} expected in a round` });
  }
  if (deviations.length > 0) return deviations;
  const expected = matchMarket(found, rule as MatchRule, priceCeilingMicroPerKwh).map(nameMatch);
  const announced = announcedMatches(announcement).map(nameMatch);
  return [
    ...difference(expected, announced).map((text) => ({ code: 'MATCH_MISSING' as const, text: `${text} is due and was not announced` })),
    ...difference(announced, expected).map((text) => ({
      code: 'MATCH_UNFOUNDED' as const,
      text: `${text} does not follow from the orders`,
    })),
  ];
}

/** What stands in the first list more often than in the second. */
function difference(first: readonly string[], second: readonly string[]): string[] {
  const left = [...second];
  return first.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
