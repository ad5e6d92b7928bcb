import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as v from 'valibot';
import { isMap, isScalar, isSeq, LineCounter, type Node, parse, parseDocument, type YAMLMap, type YAMLParseError } from 'yaml';
import { JoulegateError } from '../../domain/index.ts';
import { type Config, configSchema } from './config-schema.ts';

type Tree = Record<string, unknown>;

/** What was read, and where each key stands: `file:line` by path. */
interface Gathered {
  readonly tree: Tree;
  readonly origins: Map<string, string>;
}

const ENVIRONMENT_PREFIX = 'JOULEGATE_';
/** Read elsewhere and no configuration. */
const ENVIRONMENT_RESERVED = new Set(['JOULEGATE_FAULT', 'JOULEGATE_KEEP']);

const pathKey = (path: readonly (string | number)[]) => path.join('\0');

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(path, name));
  } catch {
    throw new JoulegateError('CONFIG_INVALID', `${path}: a YAML file or a directory of them expected, it can't be read`);
  }
}

function gatherFile(path: string, into: Gathered): void {
  const lines = new LineCounter();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new JoulegateError('CONFIG_INVALID', `${path}: can't be read: ${(cause as Error).message}`, { cause });
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined)
    throw new JoulegateError('CONFIG_INVALID', `${path}:${lines.linePos(error.pos[0]).line}: YAML: ${error.message}`);
  if (document.contents === null) return;
  if (!isMap(document.contents)) throw new JoulegateError('CONFIG_INVALID', `${path}:1: keys and values expected`);
  const originOf = (node: unknown) => {
    const start = (node as Node | null)?.range?.[0];
    return `${path}:${start === undefined ? 1 : lines.linePos(start).line}`;
  };
  const note = (node: unknown, at: readonly (string | number)[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : String(key);
        into.origins.set(pathKey([...at, name]), originOf(key));
        note(value, [...at, name]);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, i) => {
        into.origins.set(pathKey([...at, i]), originOf(item));
        note(item, [...at, i]);
      });
    }
  };
  // An alias may stand before its anchor, or ten of them for ten each, ten times over: yaml stops at a hundred.
  const plainOf = (node: Node | null, origin: string): unknown => {
    try {
      return node?.toJS(document);
    } catch (cause) {
      throw new JoulegateError('CONFIG_INVALID', `${origin}: YAML: ${(cause as Error).message}`, { cause });
    }
  };
  const merge = (target: Tree, map: YAMLMap, at: readonly string[]): void => {
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : String(key);
      const path = [...at, name];
      const existing = target[name];
      into.origins.set(pathKey(path), originOf(key));
      const plain = plainOf(value as Node | null, originOf(key));
      if (isMap(value) && typeof existing === 'object' && existing !== null && !Array.isArray(existing))
        merge(existing as Tree, value, path);
      else if (isSeq(value) && Array.isArray(existing) && path.length === 1 && name === 'devices') {
        value.items.forEach((item, i) => {
          into.origins.set(pathKey([...path, existing.length + i]), originOf(item));
          note(item, [...path, existing.length + i]);
        });
        existing.push(...(plain as unknown[]));
      } else {
        target[name] = plain ?? null;
        note(value, path);
      }
    }
  };
  merge(into.tree, document.contents, []);
}

/** JOULEGATE_BROKER__URL is broker.url; JOULEGATE_STATE_DIR is stateDir. Values are read as YAML. */
function gatherEnvironment(environment: NodeJS.ProcessEnv, into: Gathered): void {
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(ENVIRONMENT_PREFIX) || ENVIRONMENT_RESERVED.has(name) || value === undefined) continue;
    const path = name
      .slice(ENVIRONMENT_PREFIX.length)
      .split('__')
      .map((word) => word.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
    let target = into.tree;
    for (const step of path.slice(0, -1)) {
      if (typeof target[step] !== 'object' || target[step] === null) target[step] = {};
      target = target[step] as Tree;
    }
    try {
      target[path.at(-1) as string] = parse(value) as unknown;
    } catch (cause) {
      throw new JoulegateError('CONFIG_INVALID', `$${name}: YAML: ${(cause as YAMLParseError).code ?? (cause as Error).name}`, { cause });
    }
    for (let length = 1; length <= path.length; length += 1) into.origins.set(pathKey(path.slice(0, length)), `$${name}`);
  }
}

function formatPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((sum, step) => (typeof step === 'number' ? `${sum}[${step}]` : sum === '' ? step : `${sum}.${step}`), '');
}

function got(input: unknown): string {
  if (input === undefined) return 'nothing';
  const shown = JSON.stringify(input) ?? String(input);
  // A key that someone pasted where its file's name belongs must not stand in a log.
  if (/[0-9a-fA-F]{32}|[A-Za-z0-9+_=-]{43}|:\/\/[^/]*@/.test(shown)) return 'what may be a secret and is not shown';
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}

function describeIssue(issue: v.BaseIssue<unknown>, origins: ReadonlyMap<string, string>, usual: string): string {
  const path = (issue.path ?? []).map((step) => step.key as string | number);
  let origin = usual;
  for (let length = path.length; length > 0; length -= 1) {
    const found = origins.get(pathKey(path.slice(0, length)));
    if (found !== undefined) {
      origin = found;
      break;
    }
  }
  const where = formatPath(path);
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `${origin}: ${where}: unknown key; is it misspelt, or in the wrong place?`;
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${origin}: ${where}: missing`;
  if (issue.type === 'union' && issue.issues?.[0] !== undefined && /^Invalid/.test(issue.message)) {
    const inner = issue.issues.find((one) => (one.path?.length ?? 0) > 0) ?? issue.issues[0];
    return describeIssue({ ...inner, path: [...(issue.path ?? []), ...(inner.path ?? [])] as never }, origins, usual);
  }
  const message = issue.message.replace(/^Invalid type: Expected (\w+) but received .*$/, '$1 expected');
  // Another room's words may end with what it got already.
  if (message.includes(', got ')) return `${origin}: ${where}: ${message}`;
  const last = issue.path?.at(-1);
  return `${origin}: ${where}: ${message}, got ${got(last === undefined ? issue.input : last.value)}`;
}

/**
 * Reads and checks the configuration: files in order, later ones over earlier ones, `devices` lists joined; a directory
 * stands for its *.yaml by name; environment over all.
 * @throws JoulegateError CONFIG_INVALID with one line per fault, each with file and line.
 */
export function loadConfig(paths: readonly string[], environment: NodeJS.ProcessEnv = process.env): Config {
  const gathered: Gathered = { tree: {}, origins: new Map() };
  const files = paths.flatMap(filesOf);
  for (const file of files) gatherFile(file, gathered);
  gatherEnvironment(environment, gathered);
  const usual = `${files[0] ?? 'configuration'}:1`;
  const parsed = v.safeParse(configSchema, gathered.tree);
  if (!parsed.success) {
    throw new JoulegateError('CONFIG_INVALID', parsed.issues.map((issue) => describeIssue(issue, gathered.origins, usual)).join('\n'));
  }
  return { ...parsed.output, directory: dirname(resolve(files[0] ?? '.')) };
}
