// npm run supply-chain [-- --sbom file] [--require-advisories]: whose code we depend on. Licences, installation scripts, known
// vulnerabilities where the registry tells them, and a bill of materials (CycloneDX) where asked for.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { advisoriesOf } from './advisories.mjs';
import { licenceTable, objections, packagesOf, WITH_SCRIPTS } from './packages.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { values } = parseArgs({ options: { sbom: { type: 'string' }, 'require-advisories': { type: 'boolean' } } });

const npm = (...args) => spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const readPackage = (path) => {
  const file = join(ROOT, path, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};

const packages = packagesOf(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')), readPackage);
const shipped = packages.filter(({ isShipped }) => isShipped).length;
console.log(`${packages.length} packages: ${shipped} shipped, ${packages.length - shipped} tools`);
console.log('\nlicence                        shipped  tools');
for (const [licence, ships, tools] of licenceTable(packages))
  console.log(`${licence.padEnd(30)} ${String(ships).padStart(7)} ${String(tools).padStart(6)}`);

console.log('\ninstallation scripts, none of which runs (ignore-scripts):');
for (const { name } of packages.filter(({ hasScript }) => hasScript)) console.log(`  ${name}: ${WITH_SCRIPTS[name] ?? 'not looked at'}`);

const against = objections(packages);
const audit = advisoriesOf(npm('audit', '--json').stdout);
console.log('\nknown vulnerabilities:');
if (audit.state === 'unknown')
  console.log(`  not known: the registry did not answer (${audit.why}). Ask again where it does: npm run supply-chain`);
else if (audit.found.length === 0) console.log('  none');
for (const { name, severity, title } of audit.found) console.log(`  ${severity} in ${name}: ${title}`);
if (audit.state === 'unknown' && values['require-advisories']) against.push('an answer about vulnerabilities expected, got none');
for (const { name, severity } of audit.found) {
  if (['high', 'critical'].includes(severity)) against.push(`${name}: no ${severity} vulnerability expected, got one`);
}

if (values.sbom !== undefined) {
  const { status, stdout, stderr } = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only');
  if (status !== 0) against.push(`npm sbom: ${stderr.trim()}`);
  else {
    const bill = JSON.parse(stdout);
    // The same packages give the same file.
    delete bill.serialNumber;
    delete bill.metadata.timestamp;
    bill.metadata.component.name = 'joulegate';
    writeFileSync(values.sbom, `${JSON.stringify(bill, null, 2)}\n`);
    console.log(`\n${values.sbom}: ${bill.components.length} components, CycloneDX ${bill.specVersion}`);
  }
}

for (const sentence of against) console.error(`against the rules: ${sentence}`);
process.exit(against.length === 0 ? 0 : 1);
