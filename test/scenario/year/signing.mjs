/**
 * Keys and signatures as meters and owners make them, written from docs/wire.md: native readings, possession proofs, EIP-712
 * messages, ERC-2612 permits. Keys follow from the seed, so that a year can be played again: for scenarios only.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { keccak256 } from 'viem';
import { encodePayload, encodeSignedReading } from '../../../device-sim/dist/index.js';
import { EIP712_NAME, EIP712_VERSION, POSSESSION_PREFIX, TYPED_DATA, VERIFYING_CONTRACT } from '../../../protos/dist/index.js';

// 90 us a signature where noble needs 220: a year has half a million of them.
const secp256k1 = createRequire(new URL('../../../gateway/package.json', import.meta.url))('tiny-secp256k1');

export const keccak = (bytes) => Buffer.from(keccak256(bytes, 'bytes'));
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
export const hex = (bytes) => `0x${Buffer.from(bytes).toString('hex')}`;
export const unhex = (text) => Buffer.from(text.slice(2), 'hex');
const text = (value) => Buffer.from(value, 'utf8');

/** A uint, address or bytes32 as one 32-byte word. */
export function word(value) {
  const digits = typeof value === 'string' ? value.slice(2) : BigInt(value).toString(16);
  return Buffer.from(digits.padStart(64, '0'), 'hex');
}

/** @returns {{ address, keyX, keyY, sign(digest): Buffer }} 65 bytes r | s | v, low s */
export const createKey = (...seed) => keyOf(sha256(text(`joulegate scenario key|${seed.join('|')}`)));

export function keyOf(secret) {
  const point = Buffer.from(secp256k1.pointFromScalar(secret, false)).subarray(1);
  return {
    address: hex(keccak(point).subarray(12)),
    keyX: hex(point.subarray(0, 32)),
    keyY: hex(point.subarray(32)),
    sign(digest) {
      const { signature, recoveryId } = secp256k1.signRecoverable(digest, secret);
      return Buffer.concat([signature, Buffer.from([27 + recoveryId])]);
    },
  };
}

/** The 132 bytes of a native reading. */
export function signReading(reading, key) {
  const payload = encodePayload(reading);
  return Buffer.from(encodeSignedReading(payload, key.sign(sha256(payload))));
}

/** Merkle leaf of a native reading: docs/wire.md, section 2. */
export function leafOf(meter, raw) {
  return keccak(keccak(Buffer.concat([word(meter), sha256(raw.subarray(0, 65)), keccak(raw.subarray(67))])));
}

/** Root and proofs of leaves in their order, pairs sorted, as OpenZeppelin's MerkleProof checks them. */
export function merkleTree(leaves) {
  const layers = [leaves];
  while (layers.at(-1).length > 1) {
    const below = layers.at(-1);
    const above = [];
    for (let i = 0; i < below.length; i += 2) above.push(i + 1 < below.length ? hashPair(below[i], below[i + 1]) : below[i]);
    layers.push(above);
  }
  return {
    root: layers.at(-1)[0],
    proof: (index) =>
      layers.slice(0, -1).flatMap((layer, depth) => {
        const sibling = (index >> depth) ^ 1;
        return sibling < layer.length ? [layer[sibling]] : [];
      }),
  };
}
const hashPair = (a, b) => keccak(Buffer.compare(a, b) < 0 ? Buffer.concat([a, b]) : Buffer.concat([b, a]));

export const closingDigest = (raw) => hex(sha256(raw.subarray(0, 65)));
export const provePossession = (key, digest) => hex(key.sign(sha256(text(POSSESSION_PREFIX), digest)));

const DOMAIN_TYPEHASH = keccak(text('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'));
const typehash = (name, fields) => keccak(text(`${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`));
const hashStruct = (hash, fields, message) => keccak(Buffer.concat([hash, ...fields.map((field) => word(message[field.name]))]));
const WITHDRAWAL = fieldsOf('address account,address to,uint256 amount,uint64 nonce,uint64 deadline');
const PERMIT = fieldsOf('address owner,address spender,uint256 value,uint256 nonce,uint256 deadline');

function fieldsOf(signature) {
  return signature.split(',').map((pair) => ({ type: pair.split(' ')[0], name: pair.split(' ')[1] }));
}

/** EIP-712 over one deployment. */
export function createTypedSigner({ chainId, contracts }) {
  const separators = new Map();
  const separator = (address, name = EIP712_NAME) => {
    const known = separators.get(address);
    if (known) return known;
    const made = keccak(Buffer.concat([DOMAIN_TYPEHASH, keccak(text(name)), keccak(text(EIP712_VERSION)), word(chainId), word(address)]));
    separators.set(address, made);
    return made;
  };
  const hashes = new Map(Object.entries(TYPED_DATA).map(([name, fields]) => [name, typehash(name, fields)]));
  const envelope = (contract, name, struct) => keccak(Buffer.concat([Buffer.from([0x19, 0x01]), separator(contract, name), struct]));
  const digest = (type, message) =>
    envelope(contracts[VERIFYING_CONTRACT[type]], undefined, hashStruct(hashes.get(type), TYPED_DATA[type], message));
  return {
    digest,
    sign: (type, message, key) => hex(key.sign(digest(type, message))),
    /** Money out of an escrow, relayed. */
    signWithdrawal: (escrow, message, key) =>
      hex(key.sign(envelope(contracts[escrow], undefined, hashStruct(typehash('Withdrawal', WITHDRAWAL), WITHDRAWAL, message)))),
    /** ERC-2612: lets an escrow take money that the owner holds. @returns [v, r, s] */
    signPermit(tokenName, message, key) {
      const signature = key.sign(envelope(contracts.token, tokenName, hashStruct(typehash('Permit', PERMIT), PERMIT, message)));
      return [signature[64], hex(signature.subarray(0, 32)), hex(signature.subarray(32, 64))];
    },
  };
}
