/** When readings that gather are written: at one instant for all meters, so that they share a write. */
export interface GroupInstants {
  /** Resolves at the next instant; undefined where nothing waits. */
  next(): Promise<void> | undefined;
}

/** @param ms from the first that waits to the instant; 0: nothing waits. */
export function createGroupInstants(ms: number): GroupInstants {
  let coming: Promise<void> | undefined;
  return {
    next() {
      if (ms === 0) return undefined;
      coming ??= new Promise((resolve) => {
        setTimeout(() => {
          coming = undefined;
          resolve();
        }, ms).unref();
      });
      return coming;
    },
  };
}
