import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Dialogue, DialogueStep } from '../domain/index.ts';
import type { Connection } from './connection.ts';
import { DialogueRunner } from './dialogue-runner.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const bytes = (text: string) => Buffer.from(text, 'latin1');
const send = (text: string): DialogueStep => ({ type: 'send', bytes: bytes(text) });

/** A dialogue of which a test says each answer. */
function scripted(script: { start: DialogueStep[]; push?: (text: string) => DialogueStep[]; timeout?: () => DialogueStep[] }): Dialogue {
  return {
    start: () => script.start,
    push: (chunk) => script.push?.(Buffer.from(chunk).toString('latin1')) ?? [],
    timeout: () => script.timeout?.() ?? [],
  };
}

function setUp(
  dialogue: Dialogue,
  { baudRate, pauseMs = 1000, write }: { baudRate?: number; pauseMs?: number; write?: () => Promise<void> } = {},
) {
  const log: string[] = [];
  const since = Date.now();
  const note = (text: string) => log.push(`${Date.now() - since} ${text}`);
  const connection: Connection = {
    write: async (sent) => {
      note(`write ${Buffer.from(sent).toString('latin1')}`);
      await write?.();
    },
    configure: async (settings) => void note(`configure ${settings.baudRate} ${settings.dataBits} ${settings.parity}`),
    pause: () => undefined,
    resume: () => undefined,
    close: async () => undefined,
  };
  const runner = new DialogueRunner(dialogue, connection, baudRate, {
    onReadout: (readout) => note(`readout ${Buffer.from(readout).toString('latin1')}`),
    onDiscarded: (count) => note(`lost ${count}`),
    onFailed: ({ code }) => note(`failed ${code}`),
    pauseMs: () => pauseMs,
  });
  return { runner, log };
}

describe('dialogue runner', () => {
  it('changes the port only when what was sent is on the wire, and waits for an answer from then on', async () => {
    const { runner, log } = setUp(
      scripted({
        start: [send('ACK'), { type: 'serial', baudRate: 9600, dataBits: 7, parity: 'even' }, { type: 'await', ms: 1500 }],
        timeout: () => [{ type: 'failed', code: 'DEVICE_TIMEOUT', message: '' }],
      }),
      { baudRate: 300, pauseMs: 60_000 },
    );
    runner.start();
    await vi.advanceTimersByTimeAsync(5000);
    // Three bytes of eleven bits at 300 baud take 110 ms.
    expect(log).toEqual(['0 write ACK', '110 configure 9600 7 even', '1610 failed DEVICE_TIMEOUT']);
    runner.stop();
  });

  it('waits anew from each chunk', async () => {
    const { runner, log } = setUp(
      scripted({ start: [{ type: 'await', ms: 100 }], timeout: () => [{ type: 'failed', code: 'DEVICE_TIMEOUT', message: '' }] }),
      { pauseMs: 60_000 },
    );
    runner.start();
    for (let turn = 0; turn < 5; turn += 1) {
      await vi.advanceTimersByTimeAsync(80);
      runner.push(bytes('.'));
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(log).toEqual(['500 failed DEVICE_TIMEOUT']);
    runner.stop();
  });

  it('joins the frames of a cycle, drops those of one that fails, and begins cycles at their time', async () => {
    let turn = 0;
    const { runner, log } = setUp(
      scripted({
        start: [send('?'), { type: 'await', ms: 50 }],
        push: (text) => {
          turn += 1;
          const frames = [...text].map((one): DialogueStep => ({ type: 'frame', frame: bytes(one) }));
          return [...frames, turn === 2 ? { type: 'failed', code: 'CRC_MISMATCH', message: '' } : { type: 'done' }];
        },
      }),
    );
    runner.start();
    for (const text of ['ab', 'cd', 'ef']) {
      await vi.advanceTimersByTimeAsync(10);
      runner.push(bytes(text));
      await vi.advanceTimersByTimeAsync(990);
    }
    expect(log).toEqual([
      '0 write ?',
      '10 readout ab',
      '1000 write ?',
      '1010 failed CRC_MISMATCH',
      '2000 write ?',
      '2010 readout ef',
      '3000 write ?',
    ]);
    runner.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(log).toHaveLength(7);
  });

  it('ends the cycle under way while paused, keeps its readout, and begins none', async () => {
    const { runner, log } = setUp(
      scripted({ start: [send('?')], push: (text) => [{ type: 'frame', frame: bytes(text) }, { type: 'done' }] }),
    );
    runner.start();
    await vi.advanceTimersByTimeAsync(10);
    runner.pause();
    runner.push(bytes('a'));
    await vi.advanceTimersByTimeAsync(4990);
    expect(log).toEqual(['0 write ?']);
    runner.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toEqual(['0 write ?', '5000 readout a', '5000 write ?']);
    runner.stop();
  });

  it('fails a cycle whose request can not be sent, and tries again', async () => {
    const { runner, log } = setUp(scripted({ start: [send('?')] }), { write: () => Promise.reject(new Error('gone')) });
    runner.start();
    await vi.advanceTimersByTimeAsync(1500);
    expect(log).toEqual(['0 write ?', '0 failed TRANSPORT_FAILED', '1000 write ?', '1000 failed TRANSPORT_FAILED']);
    runner.stop();
  });

  it('gives the dialogue what comes between cycles', async () => {
    const { runner, log } = setUp(
      scripted({ start: [{ type: 'done' }], push: (text) => [{ type: 'discarded', count: text.length, code: 'FRAME_MALFORMED' }] }),
    );
    runner.start();
    await vi.advanceTimersByTimeAsync(10);
    runner.push(bytes('late'));
    await vi.advanceTimersByTimeAsync(10);
    expect(log).toEqual(['10 lost 4']);
    runner.stop();
  });
});
