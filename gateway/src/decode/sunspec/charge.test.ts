import { describe, expect, it } from 'vitest';
import { readStorageCharge } from './charge.ts';
import { chain, encodeModel, type PointValues, play } from './register-image.ts';
import { walkSunSpec } from './walk.ts';

function ask(...models: readonly (readonly [id: number, values: PointValues])[]) {
  const words = chain(encodeModel(1, {}), ...models.map(([id, values]) => encodeModel(id, values)));
  const image = { base: 40_000, words };
  const walked = play(walkSunSpec(), image).value;
  if (!walked.ok) throw new Error(walked.message);
  return play(readStorageCharge(walked.value), image).value;
}

describe('F1 what a SunSpec battery holds', () => {
  it.each<[name: string, models: readonly (readonly [number, PointValues])[], result: object]>([
    [
      '713 tells it in energy',
      [[713, { WHRtg: 150, WHAvail: 61, SoC: 500, WH_SF: 2, Pct_SF: -1 }]],
      { ok: true, value: { storedWh: 6_100n, usableWh: 15_000n } },
    ],
    [
      '713 without it, by its share of the rating',
      [[713, { WHRtg: 15_000, SoC: 405, WH_SF: 0, Pct_SF: -1 }]],
      { ok: true, value: { storedWh: 6_075n, usableWh: 15_000n } },
    ],
    [
      '802, by its share, rounded down',
      [[802, { WHRtg: 999, WHRtg_SF: 0, SoC: 333, SoC_SF: -1 }]],
      { ok: true, value: { storedWh: 332n, usableWh: 999n } },
    ],
    [
      '713 left empty, 802 filled in',
      [
        [713, {}],
        [802, { WHRtg: 100, WHRtg_SF: 2, SoC: 50, SoC_SF: 0 }],
      ],
      { ok: true, value: { storedWh: 5_000n, usableWh: 10_000n } },
    ],
    ['full', [[802, { WHRtg: 100, WHRtg_SF: 0, SoC: 100, SoC_SF: 0 }]], { ok: true, value: { storedWh: 100n, usableWh: 100n } }],
    ['more than it can hold', [[802, { WHRtg: 100, WHRtg_SF: 0, SoC: 101, SoC_SF: 0 }]], { ok: false, code: 'VALUE_INVALID' }],
    [
      'a charge of nothing that could hold it',
      [[802, { WHRtg: 0, WHRtg_SF: 0, SoC: 50, SoC_SF: 0 }]],
      { ok: false, code: 'VALUE_INVALID' },
    ],
    ['neither rating nor charge', [[802, {}]], { ok: false, code: 'VALUE_INVALID' }],
    ['an inverter without a battery', [[103, {}]], { ok: false, code: 'FORMAT_UNSUPPORTED' }],
  ])('%s', (_name, models, result) => {
    expect(ask(...models)).toMatchObject(result);
  });
});
