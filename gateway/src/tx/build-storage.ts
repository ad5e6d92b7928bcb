import type { Deployment, StorageState } from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Address, JoulegateError } from '../domain/index.ts';
import { encodeWord } from './abi-word.ts';
import { addressBytes, checkLength, toUnsigned, type Unsigned } from './unsigned.ts';

export type StorageStateFields = Omit<StorageState, 'meter'> & { readonly meter: Address };

const INT32 = 2 ** 31;

/** Two's complement over the whole word, as the ABI has it. */
function signedWord(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < -INT32 || value >= INT32)
    throw new JoulegateError('CONFIG_INVALID', `powerW: a signed integer of 32 bits expected, got ${value}`);
  return encodeWord('uint256', BigInt.asUintN(256, BigInt(value)), 'powerW');
}

/** What the chain keeps of a state: IStorageBoard.stateHashOf. @throws JoulegateError CONFIG_INVALID where a value exceeds its type */
export function storageStateHash(state: Omit<StorageState, 'meter' | 'time'>): Uint8Array {
  return keccak_256(
    Buffer.concat([
      encodeWord('uint64', state.storedWh, 'storedWh'),
      encodeWord('uint64', state.usableWh, 'usableWh'),
      signedWord(state.powerW),
      encodeWord('uint32', state.maxChargeW, 'maxChargeW'),
      encodeWord('uint32', state.maxDischargeW, 'maxDischargeW'),
      checkLength(state.salt, 32, 'salt'),
    ]),
  );
}

/** A storage unit's operating state; the owner signs its hash. @throws JoulegateError CONFIG_INVALID */
export function buildStorageState(fields: StorageStateFields, deployment: Deployment): Unsigned<'storageState'> {
  const { meter, time } = fields;
  const value = { ...fields, meter: addressBytes(meter) };
  return toUnsigned({ kind: 'storageState', value }, 'StorageState', { meter, time, stateHash: storageStateHash(fields) }, deployment);
}
