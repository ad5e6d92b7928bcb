// A way from A to B that a test can cut: what it carries it never looks at.
import { connect, createServer } from 'node:net';

/** @returns a proxy on a free loopback port; `cut` closes and refuses, `stall` keeps open and carries nothing, `heal` ends both */
export async function startTcpProxy(targetPort) {
  const pairs = new Set();
  let isCut = false;
  let isStalled = false;
  const server = createServer((near) => {
    near.on('error', () => undefined);
    if (isCut) return near.destroy();
    const far = connect(targetPort, '127.0.0.1');
    far.on('error', () => undefined);
    const pair = { near, far };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      from.on('data', (bytes) => {
        if (!to.write(bytes)) from.pause();
      });
      to.on('drain', () => !isStalled && from.resume());
      from.on('close', end);
      if (isStalled) from.pause();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const each = (act) => {
    for (const { near, far } of pairs) for (const socket of [near, far]) act(socket);
  };
  return {
    port: server.address().port,
    connections: () => pairs.size,
    cut() {
      isCut = true;
      each((socket) => socket.destroy());
    },
    stall() {
      isStalled = true;
      each((socket) => socket.pause());
    },
    /** One connection, as a router that forgot it: the nth of those open. */
    reset(n) {
      const pair = [...pairs][n % Math.max(1, pairs.size)];
      pair?.near.resetAndDestroy();
      pair?.far.resetAndDestroy();
    },
    heal() {
      isCut = false;
      if (isStalled) each((socket) => socket.resume());
      isStalled = false;
    },
    async stop() {
      each((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
