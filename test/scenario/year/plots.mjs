/** The report's pictures of sums: energy by source, money, carbon. Each takes what summary.mjs made and answers an SVG text. */
import {
  circle,
  formatTick,
  INK,
  legend,
  line,
  linear,
  logarithmic,
  MUTED,
  picture,
  polyline,
  rect,
  roundDecade,
  roundTicks,
  text,
  title,
  valueAxis,
  WIDTH,
} from './svg.mjs';

/** Light and dark alternate along the stack, so that neighbours differ without colour too. */
const SOURCE_COLOURS = {
  nuclear: '#7a5195',
  hydro: '#2f6db3',
  wind: '#8fc1e8',
  tidal: '#0b7a75',
  solar: '#f4c430',
  geothermal: '#c8553d',
  biomass: '#9bc53d',
  gas: '#f28e2b',
  coal: '#3d3d3d',
  storage: '#c9a9d6',
};

/** @param buckets of energyByBucket() */
export function plotEnergy(buckets) {
  const [left, right, top, bottom, height] = [80, WIDTH - 170, 92, 400, 450];
  const mwh = (wh) => Number(wh) / 1e6;
  const totals = buckets.map(({ bySource }) => [...bySource.values()].reduce((sum, wh) => sum + mwh(wh), 0));
  const ticks = roundTicks(0, Math.max(...totals, ...buckets.map(({ takenWh }) => mwh(takenWh))) * 1.04, 6);
  const y = linear(0, Math.max(...ticks, ...totals), bottom, top);
  const pitch = (right - left) / buckets.length;
  const every = Math.ceil(buckets.length / 14);
  const sources = Object.keys(SOURCE_COLOURS).filter((source) => buckets.some(({ bySource }) => (bySource.get(source) ?? 0n) > 0n));
  const bars = buckets.map(({ label, bySource }, index) => {
    let base = 0;
    const x = left + pitch * (index + 0.14);
    const parts = sources.map((source) => {
      const value = mwh(bySource.get(source) ?? 0n);
      const bar = rect(
        x,
        y(base + value),
        pitch * 0.72,
        y(base) - y(base + value),
        SOURCE_COLOURS[source],
        `${label}, ${source}: ${value.toFixed(1)} MWh`,
        "stroke='#ffffff' stroke-width='0.6'",
      );
      base += value;
      return bar;
    });
    const [month, year] = label.split(' ');
    const tick =
      index % every === 0
        ? [text(x + pitch * 0.36, bottom + 18, buckets.length > 14 ? label : month, { size: 11, fill: MUTED, anchor: 'middle' })]
        : [];
    if (buckets.length <= 14 && (index === 0 || month === 'Jan'))
      tick.push(text(x + pitch * 0.36, bottom + 33, year, { size: 11, fill: MUTED, anchor: 'middle' }));
    return [parts, tick];
  });
  const taken = buckets.map(({ takenWh }, index) => [left + pitch * (index + 0.5), y(mwh(takenWh))]);
  return picture(WIDTH, height, 'Energy by source', [
    title('Energy by source', 'Generated and fed in, all carriers, from registers that the contracts verified'),
    valueAxis(ticks, y, left, right, 'MWh'),
    bars,
    polyline(taken, INK, 2, '2 3'),
    taken.map(([x, at]) => circle(x, at, buckets.length > 14 ? 2.5 : 4, '#ffffff', undefined, `stroke='${INK}' stroke-width='1.8'`)),
    legend(right + 24, top + 8, [
      ...sources.toReversed().map((name) => ({ name, colour: SOURCE_COLOURS[name] })),
      { name: 'consumed', colour: INK, mark: 'ring' },
    ]),
  ]);
}

const MONEY = [
  ['soldMicro', 'energy sold', '#2f6db3', 1],
  ['toZoneMicro', 'sold at base price', '#9dc3e6', 1],
  ['permitsSoldMicro', 'permits sold', '#2aa876', 1],
  ['boughtMicro', 'energy bought', '#f0a34a', -1],
  ['fromZoneMicro', 'bought at base price', '#fbd9a8', -1],
  ['permitsBoughtMicro', 'permits bought', '#8d6b94', -1],
  ['finesMicro', 'fines', '#c0392b', -1],
];

/** @param rows of moneyByUnit() */
export function plotMoney(rows) {
  const pitch = 19;
  const [left, right, top] = [150, WIDTH - 170, 96];
  const bottom = top + rows.length * pitch;
  const coins = (micro) => Number(micro) / 1e6;
  const side = (row, sign) => MONEY.filter((part) => part[3] === sign).reduce((sum, [field]) => sum + coins(row[field]), 0);
  const sorted = rows.toSorted((a, b) => Number(b.netMicro - a.netMicro));
  const ticks = roundTicks(-Math.max(...rows.map((row) => side(row, -1))) * 1.02, Math.max(...rows.map((row) => side(row, 1))) * 1.02, 8);
  const [least, most] = [-Math.max(...rows.map((row) => side(row, -1))) * 1.04, Math.max(...rows.map((row) => side(row, 1))) * 1.04];
  const x = linear(least, most, left, right);
  return picture(WIDTH, bottom + 50, 'Money per participant', [
    title('Money per participant', 'Received to the right, paid to the left, in thousands of coins; the dot is what remains'),
    ticks.map((tick) => [
      line(x(tick), top - 6, x(tick), bottom, tick === 0 ? MUTED : '#e3e8ee'),
      text(x(tick), bottom + 18, formatTick(tick / 1000), { size: 11, fill: MUTED, anchor: 'middle' }),
    ]),
    text((left + right) / 2, bottom + 38, 'thousand coins', { size: 11, fill: MUTED, anchor: 'middle' }),
    sorted.map((row, index) => {
      const y = top + index * pitch;
      const ends = { 1: 0, [-1]: 0 };
      const bars = MONEY.map(([field, name, colour, sign]) => {
        const [from, to] = [ends[sign], ends[sign] + sign * coins(row[field])];
        ends[sign] = to;
        return rect(
          Math.min(x(from), x(to)),
          y + 2,
          Math.abs(x(to) - x(from)),
          pitch - 6,
          colour,
          `${row.unit.name}, ${name}: ${coins(row[field]).toFixed(2)} coins`,
        );
      });
      return [
        text(left - 10, y + 12, row.unit.name, { size: 12, anchor: 'end' }),
        bars,
        circle(x(coins(row.netMicro)), y + pitch / 2 - 1, 3.4, '#ffffff', undefined, `stroke='${INK}' stroke-width='1.8'`),
      ];
    }),
    legend(right + 24, top + 10, [
      ...MONEY.map(([, name, colour]) => ({ name, colour })),
      { name: 'what remains', colour: INK, mark: 'ring' },
    ]),
  ]);
}

/** @param rows of carbonByUnit() */
export function plotCarbon(rows) {
  const pitch = 26;
  const [left, right, top] = [150, WIDTH - 240, 96];
  const sorted = rows.toSorted((a, b) => Number(b.emissionsUg - a.emissionsUg));
  const bottom = top + sorted.length * pitch;
  const tonnes = (row) => [Number(row.allowanceGrams) / 1e6, Number(row.emissionsUg) / 1e12];
  const positive = sorted.flatMap(tonnes).filter((value) => value > 0);
  const [low, high] = [roundDecade(Math.min(...positive), -1), roundDecade(Math.max(...positive), 1)];
  const x = logarithmic(low, high, left, right);
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const decades = Array.from({ length: Math.floor(Math.log10(high) + 1e-9) - first + 1 }, (_, index) => 10 ** (first + index));
  const tonnesOf = (grams) => formatTick(Math.round(Number(grams) / 1e4) / 100);
  /** What became of the difference. */
  const fateOf = ({ boughtGrams, soldGrams, deficitGrams }) =>
    [
      boughtGrams > 0n ? `bought ${tonnesOf(boughtGrams)}` : '',
      soldGrams > 0n ? `sold ${tonnesOf(soldGrams)}` : '',
      deficitGrams > 0n ? `lacked ${tonnesOf(deficitGrams)}, fined` : '',
    ]
      .filter((part) => part !== '')
      .join(', ');
  return picture(WIDTH, bottom + 52, 'Carbon: allowance and emissions', [
    title(
      'Carbon: allowance and emissions',
      'Over all periods, tonnes of CO2-equivalent on a logarithmic scale; who emitted more had to buy, or was fined',
    ),
    decades.map((tick) => [
      line(x(tick), top - 8, x(tick), bottom, '#e3e8ee'),
      text(x(tick), bottom + 18, formatTick(tick), { size: 11, fill: MUTED, anchor: 'middle' }),
    ]),
    text((left + right) / 2, bottom + 38, 't CO2-eq', { size: 11, fill: MUTED, anchor: 'middle' }),
    text(right + 14, top - 18, 'permits, t', { size: 11, fill: MUTED }),
    sorted.map((row, index) => {
      const y = top + index * pitch + pitch / 2;
      const [allowance, emitted] = tonnes(row);
      const over = emitted > allowance;
      return [
        text(left - 10, y + 4, row.unit.name, { size: 12, anchor: 'end' }),
        line(x(allowance), y, x(emitted), y, over ? '#e9a49b' : '#a9d8c3', 5),
        circle(x(allowance), y, 5.5, '#ffffff', `${row.unit.name}: allowance ${allowance} t`, "stroke='#1b7f5c' stroke-width='2.2'"),
        circle(x(emitted), y, 5.5, over ? '#c0392b' : '#34495e', `${row.unit.name}: emitted ${emitted} t`),
        text(right + 14, y + 4, fateOf(row), { size: 11, fill: row.fineMicro > 0n ? '#c0392b' : MUTED }),
      ];
    }),
    [
      { name: 'allowance', colour: '#1b7f5c', mark: 'ring' },
      { name: 'emitted, within it', colour: '#34495e', mark: 'dot' },
      { name: 'emitted, above it', colour: '#c0392b', mark: 'dot' },
    ].map((item, index) => legend(left + index * 160, top - 22, [item])),
  ]);
}
