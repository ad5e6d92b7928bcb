import { STATUS_BIT } from '@joulegate/protos';
import { describe, expect, it } from 'vitest';
import { connectSunSpec } from './connect.ts';
import { readNameplate } from './nameplate.ts';
import { pollSunSpec, type SunSpecPollOptions } from './poll.ts';
import { chain, encodeModel, type PointValues, play } from './register-image.ts';
import { sunSpecStatus } from './status.ts';
import { walkSunSpec } from './walk.ts';

type Models = readonly (readonly [id: number, values: PointValues])[];

function start(models: Models, countMax = 125) {
  const image = { base: 40000, words: chain(...models.map(([id, values]) => encodeModel(id, values))), countMax };
  const { value } = play(walkSunSpec(), image);
  if (!value.ok) throw new Error(value.message);
  return { image, device: value.value };
}

function poll(models: Models, options: SunSpecPollOptions = {}) {
  const { image, device } = start(models);
  return play(pollSunSpec(device, options), image);
}

const COMMON = [1, { Mn: 'Acme', Md: 'X', SN: 'S1' }] as const;
const METER: PointValues = {
  W: 15,
  W_SF: 1,
  Hz: 4998,
  Hz_SF: -2,
  PhVphA: 2301,
  PhVphB: 2302,
  PhVphC: 2304,
  V_SF: -1,
  TotWhImp: 1_234_567,
  TotWhExp: 89,
  TotWh_SF: 0,
};
const FLOAT_METER: PointValues = { W: -120.4, Hz: 50.01, PhVphA: 230.5, TotWhImp: 1000.9, TotWhExp: 20.5 };
const INVERTER: PointValues = { W: 100, W_SF: 0, WH: 5000, WH_SF: -1, St: 4 };
const DER: PointValues = { W: 500, W_SF: 0, Hz: 60_010, Hz_SF: -3, LNV: 2400, V_SF: -1, TotWhInj: 7, TotWhAbs: 3, TotWh_SF: 3, InvSt: 3 };

describe('pollSunSpec', () => {
  it.each<[string, Models, SunSpecPollOptions, object]>([
    [
      'a meter with scale factors: positive is import',
      [COMMON, [203, METER]],
      {},
      {
        reading: { time: undefined, importWh: 1_234_567n, exportWh: 89n, powerW: 150, voltageMv: 230_233, frequencyMhz: 49_980, status: 0 },
        meterSerial: 'S1',
        importIsPresent: true,
        exportIsPresent: true,
        powerIsPresent: true,
        integrity: 'crc',
      },
    ],
    [
      'a meter with floats: energy floored, power rounded',
      [COMMON, [213, FLOAT_METER]],
      { integrity: 'none' },
      { reading: { importWh: 1000n, exportWh: 20n, powerW: -120, voltageMv: 230_500, frequencyMhz: 50_010 }, integrity: 'none' },
    ],
    [
      'a meter that tells what was fed in as a negative float',
      [COMMON, [213, { ...FLOAT_METER, TotWhExp: -20.5 }]],
      {},
      { reading: { exportWh: 20n } },
    ],
    [
      'a meter that has counted nothing in one direction has the register nevertheless',
      [COMMON, [203, { ...METER, TotWhExp: 0 }]],
      {},
      { reading: { exportWh: 0n }, exportIsPresent: true },
    ],
    [
      'a meter without one of the registers',
      [COMMON, [203, { ...METER, TotWhExp: 0xffff_ffff }]],
      {},
      { reading: { exportWh: 0n }, exportIsPresent: false },
    ],
    ['a meter whose power has no scale', [COMMON, [203, { ...METER, W_SF: null }]], {}, { reading: { powerW: 0 }, powerIsPresent: false }],
    ['a two-phase meter whose third phase is at 0 V', [COMMON, [202, { ...METER, PhVphC: 0 }]], {}, { reading: { voltageMv: 230_150 } }],
    [
      'a meter told to count what is fed in as positive',
      [COMMON, [203, METER]],
      { positivePower: 'export' },
      { reading: { powerW: -150 } },
    ],
    [
      "SolarEdge's meter, which does so untold",
      [
        [1, { Mn: 'SolarEdge', SN: 'I1' }],
        [103, INVERTER],
        [1, { Mn: 'WattNode', SN: 'M1' }],
        [203, METER],
      ],
      {},
      { reading: { powerW: -150 }, meterSerial: 'M1' },
    ],
    [
      'the inverter in front of a meter, when asked for',
      [COMMON, [103, INVERTER], [1, { SN: 'M1' }], [203, METER]],
      { model: 103 },
      { reading: { importWh: 0n, exportWh: 500n, powerW: -100 }, meterSerial: 'S1', importIsPresent: false },
    ],
    [
      'the second meter of three, by unit',
      [COMMON, [1, { SN: 'M1' }], [203, METER], [1, { SN: 'M2' }], [203, { ...METER, TotWhImp: 5 }]],
      { unit: 2 },
      { reading: { importWh: 5n }, meterSerial: 'M2' },
    ],
    [
      'the second meter of one unit, by number',
      [COMMON, [203, METER], [203, { ...METER, TotWhImp: 5 }]],
      { instance: 1 },
      { reading: { importWh: 5n } },
    ],
    ['an inverter with floats', [COMMON, [113, { W: 99.5, WH: 1234.9, St: 4 }]], {}, { reading: { exportWh: 1234n, powerW: -100 } }],
    ['an inverter with a fault', [COMMON, [103, { ...INVERTER, St: 7 }]], {}, { reading: { status: STATUS_BIT.meterFault } }],
    ['a sleeping inverter that keeps its register', [COMMON, [103, { ...INVERTER, St: 2, W: 0 }]], {}, { reading: { exportWh: 500n } }],
    [
      'a DER: generation is negative',
      [COMMON, [701, DER]],
      {},
      { reading: { importWh: 3000n, exportWh: 7000n, powerW: -500, voltageMv: 240_000, frequencyMhz: 60_010 }, importIsPresent: true },
    ],
    ['a DER that absorbs', [COMMON, [701, { ...DER, W: -500 }]], {}, { reading: { powerW: 500 } }],
  ])('reads %s', (_, models, options, value) => {
    expect(poll(models, options).value).toMatchObject({ ok: true, value });
  });

  it.each<[string, Models, SunSpecPollOptions, string]>([
    ['a sleeping inverter at 0', [COMMON, [103, { ...INVERTER, WH: 0, St: 2 }]], {}, 'VALUE_INVALID'],
    ['an energy of 0xFFFFFFFF', [COMMON, [103, { ...INVERTER, WH: 0xffff_ffff }]], {}, 'VALUE_INVALID'],
    ['an energy that is no number', [COMMON, [113, { W: 1 }]], {}, 'VALUE_INVALID'],
    ['an energy without its scale', [COMMON, [103, { ...INVERTER, WH_SF: null }]], {}, 'VALUE_INVALID'],
    ['an energy of more than 63 bits', [COMMON, [701, { ...DER, TotWhInj: 2n ** 60n, TotWh_SF: 10 }]], {}, 'VALUE_INVALID'],
    ['an import below nothing', [COMMON, [213, { ...FLOAT_METER, TotWhImp: -5 }]], {}, 'VALUE_INVALID'],
    ['a power of more than 32 bits', [COMMON, [103, { ...INVERTER, W: 30_000, W_SF: 9 }]], {}, 'VALUE_INVALID'],
    ['a chain without energy', [COMMON, [120, {}]], {}, 'FORMAT_UNSUPPORTED'],
    ['a model that is not there', [COMMON, [103, INVERTER]], { model: 203 }, 'FORMAT_UNSUPPORTED'],
  ])('refuses %s', (_, models, options, code) => {
    expect(poll(models, options).value).toMatchObject({ ok: false, code });
  });

  it('asks for the model in one request from its header, and for the serial', () => {
    expect(poll([COMMON, [203, METER]]).requests).toEqual([
      { type: 'read', functionCode: 3, address: 40070, count: 55 },
      { type: 'read', functionCode: 3, address: 40052, count: 16 },
    ]);
  });

  it('cuts requests between points only', () => {
    const { image, device } = start([COMMON, [701, DER]]);
    const { requests, value } = play(pollSunSpec({ ...device, countMax: 20 }), image);
    expect(value).toMatchObject({ value: { reading: { exportWh: 7000n } } });
    // TotWhInj stands at 19…22 of the model: the first request must not take its first register along.
    expect(requests.slice(0, 2)).toMatchObject([
      { address: 40070, count: 19 },
      { address: 40089, count: 20 },
    ]);
  });

  it('asks for less where the device refuses as much', () => {
    const { image, device } = start([COMMON, [701, DER]], 20);
    const { requests, value } = play(pollSunSpec(device), image);
    expect(value).toMatchObject({ value: { reading: { exportWh: 7000n } } });
    expect(requests.slice(0, 4).map((request) => 'count' in request && request.count)).toEqual([121, 98, 48, 16]);
  });

  it('refuses a chain that has moved since the walk', () => {
    const { image, device } = start([COMMON, [103, INVERTER]]);
    image.words.splice(70, 0, 64_110, 1, 0);
    expect(play(pollSunSpec(device), image).value).toMatchObject({
      ok: false,
      code: 'FRAME_MALFORMED',
      message: expect.stringContaining('moved'),
    });
  });
});

describe('nameplate, status and connection', () => {
  const MODELS: Models = [
    COMMON,
    [103, { ...INVERTER, Evt1: 4 }],
    [120, { WRtg: 500, WRtg_SF: 1, VARtg: 5500, VARtg_SF: 0, ARtg: 217, ARtg_SF: -1 }],
    [121, { WMax: 4600, WMax_SF: 0, VRef: 230, VRef_SF: 0 }],
    [122, { PVConn: 7, StorConn: 0, ECPConn: 1 }],
    [123, { Conn: 1 }],
  ];

  it('are read from models 120 to 123', () => {
    const { image, device } = start(MODELS);
    expect(play(readNameplate(device), image).value).toMatchObject({
      value: {
        unit: { serial: 'S1' },
        ratedPowerW: 5000n,
        ratedApparentPowerVa: 5500n,
        ratedCurrentMa: 21_700n,
        nominalVoltageMv: 230_000n,
        setPowerW: 4600n,
        ratedStorageWh: undefined,
      },
    });
    expect(play(sunSpecStatus(device), image).value).toEqual({
      ok: true,
      value: { operatingState: 'running', isConnected: true, isConnectAllowed: true, events: 4n },
    });
  });

  it('are refused where no model tells', () => {
    const { image, device } = start([COMMON]);
    for (const conversation of [readNameplate(device), sunSpecStatus(device), connectSunSpec(device, true)])
      expect(play<{ ok: boolean; code?: string }>(conversation, image).value).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED' });
  });

  it.each([
    [123, { Conn: 1 }, 4],
    [703, { ES: 1 }, 2],
  ])('a device is disconnected by model %i and says so', (id, values, offset) => {
    const { image, device } = start([COMMON, [id, values]]);
    const { value, requests } = play(connectSunSpec(device, false), image);
    expect(value).toEqual({ ok: true, value: { model: id, isConnectAllowed: false } });
    expect(requests.filter(({ type }) => type === 'write')).toEqual([
      { type: 'write', address: 40070 + offset, registers: Uint8Array.of(0, 0) },
    ]);
  });

  it('a device that does not take the command is refused after five readbacks, with waits between', () => {
    const { image, device } = start(MODELS);
    const stubborn = { ...image, words: [...image.words] };
    const at = (device.models.find(({ id }) => id === 123)?.address ?? 0) - 40000 + 4;
    Object.defineProperty(stubborn.words, at, { get: () => 1, set: () => undefined });
    const { value, requests } = play(connectSunSpec(device, false), stubborn);
    expect(value).toMatchObject({ ok: false, code: 'DEVICE_EXCEPTION', message: expect.stringContaining('Conn') });
    expect(requests.filter(({ type }) => type === 'wait')).toHaveLength(5);
  });
});
