/**
 * cli-sending: what an owner signed leaves for a file or a chain node. In: signed bytes, options. Out: the id on stdout, the
 * node's word on stderr. Must not know more of the program than app's entry points.
 */
import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type BrokerPoint, publishSigned, type SignedFile } from './app/index.ts';
import { addBroker } from './cli-broker.ts';
import { BASE, type MarketCommandTools, note, seconds } from './cli-market-checks.ts';

export interface Sending extends BrokerPoint {
  readonly out?: string;
  readonly publish: boolean;
  readonly base: string;
  readonly name: string;
  readonly wait: number;
  /** Waits for the final receipt and checks it against the deployment. */
  readonly proven?: boolean;
  readonly deployment?: string;
}

/** Options of everything that may leave for a chain node. */
export function addSending(command: Command): Command {
  return addBroker(
    command
      .option('--out <file>', 'write the signed bytes; send them later, from anywhere')
      .option('--publish', 'send them now and wait for a chain node’s word', false),
  )
    .option(...BASE)
    .option('--name <name>', 'stands for the gateway in the topics; where the broker knows its users, the user’s name', 'cli')
    .option('--wait <seconds>', 'for the chain node', seconds, 20);
}

/** Prints the id, and writes and publishes the bytes as asked; a refusal and a node's silence are failures. */
export async function deliver(signed: SignedFile, options: Sending, { print, fail }: MarketCommandTools): Promise<void> {
  print(`0x${signed.id}`);
  if (options.out !== undefined) writeFileSync(options.out, signed.bytes, { flag: 'wx' });
  if (!options.publish) return options.out === undefined ? note('neither --out nor --publish: signed, and let go') : undefined;
  const answer = await publishSigned(signed, {
    ...options,
    seconds: options.wait,
    proveBy: options.proven === true ? options.deployment : undefined,
  });
  note(answer?.text ?? `no chain node answered within ${options.wait} s; sending again does no harm`);
  if (answer === undefined || answer.isRefused) fail();
}
