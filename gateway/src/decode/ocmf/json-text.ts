import { accept, type Result, refuse } from '../../domain/index.ts';

/** JSON whose numbers keep their digits: 0.2596 is no binary fraction, and energy is none either. */
export type JsonText =
  /** `isEscaped`: it was written with a backslash, so its characters are not those of the text that was parsed. */
  | { readonly type: 'string'; readonly text: string; readonly isEscaped: boolean }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'literal'; readonly text: 'true' | 'false' | 'null' }
  | { readonly type: 'array'; readonly items: readonly JsonText[] }
  /** Of two keys alike the first; `duplicates` names the others, `escaped` keys that were written with a backslash. */
  | {
      readonly type: 'object';
      readonly members: ReadonlyMap<string, JsonText>;
      readonly duplicates: readonly string[];
      readonly escaped: ReadonlySet<string>;
    };

const DEPTH_MAX = 16;
const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;

/**
 * Parses one JSON value (RFC 8259) that begins at an offset, and says where it ends.
 * @param text one character per byte (latin1), so that offsets are byte offsets; strings come back as UTF-8
 * @returns FRAME_MALFORMED where it is no JSON or nested deeper than 16, with the offset.
 */
export function parseJsonText(text: string, start: number): Result<{ readonly value: JsonText; readonly end: number }> {
  let at = start;
  const fail = (expected: string) =>
    refuse('FRAME_MALFORMED', `JSON: ${expected} expected at ${at}, got ${JSON.stringify(text.slice(at, at + 8))}`);
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    at += found[0].length;
    return found[0];
  };
  const take = (character: string): boolean => {
    match(SPACE);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };
  /** Undefined for control characters and unknown escapes. */
  const decodeString = (quoted: string): string | undefined => {
    try {
      return JSON.parse(Buffer.from(quoted, 'latin1').toString('utf8')) as string;
    } catch {
      return undefined;
    }
  };

  const parseValue = (depth: number): Result<JsonText> => {
    if (depth > DEPTH_MAX) return fail(`at most ${DEPTH_MAX} levels`);
    match(SPACE);
    if (take('{')) return parseObject(depth);
    if (take('[')) return parseArray(depth);
    const quoted = match(STRING);
    if (quoted !== undefined) {
      const said = decodeString(quoted);
      return said === undefined
        ? fail('no control character in the string before')
        : accept({ type: 'string', text: said, isEscaped: quoted.includes('\\') });
    }
    const number = match(NUMBER);
    if (number !== undefined) return accept({ type: 'number', text: number });
    const literal = match(LITERAL) as 'true' | 'false' | 'null' | undefined;
    return literal === undefined ? fail('a value') : accept({ type: 'literal', text: literal });
  };

  const parseArray = (depth: number): Result<JsonText> => {
    const items: JsonText[] = [];
    if (take(']')) return accept({ type: 'array', items });
    for (;;) {
      const item = parseValue(depth + 1);
      if (!item.ok) return item;
      items.push(item.value);
      if (take(']')) return accept({ type: 'array', items });
      if (!take(',')) return fail(', or ]');
    }
  };

  const parseObject = (depth: number): Result<JsonText> => {
    const members = new Map<string, JsonText>();
    const duplicates: string[] = [];
    const escaped = new Set<string>();
    const object = { type: 'object', members, duplicates, escaped } as const;
    if (take('}')) return accept(object);
    for (;;) {
      match(SPACE);
      const quoted = match(STRING);
      const key = quoted === undefined ? undefined : decodeString(quoted);
      if (quoted === undefined || key === undefined) return fail('a key');
      if (quoted.includes('\\')) escaped.add(key);
      if (!take(':')) return fail(':');
      const value = parseValue(depth + 1);
      if (!value.ok) return value;
      if (members.has(key)) duplicates.push(key);
      else members.set(key, value.value);
      if (take('}')) return accept(object);
      if (!take(',')) return fail(', or }');
    }
  };

  const value = parseValue(1);
  return value.ok ? accept({ value: value.value, end: at }) : value;
}
