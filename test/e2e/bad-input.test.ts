import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { typedDigest } from '@joulegate/chain';
import { decodeReceipt, decodeTransaction, type ErrorCode, encodeTransaction, SIDE, type Transaction } from '@joulegate/protos';
import { toBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { DEMO_UNITS } from '../../device-sim/src/demo/units.ts';
import { accountFor } from '../support/accounting.ts';
import { listeningPorts } from '../support/net.ts';
import { until } from '../support/until.ts';
import { type Message, readEvents, withWorld } from '../support/world.ts';

const UNITS = DEMO_UNITS.filter((unit) => ['solar-1', 'household-1'].includes(unit.id));
const SCENARIO = `
seed: joulegate-bad
start: '2026-06-21T10:00:00Z'
periodSeconds: 60
devices:
  - { id: solar-1, kind: solar, peakW: 10000, inverterLimitW: 8500, latitudeDegrees: 45.75, longitudeDegrees: 4.85, exportWh: 1000000 }
  - { id: household-1, kind: household, baseW: 450, peakW: 3200, importWh: 4000000 }
faults:
  - { atSeconds: 1800, device: solar-1, kind: forged-reading }
  - { atSeconds: 1920, device: solar-1, kind: wrong-domain }
  - { atSeconds: 2040, device: solar-1, kind: replay }
  - { atSeconds: 2160, device: solar-1, kind: register-down }
  - { atSeconds: 2280, device: solar-1, kind: truncated }
  - { atSeconds: 2400, device: solar-1, kind: overlong }
  - { atSeconds: 2520, device: solar-1, kind: bit-flip }
`;

/** What each fault on the wire is counted as. */
const ON_THE_WIRE: readonly [ErrorCode, string][] = [
  ['SIGNATURE_INVALID', 'a forged register under an old signature'],
  ['DOMAIN_MISMATCH', 'a reading for another market'],
  ['COUNTER_REPLAYED', 'a line sent twice'],
  ['REGISTER_DECREASED', 'a register that goes down'],
  ['FRAME_TRUNCATED', 'a line cut short'],
  ['FRAME_OVERLONG', 'a line without end'],
];

const latest = (messages: readonly Message[]) =>
  JSON.parse(messages.at(-1)?.payload.toString() ?? '{}') as { counters?: Partial<Record<ErrorCode, number>> };

describe('bad input', () => {
  it('is refused by its own code on the wire and on the broker, and stops nothing', async () => {
    const scenarioFile = `${process.env['TMPDIR'] ?? '/tmp'}/joulegate-bad-${process.pid}.yaml`;
    writeFileSync(scenarioFile, SCENARIO);
    await withWorld({ scenarioFile, units: UNITS }, async (world, recorder) => {
      const health = () => latest(recorder.on(/^joulegate\/village\/health$/)).counters ?? {};
      await until('every fault counted in health', () => ON_THE_WIRE.every(([code]) => (health()[code] ?? 0) > 0), 40_000).catch(
        () => undefined,
      );
      expect(Object.keys(health()), 'codes in health').toEqual(expect.arrayContaining(ON_THE_WIRE.map(([code]) => code)));
      const codes = new Set(
        recorder.on(/\/solar-1\/refusal$/).map((message) => (JSON.parse(message.payload.toString()) as { code: string }).code),
      );
      expect([...codes]).toContain('SIGNATURE_INVALID');

      const availability = recorder.on(/\/solar-1\/availability$/).at(-1);
      expect(availability?.payload.toString(), 'a device whose readings come in').toBe('online');

      // What someone with access to the broker may try, in the gateway's own name.
      const [order, genuine] = await until('an order of the household', () => recorder.on(/\/tx\/order$/).flatMap(boughtBy)[0], 60_000);
      const owner = privateKeyToAccount(readFileSync(`${world.folder}/keys/carol.key`, 'utf8').trim() as `0x${string}`);
      const overLimit = await signOrder(genuine, { energyWh: 10_000_000n }, owner, world.deployment);
      const unknownMeter = await signOrder(genuine, { meter: new Uint8Array(20).fill(7) }, owner, world.deployment);
      const attempts: readonly [string, Uint8Array, ErrorCode][] = [
        ['an order above what the connection can take', overLimit, 'ORDER_OVER_LIMIT'],
        ['an order of a meter nobody registered', unknownMeter, 'METER_UNKNOWN'],
        ['an unknown protobuf field', Buffer.concat([order.payload, Buffer.from([0xf8, 0x07, 0x01])]), 'PROTOBUF_UNKNOWN_FIELD'],
        ['no protobuf at all', Buffer.from('hello'), 'PROTOBUF_MALFORMED'],
        ['a payload over 64 KiB', Buffer.alloc(70_000, 1), 'MQTT_PAYLOAD_OVERSIZE'],
        ['an order under another id', encodeTransaction({ ...genuine, id: new Uint8Array(32).fill(1) }), 'TRANSACTION_ID_MISMATCH'],
        [
          'an order whose signature was changed',
          encodeTransaction({ ...genuine, ownerSignature: genuine.ownerSignature.map((byte, i) => (i === 5 ? byte ^ 1 : byte)) }),
          'OWNER_SIGNATURE_INVALID',
        ],
        ['an order for another network', encodeTransaction({ ...genuine, network: 'eip155:1' }), 'NETWORK_MISMATCH'],
      ];
      for (const [what, payload, code] of attempts) {
        await recorder.client.publishAsync('joulegate/village/tx/order', Buffer.from(payload), { qos: 1 });
        // A meter unknown today may be registered tomorrow: its order is deferred, the rest is refused for good.
        await until(`${what} to be answered with ${code}`, () => recorder.messages.some((message) => isAnswer(message, code)), 20_000);
      }

      // Nothing of it stopped the rest: batches go on, and hold exactly what was published.
      const before = (await readEvents(world)).filter((event) => event.name === 'BatchRecorded').length;
      await until(
        'two more batches',
        async () => (await readEvents(world)).filter((event) => event.name === 'BatchRecorded').length >= before + 2,
        60_000,
      );
      const events = await readEvents(world);
      for (const device of world.fleet.devices) {
        const accounting = accountFor(device.meter ?? '', recorder.on(new RegExp(`/village/${device.id}/reading$`)), events);
        expect(accounting.covered.size).toBeGreaterThan(10);
      }
      const refused = recorder
        .on(/\/receipt\//)
        .map((message) => decodeReceipt(message.payload))
        .filter((receipt) => receipt.ok && receipt.value.state === 'refused');
      expect(refused.length, 'refusals answered').toBeGreaterThan(0);

      const own = createServer().listen(0, '127.0.0.1');
      await once(own, 'listening');
      expect(listeningPorts(process.pid), 'a port of this test, which must be seen').toContain((own.address() as AddressInfo).port);
      own.close();
      for (const name of ['village', 'chain-node'])
        expect(listeningPorts(world.programs.get(name)?.pid as number), `${name}: ports that somebody could call`).toEqual([]);
    });
  }, 180_000);
});

function isAnswer({ topic, payload }: Message, code: ErrorCode): boolean {
  if (/\/chain\/[^/]+\/refusal$/.test(topic)) return payload.toString().includes(`"${code}"`);
  if (!topic.includes('/receipt/')) return false;
  const receipt = decodeReceipt(payload);
  return receipt.ok && receipt.value.errorCode === code;
}

function boughtBy(message: Message): [Message, Transaction][] {
  const decoded = decodeTransaction(message.payload);
  return decoded.ok && decoded.value.body.kind === 'order' && decoded.value.body.value.side === SIDE.buy ? [[message, decoded.value]] : [];
}

async function signOrder(
  genuine: Transaction,
  change: object,
  owner: ReturnType<typeof privateKeyToAccount>,
  deployment: Parameters<typeof typedDigest>[2],
): Promise<Uint8Array> {
  const before = genuine.body.value as unknown as { interval: bigint; expiry: bigint };
  // Some hours ahead in simulated time, so that it is not refused for being late.
  const ahead = { interval: before.interval + 40n, expiry: before.expiry + 40n * BigInt(deployment.intervalSeconds) };
  const value = { ...before, ...ahead, ...change, nonce: BigInt(Date.now()) };
  const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;
  const digest = typedDigest('Order', { ...value, meter: hex((value as unknown as { meter: Uint8Array }).meter) } as never, deployment);
  const signature = await owner.sign({ hash: digest });
  return encodeTransaction({
    ...genuine,
    id: toBytes(digest),
    ownerSignature: toBytes(signature),
    body: { kind: 'order', value } as never,
  });
}
