import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listScenarios, loadScenario, parseScenario, SCENARIO_DIR, ScenarioError } from './index.ts';

const GOOD = {
  seed: 's',
  start: '2026-06-21T09:00:00Z',
  periodSeconds: 60,
  devices: [
    { id: 'm1', kind: 'household', baseW: 1, peakW: 2 },
    { id: 'p1', kind: 'household', wire: 'p1', baseW: 1, peakW: 2 },
  ],
};
const [M1, P1] = GOOD.devices;
const parse = (change: Record<string, unknown>) => parseScenario(JSON.stringify({ ...GOOD, ...change }));
const withFault = (fault: Record<string, unknown>) => parse({ faults: [{ device: 'm1', kind: 'noise', atSeconds: 1, ...fault }] });

describe('a scenario', () => {
  it.each(listScenarios())('%s, as it comes with the simulator, is valid', (name) => {
    expect(loadScenario(join(SCENARIO_DIR, `${name}.yaml`)).devices.length).toBeGreaterThan(0);
  });

  it('the demo has its fleet and its forged reading', () => {
    const { devices, faults, start, periodSeconds } = loadScenario(join(SCENARIO_DIR, 'demo.yaml'));
    expect(devices.map(({ id, wire }) => `${id} ${wire}`)).toEqual(
      expect.arrayContaining([
        'solar-1 native',
        'solar-2 native',
        'household-1 native',
        'battery-1 native',
        'wind-1 native',
        'coal-1 native',
        'household-2 p1',
      ]),
    );
    expect([start, periodSeconds]).toEqual(['2026-06-21T09:00:00Z', 60]);
    expect(faults).toContainEqual({ atSeconds: 2400, device: 'solar-1', kind: 'forged-reading', seconds: 0 });
  });

  it('names what it leaves out', () => {
    const scenario = parse({ faults: [{ device: 'm1', kind: 'silence', at: '2026-06-21T11:10:00+02:00', seconds: 30 }] });
    expect(scenario.speed).toBe(1);
    expect(scenario.devices[0]).toMatchObject({ port: 'm1', keySeed: 's', wire: 'native', importWh: 0n });
    expect(scenario.faults).toEqual([{ atSeconds: 600, device: 'm1', kind: 'silence', seconds: 30 }]);
  });

  const wrong: [string, () => unknown, RegExp][] = [
    ['not YAML', () => parseScenario('a: [1'), /YAML expected/],
    ['a list', () => parseScenario('[]'), /file: a mapping expected, got \[\]/],
    ['an unknown key', () => parse({ sped: 2 }), /file\.sped: one of seed, start, speed/],
    ['no seed', () => parse({ seed: '' }), /seed: text expected/],
    ['a time without offset', () => parse({ start: '2026-06-21T09:00:00' }), /start: an ISO 8601 time with Z/],
    ['a broken time', () => parse({ start: '2026-13-21T09:00:00Z' }), /start: an ISO 8601/],
    ['half a second', () => parse({ periodSeconds: 0.5 }), /periodSeconds: a whole number of at least 1/],
    ['no device', () => parse({ devices: [] }), /devices: at least one/],
    ['a speed of zero', () => parse({ speed: 0 }), /speed: a number from/],
    ['a capital id', () => parse({ devices: [{ ...M1, id: 'M1' }] }), /devices\[0\]\.id: lower-case/],
    ['an unknown kind', () => parse({ devices: [{ ...M1, kind: 'fusion' }] }), /devices\[0\]\.kind: one of solar.* got "fusion"/],
    ['a kind of Object', () => parse({ devices: [{ ...M1, kind: 'constructor' }] }), /devices\[0\]\.kind: one of/],
    [
      'a missing parameter',
      () => parse({ devices: [{ id: 'm1', kind: 'household', baseW: 1 }] }),
      /devices\[0\]\.peakW: a number.* got nothing/,
    ],
    ['a parameter of another kind', () => parse({ devices: [{ ...M1, ratedW: 1 }] }), /devices\[0\]\.ratedW: one of/],
    ['a negative power', () => parse({ devices: [{ ...M1, peakW: -1 }] }), /devices\[0\]\.peakW: a number from 0/],
    ['a broken register', () => parse({ devices: [{ ...M1, importWh: 1.5 }] }), /devices\[0\]\.importWh: a whole number/],
    ['a name twice', () => parse({ devices: [M1, M1] }), /devices\[\]\.id: another one for each device expected, got "m1"/],
    ['a port twice', () => parse({ devices: [M1, { ...P1, port: 'm1' }] }), /devices\[\]\.port: another/],
    ['a port that leaves its folder', () => parse({ devices: [{ ...M1, port: '../m1' }] }), /devices\[0\]\.port: lower-case/],
    ['a relay that is no mapping', () => parse({ devices: [{ ...M1, relay: true }] }), /devices\[0\]\.relay: a mapping/],
    ['a relay with a key of a meter', () => parse({ devices: [{ ...M1, relay: { map: 'x' } }] }), /devices\[0\]\.relay\.map: one of/],
    ['a relay on a meter’s port', () => parse({ devices: [{ ...M1, relay: { port: 'm1' } }] }), /devices\[\]\.port: another port/],
    [
      'two relays under one address',
      () => parse({ devices: [M1, P1].map((device) => ({ ...device, relay: { port: 'box' } })) }),
      /unitId on one port: another one.*"box, unit 1"/,
    ],
    ['an unknown fault', () => withFault({ kind: 'gremlin' }), /faults\[0\]\.kind: one of forged-reading/],
    ['a fault of nobody', () => withFault({ device: 'm9' }), /faults\[0\]\.device: one of m1, p1/],
    [
      'a forged reading of a meter that does not sign',
      () => withFault({ device: 'p1', kind: 'forged-reading' }),
      /a fault of wire p1 for p1/,
    ],
    ['two times', () => withFault({ at: '2026-06-21T09:10:00Z' }), /either at or atSeconds/],
    ['a fault before the start', () => withFault({ at: '2026-06-21T08:00:00Z', atSeconds: undefined }), /a time after the start/],
    ['a silence without end', () => withFault({ kind: 'silence' }), /faults\[0\]\.seconds: its length/],
    ['a noise with length', () => withFault({ seconds: 5 }), /faults\[0\]\.seconds: nothing/],
    ['coal upside down', () => parse({ devices: [{ id: 'c', kind: 'coal', minW: 2, maxW: 1 }] }), /minW: at most maxW/],
    ['no file', () => loadScenario('/nowhere.yaml'), /a readable file expected/],
  ];
  it.each(wrong)('%s is refused, and one reads where and why', (_, load, message) => {
    expect(load).toThrow(ScenarioError);
    expect(load).toThrow(message);
  });
});
