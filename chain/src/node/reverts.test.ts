import { encodeErrorResult } from 'viem';
import { expect, test } from 'vitest';
import { RpcError } from '../engine/json-rpc.ts';
import { ALL_ERRORS } from './abis.ts';
import { classifyRevert, extractRevert } from './reverts.ts';

const METER = '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB';
const ID = `0x${'11'.repeat(32)}` as const;
const encode = (errorName: string, args: readonly unknown[]): string => encodeErrorResult({ abi: ALL_ERRORS, errorName, args });

test.each<[string, string, string, readonly unknown[]]>([
  ['PayloadLayoutInvalid', 'refused', 'PAYLOAD_LAYOUT', [0n, 9n, 8n]],
  ['DomainMismatch', 'refused', 'DOMAIN_MISMATCH', [1n, 2n]],
  ['SignatureInvalid', 'refused', 'SIGNATURE_INVALID', [METER, METER]],
  ['PossessionNotProven', 'refused', 'SIGNATURE_INVALID', [METER, METER]],
  ['OwnerSignatureInvalid', 'refused', 'OWNER_SIGNATURE_INVALID', [METER, METER]],
  ['CounterNotIncreasing', 'refused', 'COUNTER_REPLAYED', [METER, 5n, 3n]],
  ['RegisterDecreased', 'refused', 'REGISTER_DECREASED', [METER, ID, 5n, 3n]],
  ['TimeInFuture', 'deferred', 'TIME_IMPLAUSIBLE', [5n, 3n]],
  ['MeterUnknown', 'deferred', 'METER_UNKNOWN', [METER]],
  ['MeterNotActive', 'deferred', 'METER_UNKNOWN', [METER, 0]],
  ['MeterNotActive', 'deferred', 'METER_NOT_ACTIVE', [METER, 1]],
  ['MeterNotActive', 'deferred', 'METER_NOT_ACTIVE', [METER, 3]],
  ['MeterNotActive', 'refused', 'METER_NOT_ACTIVE', [METER, 4]],
  ['NotAdmitted', 'deferred', 'NOT_ADMITTED', [METER]],
  ['InsufficientBalance', 'deferred', 'INSUFFICIENT_BALANCE', [METER, 5n, 3n]],
  ['OrderOverLimit', 'refused', 'ORDER_OVER_LIMIT', [ID, 5n, 6n]],
  ['OrderOverfilled', 'refused', 'ORDER_OVER_LIMIT', [ID, 5n, 3n]],
  ['OrderExpired', 'refused', 'ORDER_EXPIRED', [ID, 5n, 6n]],
  ['ZoneUnknown', 'deferred', 'CONTRACT_REVERTED', [9]],
  ['NonceInvalid', 'refused', 'VALUE_INVALID', [METER, 5n, 3n]],
  ['EvidenceMismatch', 'refused', 'VALUE_INVALID', [ID, ID]],
  ['NotStorage', 'refused', 'VALUE_INVALID', [METER, 2]],
  ['StateNotNewer', 'refused', 'TIME_IMPLAUSIBLE', [METER, 5n, 3n]],
  ['StateTimeInFuture', 'deferred', 'TIME_IMPLAUSIBLE', [METER, 5n, 3n]],
  ['ReadingsDecide', 'refused', 'CONTRACT_REVERTED', [2]],
])('%s: %s as %s, whichever engine says it', (name, action, code, args) => {
  const data = encode(name, args);
  const shapes = [data, { data }, { message: 'reverted', data }, `Reverted ${data}`];
  for (const shape of shapes) {
    const revert = extractRevert(new RpcError('eth_call', 3, 'execution reverted', shape));
    expect(revert?.name).toBe(name);
    expect(revert?.text).toMatch(new RegExp(`^${name}\\(`));
    expect(revert && classifyRevert(revert)).toEqual({ action, code });
  }
});

test('the message names the arguments', () => {
  const revert = extractRevert(new RpcError('eth_call', 3, 'execution reverted', encode('CounterNotIncreasing', [METER, 5n, 3n])));
  expect(revert?.text).toBe(`CounterNotIncreasing(meter: ${METER}, last: 5, got: 3)`);
});

test('what does not come from a contract is no revert', () => {
  expect(extractRevert(new Error('fetch failed'))).toBeUndefined();
  expect(extractRevert(new RpcError('eth_call', -32000, 'insufficient funds for gas', undefined))).toBeUndefined();
  expect(extractRevert(new RpcError('eth_call', 3, 'execution reverted', '0x'))?.name).toBe('unknown');
  expect(extractRevert(new RpcError('eth_call', 3, 'execution reverted', '0xdeadbeef'))?.name).toBe('unknown');
});
