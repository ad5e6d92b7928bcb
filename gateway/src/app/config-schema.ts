import { ATTESTATION_CLASS, CARRIER, NATURE, SIDE, SOURCE } from '@joulegate/protos';
import * as v from 'valibot';
import { deviceId, gatewayId } from '../domain/index.ts';
import { checkBaseTopic } from '../relay/index.ts';
import { parseDeviceAddress } from '../transport/index.ts';

/**
 * The configuration as one schema. Unknown keys are refused, so that a slip of the pen is no silent default; every
 * message says what is expected. config.example.yaml explains each key.
 */
const MESSAGE_CODE = /^[^:]*: /;

/** Text that another room's parser must take; its own words are the message. */
function parsedBy<T>(parse: (text: string) => T) {
  return v.pipe(
    v.string('text expected'),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      try {
        return parse(dataset.value);
      } catch (cause) {
        addIssue({ message: (cause as Error).message.replace(MESSAGE_CODE, '') });
        return NEVER;
      }
    }),
  );
}

// Plain text in the schema, branded in the wiring: a brand can't be spelt out in a declaration file.
const deviceName = parsedBy<string>(deviceId);
const gatewayName = parsedBy<string>(gatewayId);

function nameOf<const T extends Record<string, number>>(names: T) {
  const list = Object.keys(names) as [keyof T & string, ...(keyof T & string)[]];
  return v.picklist(list, `one of ${list.join(', ')} expected`);
}

const whole = (min: number, what: string) =>
  v.pipe(v.number(`${what} expected`), v.safeInteger(`${what} expected`), v.minValue(min, `${what}, at least ${min}, expected`));
const positive = (what: string) => v.pipe(v.number(`${what} expected`), v.gtValue(0, `${what}, more than 0, expected`));
const text = v.pipe(v.string('text expected'), v.nonEmpty('text expected, got none'));
const uint32 = v.pipe(
  v.number('a number from 0 to 4294967295 expected'),
  v.integer('a whole number expected'),
  v.minValue(0, 'a number from 0 to 4294967295 expected'),
  v.maxValue(0xffffffff, 'a number from 0 to 4294967295 expected'),
);
const keyUri = v.pipe(
  v.string('file:<path> or credential:<name> expected'),
  v.regex(/^(file|credential):.+/, 'file:<path> or credential:<name> expected'),
);
const hexKey = v.pipe(
  v.string('a public key in hex expected'),
  v.regex(/^(0x)?(0[23][0-9a-fA-F]{64}|04[0-9a-fA-F]{128})$/, 'a secp256k1 public key of 33 or 65 bytes in hex expected'),
);
const energyWh = whole(1, 'a whole number of Wh');

const admission = v.strictObject({
  nature: nameOf(NATURE),
  priceMicroPerKwh: whole(0, 'millionths of a coin per kWh'),
  capacityW: v.optional(whole(1, 'a whole number of W')),
  zone: v.optional(uint32),
  gridCodeProfile: v.optional(
    v.pipe(v.string('32 bytes in hex expected'), v.regex(/^0x[0-9a-fA-F]{64}$/, '0x and 64 hex digits expected')),
  ),
  evidence: v.optional(v.pipe(whole(1, 'a number of readings'), v.maxValue(96, 'at most 96 readings expected')), 3),
});

const order = v.strictObject({
  side: nameOf(SIDE),
  energyWh: v.union([energyWh, v.literal('last-interval')], 'a whole number of Wh or last-interval expected'),
  percent: v.optional(v.pipe(whole(1, 'a percentage'), v.maxValue(1000, 'at most 1000 percent expected')), 100),
  priceMicroPerKwh: whole(0, 'millionths of a coin per kWh'),
  leadIntervals: v.optional(v.pipe(whole(1, 'a number of intervals'), v.maxValue(96, 'at most 96 intervals expected')), 1),
  maxEnergyWh: v.optional(energyWh),
});

const period = v.union([v.literal('current'), uint32], 'current or a period number expected');
const carbon = v.strictObject({
  applications: v.optional(
    v.array(v.strictObject({ period, grams: whole(1, 'grams'), maxPriceMicroPerKg: whole(0, 'millionths of a coin per kg') })),
    [],
  ),
  offers: v.optional(
    v.array(v.strictObject({ period, grams: whole(1, 'grams'), priceMicroPerKg: whole(0, 'millionths of a coin per kg') })),
    [],
  ),
});

const device = v.pipe(
  v.strictObject({
    id: deviceName,
    format: v.optional(v.picklist(['native', 'p1'], 'native or p1 expected'), 'native'),
    transport: parsedBy(parseDeviceAddress),
    owner: text,
    class: nameOf(ATTESTATION_CLASS),
    key: v.optional(hexKey),
    gatewayKey: v.optional(keyUri),
    source: nameOf(SOURCE),
    carrier: v.optional(nameOf(CARRIER), 'electricity'),
    zone: uint32,
    capacityW: whole(1, 'a whole number of W'),
    register: v.optional(v.boolean('true or false expected'), false),
    silenceSeconds: v.optional(positive('seconds'), 60),
    admission: v.optional(
      v.union([
        v.array(admission),
        v.pipe(
          admission,
          v.transform((one) => [one]),
        ),
      ]),
      [],
    ),
    orders: v.optional(v.array(order, 'a list of orders expected'), []),
    batch: v.optional(v.strictObject({ intervals: v.optional(whole(1, 'a number of intervals'), 1) }), {}),
    carbon: v.optional(carbon, {}),
  }),
  v.forward(
    v.check((d) => d.class !== 'gateway' || d.gatewayKey !== undefined, 'the key file of class gateway expected: file:<path>'),
    ['gatewayKey'],
  ),
  v.forward(
    v.check((d) => d.class === 'gateway' || d.gatewayKey === undefined, 'no gatewayKey expected: only class gateway signs here'),
    ['gatewayKey'],
  ),
  v.forward(
    v.check((d) => (d.format === 'p1') === (d.class === 'gateway'), 'class gateway expected with format p1, meter or module with native'),
    ['class'],
  ),
  v.forward(
    v.check(
      (d) => d.orders.every((o) => o.side === 'buy') || d.admission.length > 0 || !d.register,
      'an admission request expected before sell orders',
    ),
    ['orders'],
  ),
);

export const configSchema = v.pipe(
  v.strictObject({
    gateway: gatewayName,
    base: v.optional(parsedBy(checkBaseTopic), 'joulegate'),
    broker: v.strictObject({
      url: v.pipe(
        v.string('mqtt://host:port expected'),
        v.regex(/^(mqtts?|wss?):\/\/[^/\s]+/, 'mqtt://, mqtts://, ws:// or wss:// and a host expected'),
      ),
      username: v.optional(text),
      passwordFile: v.optional(text),
      caFile: v.optional(text),
      certFile: v.optional(text),
      keyFile: v.optional(text),
    }),
    network: text,
    stateDir: text,
    journal: v.optional(
      v.strictObject({
        maxBytes: v.optional(whole(64 * 1024, 'bytes'), 64 * 1024 * 1024),
        segmentBytes: v.optional(whole(16 * 1024, 'bytes'), 8 * 1024 * 1024),
      }),
      {},
    ),
    clock: v.optional(
      v.strictObject({
        speed: v.optional(positive('a factor'), 1),
        start: v.optional(
          v.pipe(
            v.string('an ISO 8601 time expected'),
            v.check((iso) => !Number.isNaN(Date.parse(iso)), 'an ISO 8601 time expected'),
          ),
        ),
        epochRealMs: v.optional(whole(0, 'Unix milliseconds')),
      }),
      {},
    ),
    verifier: v.optional(v.picklist(['wasm', 'noble'], 'wasm or noble expected'), 'wasm'),
    owners: v.record(v.string(), v.strictObject({ key: keyUri })),
    receiptQuorum: v.optional(whole(1, 'a number of chain nodes'), 1),
    log: v.optional(
      v.strictObject({
        level: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent'], 'debug, info, warn, error or silent expected'), 'info'),
      }),
      {},
    ),
    limits: v.optional(
      v.strictObject({
        queueReadings: v.optional(whole(16, 'a number of readings'), 2048),
        publishInFlight: v.optional(whole(1, 'a number of messages'), 128),
        batchReadings: v.optional(v.pipe(whole(2, 'a number of readings'), v.maxValue(65536, 'at most 65536 expected')), 8192),
        batchAgeSeconds: v.optional(positive('seconds'), 86_400),
        maxTimeSkewSeconds: v.optional(positive('seconds'), 300),
        healthSeconds: v.optional(positive('seconds'), 5),
        retryMinSeconds: v.optional(positive('seconds'), 5),
        retryMaxSeconds: v.optional(positive('seconds'), 60),
      }),
      {},
    ),
    devices: v.array(device, 'a list of devices expected'),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const seen = new Set<string>();
    dataset.value.devices.forEach((d, i) => {
      const at = (key: 'id' | 'owner', value: unknown) => [
        { type: 'object' as const, origin: 'value' as const, input: dataset.value, key: 'devices', value: dataset.value.devices },
        { type: 'array' as const, origin: 'value' as const, input: dataset.value.devices, key: i, value: d },
        { type: 'object' as const, origin: 'value' as const, input: d, key, value },
      ];
      if (seen.has(d.id)) addIssue({ message: `a name of its own expected, another device is ${d.id} too`, path: at('id', d.id) as never });
      seen.add(d.id);
      const owners = Object.keys(dataset.value.owners);
      if (!owners.includes(d.owner))
        addIssue({ message: `one of the owners (${owners.join(', ')}) expected`, path: at('owner', d.owner) as never });
    });
  }),
);

export type Config = v.InferOutput<typeof configSchema> & { /** Directory that relative paths start from. */ readonly directory: string };
export type DeviceConfig = Config['devices'][number];
export type AdmissionConfig = DeviceConfig['admission'][number];
export type OrderConfig = DeviceConfig['orders'][number];
