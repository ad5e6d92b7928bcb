import { decodeMatchAnnouncement, decodeOrderAnnouncement, decodeReceipt, decodeTransaction } from '@joulegate/protos';
import { BSM_SNAPSHOT_REGISTERS, decodeBsmSnapshot, decodeSignedReading, parseOcmf, readOcmfRegisters } from '../../decode/index.ts';
import { classifyTopic, type TopicSubject } from '../../relay/index.ts';
import { describeAccess } from './watch-access.ts';
import { formatBody, formatDecimal, formatHex, formatKwh, formatPrice } from './watch-format.ts';

export interface Description {
  /** What it is, as a word that a filter can name. */
  readonly what: string;
  /** Who it is about. */
  readonly who: string;
  readonly text: string;
}

/** Records and snapshots in formats of their own; their signatures are not checked here, whose keys are not known. */
function describeForeign(raw: Uint8Array): string | undefined {
  if (Buffer.from(raw.subarray(0, 5)).toString('latin1') === 'OCMF|') {
    const record = parseOcmf(raw);
    const registers = record.ok ? readOcmfRegisters(record.value) : record;
    if (!record.ok || !registers.ok) return registers.ok ? undefined : `OCMF: ${registers.code}: ${registers.message}`;
    const { reading } = registers.value;
    const { pagination, meterSerial } = record.value;
    return `OCMF ${pagination?.context}${pagination?.counter} of ${meterSerial} at ${new Date(Number(reading.time) * 1000).toISOString()}: import ${formatKwh(reading.importWh)}, export ${formatKwh(reading.exportWh)}`;
  }
  if (raw.length !== 2 * BSM_SNAPSHOT_REGISTERS) return undefined;
  const snapshot = decodeBsmSnapshot(raw);
  if (!snapshot.ok) return `BSM: ${snapshot.code}: ${snapshot.message}`;
  const { counter, meterSerial, reading } = snapshot.value;
  return `BSM #${counter} of ${meterSerial} at ${new Date(Number(reading.time) * 1000).toISOString()}: import ${formatKwh(reading.importWh)}, ${reading.powerW} W`;
}

function describeReading(raw: Uint8Array): string {
  const foreign = describeForeign(raw);
  if (foreign !== undefined) return foreign;
  const decoded = decodeSignedReading(raw);
  if (!decoded.ok) return `${decoded.code}: ${decoded.message}`;
  const { counter, time, importWh, exportWh, powerW, voltageMv, frequencyMhz, status } = decoded.value;
  const flags = status === 0 ? '' : `, status 0x${status.toString(16)}`;
  return `#${counter} at ${new Date(Number(time) * 1000).toISOString()}: import ${formatKwh(importWh)}, export ${formatKwh(exportWh)}, ${powerW} W, ${formatDecimal(BigInt(voltageMv), 3)} V, ${formatDecimal(BigInt(frequencyMhz), 3)} Hz${flags}`;
}

function describeReceipt(payload: Uint8Array): string {
  const decoded = decodeReceipt(payload);
  if (!decoded.ok) return `${decoded.code}: ${decoded.message}`;
  const { state, node, blockNumber, errorCode, errorMessage, id } = decoded.value;
  const block = blockNumber > 0n ? `, block ${blockNumber}` : '';
  return `${state} by ${node}${block}${errorCode === '' ? '' : `: ${errorCode} ${errorMessage}`} (${formatHex(id)})`;
}

function describeTransaction(payload: Uint8Array): string {
  const decoded = decodeTransaction(payload);
  return decoded.ok ? `${formatBody(decoded.value.body)} (${formatHex(decoded.value.id)})` : `${decoded.code}: ${decoded.message}`;
}

function describeOrder(payload: Uint8Array): string {
  const decoded = decodeOrderAnnouncement(payload);
  return decoded.ok
    ? `${formatBody(decoded.value.transaction.body)}, owner ${formatHex(decoded.value.owner)}, announced by ${decoded.value.node}`
    : `${decoded.code}: ${decoded.message}`;
}

function describeMatch(payload: Uint8Array): string {
  const decoded = decodeMatchAnnouncement(payload);
  if (!decoded.ok) return `${decoded.code}: ${decoded.message}`;
  const { matches, interval, rule, node } = decoded.value;
  const all = matches.map(({ energyWh, priceMicroPerKwh }) => `${formatKwh(energyWh)} at ${formatPrice(priceMicroPerKwh)}`).join('; ');
  return `interval ${interval}, ${rule}, by ${node}: ${all === '' ? 'nothing matched' : all}`;
}

function flatten(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(flatten).join(', ')}]`;
  return Object.entries(value)
    .map(([key, inner]) => `${key}=${typeof inner === 'object' && inner !== null ? `{${flatten(inner)}}` : flatten(inner)}`)
    .join(' ');
}

function describeJson(payload: Uint8Array): string {
  try {
    return flatten(JSON.parse(Buffer.from(payload).toString()));
  } catch {
    return `JSON expected, got ${payload.length} bytes`;
  }
}

function describeEvent(payload: Uint8Array): string {
  try {
    const { event, args, blockNumber } = JSON.parse(Buffer.from(payload).toString()) as {
      event: string;
      args: Record<string, unknown>;
      blockNumber: unknown;
    };
    const outcome = describeAccess(event, args);
    return `${event}${outcome === undefined ? '' : ` ${outcome}`} in block ${String(blockNumber)}: ${flatten(args)}`;
  } catch {
    return describeJson(payload);
  }
}

function describePayload(subject: TopicSubject, payload: Uint8Array): string {
  switch (subject.what) {
    case 'reading':
      return describeReading(payload);
    case 'transaction':
    case 'storage':
      return describeTransaction(payload);
    case 'receipt':
      return describeReceipt(payload);
    case 'order':
      return describeOrder(payload);
    case 'match':
      return describeMatch(payload);
    case 'event':
    case 'access':
      return describeEvent(payload);
    case 'status':
    case 'node-status':
    case 'availability':
      return Buffer.from(payload).toString('utf8').slice(0, 40);
    default:
      return describeJson(payload);
  }
}

function whoOf(subject: TopicSubject): string {
  if ('device' in subject) return `${subject.gateway}/${subject.device}`;
  if ('gateway' in subject) return subject.gateway;
  if ('zone' in subject) return `zone ${subject.zone}`;
  return 'node' in subject ? `${subject.network}/${subject.node}` : subject.network;
}

/** One MQTT message in one readable line; undefined for a topic that docs/wire.md does not list. Never throws. */
export function describeMessage(base: string, topic: string, payload: Uint8Array): Description | undefined {
  const subject = classifyTopic(base, topic);
  return subject === undefined ? undefined : { what: subject.what, who: whoOf(subject), text: describePayload(subject, payload) };
}
