/**
 * What the journal costs an SD card: bytes given to the disk and syncs per reading, for readings that gather until the
 * group's instant, against the naive journal that syncs each reading by itself, in the same run on the same disk. Then how
 * long a start takes with 100,000 readings waiting.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../../gateway/dist/journal/index.js';

/** 20 meters, a reading a second each, `groupSeconds: 1`. A reading with its meter's state is about 370 bytes. */
const METERS = 20;
const SECONDS = 150;
const LIMITS = { groupSyncsPerReading: 0.06, groupBytesPerReading: 1024, timesFewerBytes: 5, recoverySeconds: 3 };
const WAITING = 100_000;
/** f_type of statfs(2): nothing is written to a device there. */
const TMPFS = 0x01021994;

/** Bytes of pages that this process made dirty on a disk: proc(5), write_bytes. */
function writtenBytes() {
  return Number(/write_bytes: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? Number.NaN);
}

const counted = () => {
  const counts = { syncs: 0, bytes: 0 };
  const disk = {
    write: async (file, bytes, position) => {
      const { bytesWritten } = await file.write(bytes, 0, bytes.length, position);
      counts.bytes += bytesWritten;
      return bytesWritten;
    },
    sync: (file) => {
      counts.syncs += 1;
      return file.datasync();
    },
    truncate: (file, length) => file.truncate(length),
  };
  return { counts, disk };
};

/** As the gateway's intake commits: the reading's 132 bytes and the meter's state, about as long as the real ones. */
function commitOf(meter, counter) {
  const key = `0x${String(meter).padStart(40, '0')}`;
  const state = Buffer.from(JSON.stringify([String(counter), '1780000000', '123456', '0', 'ab'.repeat(32)]));
  return [
    { type: 'put', kind: 'reading', key, bytes: Buffer.alloc(132, counter), at: 1_780_000_000_000 + counter },
    { type: 'set', name: `meter:${key}`, value: state },
  ];
}

async function measure(directory, work) {
  const { counts, disk } = counted();
  const journal = await openJournal(directory, { disk });
  const before = { device: writtenBytes(), syncs: counts.syncs, at: performance.now() };
  await work(journal);
  const readings = METERS * SECONDS;
  const result = {
    deviceBytes: (writtenBytes() - before.device) / readings,
    syncs: (counts.syncs - before.syncs) / readings,
    bytes: counts.bytes / readings,
    ms: performance.now() - before.at,
  };
  await journal.close();
  return result;
}

async function inGroups(journal) {
  for (let second = 0; second < SECONDS; second += 1)
    await Promise.all(Array.from({ length: METERS }, (_, meter) => journal.commit(commitOf(meter, second))));
}

async function oneByOne(journal) {
  for (let second = 0; second < SECONDS; second += 1)
    for (let meter = 0; meter < METERS; meter += 1) await journal.commit(commitOf(meter, second));
}

async function measureRecovery(directory) {
  const journal = await openJournal(directory);
  for (let n = 0; n < WAITING; n += 1000)
    await Promise.all(Array.from({ length: 1000 }, (_, i) => journal.commit(commitOf(i % METERS, n + i))));
  await journal.close();
  const startedAt = performance.now();
  const again = await openJournal(directory);
  const seconds = (performance.now() - startedAt) / 1000;
  const readAt = performance.now();
  let entries = 0;
  for (const { bytes } of again.entries('reading')) entries += bytes.length === 132 ? 1 : 0;
  const readSeconds = (performance.now() - readAt) / 1000;
  await again.close();
  return { seconds, readSeconds, entries };
}

export async function run(args) {
  const parent = args[0] ?? tmpdir();
  if (statfsSync(parent).type === TMPFS) {
    console.error(`${parent} is a tmpfs, which has no device: npm run bench journal -- <directory on a disk>`);
    return 2;
  }
  const folder = mkdtempSync(join(parent, 'joulegate-bench-journal-'));
  try {
    mkdirSync(join(folder, 'journals'));
    const group = await measure(join(folder, 'journals', 'group'), inGroups);
    const naive = await measure(join(folder, 'journals', 'naive'), oneByOne);
    const recovery = await measureRecovery(join(folder, 'journals', 'waiting'));
    const checks = [
      [group.syncs <= LIMITS.groupSyncsPerReading, `syncs per reading ${group.syncs.toFixed(3)}, limit ${LIMITS.groupSyncsPerReading}`],
      [
        group.deviceBytes <= LIMITS.groupBytesPerReading,
        `bytes to the device per reading ${group.deviceBytes.toFixed(0)}, limit ${LIMITS.groupBytesPerReading}`,
      ],
      [
        naive.deviceBytes / group.deviceBytes >= LIMITS.timesFewerBytes,
        `${(naive.deviceBytes / group.deviceBytes).toFixed(1)} times fewer bytes than one sync per reading, limit ${LIMITS.timesFewerBytes}`,
      ],
      [
        recovery.entries === WAITING && recovery.seconds <= LIMITS.recoverySeconds,
        `start with ${recovery.entries} readings waiting ${recovery.seconds.toFixed(2)} s, limit ${LIMITS.recoverySeconds} s`,
      ],
    ];
    const line = (name, { deviceBytes, syncs, bytes, ms }) =>
      console.log(
        `  ${name}  ${deviceBytes.toFixed(0).padStart(6)} bytes to the device, ${bytes.toFixed(0)} written, ${syncs.toFixed(3)} syncs per reading; ${Math.round(ms)} ms`,
      );
    console.log(`journal: ${METERS} meters, ${METERS * SECONDS} readings, one a second each`);
    line('in groups of a second  ', group);
    line('one sync per reading   ', naive);
    console.log(`  all ${recovery.entries} readings read back in ${recovery.readSeconds.toFixed(2)} s`);
    for (const [isMet, text] of checks) console.log(`  ${isMet ? 'met   ' : 'MISSED'}  ${text}`);
    return checks.every(([isMet]) => isMet) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
