// What a package's licence lets us do. Expressions as SPDX writes them (SPDX 2.3, annex D): names, AND, OR, brackets.

/** Ask nothing but to be named: these may be part of what we ship. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);
/** Ask that changes to their own files stay open. We change none of them. */
const FILE_COPYLEFT = new Set(['MPL-2.0']);

function* tokens(expression) {
  for (const [token] of expression.matchAll(/\(|\)|[^\s()]+/g)) yield token;
}

/** @returns 0 permissive, 1 copyleft for its own files, 2 neither; of an OR the best, of an AND the worst */
export function burdenOf(expression) {
  const all = [...tokens(expression)];
  let at = 0;
  const name = () => {
    const token = all[at++];
    if (token === '(') {
      const inner = either();
      at++;
      return inner;
    }
    return PERMISSIVE.has(token) ? 0 : FILE_COPYLEFT.has(token) ? 1 : 2;
  };
  const both = () => {
    let burden = name();
    while (all[at] === 'AND') {
      at++;
      burden = Math.max(burden, name());
    }
    return burden;
  };
  function either() {
    let burden = both();
    while (all[at] === 'OR') {
      at++;
      burden = Math.min(burden, both());
    }
    return burden;
  }
  const burden = either();
  return at === all.length ? burden : 2;
}

/** @param field `license` or `licenses` of a package.json, old forms included; undefined where there is none */
export function expressionOf(field) {
  if (typeof field === 'string') return field;
  if (Array.isArray(field)) return field.map((one) => expressionOf(one) ?? '?').join(' OR ');
  return typeof field?.type === 'string' ? field.type : undefined;
}
