import { readFileSync } from 'node:fs';
import type { Deployment } from '@joulegate/protos';
import * as v from 'valibot';
import { JoulegateError } from '../../domain/index.ts';

const address = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-fA-F]{40}$/, '0x and 40 hex digits expected'),
  v.transform((text) => text.toLowerCase() as `0x${string}`),
);
const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

// Not strict: a newer deployment may say more than this gateway needs.
const deploymentSchema = v.object({
  chainId: seconds,
  deployBlock: natural,
  intervalSeconds: seconds,
  toleranceSeconds: natural,
  carbonPeriodSeconds: seconds,
  contracts: v.object({
    meterRegistry: address,
    readingLedger: address,
    admissionPolicy: address,
    energyMarket: address,
    carbonLedger: address,
    storageBoard: address,
    guaranteeOfOrigin: address,
    boughtEnergy: address,
    token: address,
  }),
});

/**
 * Reads network.json, which the deployment wrote.
 * @throws JoulegateError CONFIG_INVALID naming the file and the key.
 */
export function readNetworkFile(path: string): Deployment {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new JoulegateError('CONFIG_INVALID', `${path}: the deployment's network.json expected: ${(cause as Error).message}`, { cause });
  }
  const parsed = v.safeParse(deploymentSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new JoulegateError('CONFIG_INVALID', `${path}: ${issue.path?.map((step) => String(step.key)).join('.') ?? ''}: ${issue.message}`);
  }
  return parsed.output;
}
