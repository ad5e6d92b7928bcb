import { JG1_LINE_MAX_LENGTH } from '@joulegate/protos';
import { decodeD0, decodeDlt645Readout, decodeMbusReadout } from '../../decode/index.ts';
import type { Dialogue, MeterReport, Result, TransportListener } from '../../domain/index.ts';
import { createD0Dialogue, createDlt645Dialogue, createLineLimiter, createMbusDialogue } from '../../framing/index.ts';
import { loadTelegramKey } from '../../keys/index.ts';
import {
  type DeviceAddress,
  type FrameSplitter,
  lineSplitter,
  openDialogueTransport,
  openTransport,
  type PausableTransport,
  telegramSplitter,
} from '../../transport/index.ts';
import type { DeviceConfig } from '../config/config-schema.ts';
import { createModbusWire, loadRegisterMap, pollBsm, pollChain, pollMap } from './modbus-wire.ts';
import { type PushedFormat, pushedFormats, type TelegramKeys } from './pushed-formats.ts';
import type { Wire, WireSinks, WireSurroundings } from './wire.ts';

/** An OCMF record with all readings of a long charge. */
const OCMF_MAX_LENGTH = 65_536;

/**
 * Joins transport, framing and decoding for the format that a device speaks.
 * @throws JoulegateError CONFIG_INVALID where a register map can't be read.
 */
export function openWire(config: DeviceConfig, sinks: WireSinks, surroundings: WireSurroundings): Wire {
  const address = config.transport as DeviceAddress;
  const silenceMs = config.silenceSeconds * 1000;
  const pollMs = config.pollSeconds * 1000;

  const wireOf = (transport: PausableTransport, onFrame: (frame: Uint8Array) => void): Wire => ({
    open: () =>
      transport.open({
        onFrame,
        onDiscarded: (count, code) => sinks.refuse({ code, message: `${count} bytes that were no frame` }),
        onRefused: (refusal) => sinks.refuse(refusal),
        onState: sinks.onState,
      }),
    write: (bytes) => transport.write(bytes),
    pause: () => transport.pause(),
    resume: () => transport.resume(),
    close: () => transport.close(),
  });
  const stream = (createSplitter: (listener: TransportListener) => FrameSplitter, onFrame: (frame: Uint8Array) => void): Wire =>
    wireOf(openTransport(address, { createSplitter, silenceMs, warn: sinks.warn }), onFrame);
  /** A meter that speaks of its own accord. */
  const pushed = (isIt: (one: PushedFormat) => boolean, format: PushedFormat['format'], keys: TelegramKeys = {}): Wire => {
    const found = pushedFormats(keys).find((one) => one.format === format && isIt(one));
    if (found === undefined) throw new Error(`no pushed format ${format}`);
    return stream(
      (own) => telegramSplitter(found.createFramer(), own),
      (frame) => sinks.onReport(found.decode(frame)),
    );
  };
  /** A meter that answers. */
  const asked = (createDialogue: () => Dialogue, decode: (readout: Uint8Array) => Result<MeterReport>): Wire =>
    wireOf(openDialogueTransport(address, { createDialogue, pollMs, silenceMs, warn: sinks.warn }), (readout) =>
      sinks.onReport(decode(readout)),
    );

  switch (config.format) {
    case 'sml':
      return pushed(() => true, 'sml');
    case 'p1': {
      const keys = loadKeys(config.p1, surroundings.directory);
      // With a key the port sends ciphered APDUs and nothing else.
      return pushed(({ config: needs }) => 'p1' in needs === (keys.key !== undefined), 'p1', keys);
    }
    case 'dlms': {
      const { link = 'hdlc' } = config.dlms ?? {};
      return pushed(
        ({ config: needs }) => (needs['dlms'] as { link?: string } | undefined)?.link === link,
        'dlms',
        loadKeys(config.dlms, surroundings.directory),
      );
    }
    case 'd0': {
      const { mode = 'auto', address: deviceAddress } = config.d0 ?? {};
      if (mode === 'D') return pushed(() => true, 'd0');
      return asked(() => createD0Dialogue({ mode, ...(deviceAddress !== undefined && { deviceAddress }) }), decodeD0);
    }
    case 'dlt645': {
      const { version = '2007', address: station } = config.dlt645 ?? {};
      return asked(
        () => createDlt645Dialogue({ version, ...(station !== undefined && { address: station }) }),
        (readout) => decodeDlt645Readout([readout]),
      );
    }
    case 'mbus':
      return asked(() => createMbusDialogue({ address: config.mbus?.address ?? '254' }), decodeMbusReadout);
    case 'modbus': {
      const map = loadRegisterMap(config.modbus?.map ?? '', surroundings.directory);
      return createModbusWire(config, config.modbus?.unitId ?? 1, pollMap(map, isTcp(address), sinks.onReport), surroundings.buses, sinks);
    }
    case 'bsm': {
      const { poll, name } = pollBsm(sinks);
      const wire = createModbusWire(config, config.bsm?.unitId ?? 1, poll, surroundings.buses, sinks);
      return { ...wire, nameOwner: (text) => wire.run(name(text)) };
    }
    case 'ocmf':
      return stream(
        (own) => lineSplitter(createLineLimiter(OCMF_MAX_LENGTH), own),
        (line) => sinks.onForeign('ocmf', Uint8Array.from(line)),
      );
    case 'sunspec':
      return createModbusWire(
        config,
        config.sunspec?.unitId ?? 1,
        pollChain(isTcp(address), sinks, { tellsCharge: config.storage !== undefined, nominalVoltageMv: surroundings.nominalVoltageMv }),
        surroundings.buses,
        sinks,
      );
    default:
      return stream((own) => lineSplitter(createLineLimiter(JG1_LINE_MAX_LENGTH), own), sinks.onLine);
  }
}

/** Modbus TCP has no check value of its own; RTU has, over whatever wire. */
function isTcp(address: DeviceAddress): boolean {
  return address.kind === 'tcp' && !('framing' in address && address.framing === 'rtu');
}

/** @throws JoulegateError KEY_INVALID */
function loadKeys(
  section: { readonly key?: string | undefined; readonly authenticationKey?: string | undefined } | undefined,
  directory: string,
): TelegramKeys {
  return {
    ...(section?.key !== undefined && { key: loadTelegramKey(section.key, directory) }),
    ...(section?.authenticationKey !== undefined && { authenticationKey: loadTelegramKey(section.authenticationKey, directory) }),
  };
}
