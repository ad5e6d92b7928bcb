import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import ts from 'typescript';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPty, type Pty } from './pty.ts';

const folders: string[] = [];
const ptys: Pty[] = [];
const ports: SerialPort[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'jg-pty-'));
  folders.push(path);
  return path;
}

async function open(options: Parameters<typeof openPty>[0] = {}): Promise<Pty> {
  const pty = await openPty(options);
  ptys.push(pty);
  return pty;
}

async function connect(path: string): Promise<{ port: SerialPort; received: () => Buffer }> {
  const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  ports.push(port);
  let all = Buffer.alloc(0);
  port.on('data', (chunk: Buffer) => {
    all = Buffer.concat([all, chunk]);
  });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  return { port, received: () => all };
}

const disconnect = (port: SerialPort) => new Promise<void>((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));

/** Processes that have the terminal open or lead it. */
function holdersOf(device: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .filter((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).some((fd) => {
          try {
            return readlinkSync(`/proc/${pid}/fd/${fd}`) === device;
          } catch {
            return false;
          }
        });
      } catch {
        return false;
      }
    });
}

afterEach(async () => {
  await Promise.all(ports.splice(0).map(disconnect));
  await Promise.all(ptys.splice(0).map((pty) => pty.close()));
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

describe('a pseudo-terminal', () => {
  it('carries every byte value both ways through a real serialport, unchanged', async () => {
    const pty = await open();
    const heard: Buffer[] = [];
    pty.onData((bytes) => heard.push(Buffer.from(bytes)));
    const { port, received } = await connect(pty.path);
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    port.write(all);
    await vi.waitFor(() => expect(Buffer.concat(heard)).toEqual(Buffer.from(all)));
    expect(pty.write(all)).toBe(true);
    await vi.waitFor(() => expect(received()).toEqual(Buffer.from(all)));
  });

  it('survives close and reopen of the port', async () => {
    const pty = await open();
    for (const text of ['first', 'second']) {
      const { port, received } = await connect(pty.path);
      await vi.waitFor(() => expect(pty.isOpen()).toBe(true));
      pty.write(Buffer.from(text));
      await vi.waitFor(() => expect(received().toString()).toBe(text));
      await disconnect(port);
      await vi.waitFor(() => expect(pty.isOpen()).toBe(false));
    }
  });

  it('loses what nobody reads, as a UART does, and gives a later reader only what came after', async () => {
    const pty = await open();
    for (let index = 0; index < 1000; index++) expect(pty.write(Buffer.alloc(1000, 'old'))).toBe(false);
    expect(pty.droppedBytes).toBe(1_000_000);
    const { received } = await connect(pty.path);
    await vi.waitFor(() => expect(pty.isOpen()).toBe(true));
    pty.write(Buffer.from('new'));
    await vi.waitFor(() => expect(received().toString()).toBe('new'));
  });

  it('drops whole writes beyond a bound where a reader has the port open and does not read, however slowly they come', async () => {
    const pty = await open();
    const { port, received } = await connect(pty.path);
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
    port.pause();
    await vi.waitFor(() => expect(pty.isOpen()).toBe(true));
    let taken = 0;
    for (let index = 0; index < 400; index++) {
      if (pty.write(Buffer.alloc(1000, String(index % 10)))) taken += 1000;
      await pause();
    }
    expect(pty.droppedBytes).toBe(400_000 - taken);
    // 64 KiB before the terminal, 20 KB in it, and what the paused port's own buffer took.
    expect(taken).toBeLessThan(200_000);
    await expect(pty.drained(AbortSignal.timeout(20))).resolves.toBeUndefined();
    port.resume();
    await pty.drained();
    await vi.waitFor(() => expect(received().length).toBe(taken));
    expect(pty.write(Buffer.from('again'))).toBe(true);
    await vi.waitFor(() => expect(received().toString().endsWith('again')).toBe(true));
  });

  it('is not misled about what waits by what the host writes', async () => {
    const pty = await open();
    let heard = 0;
    pty.onData((bytes) => {
      heard += bytes.length;
    });
    const { port, received } = await connect(pty.path);
    for (let round = 1; round <= 3; round++) {
      port.write(Buffer.alloc(50_000, 'h'));
      await vi.waitFor(() => expect(heard).toBe(50_000 * round));
      expect(pty.write(Buffer.alloc(60_000, 'd'))).toBe(true);
      await pty.drained();
      await vi.waitFor(() => expect(received().length).toBe(60_000 * round));
    }
    expect(pty.droppedBytes).toBe(0);
  });

  it('has a stable name, replaces an old link there and takes its own away', async () => {
    const link = join(folder(), 'ports', 'meter-1');
    const first = await open({ linkPath: link });
    expect(readlinkSync(link)).toBe(first.device);
    const second = await open({ linkPath: link });
    expect(readlinkSync(link)).toBe(second.device);
    await first.close();
    expect(readlinkSync(link)).toBe(second.device);
    await second.close();
    expect(existsSync(link)).toBe(false);
  });

  it('refuses a name that another file has', async () => {
    const taken = join(folder(), 'taken');
    writeFileSync(taken, 'keep me');
    await expect(openPty({ linkPath: taken })).rejects.toThrow(/free name/);
    expect(readFileSync(taken, 'utf8')).toBe('keep me');
  });

  it('leaves no process behind after close', async () => {
    const pty = await open();
    expect(holdersOf(pty.device)).not.toEqual([]);
    await pty.close();
    await pty.close();
    await vi.waitFor(() => expect(holdersOf(pty.device)).toEqual([]));
  });

  it.skipIf(!existsSync('/usr/bin/setpriv')).each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves no process behind when its own is ended by %s',
    async (signal) => {
      const dir = folder();
      writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
      // A process of its own that runs the source: Node 20 reads no TypeScript.
      for (const name of ['pty', 'reader-watch', 'backlog']) {
        const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8');
        const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, rewriteRelativeImportExtensions: true };
        writeFileSync(join(dir, `${name}.js`), ts.transpileModule(source, { compilerOptions }).outputText);
      }
      writeFileSync(
        join(dir, 'main.js'),
        `import { openPty } from './pty.js'; console.log((await openPty()).device); setInterval(() => {}, 1000);`,
      );
      const child = spawn(process.execPath, [join(dir, 'main.js')], { stdio: ['ignore', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      await vi.waitFor(() => expect(output).toContain('\n'), { timeout: 10_000 });
      const device = output.trim();
      expect(holdersOf(device)).not.toEqual([]);
      child.kill(signal);
      await vi.waitFor(() => expect(holdersOf(device)).toEqual([]), { timeout: 5000 });
    },
  );
});
