/** The year as Markdown, with its pictures beside it. Every figure comes from the calculation that the contracts were held against. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CARRIER } from '../../../protos/dist/index.js';
import { REGULATORS, ZONES } from './participants.mjs';
import { plotCarbon, plotEnergy, plotIncidents, plotMoney, plotPrices } from './plots.mjs';
import { PERIODS } from './script.mjs';
import { INTERVAL_SECONDS } from './stage.mjs';
import { carbonByUnit, dateAt, energyByBucket, moneyByUnit, pricesOverTime } from './summary.mjs';

const zoneName = (zone) => ZONES.find((candidate) => candidate.zone === zone).name;
const carrierName = (carrier) => Object.keys(CARRIER).find((name) => CARRIER[name] === carrier);
const grouped = (value) => value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
/** A bigint of the smallest unit with the point where it belongs; every digit stays. */
function fixed(value, digits) {
  const sign = value < 0n ? '-' : '';
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  return `${sign}${grouped(text.slice(0, -digits))}.${text.slice(-digits)}`;
}
const kwh = (wh) => fixed(wh, 3);
const coins = (micro) => fixed(micro, 6);
const kg = (grams) => fixed(grams, 3);

function table(heads, rows, align = heads.map((_, index) => (index === 0 ? '---' : '---:'))) {
  return [`| ${heads.join(' | ')} |`, `|${align.join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}
const sum = (list, pick) => list.reduce((total, item) => total + pick(item), 0n);

function balance(rows) {
  const all = rows.every(({ wrong }) => wrong.length === 0);
  return [
    `**${all ? 'It balances, to the unit.' : 'IT DOES NOT BALANCE.'}** What the contracts hold and announced, against a calculation that knows only physics, signed wishes and the script of faults:`,
    '',
    table(
      ['compared', 'values', 'differences'],
      rows.map(({ what, checked, wrong }) => [what, grouped(checked), wrong.length]),
    ),
    ...rows.flatMap(({ what, wrong }) => wrong.slice(0, 10).map((line) => `- ${what}: ${line}`)),
  ].join('\n');
}

function energy({ units }, { people }) {
  const rows = units.map((unit) => {
    const { generatedWh, consumedWh, soldWh, boughtWh } = people[unit.index];
    return [
      unit.name,
      zoneName(unit.zone),
      unit.sourceName,
      carrierName(unit.carrier),
      kwh(generatedWh),
      kwh(soldWh),
      kwh(generatedWh - soldWh),
      kwh(consumedWh),
      kwh(boughtWh),
      kwh(consumedWh - boughtWh),
    ];
  });
  const total = (pick) => `**${kwh(sum(people, pick))}**`;
  rows.push([
    '**all**',
    '',
    '',
    '',
    total((p) => p.generatedWh),
    total((p) => p.soldWh),
    total((p) => p.generatedWh - p.soldWh),
    total((p) => p.consumedWh),
    total((p) => p.boughtWh),
    total((p) => p.consumedWh - p.boughtWh),
  ]);
  return table(
    [
      'participant',
      'zone',
      'source',
      'carrier',
      'generated kWh',
      'sold kWh',
      'fed in unsold kWh',
      'consumed kWh',
      'bought kWh',
      'taken unbought kWh',
    ],
    rows,
    ['---', '---', '---', '---', '---:', '---:', '---:', '---:', '---:', '---:'],
  );
}

function money(rows, { people, carbon }) {
  const body = rows.map(({ unit, soldMicro, boughtMicro, permitsSoldMicro, permitsBoughtMicro, finesMicro, netMicro }) => [
    unit.name,
    coins(soldMicro),
    coins(boughtMicro),
    coins(permitsSoldMicro),
    coins(permitsBoughtMicro),
    coins(finesMicro),
    coins(netMicro),
    coins(people[unit.index].marketMicro + people[unit.index].carbonMicro),
    coins(people[unit.index].walletMicro),
  ]);
  const total = (field) => `**${coins(sum(rows, (row) => row[field]))}**`;
  const held = (pick) => `**${coins(sum(people, pick))}**`;
  body.push([
    '**all**',
    total('soldMicro'),
    total('boughtMicro'),
    total('permitsSoldMicro'),
    total('permitsBoughtMicro'),
    total('finesMicro'),
    total('netMicro'),
    held((p) => p.marketMicro + p.carbonMicro),
    held((p) => p.walletMicro),
  ]);
  body.push(['treasury (fines)', '', '', '', '', '', coins(carbon.treasuryMicro), coins(carbon.treasuryMicro), '']);
  return table(
    [
      'participant',
      'energy sold',
      'energy bought',
      'permits sold',
      'permits bought',
      'fines',
      'net',
      'in escrow at the end',
      'in the wallet',
    ],
    body,
  );
}

function carbonTable(rows) {
  return table(
    ['unit', 'emitted g', 'µg', 'allowance kg', 'bought kg', 'sold kg', 'surrendered kg', 'deficit kg', 'fine, coins', 'left kg'],
    rows.map((row) => [
      row.unit.name,
      grouped(row.emissionsUg / 1_000_000n),
      `+ ${row.emissionsUg % 1_000_000n}`,
      kg(row.allowanceGrams),
      kg(row.boughtGrams),
      kg(row.soldGrams),
      kg(row.surrenderedGrams),
      kg(row.deficitGrams),
      coins(row.fineMicro),
      kg(row.heldGrams),
    ]),
  );
}

function zones({ units }) {
  return table(
    ['zone', 'regulator', 'grid code', 'units', 'base price', 'price ceiling', 'hosting capacity kW', 'least attestation'],
    ZONES.map((zone) => [
      `${zone.zone} ${zone.name}`,
      REGULATORS.find((regulator) => regulator.zones.includes(zone.zone)).name,
      zone.gridCode,
      units.filter((unit) => unit.zone === zone.zone).length,
      coins(zone.basePriceMicroPerKwh),
      coins(zone.priceCeilingMicroPerKwh),
      grouped(zone.hostingCapacityW / 1000n),
      ['', 'gateway', 'module', 'meter'][zone.minAttestationClass],
    ]),
  );
}

function gas({ figures }) {
  const rows = [...figures.gasOf].sort(([, a], [, b]) => Number(b.gas - a.gas));
  return table(
    ['call', 'transactions', 'gas', 'gas each'],
    rows.map(([name, { transactions, gas: used }]) => [name, grouped(transactions), grouped(used), grouped(used / BigInt(transactions))]),
  );
}

/**
 * @param play of playYear(), @param expected of calculateYear(), @param rows of compareYear(), @param folder made where it is missing
 * @returns paths of what was written
 */
export function writeReport(play, expected, rows, folder) {
  const { plan, units, incidents, attempts, chain, proofs } = play;
  const { figures } = chain;
  const view = { ...play, zoneName };
  const carbonRows = carbonByUnit(play, expected);
  const moneyRows = moneyByUnit(play, expected);
  const settled = expected.trades.filter(({ settledWh }) => settledWh > 0n);
  const short = expected.trades.filter(({ settledWh, energyWh }) => settledWh < energyWh);
  const refused = attempts.map(({ tick, kind, contract, functionName, error, text }) => [
    dateAt(plan, tick),
    kind,
    `${contract}.${functionName}`,
    `\`${error}\``,
    `\`${text}\``,
  ]);
  const pictures = {
    'energy.svg': plotEnergy(energyByBucket(play)),
    'money.svg': plotMoney(moneyRows),
    'carbon.svg': plotCarbon(carbonRows),
    'prices.svg': plotPrices(
      plan,
      pricesOverTime(view, expected),
      ZONES.map(({ name }) => name),
    ),
    'incidents.svg': plotIncidents(plan, incidents, attempts),
  };
  const text = `# ${plan.days} days of thirty participants

${dateAt(plan, 0)} to ${dateAt(plan, plan.ticks)}, seed ${plan.seed}: four zones, two regulators, ${units.length} units of every source and carrier; ${grouped(expected.trades.length)} trades in
${grouped(plan.ticks)} intervals of ${INTERVAL_SECONDS / 3600} hours, ${grouped(play.signedReadings)} readings signed by meters, ${grouped(figures.transactions)} transactions in ${grouped(figures.blocks)} blocks, ${grouped(figures.gas)} gas.
Carbon periods are numbered from the epoch, so a run of this length begins where one does.

## Does it balance?
${balance(rows)}

${proofs.length} single readings were proven under the roots of their batches: ${proofs.map(({ unit, exportWh, signedWh }) => `${unit} at ${kwh(signedWh)} kWh${exportWh === signedWh ? '' : ' WRONG'}`).join(', ')}.

## Zones
${zones(play)}

Prices in coins per kWh. One carbon ledger with two authorities: each grants allowances to the units of its zones, and permits of both are one market.

## Energy
![Energy by source](energy.svg)

${energy(play, expected)}

Of ${grouped(expected.trades.length)} trades ${grouped(settled.length - short.filter(({ settledWh }) => settledWh > 0n).length)} were delivered in full and ${grouped(short.length)} in part or not at all: then the buyer got its money back for what was missing.

## Prices
![Prices](prices.svg)

## Money
![Money per participant](money.svg)

Coins; what was sold and bought is what was delivered.

${money(moneyRows, expected)}

## Carbon
![Carbon: allowance and emissions](carbon.svg)

${carbonTable(carbonRows)}

${PERIODS} periods; obligations are rounded up to the gram once in each. ${grouped(expected.carbon.fills.length)} purchases of permits.

## What went wrong
![Incidents](incidents.svg)

${table(
  ['from', 'until', 'unit', 'what', ''],
  incidents.map(({ tick, until, unit, kind, text: detail }) => [
    dateAt(plan, tick),
    until === undefined ? '' : dateAt(plan, until),
    unit,
    kind,
    detail,
  ]),
  ['---', '---', '---', '---', '---'],
)}

### Refused by the contracts
Each was mined and reverted with this error.

${table(['day', 'violation', 'call', 'error', 'as the contract says it'], refused, ['---', '---', '---', '---', '---'])}

## What it cost
${gas(chain)}

## What this run is not
Meters, owners, relayers and contracts are real: every signature is made and verified, every block executed. Left out are the wires:
serial lines, gateways, brokers and chain nodes, which would need the year's own time; \`test/e2e\` plays them by the hour.
`;
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries({ ...pictures, 'report.md': text, 'balance.json': exactly(play, expected, rows) }))
    writeFileSync(join(folder, name), content);
  return join(folder, 'report.md');
}

/** Every sum without rounding, for other programs: bigint as decimal text. */
function exactly({ plan, units }, { people, carbon }, rows) {
  const participants = units.map(({ name, zone, sourceName, carrier, index, meter, owner }) => ({
    name,
    zone,
    source: sourceName,
    carrier: carrierName(carrier),
    meter,
    owner: owner.address,
    ...people[index],
    carbon: carbon.accounts.get(index),
    permitsHeldGrams: carbon.held[index],
  }));
  const text = (_, value) => (typeof value === 'bigint' ? value.toString() : value);
  const compared = rows.map(({ what, checked, wrong }) => ({ what, checked, differences: wrong.length }));
  return `${JSON.stringify({ days: plan.days, seed: plan.seed, start: plan.startSeconds, intervalSeconds: INTERVAL_SECONDS, compared, participants }, text, 2)}\n`;
}
