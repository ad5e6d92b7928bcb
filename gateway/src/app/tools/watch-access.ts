import { PERMIT_STATE, suspensionReasons, verdictReasons } from '@joulegate/protos';
import { formatKwh } from './watch-format.ts';

function untilText(seconds: unknown): string {
  const end = Number(seconds ?? 0);
  return end === 0 ? 'without end' : `until ${timeText(end)}`;
}

function timeText(seconds: unknown): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
}

/** What an event of the admission policy means for the unit it names, in a few words; undefined for other events. */
export function describeAccess(event: string, args: Readonly<Record<string, unknown>>): string | undefined {
  switch (event) {
    case 'AdmissionDecided': {
      const verdict = Number(args['verdict']);
      if (verdict === 0) return `GRANTED ${untilText(args['validUntil'])}`;
      const reasons = verdictReasons(verdict).join(', ');
      return Number(args['state']) === PERMIT_STATE.granted
        ? `RENEWAL REFUSED: ${reasons}; the permit runs ${untilText(args['validUntil'])}`
        : `REFUSED: ${reasons}`;
    }
    case 'AccessSuspended':
      return `SUSPENDED: ${suspensionReasons(Number(args['suspensions'])).join(', ')}`;
    case 'AccessCured': {
      const left = suspensionReasons(Number(args['suspensions'])).join(', ');
      return left === '' ? 'CURED' : `CURED, still suspended: ${left}`;
    }
    case 'AccessExpired':
      return 'EXPIRED';
    case 'AccessRevoked':
      return 'REVOKED';
    case 'FedInWithoutPermit':
      return `FED IN WITHOUT A PERMIT: ${formatKwh(BigInt(String(args['energyWh'] ?? 0)))} from ${timeText(args['fromTime'])} to ${timeText(args['toTime'])}`;
    default:
      return undefined;
  }
}
