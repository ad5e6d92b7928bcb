// What the lock file makes us depend on: read once, judged by pure functions.
import { burdenOf, expressionOf } from './licences.mjs';

/** Packages that bring a script for their installation. `.npmrc` runs none: each must do without, and says here how. */
export const WITH_SCRIPTS = {
  '@foundry-rs/anvil': 'its binary comes in a package of its own for each platform',
  '@foundry-rs/forge': 'its binary comes in a package of its own for each platform',
  '@serialport/bindings-cpp': 'brings prebuilt bindings for each platform',
  'cbor-extract': 'optional speed-up of cbor-x, prebuilt in a package of its own for each platform',
};

/**
 * @param lock parsed package-lock.json, version 3
 * @param read package.json of an installed package by its path in the lock file; undefined where it is not installed
 * @returns one entry per package from a registry
 */
export function packagesOf(lock, read) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.link)
    .map(([path, entry]) => {
      const installed = read(path);
      return {
        name: path.replace(/.*node_modules\//, ''),
        version: entry.version,
        isShipped: !entry.dev && !entry.devOptional,
        licence: expressionOf(installed?.license ?? installed?.licenses) ?? expressionOf(entry.license),
        hasScript: entry.hasInstallScript === true,
        isInstalled: installed !== undefined,
      };
    });
}

/** @returns what is against the rules, a sentence each */
export function objections(packages) {
  return packages.flatMap(({ name, version, isShipped, licence, hasScript }) => {
    const found = [];
    if (licence === undefined) found.push(`${name} ${version}: a licence expected, got none`);
    else if (burdenOf(licence) > 1)
      found.push(`${name} ${version}: a permissive licence or MPL-2.0 expected, got ${licence}${isShipped ? '' : ' (a tool)'}`);
    if (hasScript && !(name in WITH_SCRIPTS))
      found.push(`${name} ${version}: no installation script expected, got one that nobody has looked at`);
    return found;
  });
}

/** @returns [licence, shipped, tools] rows, most frequent first */
export function licenceTable(packages) {
  const rows = new Map();
  for (const { licence = 'none', isShipped } of packages) {
    const row = rows.get(licence) ?? [licence, 0, 0];
    row[isShipped ? 1 : 2] += 1;
    rows.set(licence, row);
  }
  return [...rows.values()].sort((a, b) => b[1] + b[2] - a[1] - a[2] || (a[0] < b[0] ? -1 : 1));
}
