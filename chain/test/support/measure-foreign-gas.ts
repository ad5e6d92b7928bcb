/**
 * What a reading of each format costs, on a chain without the P-256 precompile and on one with it (EIP-7951, Osaka).
 * Printed by foreign-gas.test.ts.
 */
import { encodeFunctionData, type Hex } from 'viem';
import { ABIS } from '../../src/node/abis.ts';
import { commission, oneReadingBatch, signReading } from './actions.ts';
import {
  commissionForeign,
  type Foreign,
  type ForeignKey,
  foreignBatchArgs,
  makeForeignKey,
  ocmfPayload,
  signBsm,
  signOcmf,
} from './foreign.ts';
import { type Market, T0 } from './market.ts';

export const FOREIGN_GAS_ROWS = ['native', 'OCMF, P-256', 'OCMF, secp256k1', 'BSM, P-256'] as const;
export type ForeignGasRow = (typeof FOREIGN_GAS_ROWS)[number];

export interface ForeignGas {
  /** A transaction that calls verify and does nothing else. */
  readonly verify: number;
  /** A batch of one reading, not the meter's first. */
  readonly recordBatch: number;
  readonly closingBytes: number;
}
export type ForeignGasTable = Readonly<Record<ForeignGasRow, ForeignGas>>;

async function measureVerify(market: Market, meter: Hex, reading: Hex): Promise<number> {
  const data = encodeFunctionData({ abi: ABIS.readingLedger, functionName: 'verify', args: [meter, reading] });
  const gas = await market.engine.request('eth_estimateGas', [
    { from: market.people.relayer.address, to: market.deployment.contracts.readingLedger, data },
  ]);
  return Number(gas);
}

async function measureFormat(market: Market, make: (counter: number) => Foreign): Promise<ForeignGas> {
  const [first, second] = [make(1), make(2)];
  const meter = await commissionForeign(market, 'buyer', first);
  await market.send('readingLedger', 'recordBatch', await foreignBatchArgs(market, 'buyer', meter, first, 1n));
  const verify = await measureVerify(market, meter, second.closing);
  const mined = await market.send('readingLedger', 'recordBatch', await foreignBatchArgs(market, 'buyer', meter, second, 2n));
  return { verify, recordBatch: mined.gasUsed, closingBytes: (second.closing.length - 2) / 2 };
}

/** Needs a market fresh from startMarket(). */
export async function measureForeignGas(market: Market): Promise<ForeignGasTable> {
  await market.setTime(T0);
  // Away from a boundary, which costs the same whatever signed it.
  const time = (counter: number) => T0 - 400n + BigInt(counter);
  const record = (key: ForeignKey) => (counter: number) =>
    signOcmf(key, ocmfPayload({ counter, time: time(counter), importKwh: '1234.56', exportKwh: '0.12' }));
  const bsmKey = makeForeignKey();
  const meta1 = 'contract-id: rfid:12345678abcdef';
  const snapshot = (counter: number) =>
    signBsm(bsmKey, { counter, epoch: Number(time(counter)), totWhImp: 10_000 + counter, whSf: 1, meta1 });

  const native = await commission(market, 'seller', 1);
  const values = (counter: number) => ({ counter: BigInt(counter), time: time(counter), exportWh: 5n });
  await market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'seller', native, values(1)));
  const verify = await measureVerify(market, native.id, await signReading(market, native, values(2)));
  const mined = await market.send('readingLedger', 'recordBatch', await oneReadingBatch(market, 'seller', native, values(2)));
  return {
    native: { verify, recordBatch: mined.gasUsed, closingBytes: 132 },
    'OCMF, P-256': await measureFormat(market, record(makeForeignKey('P256'))),
    'OCMF, secp256k1': await measureFormat(market, record(makeForeignKey('secp256k1'))),
    'BSM, P-256': await measureFormat(market, snapshot),
  };
}

export function formatForeignGas(tables: Readonly<Record<string, ForeignGasTable>>): string {
  const number = (value: number) => value.toLocaleString('en').padStart(12);
  const title = `${'format'.padEnd(18)}${'chain'.padEnd(10)}${'bytes'.padStart(6)}${'verify'.padStart(12)}${'recordBatch'.padStart(12)}`;
  const rows = FOREIGN_GAS_ROWS.flatMap((format) =>
    Object.entries(tables).map(([chain, table]) => {
      const { closingBytes, verify, recordBatch } = table[format];
      return `${format.padEnd(18)}${chain.padEnd(10)}${String(closingBytes).padStart(6)}${number(verify)}${number(recordBatch)}`;
    }),
  );
  return [title, ...rows].join('\n');
}
