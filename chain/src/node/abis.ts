/** ABIs by the names a deployment uses, and all custom errors in one list. */
import type { ContractName } from '@joulegate/protos';
import type { Abi, AbiParameter } from 'viem';
import { CONTRACTS } from '../generated/contracts.ts';

export const ABIS: Record<ContractName, Abi> = {
  meterRegistry: CONTRACTS.MeterRegistry.abi as Abi,
  readingLedger: CONTRACTS.ReadingLedger.abi as Abi,
  admissionPolicy: CONTRACTS.AdmissionPolicy.abi as Abi,
  energyMarket: CONTRACTS.EnergyMarket.abi as Abi,
  carbonLedger: CONTRACTS.CarbonLedger.abi as Abi,
  storageBoard: CONTRACTS.StorageBoard.abi as Abi,
  guaranteeOfOrigin: CONTRACTS.GuaranteeOfOrigin.abi as Abi,
  boughtEnergy: CONTRACTS.BoughtEnergy.abi as Abi,
};

type AbiError = Extract<Abi[number], { type: 'error' }>;

function signatureOf(item: AbiError): string {
  return `${item.name}(${item.inputs.map((input: AbiParameter) => input.type).join()})`;
}

/** One contract's revert may come up through another, so a decoder needs the errors of all. */
export const ALL_ERRORS: AbiError[] = [
  ...new Map(
    Object.values(ABIS)
      .flat()
      .filter((item) => item.type === 'error')
      .map((item) => [signatureOf(item), item]),
  ).values(),
];
