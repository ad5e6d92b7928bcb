/**
 * What a contract's refusal means to the sender: a stable code, and whether trying again later can help. The message
 * carries the custom error with its named arguments. Pure.
 */
import type { ErrorCode } from '@joulegate/protos';
import { decodeErrorResult } from 'viem';
import { RpcError } from '../engine/json-rpc.ts';
import { ALL_ERRORS } from './abis.ts';
import type { Hex } from './options.ts';

export interface Revert {
  /** Name of the custom error; `unknown` if no contract of ours has it. */
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** `CounterNotIncreasing(meter: 0x…, last: 5, got: 3)` */
  readonly text: string;
}

export interface Verdict {
  readonly action: 'refused' | 'deferred';
  readonly code: ErrorCode;
}

/** Revert data hides at different depths: anvil and geth in `error.data`, hardhat's family in `error.data.data`. */
function findData(value: unknown, depth = 0): Hex | undefined {
  if (typeof value === 'string')
    return /^0x([0-9a-f]{2})*$/i.test(value) ? (value as Hex) : (/(0x[0-9a-f]{8,})$/i.exec(value)?.[1] as Hex | undefined);
  if (value === null || typeof value !== 'object' || depth > 2) return undefined;
  return findData((value as { data?: unknown }).data, depth + 1);
}

/** @returns undefined if the error does not come from a contract (transport, funds, a node's limit). */
export function extractRevert(error: unknown): Revert | undefined {
  if (!(error instanceof RpcError)) return undefined;
  const data = findData(error.data);
  if (data === undefined || data === '0x') {
    if (!/revert/i.test(error.message)) return undefined;
    return { name: 'unknown', args: {}, text: error.message };
  }
  try {
    const decoded = decodeErrorResult({ abi: ALL_ERRORS, data });
    const inputs = decoded.abiItem.type === 'error' ? decoded.abiItem.inputs : [];
    const values = (decoded.args ?? []) as readonly unknown[];
    const named = values.map((value, index) => [inputs[index]?.name || String(index), value] as const);
    return {
      name: decoded.errorName,
      args: Object.fromEntries(named),
      text: `${decoded.errorName}(${named.map(([k, v]) => `${k}: ${String(v)}`).join(', ')})`,
    };
  } catch {
    return { name: 'unknown', args: {}, text: `${error.message} ${data.slice(0, 74)}` };
  }
}

const refused = (code: ErrorCode): Verdict => ({ action: 'refused', code });
const deferred = (code: ErrorCode): Verdict => ({ action: 'deferred', code });

const VERDICTS: Record<string, Verdict> = {
  PayloadLayoutInvalid: refused('PAYLOAD_LAYOUT'),
  ForeignReadingInvalid: refused('PAYLOAD_LAYOUT'),
  DomainMismatch: refused('DOMAIN_MISMATCH'),
  SignatureInvalid: refused('SIGNATURE_INVALID'),
  PossessionNotProven: refused('SIGNATURE_INVALID'),
  OwnerNotNamed: refused('SIGNATURE_INVALID'),
  OwnerSignatureInvalid: refused('OWNER_SIGNATURE_INVALID'),
  CounterNotIncreasing: refused('COUNTER_REPLAYED'),
  RegisterDecreased: refused('REGISTER_DECREASED'),
  RecoveryRuleMissing: refused('VALUE_INVALID'),
  RecoveryNonceUsed: refused('VALUE_INVALID'),
  RecoveryDelayInvalid: refused('VALUE_INVALID'),
  RecoveryUsed: refused('VALUE_INVALID'),
  RecoveryNotRunning: refused('VALUE_INVALID'),
  GuardianSignatureInvalid: refused('OWNER_SIGNATURE_INVALID'),
  OwnerRetired: refused('VALUE_INVALID'),
  RegisterOverflow: refused('RATE_IMPLAUSIBLE'),
  TimeNotIncreasing: refused('TIME_IMPLAUSIBLE'),
  TimeInFuture: deferred('TIME_IMPLAUSIBLE'),
  NotStorage: refused('VALUE_INVALID'),
  StateNotNewer: refused('TIME_IMPLAUSIBLE'),
  StateTimeInFuture: deferred('TIME_IMPLAUSIBLE'),
  MeterUnknown: deferred('METER_UNKNOWN'),
  UnitUnknown: deferred('METER_UNKNOWN'),
  NotAdmitted: deferred('NOT_ADMITTED'),
  EvidenceMismatch: refused('VALUE_INVALID'),
  // A newer request of the same meter has been decided: this one is overtaken.
  NonceInvalid: refused('VALUE_INVALID'),
  ZoneUnknown: deferred('CONTRACT_REVERTED'),
  BoundaryMissing: deferred('CONTRACT_REVERTED'),
  IntervalNotOver: deferred('CONTRACT_REVERTED'),
  InsufficientBalance: deferred('INSUFFICIENT_BALANCE'),
  ERC1155InsufficientBalance: deferred('INSUFFICIENT_BALANCE'),
  OrderOverLimit: refused('ORDER_OVER_LIMIT'),
  OrderOverfilled: refused('ORDER_OVER_LIMIT'),
  OrderExpired: refused('ORDER_EXPIRED'),
  SupplyNotYetValid: deferred('CONTRACT_REVERTED'),
  SupplyExpired: refused('ORDER_EXPIRED'),
  ResidualNotDue: deferred('CONTRACT_REVERTED'),
  BasePriceMissing: deferred('CONTRACT_REVERTED'),
  IntervalOver: refused('ORDER_EXPIRED'),
  Expired: refused('ORDER_EXPIRED'),
  GuaranteeExpired: refused('ORDER_EXPIRED'),
  NothingToRetire: refused('VALUE_INVALID'),
  RetirementUsed: refused('VALUE_INVALID'),
  NotRenewable: refused('VALUE_INVALID'),
  RangeInvalid: refused('VALUE_INVALID'),
  RangeNotAdjacent: refused('VALUE_INVALID'),
  RangeTooLong: refused('VALUE_INVALID'),
  OrderIsCancelled: refused('ORDER_EXPIRED'),
};
/** IMeterRegistry.Status. */
export const METER_STATUS = { unknown: 0, pending: 1, active: 2, suspended: 3, revoked: 4 } as const;

export function classifyRevert(revert: Revert): Verdict {
  if (revert.name === 'MeterNotActive') {
    const status = Number(revert.args['status']);
    if (status === METER_STATUS.unknown) return deferred('METER_UNKNOWN');
    return status === METER_STATUS.revoked ? refused('METER_NOT_ACTIVE') : deferred('METER_NOT_ACTIVE');
  }
  return VERDICTS[revert.name] ?? refused('CONTRACT_REVERTED');
}
