/**
 * The gateway's own framers, decoders and verifiers, joined per format as its wires join them, and put to an item of a
 * capture. A stream's format is the one whose frames are taken: each framer is tried.
 *
 * @typedef {{ ok: true, reading: object } | { ok: false, code: string, message: string }} Frame
 * @typedef {{ format: string, frames: Frame[], differences?: string[], compare?: (expected: any, at: string) => Iterable<string> }} Outcome
 */
import { createHash } from 'node:crypto';
import { verifyRecord } from '../../gateway/dist/app/wires/foreign-formats.js';
import { pushedFormats } from '../../gateway/dist/app/wires/pushed-formats.js';
import * as attest from '../../gateway/dist/attest/index.js';
import * as decode from '../../gateway/dist/decode/index.js';
import * as framing from '../../gateway/dist/framing/index.js';
import { crc16Modbus } from '../../gateway/dist/transport/modbus/crc16-modbus.js';

const _MAX_LENGTH = 16_384;
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
  ...['p1', 'sml', 'd0', 'dlms'].map((format) => ({
    format,
    examine: (bytes, keys) => examinePushed(format, bytes, keys),
    ...(format === 'd0' && { compare: compareD0 }),
  })),
  {
    format: 'dlt645',
    examine: (bytes) => cut(framing.createDlt645Framer(), bytes).frames.map((frame) => fromResult(decode.decodeDlt645(frame), fromDlt645)),
    compare: compareDlt645,
  },
  { format: 'mbus', examine: examineMbus },
  { format: 'ocmf', examine: examineOcmfLines },
  { format: 'modbus-rtu', examine: examineModbusFrame },
];

/** The keys that were given, one after the other, and none. */
function examinePushed(format, bytes, { keys, authenticationKey }) {
  // Text formats have no NUL; a file with one is none of theirs.
  if ((format === 'p1' || format === 'd0') && bytes[0] !== 0xdb && bytes.includes(0)) return [];
  const attempts = [undefined, ...keys].flatMap((key) => {
    const given = {
      ...(key && { key: Buffer.from(key, 'hex') }),
      ...(authenticationKey && { authenticationKey: Buffer.from(authenticationKey, 'hex') }),
    };
    return pushedFormats(given)
      .filter((one) => one.format === format)
      .map((one) =>
        cut(one.createFramer(), bytes).frames.map((frame) => withD0Values(format, frame, fromResult(one.decode(frame), fromReport))),
      );
  });
  const goodOf = (frames) => frames.filter(({ ok }) => ok).length;
  return attempts.reduce((best, frames) => (goodOf(frames) > goodOf(best) || best.length === 0 ? frames : best), []);
}

/** Every value of a D0 readout as it is printed, beside those that are read. */
function withD0Values(format, frame, outcome) {
  const readout = format === 'd0' && outcome.ok ? decode.parseD0Readout(frame) : undefined;
  if (readout?.ok !== true) return outcome;
  const values = readout.value.objects.map(({ code, text, unit }) => ({ identifier: code, value: text, unit: unit ?? '' }));
  return { ...outcome, reading: { ...outcome.reading, values } };
}

/** vzlogger's tests say what value must come: EXPECT_EQ(1.2963, value). */
function* compareD0(expected, frames, at) {
  const printed = frames.flatMap(({ reading }) => reading?.values ?? []).map(({ value }) => Number(value));
  for (const line of Array.isArray(expected.expects) ? expected.expects : []) {
    const wanted = /^\w+_EQ\((-?\d+(?:\.\d+)?), value\)$/.exec(String(line))?.[1];
    if (wanted !== undefined && !printed.includes(Number(wanted)))
      yield `${at}: value ${wanted} expected, got ${printed.join(', ') || 'none'}`;
  }
}

/** Answers of wired meters: variable data; what else stands in a trace of a bus is passed over. */
function examineMbus(bytes) {
  const frames = cut(framing.createMbusFramer({ maxLength: 261 }), bytes).frames;
  return frames
    .filter((frame) => frame.length > 9 && (frame[6] === 0x72 || frame[6] === 0x78))
    .map((frame) => fromResult(decode.decodeMbusReadout(frame), fromReport));
}

/** Records as text, each on a line of its own; without a key beside them their signatures are not checked. */
function examineOcmfLines(bytes) {
  const text = Buffer.from(bytes).toString('latin1');
  if (!/^(\xef\xbb\xbf)?\s*OCMF\|/.test(text)) return [];
  return text.split(/\r?\n(?=OCMF\|)/).map((record) => {
    const parsed = decode.parseOcmf(Buffer.from(record, 'latin1'));
    return fromResult(parsed, (value) => {
      const registers = decode.readOcmfRegisters(value);
      const reading = registers.ok ? registers.value.reading : undefined;
      return {
        deviceId: value.meterSerial ?? null,
        time: reading?.time ?? null,
        importWh: registers.ok && registers.value.importIsPresent ? reading.importWh : null,
        exportWh: registers.ok && registers.value.exportIsPresent ? reading.exportWh : null,
        powerW: null,
        signature: 'unchecked',
      };
    });
  });
}

/** One frame written down alone: RTU has no mark of its own but its CRC. */
function examineModbusFrame(bytes) {
  if (bytes.length < 4 || bytes.length > 256 || bytes[0] > 247 || ![1, 2, 3, 4, 5, 6, 15, 16].includes(bytes[1] & 0x7f)) return [];
  const crc = crc16Modbus(bytes.subarray(0, -2));
  const got = bytes.at(-2) | (bytes.at(-1) << 8);
  if (crc !== got) return [{ ok: false, code: 'CRC_MISMATCH', message: `CRC ${crc.toString(16)} expected, got ${got.toString(16)}` }];
  return [
    {
      ok: true,
      reading: {
        deviceId: `unit ${bytes[0]}`,
        time: null,
        importWh: null,
        exportWh: null,
        powerW: null,
        signature: 'none',
        integrity: 'crc',
      },
    },
  ];
}

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

/** More frames whose check value holds are better, then more that say something, then more good ones, then fewer pieces. */
function isBetter(a, b) {
  if (b === undefined) return true;
  if (a.guarded !== b.guarded) return a.guarded > b.guarded;
  if (a.telling !== b.telling) return a.telling > b.telling;
  if (a.accepted !== b.accepted) return a.accepted > b.accepted;
  return a.accepted > 0 && a.frames.length < b.frames.length;
}

const isTelling = ({ ok, reading }) =>
  ok &&
  (reading.importWh !== null ||
    reading.exportWh !== null ||
    reading.powerW !== null ||
    reading.values?.length > 0 ||
    reading.signature === 'valid');

const isGuarded = ({ ok, reading }) => ok && reading.integrity !== undefined && reading.integrity !== 'none';

function examineStream(item, keys) {
  let best;
  for (const { format, examine: run, compare } of STREAMS) {
    const frames = run(item.bytes, keys);
    if (frames.length === 0) continue;
    const own = {
      format,
      frames,
      accepted: frames.filter(({ ok }) => ok).length,
      telling: frames.filter(isTelling).length,
      guarded: frames.filter(isGuarded).length,
    };
    if (isBetter(own, best)) best = { ...own, ...(compare && { compare: (expected, at) => compare(expected, frames, at) }) };
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

/** A record whose signature holds; what it holds no register for is null. */
function fromRecord(record) {
  const reading = record.reading.ok ? record.reading.value : undefined;
  return {
    deviceId: record.meterSerial ?? null,
    counter: record.counter ?? null,
    time: reading?.time ?? null,
    importWh: record.importIsPresent ? reading.importWh : null,
    exportWh: record.exportIsPresent ? reading.exportWh : null,
    powerW: record.format === 'bsm' ? reading.powerW : null,
    signature: 'valid',
    curve: record.curve,
    ...(record.reading.ok ? {} : { note: record.reading.message }),
  };
}

function examineXml({ bytes }) {
  const values = decode.extractTransparencyValues(bytes);
  if (!values.ok) return { format: 'transparency', frames: [fromResult(values)] };
  const frames = values.value.map(({ format, signedData, publicKey }) => {
    if (/^(ISA-)?EDL/i.test(format)) return examineEdl40(signedData, publicKey ?? '');
    if (format.toUpperCase() !== 'OCMF')
      return { ok: false, code: 'FORMAT_UNSUPPORTED', message: `a value of format OCMF expected, got ${format}` };
    return fromResult(verifyRecord('ocmf', signedData, publicKey ?? ''), fromRecord);
  });
  return frames.length === 0 ? undefined : { format: 'ocmf', frames };
}

function examineEdl40(frame, publicKey) {
  const reading = decode.decodeEdl40(frame);
  if (!reading.ok) return fromResult(reading);
  const verified = attest.verifyEdl40(reading.value, Buffer.from(publicKey, 'hex'));
  return fromResult(verified, ({ serverId, importWh, localTime }) => ({
    deviceId: Buffer.from(serverId).toString('hex'),
    time: localTime,
    importWh,
    exportWh: null,
    powerW: null,
    signature: 'valid',
  }));
}

/** Signatures under every key of a test group, as DER or as r | s; "acceptable" ones may go either way. */
function examineWycheproof(document) {
  const differences = [];
  const frames = document.testGroups.flatMap((group) => {
    const key = attest.readForeignKey(Buffer.from(group.publicKeyDer ?? group.keyDer ?? '', 'hex'));
    return group.tests.map((test) => {
      const signature = Buffer.from(test.sig, 'hex');
      const der = /p1363/i.test(group.type) ? toDer(signature) : signature;
      const result = !key.ok
        ? key
        : der === undefined
          ? { ok: false, code: 'SIGNATURE_INVALID', message: 'r and s of 32 bytes each expected' }
          : attest.verifyForeignSignature(Buffer.from(test.msg, 'hex'), der, key.value, 'sha256');
      // Bitcoin takes one of the two signatures only.
      const strict = result.ok && !(/bitcoin/i.test(group.type) && result.value.wasHighS);
      if (test.result === 'valid' && !strict)
        differences.push(`test ${test.tcId} (${test.comment}): valid expected, got ${result.code ?? 'another encoding'}`);
      if (test.result === 'invalid' && strict) differences.push(`test ${test.tcId} (${test.comment}): invalid expected, it was accepted`);
      return result.ok
        ? { ok: true, reading: { test: test.tcId, signature: 'valid' } }
        : { ok: false, code: result.code, message: `test ${test.tcId}: ${result.message}` };
    });
  });
  return { format: 'wycheproof', frames, differences };
}

function toDer(pair) {
  if (pair.length !== 64) return undefined;
  const integer = (bytes) => {
    let from = 0;
    while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
    const body = bytes[from] > 0x7f ? Buffer.concat([Buffer.of(0), bytes.subarray(from)]) : bytes.subarray(from);
    return Buffer.concat([Buffer.of(2, body.length), body]);
  };
  const body = Buffer.concat([integer(pair.subarray(0, 32)), integer(pair.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

function examineJws(document) {
  const key = attest.readForeignKey(Buffer.from(document.publicKeyUncompressedHex, 'hex'), 'secp256k1');
  const der = toDer(Buffer.from(document.signatureBase64url, 'base64url'));
  const result = key.ok && der !== undefined ? attest.verifyForeignSignature(Buffer.from(document.plaintextUtf8), der, key.value) : key;
  return { format: 'es256k', frames: [fromResult(result, () => ({ signature: 'valid' }))], differences: result.ok ? [] : [result.message] };
}

/** @returns {Promise<Outcome | undefined>} undefined where the item is in no format of ours */
export async function examine(item, keys) {
  if (item.kind === 'stream') return examineStream(item, keys);
  if (item.kind === 'registers') return examineRegisters(item);
  if (item.kind === 'xml') return examineXml(item);
  if (item.kind === 'bsm') return { format: 'bsm', frames: [fromResult(verifyRecord('bsm', item.image, item.publicKey), fromRecord)] };
  if (item.kind === 'wycheproof') return examineWycheproof(item.document);
  if (item.kind === 'jws') return examineJws(item.document);
  return undefined;
}
