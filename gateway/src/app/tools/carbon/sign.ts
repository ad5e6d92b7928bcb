import { randomBytes } from 'node:crypto';
import { address, JoulegateError } from '../../../domain/index.ts';
import {
  buildCarbonApplication,
  buildGuaranteeRetirement,
  buildPermitOffer,
  buildPermitRetirement,
  purposeHash,
} from '../../../tx/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { addressOf, type SignedFile, type Signing, seal } from '../market/post.ts';
import { parseGuaranteeId } from './guarantees.ts';

export interface PermitTerms extends Signing {
  /** A number, or +n from the one that runs by this machine's clock. */
  readonly period: string;
  readonly grams: bigint;
  readonly priceMicroPerKg: bigint;
  /** Unix seconds; default the period's end. */
  readonly expiry?: bigint | undefined;
  /** Default by chance: it only keeps two equal wishes apart. */
  readonly nonce?: bigint | undefined;
}

const randomNonce = () => randomBytes(8).readBigUInt64BE();

/** @throws JoulegateError CONFIG_INVALID */
function periodFrom(text: string, periodSeconds: number): number {
  if (!/^\+?\d{1,10}$/.test(text))
    throw new JoulegateError('CONFIG_INVALID', `period: a number, or +n from now, expected, got ${JSON.stringify(text)}`);
  return (text.startsWith('+') ? Math.floor(Date.now() / 1000 / periodSeconds) : 0) + Number(text);
}

function common(options: PermitTerms) {
  const deployment = readNetworkFile(options.deployment);
  const period = periodFrom(options.period, deployment.carbonPeriodSeconds);
  const expiry = options.expiry ?? (BigInt(period) + 1n) * BigInt(deployment.carbonPeriodSeconds);
  return { deployment, fields: { period, grams: options.grams, expiry, nonce: options.nonce ?? randomNonce() } };
}

/** Permits for sale, valid wherever and whenever it arrives before its expiry. Needs no network. @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signPermitOffer(options: PermitTerms): Promise<SignedFile> {
  const { deployment, fields } = common(options);
  const seller = await addressOf(options.key);
  return seal(options.key, buildPermitOffer({ ...fields, seller, priceMicroPerKg: options.priceMicroPerKg }, deployment));
}

/** Permits wanted for a unit. @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signCarbonApplication(options: PermitTerms & { readonly unit: string }): Promise<SignedFile> {
  const { deployment, fields } = common(options);
  const application = { ...fields, unit: address(options.unit), maxPriceMicroPerKg: options.priceMicroPerKg };
  return seal(options.key, buildCarbonApplication(application, deployment));
}

/** What can be retired by a signature may be posted until then. */
const RETIREMENT_OPEN_SECONDS = 86_400n;

interface Retiring extends Signing {
  /** Unix seconds; default a day from now by this machine's clock. */
  readonly deadline?: bigint | undefined;
  readonly nonce?: bigint | undefined;
}
const openUntil = ({ deadline, nonce }: Retiring) => ({
  deadline: deadline ?? BigInt(Math.floor(Date.now() / 1000)) + RETIREMENT_OPEN_SECONDS,
  nonce: nonce ?? randomNonce(),
});

/** Permits given up for good. Needs no network. @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signPermitRetirement(options: Retiring & { readonly period: string; readonly grams: bigint }): Promise<SignedFile> {
  const deployment = readNetworkFile(options.deployment);
  const period = periodFrom(options.period, deployment.carbonPeriodSeconds);
  const owner = await addressOf(options.key);
  return seal(options.key, buildPermitRetirement({ owner, period, grams: options.grams, ...openUntil(options) }, deployment));
}

export interface GuaranteeRetiring extends Retiring {
  /** The token: 0x and 64 hex digits. */
  readonly guarantee: string;
  readonly energyWh: bigint;
  /** Default the holder. */
  readonly beneficiary?: string | undefined;
  /** In words; its hash goes on chain. */
  readonly purpose: string;
}

/** Guarantees of origin used up. Needs no network. @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signGuaranteeRetirement(options: GuaranteeRetiring): Promise<SignedFile> {
  const holder = await addressOf(options.key);
  const fields = {
    holder,
    guaranteeId: parseGuaranteeId(options.guarantee),
    energyWh: options.energyWh,
    beneficiary: options.beneficiary === undefined ? holder : address(options.beneficiary),
    purposeHash: purposeHash(options.purpose),
    ...openUntil(options),
  };
  return seal(options.key, buildGuaranteeRetirement(fields, readNetworkFile(options.deployment)));
}
