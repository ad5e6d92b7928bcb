import { accept, type ModbusConversation, type Result, refuse } from '../../domain/index.ts';
import { wordAt } from './read.ts';
import { HEADER_REGISTERS, pointRow } from './table.ts';
import { readModelBlock, type SunSpecDevice } from './walk.ts';

export interface SunSpecConnection {
  /** The model that holds the command: 123 or 703. */
  readonly model: number;
  /** As read back. */
  readonly isConnectAllowed: boolean;
}

/** Both are enum16 with 0 for disconnected (out of service) and 1 for connected. */
const COMMANDS: readonly (readonly [model: number, point: string])[] = [
  [123, 'Conn'],
  [703, 'ES'],
];
const TRIES = 5;
const BETWEEN_TRIES_MS = 1000;

/**
 * Connects a device to the grid or disconnects it and reads back what it made of that: model 123, Conn (writing it
 * alone keeps the device's window and reversion times), or model 703, ES. One register, function 16, big-endian.
 * @param on true to connect
 * @param options.unit number of the common model whose device is meant, from 0; the first unless told
 * @returns FORMAT_UNSUPPORTED where the unit has neither model, DEVICE_EXCEPTION where the register does not take the
 *   value within five seconds, or the device's refusal
 */
export function* connectSunSpec(
  device: SunSpecDevice,
  on: boolean,
  options: { readonly unit?: number } = {},
): ModbusConversation<Result<SunSpecConnection>> {
  const unit = options.unit ?? 0;
  const found = COMMANDS.flatMap(([id, point]) => {
    const model = device.models.find((candidate) => candidate.id === id && (candidate.unit ?? 0) === unit);
    return model === undefined ? [] : [{ model, point }];
  })[0];
  if (found === undefined) return refuse('FORMAT_UNSUPPORTED', `SunSpec connect: model 123 or 703 in unit ${unit} expected, got neither`);
  const { model, point } = found;
  const [, offset] = pointRow(model.id, point);
  if (offset >= HEADER_REGISTERS + model.length)
    return refuse('FORMAT_UNSUPPORTED', `SunSpec connect: ${point} in model ${model.id} expected, got a length of ${model.length}`);
  const wanted = on ? 1 : 0;
  // The header is read first: a chain that has moved must not have another register written.
  const before = yield* readModelBlock(device, model, offset + 1);
  if (!before.ok) return before;
  const written = yield { type: 'write', address: model.address + offset, registers: Uint8Array.of(0, wanted) };
  if (!written.ok) return written;
  let got: number | undefined;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const after = yield* readModelBlock(device, model, offset + 1);
    if (!after.ok) return after;
    got = wordAt(after.value, offset - HEADER_REGISTERS);
    if (got === wanted) return accept({ model: model.id, isConnectAllowed: on });
    const waited = yield { type: 'wait', ms: BETWEEN_TRIES_MS };
    if (!waited.ok) return waited;
  }
  return refuse(
    'DEVICE_EXCEPTION',
    `SunSpec model ${model.id}, ${point} at ${model.address + offset}: ${wanted} written and expected, got ${got}`,
  );
}
