import { ATTESTATION_CLASS, CARRIER, NATURE, SOURCE } from '@joulegate/protos';
import * as v from 'valibot';
import { deviceId } from '../../domain/index.ts';
import { parseDeviceAddress } from '../../transport/index.ts';
import { output } from './config-output.ts';
import { order, storage } from './config-trade.ts';
import { keyUri, nameOf, parsedBy, positive, signerUri, text, uint32, whole } from './config-values.ts';

const meterKey = v.pipe(
  v.string('a public key in hex expected'),
  v.regex(
    /^(0x)?(0[23][0-9a-fA-F]{64}|(04)?[0-9a-fA-F]{128}|30[0-9a-fA-F]{100,400})$/,
    'a public key in hex expected: 33, 64 or 65 bytes, or SPKI in DER',
  ),
);
// Plain text in the schema, branded in the wiring: a brand can't be spelt out in a declaration file.
const deviceName = parsedBy<string>(deviceId);

/** What the owner says of the device's settings where the device does not, or says otherwise. */
const settings = v.strictObject({
  underVoltageTripMv: v.optional(uint32),
  overVoltageTripMv: v.optional(uint32),
  underFrequencyTripMhz: v.optional(uint32),
  overFrequencyTripMhz: v.optional(uint32),
  reconnectDelaySeconds: v.optional(uint32),
  minPowerFactorPermille: v.optional(v.pipe(whole(1, 'thousandths'), v.maxValue(1000, 'at most 1000 expected'))),
  thdPermille: v.optional(v.pipe(whole(0, 'thousandths'), v.maxValue(1000, 'at most 1000 expected'))),
});

const admission = v.strictObject({
  nature: nameOf(NATURE),
  priceMicroPerKwh: whole(0, 'millionths of a coin per kWh'),
  capacityW: v.optional(whole(1, 'a whole number of W')),
  zone: v.optional(uint32),
  gridCodeProfile: v.optional(
    v.pipe(
      v.string('a name in hardware/grid-codes, or 32 bytes in hex, expected'),
      v.regex(/^(0x[0-9a-fA-F]{64}|[a-z][a-z0-9-]*|\S+\.ya?ml)$/, 'a name in hardware/grid-codes, or 0x and 64 hex digits, expected'),
    ),
  ),
  settings: v.optional(settings, {}),
  evidence: v.optional(v.pipe(whole(1, 'a number of readings'), v.maxValue(96, 'at most 96 readings expected')), 3),
});

const period = v.union([v.literal('current'), uint32], 'current or a period number expected');
/** Residual energy at the zone's base price; an empty one agrees at any price. */
const supply = v.strictObject({
  maxPriceMicroPerKwh: v.optional(whole(0, 'a price in millionths of a coin per kWh')),
  minPriceMicroPerKwh: v.optional(whole(0, 'a price in millionths of a coin per kWh'), 0),
});
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

/** What a meter speaks; the ones that sign stand first. */
const SIGNING_FORMATS = ['native', 'ocmf', 'bsm'] as const;
const UNSIGNED_FORMATS = ['p1', 'sml', 'd0', 'dlms', 'dlt645', 'mbus', 'modbus', 'sunspec'] as const;
const FORMATS = [...SIGNING_FORMATS, ...UNSIGNED_FORMATS] as const;

const unitId = v.optional(
  v.pipe(
    v.number('a Modbus unit id from 0 to 247 expected'),
    v.integer('a whole number expected'),
    v.minValue(0, 'a Modbus unit id from 0 to 247 expected'),
    v.maxValue(247, 'a Modbus unit id from 0 to 247 expected'),
  ),
  1,
);
/** What only one format needs, under its name. */
const sections = {
  p1: v.optional(v.strictObject({ key: v.optional(keyUri), authenticationKey: v.optional(keyUri) })),
  dlms: v.optional(
    v.strictObject({
      link: v.optional(v.picklist(['hdlc', 'mbus'], 'hdlc or mbus expected'), 'hdlc'),
      key: v.optional(keyUri),
      authenticationKey: v.optional(keyUri),
    }),
  ),
  d0: v.optional(
    v.strictObject({
      mode: v.optional(v.picklist(['auto', 'A', 'B', 'C', 'D'], 'auto, A, B, C or D expected'), 'auto'),
      address: v.optional(text),
    }),
  ),
  dlt645: v.optional(
    v.strictObject({
      address: v.optional(v.pipe(text, v.regex(/^\d{12}$/, 'twelve digits expected'))),
      version: v.optional(v.picklist(['2007', '1997'], '"2007" or "1997" expected'), '2007'),
    }),
  ),
  mbus: v.optional(
    v.strictObject({
      address: v.optional(
        v.pipe(
          text,
          v.regex(/^(\d{1,3}|[0-9A-Fa-f]{16})$/, 'a primary address from 0 to 250 or a secondary one of 16 hex digits expected'),
        ),
        '254',
      ),
    }),
  ),
  modbus: v.optional(v.strictObject({ map: text, unitId })),
  sunspec: v.optional(v.strictObject({ unitId })),
  bsm: v.optional(v.strictObject({ unitId, nameOwner: v.optional(v.boolean('true or false expected'), true) })),
};

/** One device and the unit behind it. */
export const device = v.pipe(
  v.strictObject({
    id: deviceName,
    format: v.optional(v.picklist(FORMATS, `one of ${FORMATS.join(', ')} expected`), 'native'),
    transport: parsedBy(parseDeviceAddress),
    ...sections,
    pollSeconds: v.optional(positive('seconds'), 5),
    serial: v.optional(text),
    owner: text,
    class: nameOf(ATTESTATION_CLASS),
    key: v.optional(meterKey),
    gatewayKey: v.optional(signerUri),
    /** Its id, where its key is no more its first. */
    meter: v.optional(v.pipe(v.string(), v.regex(/^0x[0-9a-fA-F]{40}$/, "a meter's id expected: 0x and 40 hex digits"))),
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
    output: v.optional(output),
    orders: v.optional(v.array(order, 'a list of orders expected'), []),
    storage: v.optional(storage),
    batch: v.optional(v.strictObject({ intervals: v.optional(whole(1, 'a number of intervals'), 1) }), {}),
    supply: v.optional(supply),
    carbon: v.optional(carbon, {}),
  }),
  v.forward(
    v.check((d) => d.class !== 'gateway' || d.gatewayKey !== undefined, 'the key file of class gateway expected: file:<path>'),
    ['gatewayKey'],
  ),
  v.forward(
    v.check(
      (d) => d.meter === undefined || d.gatewayKey !== undefined || d.key !== undefined,
      'its present key expected beside its id: gatewayKey, or key',
    ),
    ['meter'],
  ),
  v.forward(
    v.check((d) => d.class === 'gateway' || d.gatewayKey === undefined, 'no gatewayKey expected: only class gateway signs here'),
    ['gatewayKey'],
  ),
  v.forward(
    v.check(
      (d) => SIGNING_FORMATS.some((name) => name === d.format) === (d.class !== 'gateway'),
      `class meter or module expected with ${SIGNING_FORMATS.join(', ')}, gateway with any other format: nobody else signs there`,
    ),
    ['class'],
  ),
  v.forward(
    v.check((d) => d.format !== 'modbus' || d.modbus !== undefined, 'modbus: { map: <name in hardware/devices> } expected'),
    ['modbus'],
  ),
  v.forward(
    v.check(
      (d) => d.format !== 'ocmf' || d.key !== undefined,
      'the public key that belongs to the signatures expected: OCMF does not carry it',
    ),
    ['key'],
  ),
  v.forward(
    v.check(
      (d) => d.format !== 'bsm' || d.source === 'load',
      'load expected: a BSM signs no export register, and the contract takes no generator’s reading without one',
    ),
    ['source'],
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const name of Object.keys(sections) as (keyof typeof sections)[]) {
      if (dataset.value[name] === undefined || dataset.value.format === name) continue;
      const path = [{ type: 'object' as const, origin: 'value' as const, input: dataset.value, key: name, value: dataset.value[name] }];
      addIssue({ message: `none expected with format ${dataset.value.format}`, path: path as never });
    }
  }),
  v.forward(
    v.check((d) => d.output === undefined || d.admission.length > 0, 'an admission request expected: its verdict drives the output'),
    ['output'],
  ),
  v.forward(
    v.check((d) => d.output?.kind !== 'sunspec' || d.format === 'sunspec', 'kind sunspec only with format sunspec expected'),
    ['output'],
  ),
  v.forward(
    v.check((d) => d.storage === undefined || d.source === 'storage', 'none expected but with source storage'),
    ['storage'],
  ),
  v.forward(
    v.check(
      (d) => d.storage?.trade === undefined || d.orders.length === 0,
      'none expected beside storage.trade: it decides which side is due',
    ),
    ['orders'],
  ),
  v.forward(
    v.check(
      (d) => d.orders.every((o) => o.side === 'buy') || d.admission.length > 0 || !d.register,
      'an admission request expected before sell orders',
    ),
    ['orders'],
  ),
);
