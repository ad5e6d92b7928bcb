import { SOURCE } from '@joulegate/protos';
import { JoulegateError } from '../../../domain/index.ts';
import { carbonTopicOf } from '../../../market/index.ts';
import { readNetworkFile } from '../../config/network-file.ts';
import { openChain } from '../market/market-chain.ts';
import { toJson } from '../table.ts';
import { formatKwh } from '../watch-format.ts';
import { readCarbon } from './carbon-chain.ts';

export interface GuaranteesOptions {
  readonly deployment: string;
  readonly rpc: string;
  readonly owner: string;
  /** What the owner has retired and what was retired for it, instead of what it holds. */
  readonly retired: boolean;
  readonly json: boolean;
}

const SOURCE_NAME = Object.fromEntries(Object.entries(SOURCE).map(([name, number]) => [String(number), name]));
const time = (seconds: bigint) => new Date(Number(seconds) * 1000).toISOString();

/** Guarantees of origin that an owner holds, oldest energy first, or what it has used up. @returns lines @throws JoulegateError TRANSPORT_FAILED, CONFIG_INVALID */
export async function listGuarantees(options: GuaranteesOptions): Promise<string[]> {
  const deployment = readNetworkFile(options.deployment);
  const chain = await openChain(options.rpc, deployment);
  const carbon = readCarbon(chain, deployment);
  const interval = BigInt(deployment.intervalSeconds);
  if (options.retired) {
    const all = await carbon.guarantees(
      [carbonTopicOf('guarantee-retired')],
      BigInt(deployment.deployBlock),
      await chain.blockNumber('latest'),
    );
    return all
      .filter(({ owner, beneficiary }) => owner === options.owner || beneficiary === options.owner)
      .map((record) =>
        options.json
          ? toJson(record)
          : `${record.guaranteeId}  retired ${formatKwh(record.energyWh ?? 0n)} by ${record.owner} for ${record.beneficiary}  purpose ${record.purposeHash}  block ${record.blockNumber}`,
      );
  }
  const now = await chain.time();
  const found = await Promise.all((await carbon.guaranteesOf(options.owner)).map((id) => carbon.guarantee(id, options.owner)));
  return found
    .filter(({ heldWh }) => heldWh > 0n)
    .sort((a, b) => Number(a.fromBoundary - b.fromBoundary))
    .map((guarantee) => {
      const isExpired = guarantee.expiresAt <= now;
      if (options.json) return toJson({ ...guarantee, isExpired });
      const { guaranteeId, heldWh, meter, source, fromBoundary, toBoundary, expiresAt } = guarantee;
      return `${guaranteeId}  ${formatKwh(heldWh)} ${SOURCE_NAME[String(source)] ?? source} of ${meter}, ${time(fromBoundary * interval)} to ${time(toBoundary * interval)}  ${isExpired ? 'EXPIRED' : 'until'} ${time(expiresAt)}`;
    });
}

/** @param text a token's id, 0x and 64 hex digits @throws JoulegateError CONFIG_INVALID */
export function parseGuaranteeId(text: string): Uint8Array {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text))
    throw new JoulegateError('CONFIG_INVALID', `guarantee: 0x and 64 hex digits expected, got ${JSON.stringify(text)}`);
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}
