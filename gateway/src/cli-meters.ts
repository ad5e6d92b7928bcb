/**
 * cli-meters: the commands that look at meters beside a gateway: scan, inspect, verify. In: the command line. Out: text on
 * stdout, progress on stderr, whether what was looked for was found. Must not know more of the program than app's entry
 * points.
 */
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  formatFindings,
  inspect,
  parseUnits,
  scan,
  toPlainText,
  VERIFIABLE_FORMATS,
  type VerifiableFormat,
  verifyFile,
} from './app/index.ts';

/** What the program's own file has. */
export interface MeterCommandTools {
  readonly print: (line: string) => void;
  untilSignal(): AbortSignal;
  /** Ends with the exit code of a failure. */
  fail(): void;
}

const note = (line: string) => void process.stderr.write(`${toPlainText(line)}\n`);
const collect = (value: string, all: string[] | undefined) => [...(all ?? []), value];

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a number above 0 expected.');
  return value;
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number expected.');
  return Number(text);
}

function addScan(program: Command, { print, fail }: MeterCommandTools): void {
  program
    .command('scan')
    .description('look for meters and inverters on serial ports and in the network, and print the configuration for them')
    .option('--port <path>', 'a serial port, by its name under /dev/serial/by-id; may be given more than once', collect)
    .option('--host <host[:port]>', 'Modbus TCP (502), or a serial server with its port; may be given more than once', collect)
    .option('--units <list>', 'Modbus unit ids to ask', '1-10')
    .option('--listen <seconds>', 'how long each speed of a port is listened to', positive, 11)
    .option('--timeout <ms>', 'for each answer of Modbus', positive, 300)
    .option('--json', 'one JSON object per finding', false)
    .option('--yaml', 'only the configuration', false)
    .addHelpText(
      'after',
      `
Without --port and --host every serial port of this machine is tried, one after the other: listening (P1, SML, D0, DLMS,
native meters, OCMF), then asking (Modbus with BSM, SunSpec and every register map, DL/T 645, M-Bus, D0). One silent port
takes about three minutes. Ports that a gateway holds are left alone: stop it first. Progress is on stderr.
Exit codes: 0 something was found, 1 nothing, 2 usage, 3 an address or a list of units that is none.

Examples:
  joulegate scan
  joulegate scan --port /dev/serial/by-id/usb-rs485 --units 1-20,42
  joulegate scan --host 192.168.1.40 --host 192.168.1.20:8088 --yaml > found.yaml`,
    )
    .action(
      async (options: {
        port?: string[];
        host?: string[];
        units: string;
        listen: number;
        timeout: number;
        json: boolean;
        yaml: boolean;
      }) => {
        const { findings, problems } = await scan({
          ports: options.port ?? [],
          hosts: options.host ?? [],
          unitIds: parseUnits(options.units),
          listenMs: options.listen * 1000,
          timeoutMs: options.timeout,
          log: note,
        });
        for (const { transport, message } of problems) note(`${transport}: ${message}`);
        if (options.json)
          for (const { config, ...finding } of findings)
            print(JSON.stringify({ format: config?.format ?? null, ...finding, config: config ?? null }));
        else {
          if (!options.yaml)
            for (const { transport, description, config } of findings)
              print(`${(config?.format ?? '?').padEnd(8)} ${toPlainText(transport)}  ${toPlainText(description)}`);
          const yaml = formatFindings(findings).trimEnd();
          if (yaml !== '') print(options.yaml ? yaml : `\n${yaml}`);
        }
        if (findings.length > 0) return;
        note('nothing found');
        fail();
      },
    );
}

function addInspect(program: Command, { print, untilSignal, fail }: MeterCommandTools): void {
  program
    .command('inspect')
    .description('open one device’s wire and print what it says, decoded and, if you like, byte for byte')
    .argument('[device]', 'id of a device in the configuration')
    .option('-c, --config <file>', 'YAML file, or a directory of them; may be given more than once', collect)
    .option('--transport <address>', 'instead of a device: serial:/dev/…?baud=9600 or tcp://host:port')
    .option('--format <format>', 'what it speaks: native, ocmf, bsm, p1, sml, d0, dlms, dlt645, mbus, modbus, sunspec')
    .option('--map <map>', 'with modbus: a register map of hardware/devices, or a file')
    .option('--unit <id>', 'with modbus, sunspec and bsm: the unit id', whole)
    .option('--key <key>', 'public key of a meter that signs, or a file of it; GUEK, then AK, of an encrypted one, each a file', collect)
    .option('--poll <seconds>', 'how often a meter is asked that wants to be asked', positive)
    .option('--trace', 'the bytes of both directions with time, hex and ASCII', false)
    .option('--count <n>', 'end after so many readings, good or refused', whole)
    .option('--seconds <n>', 'end after so long', positive)
    .option('--json', 'one JSON object per line', false)
    .addHelpText(
      'after',
      `
Opens the wire itself, so no gateway may hold it meanwhile. Sends nothing but what its format's meter is asked.
With --trace, < is what came and > what was sent.
Exit codes: 0 at least one good reading, 1 none or the port is in use, 2 usage, 3 configuration invalid, 5 key.

Examples:
  joulegate inspect house --config /etc/joulegate/gateway.yaml --trace
  joulegate inspect --transport "serial:/dev/serial/by-id/usb-ir-head?baud=9600" --format sml --count 3
  joulegate inspect --transport tcp://192.168.1.40:502 --format modbus --map sungrow-sh10rt --unit 1 --json`,
    )
    .action(
      async (
        device: string | undefined,
        options: {
          config?: string[];
          transport?: string;
          format?: string;
          map?: string;
          unit?: number;
          key?: string[];
          poll?: number;
          trace: boolean;
          count?: number;
          seconds?: number;
          json: boolean;
        },
      ) => {
        const { poll, ...rest } = options;
        const target = { ...rest, ...(device !== undefined && { device }), ...(poll !== undefined && { pollSeconds: poll }) };
        if (!(await inspect(target, print, note, untilSignal()))) fail();
      },
    );
}

function addVerify(program: Command, { print, fail }: MeterCommandTools): void {
  program
    .command('verify')
    .description('verify what meters signed: OCMF, transparency files, BSM snapshots, native readings, EDL40')
    .argument('<file>', 'a file, or - for what is piped in')
    .option('--key <key>', 'the meter’s public key: hex, base64, a file of it; of a native meter its address too')
    .addOption(new Option('--format <format>', 'where the content does not say').choices([...VERIFIABLE_FORMATS]))
    .option('--json', 'one JSON object per record', false)
    .addHelpText(
      'after',
      `
What a file is shows its content: OCMF as text, one record or many; a transparency file (XML) with keys of its own; BSM
snapshots in hex, or JSON that holds them; $JG1 lines or 132 bytes each; SML frames. --key wins over keys in the file.
A native reading alone does not say who signed it: it wants --key, an identity line, or a second one by the same key.
Exit codes: 0 all valid, 1 any invalid or none found, 2 usage, 5 key.

Examples:
  joulegate verify receipt.xml
  joulegate verify records.ocmf --key 3059301306072a8648ce3d020106082a8648ce3d03010703420004…
  mosquitto_sub -t … -C 10 | joulegate verify - --key meter.key --json`,
    )
    .action(async (file: string, options: { key?: string; format?: VerifiableFormat; json: boolean }) => {
      let bytes: Uint8Array;
      try {
        bytes = file === '-' ? await buffer(process.stdin) : readFileSync(file);
      } catch (cause) {
        note((cause as Error).message);
        return fail();
      }
      const { lines, isValid } = verifyFile(bytes, options);
      lines.forEach(print);
      if (!isValid) fail();
    });
}

/** Adds scan, inspect and verify. */
export function addMeterCommands(program: Command, tools: MeterCommandTools): void {
  addScan(program, tools);
  addInspect(program, tools);
  addVerify(program, tools);
}
