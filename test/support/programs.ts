import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/bin', '/opt/homebrew/bin', '/opt/homebrew/sbin'];

const find = (name: string) => FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));

/** Where a program is that a test needs. @throws Error with the command that brings it */
export function requireProgram(name: string, debianPackage: string): string {
  const path = find(name);
  if (path === undefined || spawnSync(path, ['-h'], { stdio: 'ignore' }).error !== undefined)
    throw new Error(`${name} is missing: apt-get install ${debianPackage}`);
  return path;
}

/**
 * For tests that need more than Node: where it is missing they are skipped under a name that says what brings it, except in CI,
 * which has installed it and must not skip.
 * @param wanted programs, each with its Debian package
 * @returns what `describe.skipIf` and the name are made of
 */
export function whereThere(...wanted: readonly (readonly [program: string, debianPackage: string])[]): {
  readonly isMissing: boolean;
  named(name: string): string;
} {
  const missing = wanted.filter(([program]) => find(program) === undefined);
  const how = `${missing.map(([program]) => program).join(', ')} missing: apt-get install ${missing.map(([, name]) => name).join(' ')}`;
  if (missing.length > 0 && process.env['CI'] !== undefined) throw new Error(how);
  return { isMissing: missing.length > 0, named: (name) => (missing.length > 0 ? `${name} — not run, ${how}` : name) };
}
