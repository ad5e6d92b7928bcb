import { describe, expect, it } from 'vitest';
import { chain, encodeModel, type PointValues, play } from './register-image.ts';
import { readSettings } from './settings.ts';
import { walkSunSpec } from './walk.ts';

type Models = readonly (readonly [id: number, values: PointValues])[];
const COMMON = [1, { Mn: 'Acme', Md: 'X', SN: 'S1' }] as const;

function settingsOf(models: Models, nominalVoltageMv = 230_000) {
  const image = { base: 40000, words: chain(...[COMMON, ...models].map(([id, values]) => encodeModel(id, values))) };
  const { value: device } = play(walkSunSpec(), image);
  if (!device.ok) throw new Error(device.message);
  return play(readSettings(device.value, { nominalVoltageMv }), image).value;
}

/** Points as [threshold, time]; the second curve is one that is not in force. */
function trip(point: 'V' | 'Hz', points: readonly (readonly [number, number])[], more: PointValues = {}): PointValues {
  const curve = (ActPt: number, of: readonly (readonly [number, number])[]) => ({
    ActPt,
    Pt: of.map(([at, Tms]) => ({ [point]: at, Tms })),
  });
  const none = points.map(() => [1, 1] as const);
  const unused = { MayTrip: curve(0, none), MomCess: curve(0, none) };
  return {
    ...{ Ena: 1, AdptCrvReq: 0, AdptCrvRslt: 1, NPt: points.length, NCrvSet: 2, V_SF: -2, Hz_SF: -2, Tms_SF: -2 },
    Crv: [
      { ReadOnly: 1, MustTrip: curve(points.length, points), ...unused },
      { ReadOnly: 0, MustTrip: curve(points.length, none), ...unused },
    ],
    ...more,
  };
}
const LOW_VOLTAGE = trip('V', [
  [4500, 30],
  [8000, 300],
]);
const HIGH_VOLTAGE = trip('V', [
  [12_500, 10],
  [11_000, 10],
]);
const LOW_FREQUENCY = trip('Hz', [[4750, 10]]);
const HIGH_FREQUENCY = trip('Hz', [
  [5200, 10],
  [5150, 100],
]);

describe('settings of a SunSpec device', () => {
  it('are its first stages in force, its delay, its power factor and what it may deliver', () => {
    const rating = { WMaxRtg: 1000, WMax: 960, W_SF: 1, PFOvrExtRtg: 800, PFUndExtRtg: 850, PF_SF: -3 };
    expect(
      settingsOf([
        [702, rating],
        [703, { ES: 1, ESDlyTms: 60 }],
        [707, LOW_VOLTAGE],
        [708, HIGH_VOLTAGE],
        [709, LOW_FREQUENCY],
        [710, HIGH_FREQUENCY],
      ]),
    ).toEqual({
      ok: true,
      value: {
        capacityW: 9600n,
        underVoltageTripMv: 184_000,
        overVoltageTripMv: 253_000,
        underFrequencyTripMhz: 47_500,
        overFrequencyTripMhz: 51_500,
        reconnectDelaySeconds: 60,
        minPowerFactorPermille: 850,
      },
    });
  });

  it.each<[string, Models, object]>([
    ['of a curve that is not in force are not told', [[707, trip('V', [[8000, 300]], { Ena: 0 })]], {}],
    [
      'of points beyond the active ones do not count',
      [
        [
          707,
          {
            ...LOW_VOLTAGE,
            Crv: [
              {
                ReadOnly: 1,
                MustTrip: {
                  ActPt: 1,
                  Pt: [
                    { V: 4500, Tms: 30 },
                    { V: 8000, Tms: 300 },
                  ],
                },
                MayTrip: { ActPt: 0, Pt: [{}, {}] },
                MomCess: { ActPt: 0, Pt: [{}, {}] },
              },
              {
                ReadOnly: 0,
                MustTrip: { ActPt: 0, Pt: [{}, {}] },
                MayTrip: { ActPt: 0, Pt: [{}, {}] },
                MomCess: { ActPt: 0, Pt: [{}, {}] },
              },
            ],
          },
        ],
      ],
      { underVoltageTripMv: 103_500 },
    ],
    ['of a threshold that is not implemented are not told', [[709, trip('Hz', [[0xffff_ffff, 10]])]], {}],
    [
      'of an older inverter are its ratings',
      [[120, { WRtg: 500, WRtg_SF: 1, PFRtgQ1: -80, PFRtgQ4: 90, PFRtg_SF: -2 }]],
      { capacityW: 5000n, minPowerFactorPermille: 900 },
    ],
    [
      'of an older inverter set below its rating are what it is set to',
      [
        [120, { WRtg: 5000, WRtg_SF: 0 }],
        [121, { WMax: 4600, WMax_SF: 0 }],
      ],
      { capacityW: 4600n },
    ],
    ['of a power factor between two thousandths are the worse', [[702, { PFOvrExtRtg: 8005, PF_SF: -4 }]], { minPowerFactorPermille: 801 }],
    ['of a device without a delay are a delay of nothing', [[703, { ES: 1, ESDlyTms: 0 }]], { reconnectDelaySeconds: 0 }],
  ])('%s', (_, models, told) => {
    expect(settingsOf(models)).toEqual({ ok: true, value: told });
  });

  it('are shares of the grid’s nominal voltage, to the nearest millivolt', () => {
    expect(settingsOf([[707, LOW_VOLTAGE]], 20_207_259)).toEqual({ ok: true, value: { underVoltageTripMv: 16_165_807 } });
  });

  it('are refused where no model tells any', () => {
    expect(settingsOf([[123, { Conn: 1 }]])).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED' });
  });
});
