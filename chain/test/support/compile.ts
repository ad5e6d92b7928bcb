/** Compiles the contracts that only tests deploy, with the settings of chain/gen.mjs and a compiler that takes a second. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Abi, Hex } from 'viem';

const require = createRequire(import.meta.url);

export interface Compiled {
  readonly abi: Abi;
  readonly bytecode: Hex;
}

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<Record<string, Readonly<Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>>>;
}

/** @throws Error with the compiler's own words. */
export function compileTestContracts(file: string): Readonly<Record<string, Compiled>> {
  const solc = require('solc') as { compile(input: string, callbacks: { import(path: string): { contents: string } }): string };
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: readFileSync(new URL(`../../contracts/test/${file}`, import.meta.url), 'utf8') } },
    settings: { evmVersion: 'london', outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } },
  };
  const readImport = (path: string) => ({ contents: readFileSync(require.resolve(path), 'utf8') });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: readImport })) as SolcOutput;
  const failures = (output.errors ?? []).filter((error) => error.severity === 'error');
  if (failures.length > 0) throw new Error(failures.map((error) => error.formattedMessage).join('\n'));
  return Object.fromEntries(
    Object.entries(output.contracts[file] ?? {}).map(([name, { abi, evm }]) => [
      name,
      { abi, bytecode: `0x${evm.bytecode.object}` as Hex },
    ]),
  );
}
