import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeSignedReading } from '../decode/index.ts';
import { accept, type JournalOperation, type MeterReport, type MeterState, type Refusal, type Signer } from '../domain/index.ts';
import type { Context, Unit } from './context.ts';
import type { Intake } from './intake.ts';
import { createReportSigning } from './report-signing.ts';

/** The signing of one meter's reports, beside a journal that is a map and an intake that takes what it is given. */

const NOW_SECONDS = 1_750_000_000;
let values: Map<string, Uint8Array>;
let taken: { importWh: bigint; exportWh: bigint; counter: bigint; time: bigint }[];
let refused: Refusal[];
let announced: { code: string; message: string }[];
let state: MeterState | undefined;

const signer: Signer = {
  address: `0x${'11'.repeat(20)}` as Signer['address'],
  publicKey: new Uint8Array(64),
  close: () => undefined,
  sign: async (digest) => Buffer.concat([digest, createHash('sha256').update(digest).digest().fill(0, 0, 1), Buffer.of(27)]),
};

function signing(config: { serial?: string } = {}, pinnedSerial = '', maxTimeSkewSeconds = 100_000, uncertaintySeconds = 0) {
  const context = {
    clock: { now: () => NOW_SECONDS * 1000 },
    time: { isSynchronised: () => true, uncertaintySeconds: () => uncertaintySeconds },
    config: { limits: { maxTimeSkewSeconds }, clock: {} },
    domain: 7n,
    journal: {
      corrupt: [],
      get: (name: string) => values.get(name),
      commit: async (operations: readonly JournalOperation[]) => {
        for (const operation of operations) if (operation.type === 'set') values.set(operation.name, operation.value);
        return [];
      },
    },
    tally: { count: () => undefined },
  } as unknown as Context;
  const unit = {
    id: 'm',
    config: { capacityW: 10_000, ...config },
    pinned: { meter: signer.address, publicKey: '', model: '', serial: pinnedSerial },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    refuse: (refusal: Refusal) => refused.push(refusal),
    announce: (event: { code: string; message: string }) => announced.push(event),
  } as unknown as Unit;
  const intake: Pick<Intake, 'take' | 'state'> = {
    get state() {
      return state;
    },
    take(raw) {
      const decoded = decodeSignedReading(raw);
      if (!decoded.ok) throw new Error(decoded.message);
      const { importWh, exportWh, counter, time } = decoded.value;
      taken.push({ importWh, exportWh, counter, time });
      state = { counter, time, importWh, exportWh, digest: '' };
    },
  };
  return createReportSigning(context, unit, signer, intake as Intake);
}

let at = 0;
function report(importWh: bigint, more: Partial<MeterReport> & { exportWh?: bigint } = {}): MeterReport {
  at += 900;
  const { exportWh = 0n, ...rest } = more;
  return {
    reading: { time: BigInt(NOW_SECONDS - 90_000 + at), importWh, exportWh, powerW: 0, voltageMv: 0, frequencyMhz: 0, status: 0 },
    meterSerial: undefined,
    importIsPresent: true,
    exportIsPresent: true,
    powerIsPresent: true,
    integrity: 'crc',
    ...rest,
  };
}

beforeEach(() => {
  values = new Map();
  taken = [];
  refused = [];
  announced = [];
  state = undefined;
  at = 0;
});

describe('the signing of reports', () => {
  it('numbers readings and carries registers on past their last digit, as an event', async () => {
    const own = signing();
    for (const wh of [999_999_000n, 999_999_900n, 50n, 150n]) own.take(accept(report(wh)));
    await own.drain();
    expect(refused).toEqual([]);
    expect(taken.map(({ counter, importWh }) => [counter, importWh])).toEqual([
      [1n, 999_999_000n],
      [2n, 999_999_900n],
      [3n, 1_000_000_050n],
      [4n, 1_000_000_150n],
    ]);
    expect(announced.map(({ code }) => code)).toEqual(['REGISTER_ROLLOVER']);
  });

  it('remembers the rollover after a restart', async () => {
    const before = signing();
    for (const wh of [999_999_900n, 50n]) before.take(accept(report(wh)));
    await before.drain();
    const after = signing();
    after.take(accept(report(150n)));
    await after.drain();
    expect(taken.at(-1)?.importWh).toBe(1_000_000_150n);
    expect(refused).toEqual([]);
  });

  it.each<[says: string, wh: bigint, code: string]>([
    ['a register that fell without reason', 400_000_000n, 'REGISTER_DECREASED'],
    ['a false zero', 0n, 'VALUE_INVALID'],
    ['0xFFFFFFFF', 0xffff_ffffn, 'VALUE_INVALID'],
    ['more than the nameplate allows', 600_000_000n, 'RATE_IMPLAUSIBLE'],
  ])('refuses %s, and goes on', async (_says, wh, code) => {
    const own = signing();
    for (const each of [500_000_000n, wh, 500_000_100n]) own.take(accept(report(each)));
    await own.drain();
    expect(refused.map((refusal) => refusal.code)).toEqual([code]);
    expect(taken.map(({ importWh }) => importWh)).toEqual([500_000_000n, 500_000_100n]);
  });

  it('gives readings its own time where the meter’s clock is plainly wrong, and says so once', async () => {
    const own = signing({}, '', 300);
    for (const wh of [10n, 11n]) own.take(accept(report(wh)));
    own.take(accept(report(12n, { reading: { ...report(12n).reading, time: BigInt(NOW_SECONDS + 60) } })));
    await own.drain();
    expect(taken.map(({ time }) => Number(time) - NOW_SECONDS)).toEqual([0, 0, 60]);
    expect(announced.map(({ code }) => code)).toEqual(['TIME_IMPLAUSIBLE']);
  });

  it('leaves a meter its time where it is our own clock that may be as far off', async () => {
    const own = signing({}, '', 300, 300);
    for (const [wh, ahead] of [
      [10n, 601],
      [11n, 599],
    ] as const)
      own.take(accept(report(wh, { reading: { ...report(wh).reading, time: BigInt(NOW_SECONDS + ahead) } })));
    await own.drain();
    expect(taken.map(({ time }) => Number(time) - NOW_SECONDS)).toEqual([0, 599]);
  });

  it('refuses a report without any energy register', async () => {
    const own = signing();
    own.take(accept(report(5n, { importIsPresent: false, exportIsPresent: false })));
    await own.drain();
    expect(refused).toMatchObject([{ code: 'VALUE_INVALID', message: expect.stringContaining('neither') }]);
  });

  it('learns a meter’s serial, and refuses another meter on the same wire', async () => {
    const own = signing();
    own.take(accept(report(1000n, { meterSerial: 'A' })));
    own.take(accept(report(50n, { meterSerial: 'B' })));
    await own.drain();
    expect(taken).toHaveLength(1);
    expect(refused).toMatchObject([{ code: 'METER_UNKNOWN', message: expect.stringContaining('accepted by serial: B') }]);
  });

  it('lets a meter that the configuration names go on where the one before stood, as an event', async () => {
    const old = signing();
    old.take(accept(report(123_456n, { meterSerial: 'A', exportWh: 99n })));
    await old.drain();
    const own = signing({ serial: 'B' }, 'A');
    own.take(accept(report(7n, { meterSerial: 'B', exportWh: 1n })));
    own.take(accept(report(17n, { meterSerial: 'B', exportWh: 2n })));
    await own.drain();
    expect(announced.map(({ code }) => code)).toEqual(['METER_EXCHANGED']);
    expect(taken.map(({ importWh, exportWh }) => [importWh, exportWh])).toEqual([
      [123_456n, 99n],
      [123_456n, 99n],
      [123_466n, 100n],
    ]);
  });

  it('takes only the meter that the configuration names from the first on', async () => {
    const own = signing({ serial: 'B' });
    own.take(accept(report(7n, { meterSerial: 'A' })));
    own.take(accept(report(8n, { meterSerial: 'B' })));
    await own.drain();
    expect(taken.map(({ importWh }) => importWh)).toEqual([8n]);
    expect(refused.map(({ code }) => code)).toEqual(['METER_UNKNOWN']);
  });
});
