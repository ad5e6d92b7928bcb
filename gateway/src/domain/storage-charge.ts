/** What a storage device says it holds, and can hold. */
export interface StorageCharge {
  readonly storedWh: bigint;
  readonly usableWh: bigint;
}
