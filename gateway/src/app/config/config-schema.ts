import * as v from 'valibot';
import { gatewayId } from '../../domain/index.ts';
import { checkBaseTopic } from '../../relay/index.ts';
import { checkBrokerFiles } from '../broker-access.ts';
import { device } from './config-device.ts';
import { parsedBy, positive, signerUri, text, whole } from './config-values.ts';

// Plain text in the schema, branded in the wiring: a brand can't be spelt out in a declaration file.
const gatewayName = parsedBy<string>(gatewayId);

/**
 * The configuration as one schema. Unknown keys are refused, so that a slip of the pen is no silent default; every
 * message says what is expected. config.example.yaml explains each key.
 */
export const configSchema = v.pipe(
  v.strictObject({
    gateway: gatewayName,
    base: v.optional(parsedBy(checkBaseTopic), 'joulegate'),
    broker: v.pipe(
      v.strictObject({
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
      v.rawCheck(({ dataset, addIssue }) => {
        const fault = dataset.typed ? checkBrokerFiles(dataset.value) : undefined;
        if (fault !== undefined) addIssue({ message: fault });
      }),
    ),
    network: text,
    stateDir: text,
    journal: v.optional(
      v.strictObject({
        maxBytes: v.optional(whole(64 * 1024, 'bytes'), 64 * 1024 * 1024),
        segmentBytes: v.optional(whole(16 * 1024, 'bytes'), 8 * 1024 * 1024),
        /** Readings wait so long, by the gateway's clock, to share one write with others; transactions never do. */
        groupSeconds: v.optional(v.pipe(v.number('seconds expected'), v.minValue(0), v.maxValue(60)), 1),
        /** Readings older than this leave the journal for a file beside it; 0: they stay. */
        maxAgeDays: v.optional(whole(0, 'days'), 0),
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
    time: v.optional(
      v.strictObject({
        trust: v.optional(v.picklist(['auto', 'kernel', 'chain', 'clock'], 'auto, kernel, chain or clock expected'), 'auto'),
      }),
      {},
    ),
    verifier: v.optional(v.picklist(['wasm', 'noble'], 'wasm or noble expected'), 'wasm'),
    timeZone: v.optional(
      v.pipe(
        v.string('a time zone expected, such as Europe/Paris'),
        v.check((name) => {
          try {
            return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
          } catch {
            return false;
          }
        }, 'a time zone expected, such as Europe/Paris'),
      ),
      'UTC',
    ),
    owners: v.record(v.string(), v.strictObject({ key: signerUri })),
    receiptQuorum: v.optional(whole(1, 'a number of chain nodes'), 1),
    /** Blocks that must stand by the heads of those nodes, beside what each node itself calls final. */
    receiptConfirmations: v.optional(whole(1, 'a number of blocks'), 1),
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
        meterDriftSeconds: v.optional(positive('seconds'), 30),
        /** A chain node whose proof failed, or whom the others contradict, is ignored so long; longer each further time. */
        nodeDistrustSeconds: v.optional(positive('seconds'), 600),
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
export type StorageConfig = NonNullable<DeviceConfig['storage']>;
