/**
 * cli-grid-code: what grid codes demand, and how a device stands to one. In: the command line. Out: text or JSON on stdout.
 * Must not know more of the program than app's entry points.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { checkDevice, type GridCodeCheckOptions, listGridCodes, showGridCode } from './app/index.ts';

/** What the program's own file has. */
export interface GridCodeCommandTools {
  readonly print: (line: string) => void;
  /** Ends with the exit code of a failure. */
  fail(): void;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('a number above 0 expected.');
  return value;
}
function whole(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('a whole number expected.');
  return Number(text);
}
const collect = (value: string, all: string[] | undefined) => [...(all ?? []), value];

export function addGridCodeCommands(program: Command, { print, fail }: GridCodeCommandTools): void {
  const gridCode = program.command('grid-code').description('what grid codes demand of a unit, and how a device stands to one');
  gridCode
    .command('list')
    .description('grid codes that come with the gateway')
    .action(() => listGridCodes().forEach(print));
  gridCode
    .command('show')
    .description('each demand of a grid code, with its clause')
    .argument('<code>', 'a name that list shows, or a YAML file')
    .option('--json', 'the profile as the contract takes it, and its id', false)
    .addHelpText('after', '\nExamples:\n  joulegate grid-code show vde-ar-n-4105\n  joulegate grid-code show ./my-code.yaml --json')
    .action((code: string, { json }: { json: boolean }) => showGridCode(code, json).forEach(print));
  gridCode
    .command('check')
    .description('what is demanded, what was found, which clause says so')
    .argument('<code>', 'a name that list shows, or a YAML file')
    .option('--settings <file>', 'JSON: capacityW, underVoltageTripMv, … as "show --json" names them')
    .option('-c, --config <file>', 'the gateway’s configuration, with --device', collect)
    .option('--device <id>', 'a SunSpec device of the configuration')
    .option('--transport <address>', 'serial:… or tcp:… of a SunSpec device, without a configuration')
    .option('--unit <n>', 'its Modbus unit', whole)
    .option('--for <seconds>', 'how long to wait for the device', seconds, 15)
    .option('--json', 'one JSON object', false)
    .addHelpText(
      'after',
      `
The device's trip settings are the must-trip stage nearest to nominal. Measured voltage and frequency are judged by the
contract, from signed readings.
Exit codes: 0 all of it stands, 1 something fails, 2 usage, 3 configuration, 6 the device does not answer.

Examples:
  joulegate grid-code check en-50549-1 --device roof -c gateway.yaml
  joulegate grid-code check vde-ar-n-4105 --transport tcp://192.168.1.20:502
  joulegate grid-code check g99-type-a --settings inverter.json`,
    )
    .action(async (code: string, { for: forSeconds, transport, ...options }: Omit<GridCodeCheckOptions, 'seconds'> & { for: number }) => {
      const target = transport === undefined ? {} : { transport, format: 'sunspec' };
      if (!(await checkDevice(code, { ...options, ...target, seconds: forSeconds }, print))) fail();
    });
}
