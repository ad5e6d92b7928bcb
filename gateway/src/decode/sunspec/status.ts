import { accept, type ModbusConversation, type Result } from '../../domain/index.ts';
import { pointValue, type SunSpecGroup } from './model.ts';
import { integerOf } from './point.ts';
import { readUnitModels, type SunSpecDevice } from './walk.ts';

export type SunSpecOperatingState = 'off' | 'sleeping' | 'starting' | 'running' | 'throttled' | 'shutting-down' | 'fault' | 'standby';

export interface SunSpecStatus {
  /** 701 InvSt, or St of models 101–113; undefined where the device does not say. */
  readonly operatingState: SunSpecOperatingState | undefined;
  /** Whether it is connected to the grid: 701 ConnSt, or 122 ECPConn, PVConn or StorConn; undefined where it does not say. */
  readonly isConnected: boolean | undefined;
  /** Whether it may be: 123 Conn, or 703 ES. */
  readonly isConnectAllowed: boolean | undefined;
  /** Event bits: 701 Alrm or Evt1 of models 101–113; 0 where none. */
  readonly events: bigint;
}

/** In the order of models 101–113, St, which counts from 1, and of 701, InvSt, which counts from 0. */
const STATES: readonly SunSpecOperatingState[] = [
  'off',
  'sleeping',
  'starting',
  'running',
  'throttled',
  'shutting-down',
  'fault',
  'standby',
];
const INVERTERS = [101, 102, 103, 111, 112, 113];
/** Lowest bit of ECPConn, PVConn and StorConn in model 122. */
const CONNECTED = 1n;

type Groups = ReadonlyMap<number, SunSpecGroup>;

function say(groups: Groups, id: number, point: string): bigint | undefined {
  const group = groups.get(id);
  return group === undefined ? undefined : integerOf(pointValue(group, point), 0, 'floor');
}

function operatingState(groups: Groups, inverter: number | undefined): SunSpecOperatingState | undefined {
  const der = say(groups, 701, 'InvSt');
  if (der !== undefined) return STATES[Number(der)];
  const state = inverter === undefined ? undefined : say(groups, inverter, 'St');
  return state === undefined ? undefined : STATES[Number(state) - 1];
}

function isConnected(groups: Groups, state: SunSpecOperatingState | undefined): boolean | undefined {
  const der = say(groups, 701, 'ConnSt');
  if (der !== undefined) return der === 1n;
  const bits = ['ECPConn', 'PVConn', 'StorConn'].map((point) => say(groups, 122, point)).filter((value) => value !== undefined);
  if (bits.length === 0) return undefined;
  if (bits.some((value) => (value & CONNECTED) !== 0n)) return true;
  // SMA leaves the three at 0 while it feeds in: not filled in.
  return state === 'running' || state === 'throttled' ? undefined : false;
}

/**
 * Reads what an inverter or DER is doing: models 701 and 703, 101–113, 122 and 123, as many of them as there are.
 * @param options.unit number of the common model whose device is meant, from 0; the first unless told
 * @returns FORMAT_UNSUPPORTED where the unit has none of these models, or the device's refusal
 */
export function* sunSpecStatus(device: SunSpecDevice, options: { readonly unit?: number } = {}): ModbusConversation<Result<SunSpecStatus>> {
  const unit = options.unit ?? 0;
  const wanted = new Set([701, 703, 122, 123, ...INVERTERS]);
  const models = yield* readUnitModels(device, wanted, { unit, purpose: 'status' });
  if (!models.ok) return models;
  const groups = models.value;
  const inverter = INVERTERS.find((id) => groups.has(id));
  const allowed = say(groups, 123, 'Conn') ?? say(groups, 703, 'ES');
  const state = operatingState(groups, inverter);
  return accept({
    operatingState: state,
    isConnected: isConnected(groups, state),
    isConnectAllowed: allowed === undefined ? undefined : allowed === 1n,
    events: say(groups, 701, 'Alrm') ?? (inverter === undefined ? undefined : say(groups, inverter, 'Evt1')) ?? 0n,
  });
}
