import { JoulegateError } from './errors.ts';

declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** Name of a gateway or device in topics: `[a-z0-9][a-z0-9_-]{0,62}`; `chain` and `market` are reserved for gateways. */
export type GatewayId = Branded<string, 'GatewayId'>;
export type DeviceId = Branded<string, 'DeviceId'>;
/** EVM address, 0x and 40 lower-case hex digits. A meter's id is the address of its first key. */
export type Address = Branded<`0x${string}`, 'Address'>;
/** EIP-712 digest of a transaction's body: 64 lower-case hex digits without 0x, as it stands in topics. */
export type TransactionId = Branded<string, 'TransactionId'>;

const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const RESERVED = new Set(['chain', 'market']);

function checkName(kind: string, text: string): void {
  if (!NAME.test(text)) {
    throw new JoulegateError(
      'CONFIG_INVALID',
      `${kind}: lower-case letters, digits, - and _ (at most 63, not starting with - or _) expected, got ${JSON.stringify(text)}`,
    );
  }
}

export function gatewayId(text: string): GatewayId {
  checkName('gateway id', text);
  if (RESERVED.has(text))
    throw new JoulegateError('CONFIG_INVALID', `gateway id: "${text}" is reserved for topics of the chain and the market`);
  return text as GatewayId;
}

export function deviceId(text: string): DeviceId {
  checkName('device id', text);
  return text as DeviceId;
}

export function address(text: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text))
    throw new JoulegateError('CONFIG_INVALID', `address: 0x and 40 hex digits expected, got ${JSON.stringify(text)}`);
  return text.toLowerCase() as Address;
}

export function transactionId(digest: Uint8Array): TransactionId {
  if (digest.length !== 32) throw new JoulegateError('CONFIG_INVALID', `transaction id: 32 bytes expected, got ${digest.length}`);
  return Buffer.from(digest).toString('hex') as TransactionId;
}
