/**
 * What really flows: power of every unit as a pure function of seed and time, integrated into the registers that its meter
 * shows. Wind, sun, households, coal and batteries are the simulator's own models; the others stand here. A unit that the
 * contracts don't admit is disconnected (paper A8) and exports nothing.
 */
import {
  advanceRegisters,
  batteryModel,
  coalModel,
  householdModel,
  readRegisters,
  smoothNoise,
  solarModel,
  startRegisters,
  windModel,
} from '../../../device-sim/dist/models/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const STEP_MS = 900_000;
const LATITUDE = 49;
const LONGITUDE = 0;
/** Principal lunar semidiurnal constituent M2; springs and neaps follow half the synodic month of 29.53 days. */
const M2_HOURS = 12.4206;
const SPRING_NEAP_DAYS = 14.765;

const dayOfYear = (timeMs) => (timeMs - Date.UTC(new Date(timeMs).getUTCFullYear(), 0, 1)) / DAY_MS;
const hourOf = (timeMs) => (timeMs % DAY_MS) / HOUR_MS;
/** 1 in mid-January, -1 in mid-July. */
const winter = (timeMs) => Math.cos((2 * Math.PI * (dayOfYear(timeMs) - 15)) / 365);
/** Degrees Celsius outside: season, day, and weather that lasts. */
function temperature(seed, timeMs) {
  const day = 3.5 * Math.cos((2 * Math.PI * (hourOf(timeMs) - 15)) / 24);
  return 10.5 - 9.5 * winter(timeMs) + day + 9 * (smoothNoise(`${seed}/temperature`, timeMs, 3 * DAY_MS) - 0.5);
}
const share = (value) => Math.min(1, Math.max(0, value));
const works = (timeMs) => {
  const weekday = Math.floor(timeMs / DAY_MS + 4) % 7;
  return (weekday === 0 || weekday === 6 ? 0.3 : 1) * share(Math.min(hourOf(timeMs) - 5, 22 - hourOf(timeMs)) / 3);
};

/** kind -> (what it is, seed of the unit, seed of the weather) -> W, positive is import. */
const MODELS = {
  wind: ({ ratedW, scaleMetresPerSecond }, _own, weather) => {
    const power = windModel({ ratedW, scaleMetresPerSecond }, weather);
    return (t) => Math.round(power(t) * (0.82 + 0.18 * winter(t)));
  },
  solar: ({ peakW }, _own, weather) =>
    solarModel({ peakW, inverterLimitW: Math.round(peakW / 1.1), latitudeDegrees: LATITUDE, longitudeDegrees: LONGITUDE }, weather),
  battery: ({ maxW, capacityWh }, own) => batteryModel({ maxW, capacityWh, efficiencyPercent: 90 }, own),
  household: ({ baseW, peakW }, own) => {
    const power = householdModel({ baseW, peakW }, own);
    return (t) => Math.round(power(t) * (1 + 0.2 * winter(t)));
  },
  coal: ({ minW, maxW }, own) => coalModel({ minW, maxW }, own),
  tidal:
    ({ ratedW }) =>
    (t) => {
      const spring = 0.72 + 0.28 * Math.cos((2 * Math.PI * t) / (SPRING_NEAP_DAYS * DAY_MS));
      return -Math.round(ratedW * (spring * Math.abs(Math.sin((2 * Math.PI * t) / (M2_HOURS * HOUR_MS)))) ** 3);
    },
  hydro:
    ({ ratedW }, own) =>
    (t) => {
      const flow = 0.55 + 0.25 * Math.cos((2 * Math.PI * (dayOfYear(t) - 110)) / 365);
      return -Math.round(ratedW * share(flow + 0.35 * (smoothNoise(`${own}/flow`, t, 5 * DAY_MS) - 0.5)));
    },
  steady:
    ({ ratedW, sharePermille, outageDay, outageDays }, own) =>
    (t) => {
      const day = dayOfYear(t);
      if (outageDay !== undefined && day >= outageDay && day < outageDay + outageDays) return 0;
      return -Math.round(ratedW * share(sharePermille / 1000 + 0.06 * (smoothNoise(`${own}/trim`, t, 8 * HOUR_MS) - 0.5)));
    },
  works:
    ({ baseW, peakW }, own) =>
    (t) =>
      Math.round(baseW + peakW * works(t) * (0.85 + 0.15 * smoothNoise(`${own}/shift`, t, 2 * HOUR_MS))),
  heatPlant:
    ({ ratedW }, own, weather) =>
    (t) =>
      -Math.round(ratedW * share(0.12 + (15 - temperature(weather, t)) / 24 + 0.08 * (smoothNoise(`${own}/plant`, t, 6 * HOUR_MS) - 0.5))),
  heatLoad:
    ({ ratedW }, own, weather) =>
    (t) =>
      Math.round(ratedW * share(0.1 + (16 - temperature(weather, t)) / 26 + 0.06 * (smoothNoise(`${own}/taps`, t, HOUR_MS) - 0.5))),
  coldLoad:
    ({ ratedW }, own, weather) =>
    (t) =>
      Math.round(ratedW * share(0.08 + (temperature(weather, t) - 14) / 18 + 0.05 * (smoothNoise(`${own}/cold`, t, HOUR_MS) - 0.5))),
};

/**
 * @param {readonly object[]} participants
 * @param {{ seed: string, startSeconds: number }} options
 * @returns registers of every unit at each instant asked for, in order; time only goes forward
 */
export function createPhysics(participants, { seed, startSeconds }) {
  const units = participants.map(({ name, model, role }, index) => {
    const power = MODELS[model.kind](model, `${seed}/${name}`, `${seed}/weather`);
    const first = BigInt(1_000 + 137 * index);
    return {
      power,
      cut: (t) => Math.max(0, power(t)),
      connected: true,
      state: startRegisters(startSeconds * 1000, first, role === 'load' ? 0n : first * 3n),
    };
  });
  return {
    /** The unit's contactor; a load has none. */
    connect(index, connected) {
      units[index].connected = connected;
    },
    /** @returns {importWh, exportWh, powerW} per unit */
    advance(toSeconds) {
      return units.map((unit) => {
        const model = unit.connected ? unit.power : unit.cut;
        unit.state = advanceRegisters(unit.state, toSeconds * 1000, model, STEP_MS);
        return readRegisters(unit.state, model);
      });
    },
  };
}
