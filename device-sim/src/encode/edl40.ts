import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { encodeServerId, encodeSmlList, entry, list, octets, type SmlCrc, secondsIndexTime, signed, unsigned } from './sml-elements.ts';

const WH = 30;

export interface Edl40MeterReading {
  readonly serial: string;
  readonly secondsIndex: number;
  /** Unix seconds. */
  readonly time: bigint;
  /** Minutes from UTC to the meter's local time: of its zone, and of daylight saving. */
  readonly offsetMinutes: number;
  readonly seasonMinutes: number;
  readonly importWh: bigint;
  /** Of this signed list, from 1. */
  readonly pagination: number;
  readonly logbookIndex: number;
  /** Who charges, and since when. */
  readonly contractId: Uint8Array;
  readonly contractTime: bigint;
}

/** A meter's P-192 key, as it lies in its secure element. */
export interface Edl40Key {
  /** x | y, 48 bytes, as printed on the charging station. */
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
}

/** A key from 24 secret bytes, below the order of P-192. */
export function createEdl40Key(secret: Uint8Array): Edl40Key {
  // PKCS#8 (RFC 5958) with prime192v1 and ECPrivateKey (RFC 5915) without the point.
  const pkcs8 = Buffer.concat([
    Buffer.from('303902010030130607' + '2a8648ce3d020106082a8648ce3d030101' + '041f301d0201010418', 'hex'),
    secret,
  ]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { publicKey: Uint8Array.from(spki.subarray(-48)), privateKey };
}

/** The 320 bytes that an EDL40 meter signs; numbers little-endian, times local (SAFE e.V. Transparenzsoftware, SMLSignature). */
function edl40SignedData(reading: Edl40MeterReading, status: number): Buffer {
  const localSeconds = (time: bigint): number => Number(time) + 60 * (reading.offsetMinutes + reading.seasonMinutes);
  const data = Buffer.alloc(320);
  data.set(encodeServerId(reading.serial), 0);
  data.writeUInt32LE(localSeconds(reading.time), 10);
  data.writeUInt8(status & 0xff, 14);
  data.writeUInt32LE(reading.secondsIndex, 15);
  data.writeUInt32LE(reading.pagination, 19);
  data.set([1, 0, 1, 17, 0, 255], 23);
  data.writeUInt8(WH, 29);
  data.writeInt8(-1, 30);
  data.writeBigInt64LE(reading.importWh * 10n, 31);
  data.writeUInt16BE(reading.logbookIndex, 39);
  data.set(reading.contractId, 41);
  data.writeUInt32LE(localSeconds(reading.contractTime), 169);
  return data;
}

/** A signed list of an EDL40 meter in a charging station: register 1.17.0 with contract id, ECDSA with P-192 and SHA-256. */
export function encodeEdl40Frame(
  reading: Edl40MeterReading,
  key: Edl40Key,
  options: { readonly crc: SmlCrc } = { crc: 'x25' },
): Uint8Array {
  const status = 0x010108;
  const localTime = (time: bigint): Buffer =>
    list(unsigned(3), list(unsigned(time, 4), signed(reading.offsetMinutes, 2), signed(reading.seasonMinutes, 2)));
  const logbook = Buffer.from([reading.logbookIndex >> 8, reading.logbookIndex & 0xff]);
  const signature = sign('sha256', edl40SignedData(reading, status), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  const entries = [
    entry({ code: '129-130:129.84.1*255', time: localTime(reading.contractTime), value: octets(reading.contractId) }),
    entry({
      code: '1-0:1.17.0*255',
      status: unsigned(status, 4),
      time: localTime(reading.time),
      unit: WH,
      scaler: -1,
      value: signed(reading.importWh * 10n, 8),
    }),
    entry({ code: '129-0:96.8.0*1', value: list(unsigned(1), secondsIndexTime(reading.secondsIndex)) }),
    entry({ code: '129-128:129.113.1*255', value: unsigned(reading.pagination, 4) }),
  ];
  const content = {
    serverId: encodeServerId(reading.serial),
    secondsIndex: reading.secondsIndex,
    listName: '129-128:129.113.3*255',
    time: secondsIndexTime(reading.secondsIndex),
    entries,
    signature: octets(Buffer.concat([signature, logbook])),
  };
  return encodeSmlList(content, options.crc);
}
