/** A contract's log as JSON-RPC gives it: hex with 0x in lower case. */
export interface ChainLog {
  readonly address: string;
  /** The first is the event's, the others its indexed values: 32 bytes each. */
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: bigint;
  readonly transactionHash: string;
  readonly logIndex: number;
}
