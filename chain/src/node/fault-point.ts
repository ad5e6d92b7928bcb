/**
 * Named points where a test may kill the process. In production no hook is set and a point costs one undefined check.
 */
export type FaultPoint =
  | 'message-arrived'
  | 'intake-checked'
  | 'entry-tracked'
  | 'batch-queued'
  | 'gas-estimated'
  | 'accepted-said'
  | 'before-send'
  | 'after-send'
  | 'block-seen'
  | 'mined-seen'
  | 'log-located'
  | 'before-final-receipt'
  | 'after-final-receipt'
  | 'head-done';

let hook: ((point: FaultPoint) => void) | undefined;

export function faultPoint(point: FaultPoint): void {
  hook?.(point);
}

/**
 * For tests of survival: JOULEGATE_FAULT=<point>[:nth] kills this process, without any goodbye, when it passes the point
 * for the nth time.
 */
export function installFaultHook(setting: string | undefined): void {
  if (setting === undefined || setting === '') return;
  const [point, nth = '1'] = setting.split(':');
  let left = Number(nth);
  hook = (passed) => {
    if (passed !== point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
