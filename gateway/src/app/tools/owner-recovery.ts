import { readFileSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { address, JoulegateError } from '../../domain/index.ts';
import { openKey } from '../../keys/index.ts';
import { buildRecovery, buildRecoveryRule, buildRecoveryVeto } from '../../tx/index.ts';
import { readNetworkFile } from '../config/network-file.ts';
import { callView, openChain } from './market/market-chain.ts';
import { addressOf, type SignedFile, type Signing, seal } from './market/post.ts';

const NOBODY = address(`0x${'0'.repeat(40)}`);
const DAY_SECONDS = 86_400;
/** A guardian's word is good for so long; the new owner has to add its own meanwhile. */
const APPROVAL_SECONDS = 30n * 86_400n;

const nowSeconds = () => BigInt(Math.floor(Date.now() / 1000));

/** @param options.guardian address, or `none` @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signRecoveryRule(
  options: Signing & { readonly guardian: string; readonly delayDays: number; readonly nonce?: bigint | undefined },
): Promise<SignedFile> {
  const isNone = options.guardian === 'none';
  const fields = {
    owner: await addressOf(options.key),
    guardian: isNone ? NOBODY : address(options.guardian),
    delaySeconds: isNone ? 0 : options.delayDays * DAY_SECONDS,
    nonce: options.nonce ?? nowSeconds(),
  };
  return seal(options.key, buildRecoveryRule(fields, readNetworkFile(options.deployment)));
}

const approvalSchema = v.strictObject({
  network: v.string(),
  owner: v.pipe(v.string(), v.regex(/^0x[0-9a-fA-F]{40}$/)),
  newOwner: v.pipe(v.string(), v.regex(/^0x[0-9a-fA-F]{40}$/)),
  nonce: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  deadline: v.pipe(v.string(), v.regex(/^\d{1,20}$/)),
  guardianSignature: v.pipe(v.string(), v.regex(/^0x([0-9a-fA-F]{2}){1,4096}$/)),
});

/**
 * The guardian's half of a recovery, in a file that the new owner adds its own to; it holds no secret.
 * @returns the recovery's id, 0x and 64 hex digits
 * @throws JoulegateError KEY_INVALID, CONFIG_INVALID
 */
export async function approveRecovery(
  options: Signing & { readonly owner: string; readonly newOwner: string; readonly out: string; readonly nonce?: bigint | undefined },
): Promise<string> {
  const fields = {
    owner: address(options.owner),
    newOwner: address(options.newOwner),
    nonce: options.nonce ?? nowSeconds(),
    deadline: nowSeconds() + APPROVAL_SECONDS,
  };
  const unsigned = buildRecovery(fields, readNetworkFile(options.deployment));
  const guardian = await openKey(options.key);
  const signature = await guardian.sign(unsigned.digest).finally(() => guardian.close());
  const approval: v.InferOutput<typeof approvalSchema> = {
    network: unsigned.network,
    owner: fields.owner,
    newOwner: fields.newOwner,
    nonce: String(fields.nonce),
    deadline: String(fields.deadline),
    guardianSignature: `0x${Buffer.from(signature).toString('hex')}`,
  };
  try {
    writeFileSync(options.out, `${JSON.stringify(approval, undefined, 2)}\n`, { flag: 'wx' });
  } catch (cause) {
    throw new JoulegateError('CONFIG_INVALID', `${options.out}: a new file expected: ${(cause as Error).message}`, { cause });
  }
  return `0x${unsigned.id}`;
}

function readApproval(path: string): v.InferOutput<typeof approvalSchema> {
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new JoulegateError('CONFIG_INVALID', `${path}: a guardian's approval expected: ${(cause as Error).message}`, { cause });
  }
  const parsed = v.safeParse(approvalSchema, given);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new JoulegateError('CONFIG_INVALID', `${path}: ${v.getDotPath(issue) ?? 'approval'}: ${issue.message}`);
}

/** The new owner's half. @throws JoulegateError KEY_INVALID, CONFIG_INVALID where the approval is of another network or for another key */
export async function signRecovery(options: Signing & { readonly approval: string }): Promise<SignedFile> {
  const deployment = readNetworkFile(options.deployment);
  const { network, owner, newOwner, nonce, deadline, guardianSignature } = readApproval(options.approval);
  const fields = {
    owner: address(owner),
    newOwner: address(newOwner),
    nonce: BigInt(nonce),
    deadline: BigInt(deadline),
    guardianSignature: new Uint8Array(Buffer.from(guardianSignature.slice(2), 'hex')),
  };
  const unsigned = buildRecovery(fields, deployment);
  if (unsigned.network !== network)
    throw new JoulegateError('CONFIG_INVALID', `${options.approval}: network ${unsigned.network} expected, got ${network}`);
  const held = await addressOf(options.key);
  if (held !== fields.newOwner)
    throw new JoulegateError('CONFIG_INVALID', `${options.approval}: approved for ${fields.newOwner}; the key is that of ${held}`);
  return seal(options.key, unsigned);
}

/** Stops a recovery of the own address. @param options.recovery its id @throws JoulegateError KEY_INVALID, CONFIG_INVALID */
export async function signRecoveryVeto(options: Signing & { readonly recovery: string }): Promise<SignedFile> {
  if (!/^0x[0-9a-fA-F]{64}$/.test(options.recovery))
    throw new JoulegateError('CONFIG_INVALID', `recovery: 0x and 64 hex digits expected, got ${JSON.stringify(options.recovery)}`);
  const recoveryId = new Uint8Array(Buffer.from(options.recovery.slice(2), 'hex'));
  return seal(options.key, buildRecoveryVeto({ owner: await addressOf(options.key), recoveryId }, readNetworkFile(options.deployment)));
}

/** How an owner stands: rule, what runs, who came after. @throws JoulegateError TRANSPORT_FAILED, CONFIG_INVALID */
export async function showRecovery(options: {
  readonly deployment: string;
  readonly rpc: string;
  readonly owner: string;
}): Promise<string[]> {
  const deployment = readNetworkFile(options.deployment);
  const owner = address(options.owner);
  const chain = await openChain(options.rpc, deployment);
  const ask = async (signature: string) => {
    const answer = await callView(chain, deployment.contracts.meterRegistry, signature, [owner]);
    if (answer === undefined) throw new JoulegateError('TRANSPORT_FAILED', `${options.rpc}: no answer to ${signature}`);
    return answer;
  };
  const hex = (value = 0n, digits = 40) => `0x${value.toString(16).padStart(digits, '0')}`;
  const time = (seconds = 0n) => new Date(Number(seconds) * 1000).toISOString();
  const rule = (name: string, [guardian = 0n, delaySeconds = 0n, since = 0n]: readonly bigint[]) =>
    guardian === 0n ? `${name}: none` : `${name}: guardian ${hex(guardian)}, delay ${delaySeconds} s, since ${time(since)}`;
  const rules = await ask('recoveryRuleOf(address)');
  const [id = 0n, newOwner, readyAt] = await ask('runningRecoveryOf(address)');
  const [successor = 0n] = await ask('successorOf(address)');
  return [
    rule('rule', rules.slice(0, 3)),
    ...((rules[5] ?? 0n) === 0n ? [] : [`${rule('next rule', rules.slice(3))}, from ${time(rules[5])}`]),
    id === 0n ? 'running: none' : `running: ${hex(id, 64)} to ${hex(newOwner)}, complete from ${time(readyAt)}`,
    successor === 0n ? 'successor: none' : `successor: ${hex(successor)}`,
  ];
}
