/** The broker on the command line: its access list, and what a chain node needs to be let in. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadSecretText } from '@joulegate/gateway/keys';
import type { Command } from 'commander';
import { formatAccessList, formatListener } from './broker/index.ts';
import { EXIT, ExitError, fileOr, numberWithin, secretOr } from './cli-support.ts';
import { readDeployment } from './deployment/index.ts';
import type { BrokerAccess } from './node/options.ts';

export interface BrokerFlags {
  readonly mqtt: string;
  readonly mqttCa?: string;
  readonly mqttCert?: string;
  readonly mqttKey?: string;
  readonly mqttUsername?: string;
  readonly mqttPasswordFile?: string;
}

export function addBrokerOptions(command: Command): Command {
  return command
    .requiredOption('--mqtt <url>', 'broker, mqtts://host:port; mqtt:// on a trusted machine')
    .option('--mqtt-ca <file>', "PEM of the authority that signed the broker's certificate; default: those that Node trusts")
    .option('--mqtt-cert <file>', "PEM of this node's certificate, its common name the node id")
    .option('--mqtt-key <file>', 'PEM of its key, mode 0600, or credential:<name>')
    .option('--mqtt-username <name>', 'user name, with --mqtt-password-file')
    .option('--mqtt-password-file <file>', 'file with the password, mode 0600, or credential:<name>');
}

/** @throws ExitError for parts that do not go together, unreadable files, and secrets that others may read. */
export function readBrokerAccess(flags: BrokerFlags): BrokerAccess {
  const { mqtt, mqttCa, mqttCert, mqttKey, mqttUsername, mqttPasswordFile } = flags;
  if (/^[a-z]+:\/\/[^/]*@/i.test(mqtt))
    throw new ExitError(
      EXIT.usage,
      '--mqtt: no user and password in the address, where ps shows them: --mqtt-username, --mqtt-password-file',
    );
  if ((mqttCert === undefined) !== (mqttKey === undefined)) throw new ExitError(EXIT.usage, '--mqtt-cert and --mqtt-key go together');
  if ((mqttUsername === undefined) !== (mqttPasswordFile === undefined))
    throw new ExitError(EXIT.usage, '--mqtt-username and --mqtt-password-file go together');
  if ((mqttCa ?? mqttCert) !== undefined && !/^(mqtts|wss):/.test(mqtt))
    throw new ExitError(EXIT.usage, '--mqtt: mqtts:// or wss:// expected beside certificates');
  return {
    ...(mqttCa && { ca: fileOr(() => readFileSync(mqttCa, 'utf8')) }),
    ...(mqttCert && { cert: fileOr(() => readFileSync(mqttCert, 'utf8')) }),
    ...(mqttKey && { key: secretOr(() => loadSecretText(mqttKey)) }),
    ...(mqttUsername && { username: mqttUsername }),
    ...(mqttPasswordFile && { password: secretOr(() => loadSecretText(mqttPasswordFile)) }),
  };
}

interface AclFlags {
  readonly out: string;
  readonly base: string;
  readonly deployment?: string;
  readonly network?: string;
  readonly node: string[];
  readonly watcher: string[];
  readonly gateway?: string[];
  readonly auth: string;
  readonly port: number;
  readonly tlsDir: string;
}

function writeAcl(flags: AclFlags): void {
  const { deployment, auth } = flags;
  if (auth !== 'certificate' && auth !== 'password')
    throw new ExitError(EXIT.usage, `--auth: certificate or password expected, got ${auth}`);
  const network = flags.network ?? (deployment && `eip155:${fileOr(() => readDeployment(deployment)).chainId}`);
  if (!network) throw new ExitError(EXIT.usage, '--deployment or --network: missing');
  const folder = resolve(flags.out);
  const aclFile = join(folder, 'joulegate.acl');
  const confFile = join(folder, 'joulegate.conf');
  fileOr(() => {
    const { base, node: nodes, watcher: watchers, gateway: gateways } = flags;
    const acl = formatAccessList({ base, network, nodes, watchers, gateways });
    writeFileSync(aclFile, acl, { mode: 0o644 });
    writeFileSync(confFile, formatListener({ port: flags.port, auth, folder: resolve(flags.tlsDir), aclFile }), { mode: 0o644 });
  });
  console.log(`${aclFile}\n${confFile}`);
}

const collect = (value: string, all: string[] | undefined) => [...(all ?? []), value];

export function addBrokerCommands(program: Command): void {
  program
    .command('broker-acl')
    .description('write the access list and listener of a Mosquitto that keeps each party to its own topics')
    .requiredOption('--out <folder>', 'where joulegate.acl and joulegate.conf go')
    .option('--deployment <file>', 'network.json, for the network in topics')
    .option('--network <caip2>', 'instead of it, such as eip155:246')
    .option('--base <topic>', 'MQTT base', 'joulegate')
    .option('--node <name>', 'a chain node by its node id; may be given more than once', collect, [])
    .option('--watcher <name>', 'who may read everything and say nothing; may be given more than once', collect, [])
    .option('--gateway <name>', 'a gateway; without any: each whom the broker lets in, under its own name', collect)
    .option('--auth <how>', 'certificate (its common name is the user) or password', 'certificate')
    .option('--port <n>', 'port of the listener', numberWithin('--port', 1, 65_535), 8883)
    .option('--tls-dir <folder>', 'folder with ca.pem, broker.pem and broker.key', '/etc/mosquitto/certs')
    .addHelpText(
      'after',
      '\nExample:\n  joulegate-chain broker-acl --deployment network.json --node node-1 --watcher screen --out /etc/mosquitto/conf.d',
    )
    .action(writeAcl);
}
