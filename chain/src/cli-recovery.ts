/** What a chain node leaves to the hand of who comes after a lost owner: its guarantees of origin, of which there may be many. */
import type { Command } from 'commander';
import { type Hex, numberToHex, pad } from 'viem';
import { abiOf, addSending, checkHex, openReader, openSender, readLogs, refusedOr, type Sending } from './cli-contract.ts';
import { chainOr, EXIT, ExitError } from './cli-support.ts';
import { eventSelector } from './node/contract-calls.ts';

interface Transfer {
  readonly id?: bigint;
  readonly ids?: readonly bigint[];
}

/** Moves every guarantee that a lost owner holds and that has not expired to its successor; whoever sends pays. */
async function claimGuarantees(text: string, flags: Sending): Promise<void> {
  const owner = checkHex('owner', text.toLowerCase(), 20);
  const opened = await openReader(flags);
  const successor = await opened.view<Hex>('meterRegistry', 'successorOf', [owner]);
  if (BigInt(successor) === 0n) throw new ExitError(EXIT.failed, `${owner}: no recovery of it is complete, so nobody comes after it`);
  const account = await openSender(flags);
  const transfers = ['TransferSingle', 'TransferBatch'].map((event) => eventSelector('guaranteeOfOrigin', event));
  const received = await readLogs<Transfer>(opened, 'guaranteeOfOrigin', [transfers, null, null, pad(owner, { size: 32 })]);
  const { timestamp } = await chainOr(opened.reader.getBlock());
  let moved = 0;
  for (const id of new Set(received.flatMap(({ id: one, ids }) => ids ?? (one === undefined ? [] : [one])))) {
    const energyWh = await opened.view<bigint>('guaranteeOfOrigin', 'balanceOf', [owner, id]);
    if (energyWh === 0n) continue;
    const name = numberToHex(id, { size: 32 });
    const { expiresAt } = await opened.view<{ expiresAt: bigint }>('guaranteeOfOrigin', 'guaranteeOf', [id]);
    if (expiresAt <= timestamp) {
      console.log(`${name}  ${energyWh} Wh  expired: it stays`);
      continue;
    }
    const address = opened.deployment.contracts.guaranteeOfOrigin;
    await refusedOr(account.call(address, abiOf('guaranteeOfOrigin'), 'claimRecovered', [owner, id]));
    console.log(`${name}  ${energyWh} Wh  to ${successor}`);
    moved += 1;
  }
  console.log(`${moved} moved`);
}

export function addRecoveryCommands(program: Command): void {
  const recovery = program.command('recovery').description("after a lost owner's key: what its chain node leaves to who comes after it");
  addSending(recovery.command('guarantees <owner>').description("a lost owner's guarantees of origin go to its successor; anyone may send"))
    .addHelpText('after', '\nExample:\n  joulegate-chain recovery guarantees 0x… --rpc … --deployment network.json --key payer.key')
    .action(claimGuarantees);
}
