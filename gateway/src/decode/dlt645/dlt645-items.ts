/** How a data item's bytes are read. BCD and hex are sent lowest byte first, ASCII too. */
export interface Dlt645Format {
  readonly kind: 'bcd' | 'hex' | 'ascii';
  readonly bytes: number;
  /** Digits after the point. */
  readonly decimals: number;
  readonly unit: string;
  /** The top bit of the highest byte is a sign, not a digit. */
  readonly isSigned: boolean;
}

const bcd = (bytes: number, decimals: number, unit: string, isSigned = false): Dlt645Format => ({
  kind: 'bcd',
  bytes,
  decimals,
  unit,
  isSigned,
});
const hex = (bytes: number): Dlt645Format => ({ kind: 'hex', bytes, decimals: 0, unit: '', isSigned: false });
const ascii = (bytes: number): Dlt645Format => ({ kind: 'ascii', bytes, decimals: 0, unit: '', isSigned: false });

const ENERGY = bcd(4, 2, 'kWh');
const REACTIVE = bcd(4, 2, 'kvarh');
const APPARENT = bcd(4, 2, 'kVAh');
const SIGNED = true;

/**
 * DL/T 645-2007 by DI3 DI2, annex A, tables A.1 and A.3. DI1 is the tariff (00 total) or the phase, DI0 the billing period
 * (00 current); FF in one of them asks for all as a block, counted from `blockFrom`.
 */
export const FAMILIES_2007: Readonly<Record<string, { readonly format: Dlt645Format; readonly blockFrom: number }>> = {
  '0000': { format: bcd(4, 2, 'kWh', SIGNED), blockFrom: 0 }, // combined active, as the meter was set to combine
  '0001': { format: ENERGY, blockFrom: 0 }, // forward active
  '0002': { format: ENERGY, blockFrom: 0 }, // reverse active
  '0003': { format: bcd(4, 2, 'kvarh', SIGNED), blockFrom: 0 }, // combined reactive 1
  '0004': { format: bcd(4, 2, 'kvarh', SIGNED), blockFrom: 0 }, // combined reactive 2
  '0005': { format: REACTIVE, blockFrom: 0 }, // quadrants I to IV
  '0006': { format: REACTIVE, blockFrom: 0 },
  '0007': { format: REACTIVE, blockFrom: 0 },
  '0008': { format: REACTIVE, blockFrom: 0 },
  '0009': { format: APPARENT, blockFrom: 0 }, // forward, reverse
  '000A': { format: APPARENT, blockFrom: 0 },
  '0015': { format: ENERGY, blockFrom: 0 }, // phase A forward, reverse active
  '0016': { format: ENERGY, blockFrom: 0 },
  '0029': { format: ENERGY, blockFrom: 0 }, // phase B
  '002A': { format: ENERGY, blockFrom: 0 },
  '003D': { format: ENERGY, blockFrom: 0 }, // phase C
  '003E': { format: ENERGY, blockFrom: 0 },
  '0201': { format: bcd(2, 1, 'V'), blockFrom: 1 },
  '0202': { format: bcd(3, 3, 'A', SIGNED), blockFrom: 1 },
  '0203': { format: bcd(3, 4, 'kW', SIGNED), blockFrom: 0 },
  '0204': { format: bcd(3, 4, 'kvar', SIGNED), blockFrom: 0 },
  '0205': { format: bcd(3, 4, 'kVA', SIGNED), blockFrom: 0 },
  '0206': { format: bcd(2, 3, '', SIGNED), blockFrom: 0 }, // power factor
  '0207': { format: bcd(2, 1, '°'), blockFrom: 1 },
};

/** DL/T 645-2007 by the whole identifier, annex A, tables A.3 and A.5. */
export const ITEMS_2007: Readonly<Record<string, Dlt645Format>> = {
  '02800001': bcd(3, 3, 'A', SIGNED), // neutral current
  '02800002': bcd(2, 2, 'Hz'),
  '02800003': bcd(3, 4, 'kW', SIGNED), // mean of a minute
  '02800004': bcd(3, 4, 'kW', SIGNED), // demand now
  '02800007': bcd(2, 1, '°C', SIGNED),
  '02800008': bcd(2, 2, 'V'), // clock battery
  '02800009': bcd(2, 2, 'V'), // battery for reading without mains
  '0280000A': bcd(4, 0, 'min'),
  '04000101': bcd(4, 0, ''), // YYMMDDWW
  '04000102': bcd(3, 0, ''), // hhmmss
  '0400010C': bcd(7, 0, ''), // YYMMDDWWhhmmss
  '04000401': bcd(6, 0, ''), // address on the bus
  '04000402': bcd(6, 0, ''), // meter number
  '04000403': ascii(32), // asset number
  '0400040B': ascii(10), // model
  '04000409': bcd(3, 0, 'imp/kWh'),
  '04000501': hex(2), // status words 1 to 7
  '04000502': hex(2),
  '04000503': hex(2),
  '04000504': hex(2),
  '04000505': hex(2),
  '04000506': hex(2),
  '04000507': hex(2),
};

/** DL/T 645-1997 by DI1 and the high half of DI0, annex A, tables A.1 to A.3; the low half is tariff or phase, F a block. */
export const FAMILIES_1997: Readonly<Record<string, { readonly format: Dlt645Format; readonly blockFrom: number }>> = {
  '901': { format: ENERGY, blockFrom: 0 }, // forward active
  '902': { format: ENERGY, blockFrom: 0 }, // reverse active
  '911': { format: REACTIVE, blockFrom: 0 }, // forward, reverse reactive
  '912': { format: REACTIVE, blockFrom: 0 },
  '913': { format: REACTIVE, blockFrom: 0 }, // quadrants I, IV, II, III
  '914': { format: REACTIVE, blockFrom: 0 },
  '915': { format: REACTIVE, blockFrom: 0 },
  '916': { format: REACTIVE, blockFrom: 0 },
  '941': { format: ENERGY, blockFrom: 0 }, // last month
  '942': { format: ENERGY, blockFrom: 0 },
  '981': { format: ENERGY, blockFrom: 0 }, // the month before
  '982': { format: ENERGY, blockFrom: 0 },
  A01: { format: bcd(3, 4, 'kW'), blockFrom: 0 }, // maximum demand
  A02: { format: bcd(3, 4, 'kW'), blockFrom: 0 },
  B61: { format: bcd(2, 0, 'V'), blockFrom: 1 },
  B62: { format: bcd(2, 2, 'A'), blockFrom: 1 },
  B64: { format: bcd(2, 2, 'kvar'), blockFrom: 0 },
  B65: { format: bcd(2, 3, ''), blockFrom: 0 }, // power factor
};

/** DL/T 645-1997 by the whole identifier. */
export const ITEMS_1997: Readonly<Record<string, Dlt645Format>> = {
  B630: bcd(3, 4, 'kW'),
  B631: bcd(3, 4, 'kW'),
  B632: bcd(3, 4, 'kW'),
  B633: bcd(3, 4, 'kW'),
  C010: bcd(4, 0, ''), // YYMMDDWW
  C011: bcd(3, 0, ''), // hhmmss
  C020: hex(1), // status
  C030: bcd(3, 0, 'imp/kWh'),
  C032: bcd(6, 0, ''), // meter number
  C033: bcd(6, 0, ''), // customer number
  C034: bcd(6, 0, ''), // device code
};

/** Bits of the error word, lowest first: DL/T 645-2007 annex C, DL/T 645-1997 6.1. Data only. */
export const ERROR_WORDS: Readonly<Record<'1997' | '2007', readonly string[]>> = {
  '2007': [
    'other error',
    'no such data',
    'password wrong or not authorised',
    'speed not to be changed',
    'too many time zones of a year',
    'too many periods of a day',
    'too many tariffs',
    'reserved bit',
  ],
  '1997': [
    'illegal data',
    'no such data',
    'password wrong',
    'reserved bit',
    'too many time zones of a year',
    'too many periods of a day',
    'too many tariffs',
    'reserved bit',
  ],
};
