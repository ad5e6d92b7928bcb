import { JoulegateError } from '../domain/index.ts';

/** Number of the interval that holds an instant: interval k runs from k × seconds up to (k + 1) × seconds. @param time Unix seconds */
export function intervalOf(time: bigint, intervalSeconds: bigint | number): bigint {
  return time / length(intervalSeconds);
}

/**
 * The boundary whose reading this is: boundary b is the instant b × intervalSeconds.
 * @param time Unix seconds of the reading
 * @returns b, or undefined where no boundary is within the tolerance; of two equally near, the later, as the contract has it.
 */
export function nearestBoundary(time: bigint, intervalSeconds: bigint | number, toleranceSeconds: bigint | number): bigint | undefined {
  const seconds = length(intervalSeconds);
  const boundary = (time + seconds / 2n) / seconds;
  const instant = boundary * seconds;
  const distance = time > instant ? time - instant : instant - time;
  return distance <= BigInt(toleranceSeconds) ? boundary : undefined;
}

function length(intervalSeconds: bigint | number): bigint {
  const seconds = BigInt(intervalSeconds);
  if (seconds <= 0n) throw new JoulegateError('CONFIG_INVALID', `interval: more than 0 s expected, got ${seconds}`);
  return seconds;
}
