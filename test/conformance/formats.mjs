/**
 * The gateway's own framers, decoders and verifiers, joined per format as its wires join them, and put to an item of a
 * capture. A stream's format is the one whose frames are taken: each framer is tried.
 *
 * @typedef {{ ok: true, reading: object } | { ok: false, code: string, message: string }} Frame
 * @typedef {{ format: string, frames: Frame[], differences?: string[], compare?: (expected: any, at: string) => Iterable<string> }} Outcome
 */
import { createHash } from 'node:crypto';
import * as attest from '../../gateway/dist/attest/index.js';
import * as decode from '../../gateway/dist/decode/index.js';
import * as framing from '../../gateway/dist/framing/index.js';

const MAX_LENGTH = 16_384;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** A report as a row of the table: what is not there is null, never 0. */
function fromReport({ reading, meterSerial, importIsPresent, exportIsPresent, powerIsPresent, integrity }, signature = 'none') {
  return {
    deviceId: meterSerial ?? null,
    time: reading.time ?? null,
    importWh: importIsPresent ? reading.importWh : null,
    exportWh: exportIsPresent ? reading.exportWh : null,
    powerW: powerIsPresent ? reading.powerW : null,
    signature,
    integrity,
  };
}

const fromResult = (result, read) =>
  result.ok ? { ok: true, reading: read(result.value) } : { ok: false, code: result.code, message: result.message };

/** Frames as a framer cuts them, and what it began and could not end. */
function cut(framer, bytes) {
  const { frames, discarded } = framer.push(bytes);
  const rest = framer.reset();
  return { frames, discarded: discarded + rest };
}

const STREAMS = [
  {
    format: 'native',
    examine(bytes) {
      const text = Buffer.from(bytes).toString('latin1');
      if (!text.includes('$JG')) return [];
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .flatMap((line) => {
          const parsed = framing.parseJg1Line(line);
          if (!parsed.ok) return [{ ok: false, code: parsed.code, message: parsed.message }];
          if (parsed.value.type !== 'reading') return [];
          return [fromResult(decode.decodeSignedReading(parsed.value.raw), nativeReading)];
        });
    },
  },
  {
    format: 'p1',
    examine: (bytes) =>
      cut(framing.createP1Framer({ maxLength: MAX_LENGTH }), bytes).frames.map((frame) => fromResult(decode.decodeP1(frame), fromReport)),
  },
  {
    format: 'd0',
    examine: (bytes) =>
      cut(framing.createD0Framer({ maxLength: MAX_LENGTH }), bytes).frames.map((frame) => fromResult(decode.decodeD0(frame), fromReport)),
  },
  {
    format: 'dlt645',
    examine: (bytes) => cut(framing.createDlt645Framer(), bytes).frames.map((frame) => fromResult(decode.decodeDlt645(frame), fromDlt645)),
    compare: compareDlt645,
  },
];

function nativeReading({ raw, counter, time, importWh, exportWh, powerW }) {
  const verifier = attest.createNobleVerifier();
  const key = verifier.recover(Buffer.from(sha256(raw.subarray(0, 65))), raw.subarray(67));
  return {
    deviceId: key === undefined ? null : attest.addressOf(key),
    counter,
    time,
    importWh,
    exportWh,
    powerW,
    signature: key === undefined ? 'invalid' : 'valid',
  };
}

/** One frame holds one item, or a block of them; a whole cycle's readout is another test's. */
function fromDlt645(message) {
  const wh = (identifiers) => {
    const found = message.values.find(({ identifier }) => identifiers.includes(identifier));
    return found?.text === undefined ? null : BigInt(found.text.replace('.', '')) * 10n;
  };
  const power = message.values.find(({ identifier }) => identifier === '02030000');
  return {
    deviceId: message.address,
    time: null,
    importWh: wh(['00010000', '9010']),
    exportWh: wh(['00020000', '9020']),
    powerW: power?.text === undefined ? null : Math.round(Number(power.text) * 1000),
    signature: 'none',
    integrity: 'checksum',
    identifier: message.identifier ?? null,
    values: message.values.map(({ identifier, text, unit }) => ({ identifier, value: text ?? null, unit })),
  };
}

function* compareDlt645(expected, frames, at) {
  const frame = frames[0];
  if (frame?.ok !== true) return;
  if (expected.addr !== undefined && frame.reading.deviceId !== expected.addr)
    yield `${at}: address ${expected.addr} expected, got ${frame.reading.deviceId}`;
  const { di, value, unit } = expected.expected ?? {};
  if (di === undefined) return;
  if (frame.reading.identifier !== di) yield `${at}: identifier ${di} expected, got ${frame.reading.identifier}`;
  const [first] = frame.reading.values;
  if (typeof value === 'string' && (first === undefined || Number(first.value) !== Number(value)))
    yield `${at}: ${value} ${unit} expected, got ${first?.value}`;
  if (unit !== undefined && unit !== '' && first !== undefined && first.unit !== unit)
    yield `${at}: unit ${unit} expected, got ${first.unit}`;
}

function examineStream(item, keys) {
  let best;
  for (const { format, examine: run, compare } of STREAMS) {
    const frames = run(item.bytes, keys);
    const accepted = frames.filter(({ ok }) => ok).length;
    if (frames.length === 0) continue;
    if (
      best === undefined ||
      accepted > best.accepted ||
      (accepted === best.accepted && accepted > 0 && frames.length < best.frames.length)
    ) {
      best = { format, frames, accepted, ...(compare && { compare: (expected, at) => compare(expected, frames, at) }) };
    }
  }
  return best;
}

/** Answers a conversation from memory, as a slave does that has these registers and no others. */
function play(conversation, blocks) {
  const refusal = { ok: false, code: 'DEVICE_EXCEPTION', message: 'exception 2: illegal data address' };
  let step = conversation.next();
  while (step.done !== true) {
    const request = step.value;
    let answer = refusal;
    if (request.type === 'read') {
      const block = blocks.find(
        ({ functionCode, address, bytes }) =>
          functionCode === request.functionCode &&
          address <= request.address &&
          request.address + request.count <= address + bytes.length / 2,
      );
      if (block !== undefined) {
        const from = (request.address - block.address) * 2;
        answer = { ok: true, value: block.bytes.slice(from, from + request.count * 2) };
      }
    }
    step = conversation.next(answer);
  }
  return step.value;
}

/** A chain of SunSpec models is one frame; its energy is read where a model counts it. */
function examineRegisters({ blocks }) {
  const device = play(decode.walkSunSpec(), blocks);
  if (!device.ok) return device.code === 'FORMAT_UNSUPPORTED' ? undefined : { format: 'sunspec', frames: [fromResult(device)] };
  const report = play(decode.pollSunSpec(device.value, { integrity: 'none' }), blocks);
  const { manufacturer, model, serial } = device.value.units[0] ?? {};
  const models = device.value.models.map(({ id }) => id);
  const bare = { deviceId: serial ?? null, time: null, importWh: null, exportWh: null, powerW: null, signature: 'none', integrity: 'none' };
  const reading = report.ok ? fromReport(report.value) : { ...bare, note: report.code };
  return {
    format: 'sunspec',
    frames: [{ ok: true, reading: { ...reading, manufacturer: manufacturer ?? null, model: model ?? null, models } }],
  };
}

/** @returns {Promise<Outcome | undefined>} undefined where the item is in no format of ours */
export async function examine(item, keys) {
  if (item.kind === 'stream') return examineStream(item, keys);
  if (item.kind === 'registers') return examineRegisters(item);
  return undefined;
}
