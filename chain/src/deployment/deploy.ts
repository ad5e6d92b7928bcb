/**
 * deployment: puts the contracts on a chain, wires their roles, and writes down where they are. Every other program reads
 * that file (network.json). Knows viem and the compiled contracts, nothing of MQTT.
 *
 * In: an RPC address, the key that pays, and parameters whose defaults stand in DeployOptions. Out: a Deployment. The
 * deployer stays DEFAULT_ADMIN of the registry, ledger, policy and carbon ledger until it hands that role on; the market
 * has no admin. Throws when a transaction reverts, when a parameter can't work, or when an address has no code afterwards.
 */
import type { Deployment } from '@joulegate/protos';
import { SOURCE } from '@joulegate/protos';
import { type Address, type Hex, keccak256, toBytes } from 'viem';
import { type CompiledName, type Plan, type PlannedDeployment, Planner } from './plan.ts';
import { openKeySender, runPlan } from './run-plan.ts';
import type { TransactionSigner } from './signer-account.ts';

/** Criteria of one zone, as the contract keeps them; bitmaps count from bit 0 = value 0 of the vocabulary. */
export interface ZoneCriteria {
  readonly operator: Address;
  readonly sources: number;
  readonly carriers: number;
  readonly natures: number;
  readonly minAttestationClass: number;
  /** Signed readings needed as evidence for a permit, and in a row for a suspension for safety and for its cure. */
  readonly minEvidence: number;
  /** How long a permit holds; 0 without end. */
  readonly permitSeconds: number;
  /** Total harmonic distortion; 0 not demanded. */
  readonly maxThdPermille: number;
  readonly minCapacityW: bigint;
  readonly maxCapacityW: bigint;
  /** Of the whole zone; what permits hold of it the contract counts. */
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

/** As setCriteria takes them: what the contract keeps by itself is sent as zero. */
export function criteriaArgument(criteria: ZoneCriteria): ZoneCriteria & { readonly version: number; readonly grantedCapacityW: bigint } {
  return { ...criteria, version: 0, grantedCapacityW: 0n };
}

export interface MarketParameters {
  /** An ERC-20 that is there already. Default: a DemoEnergyCoin is created, which the admin mints. */
  readonly token?: Address;
  /** Confirms meters and certifies units for grid codes (CERTIFIER_ROLE of registry and policy). Default: the deployer. */
  readonly certifier?: Address;
  /** Issues allowances, sets intensities and factors (AUTHORITY_ROLE of carbon ledger, registry and bought energy). Default: the deployer. */
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
  readonly guaranteeValiditySeconds?: number;
}

export interface DeployOptions extends MarketParameters {
  readonly rpcUrl: string;
  /** Pays, and becomes admin of every contract. */
  readonly deployer: TransactionSigner;
  /** On any other chain nothing is sent. */
  readonly chainId?: number;
  /** Where to write down each transaction before it is sent. */
  readonly journalFile?: string;
  /** Blocks to wait for after the last transaction, its own included. Default 1. */
  readonly confirmations?: number;
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

/**
 * Every transaction that puts a market on a chain, in order: contracts, roles, intensities, zones.
 * @param admin sends them, and is admin of every contract
 * @param firstNonce of the first transaction
 * @throws Error naming a parameter that can't work
 */
export function planDeployment(
  options: MarketParameters,
  admin: Address,
  firstNonce: number,
): { readonly plan: Plan; readonly deployment: PlannedDeployment } {
  const intervalSeconds = options.intervalSeconds ?? 900;
  const toleranceSeconds = options.toleranceSeconds ?? 30;
  const carbonPeriodSeconds = options.carbonPeriodSeconds ?? 30 * 86_400;
  if (carbonPeriodSeconds % intervalSeconds !== 0) {
    throw new Error(`carbonPeriodSeconds: a multiple of the interval of ${intervalSeconds} s expected, got ${carbonPeriodSeconds}`);
  }
  if (toleranceSeconds * 2 >= intervalSeconds) {
    throw new Error(`toleranceSeconds: less than half the interval of ${intervalSeconds} s expected, got ${toleranceSeconds}`);
  }
  const chain = new Planner(admin, firstNonce);

  const token = options.token ?? chain.create('DemoEnergyCoin', [admin]);
  const meterRegistry = chain.create('MeterRegistry', [admin]);
  const readingLedger = chain.create('ReadingLedger', [admin, meterRegistry, BigInt(intervalSeconds), BigInt(toleranceSeconds)]);
  const admissionPolicy = chain.create('AdmissionPolicy', [admin, meterRegistry, readingLedger]);
  const energyMarket = chain.create('EnergyMarket', [
    token,
    meterRegistry,
    readingLedger,
    admissionPolicy,
    BigInt(options.settlementDeadlineSeconds ?? 86_400),
  ]);
  const carbonLedger = chain.create('CarbonLedger', [
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
  const storageBoard = chain.create('StorageBoard', [meterRegistry]);
  const guaranteeOfOrigin = chain.create('GuaranteeOfOrigin', [
    meterRegistry,
    readingLedger,
    BigInt(options.guaranteeValiditySeconds ?? 365 * 86_400),
  ]);
  const boughtEnergy = chain.create('BoughtEnergy', [admin, meterRegistry, readingLedger, BigInt(carbonPeriodSeconds)]);

  const grant = (contract: CompiledName, address: Address, role: string, to: Address) =>
    chain.call(contract, address, 'grantRole', [keccak256(toBytes(role)), to]);
  grant('MeterRegistry', meterRegistry, 'CERTIFIER_ROLE', options.certifier ?? admin);
  grant('MeterRegistry', meterRegistry, 'AUTHORITY_ROLE', admin);
  if (options.authority) grant('MeterRegistry', meterRegistry, 'AUTHORITY_ROLE', options.authority);
  grant('MeterRegistry', meterRegistry, 'SUSPENDER_ROLE', readingLedger);
  grant('MeterRegistry', meterRegistry, 'SUSPENDER_ROLE', admin);
  grant('ReadingLedger', readingLedger, 'MARKET_ROLE', energyMarket);
  grant('AdmissionPolicy', admissionPolicy, 'SUSPENDER_ROLE', carbonLedger);
  grant('AdmissionPolicy', admissionPolicy, 'CERTIFIER_ROLE', options.certifier ?? admin);
  grant('CarbonLedger', carbonLedger, 'AUTHORITY_ROLE', options.authority ?? admin);
  grant('BoughtEnergy', boughtEnergy, 'AUTHORITY_ROLE', options.authority ?? admin);

  for (const { source, mgPerKwh, citation } of INTENSITIES) {
    chain.call('MeterRegistry', meterRegistry, 'setIntensity', [source, mgPerKwh, citation]);
  }
  for (const [zone, criteria] of Object.entries(options.zones ?? {})) {
    chain.call('AdmissionPolicy', admissionPolicy, 'setCriteria', [Number(zone), criteriaArgument(criteria)]);
  }
  const contracts = {
    meterRegistry,
    readingLedger,
    admissionPolicy,
    energyMarket,
    carbonLedger,
    storageBoard,
    guaranteeOfOrigin,
    boughtEnergy,
    token,
  };
  return { plan: chain.finish(), deployment: { intervalSeconds, toleranceSeconds, carbonPeriodSeconds, contracts } };
}

/**
 * Deploys everything, wires roles, sets intensities and zones. Without a journal each call is a new market; with one, a
 * call that was interrupted goes on where it stopped, and a finished one finds that it is done.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const sender = await openKeySender(options.rpcUrl, options.deployer);
  return runPlan(sender, (admin, firstNonce) => planDeployment(options, admin, firstNonce), options);
}
