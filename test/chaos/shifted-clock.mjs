// Loaded before a program of the fleet: its wall clock stands as many milliseconds off as its file in CHAOS_CLOCKS says, and jumps when
// that changes. What counts from an event on (performance.now, timers) goes on as the kernel's monotonic clock does.
import { readFileSync } from 'node:fs';

const RealDate = Date;
const file = `${process.env.CHAOS_CLOCKS}/${process.pid}`;
let shiftMs = 0;

setInterval(() => {
  try {
    shiftMs = Number(readFileSync(file, 'utf8'));
  } catch {
    shiftMs = 0;
  }
}, 50).unref();

globalThis.Date = class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs);
    else super(...given);
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
};
