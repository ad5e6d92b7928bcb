/**
 * Who takes part: four zones of different rules, two regulators, thirty units of every source and carrier of the paper's F2
 * that the contracts know. Data only. Power in W, prices in millionths of a coin per kWh.
 */
import { ATTESTATION_CLASS, CARRIER, NATURE, SOURCE } from '../../../protos/dist/index.js';

const bits = (...numbers) => numbers.reduce((map, bit) => map | (1 << bit), 0);
const GENERATING = bits(NATURE.renewable, NATURE.dispatchable, NATURE.storage);

/** Two authorities over one carbon ledger: a linked market, in which a permit of either counts everywhere. */
export const REGULATORS = [
  { name: 'north', zones: [1, 2] },
  { name: 'south', zones: [3, 4] },
];

/** Nothing demanded but the voltage of EN 50160:2010, 4.2.2.2 (230 V +-10 %) and the frequency of its 4.2.1 (50 Hz +4/-6 %). */
const TEN_PER_CENT = {
  minVoltageMv: 207_000,
  maxVoltageMv: 253_000,
  minFrequencyMhz: 47_000,
  maxFrequencyMhz: 52_000,
  underVoltageTripLowMv: 0,
  underVoltageTripHighMv: 0,
  overVoltageTripLowMv: 0,
  overVoltageTripHighMv: 0,
  underFrequencyTripLowMhz: 0,
  underFrequencyTripHighMhz: 0,
  overFrequencyTripLowMhz: 0,
  overFrequencyTripHighMhz: 0,
  minReconnectDelaySeconds: 0,
  minPowerFactorPermille: 0,
  maxThdPermille: 0,
  maxCapacityW: 0n,
  certificateDemanded: false,
};
/** THD of voltage at most 8 %: EN 50160:2010, 4.2.5. */
const SETTINGS_TOLD = {
  ...TEN_PER_CENT,
  underVoltageTripLowMv: 160_000,
  underVoltageTripHighMv: 207_000,
  overVoltageTripLowMv: 253_000,
  overVoltageTripHighMv: 290_000,
  minReconnectDelaySeconds: 60,
  minPowerFactorPermille: 950,
  maxThdPermille: 80,
};
export const GRID_CODES = {
  'Coast: ten per cent': TEN_PER_CENT,
  'Valley: ten per cent, settings told': SETTINGS_TOLD,
  'City: ten per cent': TEN_PER_CENT,
  'Works: ten per cent, settings told, certified': { ...SETTINGS_TOLD, certificateDemanded: true },
};
/** What every device here says of itself. */
export const DEVICE_SETTINGS = {
  underVoltageTripMv: 184_000,
  overVoltageTripMv: 264_500,
  underFrequencyTripMhz: 47_500,
  overFrequencyTripMhz: 51_500,
  reconnectDelaySeconds: 60,
  minPowerFactorPermille: 900,
  thdPermille: 21,
};

/**
 * A zone's criteria, as its operator sets them; `gridCode` names the profile demanded of a request.
 */
export const ZONES = [
  {
    zone: 1,
    name: 'Coast',
    gridCode: 'Coast: ten per cent',
    sources: bits(SOURCE.wind, SOURCE.tidal, SOURCE.nuclear),
    carriers: bits(CARRIER.electricity),
    natures: GENERATING,
    minAttestationClass: ATTESTATION_CLASS.meter,
    minEvidence: 3,
    minCapacityW: 50_000n,
    maxCapacityW: 500_000n,
    hostingCapacityW: 900_000n,
    priceCeilingMicroPerKwh: 260_000n,
    basePriceMicroPerKwh: 70_000n,
  },
  {
    zone: 2,
    name: 'Valley',
    gridCode: 'Valley: ten per cent, settings told',
    sources: bits(SOURCE.solar, SOURCE.hydro, SOURCE.biomass, SOURCE.storage),
    carriers: bits(CARRIER.electricity, CARRIER.gas),
    natures: GENERATING,
    minAttestationClass: ATTESTATION_CLASS.module,
    minEvidence: 2,
    minCapacityW: 5_000n,
    maxCapacityW: 300_000n,
    hostingCapacityW: 900_000n,
    priceCeilingMicroPerKwh: 320_000n,
    basePriceMicroPerKwh: 85_000n,
  },
  {
    zone: 3,
    name: 'City',
    gridCode: 'City: ten per cent',
    sources: bits(SOURCE.solar, SOURCE.biomass, SOURCE.geothermal, SOURCE.storage),
    carriers: bits(CARRIER.electricity, CARRIER.heat, CARRIER.cold),
    natures: GENERATING,
    minAttestationClass: ATTESTATION_CLASS.gateway,
    minEvidence: 2,
    minCapacityW: 5_000n,
    maxCapacityW: 400_000n,
    hostingCapacityW: 1_200_000n,
    priceCeilingMicroPerKwh: 400_000n,
    basePriceMicroPerKwh: 110_000n,
  },
  {
    zone: 4,
    name: 'Works',
    gridCode: 'Works: ten per cent, settings told, certified',
    sources: bits(SOURCE.solar, SOURCE.coal, SOURCE.gas, SOURCE.storage),
    carriers: bits(CARRIER.electricity),
    natures: GENERATING,
    minAttestationClass: ATTESTATION_CLASS.meter,
    minEvidence: 3,
    minCapacityW: 50_000n,
    maxCapacityW: 600_000n,
    hostingCapacityW: 1_500_000n,
    priceCeilingMicroPerKwh: 300_000n,
    basePriceMicroPerKwh: 90_000n,
  },
];

const { electricity, heat, cold, gas } = CARRIER;
const unit = (name, zone, source, carrier, capacityW, priceMicro, attestation, model) => ({
  name,
  zone,
  source: SOURCE[source],
  sourceName: source,
  carrier,
  capacityW: BigInt(capacityW),
  priceMicro: BigInt(priceMicro),
  attestationClass: ATTESTATION_CLASS[attestation],
  nature: source === 'load' ? NATURE.load : source === 'storage' ? NATURE.storage : natureOf(source),
  role: source === 'load' ? 'load' : source === 'storage' ? 'storage' : 'generator',
  model,
});
const natureOf = (source) =>
  ['biomass', 'nuclear', 'coal', 'gas', 'geothermal'].includes(source) ? NATURE.dispatchable : NATURE.renewable;

/** name, zone, source, carrier, capacity, limit price (least of a seller, most of a buyer), who signs, physics. */
export const PARTICIPANTS = [
  unit('wind-coast-1', 1, 'wind', electricity, 250_000, 48_000, 'meter', { kind: 'wind', ratedW: 250_000, scaleMetresPerSecond: 8.2 }),
  unit('wind-coast-2', 1, 'wind', electricity, 180_000, 52_000, 'meter', { kind: 'wind', ratedW: 180_000, scaleMetresPerSecond: 7.7 }),
  unit('wind-coast-3', 1, 'wind', electricity, 200_000, 50_000, 'meter', { kind: 'wind', ratedW: 200_000, scaleMetresPerSecond: 8 }),
  unit('tidal-1', 1, 'tidal', electricity, 120_000, 72_000, 'meter', { kind: 'tidal', ratedW: 120_000 }),
  unit('nuclear-1', 1, 'nuclear', electricity, 300_000, 61_000, 'meter', {
    kind: 'steady',
    ratedW: 300_000,
    sharePermille: 920,
    outageDay: 200,
    outageDays: 21,
  }),
  unit('harbour', 1, 'load', electricity, 600_000, 118_000, 'meter', { kind: 'works', baseW: 150_000, peakW: 330_000 }),
  unit('village-coast', 1, 'load', electricity, 260_000, 205_000, 'module', { kind: 'household', baseW: 60_000, peakW: 130_000 }),

  unit('solar-roof-1', 2, 'solar', electricity, 100_000, 58_000, 'module', { kind: 'solar', peakW: 110_000 }),
  unit('solar-roof-2', 2, 'solar', electricity, 60_000, 60_000, 'module', { kind: 'solar', peakW: 66_000 }),
  unit('hydro-1', 2, 'hydro', electricity, 180_000, 55_000, 'meter', { kind: 'hydro', ratedW: 180_000 }),
  unit('battery-valley', 2, 'storage', electricity, 80_000, 125_000, 'meter', { kind: 'battery', maxW: 80_000, capacityWh: 320_000 }),
  unit('biogas-1', 2, 'biomass', gas, 150_000, 66_000, 'meter', { kind: 'steady', ratedW: 150_000, sharePermille: 780 }),
  unit('dairy', 2, 'load', electricity, 220_000, 152_000, 'meter', { kind: 'works', baseW: 60_000, peakW: 90_000 }),
  unit('village-valley', 2, 'load', electricity, 160_000, 215_000, 'gateway', { kind: 'household', baseW: 35_000, peakW: 80_000 }),
  unit('bakery', 2, 'load', gas, 200_000, 98_000, 'meter', { kind: 'works', baseW: 50_000, peakW: 110_000 }),

  unit('solar-city-1', 3, 'solar', electricity, 120_000, 62_000, 'gateway', { kind: 'solar', peakW: 130_000 }),
  unit('battery-city', 3, 'storage', electricity, 60_000, 132_000, 'meter', { kind: 'battery', maxW: 60_000, capacityWh: 240_000 }),
  unit('geothermal-heat', 3, 'geothermal', heat, 240_000, 45_000, 'meter', { kind: 'steady', ratedW: 240_000, sharePermille: 640 }),
  unit('biomass-heat', 3, 'biomass', heat, 320_000, 64_000, 'meter', { kind: 'heatPlant', ratedW: 320_000 }),
  unit('solar-cooling', 3, 'solar', cold, 90_000, 70_000, 'module', { kind: 'solar', peakW: 100_000 }),
  unit('heat-network', 3, 'load', heat, 500_000, 104_000, 'meter', { kind: 'heatLoad', ratedW: 360_000 }),
  unit('apartments', 3, 'load', heat, 160_000, 96_000, 'module', { kind: 'heatLoad', ratedW: 110_000 }),
  unit('office-cooling', 3, 'load', cold, 120_000, 121_000, 'module', { kind: 'coldLoad', ratedW: 90_000 }),
  unit('office', 3, 'load', electricity, 200_000, 178_000, 'module', { kind: 'works', baseW: 25_000, peakW: 110_000 }),
  unit('household-city', 3, 'load', electricity, 80_000, 240_000, 'gateway', { kind: 'household', baseW: 12_000, peakW: 40_000 }),

  unit('coal-1', 4, 'coal', electricity, 400_000, 57_000, 'meter', { kind: 'coal', minW: 120_000, maxW: 360_000 }),
  unit('gas-turbine-1', 4, 'gas', electricity, 300_000, 92_000, 'meter', { kind: 'coal', minW: 30_000, maxW: 260_000 }),
  unit('solar-park', 4, 'solar', electricity, 350_000, 51_000, 'meter', { kind: 'solar', peakW: 380_000 }),
  unit('steelworks', 4, 'load', electricity, 900_000, 138_000, 'meter', { kind: 'works', baseW: 260_000, peakW: 380_000 }),
  unit('foundry', 4, 'load', electricity, 300_000, 126_000, 'meter', { kind: 'works', baseW: 60_000, peakW: 160_000 }),
];

/** Owners who sign no supply agreement, and those with limits of their own; all others take the zone's base price as it is. */
export const SUPPLY = {
  foundry: undefined,
  'solar-cooling': undefined,
  'solar-park': { least: 95_000n, most: 1_000_000n },
  office: { least: 0n, most: 105_000n },
};
export const SUPPLY_OF_OTHERS = { least: 0n, most: 1_000_000n };

export const operatorOf = (zone) => `operator of ${ZONES.find((candidate) => candidate.zone === zone).name}`;
export const regulatorOf = (zone) => `regulator ${REGULATORS.find(({ zones }) => zones.includes(zone)).name}`;
