/**
 * What is said to be in a capture: in the file itself (a verdict beside a frame), in `<name>.expected.json`, in a JSON of
 * the same name, or in an `expected.json` of the folder that names the file. Compares; knows no format's bytes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

const readJson = (path) => {
  try {
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
};

/** @param {string} path of a capture */
export function readExpectations(path) {
  const stem = path.slice(0, path.length - extname(path).length);
  const verdicts = readJson(join(dirname(path), 'expected.json'));
  const keyText = [`${path}.key`, `${stem}.key`].find(existsSync);
  const keys = keyText === undefined ? [] : (readFileSync(keyText, 'utf8').match(/\b[0-9a-fA-F]{32}\b/g) ?? []);
  return {
    keys,
    own: readJson(`${path}.expected.json`) ?? readJson(`${stem}.expected.json`),
    sibling: extname(path) === '.json' ? undefined : readJson(`${stem}.json`),
    verdicts: Array.isArray(verdicts) ? verdicts.filter((row) => row?.file === basename(path)) : [],
  };
}

function* ownDifferences(row, own) {
  for (const name of ['format', 'frames', 'accepted']) {
    if (own[name] !== undefined && own[name] !== row[name]) yield `${name}: ${own[name]} expected, got ${row[name]}`;
  }
  if (own.rejected !== undefined) {
    const codes = row.rejected.map(({ code }) => code);
    const wanted = own.rejected.map((entry) => (typeof entry === 'string' ? entry : entry.code));
    if (JSON.stringify(codes) !== JSON.stringify(wanted))
      yield `rejected: ${wanted.join(', ') || 'none'} expected, got ${codes.join(', ') || 'none'}`;
  }
  for (const [at, wanted] of (own.readings ?? []).entries()) {
    const got = row.readings[at];
    for (const [name, value] of Object.entries(wanted)) {
      const said = typeof got?.[name] === 'bigint' ? Number(got[name]) : got?.[name];
      if (said !== value) yield `reading ${at}: ${name} ${JSON.stringify(value)} expected, got ${JSON.stringify(said)}`;
    }
  }
}

/** node-dsmr-parser's JSON beside a DLMS dump. */
function* siblingDifferences(row, sibling) {
  if (sibling.crcValid === true && row.accepted === 0) yield 'a valid frame expected, none was accepted';
  if (sibling.crcValid === false && row.accepted > 0) yield 'a frame with a wrong check value expected, it was accepted';
  const electricity = sibling.electricity;
  const reading = row.readings[0];
  if (electricity === undefined || reading === undefined) return;
  const { powerReceivedTotal, powerReturnedTotal, total } = electricity;
  if (powerReceivedTotal !== undefined && powerReturnedTotal !== undefined) {
    const powerW = powerReceivedTotal - powerReturnedTotal;
    if (reading.powerW !== powerW) yield `power ${powerW} W expected, got ${reading.powerW}`;
  }
  for (const [name, wanted] of [
    ['importWh', total?.received],
    ['exportWh', total?.returned],
  ]) {
    if (wanted !== undefined && Number(reading[name]) !== wanted) yield `${name} ${wanted} expected, got ${reading[name]}`;
  }
}

function* verdictDifferences(outcomes, verdicts) {
  const frames = outcomes.flatMap(({ outcome }) => outcome.frames);
  for (const { i, verdict } of verdicts) {
    const frame = frames[i];
    const isValid = frame?.ok === true && frame.reading.signature === 'valid';
    if ((verdict === 'VALID') !== isValid)
      yield `value ${i}: ${verdict} expected, got ${frame === undefined ? 'none' : frame.ok ? frame.reading.signature : frame.code}`;
  }
}

/** What stands beside one frame in a list of them. */
function* itemDifferences({ item, outcome }) {
  const expected = item.expected;
  if (expected === undefined) return;
  const at = `entry ${item.index}`;
  const accepted = outcome.frames.length > 0 && outcome.frames.every(({ ok }) => ok);
  for (const flag of ['crc_ok', 'checksumOk']) {
    if (expected[flag] === true && outcome.frames.some(({ code }) => code === 'CRC_MISMATCH')) yield `${at}: a right check value expected`;
    if (expected[flag] === false && accepted) yield `${at}: a wrong check value expected, it was accepted`;
  }
  if (expected.expected === 'error' && outcome.frames[0]?.code !== 'DEVICE_EXCEPTION') yield `${at}: an error reply expected`;
  if (expected.verdict !== undefined) {
    const isValid = outcome.frames[0]?.reading?.signature === 'valid';
    if ((expected.verdict === 'VALID') !== isValid)
      yield `${at}: ${expected.verdict} expected, got ${outcome.frames[0]?.code ?? outcome.frames[0]?.reading?.signature}`;
  }
  yield* outcome.compare?.(expected, at) ?? [];
}

export function findDifferences(row, outcomes, { own, sibling, verdicts }) {
  return [
    ...(own === undefined ? [] : ownDifferences(row, own)),
    ...(sibling === undefined ? [] : siblingDifferences(row, sibling)),
    ...verdictDifferences(outcomes, verdicts),
    ...outcomes.flatMap((pair) => [...itemDifferences(pair), ...(pair.outcome.differences ?? [])]),
  ];
}
