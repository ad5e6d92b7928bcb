import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { JoulegateError } from '../../domain/index.ts';
import { checkGridCode, type GridCode, type GridCodeLine, type SettingsTold } from '../../tx/index.ts';
import { gridCodeNames, loadGridCode } from '../grid-codes.ts';
import { createModbusBuses } from '../wires/modbus-buses.ts';
import { openWire } from '../wires/open-wire.ts';
import { findTarget, type InspectTarget } from './inspect-target.ts';

const decimals = (_: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value);

/** @returns one line per grid code that comes with the gateway */
export function listGridCodes(): string[] {
  const codes = gridCodeNames().map((name) => ({ name, code: loadGridCode(name) }));
  const width = Math.max(...codes.map(({ name }) => name.length));
  return codes.map(({ name, code }) => `${name.padEnd(width)}  ${code.name}: ${code.title} (${code.region})`);
}

/**
 * What a profile demands, line by line, with its clause.
 * @param json one JSON object, with the profile as AdmissionPolicy.addProfile takes it and its id
 */
export function showGridCode(name: string, json: boolean): string[] {
  const code = loadGridCode(name);
  if (json)
    return [
      JSON.stringify({ name: code.name, id: code.id, profile: code.profile, sources: Object.fromEntries(code.sources) }, decimals, 2),
    ];
  const lines = [...code.sources].map(([field, { source, crossCheck }]) => {
    const value = code.profile[field];
    return `  ${field.padEnd(26)} ${String(value).padStart(9)}  ${source}${crossCheck === undefined ? '' : ` [seen to agree: ${crossCheck}]`}`;
  });
  return [
    `${code.name}: ${code.title}`,
    `  ${code.region}${code.applies === undefined ? '' : `: ${code.applies}`}`,
    `  nominal ${code.nominal.voltageMv} mV, ${code.nominal.frequencyMhz} mHz; profile ${code.id}`,
    ...lines,
    ...code.notes.map((note) => `  Note: ${note}.`),
  ];
}

const whole = v.pipe(v.number('a whole number expected'), v.integer('a whole number expected'), v.minValue(0, 'a whole number expected'));
const settingsFile = v.strictObject({
  capacityW: v.optional(whole),
  underVoltageTripMv: v.optional(whole),
  overVoltageTripMv: v.optional(whole),
  underFrequencyTripMhz: v.optional(whole),
  overFrequencyTripMhz: v.optional(whole),
  reconnectDelaySeconds: v.optional(whole),
  minPowerFactorPermille: v.optional(whole),
  thdPermille: v.optional(whole),
});

/** @throws JoulegateError CONFIG_INVALID naming the key and what was expected. */
function readSettingsFile(file: string): SettingsTold {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new JoulegateError('CONFIG_INVALID', `${file}: ${(cause as Error).message}`, { cause });
  }
  const checked = v.safeParse(settingsFile, value);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw new JoulegateError('CONFIG_INVALID', `${file}: ${v.getDotPath(issue) ?? 'settings'}: ${issue.message}, got ${issue.received}`);
  }
  const { capacityW, ...settings } = checked.output;
  const told = Object.fromEntries(Object.entries(settings).filter(([, each]) => each !== undefined));
  return { ...told, ...(capacityW !== undefined && { capacityW: BigInt(capacityW) }) };
}

/** @throws JoulegateError CONFIG_INVALID for a device that is no SunSpec one, TRANSPORT_FAILED where it tells nothing in time. */
async function askDevice(target: InspectTarget, code: GridCode, seconds: number): Promise<SettingsTold> {
  const { config, directory } = findTarget(target);
  if (config.format !== 'sunspec')
    throw new JoulegateError(
      'CONFIG_INVALID',
      `format sunspec expected, got ${config.format}: only such a device tells how it is set; give --settings`,
    );
  const ended = new AbortController();
  let detail = 'no answer';
  const ignore = () => undefined;
  const buses = createModbusBuses(ignore);
  const { promise, resolve } = withResolver<SettingsTold | undefined>();
  const wire = openWire(
    config,
    {
      ...{ onLine: ignore, onForeign: ignore, onForeignKey: ignore, onCharge: ignore, warn: ignore },
      // Settings are read before the first report, or not told at all.
      onReport(report) {
        if (!report.ok) detail = `${report.code}: ${report.message}`;
        else resolve(undefined);
      },
      onSettings: resolve,
      refuse({ code: refusal, message }) {
        detail = `${refusal}: ${message}`;
      },
      onState(state, text) {
        detail = `${state}: ${text}`;
      },
    },
    { buses, directory, nominalVoltageMv: code.nominal.voltageMv },
  );
  try {
    await wire.open();
    const late = sleep(seconds * 1000, 'late' as const, { signal: ended.signal }).catch(() => 'late' as const);
    const told = await Promise.race([promise, late]);
    if (told === 'late') throw new JoulegateError('TRANSPORT_FAILED', `settings expected within ${seconds} s, got none: ${detail}`);
    return told ?? {};
  } finally {
    ended.abort();
    await wire.close();
  }
}

function withResolver<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function describeLine({ setting, unit, least, most, found, stands, sources }: GridCodeLine): string {
  const from = least === undefined ? '' : `${least} ≤ `;
  const to = most === undefined ? '' : ` ≤ ${most}`;
  const got = found === undefined ? (stands ? 'not told, not judged' : 'not told') : `found ${found} ${unit}`;
  return `${stands ? 'stands' : 'FAILS '}  ${`${from}${setting}${to}`.padEnd(44)} ${got.padEnd(22)} ${sources.join('; ')}`;
}

export interface GridCodeCheckOptions extends InspectTarget {
  /** JSON: what the device is set to. */
  readonly settings?: string;
  readonly seconds: number;
  readonly json: boolean;
}

/**
 * How a device stands to a grid code: what is demanded, what was found, which clause says so.
 * @returns whether all of it stands
 * @throws JoulegateError CONFIG_INVALID for what was asked, TRANSPORT_FAILED where the device says nothing.
 */
export async function checkDevice(name: string, options: GridCodeCheckOptions, print: (line: string) => void): Promise<boolean> {
  const code = loadGridCode(name);
  const told = options.settings === undefined ? await askDevice(options, code, options.seconds) : readSettingsFile(options.settings);
  const lines = checkGridCode(code, told);
  const stands = lines.every((line) => line.stands);
  if (options.json) print(JSON.stringify({ name: code.name, id: code.id, stands, lines }, decimals, 2));
  else {
    print(`${code.name}: ${stands ? 'stands' : `${lines.filter((line) => !line.stands).length} of ${lines.length} demands fail`}`);
    for (const line of lines) print(describeLine(line));
    if (code.profile.certificateDemanded) print(`note    a certificate is demanded: ${code.sources.get('certificateDemanded')?.source}`);
  }
  return stands;
}
