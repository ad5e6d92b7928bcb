/**
 * What a secure element's driver is to us: a program that holds a key (here in the file it is given) and answers each line,
 * a question for its public key or a digest, with a line. The protocol: docs/decisions/0026.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { privateKeyToAccount } from 'viem/accounts';

const account = privateKeyToAccount(readFileSync(process.argv[2], 'utf8').trim());
for await (const line of createInterface({ input: process.stdin })) {
  const { id, publicKey, digest } = JSON.parse(line);
  const answer = publicKey ? { publicKey: `0x${account.publicKey.slice(4)}` } : { signature: await account.sign({ hash: digest }) };
  console.log(JSON.stringify({ id, ...answer }));
}
