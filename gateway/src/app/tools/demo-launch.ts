import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @returns the demo's main script, or undefined where the simulator is not installed. */
function findDemo(): string | undefined {
  const require = createRequire(import.meta.url);
  for (const base of require.resolve.paths('@joulegate/device-sim') ?? []) {
    const main = join(base, '@joulegate', 'device-sim', 'dist', 'demo', 'main.js');
    if (existsSync(main)) return main;
  }
  // A checkout beside this one, not linked.
  const beside = fileURLToPath(new URL('../../../../device-sim/dist/demo/main.js', import.meta.url));
  return existsSync(beside) ? beside : undefined;
}

/**
 * Runs the demo in a process of its own: the gateway itself never depends on the simulator.
 * @returns its exit code, or a text that says how to get it.
 */
export function runDemo(args: readonly string[]): Promise<number | string> {
  const main = findDemo();
  if (main === undefined) {
    return Promise.resolve(
      'The demo is part of the simulator, which is not installed here. In a checkout of Joulegate: npm ci && npm start',
    );
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: 'inherit' });
    // Ctrl-C reaches the whole foreground group: the demo stops itself, and this waits for it.
    const wait = () => undefined;
    process.on('SIGINT', wait);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', (cause) => resolve(`the demo could not start: ${cause.message}`));
    child.once('close', (code, signal) => resolve(code ?? (signal === null ? 0 : 1)));
  });
}
