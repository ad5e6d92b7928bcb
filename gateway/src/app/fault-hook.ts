import { type FaultPoint, setFaultHook } from '../domain/index.ts';

/**
 * For tests of survival: JOULEGATE_FAULT=<point>[:nth] kills this process, without any goodbye, when it passes the point
 * for the nth time.
 */
export function installFaultHook(setting: string | undefined): void {
  if (setting === undefined || setting === '') return;
  const [point, nth = '1'] = setting.split(':');
  let left = Number(nth);
  setFaultHook((passed: FaultPoint) => {
    if (passed !== point) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  });
}
