import { resolve } from 'node:path';
import * as v from 'valibot';
import { JoulegateError } from '../../domain/index.ts';
import { device } from '../config/config-device.ts';
import { loadConfig } from '../config/config-load.ts';
import type { DeviceConfig } from '../config/config-schema.ts';
import { readKeyArgument } from './verify.ts';

/** What names one device's wire: an id of the configuration, or an address and a format. */
export interface InspectTarget {
  readonly device?: string;
  readonly config?: readonly string[];
  readonly transport?: string;
  readonly format?: string;
  readonly map?: string;
  readonly unit?: number;
  /** Files, hex or base64: the meter's public key; or the GUEK of an encrypted one and, second, its authentication key. */
  readonly key?: readonly string[];
  readonly pollSeconds?: number;
}

export interface Inspected {
  readonly config: DeviceConfig;
  /** That paths of the configuration start from. */
  readonly directory: string;
  /** Of a meter that signs, where it is known. */
  readonly meterKey: Uint8Array | string | undefined;
}

/** Formats whose telegrams may be encrypted. */
const ENCRYPTED = new Set(['p1', 'dlms']);
const HAS_UNIT = new Set(['modbus', 'sunspec', 'bsm']);
/** The schema wants a key of OCMF, which a look at a wire can do without: this one is checked against nothing. */
const NO_KEY = `02${'00'.repeat(32)}`;

const invalid = (message: string) => new JoulegateError('CONFIG_INVALID', message);

function fromConfiguration(id: string, paths: readonly string[], key: string | undefined): Inspected {
  const { devices, directory } = loadConfig(paths);
  const config = devices.find((one) => one.id === id);
  if (config === undefined) throw invalid(`device: one of ${devices.map((one) => one.id).join(', ')} expected, got ${JSON.stringify(id)}`);
  return { config, directory, meterKey: key === undefined ? config.key : readKeyArgument(key) };
}

const keyFile = (given: string) => (/^(credential|env):/.test(given) ? given : `file:${resolve(given.replace(/^file:/, ''))}`);

function fromAddress({ transport, format = 'native', map, unit, key: keys = [], pollSeconds = 2 }: InspectTarget): Inspected {
  const [key, authenticationKey] = keys;
  const section = {
    ...(map !== undefined && { map }),
    ...(unit !== undefined && { unitId: unit }),
    ...(key !== undefined && ENCRYPTED.has(format) && { key: keyFile(key) }),
    ...(authenticationKey !== undefined && ENCRYPTED.has(format) && { authenticationKey: keyFile(authenticationKey) }),
  };
  if (unit !== undefined && !HAS_UNIT.has(format)) throw invalid(`--unit: none expected with format ${format}`);
  if (map !== undefined && format !== 'modbus') throw invalid(`--map: none expected with format ${format}`);
  const signs = format === 'native' || format === 'ocmf' || format === 'bsm';
  const parsed = v.safeParse(device, {
    id: 'inspected',
    format,
    transport,
    ...(Object.keys(section).length > 0 && { [format]: section }),
    pollSeconds,
    silenceSeconds: 3600,
    ...(signs ? { class: 'meter' } : { class: 'gateway', gatewayKey: 'file:none' }),
    ...(format === 'ocmf' && { key: NO_KEY }),
    owner: 'nobody',
    source: 'load',
    zone: 0,
    capacityW: 1,
  });
  if (!parsed.success) {
    const faults = parsed.issues.map(({ path, message }) => `--${path?.map((step) => String(step.key)).join('.') ?? 'format'}: ${message}`);
    throw invalid(faults.join('\n'));
  }
  const meterKey = key === undefined || ENCRYPTED.has(format) ? undefined : readKeyArgument(key);
  return { config: parsed.output, directory: '.', meterKey };
}

/** @throws JoulegateError CONFIG_INVALID or KEY_INVALID, in the words of the command line. */
export function findTarget(target: InspectTarget): Inspected {
  if (target.transport !== undefined && target.device !== undefined)
    throw invalid('a device of the configuration or --transport expected, got both');
  if (target.transport !== undefined) return fromAddress(target);
  if (target.device === undefined) throw invalid('a device of the configuration, or --transport and --format expected');
  if (target.config === undefined || target.config.length === 0)
    throw invalid(`--config: the file where device ${target.device} stands expected`);
  return fromConfiguration(target.device, target.config, target.key?.[0]);
}
