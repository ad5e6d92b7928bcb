/**
 * The first look at a message that anyone may have sent: its size, its nesting, its sender's rate. Before any parser
 * sees it, and the same on both sides of the broker. Pure: time comes in.
 */
import type { ErrorCode } from './error-codes.ts';
import { MESSAGE_MAX_LENGTH } from './messages.ts';

export interface InboundLimits {
  /** Messages a second that one sender may send for good, and how many at once after a silence. */
  readonly perSecond: number;
  readonly burst: number;
  /** Senders told apart; what more come share one allowance, so that made-up names cost no memory. */
  readonly senders: number;
}

export type InboundFault = Extract<ErrorCode, 'MQTT_PAYLOAD_OVERSIZE' | 'MQTT_PAYLOAD_DEPTH' | 'MQTT_RATE_EXCEEDED'>;

export interface InboundGuard {
  /**
   * @param sender who may be told apart by the topic, which the broker's access list vouches for.
   * @param nowMs of a clock that never runs back.
   * @returns why the message is refused, or undefined where it may be read.
   */
  admit(sender: string, payload: Uint8Array, nowMs: number): InboundFault | undefined;
}

/** The deepest JSON that we send is an announced event: an object, its args, a struct, a list in it. */
export const JSON_MAX_DEPTH = 16;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Whether bytes that begin as a JSON object or list nest deeper than `max`. Protobuf's own reader bounds its nesting. */
export function exceedsJsonDepth(bytes: Uint8Array, max = JSON_MAX_DEPTH): boolean {
  let at = 0;
  while (at < bytes.length && SPACE.has(bytes[at] as number)) at += 1;
  if (!OPEN.has(bytes[at] ?? 0)) return false;
  let depth = 0;
  let isText = false;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    if (isText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (OPEN.has(byte)) {
      depth += 1;
      if (depth > max) return true;
    } else if (CLOSE.has(byte)) depth -= 1;
  }
  return false;
}

/** A token bucket per sender, behind the checks of size and depth. */
export function createInboundGuard({ perSecond, burst, senders }: InboundLimits): InboundGuard {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const CROWD = '\0';
  const take = (sender: string, nowMs: number): boolean => {
    const known = buckets.has(sender) || buckets.size < senders;
    const key = known ? sender : CROWD;
    const bucket = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = nowMs;
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
  return {
    admit(sender, payload, nowMs) {
      // An oversize or too deep message costs its sender an allowance too.
      const isWithin = take(sender, nowMs);
      if (payload.length > MESSAGE_MAX_LENGTH) return 'MQTT_PAYLOAD_OVERSIZE';
      if (!isWithin) return 'MQTT_RATE_EXCEEDED';
      return exceedsJsonDepth(payload) ? 'MQTT_PAYLOAD_DEPTH' : undefined;
    },
  };
}
