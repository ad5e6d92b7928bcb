import { stringify } from 'yaml';
import type { DemoClock } from './clock.ts';
import type { DemoUnit } from './units.ts';

export interface GatewayConfigInput {
  readonly gateway: string;
  readonly units: readonly DemoUnit[];
  readonly base: string;
  readonly brokerUrl: string;
  readonly networkFile: string;
  readonly stateDir: string;
  readonly more: Readonly<Record<string, unknown>>;
  readonly clock: DemoClock | undefined;
  readonly keyFileOf: (name: string) => string;
  /** Path of a device's serial port, and its pinned public key (33 bytes, hex) where it signs itself. */
  readonly deviceOf: (id: string) => {
    readonly path: string;
    readonly publicKey: string | undefined;
    /** Behind a contactor, which the verdict then switches. */
    readonly relay: { readonly path: string; readonly unitId: number } | undefined;
  };
}

/** The YAML that `joulegate run --config` reads, as an installer would have written it for this gateway. */
export function writeGatewayConfig(input: GatewayConfigInput): string {
  const owners = [...new Set(input.units.map((unit) => unit.owner))];
  return stringify({
    gateway: input.gateway,
    base: input.base,
    broker: { url: input.brokerUrl },
    network: input.networkFile,
    stateDir: input.stateDir,
    ...(input.clock && {
      clock: { start: new Date(input.clock.startMs).toISOString(), speed: input.clock.speed, epochRealMs: input.clock.epochRealMs },
    }),
    ...input.more,
    owners: Object.fromEntries(owners.map((owner) => [owner, { key: `file:${input.keyFileOf(owner)}` }])),
    devices: input.units.map((unit) => deviceConfig(unit, input)),
  });
}

function deviceConfig(unit: DemoUnit, input: GatewayConfigInput): Record<string, unknown> {
  const device = input.deviceOf(unit.id);
  const unsigned = unit.attestationClass === 'gateway';
  return {
    id: unit.id,
    format: unsigned ? 'p1' : 'native',
    transport: `serial:${device.path}?baud=115200`,
    owner: unit.owner,
    class: unit.attestationClass,
    ...(unsigned ? { gatewayKey: `file:${input.keyFileOf(`${unit.id}-meter`)}` } : device.publicKey && { key: device.publicKey }),
    source: unit.source,
    carrier: 'electricity',
    zone: unit.zone,
    capacityW: unit.capacityW,
    register: true,
    ...(unit.admission.length > 0 && { admission: unit.admission.map((request) => ({ ...request, capacityW: unit.capacityW })) }),
    ...(device.relay && {
      output: { kind: 'modbus-coil', transport: device.relay.path, unitId: device.relay.unitId, coil: 0, feedback: { address: 0 } },
    }),
    ...(unit.orders.length > 0 && {
      orders: unit.orders.map((order) => ({ ...order, energyWh: 'last-interval', leadIntervals: 2 })),
    }),
    ...(unit.storage && {
      storage: {
        usableWh: unit.storage.usableWh,
        storedWh: unit.storage.storedWh,
        maxChargeW: unit.storage.maxW,
        maxDischargeW: unit.storage.maxW,
        roundTripPercent: 90,
        trade: { buyBelow: unit.storage.buyBelow, sellAbove: unit.storage.sellAbove, minPercent: 5, maxPercent: 95, leadIntervals: 2 },
      },
    }),
    batch: { intervals: 1 },
    ...(unit.permits && {
      carbon: {
        ...(unit.permits.applyGrams !== undefined && {
          applications: [{ period: 'current', grams: unit.permits.applyGrams, maxPriceMicroPerKg: unit.permits.priceMicroPerKg }],
        }),
        ...(unit.permits.offerGrams !== undefined && {
          offers: [{ period: 'current', grams: unit.permits.offerGrams, priceMicroPerKg: unit.permits.priceMicroPerKg }],
        }),
      },
    }),
  };
}
