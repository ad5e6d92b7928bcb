/** Commands that put a market on a chain and pass its roles on. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { chainOr, EXIT, ExitError, fileOr, KEY_URIS, openSigner } from './cli-support.ts';
import {
  ADMIN_ROLE,
  type DeploymentParameters,
  deploy,
  dryRun,
  formatDryRun,
  handOverRoles,
  listRoles,
  parametersSchema,
  planDeployment,
  readDeployment,
  readParameters,
  writeDeployment,
} from './deployment/index.ts';

const readAddress = (name: string) => (text: string) => {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text))
    throw new ExitError(EXIT.usage, `${name}: an address as 0x and 40 hex digits expected, got ${text}`);
  return text as `0x${string}`;
};

interface DeployFlags {
  readonly rpc?: string;
  readonly key?: string;
  readonly out?: string;
  readonly params?: string;
  readonly dryRun?: boolean;
  readonly from?: `0x${string}`;
  readonly schema?: boolean;
}

const need = (value: string | undefined, flag: string): string => {
  if (value === undefined) throw new ExitError(EXIT.usage, `${flag}: missing`);
  return value;
};

async function runDry(rpcUrl: string, flags: DeployFlags, parameters: DeploymentParameters): Promise<void> {
  const deployer = flags.from ?? (await openSigner(need(flags.key, '--key or --from'))).address;
  const plan = (admin: `0x${string}`, nonce: number) => planDeployment(parameters, admin, nonce);
  const run = await chainOr(dryRun({ rpcUrl, deployer, chainId: parameters.chainId, plan }));
  console.log(formatDryRun(run));
  if (run.faults.length > 0) process.exitCode = EXIT.failed;
}

async function runDeploy(flags: DeployFlags): Promise<void> {
  if (flags.schema) return console.log(JSON.stringify(parametersSchema(), null, 2));
  const rpcUrl = need(flags.rpc, '--rpc');
  const params = need(flags.params, '--params');
  const parameters = fileOr(() => readParameters(params));
  if (flags.dryRun) return runDry(rpcUrl, flags, parameters);
  const out = need(flags.out, '--out');
  const journalFile = `${out}.journal`;
  if (existsSync(out) && !existsSync(journalFile)) {
    throw new ExitError(EXIT.config, `${out}: exists and has no journal beside it, so it is another deployment; name another file`);
  }
  const deployer = await openSigner(need(flags.key, '--key'));
  const deployment = await chainOr(deploy({ ...parameters, rpcUrl, deployer, journalFile }));
  fileOr(() => writeDeployment(out, deployment));
  console.log(JSON.stringify(deployment.contracts, null, 2));
}

interface RoleFlags {
  readonly rpc: string;
  readonly deployment: string;
}
interface HandOverFlags extends RoleFlags {
  readonly key: string;
  readonly to: `0x${string}`;
  readonly roles: string;
  readonly toPlainAccount?: boolean;
}

export function addDeployCommands(program: Command): void {
  program
    .command('deploy')
    .description('put a market on a chain; started again after an interruption it goes on from <out>.journal')
    .option('--params <file>', 'what the market is, YAML: chain/deployment.example.yaml')
    .option('--rpc <url>', 'JSON-RPC endpoint of the chain')
    .option('--key <file or key URI>', `deployer and admin: ${KEY_URIS}`)
    .option('--out <file>', 'network.json to write')
    .option('--dry-run', 'play every step on a private copy of the chain, print addresses, gas and cost; sends nothing')
    .option('--from <address>', 'deployer of a dry run, instead of its key', readAddress('--from'))
    .option('--schema', 'print the JSON schema of the parameter file')
    .action(runDeploy);

  const roles = program.command('roles').description('who may do what, and handing it on');
  roles
    .command('show')
    .description('every role of every contract and who holds it')
    .requiredOption('--rpc <url>', 'JSON-RPC endpoint of the chain')
    .requiredOption('--deployment <file>', 'network.json that deploy wrote')
    .action(async (flags: RoleFlags) => {
      const deployment = fileOr(() => readDeployment(flags.deployment));
      for (const { contract, role, holders } of await chainOr(listRoles(flags.rpc, deployment))) {
        console.log(`${contract.padEnd(18)}${role.padEnd(22)}${holders.join(' ') || 'nobody'}`);
      }
    });
  roles
    .command('hand-over')
    .description("pass the key's roles on, to a multisig: grants, looks, then renounces")
    .requiredOption('--rpc <url>', 'JSON-RPC endpoint of the chain')
    .requiredOption('--deployment <file>', 'network.json that deploy wrote')
    .requiredOption('--key <file or key URI>', `who holds the roles now: ${KEY_URIS}`)
    .requiredOption('--to <address>', 'who shall hold them', readAddress('--to'))
    .option('--roles <names>', 'comma-separated', ADMIN_ROLE)
    .option('--to-plain-account', 'allow a holder without code')
    .action(async (flags: HandOverFlags) => {
      const deployment = fileOr(() => readDeployment(flags.deployment));
      const passed = await handOverRoles({
        rpcUrl: flags.rpc,
        deployment,
        holder: await openSigner(flags.key),
        to: flags.to,
        roles: flags.roles.split(',').map((role) => role.trim()),
        isPlainAccountAllowed: flags.toPlainAccount === true,
      });
      for (const { contract, role } of passed) console.log(`${contract.padEnd(18)}${role.padEnd(22)}${flags.to}`);
      if (passed.length === 0) console.log('the key holds none of these roles');
    });
}
