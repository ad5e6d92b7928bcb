import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './net.ts';
import { requireProgram } from './programs.ts';

export const MOSQUITTO = ['mosquitto', 'mosquitto'] as const;

export interface Mosquitto {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * A real Mosquitto on a free loopback port, without persistence.
 * @param listener instead: what an operator wrote for a port of theirs, with TLS.
 */
export async function startMosquitto(listener?: { readonly port: number; readonly conf: string }): Promise<Mosquitto> {
  const program = requireProgram(...MOSQUITTO);
  const port = listener?.port ?? (await findFreePort());
  const folder = mkdtempSync(join(tmpdir(), 'joulegate-mosquitto-'));
  const config = join(folder, 'mosquitto.conf');
  // Started by root it would give up its rights before it reads the test's keys.
  const own = `user ${userInfo().username}\npersistence_location ${folder}/\n`;
  writeFileSync(config, listener ? `${own}${listener.conf}` : `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n`);
  const child = spawn(program, ['-c', config], { stdio: 'ignore' });
  await waitForPort(port, child);
  return {
    url: `${listener ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`,
    port,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function waitForPort(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(socket.end() !== undefined));
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`mosquitto did not open port ${port} within 5 s`);
}
