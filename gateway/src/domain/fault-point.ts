/**
 * Named points where a test may kill the process. In production no hook is set and a point costs one undefined check.
 */
export type FaultPoint =
  | 'journal-written'
  | 'reading-published'
  | 'transaction-journaled'
  | 'transaction-published'
  | 'receipt-checked'
  | 'receipt-journaled'
  | 'key-switch-sent'
  | 'key-pinned';

let hook: ((point: FaultPoint) => void) | undefined;

export function setFaultHook(next: ((point: FaultPoint) => void) | undefined): void {
  hook = next;
}

export function faultPoint(point: FaultPoint): void {
  hook?.(point);
}
