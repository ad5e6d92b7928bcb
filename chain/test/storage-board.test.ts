/** Storage states (paper F1): the chain keeps their hash in the owner's name, in the order of their time, at constant cost. */
import { SOURCE } from '@joulegate/protos';
import fc from 'fast-check';
import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters, slice } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Meter, makeMeter, openStage, type Stage } from './support/stage.ts';

/** Gas of one state: a first one, and each later one. Figures of 2026-11. */
const FIRST_GAS = 75_000n;
const LATER_GAS = 58_000n;

const owner = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const hash = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;
let stage: Stage;
let battery: Meter;
let now: bigint;

const share = async (meter: Hex, time: bigint, stateHash: Hex, by = owner) => [
  meter,
  time,
  stateHash,
  await stage.sign('StorageState', { meter, time, stateHash }, by),
];

beforeAll(async () => {
  stage = await openStage();
  battery = makeMeter();
  await stage.commission(battery, owner, { source: SOURCE.storage });
  now = (await stage.client.getBlock()).timestamp;
});
afterAll(() => stage?.stop());

describe('F1 the storage board', () => {
  it('keeps the last state’s time and hash, announces each under its digest, and stays cheap', async () => {
    const states = [10n, 9n].map((ago, n) => ({ time: now - ago, stateHash: keccak256(hash(n + 1)) }));
    for (const [n, { time, stateHash }] of states.entries()) {
      const { gasUsed } = await stage.send('storageBoard', 'share', await share(battery.id, time, stateHash));
      expect(gasUsed).toBeLessThanOrEqual(n === 0 ? FIRST_GAS : LATER_GAS);
      expect(await stage.read('storageBoard', 'lastStateOf', [battery.id])).toEqual([time, slice(stateHash, 0, 24)]);
    }
    const address = stage.deployment.contracts.storageBoard;
    const logs = await stage.client.getLogs({ address, fromBlock: 0n });
    const ids = await Promise.all(
      states.map(({ time, stateHash }) => stage.read('storageBoard', 'stateDigest', [battery.id, time, stateHash])),
    );
    expect(logs.map(({ topics }) => topics[1])).toEqual(ids);
    expect(logs.map(({ data }) => data)).toEqual(
      states.map(({ time, stateHash }) => encodeAbiParameters(parseAbiParameters('uint64, bytes32'), [time, stateHash])),
    );
  });

  it('hashes a state as anyone does who holds it', async () => {
    const u = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });
    const states = fc.tuple(u(64), u(64), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), u(32), u(32), u(256));
    const types = parseAbiParameters('uint64, uint64, int32, uint32, uint32, bytes32');
    await fc.assert(
      fc.asyncProperty(states, async ([stored, usable, power, charge, discharge, salt]) => {
        const values = [stored, usable, power, Number(charge), Number(discharge), `0x${salt.toString(16).padStart(64, '0')}`] as const;
        expect(await stage.read('storageBoard', 'stateHashOf', values)).toBe(keccak256(encodeAbiParameters(types, values)));
      }),
      { numRuns: 20 },
    );
  });

  it.each<[name: string, error: string, args: () => Promise<unknown[]>]>([
    ['a state of the same time again', 'StateNotNewer', () => share(battery.id, now - 9n, hash(7))],
    ['an older state', 'StateNotNewer', () => share(battery.id, now - 50n, hash(7))],
    ['a state of a time to come', 'StateTimeInFuture', () => share(battery.id, now + 10_000n, hash(7))],
    ['somebody else’s signature', 'OwnerSignatureInvalid', () => share(battery.id, now, hash(7), stranger)],
    [
      'another state under an owner’s signature',
      'OwnerSignatureInvalid',
      async () => {
        const [meter, time, , signature] = await share(battery.id, now, hash(7));
        return [meter, time, hash(8), signature];
      },
    ],
    [
      'another time under an owner’s signature',
      'OwnerSignatureInvalid',
      async () => {
        const [meter, time, stateHash, signature] = await share(battery.id, now, hash(7));
        return [meter, (time as bigint) + 1n, stateHash, signature];
      },
    ],
    ['a signature of another length', 'OwnerSignatureInvalid', async () => [battery.id, now, hash(7), '0x']],
    ['a meter that nobody registered', 'MeterNotActive', () => share(makeMeter().id, now, hash(7))],
    [
      'a meter that is not certified yet',
      'MeterNotActive',
      async () => {
        const pending = makeMeter();
        await stage.send('meterRegistry', 'register', await stage.registration(pending, owner, { source: SOURCE.storage }));
        return share(pending.id, now, hash(7));
      },
    ],
    [
      'a unit that stores nothing',
      'NotStorage',
      async () => {
        const roof = makeMeter();
        await stage.commission(roof, owner);
        return share(roof.id, now, hash(7));
      },
    ],
  ])('refuses %s', async (_name, error, args) => {
    expect((await stage.revertOf('storageBoard', 'share', await args()))?.name).toBe(error);
  });
});
