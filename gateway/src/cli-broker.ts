/**
 * cli-broker: which broker a command talks to, and as whom. In: the command line. Out: an address, and paths of secrets. Must
 * not know more of the program than app's entry points.
 */
import type { Command } from 'commander';

/** Which broker, and as whom: the words of the gateway's configuration. */
export function addBroker(command: Command, { isOptional = false, what = 'MQTT broker' } = {}): Command {
  return command
    .option('--broker <url>', `${what}; mqtts:// with TLS`, isOptional ? undefined : 'mqtt://127.0.0.1:1883')
    .option('--broker-ca <file>', 'PEM of the authority that signed the broker’s certificate')
    .option('--broker-cert <file>', 'PEM of an own certificate; its common name is the user’s name')
    .option('--broker-key <key>', 'PEM of its key: a file of mode 0600, or credential:<name>')
    .option('--broker-username <name>', 'user’s name, where a password says who this is')
    .option('--broker-password-file <password>', 'a file of mode 0600, or credential:<name>');
}
