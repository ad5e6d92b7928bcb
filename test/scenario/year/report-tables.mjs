/** The report's tables. Every digit of a bigint stays: energy in kWh with three decimals, money in coins with six. */
import { CARRIER } from '../../../protos/dist/index.js';
import { REGULATORS, ZONES } from './participants.mjs';

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

export function money(rows, { people, carbon }) {
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
