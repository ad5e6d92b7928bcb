import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { JoulegateError } from '../../domain/index.ts';
import { loadConfig } from '../config/config-load.ts';
import { renewalFile } from '../key-succession.ts';
import { type Flow, getValue, type PinnedDevice, VALUE } from '../values.ts';
import { openView } from './journal-view.ts';

export interface RenewalOptions {
  readonly config: readonly string[];
  readonly device: string;
  /** Wait until the registry knows the next key, so many seconds. */
  readonly waitSeconds?: number | undefined;
  readonly print: (line: string) => void;
}

const LOOK_EVERY_MS = 2_000;

interface Place {
  readonly pinned: PinnedDevice | undefined;
  readonly rotation: Flow['rotation'];
}

/**
 * Leaves word for the running gateway that a meter which signs on its own wire shall take its next key; one that is stopped
 * finds it when it starts.
 * @throws JoulegateError CONFIG_INVALID for a device that has no such meter, or a gateway that never ran; TRANSPORT_FAILED
 *   where the time is over before it is done.
 */
export async function renewKey({ config: paths, device: id, waitSeconds, print }: RenewalOptions): Promise<void> {
  const config = loadConfig(paths);
  const invalid = (message: string) => new JoulegateError('CONFIG_INVALID', message);
  const device = config.devices.find((one) => one.id === id);
  if (device === undefined)
    throw invalid(`device: one of ${config.devices.map((one) => one.id).join(', ')} expected, got ${JSON.stringify(id)}`);
  if (device.format !== 'native')
    throw invalid(
      `${id}: a meter of format native expected, got ${device.format}: for a key that the gateway holds, "joulegate keys rotate"`,
    );
  const stateDir = resolve(config.directory, config.stateDir);
  const look = (): Place => {
    const view = openView(stateDir);
    return { pinned: getValue(view, VALUE.device(id)), rotation: getValue<Flow>(view, VALUE.flow(id))?.rotation ?? 'none' };
  };
  const before = look();
  if (before.pinned === undefined) throw invalid(`${id}: a meter that has told its key expected; this gateway has not heard it yet`);
  const file = renewalFile(stateDir, id);
  writeFileSync(file, '', { mode: 0o600 });
  print(`${before.pinned.meter}: the gateway asks it for its next key; the event METER_KEY_CHANGED says how it ended`);
  if (waitSeconds === undefined) return;
  const until = performance.now() + waitSeconds * 1000;
  for (;;) {
    await new Promise((wake) => setTimeout(wake, LOOK_EVERY_MS));
    if (!existsSync(file)) {
      const { pinned, rotation } = look();
      const isDone = rotation === 'none';
      if (isDone && pinned?.publicKey !== before.pinned.publicKey)
        return print(`${before.pinned.meter}: signs with 0x${pinned?.publicKey}, and the registry knows it`);
      if (isDone) throw new JoulegateError('TRANSPORT_FAILED', `${id}: the meter named no next key: it keeps the one it has`);
    }
    if (performance.now() > until)
      throw new JoulegateError('TRANSPORT_FAILED', `${id}: not done within ${waitSeconds} s; the gateway goes on with it`);
  }
}
