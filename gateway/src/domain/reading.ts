/** One set of registers and measurements of one meter at one meter time. Energy in Wh, power in W (positive is import). */
export interface Reading {
  /** Unix seconds by the meter's clock. */
  readonly time: bigint;
  /** OBIS 1.8.0 */
  readonly importWh: bigint;
  /** OBIS 2.8.0 */
  readonly exportWh: bigint;
  readonly powerW: number;
  /** 0 where the meter does not measure it. */
  readonly voltageMv: number;
  /** 0 where the meter does not measure it. */
  readonly frequencyMhz: number;
  /** STATUS_BIT of docs/wire.md */
  readonly status: number;
}

/** A reading with the exact bytes its meter signed: the unit that travels unchanged to the contract. */
export interface SignedReading extends Reading {
  /** The meter's own count of its readings: one of them has each number. */
  readonly counter: bigint;
  /** As received, verbatim. */
  readonly raw: Uint8Array;
}

/** In our own layout, 132 bytes (docs/wire.md §1). */
export interface NativeReading extends SignedReading {
  /** The market that the meter was commissioned for. */
  readonly domain: bigint;
}

/** What the gateway remembers of a meter between readings; starts as `undefined` for a meter never seen. */
export interface MeterState {
  readonly counter: bigint;
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
  /** SHA-256 of the last signed payload, hex: tells a repeated line from an equivocation. */
  readonly digest: string;
}
