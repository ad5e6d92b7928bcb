/**
 * Boils the SunSpec Alliance's model definitions down to the facts a decoder needs, in models.yaml. Run once per release of theirs:
 * `node hardware/sunspec/import.mjs <clone of github.com/sunspec/models>/json <its commit>`, then `node hardware/sunspec/generate.mjs`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const IDS = [
  1, 101, 102, 103, 111, 112, 113, 120, 121, 122, 123, 124, 160, 201, 202, 203, 204, 211, 212, 213, 214, 304, 701, 702, 703, 704, 705, 706,
  707, 708, 709, 710, 711, 712, 713, 714, 802,
];
/** Registers of a model before its first point: ID and L, which stand in every model alike. */
const HEADER = 2;
const PLAIN = /^[A-Za-z_][\w-]*$/;

const scalar = (value) => (typeof value === 'number' || PLAIN.test(value) ? String(value) : `'${value.replaceAll("'", "''")}'`);

/** [name, offset, type, size, scale factor, units]; what a point has not is left off the end, or ~ before it. */
function row(point, offset) {
  const cells = [point.name, offset, point.type, point.size, point.sf ?? null, point.units?.trim() ?? null];
  while (cells.at(-1) === null) cells.pop();
  return `[${cells.map((cell) => (cell === null ? '~' : scalar(cell))).join(', ')}]`;
}

function group(definition, indent, isModel) {
  const lines = [];
  const pad = ' '.repeat(indent);
  let offset = isModel ? HEADER : 0;
  const points = isModel ? definition.points.slice(HEADER) : definition.points;
  lines.push(points.length === 0 ? `${pad}points: []` : `${pad}points:`);
  for (const point of points) {
    if (point.count !== undefined) throw new Error(`${definition.name}.${point.name}: a repeated point, which no model here had`);
    lines.push(`${pad}  - ${row(point, offset)}`);
    offset += point.size;
  }
  if (definition.groups?.length) {
    lines.push(`${pad}groups:`);
    for (const inner of definition.groups) {
      lines.push(`${pad}  - name: ${inner.name}`, `${pad}    count: ${inner.count ?? 1}`, ...group(inner, indent + 4, false));
    }
  }
  return lines;
}

const [folder, commit] = process.argv.slice(2);
if (folder === undefined || commit === undefined) {
  console.error('usage: node hardware/sunspec/import.mjs <folder with model_1.json …> <commit>');
  process.exit(2);
}
const lines = [
  '# SunSpec information models: which register holds what. Facts only; wording, symbols and rules are in the source.',
  `# Source: github.com/sunspec/models, json/, commit ${commit}, Apache-2.0, copyright SunSpec Alliance.`,
  '# Made by hardware/sunspec/import.mjs; not edited by hand.',
  '# point: [name, offset in registers, type, size in registers, scale factor (a point of the group or around it, or a power of ten), units]',
  '# The first point stands behind the two registers ID and L; within a repeated group offsets begin at the group.',
  '# count: how often a group repeats: a number, the point that says so, or 0: as often as the length allows.',
];
for (const id of IDS) {
  const model = JSON.parse(readFileSync(join(folder, `model_${id}.json`), 'utf8'));
  if (model.id !== id) throw new Error(`model_${id}.json holds model ${model.id}`);
  lines.push(`- id: ${id}`, `  name: ${model.group.name}`, ...group(model.group, 2, true));
}
writeFileSync(new URL('models.yaml', import.meta.url), `${lines.join('\n')}\n`);
