import { EXCEPTION, type ModbusUnit } from '../modbus/index.ts';

/** welded: the main contact stays closed once it is. stuck-feedback: the mirror contact shows for ever what it showed. */
type RelayFault = 'welded' | 'stuck-feedback';

/** A contactor between a unit and the grid, behind a Modbus coil: coil 0 pulls it in, discrete input 0 is its mirror contact. */
export interface Relay {
  readonly unit: ModbusUnit;
  /** Whether current can pass. */
  readonly isConducting: boolean;
  /** What was last asked of it. */
  readonly isPulledIn: boolean;
  fail(fault: RelayFault | undefined): void;
}

/** Falls out without power, so it starts open. Mirror contact: IEC 60947-4-1, annex F: it shows the main contact, welded or not. */
export function createRelay(): Relay {
  let isPulledIn = false;
  let isConducting = false;
  let fault: RelayFault | undefined;
  let stuckAt = false;
  const settle = () => {
    isConducting = isPulledIn || (fault === 'welded' && isConducting);
  };
  const one = (address: number, count: number, state: () => boolean) =>
    address === 0 && count === 1 ? [state()] : EXCEPTION.illegalAddress;
  return {
    get isConducting() {
      return isConducting;
    },
    get isPulledIn() {
      return isPulledIn;
    },
    fail(next) {
      fault = next;
      stuckAt = isConducting;
      settle();
    },
    unit: {
      read: () => EXCEPTION.illegalFunction,
      readCoils: (address, count) => one(address, count, () => isPulledIn),
      readInputs: (address, count) => one(address, count, () => (fault === 'stuck-feedback' ? stuckAt : isConducting)),
      writeCoil(address, on) {
        if (address !== 0) return EXCEPTION.illegalAddress;
        isPulledIn = on;
        settle();
        return undefined;
      },
    },
  };
}
