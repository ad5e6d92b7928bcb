/**
 * Violations, each really brought on chain: mined, reverted, and named by the contract's own error. A row builds the call
 * from the play as it stands.
 */
import { MEASURING } from './attempts-measuring.mjs';
import { TRADING } from './attempts-trading.mjs';

const ROWS = { ...MEASURING, ...TRADING };

/** @returns the error by which the contract refused; kept in play.attempts. @throws Error where it did not refuse */
export async function attempt(play, kind) {
  const [refusedBy, build] = ROWS[kind] ?? [];
  if (build === undefined) throw new Error(`no attempt is called "${kind}"`);
  const [contract, functionName, args, from] = await build(play);
  const revert = await play.chain.attempt(contract, functionName, args, from);
  play.attempts.push({ tick: play.tick, kind, contract, functionName, refusedBy, error: revert.name, text: revert.text });
}
