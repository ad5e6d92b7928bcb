/** A8: what switches a contact, against simulated contactors and inverters on real ports, and GPIO lines as files and tools. */

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRelay } from '../../device-sim/src/devices/index.ts';
import { createSunSpecImage } from '../../device-sim/src/encode/index.ts';
import { attachRtuSlaves, type ModbusUnit, openPty, startModbusTcpServer } from '../../device-sim/src/index.ts';
import { type OutputConfig, output } from '../../gateway/src/app/config/config-output.ts';
import type { DeviceConfig } from '../../gateway/src/app/config/config-schema.ts';
import { createModbusBuses } from '../../gateway/src/app/wires/modbus-buses.ts';
import { type OutputDriver, openOutputDriver } from '../../gateway/src/app/wires/output-driver.ts';
import { parseDeviceAddress } from '../../gateway/src/transport/index.ts';
import { until } from '../support/until.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** @throws Error with what was expected. */
function parse(config: unknown): OutputConfig {
  const result = output['~standard'].validate(config);
  if (result instanceof Promise) throw new Error('no promise expected');
  if (result.issues !== undefined) throw new Error(result.issues.map(({ message }) => message).join('; '));
  return result.value;
}

function open(config: unknown, device: Partial<DeviceConfig> = {}): OutputDriver {
  const buses = createModbusBuses(() => undefined);
  const driver = openOutputDriver(parse(config), device as DeviceConfig, buses);
  undo.push(() => driver.close());
  return driver;
}

async function onTcp(unit: ModbusUnit): Promise<string> {
  const server = await startModbusTcpServer({ units: new Map([[1, unit]]) });
  undo.push(() => server.stop());
  return `tcp://127.0.0.1:${server.port}`;
}

async function onSerial(unit: ModbusUnit): Promise<string> {
  const pty = await openPty({});
  undo.push(() => pty.close());
  attachRtuSlaves(pty, new Map([[1, unit]]));
  return `serial:${pty.path}?baud=115200`;
}

describe.each([
  ['on a serial bus', onSerial],
  ['on TCP', onTcp],
])('A8 a contactor behind a Modbus coil %s', (_place, place) => {
  const coil = (transport: string, more = {}) => ({ kind: 'modbus-coil', transport, coil: 0, feedback: { address: 0 }, ...more });

  it('is switched, and read by its mirror contact', async () => {
    const relay = createRelay();
    const driver = open(coil(await place(relay.unit)));
    expect(await driver.read()).toMatchObject({ ok: true, value: false });
    for (const isClosed of [true, false, true]) {
      expect(await driver.switchTo(isClosed)).toMatchObject({ ok: true });
      expect(relay.isConducting).toBe(isClosed);
      expect(await driver.read()).toMatchObject({ ok: true, value: isClosed });
    }
  });

  it('is closed by false, and shown closed by false, where it is wired so', async () => {
    const relay = createRelay();
    const feedback = { type: 'coil', address: 0, closedValue: false };
    const driver = open(coil(await place(relay.unit), { closedValue: false, feedback }));
    await driver.switchTo(false);
    expect(relay.isPulledIn).toBe(true);
    expect(await driver.read()).toMatchObject({ ok: true, value: false });
    await driver.switchTo(true);
    expect(relay.isPulledIn).toBe(false);
    expect(await driver.read()).toMatchObject({ ok: true, value: true });
  });

  it('that is welded, or whose feedback is stuck, is seen by what it reads', async () => {
    const relay = createRelay();
    const driver = open(coil(await place(relay.unit)));
    await driver.switchTo(true);
    relay.fail('welded');
    await driver.switchTo(false);
    expect([relay.isPulledIn, relay.isConducting]).toEqual([false, true]);
    expect(await driver.read()).toMatchObject({ ok: true, value: true });
    relay.fail(undefined);
    relay.fail('stuck-feedback');
    await driver.switchTo(true);
    expect(relay.isConducting).toBe(true);
    expect(await driver.read()).toMatchObject({ ok: true, value: false });
  });

  it('that has no such coil or input says so', async () => {
    const driver = open(coil(await place(createRelay().unit), { coil: 7, feedback: { address: 7 } }));
    expect(await driver.switchTo(true)).toMatchObject({ ok: false, code: 'DEVICE_EXCEPTION' });
    expect(await driver.read()).toMatchObject({ ok: false, code: 'DEVICE_EXCEPTION' });
  });
});

describe('A8 a SunSpec inverter', () => {
  const VALUES = { importWh: 0n, exportWh: 123_456n, powerW: -2000, voltageMv: 231_000, frequencyMhz: 50_010, ratedPowerW: 9900 };
  const common = { manufacturer: 'Joulegate', model: 'JG-SIM', serial: '1', version: '1.0' };

  it.each([
    ['models 122 and 123', [103, 120, 122, 123]],
    ['models 701 and 703', [701, 702, 703]],
  ])('is connected and disconnected by %s', async (_says, ids) => {
    const image = createSunSpecImage({ base: 40_000, common, models: ids.map((id) => ({ id })) }, VALUES);
    const bytes = (words: readonly number[]) => Buffer.from(words.flatMap((word) => [word >> 8, word & 0xff]));
    const transport = await onTcp({
      read: (_code, address, count) => {
        const words = image.read(address, count);
        return words === undefined ? 2 : bytes(words);
      },
      write: (address, registers) => (image.write(address, [((registers[0] ?? 0) << 8) | (registers[1] ?? 0)]) ? undefined : 2),
    });
    const driver = open({ kind: 'sunspec' }, { transport: parseDeviceAddress(transport), sunspec: { unitId: 1 } } as Partial<DeviceConfig>);
    for (const isClosed of [false, true, false]) {
      expect(await driver.switchTo(isClosed)).toMatchObject({ ok: true });
      expect(image.isConnected).toBe(isClosed);
      expect(await driver.read()).toMatchObject({ ok: true, value: isClosed });
    }
  });

  it('without a model for it says so', async () => {
    const image = createSunSpecImage({ base: 40_000, common, models: [{ id: 103 }] }, VALUES);
    const transport = await onTcp({
      read: (_code, address, count) => {
        const words = image.read(address, count);
        return words === undefined ? 2 : Buffer.from(words.flatMap((word) => [word >> 8, word & 0xff]));
      },
    });
    const driver = open({ kind: 'sunspec' }, { transport: parseDeviceAddress(transport) } as Partial<DeviceConfig>);
    expect(await driver.switchTo(false)).toMatchObject({ ok: false, code: 'FORMAT_UNSUPPORTED' });
  });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulegate-gpio-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
});

describe('A8 GPIO lines as files', () => {
  const IN = 'gpio539';
  const OUT = 'gpio529';
  const config = (more = {}) => ({ kind: 'gpio', folder, line: 529, feedback: { line: 539 }, ...more });
  const put = (name: string, direction: string, value: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'direction'), `${direction}\n`);
    writeFileSync(join(folder, name, 'value'), `${value}\n`);
  };
  const said = (name: string, file = 'value') => readFileSync(join(folder, name, file), 'utf8').trim();

  it('are set and read, the second by what it shows', async () => {
    put(OUT, 'out', '0');
    put(IN, 'in', '0');
    const driver = open(config());
    expect(await driver.switchTo(true)).toMatchObject({ ok: true });
    expect(said(OUT)).toBe('1');
    expect(await driver.read()).toMatchObject({ ok: true, value: false });
    writeFileSync(join(folder, IN, 'value'), '1\n');
    expect(await driver.read()).toMatchObject({ ok: true, value: true });
    await driver.switchTo(false);
    expect(said(OUT)).toBe('0');
  });

  it('go from in to out at the level wanted, never low between', async () => {
    put(OUT, 'in', '0');
    await open(config()).switchTo(true);
    expect(said(OUT, 'direction')).toBe('high');
  });

  it('close at low, and show closed at low, where they are wired so', async () => {
    put(OUT, 'out', '0');
    put(IN, 'in', '0');
    const driver = open(config({ closedValue: false, feedback: { line: 539, closedValue: false } }));
    await driver.switchTo(false);
    expect(said(OUT)).toBe('1');
    expect(await driver.read()).toMatchObject({ ok: true, value: true });
  });

  it('are asked for where they are not there yet', async () => {
    put(IN, 'in', '1');
    writeFileSync(join(folder, 'export'), '');
    const kernel = setInterval(() => {
      if (readFileSync(join(folder, 'export'), 'utf8') === '529' && !existsSync(join(folder, OUT))) put(OUT, 'out', '0');
    }, 5);
    undo.push(() => clearInterval(kernel));
    expect(await open(config()).switchTo(true)).toMatchObject({ ok: true });
    expect(said(OUT)).toBe('1');
  });

  it('that are not there are said, with what is expected', async () => {
    const driver = open(config());
    expect(await driver.switchTo(true)).toMatchObject({ ok: false, message: expect.stringMatching(/line 529.*group gpio.*package gpiod/) });
    expect(await driver.read()).toMatchObject({ ok: false, message: expect.stringContaining('line 539') });
  });

  it('must be two: a line asked for its level is no output', () => {
    expect(() => parse(config({ feedback: { line: 529 } }))).toThrow(/another line/);
    expect(() => parse({ kind: 'gpio', line: 17, feedback: { line: 17 } })).toThrow(/another line/);
    expect(parse({ kind: 'gpio', line: 17, feedback: { chip: 'gpiochip1', line: 17 } })).toMatchObject({ chip: 'gpiochip0' });
  });
});

/**
 * gpioset and gpioget as their manual pages have them (libgpiod 1.6.3 and 2.2.1): this kernel has no chip that the real ones
 * could open. A chip is a folder, a line a file that holds its level; line 27 is wired to line 17.
 */
const GPIOSET = `#!/bin/sh
version=$(cat "$0.version")
[ "$1" = --version ] && { echo "gpioset (libgpiod) v$version"; exit; }
once=
case "$version" in
  1.*) case "$1" in --mode=exit) once=1;; --mode=signal) ;; *) exit 64;; esac; shift; chip=$1; shift;;
  *) [ "$1 $2" = "--toggle 0" ] && { once=1; shift 2; }; [ "$1" = --chip ] || exit 64; chip=$2; shift 2;;
esac
[ -d "$(dirname "$0")/$chip" ] || { echo "gpioset: cannot find GPIO chip character device '$chip'" >&2; exit 1; }
echo "\${1#*=}" > "$(dirname "$0")/$chip/\${1%%=*}"
[ -n "$once" ] && exit
trap 'exit 0' TERM INT
while :; do sleep 0.02; done
`;
const GPIOGET = `#!/bin/sh
case "$(cat "$(dirname "$0")/gpioset.version")" in
  1.*) cat "$(dirname "$0")/$1/$2";;
  *) [ "$1 $2" = "--numeric --chip" ] || exit 64; cat "$(dirname "$0")/$3/$4";;
esac
`;

describe.each(['1.6.3', '2.2.1'])('A8 GPIO lines by the tools of libgpiod %s', (version) => {
  const config = (more = {}) => ({ kind: 'gpio', line: 17, feedback: { line: 27 }, ...more });
  const level = () => readFileSync(join(folder, 'gpiochip0', '17'), 'utf8').trim();
  beforeEach(() => {
    mkdirSync(join(folder, 'gpiochip0'));
    writeFileSync(join(folder, 'gpiochip0', '17'), '0\n');
    symlinkSync('17', join(folder, 'gpiochip0', '27'));
    writeFileSync(join(folder, 'gpioset.version'), version);
    for (const [name, text] of Object.entries({ gpioset: GPIOSET, gpioget: GPIOGET })) {
      writeFileSync(join(folder, name), text);
      chmodSync(join(folder, name), 0o755);
    }
    const path = process.env['PATH'];
    process.env['PATH'] = `${folder}:${path}`;
    undo.push(() => {
      process.env['PATH'] = path;
    });
  });

  it('are held at each level, read back, and left open', async () => {
    const driver = open(config());
    for (const isClosed of [true, false, true]) {
      expect(await driver.switchTo(isClosed)).toMatchObject({ ok: true });
      expect(level()).toBe(isClosed ? '1' : '0');
      expect(await driver.read()).toMatchObject({ ok: true, value: isClosed });
    }
    await driver.close();
    expect(level()).toBe('0');
  });

  it('open at the other level, where they are wired so', async () => {
    const driver = open(config({ closedValue: false }));
    await driver.switchTo(true);
    expect(level()).toBe('0');
    await driver.close();
    expect(level()).toBe('1');
  });

  it('of a chip that is not there are said so', async () => {
    const driver = open(config({ chip: 'gpiochip9' }));
    expect(await driver.switchTo(true)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/gpiochip9 line 17: .*cannot find GPIO chip/),
    });
    expect(await driver.read()).toMatchObject({ ok: false, code: 'TRANSPORT_FAILED' });
  });

  it('open where the program that held them is killed', async () => {
    // Built, for a process of its own.
    const script = `
      import { openGpioTools } from ${JSON.stringify(join(import.meta.dirname, '../../gateway/dist/app/wires/gpio-tools.js'))};
      await openGpioTools({ chip: 'gpiochip0', line: 17, openLevel: false }, { chip: 'gpiochip0', line: 27 }).set(true);
      setInterval(() => undefined, 1000);`;
    const program = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    undo.push(() => program.kill('SIGKILL'));
    await until('the line to be held', () => level() === '1', 10_000);
    program.kill('SIGKILL');
    await until('the line to be let go', () => level() === '0', 5_000);
  });
});

it('A8 GPIO lines without the tools say what to install', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = folder;
  undo.push(() => {
    process.env['PATH'] = path;
  });
  const driver = open({ kind: 'gpio', line: 17, feedback: { line: 27 } });
  for (const outcome of [await driver.switchTo(true), await driver.read()])
    expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining('apt install gpiod') });
});
