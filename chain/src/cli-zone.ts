/** Commands for a zone's operator, for who certifies units, and for anyone who has a reading to show. */
import { readFileSync } from 'node:fs';
import { PERMIT_STATE, SUSPENSION_BIT, suspensionReasons, VERDICT_REASON, verdictReasons } from '@joulegate/protos';
import type { Command } from 'commander';
import { bytesToHex, type Hex, keccak256, stringToHex } from 'viem';
import { addReading, addSending, checkHex, print, type Sending, sendCall, usage, viewOf, type Where } from './cli-contract.ts';
import { fileOr } from './cli-support.ts';
import { criteriaArgument, gridCodeProfileId, parseCriteria, parseProfile } from './deployment/index.ts';

const STATES = Object.keys(PERMIT_STATE);
/** Reports by what they show, and how the contract takes the readings. */
const REPORTS = {
  tamper: { functionName: 'reportTamper', most: 1, isList: false },
  limits: { functionName: 'reportLimits', most: 255, isList: true },
  'limits-kept': { functionName: 'cureLimits', most: 255, isList: true },
  'feed-in': { functionName: 'reportFeedIn', most: 2, isList: false },
} as const;
const CURABLE = { operator: SUSPENSION_BIT.operator, tamper: SUSPENSION_BIT.tamper } as const;

function checkZone(text: string): number {
  return /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) < 2 ** 32
    ? Number(text)
    : usage(`zone: a number below 2^32 expected, got ${text}`);
}
function oneOf<T extends object>(name: string, table: T, key: string): T[keyof T] {
  return Object.hasOwn(table, key) ? table[key as keyof T] : usage(`${name}: ${Object.keys(table).join(', ')} expected, got ${key}`);
}
/** Unix seconds, or a date as ISO 8601 has it. */
function checkTime(name: string, text: string): bigint {
  const seconds = /^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  return Number.isFinite(seconds) ? BigInt(Math.floor(seconds)) : usage(`${name}: Unix seconds or an ISO 8601 date expected, got ${text}`);
}
/** A reading as hex, or a file of its bytes, or of their hex. */
function readReading(text: string): Hex {
  if (/^0x([0-9a-fA-F]{2})+$/.test(text)) return text as Hex;
  const bytes = fileOr(() => readFileSync(text));
  const content = bytes.toString('latin1').trim();
  return /^0x([0-9a-fA-F]{2})+$/.test(content) ? (content as Hex) : bytesToHex(bytes);
}

const send = (flags: Sending, functionName: string, args: readonly unknown[]) => sendCall(flags, 'admissionPolicy', functionName, args);
const view = <T>(flags: Where, functionName: string, args: readonly unknown[]) => viewOf<T>(flags, 'admissionPolicy', functionName, args);
const timeText = (seconds: number) => (seconds === 0 ? null : new Date(seconds * 1000).toISOString());

interface Permit {
  readonly state: number;
  readonly suspensions: number;
  readonly verdict: number;
  readonly since: number;
  readonly validUntil: number;
}

async function showPermit(meter: string, flags: Where): Promise<void> {
  const args = [checkHex('meter', meter, 20)];
  const permit = await view<Permit>(flags, 'permitOf', args);
  print({
    ...permit,
    state: STATES[permit.state],
    suspensions: suspensionReasons(permit.suspensions),
    verdict: verdictReasons(permit.verdict).map((name) => `${name}: ${VERDICT_REASON[name]}`),
    since: timeText(permit.since),
    validUntil: timeText(permit.validUntil),
    isAdmitted: await view<boolean>(flags, 'isAdmitted', args),
  });
}

export function addZoneCommands(program: Command): void {
  const zone = program.command('zone').description('criteria, grid codes, certificates and permits of a zone');
  const reading = (name: string, description: string) => addReading(zone.command(name).description(description));
  const sending = (name: string, description: string) => addSending(zone.command(name).description(description));

  reading('show <zone>', 'criteria in force, their version and what is granted').action(async (number: string, flags: Where) =>
    print(await view(flags, 'criteriaOf', [checkZone(number)])),
  );
  reading('permit <meter>', 'where a unit stands, and why').action(showPermit);

  sending('set <zone> <file>', 'operator: new criteria, YAML, fields as under a zone of chain/deployment.example.yaml').action(
    async (number: string, file: string, flags: Sending) => {
      const criteria = fileOr(() => parseCriteria(readFileSync(file, 'utf8')));
      await send(flags, 'setCriteria', [checkZone(number), criteriaArgument(criteria)]);
    },
  );
  sending('add-profile <file>', 'anyone: a grid code, YAML with name and profile; prints its id').action(
    async (file: string, flags: Sending) => {
      const { name, profile } = fileOr(() => parseProfile(readFileSync(file, 'utf8')));
      await send(flags, 'addProfile', [name, profile]);
      console.log(gridCodeProfileId(name, profile));
    },
  );
  sending('certify <meter>', 'certifier: the unit conforms to a grid code')
    .requiredOption('--profile <id>', 'the grid code')
    .requiredOption('--expires <when>', 'Unix seconds or an ISO 8601 date')
    .requiredOption('--document <file>', 'the certificate itself; its keccak256 goes on chain')
    .action(async (meter: string, flags: Sending & { profile: string; expires: string; document: string }) => {
      const documentHash = keccak256(fileOr(() => readFileSync(flags.document)));
      const args = [checkHex('meter', meter, 20), checkHex('--profile', flags.profile, 32), checkTime('--expires', flags.expires)];
      await send(flags, 'issueCertificate', [...args, documentHash]);
    });
  sending('revoke-certificate <meter>', 'certifier: it conforms no more; a permit that needs the certificate ends')
    .requiredOption('--profile <id>', 'the grid code')
    .action((meter: string, flags: Sending & { profile: string }) =>
      send(flags, 'revokeCertificate', [checkHex('meter', meter, 20), checkHex('--profile', flags.profile, 32)]),
    );
  sending('suspend <meter>', 'operator: no access until cured')
    .option('--reason <text>', 'announced with it, up to 32 bytes', 'operator')
    .action((meter: string, flags: Sending & { reason: string }) => {
      if (Buffer.byteLength(flags.reason) > 32) usage(`--reason: at most 32 bytes expected, got ${flags.reason}`);
      return send(flags, 'suspend', [checkHex('meter', meter, 20), SUSPENSION_BIT.operator, stringToHex(flags.reason, { size: 32 })]);
    });
  sending('cure <meter>', 'operator: lift a suspension')
    .option('--reason <name>', Object.keys(CURABLE).join(' or '), 'operator')
    .action((meter: string, flags: Sending & { reason: string }) =>
      send(flags, 'cure', [checkHex('meter', meter, 20), oneOf('--reason', CURABLE, flags.reason)]),
    );
  sending('revoke <meter>', 'operator: end a permit').action((meter: string, flags: Sending) =>
    send(flags, 'revoke', [checkHex('meter', meter, 20)]),
  );
  sending('expire <meter>', 'anyone: give back the capacity of a permit past its end').action((meter: string, flags: Sending) =>
    send(flags, 'expire', [checkHex('meter', meter, 20)]),
  );
  sending('report <what> <meter> <readings...>', `anyone: ${Object.keys(REPORTS).join(', ')}; readings as hex or files`).action(
    async (what: string, meter: string, readings: string[], flags: Sending) => {
      const { functionName, most, isList } = oneOf('report', REPORTS, what);
      if (readings.length > most || (!isList && readings.length < most))
        usage(`${what}: ${most} readings expected, got ${readings.length}`);
      const raws = readings.map(readReading);
      await send(flags, functionName, [checkHex('meter', meter, 20), ...(isList ? [raws] : raws)]);
    },
  );
}
