import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatHexDump } from './hex-dump.ts';
import { type Finding, formatFindings, toPlainText } from './scan-finding.ts';
import { parseUnits } from './units-text.ts';

const P1: Finding = { transport: 'serial:/dev/p?baud=9600', description: 'meter 1', class: 'gateway', config: { format: 'p1' } };

describe('findings as YAML', () => {
  it('are devices, each with an id and a key of its own', () => {
    const { devices } = parse(formatFindings([P1, { ...P1, class: 'meter', source: 'solar', config: { format: 'native' } }])) as {
      devices: unknown[];
    };
    expect(devices).toMatchObject([
      { id: 'found-1', format: 'p1', class: 'gateway', gatewayKey: 'file:found-1.key', transport: P1.transport, source: 'load' },
      { id: 'found-2', format: 'native', class: 'meter', source: 'solar' },
    ]);
    expect(devices[1]).not.toHaveProperty('gatewayKey');
  });

  it('are nothing where nothing can be read', () => {
    expect(formatFindings([{ ...P1, config: undefined }])).toBe('');
    expect(formatFindings([])).toBe('');
  });

  it('hold a meter’s own words in a remark, whatever they are', () => {
    for (const words of ['x\nowner: thief', 'x\r\nclass: meter', 'x\u2028y: z', '\u0085a: b']) {
      const yaml = formatFindings([{ ...P1, description: words }]);
      expect(parse(yaml)).toEqual(parse(formatFindings([P1])));
      expect(yaml.split('\n')[1]).toBe(`  # ${toPlainText(words)}`);
    }
  });
});

describe('unit ids', () => {
  it.each([
    ['1-3', [1, 2, 3]],
    ['1,42', [1, 42]],
    ['2-3, 3-4', [2, 3, 4]],
    ['247', [247]],
  ])('%s', (text, expected) => expect(parseUnits(text)).toEqual(expected));
  it.each(['', '3-1', '1-248', 'all', '1,,2', '-1'])('%j is refused', (text) => expect(() => parseUnits(text)).toThrow(/1-10 or 1,3,42/));
});

describe('a hex dump', () => {
  it('has sixteen bytes a row and a point for what can’t be printed', () => {
    expect(formatHexDump(Buffer.from('/?!\r\n'))).toEqual(['2f 3f 21 0d 0a                                   |/?!..|']);
    expect(formatHexDump(Buffer.alloc(17, 0x41))).toHaveLength(2);
    expect(formatHexDump(new Uint8Array())).toEqual([]);
  });
});
