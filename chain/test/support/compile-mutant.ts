/** Compiles one contract with one line of the sources changed, as gen.mjs compiles it: tests of the tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Hex } from 'viem';

const require = createRequire(import.meta.url);
const CONTRACTS = new URL('../../contracts/', import.meta.url);

/** @throws Error when no line of the sources matches: then the mutation says nothing any more. */
export function compileMutant(contract: string, file: string, from: RegExp, to: string): Hex {
  const solc = require('solc') as { compile(input: string, callbacks: { import(path: string): { contents: string } }): string };
  const sources = Object.fromEntries(
    readdirSync(CONTRACTS, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.sol') && !path.startsWith('test'))
      .map((path) => [path, { content: readFileSync(new URL(path, CONTRACTS), 'utf8') }]),
  );
  const original = sources[file]?.content ?? '';
  const mutated = original.replace(from, to);
  if (mutated === original) throw new Error(`${file}: nothing matches ${from}`);
  const input = {
    language: 'Solidity',
    sources: { ...sources, [file]: { content: mutated } },
    settings: {
      evmVersion: 'london',
      viaIR: true,
      optimizer: { enabled: true, runs: 1 },
      outputSelection: { [`${contract}.sol`]: { [contract]: ['evm.bytecode.object'] } },
    },
  };
  const readImport = (path: string) => ({ contents: readFileSync(require.resolve(path), 'utf8') });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport })) as {
    errors?: { severity: string; formattedMessage: string }[];
    contracts: Record<string, Record<string, { evm: { bytecode: { object: string } } }>>;
  };
  const failures = (output.errors ?? []).filter((error) => error.severity === 'error');
  if (failures.length > 0) throw new Error(failures.map((error) => error.formattedMessage).join('\n'));
  return `0x${output.contracts[`${contract}.sol`]?.[contract]?.evm.bytecode.object ?? ''}`;
}
