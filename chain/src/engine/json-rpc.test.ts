import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

test.each([
  ['hangs up at once', (socket: { destroy(): void }) => void socket.destroy(), /ECONNRESET|UND_ERR_SOCKET|TimeoutError/],
  ['says nothing', () => undefined, /TimeoutError/],
])('a program that waits for nothing but an endpoint that %s hears of it', async (_, serve, reason) => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const folder = mkdtempSync(join(tmpdir(), 'jg-rpc-'));
  const source = readFileSync(new URL('./json-rpc.ts', import.meta.url), 'utf8');
  writeFileSync(join(folder, 'json-rpc.mjs'), ts.transpile(source, { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }));
  writeFileSync(
    join(folder, 'main.mjs'),
    `import { createRpc } from './json-rpc.mjs';\nawait createRpc('http://127.0.0.1:${port}', 500)('eth_chainId').catch((cause) => console.log(cause.message));\n`,
  );
  const child = spawn(process.execPath, [join(folder, 'main.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  server.close();
  expect([code, said]).toEqual([0, expect.stringMatching(reason)]);
});
