import type { AttestationClassName, NatureName, SideName, SourceName } from '@joulegate/protos';

/** One unit of the demo world as its owner would describe it in the gateway's YAML. Prices in millionths of a coin. */
export interface DemoUnit {
  readonly id: string;
  readonly gateway: string;
  readonly owner: string;
  readonly source: SourceName;
  readonly attestationClass: AttestationClassName;
  readonly zone: number;
  readonly capacityW: number;
  readonly admission: readonly { readonly zone: number; readonly nature: NatureName; readonly priceMicroPerKwh: number }[];
  readonly orders: readonly { readonly side: SideName; readonly priceMicroPerKwh: number }[];
  /** A battery's strategy instead of orders: each interval it is on one side. */
  readonly storage?: {
    readonly usableWh: number;
    readonly storedWh: number;
    readonly maxW: number;
    readonly buyBelow: number;
    readonly sellAbove: number;
  };
  readonly allowanceGrams?: bigint;
  readonly permits?: { readonly offerGrams?: number; readonly applyGrams?: number; readonly priceMicroPerKg: number };
}

export const VILLAGE_ZONE = 1;
export const INDUSTRY_ZONE = 2;

/** The demo's people and machines; the devices themselves are scenarios/demo.yaml. */
export const DEMO_UNITS: readonly DemoUnit[] = [
  {
    id: 'solar-1',
    gateway: 'village',
    owner: 'alice',
    source: 'solar',
    attestationClass: 'meter',
    zone: VILLAGE_ZONE,
    capacityW: 10_000,
    admission: [{ zone: VILLAGE_ZONE, nature: 'renewable', priceMicroPerKwh: 180_000 }],
    orders: [{ side: 'sell', priceMicroPerKwh: 180_000 }],
    allowanceGrams: 2_000n,
  },
  {
    id: 'solar-2',
    gateway: 'village',
    owner: 'bob',
    source: 'solar',
    attestationClass: 'module',
    zone: VILLAGE_ZONE,
    capacityW: 8_000,
    admission: [{ zone: VILLAGE_ZONE, nature: 'renewable', priceMicroPerKwh: 190_000 }],
    orders: [{ side: 'sell', priceMicroPerKwh: 190_000 }],
    allowanceGrams: 2_000n,
  },
  {
    id: 'household-1',
    gateway: 'village',
    owner: 'carol',
    source: 'load',
    attestationClass: 'meter',
    zone: VILLAGE_ZONE,
    capacityW: 17_000,
    admission: [],
    orders: [{ side: 'buy', priceMicroPerKwh: 300_000 }],
  },
  {
    id: 'household-2',
    gateway: 'village',
    owner: 'dave',
    source: 'load',
    attestationClass: 'gateway',
    zone: VILLAGE_ZONE,
    capacityW: 17_000,
    admission: [],
    orders: [{ side: 'buy', priceMicroPerKwh: 290_000 }],
  },
  {
    id: 'battery-1',
    gateway: 'village',
    owner: 'erin',
    source: 'storage',
    attestationClass: 'meter',
    zone: VILLAGE_ZONE,
    capacityW: 10_000,
    admission: [{ zone: VILLAGE_ZONE, nature: 'storage', priceMicroPerKwh: 260_000 }],
    orders: [],
    storage: { usableWh: 15_000, storedWh: 7_500, maxW: 5_000, buyBelow: 200_000, sellAbove: 260_000 },
  },
  {
    id: 'wind-1',
    gateway: 'plant',
    owner: 'frank',
    source: 'wind',
    attestationClass: 'meter',
    zone: INDUSTRY_ZONE,
    capacityW: 500_000,
    admission: [{ zone: INDUSTRY_ZONE, nature: 'renewable', priceMicroPerKwh: 120_000 }],
    orders: [],
    allowanceGrams: 60_000n,
    permits: { offerGrams: 50_000, priceMicroPerKg: 60_000 },
  },
  {
    id: 'coal-1',
    gateway: 'plant',
    owner: 'grace',
    source: 'coal',
    attestationClass: 'meter',
    zone: INDUSTRY_ZONE,
    capacityW: 1_000_000,
    // Zone 1 takes no coal: the first request is refused on chain, the second granted.
    admission: [
      { zone: VILLAGE_ZONE, nature: 'dispatchable', priceMicroPerKwh: 90_000 },
      { zone: INDUSTRY_ZONE, nature: 'dispatchable', priceMicroPerKwh: 90_000 },
    ],
    orders: [],
    allowanceGrams: 200_000n,
    permits: { applyGrams: 40_000, priceMicroPerKg: 80_000 },
  },
];
