import { afterEach, describe, expect, it } from 'vitest';
import {
  attachRtuSlaves,
  type BsmImage,
  createBsmImage,
  createOcmfMeter,
  deriveSigningKey,
  openPty,
  type Pty,
  parseScenario,
  type SigningKey,
} from '../../device-sim/src/index.ts';
import { verifyForeign, verifyRecord } from '../../gateway/src/app/wires/foreign-formats.ts';
import { findBsm, readBsmKey, readBsmSnapshot, writeBsmMetadata } from '../../gateway/src/decode/index.ts';
import { accept, type ModbusConversation, type Result, refuse } from '../../gateway/src/domain/index.ts';
import { openModbusBus, parseDeviceAddress } from '../../gateway/src/transport/index.ts';

/** Meters of the simulator, which sign with its own encoders, before the gateway's verifiers. They share no code. */

const START_MS = Date.parse('2026-06-21T12:00:00Z');
const OWNER = '0x7e5f4552091a69125d5dfcb7b8c2659029395bdf';
const [STATION] = parseScenario(`
seed: test
start: '2026-06-21T12:00:00Z'
periodSeconds: 60
devices:
  - { id: station, kind: household, wire: p1, baseW: 300, peakW: 2500, importWh: 2000000, exportWh: 500000 }
`).devices as [ReturnType<typeof parseScenario>['devices'][number]];

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

function expectNoBitFree(format: 'ocmf' | 'bsm', raw: Uint8Array, key: Uint8Array, bits: Iterable<number>): void {
  expect(verifyForeign(format, raw, key).ok).toBe(true);
  for (const bit of bits) {
    const flipped = Uint8Array.from(raw, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
    expect(verifyForeign(format, flipped, key).ok, `bit ${bit}`).toBe(false);
  }
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function station(signingKey?: SigningKey) {
  const sent: Uint8Array[] = [];
  const faults: ('tampered-value' | 'wrong-key' | 'frozen')[] = [];
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
  const meter = createOcmfMeter({
    description: STATION,
    pty,
    domain: 1n,
    seed: 'test',
    startMs: START_MS,
    stateFile: undefined,
    nextFault: () => faults.shift(),
    ...(signingKey && { signingKey }),
  });
  return {
    meter,
    faults,
    emit: (minutes: number) => {
      sent.length = 0;
      meter.emit(START_MS + 60_000 * minutes, []);
      return [...sent];
    },
  };
}

describe.each(['P-256', 'secp256k1'] as const)('a simulated OCMF meter with a key of %s', (curve) => {
  const key = deriveSigningKey(curve, 'test', 'station');

  it('is read as it metered, with each signature', () => {
    const { meter, emit } = station(key);
    meter.identify(OWNER);
    for (const minutes of [1, 60, 600]) {
      const [raw = new Uint8Array()] = emit(minutes);
      const { last } = meter;
      expect(verifyForeign('ocmf', raw, key.publicKey)).toMatchObject({
        ok: true,
        value: {
          curve,
          counter: last?.counter,
          time: last?.time,
          importWh: last?.importWh,
          exportWh: last?.exportWh,
          status: 0,
          meterSerial: 'station',
        },
      });
      expect(verifyRecord('ocmf', raw, Buffer.from(key.spki).toString('base64'))).toMatchObject({ ok: true });
    }
  });

  it('names its owner in what is signed', () => {
    const { meter, emit } = station(key);
    meter.identify(OWNER);
    const result = verifyForeign('ocmf', emit(1)[0] ?? new Uint8Array(), key.publicKey);
    expect(result.ok && Buffer.from(result.value.signedText).toString()).toContain(OWNER);
  });

  it('is refused for each bit of a record flipped', () => {
    const [raw = new Uint8Array()] = station(key).emit(1);
    expectNoBitFree('ocmf', raw, key.publicKey, upTo(8 * Buffer.from(raw).lastIndexOf('|')));
  });

  it('is refused with a tampered value and with another’s key', () => {
    const { emit, faults } = station(key);
    faults.push('tampered-value', 'wrong-key');
    for (const minutes of [1, 2]) {
      const results = emit(minutes).map((raw) => verifyForeign('ocmf', raw, key.publicKey));
      expect(results).toMatchObject([{ ok: false, code: 'SIGNATURE_INVALID' }, { ok: true }]);
    }
  });
});

const BSM_KEY = deriveSigningKey('P-256', 'test', 'bsm');
function bsm(options: Partial<Parameters<typeof createBsmImage>[0]> = {}) {
  const values = { time: 1_800_000_000n, importWh: 1_234_567n, powerW: -2300, operatingSeconds: 60 };
  const othersKey = deriveSigningKey('P-256', 'test', 'another');
  const image = createBsmImage({
    serial: '001JGS0000000001',
    key: BSM_KEY,
    othersKey,
    readValues: () => ({ ...values }),
    scale: 0,
    ...options,
  });
  return { image, values };
}
/** A bus without a wire. */
function play<T>(conversation: ModbusConversation<T>, image: BsmImage): T {
  let step = conversation.next();
  while (!step.done) {
    const request = step.value;
    let answer: Result<Uint8Array> = accept(new Uint8Array());
    if (request.type === 'read') {
      const bytes = image.read(request.functionCode, request.address, request.count);
      answer = typeof bytes === 'number' ? refuse('DEVICE_EXCEPTION', `exception ${bytes}`) : accept(bytes);
    } else if (request.type === 'write') {
      const exception = image.write(request.address, request.registers);
      if (exception !== undefined) answer = refuse('DEVICE_EXCEPTION', `exception ${exception}`);
    }
    step = conversation.next(answer);
  }
  return step.value;
}
function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.code} ${result.message}`);
  return result.value;
}

describe('a simulated BSM meter', () => {
  it('is found, gives its key, takes its owner’s name, and is read as it metered', () => {
    const { image } = bsm();
    const device = must(play(findBsm(), image));
    expect(device).toEqual({ meter: image.meter, snapshot: image.snapshots[0] });
    const key = must(play(readBsmKey(device), image));
    expect(key).toEqual(BSM_KEY.spki);
    must(play(writeBsmMetadata(device, 2, OWNER), image));
    const raw = must(play(readBsmSnapshot(device), image));
    expect(verifyRecord('bsm', raw, key)).toMatchObject({ ok: true });
    const result = verifyForeign('bsm', raw, BSM_KEY.publicKey);
    expect(result).toMatchObject({
      ok: true,
      value: {
        curve: 'P-256',
        counter: 1n,
        time: 1_800_000_000n,
        importWh: 1_234_567n,
        exportWh: 0n,
        powerW: -2300,
        status: 0,
        meterSerial: '001JGS0000000001',
      },
    });
    expect(result.ok && Buffer.from(result.value.signedText).toString()).toContain(OWNER);
  });

  it('is refused for each bit of a snapshot flipped', () => {
    const { image } = bsm();
    const device = must(play(findBsm(), image));
    const raw = must(play(readBsmSnapshot(device), image));
    expectNoBitFree('bsm', raw, BSM_KEY.publicKey, upTo(8 * raw.length));
  });

  it.each([
    ['tampered-value', 'SIGNATURE_INVALID'],
    ['wrong-key', 'SIGNATURE_INVALID'],
    ['failed', 'DEVICE_EXCEPTION'],
    ['endless', 'DEVICE_TIMEOUT'],
  ] as const)('is refused where it shows %s', (fault, code) => {
    const { image } = bsm({ nextFault: () => fault });
    const raw = play(readBsmSnapshot(must(play(findBsm(), image))), image);
    expect(raw.ok ? verifyForeign('bsm', raw.value, BSM_KEY.publicKey) : raw).toMatchObject({ ok: false, code });
  });

  it('answers all of it over a serial line', async () => {
    const pty = await openPty({});
    undo.push(() => pty.close());
    const { image, values } = bsm();
    attachRtuSlaves(pty, new Map([[42, image]]));
    const bus = openModbusBus(parseDeviceAddress(`serial:${pty.path}?baud=19200`), { timeoutMs: 500 });
    undo.push(() => bus.close());
    const device = must(await bus.run(42, findBsm()));
    expect(must(await bus.run(42, readBsmKey(device)))).toEqual(BSM_KEY.spki);
    must(await bus.run(42, writeBsmMetadata(device, 0, OWNER)));
    for (const counter of [1n, 2n]) {
      values.importWh += 10n;
      const raw = must(await bus.run(42, readBsmSnapshot(device)));
      expect(verifyForeign('bsm', raw, BSM_KEY.publicKey)).toMatchObject({ ok: true, value: { counter, importWh: values.importWh } });
    }
  });
});
