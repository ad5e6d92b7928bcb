/** Fees by what the chain has: type 2 where blocks carry a base fee, else a legacy gas price. All in wei. */
import type { RpcRequest } from '../engine/json-rpc.ts';

export type Fees =
  | { readonly type: 'eip1559'; readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }
  | { readonly type: 'legacy'; readonly gasPrice: bigint };

const DEFAULT_TIP_WEI = 1_000_000_000n;

/** Pools demand 10 % more for a replacement; an eighth more, plus one wei, is above it at any size. Pure. */
export function bumpFees(fees: Fees): Fees {
  const more = (wei: bigint): bigint => wei + wei / 8n + 1n;
  if (fees.type === 'legacy') return { type: 'legacy', gasPrice: more(fees.gasPrice) };
  return { type: 'eip1559', maxFeePerGas: more(fees.maxFeePerGas), maxPriorityFeePerGas: more(fees.maxPriorityFeePerGas) };
}

/** Component by component the larger of two fees of one type; of different types the second. Pure. */
export function maxFees(a: Fees, b: Fees): Fees {
  const max = (x: bigint, y: bigint): bigint => (x > y ? x : y);
  if (a.type === 'legacy' && b.type === 'legacy') return { type: 'legacy', gasPrice: max(a.gasPrice, b.gasPrice) };
  if (a.type === 'eip1559' && b.type === 'eip1559') {
    return {
      type: 'eip1559',
      maxFeePerGas: max(a.maxFeePerGas, b.maxFeePerGas),
      maxPriorityFeePerGas: max(a.maxPriorityFeePerGas, b.maxPriorityFeePerGas),
    };
  }
  return b;
}

/** @param baseFeePerGas of the newest block; undefined on chains without EIP-1559. */
export async function quoteFees(rpc: RpcRequest, baseFeePerGas: bigint | undefined): Promise<Fees> {
  if (baseFeePerGas === undefined) return { type: 'legacy', gasPrice: BigInt((await rpc('eth_gasPrice')) as string) };
  const tip = await rpc('eth_maxPriorityFeePerGas').then(
    (value) => BigInt(value as string),
    () => DEFAULT_TIP_WEI,
  );
  // Twice the base fee outlasts six full blocks of rising fees (EIP-1559: an eighth per block).
  return { type: 'eip1559', maxFeePerGas: baseFeePerGas * 2n + tip, maxPriorityFeePerGas: tip };
}
