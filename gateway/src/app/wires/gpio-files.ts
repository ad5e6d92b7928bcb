import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, type Result, refuse } from '../../domain/index.ts';

/** One line out, another in; both resolve always. */
export interface GpioLines {
  set(isHigh: boolean): Promise<Result<unknown>>;
  /** Level of the line in. */
  get(): Promise<Result<boolean>>;
  close(): Promise<void>;
}

const EXPORT_TRIES = 20;
const EXPORT_WAIT_MS = 25;

/**
 * GPIO lines as files (Linux Documentation/ABI/obsolete/sysfs-gpio): for kernels that have them and systems without the tools
 * of libgpiod. Lines have the kernel's global numbers. A level outlives the program.
 * @param folder /sys/class/gpio, or one that is made like it
 */
export function openGpioFiles(folder: string, outLine: number, inLine: number): GpioLines {
  const path = (line: number, name: string) => join(folder, `gpio${line}`, name);
  const failed = (line: number, cause: unknown) =>
    refuse(
      'TRANSPORT_FAILED',
      `gpio line ${line} in ${folder}: ${(cause as Error).message}; the line's global number and membership in group gpio expected, or chip: with the package gpiod`,
    );

  const prepare = async (line: number) => {
    if (existsSync(path(line, 'value'))) return;
    await writeFile(join(folder, 'export'), String(line), { flag: 'r+' });
    // udev hands the new files to the group a little later.
    for (let tried = 0; tried < EXPORT_TRIES && !existsSync(path(line, 'value')); tried += 1)
      await new Promise((resolve) => setTimeout(resolve, EXPORT_WAIT_MS));
  };
  const read = async (line: number, name: string) => (await readFile(path(line, name), 'utf8')).trim();
  const write = (line: number, name: string, value: string) => writeFile(path(line, name), value, { flag: 'r+' });

  return {
    async set(isHigh) {
      try {
        await prepare(outLine);
        // "out" alone would pull the line low for a moment.
        if ((await read(outLine, 'direction')) === 'out') await write(outLine, 'value', isHigh ? '1' : '0');
        else await write(outLine, 'direction', isHigh ? 'high' : 'low');
        return accept(isHigh);
      } catch (cause) {
        return failed(outLine, cause);
      }
    },
    async get() {
      try {
        await prepare(inLine);
        if ((await read(inLine, 'direction')) !== 'in') await write(inLine, 'direction', 'in');
        const level = await read(inLine, 'value');
        return level === '0' || level === '1' ? accept(level === '1') : failed(inLine, new Error(`0 or 1 expected, got "${level}"`));
      } catch (cause) {
        return failed(inLine, cause);
      }
    },
    close: async () => undefined,
  };
}
