/**
 * What is fuzzed: each format's framer, decoder and verifier joined as the gateway joins them, with frames to begin from — those of the
 * captures, and some that the simulator makes, so that a run without captures has every format too.
 *
 * @typedef {{ name: string, seeds: Uint8Array[], run(bytes: Uint8Array): { accepted: boolean, code?: string, forged?: boolean } }} Target
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import * as sim from '../../device-sim/dist/encode/index.js';
import { wrapSmlMessages } from '../../device-sim/dist/encode/sml-elements.js';
import { createMeterKey } from '../../device-sim/dist/keys.js';
import { verifyRecord } from '../../gateway/dist/app/wires/foreign-formats.js';
import { pushedFormats } from '../../gateway/dist/app/wires/pushed-formats.js';
import * as attest from '../../gateway/dist/attest/index.js';
import * as decode from '../../gateway/dist/decode/index.js';
import * as framing from '../../gateway/dist/framing/index.js';
import { readItems } from '../conformance/items.mjs';

const MAP_FOLDER = fileURLToPath(new URL('../../hardware/devices/', import.meta.url));
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const outcome = (result) => ({ accepted: result.ok, ...(result.ok ? {} : { code: result.code }) });
const READING = {
  time: 1_782_000_000n,
  importWh: 12_345_678n,
  exportWh: 87_654n,
  powerW: 1234,
  voltageMv: 231_000,
  frequencyMhz: 50_010,
};

function* walkFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walkFiles(path);
    else yield path;
  }
}

function itemsOf(folder) {
  if (folder === undefined) return [];
  return [...walkFiles(folder)].flatMap((path) => readItems(readFileSync(path)));
}

/** All frames of a capture that a framer cuts, each once. */
function framesOf(items, createFramer) {
  const frames = new Map();
  for (const item of items) {
    if (item.kind !== 'stream') continue;
    for (const frame of createFramer().push(item.bytes).frames) if (frame.length <= 2048) frames.set(sha256(frame), frame);
  }
  return [...frames.values()];
}

/** A framer, then what it cut, frame by frame; the first good frame decides. */
function framed(createFramer, judge) {
  return (bytes) => {
    const { frames } = createFramer().push(bytes);
    let last = { accepted: false, code: 'no frame' };
    for (const frame of frames) {
      last = judge(frame);
      if (last.accepted) return last;
    }
    return last;
  };
}

function nativeTarget() {
  const key = createMeterKey(createHash('sha256').update('joulegate fuzz').digest());
  const lines = Array.from({ length: 20 }, (_, i) =>
    sim.encodeReadingLine(
      sim.signReading({ domain: 7n, counter: BigInt(i + 1), status: 0, ...READING, importWh: READING.importWh + BigInt(i) }, key),
    ),
  );
  const signed = new Set();
  const verifier = attest.createWasmVerifier();
  const read = (line) => {
    const parsed = framing.parseJg1Line(line);
    if (!parsed.ok) return outcome(parsed);
    if (parsed.value.type !== 'reading') return { accepted: false, code: parsed.value.type };
    const reading = decode.decodeSignedReading(parsed.value.raw);
    if (!reading.ok) return outcome(reading);
    const { raw } = reading.value;
    const digest = createHash('sha256').update(raw.subarray(0, 65)).digest();
    const recovered = verifier.recover(digest, raw.subarray(67));
    const isOurs = recovered !== undefined && attest.addressOf(recovered) === key.meter;
    return isOurs ? { accepted: true, forged: !signed.has(digest.toString('hex')) } : { accepted: false, code: 'SIGNATURE_INVALID' };
  };
  for (const line of lines) signed.add(sha256(framing.parseJg1Line(line).value.raw.subarray(0, 65)));
  return { name: 'native', seeds: lines, run: read };
}

function recordTarget(format, entries) {
  const known = new Map();
  const seeds = [];
  for (const { raw, publicKey } of entries) {
    const verified = verifyRecord(format, raw, publicKey);
    if (!verified.ok) continue;
    known.set(Buffer.from(verified.value.messageDigest).toString('hex'), true);
    seeds.push({ raw, publicKey: verified.value.publicKey, curve: verified.value.curve });
  }
  let turn = 0;
  return {
    name: format,
    seeds: seeds.map(({ raw }) => raw),
    run(bytes) {
      turn = (turn + 1) % seeds.length;
      const seed = seeds[turn];
      const result = verifyRecord(format, bytes, seed.spki ?? seed.publicKey);
      return result.ok ? { accepted: true, forged: !known.has(Buffer.from(result.value.messageDigest).toString('hex')) } : outcome(result);
    },
    /** The key that belongs to a seed: a record under another's key says nothing of forgery. */
    runUnder(bytes, index) {
      const result = verifyRecord(format, bytes, seeds[index].publicKey);
      return result.ok ? { accepted: true, forged: !known.has(Buffer.from(result.value.messageDigest).toString('hex')) } : outcome(result);
    },
  };
}

function edl40Target() {
  const key = sim.createEdl40Key(createHash('sha256').update('edl40 fuzz').digest().subarray(0, 24));
  const frames = [1, 2, 3].map((n) => sim.encodeEdl40Frame({ ...edl40Reading(n) }, key, { crc: 'x25' }));
  const known = new Set();
  const judge = (frame) => {
    const reading = decode.decodeEdl40(frame);
    if (!reading.ok) return outcome(reading);
    const verified = attest.verifyEdl40(reading.value, key.publicKey);
    return verified.ok ? { accepted: true, forged: !known.has(sha256(verified.value.signedData)) } : outcome(verified);
  };
  for (const frame of frames) {
    const reading = decode.decodeEdl40(frame);
    if (reading.ok) known.add(sha256(attest.buildEdl40SignedData(reading.value)));
  }
  return { name: 'edl40', seeds: frames, run: framed(() => framing.createSmlFramer({ maxLength: 2048 }), judge) };
}

function edl40Reading(n) {
  const contract = { contractId: Buffer.from('fuzz'), contractTime: READING.time };
  return {
    serial: '1JGS0000000001',
    secondsIndex: 1000 + n,
    time: READING.time + BigInt(n),
    offsetMinutes: 60,
    seasonMinutes: 60,
    importWh: READING.importWh,
    pagination: n,
    logbookIndex: 1,
    ...contract,
  };
}

/** Answers a conversation out of bytes, wherever it asks: the input is the register space, over and over. */
function playBytes(conversation, bytes) {
  let step = conversation.next();
  for (let i = 0; step.done !== true && i < 5000; i += 1) {
    const request = step.value;
    if (request.type !== 'read' || bytes.length === 0) step = conversation.next({ ok: true, value: new Uint8Array() });
    else {
      const value = new Uint8Array(request.count * 2);
      for (let at = 0; at < value.length; at += 1) value[at] = bytes[(request.address * 2 + at) % bytes.length];
      step = conversation.next({ ok: true, value });
    }
  }
  return step.done === true ? step.value : { ok: false, code: 'endless' };
}

function sunSpecTarget(items) {
  const images = items
    .filter(({ kind }) => kind === 'registers')
    .map(({ blocks }) => blocks[0]?.bytes)
    .filter((bytes) => bytes !== undefined && bytes.length < 4096);
  const image = sim.createSunSpecImage(
    { base: 0, common: { manufacturer: 'J', model: 'S', serial: '1', version: '1' }, models: [{ id: 103 }, { id: 120 }] },
    { ...READING, ratedPowerW: 10_000 },
  );
  const own = Buffer.from(image.words.flatMap((word) => [word >> 8, word & 0xff]));
  const run = (bytes) => {
    const device = playBytes(decode.walkSunSpec({ bases: [0] }), bytes);
    if (!device.ok) return outcome(device);
    return outcome(playBytes(decode.pollSunSpec(device.value, { integrity: 'none' }), bytes));
  };
  return { name: 'sunspec', seeds: [Uint8Array.from(own), ...images], run };
}

function registerMapTarget() {
  const maps = readdirSync(MAP_FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => decode.parseRegisterMap(parse(readFileSync(MAP_FOLDER + name, 'utf8'))))
    .filter(({ ok }) => ok)
    .map(({ value }) => value);
  let turn = 0;
  const run = (bytes) => {
    turn = (turn + 1) % maps.length;
    return outcome(playBytes(decode.pollRegisterMap(maps[turn]), bytes));
  };
  return {
    name: 'register maps',
    seeds: [Uint8Array.from({ length: 512 }, (_, i) => (i * 7) & 0xff), new Uint8Array(512), new Uint8Array(512).fill(0xff)],
    run,
  };
}

/** In the order of pushedFormats. */
const PUSHED_NAMES = ['p1', 'sml', 'd0', 'dlms hdlc', 'dlms mbus', 'p1 encrypted'];
const KEYS = { key: Buffer.alloc(16, 0xaa), authenticationKey: sim.LUXEMBOURG_AUTHENTICATION_KEY };
const CIPHER = { ...KEYS, systemTitle: sim.systemTitleOf('fuzz'), counter: 7 };
const MBUS_NAME = { id: '12345678', manufacturer: 'JGS', version: 1 };

function notifications() {
  const plain = ['named', 'kaifa'].map((layout) => sim.encodeDlmsNotification({ serial: 'fuzz', ...READING }, layout));
  return { plain, encrypted: plain.map((apdu) => sim.encodeDlmsCipher(apdu, CIPHER)) };
}

function mbusTelegrams() {
  return ['plain', 'abb'].map((style) => {
    const { energy, measurements } = sim.encodeMbusRecords(READING, style);
    return sim.encodeMbusTelegram(1, MBUS_NAME, [...energy, ...measurements], { access: 1 });
  });
}

function simulatedFrames() {
  const { plain, encrypted } = notifications();
  const apdus = [...plain, ...encrypted];
  return {
    p1: [sim.encodeP1Telegram({ serial: 'fuzz', ...READING })],
    sml: ['x25', 'kermit'].map((crc) => sim.encodeSmlFrame({ serial: '1JGS0000000001', ...READING }, { crc })),
    d0: [Buffer.concat([sim.encodeD0Identification('5', 'FUZZ'), Buffer.from('\r\n'), sim.encodeD0Block({ serial: 'fuzz', ...READING })])],
    'dlms hdlc': apdus.map((apdu) => Buffer.concat(sim.encodeHdlcFrames(apdu))),
    'dlms mbus': apdus.map((apdu) => Buffer.concat(sim.encodeMbusFrames(apdu))),
    'p1 encrypted': [sim.encodeEncryptedP1Telegram({ serial: 'fuzz', ...READING }, CIPHER)],
  };
}

/**
 * The inside of frames, mutated before their checksums are made: a checksum stops nearly every flipped bit of the targets above, so
 * that what stands behind it would hardly see one.
 */
function resealedTargets() {
  const byName = Object.fromEntries(pushedFormats(KEYS).map((one, index) => [PUSHED_NAMES[index], one]));
  const resealed = (name, format, seeds, seal) => {
    const run = framed(
      () => byName[format].createFramer(),
      (frame) => outcome(byName[format].decode(frame)),
    );
    return { name: `${name}, resealed`, seeds, run: (bytes) => run(seal(bytes)) };
  };
  const { p1, sml } = simulatedFrames();
  const { plain } = notifications();
  const mbusRun = framed(
    () => framing.createMbusFramer({ maxLength: 261 }),
    (frame) => outcome(decode.decodeMbusReadout(frame)),
  );
  const dlt645Run = framed(
    () => framing.createDlt645Framer(),
    (frame) => outcome(decode.decodeDlt645(frame)),
  );
  const withoutSum = p1.map((telegram) => telegram.subarray(0, telegram.lastIndexOf(0x21) + 1));
  return [
    resealed('p1', 'p1', withoutSum, (bytes) => {
      const text = Buffer.from(bytes);
      return Buffer.concat([text, Buffer.from(`${sim.formatCrc(sim.crc16Arc(text))}\r\n`)]);
    }),
    resealed(
      'sml',
      'sml',
      sml.map((frame) => frame.subarray(8, frame.length - 8)),
      (bytes) => wrapSmlMessages(bytes, 'x25'),
    ),
    resealed('dlms hdlc', 'dlms hdlc', plain, (bytes) => Buffer.concat(sim.encodeHdlcFrames(bytes))),
    resealed('dlms mbus', 'dlms mbus', plain, (bytes) => Buffer.concat(sim.encodeMbusFrames(bytes))),
    resealed('dlms encrypted', 'dlms hdlc', plain, (bytes) => Buffer.concat(sim.encodeHdlcFrames(sim.encodeDlmsCipher(bytes, CIPHER)))),
    resealed('p1 encrypted', 'p1 encrypted', p1, (bytes) => sim.encodeDlmsCipher(bytes, CIPHER)),
    {
      name: 'mbus, resealed',
      seeds: mbusTelegrams().map((telegram) => telegram.subarray(19, -2)),
      run: (bytes) => mbusRun(sim.encodeMbusTelegram(1, MBUS_NAME, [...bytes].slice(0, 230), { access: 1 })),
    },
    {
      name: 'dlt645, resealed',
      seeds: ['0001000000123456', '00010000', '028000025001', 'C0321234'].map((digits) => Uint8Array.from(Buffer.from(digits, 'hex'))),
      run: (bytes) =>
        dlt645Run(
          sim.encodeDlt645Frame('123456789012', bytes.length % 2 === 0 ? 0x91 : 0x81, Buffer.from(bytes.subarray(0, 200)).toString('hex')),
        ),
    },
  ];
}

/** @param {string | undefined} folder of captures @returns {Target[]} */
export function createTargets(folder) {
  const items = itemsOf(folder);
  const pushed = pushedFormats(KEYS).map((one, index) => {
    const name = PUSHED_NAMES[index] ?? `${one.format} ${index}`;
    return {
      name,
      seeds: [...framesOf(items, () => one.createFramer()), ...(simulatedFrames()[name] ?? [])],
      run: framed(
        () => one.createFramer(),
        (frame) => outcome(one.decode(frame)),
      ),
    };
  });
  const ocmf = items
    .filter(({ kind }) => kind === 'xml')
    .flatMap(({ bytes }) => {
      const values = decode.extractTransparencyValues(bytes);
      return values.ok ? values.value.map(({ signedData, publicKey }) => ({ raw: signedData, publicKey: publicKey ?? '' })) : [];
    });
  const signingKey = sim.deriveSigningKey('P-256', 'fuzz', 'ocmf');
  const own = {
    serial: 'F',
    pagination: 5n,
    timeMs: 1_782_000_000_000,
    offsetMinutes: 60,
    importWh: 1234n,
    exportWh: 5n,
    identification: '',
  };
  ocmf.push({ raw: sim.signOcmfRecord(own, signingKey), publicKey: signingKey.spki });
  const bsm = items.filter(({ kind }) => kind === 'bsm').map(({ image, publicKey }) => ({ raw: image, publicKey }));
  const dlt645Frames = framesOf(items, () => framing.createDlt645Framer());
  const rtu = items.filter(({ kind, expected }) => kind === 'stream' && expected?.crc_ok !== undefined).map(({ bytes }) => bytes);
  return [
    nativeTarget(),
    ...pushed,
    {
      name: 'dlt645',
      seeds: [...dlt645Frames, Uint8Array.from(Buffer.from('684900300721206891083333343333333333c316', 'hex'))],
      run: framed(
        () => framing.createDlt645Framer(),
        (frame) => outcome(decode.decodeDlt645(frame)),
      ),
    },
    {
      name: 'mbus',
      seeds: mbusTelegrams(),
      run: framed(
        () => framing.createMbusFramer({ maxLength: 261 }),
        (frame) => outcome(decode.decodeMbusReadout(frame)),
      ),
    },
    {
      name: 'modbus-rtu',
      seeds: [...rtu, Uint8Array.from(Buffer.from('2a039c440042ada5', 'hex'))],
      run: (bytes) => outcome(framing.checkModbusRtuFrame(bytes)),
    },
    {
      name: 'transparency xml',
      seeds: [
        Uint8Array.from(
          Buffer.from(
            '<?xml version="1.0"?><values><value><signedData format="OCMF" encoding="plain">OCMF|{}|{}</signedData><publicKey>00</publicKey></value></values>',
          ),
        ),
      ],
      run: (bytes) => outcome(decode.extractTransparencyValues(bytes)),
    },
    ...resealedTargets(),
    recordTarget('ocmf', ocmf),
    ...(bsm.length > 0 ? [recordTarget('bsm', bsm)] : []),
    edl40Target(),
    sunSpecTarget(items),
    registerMapTarget(),
  ].filter(({ seeds }) => seeds.length > 0);
}
