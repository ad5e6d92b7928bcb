/** Small real file systems for tests; they need root on Linux. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface SmallDisk {
  /** Where it is mounted. */
  readonly path: string;
  remount(options: string): void;
  close(): void;
}

const quiet = { stdio: 'pipe' } as const;

/** Why no small disk can be had here, undefined where it can: said in the name of a skipped test. */
export function whyNoMount(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  try {
    openTmpfs('64k').close();
    return undefined;
  } catch {
    return 'may not mount here';
  }
}

export function whyNoExt4(): string | undefined {
  const reason = whyNoMount();
  if (reason !== undefined) return reason;
  try {
    openExt4().close();
    return undefined;
  } catch {
    return 'needs mkfs.ext4 and a loop device';
  }
}

function place(): { folder: string; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'joulegate-disk-'));
  const path = join(folder, 'mounted');
  mkdirSync(path);
  return { folder, path };
}

function mounted(folder: string, path: string): SmallDisk {
  return {
    path,
    remount: (options) => void execFileSync('mount', ['-o', `remount,${options}`, path], quiet),
    close() {
      execFileSync('umount', ['-l', path], quiet);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function openTmpfs(size: string): SmallDisk {
  const { folder, path } = place();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'joulegate-test', path], quiet);
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
  return mounted(folder, path);
}

export interface BreakableDisk extends SmallDisk {
  /** Makes the kernel find an error, upon which it takes no more writes, as with a dying SD card. */
  fail(): void;
  /** Checked and mounted anew, as after the repair. */
  repair(): void;
}

export function openExt4(): BreakableDisk {
  const { folder, path } = place();
  const image = join(folder, 'image');
  writeFileSync(image, '');
  truncateSync(image, 8 * 1024 * 1024);
  const mount = () => execFileSync('mount', ['-o', 'loop,errors=remount-ro', image, path], quiet);
  try {
    execFileSync('mkfs.ext4', ['-q', image], quiet);
    mount();
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw cause;
  }
  return {
    ...mounted(folder, path),
    fail() {
      const device = readFileSync('/proc/mounts', 'utf8')
        .split('\n')
        .find((line) => line.split(' ')[1] === path)
        ?.split(' ')[0];
      writeFileSync(`/sys/fs/ext4/${basename(device as string)}/trigger_fs_error`, 'joulegate test');
    },
    repair() {
      execFileSync('umount', [path], quiet);
      try {
        execFileSync('e2fsck', ['-y', image], quiet);
      } catch {
        // 1: errors were corrected
      }
      mount();
    },
  };
}
