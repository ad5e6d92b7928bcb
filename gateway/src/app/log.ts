import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on stderr, or one readable line each where stderr is a terminal. */
export function createLog(level: string): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(options, { write: (line: string) => void process.stderr.write(`${pretty(line)}\n`) });
}

function pretty(line: string): string {
  try {
    const { level, time, msg, ...rest } = JSON.parse(line) as Record<string, unknown>;
    const details = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return [String(time).slice(11, 19), String(level).padEnd(5), String(msg), ...details].join(' ');
  } catch {
    return line.trimEnd();
  }
}
