/** Commands for the authority that allocates allowances, and for whoever settles a carbon period. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Abi, type Hex, numberToHex } from 'viem';
import { type Allowance, parseAllowances } from './allowance-file.ts';
import { addFactorCommands } from './cli-carbon-factors.ts';
import {
  abiOf,
  addReading,
  addSending,
  checkHex,
  type Opened,
  openReader,
  openSender,
  print,
  readLogs,
  refusedOr,
  type Sending,
  usage,
  type Where,
} from './cli-contract.ts';
import { chainOr, EXIT, ExitError, fileOr } from './cli-support.ts';
import { eventSelector } from './node/contract-calls.ts';

const LEDGER: Abi = abiOf('carbonLedger');

interface Account {
  readonly emissionsUg: bigint;
  readonly allowanceGrams: bigint;
  readonly settled: boolean;
  readonly surrenderedGrams: bigint;
  readonly deficitGrams: bigint;
}
interface UnitAccount {
  readonly unit: Hex;
  readonly owner: Hex;
  readonly settled: boolean;
  readonly allowanceGrams: bigint;
  readonly emissionsUg: bigint;
  readonly obligationGrams: bigint;
  readonly permitsOfOwnerGrams: bigint;
  readonly surrenderedGrams: bigint;
  readonly deficitGrams: bigint;
  /** Imposed for this period. */
  readonly fineMicro: bigint;
  /** Not paid yet, of all periods. */
  readonly fineDueMicro: bigint;
}

function checkPeriod(text: string): number {
  return /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) < 2 ** 32
    ? Number(text)
    : usage(`period: a number below 2^32 expected, got ${text}`);
}

/** Registered units, and the fines that were imposed for a period. */
async function findUnits(opened: Opened, period: number): Promise<Map<Hex, bigint>> {
  const registered = await readLogs<{ meter: Hex }>(opened, 'meterRegistry', [eventSelector('meterRegistry', 'MeterRegistered')]);
  const inPeriod = [eventSelector('carbonLedger', 'PeriodSettled'), null, numberToHex(period, { size: 32 })];
  const fines = new Map(registered.map(({ meter = '0x' }) => [meter, 0n]));
  for (const { unit = '0x', fineMicro = 0n } of await readLogs<{ unit: Hex; fineMicro: bigint }>(opened, 'carbonLedger', inPeriod))
    fines.set(unit, fineMicro);
  return fines;
}

/** The ledger has two functions of this name: the other is the escrow's. */
const PERMITS: Abi = [
  {
    type: 'function',
    name: 'balanceOf',
    stateMutability: 'view',
    inputs: [
      { name: 'account', type: 'address' },
      { name: 'id', type: 'uint256' },
    ],
    outputs: [{ name: '', type: 'uint256' }],
  },
];

async function readAccounts(opened: Opened, period: number): Promise<UnitAccount[]> {
  const { deployment, reader, view } = opened;
  const rows: UnitAccount[] = [];
  for (const [unit, fineMicro] of await chainOr(findUnits(opened, period))) {
    const account = await view<Account>('carbonLedger', 'accountOf', [unit, period]);
    const { emissionsUg, allowanceGrams, settled, surrenderedGrams, deficitGrams } = account;
    if (emissionsUg === 0n && allowanceGrams === 0n && !settled) continue;
    const owner = await view<Hex>('meterRegistry', 'ownerOf', [unit]);
    rows.push({
      unit,
      owner,
      settled,
      allowanceGrams,
      emissionsUg,
      obligationGrams: (emissionsUg + 999_999n) / 1_000_000n,
      permitsOfOwnerGrams: (await chainOr(
        reader.readContract({
          address: deployment.contracts.carbonLedger,
          abi: PERMITS,
          functionName: 'balanceOf',
          args: [owner, BigInt(period)],
        }),
      )) as bigint,
      surrenderedGrams,
      deficitGrams,
      fineMicro,
      fineDueMicro: await view<bigint>('carbonLedger', 'fineDueMicro', [unit]),
    });
  }
  return rows.sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

interface AllocateFlags extends Sending {
  readonly period?: string;
  readonly grams?: string;
  readonly file?: string;
  readonly dryRun: boolean;
  readonly topUp: boolean;
  readonly json: boolean;
}

function readAllowances(unit: string | undefined, { file, period, grams }: AllocateFlags): Allowance[] {
  if (file !== undefined) {
    if (unit !== undefined || period !== undefined || grams !== undefined) usage('either --file, or a unit with --period and --grams');
    const kind = /\.csv$/i.test(file) ? 'csv' : 'yaml';
    return fileOr(() => {
      try {
        return parseAllowances(readFileSync(file, 'utf8'), kind);
      } catch (cause) {
        throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      }
    });
  }
  if (unit === undefined || period === undefined || grams === undefined) usage('either --file, or a unit with --period and --grams');
  if (!/^\d{1,20}$/.test(grams) || BigInt(grams) >= 1n << 64n) usage(`--grams: a whole number below 2^64 expected, got ${grams}`);
  return [{ unit: checkHex('unit', unit, 20), period: checkPeriod(period), grams: BigInt(grams) }];
}

/** Every row is tried on the chain's present state before the first is sent: a file goes out whole, or not at all. */
async function allocate(unit: string | undefined, flags: AllocateFlags): Promise<void> {
  const allowances = readAllowances(unit, flags);
  const opened = await openReader(flags);
  const account = await openSender(flags);
  const address = opened.deployment.contracts.carbonLedger;
  const due: (Allowance & { readonly allocatedGrams: bigint })[] = [];
  for (const { unit: each, period, grams } of allowances) {
    const { allowanceGrams } = await opened.view<Account>('carbonLedger', 'accountOf', [each, period]);
    const rest = flags.topUp ? (grams > allowanceGrams ? grams - allowanceGrams : 0n) : grams;
    if (flags.topUp && grams < allowanceGrams)
      throw new ExitError(
        EXIT.failed,
        `${each}, period ${period}: has ${allowanceGrams} g, more than ${grams}; an allowance is never taken back`,
      );
    if (rest > 0n) due.push({ unit: each, period, grams: rest, allocatedGrams: allowanceGrams });
  }
  for (const { unit: each, period, grams } of due) {
    await refusedOr(
      opened.reader.simulateContract({
        account: account.account,
        address,
        abi: LEDGER,
        functionName: 'allocate',
        args: [each, period, grams],
      }),
    );
  }
  for (const { unit: each, period, grams, allocatedGrams } of due) {
    if (!flags.dryRun) await refusedOr(account.call(address, LEDGER, 'allocate', [each, period, grams]));
    if (flags.json)
      console.log(JSON.stringify({ unit: each, period, grams: String(grams), before: String(allocatedGrams), isSent: !flags.dryRun }));
    else
      console.log(
        `${each}  period ${period}  ${grams} g  ${flags.dryRun ? 'would be allocated' : 'allocated'}, before ${allocatedGrams} g`,
      );
  }
  const skipped = allowances.length - due.length;
  if (!flags.json)
    console.log(`${due.length} ${flags.dryRun ? 'would be sent' : 'sent'}${skipped > 0 ? `, ${skipped} allocated before` : ''}`);
}

/** Settles what is not settled; the reading at the period's end is metered first where it is on the ledger. */
async function settle(period: number, flags: Sending & { readonly json: boolean }): Promise<void> {
  const opened = await openReader(flags);
  const account = await openSender(flags);
  const address = opened.deployment.contracts.carbonLedger;
  const { intervalSeconds, carbonPeriodSeconds } = opened.deployment;
  const edge = BigInt(Math.floor(((period + 1) * carbonPeriodSeconds) / intervalSeconds));
  const open = (await readAccounts(opened, period)).filter(({ settled }) => !settled);
  const sendSettlement = async (unit: Hex): Promise<void> => {
    const send = () => refusedOr(account.call(address, LEDGER, 'settlePeriod', [unit, period]));
    try {
      await send();
    } catch (cause) {
      if (!(cause instanceof ExitError) || !cause.message.toLowerCase().includes(`edgeboundaryfirst(${unit.toLowerCase()}, ${edge})`))
        throw cause;
      await refusedOr(account.call(address, LEDGER, 'meterUpTo', [unit, edge]));
      await send();
    }
  };
  for (const { unit } of open) {
    await sendSettlement(unit);
    if (!flags.json) console.log(`${unit}  settled`);
  }
  const settled = new Set(open.map(({ unit }) => unit));
  print((await readAccounts(opened, period)).filter(({ unit }) => settled.has(unit)));
}

interface Supply {
  readonly period: number;
  readonly issuedGrams: bigint;
  readonly surrenderedGrams: bigint;
  readonly retiredGrams: bigint;
  readonly heldGrams: bigint;
}

export function addCarbonCommands(program: Command): void {
  const carbon = program.command('carbon').description('allowances, accounts and settlement of carbon periods');

  addSending(carbon.command('allocate [unit]').description('authority: an allowance for a unit and period, or a file of them'))
    .option('--period <n>', 'carbon period')
    .option('--grams <g>', 'grams of CO2')
    .option('--file <file>', 'YAML list of unit, period, grams, or CSV with that header (.csv)')
    .option('--top-up', 'grams are what the allowance shall be: only what is missing is sent, so a file can be sent again', false)
    .option('--dry-run', 'try everything on the chain’s present state, send nothing', false)
    .option('--json', 'one JSON object per allowance', false)
    .addHelpText(
      'after',
      '\nExamples:\n  joulegate-chain carbon allocate 0x… --period 780 --grams 4000000 --rpc … --deployment network.json --key authority.key\n  joulegate-chain carbon allocate --file 2027.csv --top-up --dry-run …',
    )
    .action(allocate);
  addReading(
    carbon.command('accounts <period>').description('all units of a period: allowance, emissions, obligation, surrendered, deficit, fines'),
  ).action(async (period: string, flags: Where) => print(await readAccounts(await openReader(flags), checkPeriod(period))));
  addReading(carbon.command('supply <period>').description('permits of a period: issued = held + surrendered + retired')).action(
    async (text: string, flags: Where) => {
      const period = checkPeriod(text);
      const [issuedGrams, surrenderedGrams, retiredGrams] = await (await openReader(flags)).view<readonly [bigint, bigint, bigint]>(
        'carbonLedger',
        'supplyOf',
        [period],
      );
      const heldGrams = issuedGrams - surrenderedGrams - retiredGrams;
      print({ period, issuedGrams, heldGrams, surrenderedGrams, retiredGrams } satisfies Supply);
    },
  );
  addSending(
    carbon.command('settle <period>').description('anyone, after the period and its grace: settle every unit that is not settled yet'),
  )
    .option('--json', 'only the accounts, as JSON', false)
    .action((period: string, flags: Sending & { readonly json: boolean }) => settle(checkPeriod(period), flags));
  addFactorCommands(carbon);
}
