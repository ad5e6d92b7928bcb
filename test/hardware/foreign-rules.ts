import { decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { RpcError } from '../../chain/src/engine/json-rpc.ts';
import { CONTRACTS } from '../../chain/src/generated/contracts.ts';
import { extractRevert } from '../../chain/src/node/reverts.ts';
import type { Foreign } from '../../chain/test/support/foreign.ts';
import { type Market, startMarket } from '../../chain/test/support/market.ts';
import { verifyForeign } from '../../gateway/src/app/wires/foreign-formats.ts';

const { abi } = CONTRACTS.ForeignReadings;
const FIELDS = ['counter', 'time', 'importWh', 'exportWh', 'powerW', 'status'] as const;
export type Values = Readonly<Record<(typeof FIELDS)[number], bigint>>;
export type Verdict = Values | 'refused';
export interface Verdicts {
  readonly contract: Verdict;
  readonly gateway: Verdict;
}

/**
 * One rule, written twice: the gateway reads a foreign meter's record before it relays it, and the contract reads it again.
 * Where the gateway takes what the contract refuses, a batch that it stands in is lost; where they read different registers,
 * what the gateway shows is not what counts. So both are asked.
 */
export interface ForeignRules {
  /** @param raw what the gateway takes off the wire for the closing that the contract gets */
  ask(format: 'ocmf' | 'bsm', raw: Uint8Array, foreign: Foreign): Promise<Verdicts>;
  stop(): Promise<void>;
}

const valuesOf = (reading: Readonly<Record<(typeof FIELDS)[number], bigint | number>>): Values =>
  Object.fromEntries(FIELDS.map((name) => [name, BigInt(reading[name])])) as Values;

async function askContract({ engine }: Market, verifier: Hex, { key, format, closing }: Foreign): Promise<Verdict> {
  const curve = key.curve === 'P256' ? 2 : 1;
  const data = encodeFunctionData({ abi, functionName: 'read', args: [key.id, format, curve, closing] });
  const answer: unknown = await engine.request('eth_call', [{ to: verifier, data }, 'latest']).catch((cause: unknown) => cause);
  if (!(answer instanceof RpcError)) {
    const result = decodeFunctionResult({ abi, functionName: 'read', data: answer as Hex });
    return valuesOf((result as { readonly reading: Parameters<typeof valuesOf>[0] }).reading);
  }
  // A signature that does not hold, or gas that ran out, would agree with anything.
  const why = extractRevert(answer)?.name;
  if (why !== 'ForeignReadingInvalid') throw new Error(`the contract: ForeignReadingInvalid expected, got ${why}`);
  return 'refused';
}

function askGateway(format: 'ocmf' | 'bsm', raw: Uint8Array, { key }: Foreign): Verdict {
  const publicKey = Buffer.from(key.keyX.slice(2) + key.keyY.slice(2), 'hex');
  const result = verifyForeign(format, raw, publicKey);
  if (result.ok) return valuesOf(result.value);
  if (result.code === 'SIGNATURE_INVALID') throw new Error(`the gateway: ${result.message}`);
  return 'refused';
}

/** The gateway's verifier here, the contract's on an anvil of its own. */
export async function startForeignRules(): Promise<ForeignRules> {
  const market = await startMarket();
  const verifier = await market.read<Hex>('meterRegistry', 'foreignReadings');
  return {
    ask: async (format, raw, foreign) => ({
      contract: await askContract(market, verifier, foreign),
      gateway: askGateway(format, raw, foreign),
    }),
    stop: () => market.stop(),
  };
}
