import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ABIS } from '@joulegate/chain';
import { type Hex, keccak256, toBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { type ChainEvent, readEvents, withWorld } from '../support/world.ts';

const GATEWAY = fileURLToPath(new URL('../../gateway/dist/cli.js', import.meta.url));
const CHAIN = fileURLToPath(new URL('../../chain/dist/cli.js', import.meta.url));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
function run(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'carbon', ...args], { env: { PATH: process.env['PATH'] } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
const linesOf = ({ out }: Ended) =>
  out
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, string>);
const lower = (value: unknown) => String(value).toLowerCase();

/** Emissions of an hour at the pace between the first metered boundary and each later one, rounded up to the gram. */
function hourlyGrams(metered: readonly ChainEvent[], intervalSeconds: bigint): Set<string> {
  const value = (event: ChainEvent | undefined, name: string) => BigInt(String(event?.args[name] ?? 0));
  const grams = new Set<string>();
  let sumUg = 0n;
  for (const event of metered.slice(1)) {
    sumUg += value(event, 'energyWh') * value(event, 'intensityMgPerKwh');
    const seconds = (value(event, 'boundary') - value(metered[0], 'boundary')) * intervalSeconds;
    const ug = (sumUg * 3_600n + seconds - 1n) / seconds;
    grams.add(String((ug + 999_999n) / 1_000_000n));
  }
  return grams;
}

describe('C1, C4, C5, C6 carbon as the authority and the producers type it', () => {
  it('is allocated, looked at, forecast, traded and looked back at from the command line', async () => {
    await withWorld({}, async (world, recorder) => {
      const { carbonLedger } = world.deployment.contracts;
      const deployment = join(world.folder, 'network.json');
      const where = ['--deployment', deployment, '--rpc', world.rpcUrl];
      const sending = ['--deployment', deployment, '--broker', world.brokerUrl, '--publish'];
      const keyOf = (name: string) => join(world.folder, 'keys', `${name}.key`);
      const unitOf = async (name: string) =>
        until(`${name} metered`, async () => {
          const metered = (await readEvents(world)).filter(
            ({ name: event, args }) => event === 'EmissionsMetered' && world.nameOf(lower(args['unit'])) === name,
          );
          return metered.length >= 3 ? lower(metered[0]?.args['unit']) : undefined;
        });
      const [coal, wind] = [await unitOf('coal-1'), await unitOf('wind-1')];

      // C1: the authority allocates from a file, tried first; the network hears of it.
      const [certifier] = (await readEvents(world))
        .filter(({ name }) => name === 'MeterCertified')
        .map(({ args }) => args['certifier'] as Hex);
      await world.authority.call(carbonLedger, ABIS.carbonLedger, 'grantRole', [keccak256(toBytes('AUTHORITY_ROLE')), certifier]);
      // Far enough ahead that no gateway trades in it by itself.
      const period = String(Math.floor(world.clock.now() / 1000 / world.deployment.carbonPeriodSeconds) + 50);
      const file = join(world.folder, 'allowances.csv');
      writeFileSync(file, `unit,period,grams\n${coal},${period},10000\n${wind},${period},60000\n`);
      const allocate = ['allocate', '--file', file, '--top-up', ...where, '--key', keyOf('certifier')];
      expect(await run(CHAIN, [...allocate, '--dry-run'])).toMatchObject({ code: 0, out: expect.stringContaining('2 would be sent') });
      expect((await run(CHAIN, ['accounts', period, ...where])).out.trim()).toBe('[]');
      const allocated = await run(CHAIN, allocate);
      expect(allocated, allocated.err).toMatchObject({ code: 0, out: expect.stringContaining('2 sent') });
      expect(JSON.parse((await run(CHAIN, ['supply', period, ...where])).out)).toMatchObject({ issuedGrams: '70000', heldGrams: '70000' });
      await until('the announcement of both allowances', () =>
        [coal, wind].every((unit) =>
          recorder.on(/\/event\/carbon$/).some(({ payload }) => {
            const { event, args } = JSON.parse(payload.toString()) as { event: string; args: Record<string, string> };
            return event === 'AllowanceIssued' && lower(args['unit']) === unit && String(args['period']) === period;
          }),
        ),
      );

      // The producer's balance and forecast: what is missing, and what the fine would be.
      const grace = world.ownerAddress('grace').toLowerCase();
      const [balance] = linesOf(await run(GATEWAY, ['balance', ...where, '--unit', coal, '--period', period, '--json']));
      expect(balance).toMatchObject({ unit: coal, owner: grace, allowanceGrams: '10000', permitsGrams: '10000', emissionsUg: '0' });
      const forecast = async (...more: string[]) => {
        const lines = linesOf(await run(GATEWAY, ['forecast', ...where, '--owner', grace, '--period', period, '--json', ...more]));
        const metered = (await readEvents(world)).filter(({ name, args }) => name === 'EmissionsMetered' && lower(args['unit']) === coal);
        expect(lines).toHaveLength(2);
        const [unit, owner] = lines;
        expect(unit).toMatchObject({ unit: coal, method: 'pace' });
        expect(hourlyGrams(metered, BigInt(world.deployment.intervalSeconds))).toContain(unit?.['obligationGrams']);
        return { unit: unit ?? {}, owner: owner ?? {} };
      };
      const before = await forecast();
      const missing = BigInt(before.unit['obligationGrams'] ?? 0) - 10_000n;
      expect(missing).toBeGreaterThan(0n);
      expect(before.owner).toMatchObject({
        missingGrams: String(missing),
        fineMicro: String(missing * 100n),
        cheapestMicro: String(missing * 100n),
      });
      expect(before.owner['recentPriceMicroPerKg']).toBeUndefined();

      // C4, C6: the wind farm offers what it can spare; the plant sees it and what it saves, and applies.
      const terms = ['--period', period, '--grams', '50000', '--price', '60000'];
      const listening = run(GATEWAY, ['offers', ...where, '--broker', world.brokerUrl, '--for', '6', '--period', period, '--json']);
      const shopping = forecast('--broker', world.brokerUrl, '--for', '6');
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      const offered = await run(GATEWAY, ['offer', ...sending, '--key', keyOf('frank'), ...terms]);
      expect(offered, offered.err).toMatchObject({ code: 0, err: expect.stringMatching(/accepted by node-1/) });
      const offerId = offered.out.trim();
      const frank = world.ownerAddress('frank').toLowerCase();
      expect(linesOf(await listening)).toMatchObject([
        { id: offerId, side: 'offer', owner: frank, remainingGrams: '50000', priceMicroPerKg: '60000' },
      ]);
      const after = await shopping;
      const wanted = BigInt(after.unit['obligationGrams'] ?? 0) - 10_000n;
      const bought = wanted < 50_000n ? wanted : 50_000n;
      expect(after.owner).toMatchObject({
        offeredGrams: String(bought),
        offeredMicro: String(bought * 60n),
        cheapestMicro: String(bought * 60n + (wanted - bought) * 100n),
      });
      const apply = (key: string, grams: string) => [
        ...['apply', ...sending, '--key', keyOf(key), '--unit', coal, '--period', period, '--grams', grams, '--price', '80000'],
      ];
      expect(await run(GATEWAY, apply('frank', '1'))).toMatchObject({
        code: 1,
        err: expect.stringMatching(/refused by node-1: OWNER_SIGNATURE_INVALID/),
      });
      const applied = await run(GATEWAY, apply('grace', '40000'));
      expect(applied, applied.err).toMatchObject({ code: 0 });
      const applicationId = applied.out.trim();
      await until('the trade', async () =>
        (await readEvents(world)).some(({ name, args }) => name === 'PermitsTraded' && args['applicationId'] === applicationId),
      );
      const [plant] = linesOf(await run(GATEWAY, ['balance', ...where, '--unit', coal, '--period', period, '--json']));
      expect(plant).toMatchObject({ allowanceGrams: '10000', permitsGrams: '50000' });
      expect((await forecast()).owner).toMatchObject({ permitsGrams: '50000', recentPriceMicroPerKg: '60000' });

      // C5: every change of ownership, from the events alone.
      const history = linesOf(await run(GATEWAY, ['history', ...where, '--period', period, '--json']));
      expect(history).toMatchObject([
        { kind: 'allocated', unit: coal, owner: grace, grams: '10000' },
        { kind: 'allocated', unit: wind, owner: frank, grams: '60000' },
        { kind: 'traded', applicationId, offerId, buyer: grace, seller: frank, grams: '40000', paidMicro: '2400000' },
      ]);
      const csv = await run(GATEWAY, ['history', ...where, '--period', period, '--participant', frank]);
      expect(csv.out.split('\r\n').slice(1, -1)).toHaveLength(2);
      expect((await run(GATEWAY, ['balance', ...where])).code, 'whose?').toBe(3);

      // Given up for good by a signature that the node posts: the plant's, of permits that it turns out not to need.
      const retire = [
        'retire',
        ...sending,
        '--deadline',
        String(Math.floor(world.clock.now() / 1000) + 86_400),
        '--proven',
        '--wait',
        '40',
      ];
      const given = await run(GATEWAY, [...retire, '--key', keyOf('grace'), '--period', period, '--grams', '500']);
      expect(given, given.err).toMatchObject({ code: 0, err: expect.stringMatching(/final, proven by node-1's receipt in block \d+/) });
      expect(JSON.parse((await run(CHAIN, ['supply', period, ...where])).out)).toMatchObject({ heldGrams: '69500', retiredGrams: '500' });
    });
  }, 200_000);

  it('a guarantee of origin goes from a roof’s signed readings to a household’s retirement, proven', async () => {
    await withWorld({}, async (world, recorder) => {
      const { guaranteeOfOrigin, readingLedger } = world.deployment.contracts;
      const deployment = join(world.folder, 'network.json');
      const where = ['--deployment', deployment, '--rpc', world.rpcUrl];
      const alice = world.ownerAddress('alice').toLowerCase();
      const carol = world.ownerAddress('carol').toLowerCase();
      const issuedTo = async (name: string) =>
        (await readEvents(world)).filter(
          ({ name: event, args }) => event === 'GuaranteeIssued' && world.nameOf(lower(args['meter'])) === name,
        );
      await until('two guarantees of the roof', async () => (await issuedTo('solar-1')).length >= 2, 90_000);

      // Each Wh once: ranges follow one another, and are worth what the ledger's boundaries are apart.
      const issued = await issuedTo('solar-1');
      const exportAt = async (meter: unknown, boundary: unknown) => {
        const { exportWh } = (await world.authority.read(readingLedger, ABIS.readingLedger, 'boundaryOf', [meter, boundary])) as {
          exportWh: bigint;
        };
        return exportWh;
      };
      for (const [at, { args }] of issued.entries()) {
        const [from, to] = [await exportAt(args['meter'], args['fromBoundary']), await exportAt(args['meter'], args['toBoundary'])];
        expect(args['energyWh']).toBe(to - from);
        expect(lower(args['owner'])).toBe(alice);
        if (at > 0) expect(args['fromBoundary']).toBe(issued[at - 1]?.args['toBoundary']);
      }
      for (const name of ['coal-1', 'battery-1', 'household-1']) expect(await issuedTo(name), name).toEqual([]);
      await until('the announcement', () =>
        recorder.on(/\/event\/carbon$/).some(({ payload }) => payload.toString().includes('"GuaranteeIssued"')),
      );

      // The household sees what it holds, and retires some of it for its neighbour, without gas.
      const holdings = linesOf(await run(GATEWAY, ['guarantees', ...where, '--owner', alice, '--json']));
      const [first] = holdings;
      expect(first).toMatchObject({ meter: lower(issued[0]?.args['meter']), source: '2', retiredWh: '0', isExpired: false });
      expect(BigInt(first?.['heldWh'] ?? 0)).toBe(issued[0]?.args['energyWh']);
      const id = String(first?.['guaranteeId']);
      const half = BigInt(first?.['heldWh'] ?? 0) / 2n;
      expect(half).toBeGreaterThan(0n);
      const retire = [
        ...['retire', '--deployment', deployment, '--broker', world.brokerUrl, '--publish', '--proven', '--wait', '40'],
        ...['--guarantee', id, '--beneficiary', carol, '--purpose', 'bread of November', '--deadline', String(2 ** 40)],
      ];
      const thief = await run(GATEWAY, [...retire, '--key', join(world.folder, 'keys', 'bob.key'), '--energy', '1', '--wait', '15']);
      expect(thief, 'bob holds none of it').toMatchObject({ code: 1, err: expect.stringMatching(/INSUFFICIENT_BALANCE/) });
      const key = ['--key', join(world.folder, 'keys', 'alice.key'), '--energy', String(half), '--nonce', '7'];
      const retired = await run(GATEWAY, [...retire, ...key]);
      expect(retired, retired.err).toMatchObject({ code: 0, err: expect.stringMatching(/final, proven by node-1's receipt in block \d+/) });
      const [event, ...more] = (await readEvents(world)).filter(({ name }) => name === 'GuaranteeRetired');
      expect(more).toEqual([]);
      expect(event?.args).toMatchObject({ id: retired.out.trim(), energyWh: half, purposeHash: keccak256(toBytes('bread of November')) });
      const again = await run(GATEWAY, [...retire, ...key]);
      expect(again, 'sent again it is the same retirement').toMatchObject({ code: 0, out: retired.out });
      const balance = await world.authority.read(guaranteeOfOrigin, ABIS.guaranteeOfOrigin, 'balanceOf', [alice, BigInt(id)]);
      expect(balance).toBe(BigInt(first?.['heldWh'] ?? 0) - half);
      expect(linesOf(await run(GATEWAY, ['guarantees', ...where, '--owner', carol, '--retired', '--json']))).toMatchObject([
        { kind: 'guarantee-retired', owner: alice, beneficiary: carol, guaranteeId: id, energyWh: String(half) },
      ]);
      const history = linesOf(await run(GATEWAY, ['history', ...where, '--participant', alice, '--json']));
      expect(history.filter(({ kind }) => kind?.startsWith('guarantee')).map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['guarantee-issued', 'guarantee-retired']),
      );
    });
  }, 200_000);
});
