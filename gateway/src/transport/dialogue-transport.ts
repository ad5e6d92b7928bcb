import { type Dialogue, JoulegateError, type TransportListener } from '../domain/index.ts';
import type { Connection, ConnectionListener } from './connection.ts';
import { type DeviceAddress, formatDeviceAddress, unstableNameWarning } from './device-address.ts';
import { DialogueRunner } from './dialogue-runner.ts';
import { type PausableTransport, ReopeningTransport } from './reopening-transport.ts';
import { openSerial } from './serial-connection.ts';
import { openTcp } from './tcp-connection.ts';

export interface DialogueTransportOptions {
  /** Made anew at each opening. */
  readonly createDialogue: () => Dialogue;
  /** From the start of one cycle to that of the next; a cycle that takes longer is followed at once. */
  readonly pollMs: number;
  /** Without a readout for so long the wire is reopened. Default 60 s, or three cycles where they are longer. */
  readonly silenceMs?: number;
  /** Of reopening: default 0.5 s, doubling to 30 s. */
  readonly backoffMinMs?: number;
  readonly backoffMaxMs?: number;
  /** A meter that does not answer is asked ever less often, the pause doubling from pollMs to this. Default a minute. */
  readonly pollMaxMs?: number;
  readonly warn?: (message: string) => void;
}

const MAX_DOUBLINGS = 16;

/**
 * Builds the transport of a meter that wants to be asked: it runs the dialogue's cycles on a serial port or through a TCP
 * serial server, and keeps the wire open as any other transport does. Nothing is opened before its `open`.
 *
 * One cycle is one `onFrame`: frames of a cycle delimit themselves and come joined, in order. A cycle that fails is told by
 * `onRefused` and delivers nothing. Settings of the port change by the dialogue's steps: the speed alone without closing
 * it, data bits and parity by opening it anew; a serial server's port stays as it is configured there. `pause` lets the
 * cycle under way end, keeps its readout and begins no other. `write` rejects: the wire is the dialogue's.
 */
export function openDialogueTransport(address: DeviceAddress, options: DialogueTransportOptions): PausableTransport {
  const warning = unstableNameWarning(address);
  if (warning !== undefined) options.warn?.(warning);
  const { pollMs } = options;
  const pollMaxMs = Math.max(pollMs, options.pollMaxMs ?? 60_000);
  const baudRate = address.kind === 'serial' ? address.baudRate : undefined;
  const openRaw = (listener: ConnectionListener): Promise<Connection> =>
    address.kind === 'serial' ? openSerial(address, listener) : openTcp(address, listener);
  /** Of this meter, whatever was reopened meanwhile. */
  let failures = 0;
  let sink: TransportListener | undefined;
  let runner: DialogueRunner | undefined;

  const connect = async (listener: ConnectionListener): Promise<Connection> => {
    // The splitter of this opening was made just before: its listener is the one that knows when it is outdated.
    const out = sink as TransportListener;
    let mine: DialogueRunner | undefined;
    const connection = await openRaw({
      onData: (chunk) => listener.onData(chunk),
      onClose: (reason) => {
        mine?.stop();
        listener.onClose(reason);
      },
    });
    const own = new DialogueRunner(options.createDialogue(), connection, baudRate, {
      onReadout: (readout) => {
        failures = 0;
        out.onFrame(readout);
      },
      onDiscarded: (count, code) => out.onDiscarded(count, code),
      onFailed: (refusal) => {
        failures += 1;
        out.onRefused?.(refusal);
      },
      pauseMs: () => Math.min(pollMaxMs, pollMs * 2 ** Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1))),
    });
    mine = own;
    runner = own;
    const started = setImmediate(() => own.start());
    return {
      write: async () => {
        throw new JoulegateError('TRANSPORT_FAILED', 'the wire is the dialogue’s: nothing else may be sent');
      },
      configure: undefined,
      pause: () => own.pause(),
      resume: () => own.resume(),
      close: () => {
        clearImmediate(started);
        own.stop();
        return connection.close();
      },
    };
  };

  return new ReopeningTransport(
    formatDeviceAddress(address),
    connect,
    (listener) => {
      sink = listener;
      runner = undefined;
      return { push: (chunk) => runner?.push(chunk) };
    },
    {
      silenceMs: options.silenceMs ?? Math.max(60_000, 3 * pollMs),
      backoffMinMs: options.backoffMinMs ?? 500,
      backoffMaxMs: options.backoffMaxMs ?? 30_000,
    },
  );
}
