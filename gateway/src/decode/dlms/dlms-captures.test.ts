import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createGloFramer, createHdlcFramer } from '../../framing/index.ts';
import { decodeDlmsHdlc, decodeEncryptedP1 } from './dlms.ts';

/**
 * Telegrams of real meters, kept outside the repository: github.com/athombv/node-dsmr-parser (ISC), commit 997a0f5,
 * tests/telegrams/dlms, expected values from the json files beside them; github.com/esphome-libs/dsmr_parser (MIT), commit a200271,
 * tests/test_data/encrypted_packet.bin, with the key that its own tests name.
 */
const CAPTURES = fileURLToPath(new URL('../../../../../shared/captures/', import.meta.url));
const FOLDER = `${CAPTURES}node-dsmr-parser/dlms/`;
const PACKET = `${CAPTURES}esphome-dsmr/test_data/encrypted_packet.bin`;
const absent = !existsSync(FOLDER) || !existsSync(PACKET);

const readHex = (name: string): Uint8Array => Buffer.from(readFileSync(`${FOLDER}${name}.txt`, 'latin1').replace(/\s/g, ''), 'hex');
const key = Buffer.alloc(16, 0xaa);

describe('published DLMS telegrams', () => {
  it.runIf(absent)('are not here: captures are kept outside the repository, so nothing was checked', () => {
    expect(absent).toBe(true);
  });

  it.skipIf(absent).each<[string, object]>([
    [
      'aidon-example-1',
      {
        reading: { time: undefined, importWh: 0n, powerW: 1362, voltageMv: 250_000 },
        importIsPresent: false,
        exportIsPresent: false,
        powerIsPresent: true,
        meterSerial: '7359992890941742',
        integrity: 'crc',
      },
    ],
    [
      'iskra-1',
      {
        reading: { importWh: 287_454_020n, exportWh: 16_909_060n, powerW: 0 },
        importIsPresent: true,
        exportIsPresent: true,
        powerIsPresent: false,
        meterSerial: '2221202033801',
        integrity: 'crc',
      },
    ],
    [
      'kamstrup-example-1',
      {
        reading: { powerW: 0, voltageMv: 0 },
        importIsPresent: false,
        powerIsPresent: true,
        meterSerial: '5706567000000000',
        integrity: 'crc',
      },
    ],
  ])('%s is framed and read', (name, expected) => {
    const { frames, discarded } = createHdlcFramer({ maxLength: 2048 }).push(readHex(name));
    expect({ count: frames.length, discarded }).toEqual({ count: 1, discarded: 0 });
    expect(decodeDlmsHdlc(frames[0] ?? new Uint8Array())).toMatchObject({ ok: true, value: expected });
  });

  it.skipIf(absent)('the encrypted P1 packet opens with its key, and with no other', () => {
    const { frames, discarded } = createGloFramer({ maxLength: 2048 }).push(readFileSync(PACKET));
    expect({ count: frames.length, discarded }).toEqual({ count: 1, discarded: 0 });
    const [frame = new Uint8Array()] = frames;
    expect(decodeEncryptedP1(frame, { key })).toMatchObject({ ok: true, value: { integrity: 'authenticated' } });
    for (const keys of [{}, { key: Buffer.alloc(16, 0xab) }, { key: Buffer.alloc(15, 0xaa) }, { key, authenticationKey: Buffer.alloc(16) }])
      expect(decodeEncryptedP1(frame, keys)).toMatchObject({ ok: false, code: 'DECRYPTION_FAILED' });
  });
});
