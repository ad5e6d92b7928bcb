// What goes wrong in a fleet, one function a kind. Each returns how it is healed and after how many real milliseconds, or undefined
// where it can't happen now. A kind names what it holds: no two faults hold the same thing.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const isGone = (program) => program === undefined || program.hasEnded;

/** @returns the fault's holder names and what to do; `stage` as stage.mjs builds it */
export const FAULTS = {
  'gateway killed': {
    weight: 5,
    inject(stage, random) {
      const name = random.pick(stage.gateways);
      if (isGone(stage.program(name)) || !stage.hold(name)) return undefined;
      stage.kill(name);
      return { afterMs: random.between(100, 4_000), heal: () => stage.startAgain(name), holds: [name] };
    },
  },
  'chain node killed': {
    weight: 4,
    inject(stage, random) {
      const name = random.pick(stage.nodes);
      if (isGone(stage.program(name)) || !stage.hold(name)) return undefined;
      stage.kill(name);
      return { afterMs: random.between(100, 4_000), heal: () => stage.startAgain(name), holds: [name] };
    },
  },
  'program paused': {
    weight: 2,
    inject(stage, random) {
      const name = random.pick([...stage.gateways, ...stage.nodes]);
      const program = stage.program(name);
      if (isGone(program) || !stage.hold(name)) return undefined;
      stage.deafen(name);
      program.kill('SIGSTOP');
      return {
        afterMs: random.between(500, 4_000),
        heal() {
          program.kill('SIGCONT');
          stage.hear(name);
        },
        holds: [name],
      };
    },
  },
  'broker cut off': {
    weight: 3,
    inject(stage, random) {
      if (!stage.hold('mqtt')) return undefined;
      stage.mqtt.cut();
      return { afterMs: random.between(300, 6_000), heal: () => stage.mqtt.heal(), holds: ['mqtt'] };
    },
  },
  'broker silent': {
    weight: 2,
    inject(stage, random) {
      if (!stage.hold('mqtt')) return undefined;
      stage.mqtt.stall();
      return { afterMs: random.between(300, 6_000), heal: () => stage.mqtt.heal(), holds: ['mqtt'] };
    },
  },
  'broker restarted, everything forgotten': {
    weight: 2,
    async inject(stage, random) {
      if (!stage.hold('broker')) return undefined;
      await stage.broker.stop();
      return { afterMs: random.between(100, 3_000), heal: () => stage.broker.start(), holds: ['broker'] };
    },
  },
  'connection reset': {
    weight: 3,
    inject(stage, random) {
      (random.below(2) ? stage.mqtt : stage.rpc).reset(random.below(8));
      return {};
    },
  },
  'RPC cut off': {
    weight: 3,
    inject(stage, random) {
      if (!stage.hold('rpc')) return undefined;
      stage.rpc.cut();
      return { afterMs: random.between(300, 5_000), heal: () => stage.rpc.heal(), holds: ['rpc'] };
    },
  },
  'RPC silent': {
    weight: 1,
    inject(stage, random) {
      if (!stage.hold('rpc')) return undefined;
      stage.rpc.stall();
      return { afterMs: random.between(300, 5_000), heal: () => stage.rpc.heal(), holds: ['rpc'] };
    },
  },
  reorganisation: {
    weight: 4,
    async inject(stage, random) {
      if (!stage.hold('chain')) return undefined;
      const depth = random.between(1, 6);
      stage.engine.pauseMining();
      try {
        await new Promise((resolve) => setTimeout(resolve, 60));
        await stage.engine.request('anvil_reorg', [depth, []]);
      } finally {
        stage.engine.resumeMining();
      }
      // The next one only after this one is final: together they would be deeper than the finality that the nodes were given.
      return { detail: `depth ${depth}`, afterMs: 2_500, heal: () => undefined, holds: ['chain'] };
    },
  },
  'messages repeated in another order': {
    weight: 3,
    inject(stage, random) {
      const { records } = stage.broker;
      if (records.length === 0) return undefined;
      const from = random.below(records.length);
      for (const { topic, payload } of random.shuffle(records.slice(from, from + 40))) stage.broker.publish(topic, payload);
      return {};
    },
  },
  'hostile messages': {
    weight: 2,
    inject(stage, random) {
      const { records } = stage.broker;
      for (let i = 0; i < 20 && records.length > 0; i++) {
        const { topic, payload } = random.pick(records);
        const bent = Buffer.from(payload);
        if (bent.length > 0) bent[random.below(bent.length)] ^= 1 << random.below(8);
        stage.broker.publish(
          topic,
          random.pick([bent, Buffer.from(random.bytes(random.below(200))), payload.subarray(0, random.below(payload.length + 1))]),
        );
      }
      return {};
    },
  },
  'disk full': {
    weight: 2,
    inject(stage, random) {
      const name = stage.fullDisk?.gateway;
      if (name === undefined || isGone(stage.program(name)) || !stage.hold(name)) return undefined;
      stage.deafen(name);
      const file = join(stage.fullDisk.folder, 'filler');
      const handle = openSync(file, 'w');
      const block = Buffer.alloc(64 * 1024, 1);
      try {
        for (let size = block.length; size >= 512; ) {
          try {
            writeSync(handle, block, 0, size);
          } catch {
            size >>= 1;
          }
        }
      } finally {
        closeSync(handle);
      }
      return {
        afterMs: random.between(500, 4_000),
        heal() {
          rmSync(file, { force: true });
          stage.hear(name);
        },
        holds: [name],
      };
    },
  },
  'clock jumps': {
    weight: 3,
    inject(stage, random) {
      const name = random.pick([...stage.gateways, ...stage.nodes]);
      if (isGone(stage.program(name)) || !stage.hold(name)) return undefined;
      const hours = random.pick([-9_000, -26, -1, 1, 50, 9_000]);
      stage.setClock(name, hours);
      return {
        detail: `${hours} h`,
        afterMs: random.between(500, 6_000),
        heal() {
          if (!isGone(stage.program(name))) stage.setClock(name, 0);
        },
        holds: [name],
      };
    },
  },
  /** No fault, but what must go well among them: its readings change their key on the way. */
  'meter takes its next key': {
    weight: 2,
    inject(stage, random) {
      const { id, gateway } = random.pick(stage.world.units.filter(({ attestationClass }) => attestationClass !== 'gateway'));
      const holds = [`key of ${id}`];
      if (!stage.hold(holds[0])) return undefined;
      try {
        writeFileSync(join(stage.world.folder, gateway, `renew-key.${id}`), '');
      } catch {
        // Its disk is full.
      }
      return { afterMs: random.between(5_000, 20_000), heal: () => undefined, holds };
    },
  },
  'clock wrong after a restart': {
    weight: 2,
    inject(stage, random) {
      const name = random.pick(stage.gateways);
      if (isGone(stage.program(name)) || !stage.hold(name)) return undefined;
      stage.kill(name);
      const file = stage.world.gatewayConfigFile(name);
      const right = readFileSync(file, 'utf8');
      const hours = random.pick([-9_000, -26, -1, 1, 5, 50]);
      const wrong = right.replace(/start: (\S+)/, (_, start) => `start: ${new Date(Date.parse(start) + hours * 3_600_000).toISOString()}`);
      if (wrong === right) throw new Error(`chaos: a clock's start in ${file} expected`);
      writeFileSync(file, wrong);
      stage.startAgain(name);
      return {
        detail: `${hours} h`,
        afterMs: random.between(2_000, 5_000),
        heal() {
          stage.kill(name);
          writeFileSync(file, right);
          stage.startAgain(name);
        },
        holds: [name],
      };
    },
  },
};

/** Mounts a small disk for a gateway's state, where root may. @returns why not, where it may not */
export function mountSmallDisk(folder, megabytes) {
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { encoding: 'utf8' });
  return error?.message ?? (status === 0 ? undefined : stderr.trim());
}

export function unmount(folder) {
  spawnSync('umount', ['-l', folder]);
}
