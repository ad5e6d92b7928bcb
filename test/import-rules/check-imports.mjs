/**
 * Lists every import of every source file — types, dynamic imports, re-exports and require among them — with the
 * TypeScript parser, resolves each to a room, and holds it against rules.mjs. Run by test/check.mjs and by a test that
 * gives it illegal fixtures, which it must reject.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import {
  DOORS_BY_NAME,
  IMPURE_GLOBALS,
  IMPURE_MEMBERS,
  IMPURE_NAMES,
  PURE_BUILTINS,
  PURE_PACKAGES,
  ROOMS,
  TESTS_MAY,
  WALL_CLOCK,
  WALL_CLOCK_NAMES,
  WORKSPACES,
} from './rules.mjs';

const SOURCE = /\.[cm]?[jt]sx?$/;
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'out', 'cache', 'fixtures']);

function listSources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listSources(path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

/** Compiled code stands for its source: gateway/dist/app/x.js is gateway/src/app/x.ts. */
function roomOf(path) {
  const source = path.replace(/^([^/]+)\/dist\//, '$1/src/');
  const within = (room) => source === room.path || source.startsWith(`${room.path}/`);
  return ROOMS.filter(within).sort((a, b) => b.path.length - a.path.length)[0];
}

function isTest(path) {
  return /\.test\.[cm]?ts$/.test(path) || /^[^/]+\/test\//.test(path);
}

/** Every import of a file, and every touch of the outside world that a pure room may not have. */
export function readSource(path, text) {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports = [];
  const effects = [];
  const at = (node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  const add = (node, specifier, typeOnly) =>
    imports.push({ line: at(node), specifier: specifier && ts.isStringLiteralLike(specifier) ? specifier.text : undefined, typeOnly });
  const onlyTypes = (clause) =>
    file.isDeclarationFile ||
    clause.isTypeOnly ||
    (clause.name === undefined &&
      clause.namedBindings !== undefined &&
      ts.isNamedImports(clause.namedBindings) &&
      clause.namedBindings.elements.length > 0 &&
      clause.namedBindings.elements.every((element) => element.isTypeOnly));
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, node.importClause !== undefined && onlyTypes(node.importClause));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node, node.moduleReference.expression, node.isTypeOnly || file.isDeclarationFile);
    } else if (ts.isImportTypeNode(node)) add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node)) {
      const callee = node.expression;
      const named = ts.isIdentifier(callee) && callee.text === 'require';
      const resolving =
        ts.isPropertyAccessExpression(callee) &&
        /^(require|import\.meta)$/.test(callee.expression.getText(file)) &&
        callee.name.text === 'resolve';
      if (callee.kind === ts.SyntaxKind.ImportKeyword || named) add(node, node.arguments[0], false);
      // Only what is resolved to be loaded; a name computed at run time is no import.
      else if (resolving && node.arguments[0] && ts.isStringLiteralLike(node.arguments[0])) add(node, node.arguments[0], false);
    }
    if (ts.isNewExpression(node) && node.expression.getText(file) === 'Date' && !node.arguments?.length)
      effects.push({ line: at(node), name: 'new Date()' });
    if (ts.isCallExpression(node) && node.expression.getText(file) === 'Date') effects.push({ line: at(node), name: 'Date()' });
    if (ts.isPropertyAccessExpression(node) && IMPURE_MEMBERS.includes(node.getText(file)))
      effects.push({ line: at(node), name: node.getText(file) });
    if (ts.isIdentifier(node) && isReference(node)) {
      if (IMPURE_GLOBALS.includes(node.text)) effects.push({ line: at(node), name: node.text });
    }
    if (ts.isIdentifier(node) && IMPURE_NAMES.test(node.text)) effects.push({ line: at(node), name: node.text });
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const reference of file.referencedFiles) imports.push({ line: 1, specifier: `./${reference.fileName}`, typeOnly: true });
  return { imports, effects };
}

/** An identifier that reads a variable, as opposed to a property, a key or a declared name of the same spelling. */
function isReference(node) {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return false;
  return !('name' in parent && parent.name === node) && !(ts.isPropertyAssignment(parent) && parent.name === node);
}

function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** @returns what an import reaches: a file of ours, a builtin, a package, or `wrong` with the reason. */
function resolveImport(file, specifier) {
  if (specifier.startsWith('.')) {
    const path = posix.normalize(posix.join(dirname(file), specifier));
    if (path.startsWith('../')) return { wrong: 'leaves the project' };
    if (path.split('/').includes('node_modules')) return { wrong: 'reaches into node_modules: import packages by name' };
    return { path: path.replace(/\.([cm]?)js$/, '.$1ts') };
  }
  if (specifier.startsWith('/') || /^(file|data|https?):/.test(specifier))
    return { wrong: 'is an address: import by relative path or name' };
  if (specifier.startsWith('#')) return { wrong: 'is an alias that this check does not know' };
  if (isBuiltin(specifier)) return { builtin: specifier.replace(/^node:/, '') };
  if (DOORS_BY_NAME[specifier] !== undefined) return { path: DOORS_BY_NAME[specifier] };
  const name = packageOf(specifier);
  if (!name.startsWith('@joulegate/')) return { package: name };
  if (specifier !== name) return { wrong: `reaches inside ${name}: import the package itself` };
  return { path: `${name.slice('@joulegate/'.length)}/src/index.ts` };
}

function judge(file, from, { specifier, typeOnly }) {
  if (specifier === undefined) return 'imports a name computed at run time, which no rule can check';
  const target = resolveImport(file, specifier);
  if (target.wrong) return `"${specifier}" ${target.wrong}`;
  if (isTest(file)) return judgeTest(file, specifier, target);
  if (target.builtin !== undefined) {
    return from.pure && !PURE_BUILTINS.includes(target.builtin.split('/')[0])
      ? `is pure and may not import node:${target.builtin}`
      : undefined;
  }
  if (target.package !== undefined) {
    return from.pure && !typeOnly && !PURE_PACKAGES.includes(target.package) ? `is pure and may not import ${target.package}` : undefined;
  }
  if (isTest(target.path)) return `may not import a test ("${specifier}")`;
  const to = roomOf(target.path);
  if (to === undefined) return `may not import "${specifier}", which is in no room`;
  if (to.room === from.room) return undefined;
  if (!from.may.includes(to.room) && !(typeOnly && from.mayTypes?.includes(to.room))) return `may not import ${to.room} ("${specifier}")`;
  if (to.door && target.path !== `${to.path}/${to.door}`) return `imports ${to.room} past its ${to.door} ("${specifier}")`;
  return undefined;
}

function judgeTest(file, specifier, target) {
  if (target.path === undefined) return undefined;
  const workspace = file.split('/')[0];
  const [top, second] = target.path.split('/');
  const allowed = top === workspace || TESTS_MAY[workspace].includes(top) || (top === 'test' && second === 'vectors');
  return allowed ? undefined : `is a test of ${workspace} and may not import "${specifier}"`;
}

/**
 * @param root folder that holds the workspaces
 * @param workspaces those that must be there
 * @returns the number of files and imports seen, and a line for each violation
 */
export function checkImports(root, workspaces = WORKSPACES) {
  const violations = [];
  let files = 0;
  let imports = 0;
  for (const workspace of workspaces) {
    const sources = listSources(join(root, workspace));
    if (sources.length === 0) violations.push(`${workspace}: no source files found, so nothing was checked`);
    for (const path of sources) {
      const file = relative(root, path).split(sep).join('/');
      const from = roomOf(file);
      files++;
      if (from === undefined && !isTest(file)) {
        violations.push(`${file}: stands in no room: give it one in test/import-rules/rules.mjs`);
        continue;
      }
      const source = readSource(path, readFileSync(path, 'utf8'));
      imports += source.imports.length;
      for (const found of source.imports) {
        const wrong = judge(file, from, found);
        if (wrong) violations.push(`${file}:${found.line}: ${isTest(file) ? '' : `${from.room} `}${wrong}`);
      }
      if (!isTest(file) && from.pure && !file.includes('/generated/')) {
        for (const { line, name } of source.effects) violations.push(`${file}:${line}: ${from.room} is pure and may not use ${name}`);
      } else if (
        !isTest(file) &&
        WALL_CLOCK.in.some((path) => file.startsWith(path)) &&
        !WALL_CLOCK.may.some((path) => file.startsWith(path))
      ) {
        for (const { line, name } of source.effects)
          if (WALL_CLOCK_NAMES.includes(name))
            violations.push(
              `${file}:${line}: reads the wall clock (${name}), which may be set: performance.now for a duration, else the Clock`,
            );
      }
    }
  }
  return { files, imports, violations };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../..'));
  const { files, imports, violations } = checkImports(root);
  for (const violation of violations) console.error(violation);
  console.log(`${imports} imports in ${files} files, ${violations.length} against the rule`);
  process.exit(violations.length === 0 ? 0 : 1);
}
