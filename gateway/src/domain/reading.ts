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
  readonly domain: bigint;
  readonly counter: bigint;
  /** The 132 bytes as received. */
  readonly raw: Uint8Array;
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
