/** The report's pictures over time: prices, and what went wrong. */
import { bucketsOf, dateAt } from './summary.mjs';
import { circle, line, linear, MUTED, picture, polyline, rect, roundTicks, text, title, valueAxis, WIDTH } from './svg.mjs';

const PRICE_COLOURS = ['#2f6db3', '#2aa876', '#d9822b', '#7a5195'];

/** @param prices of pricesOverTime(), @param electricity names of the zones, in their order */
export function plotPrices(plan, { width, series }, electricity) {
  const others = [...series.keys()].filter((name) => !electricity.includes(name)).sort();
  const [left, right, height] = [80, WIDTH - 120, 560];
  const panel = (names, heading, top, bottom) => {
    const values = names.flatMap((name) => series.get(name) ?? []).filter((value) => value !== undefined);
    const ticks = roundTicks(Math.min(...values) * 0.95, Math.max(...values) * 1.05, 5);
    const y = linear(Math.min(...values) * 0.93, Math.max(...values) * 1.05, bottom, top);
    const x = linear(0, plan.ticks, left, right);
    const ends = names
      .map((name, index) => ({
        name,
        colour: PRICE_COLOURS[index],
        at: y((series.get(name) ?? []).findLast((value) => value !== undefined) ?? 0),
      }))
      .sort((a, b) => a.at - b.at);
    ends.forEach((end, index) => {
      end.at = Math.max(end.at, (ends[index - 1]?.at ?? 0) + 15);
    });
    return [
      text(left, top - 26, heading, { size: 13, weight: 'bold' }),
      valueAxis(ticks, y, left, right, 'coin/kWh'),
      names.map((name, index) =>
        polyline(
          (series.get(name) ?? []).map((value, slot) =>
            value === undefined ? undefined : [x(Math.min((slot + 0.5) * width, plan.ticks)), y(value)],
          ),
          PRICE_COLOURS[index],
          2.2,
        ),
      ),
      ends.map(({ name, colour, at }) => text(right + 8, at + 4, name, { size: 12, fill: colour, weight: 'bold' })),
      timeAxis(plan, x, bottom),
    ];
  };
  return picture(WIDTH, height, 'Prices', [
    title('Prices', `Mean of settled trades, weighted by energy, per ${width > 4 ? 'week' : 'day'}`),
    panel(electricity, 'Electricity, by zone', 112, 290),
    panel(others, 'Heat, cold and gas', 366, 510),
  ]);
}

function timeAxis(plan, x, bottom) {
  const buckets = bucketsOf(plan);
  const every = Math.ceil(buckets.length / 14);
  return buckets
    .filter((_, index) => index % every === 0)
    .map(({ label, from }) => [
      line(x(from), bottom, x(from), bottom + 5, MUTED),
      text(x(from), bottom + 19, plan.days >= 90 ? label.split(' ')[0] : label, { size: 11, fill: MUTED, anchor: 'middle' }),
    ]);
}

const INCIDENT_COLOURS = {
  silent: '#8d6b94',
  offline: '#2f6db3',
  'key cloned': '#c0392b',
  fined: '#d9822b',
  'access refused': '#c0392b',
  'access revoked': '#3d3d3d',
  'meter opened': '#c0392b',
  'voltage too high': '#d9822b',
  'fed in against it': '#3d3d3d',
  'permit ended': '#5f6b7a',
  penniless: '#d9822b',
  'supply ended': '#2f6db3',
};

/** What ends an incident stands behind it; what happens within one, in the table alone. */
const ENDINGS = new Set(['reinstated', 'cured', 'inspected', 'voltage normal', 'renewed']);
const WITHIN = new Set(['fed in against it']);

/** Lanes of units with what befell them; below, each violation that the contracts refused. */
export function plotIncidents(plan, incidents, attempts) {
  const lanes = [...new Set(incidents.map(({ unit }) => unit))];
  const [left, right, top, pitch] = [150, WIDTH - 40, 92, 30];
  const x = linear(0, plan.ticks, left, right);
  const marks = incidents.map(({ unit, kind, tick, until, text: detail }) => {
    const y = top + lanes.indexOf(unit) * pitch + pitch / 2;
    const colour = INCIDENT_COLOURS[kind] ?? '#1b7f5c';
    const hint = `${dateAt(plan, tick)} ${unit}: ${kind}, ${detail}`;
    const end = until === undefined ? x(tick) : Math.max(x(until), x(tick) + 4);
    const late = end > right - 130;
    return [
      until === undefined
        ? circle(x(tick), y, WITHIN.has(kind) ? 3 : 5, colour, hint)
        : rect(x(tick), y - 6, end - x(tick), 12, colour, hint),
      ENDINGS.has(kind) ? text(end + 9, y + 4, kind, { size: 11, fill: '#1b7f5c' }) : '',
      ENDINGS.has(kind) || WITHIN.has(kind)
        ? ''
        : text(late ? x(tick) - 9 : x(tick), y - 9, kind, { size: 11, anchor: late ? 'end' : 'start' }),
    ];
  });
  const refusals = top + lanes.length * pitch + 34;
  return picture(WIDTH, refusals + 66, 'Incidents', [
    title('Incidents', `What went wrong, and ${attempts.length} violations that the contracts refused`),
    lanes.map((unit, index) => {
      const y = top + index * pitch + pitch / 2;
      return [line(left, y, right, y), text(left - 10, y + 4, unit, { size: 12, anchor: 'end' })];
    }),
    marks,
    text(left - 10, refusals + 4, 'refused on chain', { size: 12, anchor: 'end', weight: 'bold' }),
    line(left, refusals, right, refusals),
    attempts.map(({ tick, kind, error }, index) =>
      line(x(tick) + (index % 3) * 1.5, refusals - 9, x(tick) + (index % 3) * 1.5, refusals + 9, '#c0392b', 1.6).replace(
        '/>',
        `><title>${dateAt(plan, tick)} ${kind}: ${error}</title></line>`,
      ),
    ),
    timeAxis(plan, x, refusals + 18),
  ]);
}
