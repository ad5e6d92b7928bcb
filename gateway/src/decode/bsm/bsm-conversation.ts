import { accept, type ModbusConversation, type Result, refuse } from '../../domain/index.ts';
import { walkSunSpec } from '../sunspec/index.ts';
import { BSM_SNAPSHOT_REGISTERS, BSM_STATE } from './bsm-snapshot.ts';

/** Where a BSM meter keeps what is needed of it; register addresses, 0-based. */
export interface BsmDevice {
  /** First data register of model 64900. */
  readonly meter: number;
  /** First data register, point Typ, of the first model 64901: the snapshot of the present. */
  readonly snapshot: number;
}

const METER_MODEL = 64_900;
const SNAPSHOT_MODEL = 64_901;
const HEADER_REGISTERS = 2;
/** Offsets in model 64900 (chargeIT bsm-python, models/smdx_64900.xml). */
const META = [
  { offset: 80, registers: 70 },
  { offset: 150, registers: 50 },
  { offset: 200, registers: 50 },
] as const;
const KEY_LENGTHS = 250;
const KEY = 252;
const KEY_REGISTERS_MAX = 100;
/** Point St of model 64901. */
const STATE = 1;
const BLOCK_MAX = 125;
/** The meter signs within about a second; its own tool waits as long as it takes. */
const POLL_MS = 100;
const POLLS_MAX = 100;

/** Finds the meter's models. @returns FORMAT_UNSUPPORTED where the device is no BSM meter, or its refusal. */
export function* findBsm(): ModbusConversation<Result<BsmDevice>> {
  const device = yield* walkSunSpec();
  if (!device.ok) return device;
  const find = (id: number) => device.value.models.find((model) => model.id === id);
  const [meter, snapshot] = [find(METER_MODEL), find(SNAPSHOT_MODEL)];
  if (meter === undefined || snapshot === undefined) {
    const got = device.value.models.map(({ id }) => id).join(', ');
    return refuse('FORMAT_UNSUPPORTED', `BSM: SunSpec models ${METER_MODEL} and ${SNAPSHOT_MODEL} expected, got ${got}`);
  }
  if (snapshot.length < BSM_SNAPSHOT_REGISTERS)
    return refuse('FORMAT_UNSUPPORTED', `BSM: a snapshot of ${BSM_SNAPSHOT_REGISTERS} registers expected, got ${snapshot.length}`);
  return accept({ meter: meter.address + HEADER_REGISTERS, snapshot: snapshot.address + HEADER_REGISTERS });
}

function* readBlocks(address: number, count: number): ModbusConversation<Result<Uint8Array>> {
  const parts: Uint8Array[] = [];
  for (let from = 0; from < count; from += BLOCK_MAX) {
    const part = yield { type: 'read', functionCode: 3, address: address + from, count: Math.min(BLOCK_MAX, count - from) };
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return accept(Uint8Array.from(Buffer.concat(parts)));
}

/** Reads the meter's public key: SubjectPublicKeyInfo in DER, as it is printed on the meter too. */
export function* readBsmKey(device: BsmDevice): ModbusConversation<Result<Uint8Array>> {
  const lengths = yield { type: 'read', functionCode: 3, address: device.meter + KEY_LENGTHS, count: 2 };
  if (!lengths.ok) return lengths;
  const [registers, bytes] = [0, 2].map((at) => ((lengths.value[at] ?? 0) << 8) | (lengths.value[at + 1] ?? 0)) as [number, number];
  if (registers === 0 || registers > KEY_REGISTERS_MAX || bytes > 2 * registers)
    return refuse(
      'FRAME_MALFORMED',
      `BSM: a public key of up to ${KEY_REGISTERS_MAX} registers expected, got ${bytes} bytes in ${registers}`,
    );
  const key = yield* readBlocks(device.meter + KEY, registers);
  return key.ok ? accept(key.value.slice(0, bytes)) : key;
}

/**
 * Has the meter take and sign a snapshot of the present, and reads it when it is there.
 * @returns 504 bytes, the registers of model 64901 from Typ on, verbatim; DEVICE_TIMEOUT, DEVICE_EXCEPTION where the meter could
 *   not, or its refusal.
 */
export function* readBsmSnapshot(device: BsmDevice): ModbusConversation<Result<Uint8Array>> {
  const started = yield { type: 'write', address: device.snapshot + STATE, registers: Uint8Array.of(0, BSM_STATE.updating) };
  if (!started.ok) return started;
  for (let polls = 0; polls < POLLS_MAX; polls += 1) {
    const state = yield { type: 'read', functionCode: 3, address: device.snapshot + STATE, count: 1 };
    if (!state.ok) return state;
    const value = ((state.value[0] ?? 0) << 8) | (state.value[1] ?? 0);
    if (value === BSM_STATE.valid) return yield* readBlocks(device.snapshot, BSM_SNAPSHOT_REGISTERS);
    if (value !== BSM_STATE.updating)
      return refuse('DEVICE_EXCEPTION', `BSM: a snapshot expected, the meter says it failed (state ${value})`);
    yield { type: 'wait', ms: POLL_MS };
  }
  return refuse('DEVICE_TIMEOUT', `BSM: a snapshot within ${(POLL_MS * POLLS_MAX) / 1000} s expected`);
}

/**
 * Writes one of the three texts that the meter signs with each snapshot.
 * @param index 0 to 2: Meta1 (140 characters), Meta2, Meta3 (100 each); printable Latin-1
 * @returns VALUE_INVALID for another text, or the meter's refusal.
 */
export function* writeBsmMetadata(device: BsmDevice, index: 0 | 1 | 2, text: string): ModbusConversation<Result<Uint8Array>> {
  const { offset, registers } = META[index];
  const bytes = Buffer.alloc(registers * 2);
  if (!/^[ -~\xa0-\xff]*$/.test(text))
    return refuse('VALUE_INVALID', `BSM Meta${index + 1}: printable characters of Latin-1 expected, got others`);
  if (text.length > bytes.length)
    return refuse('VALUE_INVALID', `BSM Meta${index + 1}: at most ${bytes.length} characters expected, got ${text.length}`);
  bytes.write(text, 'latin1');
  return yield { type: 'write', address: device.meter + offset, registers: Uint8Array.from(bytes) };
}
