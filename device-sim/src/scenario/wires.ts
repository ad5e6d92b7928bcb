/** What may stand in a scenario for one key of a wire. */
export interface WireOption {
  readonly type: 'text' | 'whole' | 'flag' | 'key';
  /** Of a text: what it must look like, and in words. */
  readonly pattern?: RegExp;
  readonly expected?: string;
  readonly max?: number;
  readonly required?: boolean;
}

export interface WireKind {
  /** Whether the device signs its readings itself. */
  readonly signs: boolean;
  readonly options: Readonly<Record<string, WireOption>>;
  readonly faults: readonly FaultKind[];
  /** Several devices may hang on one port. */
  readonly isBus?: boolean;
}

export const FAULT_KINDS = [
  'forged-reading', // another register under the signature of the true reading
  'replay', // the reading or answer before, once more
  'bit-flip', // one bit turned over on the wire: the check value tells
  'wrong-domain', // well signed, for another market
  'register-down', // registers below the last ones, otherwise in order
  'truncated',
  'overlong', // no end within a frame's limit
  'noise',
  'silence', // nothing at all, for so many seconds
  'wrong-check', // a check value of other bytes
  'wrong-parity', // of one byte, where the line shows parity bits
  'late', // after the other side has given up
  'doubled',
  'error-reply', // the meter says that it will not
  'exception', // device failure, as Modbus says it
  'wrong-unit', // an answer in another slave's name
  'frozen', // the values of before
  'zeros', // all registers 0
  'all-ones', // all registers 0xFFFF
  'tampered-value', // another register than was signed
  'wrong-key', // signed by another meter's key
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const PUSHED: readonly FaultKind[] = ['replay', 'bit-flip', 'register-down', 'truncated', 'overlong', 'noise', 'silence'];
const ASKED: readonly FaultKind[] = [...PUSHED, 'wrong-check', 'wrong-parity', 'late', 'doubled', 'error-reply'];
const MODBUS: readonly FaultKind[] = [
  ...([
    'bit-flip',
    'wrong-check',
    'truncated',
    'noise',
    'late',
    'doubled',
    'exception',
    'wrong-unit',
    'frozen',
    'zeros',
    'all-ones',
    'silence',
  ] as const),
];
const TWELVE_DIGITS: WireOption = { type: 'text', pattern: /^\d{12}$/, expected: 'twelve digits' };
const UNIT_ID: WireOption = { type: 'whole', max: 247 };
const TCP: Readonly<Record<string, WireOption>> = {
  /** Instead of a serial port: Modbus TCP on this port of the loopback, 0 for any that is free. */
  tcpPort: { type: 'whole', max: 65_535 },
  /** A second client is accepted and never answered. */
  oneClient: { type: 'flag' },
};
const KEYS: Readonly<Record<string, WireOption>> = { key: { type: 'key' }, authenticationKey: { type: 'key' } };

/** What a device speaks. */
export const WIRES = {
  native: { signs: true, options: {}, faults: [...PUSHED, 'forged-reading', 'wrong-domain'] },
  p1: { signs: false, options: KEYS, faults: PUSHED },
  sml: { signs: false, options: { kermit: { type: 'flag' }, tellsTime: { type: 'flag' } }, faults: PUSHED },
  d0: {
    signs: false,
    options: {
      letter: { type: 'text', pattern: /^[0-9A-I]$/, expected: 'a letter of speed, 0 to 9 or A to I' },
      pushes: { type: 'flag' },
      echoes: { type: 'flag' },
      showsParity: { type: 'flag' },
    },
    faults: ASKED,
  },
  dlt645: {
    signs: false,
    options: {
      address: { ...TWELVE_DIGITS, required: true },
      version: { type: 'text', pattern: /^(2007|1997)$/, expected: '"2007" or "1997"' },
      echoes: { type: 'flag' },
    },
    faults: ASKED,
  },
  mbus: {
    signs: false,
    options: { address: { type: 'whole', max: 250 }, splits: { type: 'flag' }, echoes: { type: 'flag' } },
    faults: ASKED,
  },
  dlms: { signs: false, options: { link: { type: 'text', pattern: /^(hdlc|mbus)$/, expected: 'hdlc or mbus' }, ...KEYS }, faults: PUSHED },
  modbus: { signs: false, options: { map: { type: 'text', required: true }, unitId: UNIT_ID, ...TCP }, faults: MODBUS, isBus: true },
  sunspec: {
    signs: false,
    options: {
      unitId: UNIT_ID,
      ratedPowerW: { type: 'whole', max: 10_000_000 },
      isMeter: { type: 'flag' },
      isDer: { type: 'flag' },
      ...TCP,
    },
    faults: MODBUS,
    isBus: true,
  },
  ocmf: { signs: true, options: { identification: { type: 'text' } }, faults: [...PUSHED, 'forged-reading'] },
  bsm: { signs: true, options: { unitId: UNIT_ID, ...TCP }, faults: [...MODBUS, 'replay', 'tampered-value', 'wrong-key'], isBus: true },
} as const satisfies Record<string, WireKind>;
/** A contactor's, which is no meter. */
export const RELAY_WIRE: WireKind = { signs: false, options: { unitId: UNIT_ID, tcpPort: { type: 'whole', max: 65_535 } }, faults: [] };
export type WireName = keyof typeof WIRES;
export const WIRE_NAMES = Object.keys(WIRES) as WireName[];

export type WireValue = string | number | boolean;
