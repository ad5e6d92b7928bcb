/** What a unit's meter signs between two boundaries, and the batch that its owner signs over it. */
import { gridFrequencyMhz, gridVoltageMv } from '../../../device-sim/dist/models/index.js';
import { closingDigest, hex, leafOf, merkleTree, signReading } from './signing.mjs';

export function makeReading(stage, unit, seconds, values, more = {}) {
  const seed = String(stage.plan.seed);
  return {
    domain: stage.domain,
    counter: unit.counter,
    time: BigInt(seconds),
    importWh: values.importWh,
    exportWh: values.exportWh,
    powerW: values.powerW,
    voltageMv: gridVoltageMv(seed, unit.name, seconds * 1000),
    frequencyMhz: gridFrequencyMhz(seed, seconds * 1000),
    status: 0,
    ...more,
  };
}

/** One more reading by the meter's present key. */
export function read(stage, unit, seconds, values, more) {
  unit.counter += 1n;
  const raw = signReading(makeReading(stage, unit, seconds, values, more), unit.key);
  stage.signedReadings = (stage.signedReadings ?? 0) + 1;
  return raw;
}

/** @param {Buffer[]} raws in order, the last closes the batch @returns {args, tree, raws} */
export function makeBatch({ signer }, unit, raws, { signedBy = unit.owner, closing = raws.at(-1) } = {}) {
  const tree = merkleTree(raws.map((raw) => leafOf(unit.meter, raw)));
  const firstCounter = raws[0].readBigUInt64LE(10);
  const batch = { meter: unit.meter, firstCounter, count: raws.length, root: hex(tree.root), closing: hex(closing) };
  const signature = signer.sign('ReadingBatch', { ...batch, closingDigest: closingDigest(closing) }, signedBy);
  return { args: [batch, signature], tree, raws };
}
