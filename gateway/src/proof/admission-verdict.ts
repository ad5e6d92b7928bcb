import { type Address, accept, address, type Result, refuse } from '../domain/index.ts';
import type { ProvenLog } from './evm-receipt.ts';
import { eventTopic } from './expected-log.ts';

export interface AdmissionVerdict {
  readonly meter: Address;
  readonly zone: number;
  /** One bit per failed criterion (VERDICT_BIT); 0 is a grant. */
  readonly verdict: number;
  readonly capacityW: bigint;
  readonly priceMicroPerKwh: bigint;
  /** Under which of the zone's criteria it was decided. */
  readonly criteriaVersion: number;
  /** Of the permit that stands after the decision (PERMIT_STATE): a refused renewal leaves a granted one. */
  readonly state: number;
  /** When that permit ends, Unix seconds; 0 without end. */
  readonly validUntil: bigint;
}

const WORD = 32;
const WORDS = 6;

/**
 * Reads AdmissionDecided(bytes32 indexed id, address indexed meter, uint32 indexed zone, uint32 verdict, uint64 capacityW,
 * uint64 priceMicroPerKwh, uint32 criteriaVersion, uint8 state, uint64 validUntil) from a proven log.
 * @returns RECEIPT_INVALID where the log is another event's, or a value exceeds its type.
 */
export function decodeAdmissionVerdict(log: ProvenLog): Result<AdmissionVerdict> {
  const [event, , meter, zone] = log.topics;
  if (event === undefined || Buffer.compare(event, eventTopic('AdmissionDecided')) !== 0 || meter === undefined || zone === undefined) {
    return refuse('RECEIPT_INVALID', 'log: AdmissionDecided with three indexed values expected');
  }
  if (log.data.length !== WORDS * WORD)
    return refuse('RECEIPT_INVALID', `AdmissionDecided: ${WORDS * WORD} bytes of data expected, got ${log.data.length}`);
  const word = (at: number): bigint => toBigint(log.data.subarray(at * WORD, (at + 1) * WORD));
  const values = { zone: toBigint(zone), verdict: word(0), capacityW: word(1), priceMicroPerKwh: word(2) };
  const permit = { criteriaVersion: word(3), state: word(4), validUntil: word(5) };
  if (
    toBigint(meter) >> 160n !== 0n ||
    values.zone >> 32n !== 0n ||
    values.verdict >> 32n !== 0n ||
    values.capacityW >> 64n !== 0n ||
    values.priceMicroPerKwh >> 64n !== 0n ||
    permit.criteriaVersion >> 32n !== 0n ||
    permit.state >> 8n !== 0n ||
    permit.validUntil >> 64n !== 0n
  ) {
    return refuse('RECEIPT_INVALID', 'AdmissionDecided: every value within its type expected');
  }
  return accept({
    meter: address(`0x${Buffer.from(meter.subarray(12)).toString('hex')}`),
    zone: Number(values.zone),
    verdict: Number(values.verdict),
    capacityW: values.capacityW,
    priceMicroPerKwh: values.priceMicroPerKwh,
    criteriaVersion: Number(permit.criteriaVersion),
    state: Number(permit.state),
    validUntil: permit.validUntil,
  });
}

function toBigint(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
