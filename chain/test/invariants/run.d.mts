export const SEED: number;
export function fuzz(options?: {
  readonly seed?: number;
  readonly runs?: number;
  readonly depth?: number;
  /** Pattern of test names; default all. */
  readonly match?: string;
  /** Creation code to use in place of the committed, by contract. */
  readonly bytecode?: Readonly<Record<string, string>>;
}): { readonly ok: boolean; readonly output: string };
