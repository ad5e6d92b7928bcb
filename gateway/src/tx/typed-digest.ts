import {
  type Deployment,
  EIP712_NAME,
  EIP712_VERSION,
  TYPED_DATA,
  type TypedDataName,
  type TypedField,
  VERIFYING_CONTRACT,
} from '@joulegate/protos';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { JoulegateError } from '../domain/index.ts';
import { encodeWord, type WordValue } from './abi-word.ts';

type FieldName<N extends TypedDataName> = (typeof TYPED_DATA)[N][number]['name'];
/** Every field of a typed message by its name; addresses as strings or 20 bytes, hashes as 32 bytes. */
export type TypedMessage<N extends TypedDataName> = Readonly<Record<FieldName<N>, WordValue>>;

const utf8 = new TextEncoder();
const DOMAIN_TYPE = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)';
const DOMAIN_FIELDS: readonly TypedField[] = [
  { name: 'nameHash', type: 'bytes32' },
  { name: 'versionHash', type: 'bytes32' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
];

/**
 * EIP-712 digest of a message of one of our flat types: keccak256(0x1901 | domainSeparator | hashStruct). No nesting,
 * arrays or dynamic types, which is why a page of code replaces a library of 30 MB.
 * @returns 32 bytes, the id of the transaction that carries the message.
 * @throws JoulegateError CONFIG_INVALID where a value does not fit its field.
 */
export function typedDigest<N extends TypedDataName>(name: N, message: TypedMessage<N>, deployment: Deployment): Uint8Array {
  const fields: readonly TypedField[] = TYPED_DATA[name];
  const type = `${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`;
  const domain = hashStruct(DOMAIN_TYPE, DOMAIN_FIELDS, {
    nameHash: keccak_256(utf8.encode(EIP712_NAME)),
    versionHash: keccak_256(utf8.encode(EIP712_VERSION)),
    chainId: deployment.chainId,
    verifyingContract: deployment.contracts[VERIFYING_CONTRACT[name]],
  });
  return keccak_256(Buffer.concat([Uint8Array.of(0x19, 0x01), domain, hashStruct(type, fields, message)]));
}

function hashStruct(type: string, fields: readonly TypedField[], message: Readonly<Record<string, WordValue>>): Uint8Array {
  const words = fields.map((field) => {
    const value = message[field.name];
    if (value === undefined) throw new JoulegateError('CONFIG_INVALID', `${type}: a value expected for ${field.name}`);
    return encodeWord(field.type, value, field.name);
  });
  return keccak_256(Buffer.concat([keccak_256(utf8.encode(type)), ...words]));
}
