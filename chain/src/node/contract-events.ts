/** Logs of our contracts, decoded. Pure. */
import type { ContractName, Deployment } from '@joulegate/protos';
import { decodeEventLog } from 'viem';
import { ABIS } from './abis.ts';
import { sameHex } from './bytes.ts';
import type { RawLog } from './chain-reader.ts';
import type { Hex } from './options.ts';

export interface ContractEvent {
  readonly contract: ContractName;
  readonly event: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly log: RawLog;
}

/** Last level of the announcement's topic. */
export const EVENT_KIND: Record<ContractName, string> = {
  meterRegistry: 'meter',
  readingLedger: 'reading',
  admissionPolicy: 'admission',
  energyMarket: 'trade',
  carbonLedger: 'carbon',
  storageBoard: 'storage',
  guaranteeOfOrigin: 'carbon',
  boughtEnergy: 'carbon',
};
const CONTRACT_NAMES = Object.keys(EVENT_KIND) as ContractName[];

/** @returns undefined for logs of other contracts (the token) and events we do not know. */
export function decodeLog(log: RawLog, deployment: Deployment): ContractEvent | undefined {
  const contract = CONTRACT_NAMES.find((name) => sameHex(deployment.contracts[name], log.address));
  if (!contract) return undefined;
  try {
    const decoded = decodeEventLog({ abi: ABIS[contract], data: log.data, topics: [...log.topics] as [Hex, ...Hex[]] });
    return { contract, event: String(decoded.eventName), args: (decoded.args ?? {}) as unknown as Record<string, unknown>, log };
  } catch {
    return undefined;
  }
}
