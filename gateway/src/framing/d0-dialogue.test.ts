import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialogue, DialogueStep } from '../domain/index.ts';
import { createD0Dialogue, type D0DialogueOptions } from './d0-dialogue.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const BLOCK = '\x021.8.0(001846.0*kWh)\r\n!\r\n\x03';
const DATA = BLOCK + String.fromCharCode(latin1(BLOCK.slice(1)).reduce((sum, byte) => sum ^ byte, 0));
const IDENT_C = '/LGZ52ZMD120APt.G03\r\n';
const IDENT_A = '/ABB\\EM1000\r\n';

const text = (bytes: Uint8Array) => JSON.stringify(Buffer.from(bytes).toString('latin1'));
/** A step as short text: what a person would write down. */
function writeStep(step: DialogueStep): string {
  switch (step.type) {
    case 'send':
      return `> ${text(step.bytes)}`;
    case 'serial':
      return `${step.baudRate} ${step.dataBits}${step.parity.charAt(0).toUpperCase()}1`;
    case 'frame':
      return `frame ${text(step.frame)}`;
    case 'discarded':
      return `lost ${step.count}`;
    case 'await':
      return `await ${step.ms}`;
    case 'done':
      return 'done';
    case 'failed':
      return `failed ${step.code}`;
  }
}
const write = (steps: readonly DialogueStep[]): string[] => steps.map(writeStep);
const TIMEOUT = Symbol('silence');
const run = (dialogue: Dialogue, inputs: readonly (string | typeof TIMEOUT)[]): string[] => [
  ...write(dialogue.start()),
  ...inputs.flatMap((input) => write(input === TIMEOUT ? dialogue.timeout() : dialogue.push(latin1(input)))),
];

const REQUEST = ['300 7E1', '> "/?!\\r\\n"', 'await 1500'];
const ACK_5 = '> "\\u0006050\\r\\n"';
const frameOf = (content: string) => `frame ${JSON.stringify(content)}`;

describe('D0 dialogue', () => {
  it.each<[string, D0DialogueOptions, (string | typeof TIMEOUT)[], string[]]>([
    [
      'mode C acknowledges and then changes its speed',
      { mode: 'auto' },
      [IDENT_C, DATA],
      [...REQUEST, ACK_5, '9600 7E1', 'await 1500', frameOf(IDENT_C + DATA), 'done'],
    ],
    [
      'an optical head that echoes request and acknowledgement is read all the same',
      { mode: 'C' },
      ['/?!\r', `\n${IDENT_C}`, `\x06050\r\n${DATA}`],
      [...REQUEST, ACK_5, '9600 7E1', 'await 1500', frameOf(IDENT_C + DATA), 'done'],
    ],
    [
      'a reserved speed of mode C is answered with 0, which stays at 300',
      { mode: 'auto' },
      ['/LGZ8x\r\n'],
      [...REQUEST, '> "\\u0006000\\r\\n"', 'await 1500'],
    ],
    [
      'speed 0 of mode C is acknowledged without a change',
      { mode: 'auto' },
      ['/LGZ0x\r\n'],
      [...REQUEST, '> "\\u0006000\\r\\n"', 'await 1500'],
    ],
    [
      'mode B changes its speed without acknowledgement',
      { mode: 'auto' },
      ['/LGZDx\r\n', DATA],
      [...REQUEST, '4800 7E1', 'await 1500', frameOf(`/LGZDx\r\n${DATA}`), 'done'],
    ],
    ['a reserved speed of mode B fails', { mode: 'B' }, ['/LGZHx\r\n'], [...REQUEST, 'lost 8', 'failed FORMAT_UNSUPPORTED']],
    ['mode A goes on at 300', { mode: 'auto' }, [IDENT_A + DATA], [...REQUEST, 'await 1500', frameOf(IDENT_A + DATA), 'done']],
    [
      'mode A asked for reads a meter of mode C that goes on unacknowledged',
      { mode: 'A' },
      [IDENT_C, DATA],
      [...REQUEST, 'await 1500', frameOf(IDENT_C + DATA), 'done'],
    ],
    ['mode C asked for refuses a meter of mode B', { mode: 'C' }, ['/LGZDx\r\n'], [...REQUEST, 'lost 8', 'failed FORMAT_UNSUPPORTED']],
    [
      'mode D asks nothing and takes what is pushed',
      { mode: 'D' },
      ['1.8.0(1)\r\n!\r\n', '/HAG5x\r\n1.8.0(1)\r\n!'],
      ['await 15000', 'lost 9', frameOf('/HAG5x\r\n1.8.0(1)\r\n!'), 'done'],
    ],
    ['one meter of several is named', { mode: 'auto', deviceAddress: '00012345' }, [], ['300 7E1', '> "/?00012345!\\r\\n"', 'await 1500']],
    [
      'a sleeping meter is woken first',
      { mode: 'auto', wakeUp: true },
      ['\0\0', TIMEOUT],
      ['300 7E1', `> ${JSON.stringify('\0'.repeat(66))}`, 'await 1600', '> "/?!\\r\\n"', 'await 1500'],
    ],
    ['silence fails', { mode: 'auto' }, [TIMEOUT, TIMEOUT], [...REQUEST, 'failed DEVICE_TIMEOUT']],
    [
      'silence within a readout fails and counts what there was',
      { mode: 'auto' },
      [IDENT_C, DATA.slice(0, 9), TIMEOUT],
      [...REQUEST, ACK_5, '9600 7E1', 'await 1500', 'lost 30', 'failed DEVICE_TIMEOUT'],
    ],
    ['NAK fails', { mode: 'auto' }, ['\x15'], [...REQUEST, 'failed DEVICE_EXCEPTION']],
    [
      'noise before the identification is counted',
      { mode: 'auto' },
      [`\xf0\xf1/xx\x00${IDENT_C}`],
      [...REQUEST, 'lost 6', ACK_5, '9600 7E1', 'await 1500'],
    ],
    ['noise without end fails', { mode: 'auto', maxLength: 100 }, ['~'.repeat(101)], [...REQUEST, 'lost 101', 'failed FRAME_MALFORMED']],
    [
      'line ends after a readout are no loss, a late second answer is',
      { mode: 'auto' },
      [IDENT_C, DATA, '\r\n', IDENT_C],
      [...REQUEST, ACK_5, '9600 7E1', 'await 1500', frameOf(IDENT_C + DATA), 'done', 'lost 19'],
    ],
    [
      'an identification sent twice costs one of them',
      { mode: 'auto' },
      [IDENT_C, IDENT_C + DATA],
      [...REQUEST, ACK_5, '9600 7E1', 'await 1500', 'lost 21', frameOf(IDENT_C + DATA), 'done'],
    ],
  ])('%s', (_name, options, inputs, expected) => {
    expect(run(createD0Dialogue(options), inputs)).toEqual(expected);
  });

  it('makes the parity bit itself where told, and leaves what came as it came', () => {
    const even = (plain: string) =>
      Buffer.from(latin1(plain).map((byte) => byte | (byte.toString(2).replaceAll('0', '').length % 2 === 1 ? 0x80 : 0))).toString(
        'latin1',
      );
    expect(run(createD0Dialogue({ mode: 'auto', parity: 'own' }), [even(`/?!\r\n${IDENT_C}`), even(DATA)])).toEqual([
      '300 8N1',
      `> ${JSON.stringify(even('/?!\r\n'))}`,
      'await 1500',
      `> ${JSON.stringify(even('\x06050\r\n'))}`,
      '9600 8N1',
      'await 1500',
      frameOf(even(IDENT_C + DATA)),
      'done',
    ]);
  });

  it('begins anew with each cycle, whatever became of the last', () => {
    const dialogue = createD0Dialogue({ mode: 'auto' });
    const once = run(dialogue, [IDENT_C, DATA]);
    run(dialogue, [IDENT_C, DATA.slice(0, 12)]);
    expect(run(dialogue, [IDENT_C, DATA])).toEqual(once);
  });

  it('refuses an address that can not be sent', () => {
    expect(() => createD0Dialogue({ mode: 'auto', deviceAddress: '1!' })).toThrow(/digits/);
  });

  it('says the same whatever the chunks, and survives noise', () => {
    const session = latin1(`/?!\r\n${IDENT_C}\x06050\r\n${DATA}`);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (cuts) => {
        const dialogue = createD0Dialogue({ mode: 'auto' });
        const steps = write(dialogue.start());
        for (let at = 0, turn = 0; at < session.length; turn += 1) {
          const end = at + (cuts[turn % cuts.length] ?? 1);
          steps.push(...write(dialogue.push(session.subarray(at, end))));
          at = end;
        }
        expect(steps).toEqual(run(createD0Dialogue({ mode: 'auto' }), [session.toString('latin1')]));
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 80 }), fc.constant(undefined)), { maxLength: 20 }), (inputs) => {
        const dialogue = createD0Dialogue({ mode: 'auto', maxLength: 64 });
        dialogue.start();
        for (const input of inputs) input === undefined ? dialogue.timeout() : dialogue.push(input);
      }),
    );
  });
});
