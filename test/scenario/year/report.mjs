/** The year as Markdown, with its pictures beside it. Every figure comes from the calculation that the contracts were held against. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ZONES } from './participants.mjs';
import { plotCarbon, plotEnergy, plotMoney } from './plots.mjs';
import { plotIncidents, plotPrices } from './plots-time.mjs';
import {
  balance,
  carbonTable,
  carrierName,
  coinsInAll,
  energy,
  gas,
  grouped,
  money,
  permits,
  table,
  zoneName,
  zones,
} from './report-tables.mjs';
import { PERIODS } from './script.mjs';
import { INTERVAL_SECONDS } from './stage.mjs';
import { carbonByUnit, dateAt, energyByBucket, moneyByUnit, pricesOverTime } from './summary.mjs';

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

${proofs.length} single hourly readings were proven under the roots of their batches; ${proofs.filter(({ exportWh, signedWh }) => exportWh !== signedWh).length} of them say something else than the meter signed.

## Zones
${zones(play)}

Prices in coins per kWh. One carbon ledger with two authorities: each grants allowances to the units of its zones, and permits of both are one market.

## Energy
![Energy by source](energy.svg)

kWh. What no trade took is bought and supplied by the zone's operator at its base price, where the owner agreed to it.

${energy(play, expected)}

Of ${grouped(expected.trades.length)} trades ${grouped(settled.length - short.filter(({ settledWh }) => settledWh > 0n).length)} were delivered in full and ${grouped(short.length)} in part or not at all: then the buyer got its money back for what was missing. ${grouped(expected.residuals.length)} residuals were settled at the base price.

## Prices
![Prices](prices.svg)

## Money
![Money per participant](money.svg)

Coins; what was sold and bought is what was delivered.

${money(moneyRows, expected)}

${coinsInAll(expected)}

## Carbon
![Carbon: allowance and emissions](carbon.svg)

${carbonTable(carbonRows)}

${permits(play, expected)}

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
