import type { GridCodeProfile } from '@joulegate/protos';
import { GRID_CODE_PROFILE_FIELDS } from '@joulegate/protos';
import * as v from 'valibot';
import { accept, type Result, refuse } from '../domain/index.ts';
import { gridCodeProfileId } from './grid-code.ts';

export type GridCodeField = keyof GridCodeProfile;

/** One demand, and where it stands. */
export interface GridCodeSource {
  /** Clause or table of the code. */
  readonly source: string;
  /** A public source that agrees; without one, the file's author alone has read the clause. */
  readonly crossCheck: string | undefined;
}

/** A file of hardware/grid-codes, checked, with every limit in the units of a profile. */
export interface GridCode {
  readonly code: string;
  readonly edition: string;
  readonly title: string;
  readonly region: string;
  readonly applies: string | undefined;
  readonly notes: readonly string[];
  readonly nominal: { readonly voltageMv: number; readonly frequencyMhz: number };
  /** Under which the contract keeps the profile: code and edition. */
  readonly name: string;
  readonly profile: GridCodeProfile;
  /** 0x and 64 hex digits. */
  readonly id: string;
  readonly sources: ReadonlyMap<GridCodeField, GridCodeSource>;
  readonly vectors: readonly GridCodeVector[];
}

/** Settings, and those of them that the code does not let stand. */
export interface GridCodeVector {
  readonly is: string;
  readonly settings: Readonly<Record<string, number>>;
  readonly fails: readonly string[];
}

const text = v.pipe(v.string('text expected'), v.regex(/^\S(.*\S)?$/, 'text without space around it expected'));
const whole = (min: number, max: number) => {
  const message = `an integer of ${min} to ${max} expected`;
  return v.pipe(
    v.number(message),
    v.check((n) => Number.isInteger(n) && n >= min && n <= max, message),
  );
};
const cited = { source: text, crossCheck: v.optional(text) };
const ofNominal = v.optional(v.strictObject({ permilleUn: whole(0, 3000), ...cited }));
const limit = v.optional(v.strictObject({ value: whole(1, Number.MAX_SAFE_INTEGER), ...cited }));

const demands = v.strictObject({
  minVoltageMv: v.strictObject({ permilleUn: whole(0, 3000), ...cited }),
  maxVoltageMv: v.strictObject({ permilleUn: whole(0, 3000), ...cited }),
  minFrequencyMhz: v.strictObject({ value: whole(1, 100_000), ...cited }),
  maxFrequencyMhz: v.strictObject({ value: whole(1, 100_000), ...cited }),
  underVoltageTripLowMv: ofNominal,
  underVoltageTripHighMv: ofNominal,
  overVoltageTripLowMv: ofNominal,
  overVoltageTripHighMv: ofNominal,
  underFrequencyTripLowMhz: limit,
  underFrequencyTripHighMhz: limit,
  overFrequencyTripLowMhz: limit,
  overFrequencyTripHighMhz: limit,
  minReconnectDelaySeconds: limit,
  minPowerFactorPermille: limit,
  maxThdPermille: limit,
  maxCapacityW: limit,
  certificateDemanded: v.optional(v.strictObject({ value: v.literal(true, 'true, or no such key, expected'), ...cited })),
});

const fileSchema = v.strictObject({
  code: text,
  edition: text,
  title: text,
  region: text,
  applies: v.optional(text),
  notes: v.optional(v.pipe(v.array(text), v.minLength(1, 'a list that is not empty expected'))),
  nominal: v.strictObject({
    voltageMv: whole(1, 1_000_000_000),
    frequencyMhz: v.picklist([50_000, 60_000], '50000 or 60000 expected'),
  }),
  demands,
  vectors: v.pipe(
    v.array(
      v.strictObject({ is: text, settings: v.optional(v.record(v.string(), whole(0, Number.MAX_SAFE_INTEGER))), fails: v.array(text) }),
    ),
    v.minLength(2, 'a vector that stands and one that fails expected'),
  ),
});

/** Windows whose two ends come together or not at all. */
const WINDOWS = [
  ['minVoltageMv', 'maxVoltageMv'],
  ['minFrequencyMhz', 'maxFrequencyMhz'],
  ['underVoltageTripLowMv', 'underVoltageTripHighMv'],
  ['overVoltageTripLowMv', 'overVoltageTripHighMv'],
  ['underFrequencyTripLowMhz', 'underFrequencyTripHighMhz'],
  ['overFrequencyTripLowMhz', 'overFrequencyTripHighMhz'],
] as const satisfies readonly (readonly [GridCodeField, GridCodeField])[];

/** To the nearest millivolt; half of one counts up. */
const shareOf = (nominalMv: number, permille: number) => Number((BigInt(nominalMv) * BigInt(permille) + 500n) / 1000n);

/**
 * Reads a grid code.
 * @param value a file of hardware/grid-codes, parsed: plain objects, lists, text and numbers
 * @returns CONFIG_INVALID with the key's path, what was expected and what stands there.
 */
export function parseGridCode(value: unknown): Result<GridCode> {
  const checked = v.safeParse(fileSchema, value);
  if (!checked.success) {
    const [issue] = checked.issues;
    const keyed = issue.expected === 'never' ? 'no such key' : issue.expected === 'Object' ? 'keys and values' : 'a value';
    const message = issue.message.startsWith('Invalid') ? `${keyed} expected` : issue.message;
    return refuse('CONFIG_INVALID', `${v.getDotPath(issue) ?? '(the grid code)'}: ${message}, got ${issue.received}`);
  }
  const { code, edition, title, region, applies, notes, nominal, demands: written, vectors } = checked.output;
  const numberOf = (field: GridCodeField): number => {
    const demand = written[field];
    if (demand === undefined || typeof (demand as { value?: unknown }).value === 'boolean') return 0;
    return 'permilleUn' in demand ? shareOf(nominal.voltageMv, demand.permilleUn) : (demand.value as number);
  };
  for (const [low, high] of WINDOWS) {
    if ((written[low] === undefined) !== (written[high] === undefined))
      return refuse('CONFIG_INVALID', `demands: ${low} and ${high} expected, got one of them`);
    if (numberOf(low) > numberOf(high))
      return refuse('CONFIG_INVALID', `demands.${low}: at most ${numberOf(high)} expected, got ${numberOf(low)}`);
  }
  const profile: GridCodeProfile = {
    minVoltageMv: numberOf('minVoltageMv'),
    maxVoltageMv: numberOf('maxVoltageMv'),
    minFrequencyMhz: numberOf('minFrequencyMhz'),
    maxFrequencyMhz: numberOf('maxFrequencyMhz'),
    underVoltageTripLowMv: numberOf('underVoltageTripLowMv'),
    underVoltageTripHighMv: numberOf('underVoltageTripHighMv'),
    overVoltageTripLowMv: numberOf('overVoltageTripLowMv'),
    overVoltageTripHighMv: numberOf('overVoltageTripHighMv'),
    underFrequencyTripLowMhz: numberOf('underFrequencyTripLowMhz'),
    underFrequencyTripHighMhz: numberOf('underFrequencyTripHighMhz'),
    overFrequencyTripLowMhz: numberOf('overFrequencyTripLowMhz'),
    overFrequencyTripHighMhz: numberOf('overFrequencyTripHighMhz'),
    minReconnectDelaySeconds: numberOf('minReconnectDelaySeconds'),
    minPowerFactorPermille: numberOf('minPowerFactorPermille'),
    maxThdPermille: numberOf('maxThdPermille'),
    maxCapacityW: BigInt(numberOf('maxCapacityW')),
    certificateDemanded: written.certificateDemanded !== undefined,
  };
  const sources = new Map<GridCodeField, GridCodeSource>();
  for (const { name } of GRID_CODE_PROFILE_FIELDS) {
    const demand = written[name];
    if (demand !== undefined) sources.set(name, { source: demand.source, crossCheck: demand.crossCheck });
  }
  const name = `${code}:${edition}`;
  try {
    const id = gridCodeProfileId(name, profile);
    return accept({
      ...{ code, edition, title, region, applies, notes: notes ?? [], nominal, name, profile, id, sources },
      vectors: vectors.map(({ is, settings, fails }) => ({ is, settings: settings ?? {}, fails })),
    });
  } catch (cause) {
    return refuse('CONFIG_INVALID', `demands.${(cause as Error).message}`);
  }
}
