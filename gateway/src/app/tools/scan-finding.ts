import { stringify } from 'yaml';

/** A meter or inverter that answered, and what to write into the configuration for it. */
export interface Finding {
  readonly transport: string;
  /** What the device says of itself. */
  readonly description: string;
  /** Who signs there. */
  readonly class: 'meter' | 'gateway';
  /** Load unless told. */
  readonly source?: string;
  /** What a person must decide. */
  readonly note?: string;
  /** Keys of its format; undefined where it can't be read as it is. */
  readonly config: (Readonly<Record<string, unknown>> & { readonly format: string }) | undefined;
}

/** Why nothing was looked for on a wire. */
export interface Problem {
  readonly transport: string;
  readonly message: string;
}

/** So that the text is a device as it stands; what only its owner knows is marked. */
const TO_FILL_IN = { zone: 1, capacityW: 10_000 };
const REMARKS: Readonly<Record<string, string>> = {
  owner: 'one of owners',
  gatewayKey: 'joulegate keys new',
  source: 'load, solar, …',
  zone: 'of the market',
  capacityW: 'of its nameplate',
};

/** Devices of gateway.yaml, with a remark beside each value that a person must check. Accepted by loadConfig with an owner called `owner`. */
export function formatFindings(findings: readonly Finding[]): string {
  const blocks = findings.flatMap(({ transport, description, config, note, source = 'load', ...finding }, index) => {
    if (config === undefined) return [];
    const id = `found-${index + 1}`;
    const signs = finding.class === 'gateway' ? { gatewayKey: `file:${id}.key` } : {};
    const device = { id, ...config, transport, owner: 'owner', class: finding.class, ...signs, source, ...TO_FILL_IN };
    const lines = stringify(device, { lineWidth: 0 })
      .trimEnd()
      .split('\n')
      .map((line) => {
        const remark = REMARKS[/^(\w+):/.exec(line)?.[1] ?? ''];
        return remark === undefined ? line : `${line} # ${remark}`;
      });
    // A device's own words must not end the remark they stand in.
    const remarks = [description, ...(note === undefined ? [] : [note])].map((text) => `  # ${toPlainText(text)}`);
    return [...remarks, ...lines.map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`)];
  });
  return blocks.length === 0 ? '' : ['devices:', ...blocks, ''].join('\n');
}

/** What comes from a wire must not steer a terminal, nor a file. */
export function toPlainText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, '?');
}
