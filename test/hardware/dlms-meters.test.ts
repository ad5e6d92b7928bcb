import { describe, expect, it } from 'vitest';
import { createDlmsMeter, createP1Meter, type Device, type DeviceOptions, type Pty, parseScenario } from '../../device-sim/src/index.ts';
import { pushedFormats, recogniseEncrypted, recognisePushed, type TelegramKeys } from '../../gateway/src/app/wires/pushed-formats.ts';
import type { Result } from '../../gateway/src/domain/index.ts';

/** Meters of the simulator, which push DLMS and encrypted P1 with its own encoders, before the gateway's framers and decoders. They share no code. */

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const [HOUSE] = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: house-0001, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000, exportWh: 500000 }
`).devices as [ReturnType<typeof parseScenario>['devices'][number]];
const KEY = Buffer.alloc(16, 0x11);
const AUTHENTICATION_KEY = Buffer.alloc(16, 0x22);

type Fault = 'wrong-key' | 'lost-segment';
type Create = (options: DeviceOptions, nextFault: () => Fault | undefined) => Device;

/** Bytes that a meter sends for one reading with this fault, and what it truly metered. */
function reading(create: Create, fault?: Fault) {
  const sent: Uint8Array[] = [];
  const pty = {
    path: 'fake',
    device: 'fake',
    droppedBytes: 0,
    write: (bytes: Uint8Array) => sent.push(Uint8Array.from(bytes)) > 0,
    isOpen: () => true,
    drained: () => Promise.resolve(),
    onData: () => undefined,
    close: () => Promise.resolve(),
  } satisfies Pty;
  const options = { description: HOUSE, pty, domain: 1n, seed: 'test', startMs: START_MS, stateFile: undefined };
  const truth = create(options, () => fault).emit(START_MS + 60_000, []);
  return { bytes: Uint8Array.from(Buffer.concat(sent)), truth };
}

const dlms =
  (link: 'hdlc' | 'mbus', layout: 'named' | 'kaifa', keys: TelegramKeys = {}): Create =>
  (options, nextFault) =>
    createDlmsMeter({ ...options, link, layout, ...keys, nextFault });
const p1 =
  (keys: TelegramKeys): Create =>
  (options, nextFault) =>
    createP1Meter({ ...options, ...keys, nextFault: () => (nextFault() === 'wrong-key' ? 'wrong-key' : undefined) });
const BOTH = { key: KEY, authenticationKey: AUTHENTICATION_KEY };

const METERS: readonly [string, Create, TelegramKeys, object][] = [
  ['DLMS over HDLC, named, in segments', dlms('hdlc', 'named'), {}, { format: 'dlms', integrity: 'crc' }],
  ['DLMS over HDLC, by position', dlms('hdlc', 'kaifa'), {}, { format: 'dlms', integrity: 'crc' }],
  ['DLMS over M-Bus', dlms('mbus', 'named'), {}, { format: 'dlms', integrity: 'checksum' }],
  [
    'DLMS over M-Bus, encrypted without a tag',
    dlms('mbus', 'named', { key: KEY }),
    { key: KEY },
    { format: 'dlms', integrity: 'checksum' },
  ],
  ['DLMS over HDLC, encrypted and authenticated', dlms('hdlc', 'named', BOTH), BOTH, { format: 'dlms', integrity: 'authenticated' }],
  ['encrypted P1 with the key of Luxembourg', p1({ key: KEY }), { key: KEY }, { format: 'p1', integrity: 'authenticated' }],
  ['encrypted P1 with a key of its own', p1(BOTH), BOTH, { format: 'p1', integrity: 'authenticated' }],
];
const decodeAll = (format: object, bytes: Uint8Array, keys: TelegramKeys): Result<unknown>[] => {
  const { config } = format as { config: object };
  const pushed = pushedFormats(keys).find((each) => JSON.stringify(each.config) === JSON.stringify(config));
  if (pushed === undefined) throw new Error('no such format');
  return pushed
    .createFramer()
    .push(bytes)
    .frames.map((frame) => pushed.decode(frame));
};

describe('a simulated meter before the gateway', () => {
  it.each(METERS)(
    '%s is recognised and says what it metered',
    (_, create, keys, { format, integrity }: { format?: string; integrity?: string }) => {
      const { bytes, truth } = reading(create);
      const recognised = recognisePushed(bytes, keys);
      expect(recognised?.pushed.format).toBe(format);
      expect(recognised?.reports).toMatchObject([
        {
          ok: true,
          value: {
            reading: { importWh: truth.importWh, exportWh: truth.exportWh },
            meterSerial: expect.stringMatching(/^house-0001$/),
            integrity,
          },
        },
      ]);
    },
  );

  const encrypted = METERS.filter(([, , keys]) => keys.key !== undefined);
  it.each(encrypted)('%s is refused without its keys, and with others', (_, create, keys) => {
    const { bytes } = reading(create);
    expect(recognisePushed(bytes)).toBeUndefined();
    const pushed = recogniseEncrypted(bytes);
    expect(pushed).toBeDefined();
    for (const wrong of [{}, { key: Buffer.alloc(16, 0x12) }, { key: KEY.subarray(1) }, { ...keys, key: AUTHENTICATION_KEY }])
      for (const report of decodeAll(pushed ?? {}, bytes, wrong)) expect(report).toMatchObject({ ok: false, code: 'DECRYPTION_FAILED' });
  });

  it.each(encrypted)('%s under a wrong key comes before the true one, which alone is read', (_, create, keys) => {
    const { bytes, truth } = reading(create, 'wrong-key');
    const reports = decodeAll(recogniseEncrypted(bytes) ?? {}, bytes, keys);
    expect(reports).toMatchObject([
      { ok: false, code: 'DECRYPTION_FAILED' },
      { ok: true, value: { reading: { importWh: truth.importWh } } },
    ]);
  });

  it('that loses its last segment says nothing until the next message', () => {
    const { bytes, truth } = reading(dlms('hdlc', 'named'), 'lost-segment');
    expect(recognisePushed(bytes)?.reports).toMatchObject([{ ok: true, value: { reading: { importWh: truth.importWh } } }]);
  });

  it('that loses any one of its segments is refused', () => {
    const { bytes } = reading(dlms('hdlc', 'named', BOTH));
    const text = Buffer.from(bytes).toString('latin1');
    const frames = text.split(/(?<=\x7e)(?=\x7e)/).map((frame) => Buffer.from(frame, 'latin1'));
    expect(frames.length).toBeGreaterThan(1);
    for (const lost of frames.keys()) {
      const rest = Buffer.concat(frames.filter((_, at) => at !== lost));
      expect(recognisePushed(Uint8Array.from(rest), BOTH)).toBeUndefined();
    }
  });

  it.each(METERS)('%s with any flipped bit is refused', (_, create, keys) => {
    const { bytes } = reading(create);
    const { config } = recognisePushed(bytes, keys)?.pushed ?? {};
    expect(config).toBeDefined();
    for (let bit = 0; bit < bytes.length * 8; bit += 3) {
      const flipped = Uint8Array.from(bytes, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect([bit, decodeAll({ config }, flipped, keys).filter(({ ok }) => ok)]).toEqual([bit, []]);
    }
  });
});
