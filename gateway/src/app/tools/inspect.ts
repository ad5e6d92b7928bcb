import type { ForeignReading, MeterReport, Refusal, Result } from '../../domain/index.ts';
import { formatJg1Command, parseJg1Line } from '../../framing/index.ts';
import { traceWires } from '../../transport/index.ts';
import { createModbusBuses } from '../wires/modbus-buses.ts';
import { openWire } from '../wires/open-wire.ts';
import type { Wire } from '../wires/wire.ts';
import { formatHexDump } from './hex-dump.ts';
import { findTarget, type InspectTarget } from './inspect-target.ts';
import { describeReport, reportFields } from './report-text.ts';
import { toPlainText } from './scan-finding.ts';
import { type Verified, verifiedFields, verifySigned } from './verify.ts';
import type { VerifiableFormat } from './verify-sources.ts';

export interface InspectOptions extends InspectTarget {
  /** Raw bytes of both directions beside the values. */
  readonly trace: boolean;
  /** Ends after so many readings, good or refused. */
  readonly count?: number;
  /** Ends after so long, whatever came. */
  readonly seconds?: number;
  readonly json: boolean;
}

/** A problem of the wire that no waiting mends. */
const IN_USE = /lock|busy/i;

/**
 * Opens one device's wire, prints what it says, and how it is understood.
 * @param note for what is no reading: states of the wire and warnings
 * @returns whether at least one reading was good
 * @throws JoulegateError CONFIG_INVALID or KEY_INVALID for what was asked.
 */
export async function inspect(
  options: InspectOptions,
  print: (line: string) => void,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const { config, directory, meterKey } = findTarget(options);
  const { json } = options;
  let key = meterKey;
  let count = 0;
  let good = 0;
  let isEnded = false;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = () => {
      isEnded = true;
      resolve();
    };
  });
  signal.addEventListener('abort', () => end(), { once: true });
  if (signal.aborted) end();

  const say = (event: string, text: string, fields: Record<string, unknown>) => {
    const at = new Date().toISOString();
    if (json) print(JSON.stringify({ at, event, ...fields }));
    else print(`${at.slice(11, 23)} ${event.padEnd(8)} ${toPlainText(text)}`);
  };
  const refused = ({ code, message }: Refusal) => say('refused', `${code}: ${message}`, { code, message });
  const counted = (isGood: boolean) => {
    count += 1;
    if (isGood) good += 1;
    if (options.count !== undefined && count >= options.count) end();
  };
  const failIfInUse = (message: string): boolean => {
    if (!IN_USE.test(message)) return false;
    if (isEnded) return true;
    note(`${config.id}: its port is in use: stop the gateway, or what else reads it, first (${message})`);
    end();
    return true;
  };

  const onReport = (report: Result<MeterReport>) => {
    // A wire that is down gives no reading to count; its state says so.
    if (isEnded || (!report.ok && report.code === 'TRANSPORT_FAILED')) return;
    if (report.ok)
      say('reading', `${describeReport(report.value)} (integrity: ${report.value.integrity}, signed by nobody)`, {
        ...reportFields(report.value),
        integrity: report.value.integrity,
        signature: 'none',
      });
    else refused(report);
    counted(report.ok);
  };
  const onSigned = (format: VerifiableFormat, raw: Uint8Array) => {
    if (isEnded) return;
    const verified = verifySigned({ format, raw }, key);
    if (verified.ok) say('reading', describeVerified(verified.value), { ...verifiedFields(verified.value), signature: 'valid' });
    else refused(verified);
    counted(verified.ok);
  };
  const onLine = (line: Uint8Array) => {
    const parsed = parseJg1Line(line);
    if (!parsed.ok) refused(parsed);
    else if (parsed.value.type === 'reading') onSigned('native', parsed.value.raw);
    else if (parsed.value.type === 'identity') {
      const { publicKey, model, serial } = parsed.value;
      key = meterKey ?? publicKey;
      const hex = Buffer.from(publicKey).toString('hex');
      say('identity', `${model} ${serial}, key ${hex}`, { model, serial, publicKey: hex });
    }
  };

  // Every byte, in whatever chunks it crosses the wire.
  if (options.trace)
    traceWires(({ direction, bytes }) => {
      const at = new Date().toISOString();
      if (json) return print(JSON.stringify({ at, event: direction, hex: Buffer.from(bytes).toString('hex') }));
      const mark = direction === 'sent' ? '>' : '<';
      for (const row of formatHexDump(bytes)) print(`${at.slice(11, 23)} ${mark} ${row}`);
    });

  const buses = createModbusBuses(note, (state, detail) => {
    if (state !== 'closed' || !failIfInUse(detail)) note(`${state}: ${detail}`);
  });
  let wire: Wire | undefined;
  const timer = options.seconds === undefined ? undefined : setTimeout(() => end(), options.seconds * 1000);
  try {
    const opened = openWire(
      config,
      {
        onLine,
        onForeign: (format: ForeignReading['format'], raw) => onSigned(format, raw),
        onForeignKey(publicKey) {
          key = meterKey ?? publicKey;
          const hex = Buffer.from(publicKey).toString('hex');
          say('identity', `key ${hex}`, { publicKey: hex });
        },
        onReport,
        onCharge({ storedWh, usableWh }) {
          say('charge', `holds ${storedWh} of ${usableWh} Wh`, { storedWh: String(storedWh), usableWh: String(usableWh) });
        },
        onSettings(told) {
          const fields = Object.entries(told).map(([name, value]) => [name, Number(value)] as const);
          say('settings', fields.map(([name, value]) => `${name} ${value}`).join(', '), Object.fromEntries(fields));
        },
        refuse(refusal) {
          if (!isEnded && refusal.code !== 'TRANSPORT_FAILED') refused(refusal);
        },
        onState(state, detail) {
          if (state === 'closed' && failIfInUse(detail)) return;
          note(`${state}: ${detail}`);
          if (state === 'open' && config.format === 'native')
            wire?.write(Buffer.from(formatJg1Command({ type: 'identity' }), 'latin1')).catch((cause: unknown) => note(String(cause)));
        },
        warn: note,
      },
      { buses, directory },
    );
    wire = opened;
    await opened.open();
    await ended;
  } finally {
    clearTimeout(timer);
    await wire?.close();
    traceWires(undefined);
  }
  return good > 0;
}

function describeVerified({ format, curve, counter, reading, publicKey, ...rest }: Verified): string {
  const says = reading.ok ? describeReport({ ...rest, reading: reading.value }) : reading.message;
  const by = `signature valid: ${format}, ${curve}, key ${Buffer.from(publicKey).toString('hex').slice(0, 16)}…`;
  return `${counter === undefined ? '' : `#${counter}, `}${says} (${by})`;
}
