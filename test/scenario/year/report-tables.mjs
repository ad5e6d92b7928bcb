/** The report's tables. Every digit of a bigint stays: energy in kWh with three decimals, money in coins with six. */
import { CARRIER } from '../../../protos/dist/index.js';
import { operatorOf, REGULATORS, ZONES } from './participants.mjs';
import { dateAt } from './summary.mjs';

export const zoneName = (zone) => ZONES.find((candidate) => candidate.zone === zone).name;
export const carrierName = (carrier) => Object.keys(CARRIER).find((name) => CARRIER[name] === carrier);
export const grouped = (value) => value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
/** A bigint of the smallest unit with the point where it belongs; every digit stays. */
function fixed(value, digits) {
  const sign = value < 0n ? '-' : '';
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  return `${sign}${grouped(text.slice(0, -digits))}.${text.slice(-digits)}`;
}
export const kwh = (wh) => fixed(wh, 3);
const coins = (micro) => fixed(micro, 6);
const kg = (grams) => fixed(grams, 3);

export function table(heads, rows, align = heads.map((_, index) => (index === 0 ? '---' : '---:'))) {
  return [`| ${heads.join(' | ')} |`, `|${align.join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}
const sum = (list, pick) => list.reduce((total, item) => total + pick(item), 0n);

export function balance(rows) {
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

export function energy({ units }, { people }) {
  const columns = {
    generated: (p) => p.generatedWh,
    sold: (p) => p.soldWh,
    'sold at base price': (p) => p.residualSoldWh,
    'fed in for nothing': (p) => p.generatedWh - p.soldWh - p.residualSoldWh,
    consumed: (p) => p.consumedWh,
    bought: (p) => p.boughtWh,
    'bought at base price': (p) => p.residualBoughtWh,
    'taken without settlement': (p) => p.consumedWh - p.boughtWh - p.residualBoughtWh,
  };
  const picks = Object.values(columns);
  const rows = units.map((unit) => [
    unit.name,
    zoneName(unit.zone),
    unit.sourceName,
    carrierName(unit.carrier),
    ...picks.map((pick) => kwh(pick(people[unit.index]))),
  ]);
  rows.push(['**all**', '', '', '', ...picks.map((pick) => `**${kwh(sum(people, pick))}**`)]);
  return table(['participant', 'zone', 'source', 'carrier', ...Object.keys(columns)], rows, [
    ...new Array(4).fill('---'),
    ...new Array(picks.length).fill('---:'),
  ]);
}

/** @param rows of moneyByUnit() */
export function money(rows, { people, carbon, operators }) {
  const columns = {
    'energy sold': (row) => row.soldMicro,
    'energy bought': (row) => row.boughtMicro,
    'sold at base price': (row) => row.toZoneMicro,
    'bought at base price': (row) => row.fromZoneMicro,
    'permits sold': (row) => row.permitsSoldMicro,
    'permits bought': (row) => row.permitsBoughtMicro,
    fines: (row) => row.finesMicro,
    net: (row) => row.netMicro,
    'in escrow at the end': ({ unit }) => people[unit.index].marketMicro + people[unit.index].carbonMicro,
    'in the wallet': ({ unit }) => people[unit.index].walletMicro,
  };
  const picks = Object.values(columns);
  const body = rows.map((row) => [row.unit.name, ...picks.map((pick) => coins(pick(row)))]);
  body.push(['**all participants**', ...picks.map((pick) => `**${coins(sum(rows, pick))}**`)]);
  for (const { zone, micro, boughtMicro, suppliedMicro } of operators) {
    const cells = {
      'sold at base price': suppliedMicro,
      'bought at base price': boughtMicro,
      net: suppliedMicro - boughtMicro,
      'in escrow at the end': micro,
    };
    body.push([operatorOf(zone), ...Object.keys(columns).map((name) => (name in cells ? coins(cells[name]) : ''))]);
  }
  const treasury = { net: carbon.treasuryMicro, 'in escrow at the end': carbon.treasuryMicro };
  body.push(['treasury (fines)', ...Object.keys(columns).map((name) => (name in treasury ? coins(treasury[name]) : ''))]);
  return table(['participant', ...Object.keys(columns)], body);
}

export function carbonTable(rows) {
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

/** Of each period: permits that authorities issued, and where they are. */
export function permits({ plan }, { carbon }) {
  const rows = carbon.supply.map(({ issued, surrendered, retired }, period) => [
    `${dateAt(plan, period * plan.ticksPerPeriod)} to ${dateAt(plan, (period + 1) * plan.ticksPerPeriod)}`,
    kg(issued),
    kg(surrendered),
    kg(retired),
    kg(issued - surrendered - retired),
    coins(
      sum(
        carbon.fills.filter((fill) => fill.period === period),
        (fill) => fill.paidMicro,
      ),
    ),
  ]);
  return table(['period', 'issued kg', 'surrendered kg', 'retired kg', 'still held kg', 'paid for permits, coins'], rows);
}

/** Where all coins are; nobody can make or lose one on the way. */
export function coinsInAll({ people, operators, carbon }) {
  const wallets = sum(people, ({ walletMicro }) => walletMicro);
  const escrows = sum(people, ({ marketMicro, carbonMicro }) => marketMicro + carbonMicro) + sum(operators, ({ micro }) => micro);
  const all = wallets + escrows + carbon.treasuryMicro;
  return `All coins ever minted: ${coins(all)} = ${coins(wallets)} in wallets + ${coins(escrows)} in escrow + ${coins(carbon.treasuryMicro)} in the treasury.`;
}

export function zones({ units }) {
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

export function gas({ figures }) {
  const rows = [...figures.gasOf].sort(([, a], [, b]) => Number(b.gas - a.gas));
  return table(
    ['call', 'transactions', 'gas', 'gas each'],
    rows.map(([name, { transactions, gas: used }]) => [name, grouped(transactions), grouped(used), grouped(used / BigInt(transactions))]),
  );
}
