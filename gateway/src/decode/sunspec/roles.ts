/** Which of a model's points a meter's report is made of. */
export interface SunSpecRole {
  readonly kind: 'meter' | 'der' | 'inverter';
  /** What came out of the grid; undefined for a generator, which has no such register. */
  readonly importWh: string | undefined;
  readonly exportWh: string;
  /** What a positive W means. */
  readonly positivePower: 'import' | 'export';
  readonly phaseVoltages: readonly string[];
  /** The device's own mean, where it tells no phases. */
  readonly meanVoltage: string | undefined;
  /** The operating state, and which of its values mean sleep and fault. */
  readonly state: { readonly name: string; readonly sleeping: bigint; readonly fault: bigint } | undefined;
}

const PHASES = ['PhVphA', 'PhVphB', 'PhVphC'];

const INVERTER: SunSpecRole = {
  kind: 'inverter',
  importWh: undefined,
  exportWh: 'WH',
  positivePower: 'export',
  phaseVoltages: PHASES,
  meanVoltage: undefined,
  state: { name: 'St', sleeping: 2n, fault: 7n },
};

const METER: SunSpecRole = {
  kind: 'meter',
  importWh: 'TotWhImp',
  exportWh: 'TotWhExp',
  positivePower: 'import',
  phaseVoltages: PHASES,
  meanVoltage: 'PhV',
  state: undefined,
};

const DER: SunSpecRole = {
  kind: 'der',
  importWh: 'TotWhAbs',
  exportWh: 'TotWhInj',
  positivePower: 'export',
  phaseVoltages: ['VL1', 'VL2', 'VL3'],
  meanVoltage: 'LNV',
  state: { name: 'InvSt', sleeping: 1n, fault: 6n },
};

const ROLES: ReadonlyMap<number, SunSpecRole> = new Map([
  ...[201, 202, 203, 204, 211, 212, 213, 214].map((id) => [id, METER] as const),
  [701, DER],
  ...[101, 102, 103, 111, 112, 113].map((id) => [id, INVERTER] as const),
]);

export function findRole(id: number): SunSpecRole | undefined {
  return ROLES.get(id);
}

/** Models that carry energy, in the order in which one is chosen where a device has several. */
export const ENERGY_MODELS: readonly number[] = [...ROLES.keys()];
