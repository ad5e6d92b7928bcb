import { Encoder } from 'cbor-x';
import type { RegisterOffsets } from '../attest/index.ts';
import type { JournalOperation, MeterState } from '../domain/index.ts';
import type { EventPosition } from '../proof/index.ts';

/**
 * The small durable values beside the journal's entries, each under a name of its own. CBOR arrays and maps; 64-bit
 * numbers as decimal text, so that any tool reads them exactly.
 */
const cbor = new Encoder({ useRecords: false, tagUint8Array: false });

export function setValue(name: string, value: unknown): JournalOperation {
  return { type: 'set', name, value: cbor.encode(value) };
}

/** @returns the value, or undefined where it was never set. */
export function getValue<T>(source: { get(name: string): Uint8Array | undefined }, name: string): T | undefined {
  const bytes = source.get(name);
  return bytes === undefined ? undefined : (cbor.decode(bytes) as T);
}

export const VALUE = {
  nonce: 'nonce',
  meterState: (meter: string) => `meter:${meter}`,
  device: (device: string) => `device:${device}`,
  flow: (device: string) => `flow:${device}`,
  batch: (meter: string) => `batch:${meter}`,
  completeness: (meter: string) => `completeness:${meter}`,
  order: (device: string, index: number) => `order:${device}:${index}`,
  carbon: (device: string, kind: string, index: number) => `carbon:${device}:${kind}:${index}`,
  supply: (device: string) => `supply:${device}`,
  storage: (device: string) => `storage:${device}`,
  promises: (device: string) => `promises:${device}`,
  history: (slot: number) => `history:${slot}`,
  access: (device: string) => `access:${device}`,
  offsets: (device: string) => `offsets:${device}`,
  published: 'published',
} as const;

type StoredState = [counter: string, time: string, importWh: string, exportWh: string, digest: string];

export function setMeterState(meter: string, state: MeterState): JournalOperation {
  const stored: StoredState = [String(state.counter), String(state.time), String(state.importWh), String(state.exportWh), state.digest];
  return setValue(VALUE.meterState(meter), stored);
}

export function getMeterState(source: { get(name: string): Uint8Array | undefined }, meter: string): MeterState | undefined {
  const stored = getValue<StoredState>(source, VALUE.meterState(meter));
  if (stored === undefined) return undefined;
  const [counter, time, importWh, exportWh, digest] = stored;
  return { counter: BigInt(counter), time: BigInt(time), importWh: BigInt(importWh), exportWh: BigInt(exportWh), digest };
}

export function setOffsets(device: string, { importWh, exportWh }: RegisterOffsets): JournalOperation {
  return setValue(VALUE.offsets(device), [String(importWh), String(exportWh)]);
}

export function getOffsets(source: { get(name: string): Uint8Array | undefined }, device: string): RegisterOffsets | undefined {
  const stored = getValue<[importWh: string, exportWh: string]>(source, VALUE.offsets(device));
  return stored === undefined ? undefined : { importWh: BigInt(stored[0]), exportWh: BigInt(stored[1]) };
}

/** Who is at the end of a device's wire: learned at first contact, then pinned. */
export interface PinnedDevice {
  readonly meter: string;
  /** x | y in hex, 128 digits. */
  readonly publicKey: string;
  /** secp256k1 where absent. */
  readonly curve?: 'P-256' | 'secp256k1';
  readonly model: string;
  readonly serial: string;
  /** Keys that it signed with before the present one, oldest first; its id is the first's address. */
  readonly earlier?: readonly string[];
}

/** How far a meter's batches have come, as decimal text. */
export interface BatchMark {
  /** Highest counter put into a batch. */
  readonly floor: string;
  /** Highest counter proven on chain. */
  readonly proven: string;
  /** Boundary closed last, -1 for none. */
  readonly boundary: number;
  /** Counters of readings that were refused as a batch's last, newest last: another one closes over them. */
  readonly unfit?: readonly string[];
  /** First counter that the present key signed: readings before it may stand under a root, and not close it. */
  readonly fitFrom?: string;
}

export const FRESH_BATCHES: BatchMark = { floor: '-1', proven: '-1', boundary: -1 };

/** Where a unit stands on its way into the market. */
export interface Flow {
  readonly registration: 'none' | 'pending' | 'done';
  readonly admission: 'none' | 'pending' | 'granted' | 'refused';
  /** Which of the configured requests is being asked. */
  readonly ask: number;
  /** Unix seconds before which the next request is not sent. */
  readonly notBefore: number;
  /** When a granted permit ends, Unix seconds; 0 without end. */
  readonly validUntil: number;
  /** Whether a renewal of it is being asked for, and from when on, Unix seconds, the next may be. */
  readonly renewal: 'none' | 'pending';
  readonly renewAt: number;
  /** Where a meter is on its way to its next key (x | y in hex), which it has named: key-succession.ts. */
  readonly rotation: 'none' | 'asked' | 'switching' | 'proving' | 'pending';
  readonly nextKey?: string | undefined;
  /** Where the newest proven permit stands, and the meter it names; undefined before the first. */
  readonly grantAt?: EventPosition;
  readonly grantMeter?: string;
}

export const FRESH_FLOW: Flow = {
  registration: 'none',
  admission: 'none',
  ask: 0,
  notBefore: 0,
  validUntil: 0,
  renewal: 'none',
  renewAt: 0,
  rotation: 'none',
};
