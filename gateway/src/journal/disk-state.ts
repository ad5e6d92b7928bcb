/** Codes of a disk that took nothing and lost nothing: full, over its quota, or read-only. */
const UNWILLING = new Map([
  ['ENOSPC', 'no space left on its disk'],
  ['EDQUOT', 'the quota of its disk is used up'],
  ['EROFS', 'its disk is read-only'],
]);

function codeOf(cause: unknown): string {
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
}

/** Whether the same write may succeed later, with nothing lost meanwhile. */
export function isDiskUnwilling(cause: unknown): boolean {
  return UNWILLING.has(codeOf(cause));
}

/** In words, for the log. */
export function describeUnwilling(cause: unknown): string {
  return UNWILLING.get(codeOf(cause)) ?? String(cause);
}
