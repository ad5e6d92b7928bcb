import { readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { JoulegateError } from '../domain/index.ts';
import { type GridCode, parseGridCode } from '../tx/index.ts';

/** Grid codes that come with the gateway; as deep from the source as from the built file. */
const GRID_CODE_DIR: string = fileURLToPath(new URL('../../../hardware/grid-codes', import.meta.url));

/** @returns names of the grid codes that come with the gateway, sorted */
export function gridCodeNames(): string[] {
  return readdirSync(GRID_CODE_DIR)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/**
 * @param name of a file in hardware/grid-codes without its ending, or the path of another
 * @param directory that a relative path begins in
 * @throws JoulegateError CONFIG_INVALID naming the file and what of it is wrong.
 */
export function loadGridCode(name: string, directory: string = process.cwd()): GridCode {
  const isPath = /\.ya?ml$/.test(name);
  const path = !isPath
    ? join(GRID_CODE_DIR, `${name.replace(/[^a-z0-9-]/g, '')}.yaml`)
    : isAbsolute(name)
      ? name
      : resolve(directory, name);
  let value: unknown;
  try {
    value = parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (!isPath)
      throw new JoulegateError('CONFIG_INVALID', `grid code: one of ${gridCodeNames().join(', ')} expected, got "${name}"`, { cause });
    throw new JoulegateError('CONFIG_INVALID', `grid code ${path}: ${(cause as Error).message}`, { cause });
  }
  const code = parseGridCode(value);
  if (!code.ok) throw new JoulegateError('CONFIG_INVALID', `grid code ${name}: ${code.message}`);
  return code.value;
}

/**
 * The phase voltage in mV of the first grid code that a unit's requests name.
 * @throws JoulegateError CONFIG_INVALID where one of them is not there: before anything is asked of the chain.
 */
export function nominalVoltageOf(
  requests: readonly { readonly gridCodeProfile?: string | undefined }[],
  directory: string,
): number | undefined {
  const named = requests.flatMap(({ gridCodeProfile: name }) => (name === undefined || name.startsWith('0x') ? [] : [name]));
  return named.map((name) => loadGridCode(name, directory).nominal.voltageMv)[0];
}
