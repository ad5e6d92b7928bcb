import { ATTESTATION_CLASS, CARRIER, NATURE, SIDE, SOURCE } from '@joulegate/protos';
import * as v from 'valibot';
import { deviceId } from '../domain/index.ts';
import { parseDeviceAddress } from '../transport/index.ts';
import { keyUri, nameOf, parsedBy, positive, text, uint32, whole } from './config-values.ts';

const hexKey = v.pipe(
  v.string('a public key in hex expected'),
  v.regex(/^(0x)?(0[23][0-9a-fA-F]{64}|04[0-9a-fA-F]{128})$/, 'a secp256k1 public key of 33 or 65 bytes in hex expected'),
);
// Plain text in the schema, branded in the wiring: a brand can't be spelt out in a declaration file.
const deviceName = parsedBy<string>(deviceId);
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

/** One device and the unit behind it. */
export const device = v.pipe(
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
