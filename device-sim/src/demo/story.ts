import { PERMIT_STATE, suspensionReasons, verdictReasons } from '@joulegate/protos';

/** An announcement as docs/wire.md §3 has it on `chain/<network>/event/<kind>`. */
export interface Announcement {
  readonly event: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly blockNumber: string | number;
}

/** What the story has seen so far; the last line of `npm start -- --until …` is made of it. */
export interface Tally {
  readings: number;
  admitted: number;
  refused: number;
  trades: number;
  settledWh: bigint;
  /** By unit and boundary, since an announcement may come twice; their sum is the world's emissions. */
  emissionsUg: Map<string, bigint>;
}

export function createTally(): Tally {
  return { readings: 0, admitted: 0, refused: 0, trades: 0, settledWh: 0n, emissionsUg: new Map() };
}

export function emissionsMg(tally: Tally): bigint {
  let sum = 0n;
  for (const ug of tally.emissionsUg.values()) sum += ug;
  return sum / 1000n;
}

/** Integer with a decimal point `digits` from the right: 1234567n, 6 → "1.234567". */
export function formatDecimal(value: bigint, digits: number, shown = digits): string {
  const sign = value < 0n ? '-' : '';
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits).slice(0, shown);
  return shown === 0 ? sign + whole : `${sign}${whole}.${fraction}`;
}

const kwh = (wh: bigint) => `${formatDecimal(wh, 3)} kWh`;
const coins = (micro: bigint) => `${formatDecimal(micro, 6)} JEC`;
const kilograms = (grams: bigint) => `${formatDecimal(grams, 3)} kg CO2`;

/**
 * Tells one announcement in one line and counts it, or undefined where it is not part of the story.
 * @param nameOf turns an address into the device's or owner's name.
 */
export function tell(announcement: Announcement, tally: Tally, nameOf: (address: string) => string): string | undefined {
  const { args } = announcement;
  const name = (key: string) => nameOf(String(args[key]));
  const int = (key: string) => BigInt(String(args[key] ?? 0));
  switch (announcement.event) {
    case 'MeterRegistered':
      return `registered   ${name('meter')} by ${name('owner')}: the meter's key proved possession`;
    case 'MeterCertified':
      return `certified    ${name('meter')} by the grid operator, ${formatDecimal(int('intensityMgPerKwh'), 3, 2)} g CO2/kWh`;
    case 'AdmissionDecided': {
      const verdict = Number(args['verdict']);
      if (verdict === 0) {
        tally.admitted += 1;
        return `ADMITTED     ${name('meter')} to zone ${args['zone']} with ${int('capacityW')} W`;
      }
      tally.refused += 1;
      if (Number(args['state']) === PERMIT_STATE.granted) return `not renewed  ${name('meter')}: ${verdictReasons(verdict).join(', ')}`;
      return `REFUSED      ${name('meter')} in zone ${args['zone']}: ${verdictReasons(verdict).join(', ')}`;
    }
    case 'BatchRecorded':
      tally.readings += Number(args['count']);
      return `on chain     ${name('meter')}: ${args['count']} readings under one root, import ${kwh(int('importWh'))}, export ${kwh(int('exportWh'))}`;
    case 'TradeOpened': {
      const terms = args['terms'] as Record<string, unknown>;
      tally.trades += 1;
      return `matched      ${nameOf(String(terms['sellerMeter']))} -> ${nameOf(String(terms['buyerMeter']))}: ${kwh(BigInt(String(terms['energyWh'])))} at ${formatDecimal(BigInt(String(terms['priceMicroPerKwh'])), 6, 4)} JEC/kWh, interval ${terms['interval']}, in escrow`;
    }
    case 'TradeSettled':
      tally.settledWh += int('settledWh');
      return `SETTLED      ${name('seller')} <- ${name('buyer')}: ${kwh(int('settledWh'))} delivered, ${coins(int('paidMicro'))} paid, ${coins(int('refundedMicro'))} back`;
    case 'EmissionsMetered': {
      const ug = int('energyWh') * int('intensityMgPerKwh');
      tally.emissionsUg.set(`${args['unit']}/${args['boundary']}`, ug);
      return `emissions    ${name('unit')}: ${kwh(int('energyWh'))} -> ${kilograms(ug / 1_000_000n)} in period ${args['period']}`;
    }
    case 'AllowanceIssued':
      return `allowance    ${name('unit')}: ${kilograms(int('grams'))} for period ${args['period']}`;
    case 'PermitsTraded':
      return `permits      ${name('buyer')} buys ${kilograms(int('grams'))} from ${name('seller')} for ${coins(int('paidMicro'))}`;
    case 'PeriodSettled':
      return `carbon       ${name('unit')} period ${args['period']}: owes ${kilograms(int('obligationGrams'))}, surrenders ${kilograms(int('surrenderedGrams'))}, deficit ${kilograms(int('deficitGrams'))}, fine ${coins(int('fineMicro'))}`;
    case 'GuaranteeIssued':
      return int('energyWh') === 0n ? undefined : `guarantee    ${name('meter')}: ${kwh(int('energyWh'))} of origin to ${name('owner')}`;
    case 'GuaranteeRetired':
      return `used up      ${name('holder')} retires ${kwh(int('energyWh'))} for ${name('beneficiary')}`;
    case 'FinePaid':
      return `fine paid    ${name('unit')}: ${coins(int('amount'))}`;
    case 'AccessSuspended':
      return `SUSPENDED    ${name('meter')}: ${suspensionReasons(Number(args['suspensions'])).join(', ')}`;
    case 'AccessCured':
      return `cured        ${name('meter')}`;
    case 'AccessExpired':
      return `EXPIRED      ${name('meter')}: ${int('capacityW')} W go back to zone ${args['zone']}`;
    case 'AccessRevoked':
      return `REVOKED      ${name('meter')}: ${int('capacityW')} W go back to zone ${args['zone']}`;
    case 'FedInWithoutPermit':
      return `NO PERMIT    ${name('meter')} fed in ${kwh(int('energyWh'))} all the same`;
    default:
      return undefined;
  }
}

/** What a unit's switched output came to, in one line; undefined while its contact is still on the way there. */
export function tellOutput(
  device: string,
  said: { readonly wanted: string; readonly feedback: string; readonly reason: string },
): string | undefined {
  if (said.wanted !== said.feedback) return undefined;
  return said.wanted === 'closed'
    ? `CLOSED       ${device}'s contactor: ${said.reason}`
    : `open         ${device}'s contactor: ${said.reason}`;
}
