import { randomBytes } from 'node:crypto';
import { address, JoulegateError } from '../../../domain/index.ts';
import { buildCarbonApplication, buildPermitOffer } from '../../../tx/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { openKey, type SignedFile, type Signing, seal } from '../market/post.ts';

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

export const randomNonce = () => randomBytes(8).readBigUInt64BE();

/** @throws JoulegateError CONFIG_INVALID */
export function periodFrom(text: string, periodSeconds: number): number {
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
  const seller = openKey(options.key).address;
  return seal(options.key, buildPermitOffer({ ...fields, seller, priceMicroPerKg: options.priceMicroPerKg }, deployment));
}

/** Permits wanted for a unit. @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signCarbonApplication(options: PermitTerms & { readonly unit: string }): Promise<SignedFile> {
  const { deployment, fields } = common(options);
  const application = { ...fields, unit: address(options.unit), maxPriceMicroPerKg: options.priceMicroPerKg };
  return seal(options.key, buildCarbonApplication(application, deployment));
}
