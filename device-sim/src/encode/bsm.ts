import { BSM_SNAPSHOT_LENGTH, BSM_TEXT_LENGTHS, encodeBsmSnapshot } from './bsm-snapshot.ts';
import type { SigningKey } from './signing-key.ts';

/** What the meter measures at one moment. */
export interface BsmValues {
  /** Unix seconds. */
  readonly time: bigint;
  readonly importWh: bigint;
  /** Positive is import. */
  readonly powerW: number;
  /** Seconds since the meter was built. */
  readonly operatingSeconds: number;
}

/** What goes wrong with one snapshot. */
export type BsmFault =
  | 'tampered-value' // another register in the image than was signed
  | 'wrong-key' // signed by another meter's key
  | 'replay' // the snapshot before, once more
  | 'frozen' // the values of the snapshot before under a new counter, well signed
  | 'failed' // the meter says that it could not
  | 'endless'; // it says that it is still at it

export interface BsmImageOptions {
  /** Register of `SunS`, 0-based; 40000 where absent. */
  readonly base?: number;
  /** MA1, 16 characters, as `001BZR1521070006`. */
  readonly serial: string;
  /** P-256. */
  readonly key: SigningKey;
  /** Whose signatures a meter with the fault wrong-key gives. */
  readonly othersKey?: SigningKey;
  readonly readValues: () => BsmValues;
  /** Wh per count of the register, as a power of ten: 1 as the BSM-WS36A has it where absent. */
  readonly scale?: number;
  /** Reads of St while a snapshot is being taken: 2 where absent. */
  readonly updatingReads?: number;
  /** Last count of a run before; 0 where absent. */
  readonly counter?: number;
  /** Whether anybody has set the clock; true where absent. */
  readonly isClockSet?: boolean;
  /** Asked once per snapshot. */
  readonly nextFault?: () => BsmFault | undefined;
}

/** A meter's registers; `read` and `write` are what a Modbus slave asks of a unit. */
export interface BsmImage {
  /** First data registers of model 64900 and of each 64901: present, turn-on, turn-off. */
  readonly meter: number;
  readonly snapshots: readonly number[];
  /** RCnt: of the last snapshot. */
  readonly counter: number;
  /** @returns two bytes per register, high byte first, or exception 2 where it does not have all of them. */
  read(functionCode: 3 | 4, address: number, count: number): Uint8Array | number;
  /** Takes Epoch, TZO, the three texts and St of a snapshot. @returns exception 2 for other registers, 3 for other values. */
  write(address: number, registers: Uint8Array): number | undefined;
}

const ILLEGAL_ADDRESS = 2;
const ILLEGAL_VALUE = 3;
/** chargeIT bsm-python, models/smdx_64900.xml: lengths of the models, and offsets of points in registers. */
const COMMON_LENGTH = 66;
const METER_LENGTH = 300;
const METER = { vrM: 20, ma1: 36, rCnt: 57, os: 59, epoch: 61, tzo: 63, setCnt: 64, texts: [80, 150, 200], npk: 250, pk: 252 } as const;
const ST = 1;
const STATE = { valid: 0, invalid: 1, updating: 2, failed: 3 } as const;
const FORGED_COUNTS = 1000;

/** Registers of a meter before it was asked: `SunS`, models 1, 64900 and three of 64901, the end. */
function createRegisters({ serial, key }: BsmImageOptions): Buffer {
  const words = 2 + 2 + COMMON_LENGTH + 2 + METER_LENGTH + 3 * (2 + BSM_SNAPSHOT_LENGTH) + 2;
  const memory = Buffer.alloc(2 * words);
  let at = memory.write('SunS', 'latin1');
  const model = (id: number, length: number, texts: Readonly<Record<number, string>>): Buffer => {
    memory.writeUInt16BE(id, at);
    memory.writeUInt16BE(length, at + 2);
    const data = memory.subarray(at + 4, at + 4 + 2 * length);
    for (const [offset, text] of Object.entries(texts)) data.write(text, 2 * Number(offset), 'latin1');
    at += 4 + 2 * length;
    return data;
  };
  model(1, COMMON_LENGTH, { 0: 'BAUER Electronic', 16: 'BSM-SIM', 40: '1.0', 48: serial });
  const meter = model(64_900, METER_LENGTH, { 0: '00000000', [METER.vrM]: '1.0:SIM', [METER.ma1]: serial });
  meter.writeUInt16BE(METER_LENGTH - METER.pk, 2 * METER.npk);
  meter.writeUInt16BE(key.spki.length, 2 * METER.npk + 2);
  meter.set(key.spki, 2 * METER.pk);
  for (const type of [0, 1, 2]) {
    const snapshot = model(64_901, BSM_SNAPSHOT_LENGTH, {});
    snapshot.writeUInt16BE(type, 0);
    snapshot.writeUInt16BE(STATE.invalid, 2 * ST);
  }
  memory.writeUInt16BE(0xffff, at);
  return memory;
}

/**
 * The registers of a BAUER BSM charging-point meter (SunSpec with chargeIT's models 64900 and 64901, bsm-python): writing 2 to
 * St of a snapshot has it taken and signed; St says so until it is there. Its three texts can be written and are signed along.
 */
export function createBsmImage(options: BsmImageOptions): BsmImage {
  const { base = 40_000, serial, key, readValues, scale = 1, updatingReads = 2 } = options;
  const memory = createRegisters(options);
  const meter = base + 2 + 2 + COMMON_LENGTH + 2;
  const snapshots = [0, 1, 2].map((i) => meter + METER_LENGTH + 2 + i * (2 + BSM_SNAPSHOT_LENGTH));
  const registersAt = (first: number, count: number): Buffer => memory.subarray(2 * (first - base), 2 * (first - base + count));
  const meterData = registersAt(meter, METER_LENGTH);
  let counter = options.counter ?? 0;
  let clockOffset = 0n;
  let offsetMinutes = 0;
  let clockSets = options.isClockSet === false ? 0 : 1;
  let clockSetAt = 0;
  let turnedOnWh: bigint | undefined;
  let lastValues: BsmValues | undefined;
  const pending = new Map<number, { reads: number; readonly finish: () => void }>();
  const epochOf = ({ time }: BsmValues): number => Number(time + clockOffset);

  /** The image that will stand there when the meter is done. */
  function sign(type: number, values: BsmValues, fault: BsmFault | undefined): Uint8Array {
    const signer = fault === 'wrong-key' ? options.othersKey : key;
    if (signer === undefined) throw new Error(`BSM ${serial}: a fault wrong-key needs another meter's key`);
    const text = (i: 0 | 1 | 2) => Uint8Array.from(meterData.subarray(2 * METER.texts[i], 2 * (METER.texts[i] + BSM_TEXT_LENGTHS[i])));
    if (type === 1) turnedOnWh = values.importWh;
    counter += 1;
    return encodeBsmSnapshot(
      {
        type,
        importWh: values.importWh,
        referenceWh: values.importWh - (turnedOnWh ?? values.importWh),
        scale,
        powerW: values.powerW,
        serial,
        counter,
        operatingSeconds: values.operatingSeconds,
        epoch: epochOf(values),
        offsetMinutes,
        clockSets,
        clockSetAt,
        metadata: [text(0), text(1), text(2)],
      },
      signer,
      fault === 'tampered-value' ? FORGED_COUNTS : 0,
    );
  }

  function takeSnapshot(first: number): void {
    const fault = options.nextFault?.();
    const image = registersAt(first, BSM_SNAPSHOT_LENGTH);
    let next = Uint8Array.from(image);
    if (fault === 'failed') next[2 * ST + 1] = STATE.failed;
    else if (fault !== 'replay' || lastValues === undefined) {
      const values = fault === 'frozen' ? (lastValues ?? readValues()) : readValues();
      lastValues = values;
      next = Uint8Array.from(sign(snapshots.indexOf(first), values, fault));
    } else next[2 * ST + 1] = STATE.valid;
    image.writeUInt16BE(STATE.updating, 2 * ST);
    pending.set(first, { reads: fault === 'endless' ? Number.POSITIVE_INFINITY : updatingReads, finish: () => image.set(next) });
  }

  /** What moves without a snapshot. */
  function refresh(): void {
    const values = readValues();
    meterData.writeUInt32BE(counter, 2 * METER.rCnt);
    meterData.writeUInt32BE(values.operatingSeconds, 2 * METER.os);
    meterData.writeUInt32BE(epochOf(values), 2 * METER.epoch);
    meterData.writeInt16BE(offsetMinutes, 2 * METER.tzo);
    meterData.writeUInt32BE(clockSets, 2 * METER.setCnt);
  }

  function setClock(offset: number, registers: Buffer): void {
    const values = readValues();
    if (offset === METER.epoch) clockOffset = BigInt(registers.readUInt32BE(0)) - values.time;
    const zone = 2 * (METER.tzo - offset);
    if (registers.length > zone) offsetMinutes = registers.readInt16BE(zone);
    clockSets += 1;
    clockSetAt = values.operatingSeconds;
  }

  return {
    meter,
    snapshots,
    get counter() {
      return counter;
    },
    read(_, address, count) {
      const from = 2 * (address - base);
      if (from < 0 || from + 2 * count > memory.length) return ILLEGAL_ADDRESS;
      refresh();
      for (const [first, update] of pending) {
        const st = first + ST;
        if (address > st || address + count <= st || --update.reads >= 0) continue;
        pending.delete(first);
        update.finish();
      }
      return Uint8Array.from(memory.subarray(from, from + 2 * count));
    },
    write(address, registers) {
      const bytes = Buffer.from(registers);
      const snapshot = snapshots.find((first) => first + ST === address);
      if (snapshot !== undefined) {
        if (bytes.length !== 2 || bytes.readUInt16BE(0) !== STATE.updating) return ILLEGAL_VALUE;
        takeSnapshot(snapshot);
        return undefined;
      }
      const offset = address - meter;
      const end = offset + bytes.length / 2;
      if ((offset === METER.epoch && end >= METER.tzo && end <= METER.setCnt) || (offset === METER.tzo && end === METER.setCnt)) {
        setClock(offset, bytes);
        return undefined;
      }
      if (offset < METER.texts[0] || end > METER.npk) return ILLEGAL_ADDRESS;
      meterData.set(bytes, 2 * offset);
      return undefined;
    },
  };
}
