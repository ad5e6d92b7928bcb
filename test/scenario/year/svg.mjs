/** A small SVG writer: shapes as strings, linear and logarithmic axes with round ticks. No dependency, no script in the picture. */

export const INK = '#1f2933';
export const MUTED = '#5f6b7a';
/** Of every picture. */
export const WIDTH = 960;
const GRID = '#e3e8ee';
const FONT = "font-family='Helvetica, Arial, sans-serif'";

const escapeText = (value) => String(value).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
const round = (value) => Math.round(value * 100) / 100;

export const text = (x, y, value, { size = 12, fill = INK, anchor = 'start', weight = 'normal', rotate } = {}) =>
  `<text x='${round(x)}' y='${round(y)}' font-size='${size}' fill='${fill}' text-anchor='${anchor}' font-weight='${weight}'` +
  `${rotate === undefined ? '' : ` transform='rotate(${rotate} ${round(x)} ${round(y)})'`}>${escapeText(value)}</text>`;
export const rect = (x, y, width, height, fill, title, more = '') =>
  `<rect x='${round(x)}' y='${round(y)}' width='${round(Math.max(0, width))}' height='${round(Math.max(0, height))}' fill='${fill}' ${more}>` +
  `${title === undefined ? '' : `<title>${escapeText(title)}</title>`}</rect>`;
export const circle = (x, y, radius, fill, title, more = '') =>
  `<circle cx='${round(x)}' cy='${round(y)}' r='${radius}' fill='${fill}' ${more}>${title === undefined ? '' : `<title>${escapeText(title)}</title>`}</circle>`;
export const line = (x1, y1, x2, y2, stroke = GRID, width = 1, dash = '') =>
  `<line x1='${round(x1)}' y1='${round(y1)}' x2='${round(x2)}' y2='${round(y2)}' stroke='${stroke}' stroke-width='${width}'${dash === '' ? '' : ` stroke-dasharray='${dash}'`}/>`;
/** Points that are undefined break the line. */
export function polyline(points, stroke, width = 2, dash = '') {
  const path = points
    .map((point, index) =>
      point === undefined ? '' : `${index === 0 || points[index - 1] === undefined ? 'M' : 'L'}${round(point[0])} ${round(point[1])}`,
    )
    .join('');
  return `<path d='${path}' fill='none' stroke='${stroke}' stroke-width='${width}' stroke-linejoin='round'${dash === '' ? '' : ` stroke-dasharray='${dash}'`}/>`;
}

export const title = (value, detail) => [
  text(24, 30, value, { size: 17, weight: 'bold' }),
  text(24, 50, detail, { size: 12, fill: MUTED }),
];

export const picture = (width, height, title, parts) =>
  `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 ${width} ${height}' width='${width}' height='${height}' ${FONT} role='img'>` +
  `<title>${escapeText(title)}</title><rect width='${width}' height='${height}' fill='#ffffff'/>\n${parts.flat(Infinity).join('\n')}\n</svg>\n`;

/** About `count` round steps that cover a range. */
export function roundTicks(least, most, count = 5) {
  const span = most - least || 1;
  const power = 10 ** Math.floor(Math.log10(span / count));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => span / candidate <= count) ?? 10 * power;
  const ticks = [];
  for (let tick = Math.ceil(least / step) * step; tick <= most + step * 1e-9; tick += step)
    ticks.push(Math.abs(tick) < step * 1e-9 ? 0 : tick);
  return ticks;
}

/** The next 1, 2 or 5 times a power of ten: outwards, so that a value lies within. */
export function roundDecade(value, direction) {
  const power = 10 ** Math.floor(Math.log10(value));
  const candidates = [1, 2, 5, 10].map((factor) => factor * power);
  return direction > 0 ? candidates.find((candidate) => candidate >= value) : candidates.findLast((candidate) => candidate <= value);
}

export const linear = (least, most, from, to) => (value) => from + ((value - least) / (most - least || 1)) * (to - from);
export const logarithmic = (least, most, from, to) => {
  const scale = linear(Math.log10(least), Math.log10(most), from, to);
  return (value) => scale(Math.log10(Math.max(value, least)));
};

export const formatTick = (value) => value.toLocaleString('en', { maximumFractionDigits: 3 });

/** Horizontal grid lines with their values at the left, and what they measure above them. */
export const valueAxis = (ticks, y, left, right, unit) => [
  ticks.map((tick) => [
    line(left, y(tick), right, y(tick), tick === 0 ? MUTED : GRID),
    text(left - 8, y(tick) + 4, formatTick(tick), { size: 11, fill: MUTED, anchor: 'end' }),
  ]),
  text(left - 8, Math.min(...ticks.map(y)) - 12, unit, { size: 11, fill: MUTED, anchor: 'end' }),
];

/** Coloured marks with names, downwards. @param items {name, colour, mark?: 'box' | 'dot' | 'line' | 'dash'}[] */
export const legend = (x, y, items) =>
  items.map(({ name, colour, mark = 'box' }, index) => {
    const at = y + index * 20;
    const drawn = {
      box: rect(x, at - 9, 12, 12, colour),
      dot: circle(x + 6, at - 3, 5, colour),
      ring: circle(x + 6, at - 3, 4.5, '#ffffff', undefined, `stroke='${colour}' stroke-width='2'`),
      line: line(x - 2, at - 3, x + 14, at - 3, colour, 2.5),
      dash: line(x - 2, at - 3, x + 14, at - 3, colour, 2.5, '5 3'),
    }[mark];
    return [drawn, text(x + 20, at + 1, name, { size: 12 })];
  });
