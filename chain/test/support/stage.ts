import { createHash } from 'node:crypto';
import { CARRIER, CURVE, type Deployment, FORMAT, NATURE, POSSESSION_PREFIX, SIGNED_READING_FIELDS, SOURCE } from '@joulegate/protos';
import {
  type Abi,
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  type Hex,
  hexToBytes,
  http,
  keccak256,
  type PublicClient,
  slice,
  toHex,
} from 'viem';
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { criteriaArgument, deploy, type ZoneCriteria } from '../../src/deployment/index.ts';
import { startAnvil } from '../../src/engine/anvil.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { CONTRACTS } from '../../src/generated/contracts.ts';
import { ABIS, ALL_ERRORS } from '../../src/node/abis.ts';
import { typedDigest } from '../../src/node/typed-message.ts';

type ContractKey = keyof Deployment['contracts'];

/** secp256k1 group order, SEC 2 version 2, section 2.4.1. */
export const GROUP_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

export interface Fields {
  readonly domain: bigint;
  readonly counter: bigint;
  readonly time: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
  readonly powerW: number;
  readonly voltageMv: number;
  readonly frequencyMhz: number;
  readonly status: number;
}

export interface Meter {
  readonly id: Hex;
  readonly account: PrivateKeyAccount;
  readonly keyX: Hex;
  readonly keyY: Hex;
}

export function makeMeter(): Meter {
  const account = privateKeyToAccount(generatePrivateKey());
  const point = slice(account.publicKey, 1);
  return { id: account.address.toLowerCase() as Hex, account, keyX: slice(point, 0, 32), keyY: slice(point, 32, 64) };
}

/** 65 bytes by docs/wire.md, section 1; its own encoder, as a firmware would have. */
export function encodePayload(fields: Fields): Uint8Array {
  const payload = new Uint8Array(65);
  const view = new DataView(payload.buffer);
  for (const { name, tag, offset, type } of SIGNED_READING_FIELDS) {
    payload[offset - 1] = tag;
    if (type === 'u64') view.setBigUint64(offset, fields[name], true);
    else if (type === 'i32') view.setInt32(offset, fields[name], true);
    else view.setUint32(offset, fields[name], true);
  }
  return payload;
}

export const sha256 = (...parts: Uint8Array[]): Hex =>
  `0x${parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')}`;

export async function signReading(fields: Fields, meter: Meter): Promise<Hex> {
  const payload = encodePayload(fields);
  const signature = await meter.account.sign({ hash: sha256(payload) });
  return toHex(Uint8Array.from([...payload, 0x52, 0x41, ...hexToBytes(signature)]));
}

export interface Stage {
  readonly engine: Engine;
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly domain: bigint;
  /** A boundary instant some hours before now: everything a test does lies between it and now. */
  readonly start: bigint;
  readonly admin: Hex;
  fields(change?: Partial<Fields>): Fields;
  read<T>(contract: ContractKey, functionName: string, args: readonly unknown[]): Promise<T>;
  /** Sends from an account (default: the admin) and waits. */
  send(contract: ContractKey, functionName: string, args: readonly unknown[], from?: Hex): Promise<{ gasUsed: bigint }>;
  /** The custom error a call would revert with, `Name(args)`, or undefined where it succeeds. */
  revertOf(
    contract: ContractKey,
    functionName: string,
    args: readonly unknown[],
    from?: Hex,
  ): Promise<{ name: string; args: readonly unknown[] } | undefined>;
  registration(meter: Meter, owner: PrivateKeyAccount, change?: object): Promise<readonly [object, Hex, Hex]>;
  /** Registered and certified. */
  commission(meter: Meter, owner: PrivateKeyAccount, change?: object): Promise<void>;
  batch(
    meter: Meter,
    owner: PrivateKeyAccount,
    reading: Partial<Fields>,
    change?: { firstCounter?: bigint; count?: number; root?: Hex },
  ): Promise<readonly [object, Hex]>;
  sign(type: Parameters<typeof typedDigest>[0], message: object, owner: PrivateKeyAccount): Promise<Hex>;
  fund(contract: 'energyMarket' | 'carbonLedger', account: Hex, amount: bigint): Promise<void>;
  stop(): Promise<void>;
}

export function zone(operator: Hex, change: Partial<ZoneCriteria> = {}): ReturnType<typeof criteriaArgument> {
  return criteriaArgument({
    operator,
    sources: 0b111_1111_1111,
    carriers: 1 << CARRIER.electricity,
    natures: (1 << NATURE.renewable) | (1 << NATURE.dispatchable) | (1 << NATURE.storage),
    minAttestationClass: 2,
    minEvidence: 2,
    permitSeconds: 0,
    maxThdPermille: 0,
    minCapacityW: 1_000n,
    maxCapacityW: 50_000n,
    hostingCapacityW: 60_000n,
    priceCeilingMicroPerKwh: 400_000n,
    basePriceMicroPerKwh: 100_000n,
    minVoltageMv: 207_000,
    maxVoltageMv: 253_000,
    minFrequencyMhz: 47_500,
    maxFrequencyMhz: 51_500,
    maxEvidenceAgeSeconds: 100 * 86_400,
    gridCodeProfile: `0x${'00'.repeat(32)}`,
    ...change,
  });
}

export async function openStage(): Promise<Stage> {
  const engine = await startAnvil({ chainId: 31337 });
  const [deployer] = engine.accounts;
  if (deployer === undefined) throw new Error('a funded account expected');
  const deployment = await deploy({
    rpcUrl: engine.rpcUrl,
    deployer: deployer.privateKey,
    zones: { 1: zone(deployer.address) },
    carbonPeriodSeconds: 3600,
    carbonGraceSeconds: 900,
    settlementDeadlineSeconds: 7 * 86_400,
  });
  const client = createPublicClient({ transport: http(engine.rpcUrl), cacheTime: 0, pollingInterval: 20 });
  const domain = (await client.readContract({
    address: deployment.contracts.meterRegistry,
    abi: CONTRACTS.MeterRegistry.abi,
    functionName: 'domain',
  })) as bigint;
  const now = (await client.getBlock()).timestamp;
  const start = (now / 3600n) * 3600n - 100n * 3600n;
  const abiOf = (contract: ContractKey): Abi => [
    ...(contract === 'token' ? (CONTRACTS.DemoEnergyCoin.abi as Abi) : ABIS[contract]).filter((item) => item.type !== 'error'),
    ...ALL_ERRORS,
  ];

  const stage: Stage = {
    engine,
    client,
    deployment,
    domain,
    start,
    admin: deployer.address.toLowerCase() as Hex,
    fields: (change = {}) => ({
      domain,
      counter: 1n,
      time: start,
      importWh: 0n,
      exportWh: 0n,
      powerW: 0,
      voltageMv: 230_000,
      frequencyMhz: 50_000,
      status: 0,
      ...change,
    }),
    read: (contract, functionName, args) =>
      client.readContract({ address: deployment.contracts[contract], abi: abiOf(contract), functionName, args }) as Promise<never>,
    async send(contract, functionName, args, from = deployer.address) {
      const { request } = await client.simulateContract({
        account: from,
        address: deployment.contracts[contract],
        abi: abiOf(contract),
        functionName,
        args,
      });
      const key =
        engine.accounts.find((account) => account.address.toLowerCase() === from.toLowerCase())?.privateKey ?? deployer.privateKey;
      const account = privateKeyToAccount(key);
      const wallet = createWalletClient({ account, transport: http(engine.rpcUrl) });
      const hash = await wallet.writeContract({ ...request, account, chain: null } as never);
      return client.waitForTransactionReceipt({ hash });
    },
    async revertOf(contract, functionName, args, from = deployer.address) {
      try {
        await client.simulateContract({ account: from, address: deployment.contracts[contract], abi: abiOf(contract), functionName, args });
        return undefined;
      } catch (cause) {
        const revert = cause instanceof BaseError ? cause.walk((inner) => inner instanceof ContractFunctionRevertedError) : undefined;
        if (revert instanceof ContractFunctionRevertedError && revert.data)
          return { name: revert.data.errorName, args: revert.data.args ?? [] };
        throw cause;
      }
    },
    async registration(meter, owner, change = {}) {
      const message = {
        owner: owner.address,
        keyX: meter.keyX,
        keyY: meter.keyY,
        curve: CURVE.secp256k1,
        format: FORMAT.native,
        attestationClass: 3,
        source: SOURCE.solar,
        carrier: CARRIER.electricity,
        zone: 1,
        capacityW: 10_000n,
        deadline: 2n ** 40n,
        ...change,
      };
      const digest = typedDigest('Registration', message, deployment);
      const possession = await meter.account.sign({ hash: sha256(Buffer.from(POSSESSION_PREFIX), hexToBytes(digest)) });
      return [message, await owner.sign({ hash: digest }), possession];
    },
    async commission(meter, owner, change) {
      await stage.send('meterRegistry', 'register', await stage.registration(meter, owner, change));
      await stage.send('meterRegistry', 'certify', [meter.id]);
    },
    async batch(meter, owner, reading, change = {}) {
      const fields = stage.fields(reading);
      const closing = await signReading(fields, meter);
      const message = { meter: meter.id, firstCounter: fields.counter, count: 1, root: leafOf(meter.id, closing), ...change };
      const closingDigest = sha256(hexToBytes(closing).subarray(0, 65));
      return [{ ...message, closing }, await stage.sign('ReadingBatch', { ...message, closingDigest }, owner)];
    },
    sign: (type, message, owner) => owner.sign({ hash: typedDigest(type, message as never, deployment) }),
    async fund(contract, account, amount) {
      await stage.send('token', 'mint', [deployer.address, amount]);
      await stage.send('token', 'approve', [deployment.contracts[contract], amount]);
      await stage.send(contract, 'depositFor', [account, amount]);
    },
    stop: () => engine.stop(),
  };
  return stage;
}

/** keccak256(keccak256(abi.encode(meter, sha256(payload), keccak256(signature)))): docs/wire.md, section 2. */
export function leafOf(meter: Hex, signedReading: Hex): Hex {
  const raw = hexToBytes(signedReading);
  const words = [meter.slice(2).padStart(64, '0'), sha256(raw.subarray(0, 65)).slice(2), keccak256(raw.subarray(67)).slice(2)];
  return keccak256(keccak256(`0x${words.join('')}`));
}
