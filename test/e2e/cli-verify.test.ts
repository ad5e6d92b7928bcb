import { execFile } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createEdl40Key, encodeEdl40Frame } from '../../device-sim/src/encode/index.ts';
import { createRandomMeterKey, encodeReadingLine, type NativeReading, signReading } from '../../device-sim/src/index.ts';

/** Records of other people's meters; not copied here. */
const CAPTURES = fileURLToPath(new URL('../../../shared/captures/', import.meta.url));
const CLI = fileURLToPath(new URL('../../gateway/dist/cli.js', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'joulegate-verify-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function verify(input: string | Uint8Array, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [CLI, 'verify', '-', ...args], { env: { PATH: process.env['PATH'] } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(Buffer.from(input));
  });
}

async function verifyJson(input: string | Uint8Array, ...args: string[]) {
  const { code, out } = await verify(input, '--json', ...args);
  return {
    code,
    lines: out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const keyPair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const spkiHex = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('hex');

function ocmf(privateKey: KeyObject, algorithm: string, counter: number, more = ''): string {
  const payload = `{"FV":"1.0","PG":"T${counter}","MS":"M-1","RD":[{"TM":"2026-06-21T12:00:00,000+0000 S","TX":"E","RV":12.5,"RI":"1-0:1.8.0","RU":"kWh","ST":"G"}]${more}}`;
  return `OCMF|${payload}|{"SA":"${algorithm}","SD":"${sign('sha256', Buffer.from(payload), privateKey).toString('hex')}"}`;
}

const METER = createRandomMeterKey();
const native = (counter: bigint, key = METER): Uint8Array => {
  const reading: NativeReading = {
    domain: 1n,
    counter,
    time: 1_782_043_200n,
    importWh: 12_500n + counter,
    exportWh: 3n,
    powerW: -7,
    voltageMv: 230_000,
    frequencyMhz: 50_000,
    status: 0,
  };
  return signReading(reading, key);
};
const P256 = keyPair('P-256');
const KOBLITZ = keyPair('secp256k1');
const KEY = spkiHex(P256.publicKey);
const RECORD = ocmf(P256.privateKey, 'ECDSA-secp256r1-SHA256', 7);
const EDL40_KEY = createEdl40Key(Buffer.alloc(24, 0x11));
const EDL40_POINT = Buffer.from(EDL40_KEY.publicKey).toString('hex');
const edl40 = (importWh = 25_000n): Uint8Array =>
  encodeEdl40Frame(
    {
      serial: '1JGS0012345678',
      secondsIndex: 42,
      time: 1_782_043_200n,
      offsetMinutes: 60,
      seasonMinutes: 0,
      importWh,
      pagination: 9,
      logbookIndex: 7,
      contractId: Buffer.from('DE*JGS*C1'),
      contractTime: 1_782_000_000n,
    },
    EDL40_KEY,
  );
const xml = (record: string, key: string) =>
  `<?xml version="1.0"?><values><value transactionId="1"><signedData format="OCMF" encoding="plain">${record.replaceAll('&', '&amp;')}</signedData><publicKey encoding="plain">${key}</publicKey></value></values>`;

describe('joulegate verify', () => {
  it('says of a record whose signature holds which key, counter, time and registers', async () => {
    const { code, out } = await verify(RECORD, '--key', KEY);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^1\. ocmf {2}VALID {4}counter 7, meter M-1, 2026-06-21T12:00:00Z, import 12\.500 kWh\n {3}key P-256 [0-9a-f]{128}, id 0x[0-9a-f]{40}\n1 of 1 valid\n$/,
    );
  });

  it.each<[string, string | Uint8Array, string[], number, Record<string, unknown>[]]>([
    [
      'one record, key in base64',
      RECORD,
      ['--key', Buffer.from(KEY, 'hex').toString('base64')],
      0,
      [{ format: 'ocmf', valid: true, counter: '7', importWh: '12500' }],
    ],
    [
      'two records, one altered',
      `${RECORD}\n${RECORD.replace('12.5', '99.5')}\n`,
      ['--key', KEY],
      1,
      [{ valid: true }, { valid: false, code: 'SIGNATURE_INVALID' }],
    ],
    [
      'records with the letters of one in a string, under CR LF and a byte order mark',
      `\ufeff${ocmf(P256.privateKey, 'ECDSA-secp256r1-SHA256', 1, ',"ID":"OCMF|{}|{}"')}\r\n\r\n${RECORD}\r\n`,
      ['--key', KEY],
      0,
      [{ counter: '1' }, { counter: '7' }],
    ],
    ['a record without its key', RECORD, [], 1, [{ valid: false, code: 'METER_UNKNOWN' }]],
    [
      'a record and a key of another curve',
      RECORD,
      ['--key', spkiHex(KOBLITZ.publicKey)],
      1,
      [{ valid: false, code: 'SIGNATURE_INVALID' }],
    ],
    [
      'a record of secp256k1',
      ocmf(KOBLITZ.privateKey, 'ECDSA-secp256k1-SHA256', 2),
      ['--key', spkiHex(KOBLITZ.publicKey)],
      0,
      [{ curve: 'secp256k1' }],
    ],
    ['a transparency file, by its own key', xml(RECORD, KEY), [], 0, [{ valid: true, counter: '7' }]],
    ['a transparency file, where --key wins', xml(RECORD, KEY), ['--key', spkiHex(keyPair('P-256').publicKey)], 1, [{ valid: false }]],
    ['records in JSON, each with its key', JSON.stringify([{ record: RECORD, publicKey: KEY }]), [], 0, [{ valid: true, counter: '7' }]],
    [
      'a native reading of 132 bytes',
      native(1n),
      ['--key', METER.publicKeyHex],
      0,
      [{ format: 'native', valid: true, counter: '1', importWh: '12501', powerW: -7, id: METER.meter }],
    ],
    [
      'a native reading in hex, by its meter’s address',
      Buffer.from(native(2n)).toString('hex'),
      ['--key', METER.meter],
      0,
      [{ valid: true, counter: '2' }],
    ],
    [
      'a native reading of another meter',
      native(1n, createRandomMeterKey()),
      ['--key', METER.publicKeyHex],
      1,
      [{ valid: false, code: 'SIGNATURE_INVALID' }],
    ],
    ['a native reading alone, which any key might have signed', native(1n), [], 1, [{ valid: false, code: 'METER_UNKNOWN' }]],
    [
      'the same native reading twice, which proves no more',
      Buffer.concat([native(1n), native(1n)]),
      [],
      1,
      [{ valid: false }, { valid: false }],
    ],
    [
      'two native readings, which name their key',
      Buffer.concat([native(1n), native(2n)]),
      [],
      0,
      [{ valid: true, id: METER.meter }, { valid: true }],
    ],
    [
      'lines of a native meter, one damaged',
      `${Buffer.from(encodeReadingLine(native(1n))).toString()}$JG1,AAAA*0000\r\n`,
      ['--key', METER.publicKeyHex],
      1,
      [{ valid: true }, { valid: false, code: 'CRC_MISMATCH' }],
    ],
    [
      'a frame of an EDL40 meter',
      edl40(),
      ['--key', EDL40_POINT],
      0,
      [{ format: 'edl40', valid: true, curve: 'P-192', counter: '9', importWh: '25000', id: null }],
    ],
    [
      'frames of an EDL40 meter in hex, line by line',
      [edl40(1n), edl40(2n)].map((frame) => Buffer.from(frame).toString('hex')).join('\n'),
      ['--key', EDL40_POINT],
      0,
      [{ importWh: '1' }, { importWh: '2' }],
    ],
    [
      'a frame of an EDL40 meter with another key',
      edl40(),
      ['--key', Buffer.from(createEdl40Key(Buffer.alloc(24, 0x12)).publicKey).toString('hex')],
      1,
      [{ valid: false, code: 'SIGNATURE_INVALID' }],
    ],
    ['nothing that anybody signed', 'hello', [], 1, [{ valid: false, code: 'FORMAT_UNSUPPORTED' }]],
    ['nothing at all', '', [], 1, [{ valid: false, code: 'FORMAT_UNSUPPORTED' }]],
    [
      'a record where another format was told',
      RECORD,
      ['--key', KEY, '--format', 'native'],
      1,
      [{ valid: false, code: 'FORMAT_UNSUPPORTED' }],
    ],
  ])('%s', async (_name, input, args, code, expected) => {
    const result = await verifyJson(input, ...args);
    expect(result.lines).toMatchObject(expected);
    expect(result.lines).toHaveLength(expected.length);
    expect(result.code).toBe(code);
  });

  it('refuses every altered byte of what a native meter signed', async () => {
    const altered = Array.from({ length: 65 }, (_, at) => {
      const raw = Buffer.from(native(5n));
      raw[at] = (raw[at] ?? 0) ^ 1;
      return raw.toString('hex');
    });
    const { lines } = await verifyJson(altered.join('\n'), '--key', METER.publicKeyHex, '--format', 'native');
    expect(lines).toHaveLength(65);
    expect(lines.filter(({ valid }) => valid === true)).toEqual([]);
  });

  it('takes a key from a file, and says what is none', async () => {
    const path = join(directory, 'meter.key');
    writeFileSync(path, `${KEY}\n`);
    expect((await verify(RECORD, '--key', path)).code).toBe(0);
    expect(await verify(RECORD, '--key', 'no such key')).toMatchObject({ code: 5, err: expect.stringContaining('hex, base64, or a file') });
  });

  it('keeps a meter’s own words from steering the terminal', async () => {
    const { out } = await verify(ocmf(P256.privateKey, 'ECDSA-secp256r1-SHA256', 3).replace('"M-1"', '"\\u001b[2J"'), '--key', KEY);
    expect(out).not.toContain('\u001b');
  });
});

describe('published records', () => {
  const rows = [
    ['ocmf-safe/fromweb.xml', 0, '1 of 1 valid'],
    ['ocmf-safe/keba_test_txn.xml', 0, '100 of 100 valid'],
    ['ocmf-safe/Ocmf_Example_OBIS_98.8.0_2.8.0.xml', 0, 'export 2.000 kWh'],
    ['ocmf-safe/ocmf_sec.xml', 0, 'counter 7, meter 1DZG0033016911'],
    ['ocmf-safe/OCMF-receipt-with_publickey_and_data.xml', 1, 'SIGNATURE_INVALID'],
    ['bsm-python/signed-snapshots.derived.json', 0, '5 of 5 valid'],
    ['bsm-python/doc/examples/data/ev-charging-ocmf.xml', 0, 'nothing that is traded'],
  ] as const;
  for (const [file, code, text] of rows) {
    it.skipIf(!existsSync(join(CAPTURES, file)))(`${file} (../shared/captures) exits with ${code}`, async () => {
      const ended = await verify(readFileSync(join(CAPTURES, file)));
      expect(ended.code, ended.out).toBe(code);
      expect(ended.out).toContain(text);
    });
  }
});
