/**
 * deployment: puts the contracts on a chain, wires their roles, and writes down where they are. Every other program reads
 * that file (network.json). Knows viem and the compiled contracts, nothing of MQTT.
 *
 * In: an RPC address, the key that pays, and parameters whose defaults stand in DeployOptions. Out: a Deployment. The
 * deployer stays DEFAULT_ADMIN of the registry, ledger, policy and carbon ledger until it hands that role on; the market
 * has no admin. Throws when a transaction reverts, when a parameter can't work, or when an address has no code afterwards.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Deployment } from '@joulegate/protos';
import { SOURCE } from '@joulegate/protos';
import { type Abi, type Account, type Address, createPublicClient, createWalletClient, defineChain, type Hex, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { CONTRACTS } from '../generated/contracts.ts';

const { AdmissionPolicy, CarbonLedger, DemoEnergyCoin, EnergyMarket, MeterRegistry, ReadingLedger } = CONTRACTS;

/** Criteria of one zone, as the contract keeps them; bitmaps count from bit 0 = value 0 of the vocabulary. */
export interface ZoneCriteria {
  readonly operator: Address;
  readonly sources: number;
  readonly carriers: number;
  readonly natures: number;
  readonly minAttestationClass: number;
  readonly minEvidence: number;
  readonly minCapacityW: bigint;
  readonly maxCapacityW: bigint;
  readonly hostingCapacityW: bigint;
  readonly priceCeilingMicroPerKwh: bigint;
  readonly basePriceMicroPerKwh: bigint;
  readonly minVoltageMv: number;
  readonly maxVoltageMv: number;
  readonly minFrequencyMhz: number;
  readonly maxFrequencyMhz: number;
  readonly maxEvidenceAgeSeconds: number;
  readonly gridCodeProfile: Hex;
}

export interface DeployOptions {
  readonly rpcUrl: string;
  /** Pays, and becomes admin of every contract. */
  readonly deployerKey: Hex;
  /** Confirms meters (registry CERTIFIER_ROLE). Default: the deployer. */
  readonly certifier?: Address;
  /** Issues allowances and sets intensities (AUTHORITY_ROLE of carbon ledger and registry). Default: the deployer. */
  readonly authority?: Address;
  /** Whose escrow in the carbon ledger receives fines. Default: the deployer. */
  readonly treasury?: Address;
  /** By zone number; each names its operator, who alone changes them from then on. Default: no zone is open. */
  readonly zones?: Readonly<Record<number, ZoneCriteria>>;
  /** Length of a trading interval. Default 900. */
  readonly intervalSeconds?: number;
  /** How far from a boundary its reading may be. Default 30. */
  readonly toleranceSeconds?: number;
  /** How long missing boundaries are waited for. Default 86,400. */
  readonly settlementDeadlineSeconds?: number;
  /** Length of a carbon period, a multiple of the interval. Default 30 days. */
  readonly carbonPeriodSeconds?: number;
  /** After a period, how long its permits can still be bought. Default 7 days. */
  readonly carbonGraceSeconds?: number;
  /** Millionths of a coin per kilogram of deficit. Default 100,000 (100 coins a tonne, the fine of EU Directive 2003/87/EC art. 16(3)). */
  readonly finePriceMicroPerKg?: bigint;
}

/** Emission intensities in mg of CO2-equivalent per kWh, with where each is from. */
export const INTENSITIES: readonly { readonly source: number; readonly mgPerKwh: number; readonly citation: string }[] = [
  { source: SOURCE.solar, mgPerKwh: 92_830, citation: 'Wei et al. 2020, section 3.3.1: solar PV 92.83 g/kWh' },
  { source: SOURCE.coal, mgPerKwh: 811_200, citation: 'Wei et al. 2020, section 3.3.1: coal 811.2 g/kWh' },
  { source: SOURCE.wind, mgPerKwh: 11_000, citation: 'IPCC AR5 WG3 Annex III table A.III.2: wind onshore, median 11 g/kWh' },
  { source: SOURCE.tidal, mgPerKwh: 17_000, citation: 'IPCC AR5 WG3 Annex III table A.III.2: ocean, median 17 g/kWh' },
  { source: SOURCE.geothermal, mgPerKwh: 38_000, citation: 'IPCC AR5 WG3 Annex III table A.III.2: geothermal, median 38 g/kWh' },
  { source: SOURCE.biomass, mgPerKwh: 230_000, citation: 'IPCC AR5 WG3 Annex III table A.III.2: biomass dedicated, median 230 g/kWh' },
  { source: SOURCE.hydro, mgPerKwh: 24_000, citation: 'IPCC AR5 WG3 Annex III table A.III.2: hydropower, median 24 g/kWh' },
  { source: SOURCE.nuclear, mgPerKwh: 12_000, citation: 'IPCC AR5 WG3 Annex III table A.III.2: nuclear, median 12 g/kWh' },
  { source: SOURCE.gas, mgPerKwh: 490_000, citation: 'IPCC AR5 WG3 Annex III table A.III.2: gas combined cycle, median 490 g/kWh' },
  { source: SOURCE.storage, mgPerKwh: 0, citation: 'Counted where it was generated: what a storage gives back has been metered before' },
  { source: SOURCE.load, mgPerKwh: 0, citation: 'A load generates nothing' },
];

/** Sends a contract call and waits until it is mined; throws with the contract's own error when it reverts. */
export type Call = (address: Address, abi: Abi, functionName: string, args: readonly unknown[]) => Promise<void>;

export interface ChainAccount {
  readonly account: Account;
  readonly chainId: number;
  deployContract(contract: { readonly abi: Abi; readonly bytecode: Hex }, args: readonly unknown[]): Promise<Address>;
  call: Call;
  read(address: Address, abi: Abi, functionName: string, args: readonly unknown[]): Promise<unknown>;
}

/**
 * One account on one chain, sending one transaction after the other. Fees are of type 2 where blocks have a base fee,
 * else legacy.
 */
export async function connectAccount(rpcUrl: string, key: Hex): Promise<ChainAccount> {
  const account = privateKeyToAccount(key);
  const transport = http(rpcUrl);
  const probe = createPublicClient({ transport });
  const chainId = await probe.getChainId();
  const chain = defineChain({
    id: chainId,
    name: `eip155:${chainId}`,
    nativeCurrency: { name: 'native', symbol: 'NAT', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const reader = createPublicClient({ chain, transport, pollingInterval: 30, cacheTime: 0 });
  const wallet = createWalletClient({ account, chain, transport });
  const head = await reader.getBlock();
  const type = head.baseFeePerGas === null ? 'legacy' : 'eip1559';

  const mined = async (hash: Hex) => {
    const receipt = await reader.waitForTransactionReceipt({ hash, timeout: 60_000 });
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`);
    return receipt;
  };
  return {
    account,
    chainId,
    async deployContract(contract, args) {
      const hash = await wallet.deployContract({ ...contract, args, type } as never);
      const { contractAddress } = await mined(hash);
      // A chain whose EVM is too old for the code accepts the transaction and leaves an empty address.
      if (!contractAddress || ((await reader.getCode({ address: contractAddress })) ?? '0x') === '0x') {
        throw new Error(`contract code expected after deployment ${hash}, got none: does the chain's EVM have the London rules?`);
      }
      return contractAddress.toLowerCase() as Address;
    },
    async call(address, abi, functionName, args) {
      const { request } = await reader.simulateContract({ account, address, abi, functionName, args, type } as never);
      await mined(await wallet.writeContract(request as never));
    },
    read: (address, abi, functionName, args) => reader.readContract({ address, abi, functionName, args } as never),
  };
}

/** Deploys everything, wires roles, sets intensities and zones. Idempotent it is not: each call is a new market. */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const chain = await connectAccount(options.rpcUrl, options.deployerKey);
  const admin = chain.account.address;
  const intervalSeconds = options.intervalSeconds ?? 900;
  const toleranceSeconds = options.toleranceSeconds ?? 30;
  const carbonPeriodSeconds = options.carbonPeriodSeconds ?? 30 * 86_400;
  if (carbonPeriodSeconds % intervalSeconds !== 0) {
    throw new Error(`carbonPeriodSeconds: a multiple of the interval of ${intervalSeconds} s expected, got ${carbonPeriodSeconds}`);
  }
  if (toleranceSeconds * 2 >= intervalSeconds) {
    throw new Error(`toleranceSeconds: less than half the interval of ${intervalSeconds} s expected, got ${toleranceSeconds}`);
  }
  const reader = createPublicClient({ transport: http(options.rpcUrl) });
  const deployBlock = Number(await reader.getBlockNumber());

  const token = await chain.deployContract(DemoEnergyCoin, [admin]);
  const meterRegistry = await chain.deployContract(MeterRegistry, [admin]);
  const readingLedger = await chain.deployContract(ReadingLedger, [
    admin,
    meterRegistry,
    BigInt(intervalSeconds),
    BigInt(toleranceSeconds),
  ]);
  const admissionPolicy = await chain.deployContract(AdmissionPolicy, [admin, meterRegistry, readingLedger]);
  const energyMarket = await chain.deployContract(EnergyMarket, [
    token,
    meterRegistry,
    readingLedger,
    admissionPolicy,
    BigInt(options.settlementDeadlineSeconds ?? 86_400),
  ]);
  const carbonLedger = await chain.deployContract(CarbonLedger, [
    admin,
    token,
    meterRegistry,
    readingLedger,
    admissionPolicy,
    options.treasury ?? admin,
    BigInt(carbonPeriodSeconds),
    BigInt(options.carbonGraceSeconds ?? 7 * 86_400),
    options.finePriceMicroPerKg ?? 100_000n,
  ]);

  const grant = async (contract: { abi: Abi }, address: Address, role: string, to: Address) => {
    const id = await chain.read(address, contract.abi, role, []);
    await chain.call(address, contract.abi, 'grantRole', [id, to]);
  };
  await grant(MeterRegistry, meterRegistry, 'CERTIFIER_ROLE', options.certifier ?? admin);
  await grant(MeterRegistry, meterRegistry, 'AUTHORITY_ROLE', admin);
  if (options.authority) await grant(MeterRegistry, meterRegistry, 'AUTHORITY_ROLE', options.authority);
  await grant(MeterRegistry, meterRegistry, 'SUSPENDER_ROLE', readingLedger);
  await grant(MeterRegistry, meterRegistry, 'SUSPENDER_ROLE', admin);
  await grant(ReadingLedger, readingLedger, 'MARKET_ROLE', energyMarket);
  await grant(AdmissionPolicy, admissionPolicy, 'SUSPENDER_ROLE', carbonLedger);
  await grant(CarbonLedger, carbonLedger, 'AUTHORITY_ROLE', options.authority ?? admin);

  for (const { source, mgPerKwh, citation } of INTENSITIES) {
    await chain.call(meterRegistry, MeterRegistry.abi, 'setIntensity', [source, mgPerKwh, citation]);
  }
  for (const [zone, criteria] of Object.entries(options.zones ?? {})) {
    await chain.call(admissionPolicy, AdmissionPolicy.abi, 'setCriteria', [Number(zone), { ...criteria, version: 0 }]);
  }
  return {
    chainId: chain.chainId,
    deployBlock,
    intervalSeconds,
    toleranceSeconds,
    carbonPeriodSeconds,
    contracts: { meterRegistry, readingLedger, admissionPolicy, energyMarket, carbonLedger, token },
  };
}

export function writeDeployment(path: string, deployment: Deployment): void {
  writeFileSync(path, `${JSON.stringify(deployment, null, 2)}\n`);
}

/** @throws Error naming the file when it is no deployment. */
export function readDeployment(path: string): Deployment {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null || !('contracts' in parsed) || !('chainId' in parsed)) {
    throw new Error(`${path}: a deployment {chainId, contracts, …} expected`);
  }
  return parsed as Deployment;
}
