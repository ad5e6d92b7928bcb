/** So many readings in a row must say the same: one may have waited on the wire. */
const READINGS = 3;

export interface MeterDrift {
  /** A reading's time and ours when it came, Unix seconds. */
  note(meterSeconds: number, ourSeconds: number): void;
  /** The least that the last readings were off, positive where the meter is ahead; undefined before there were enough. */
  readonly aheadSeconds: number | undefined;
}

/**
 * Follows how far a meter's own clock is from ours, and tells when it passes the limit and when it is back. Readings that
 * come faster than their own times go by were stored, and say nothing.
 */
export function createMeterDrift(limitSeconds: number, onChange: (isOff: boolean, aheadSeconds: number) => void): MeterDrift {
  const recent: number[] = [];
  let before: { readonly meter: number; readonly our: number } | undefined;
  let isOff = false;
  const least = () => (recent.length < READINGS ? undefined : recent.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a)));
  return {
    note(meterSeconds, ourSeconds) {
      const wasStored = before !== undefined && 2 * (ourSeconds - before.our) + 1 < meterSeconds - before.meter;
      before = { meter: meterSeconds, our: ourSeconds };
      if (wasStored) {
        recent.length = 0;
        return;
      }
      recent.push(meterSeconds - ourSeconds);
      if (recent.length > READINGS) recent.shift();
      const ahead = least();
      if (ahead === undefined || Math.abs(ahead) > limitSeconds === isOff) return;
      isOff = !isOff;
      onChange(isOff, ahead);
    },
    get aheadSeconds() {
      return least();
    },
  };
}
