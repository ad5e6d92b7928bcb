/** network.json: where the contracts are. Every other program reads it. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Deployment } from '@joulegate/protos';

/** Whole or not at all: a program that starts meanwhile reads the old file or the new one. */
export function writeJson(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
  renameSync(`${path}.new`, path);
}

export function writeDeployment(path: string, deployment: Deployment): void {
  writeJson(path, deployment);
}

/** @throws Error naming the file when it is no deployment. */
export function readDeployment(path: string): Deployment {
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null || !('contracts' in parsed) || !('chainId' in parsed)) {
    throw new Error(`${path}: a deployment {chainId, contracts, …} expected`);
  }
  return parsed as Deployment;
}
