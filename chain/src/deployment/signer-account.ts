/** An EVM account whose key something else holds: a keystore opened in memory, a secure element, another program. */
import { type Hex, hashMessage, hashTypedData, hexToBytes, keccak256, type LocalAccount, parseSignature, serializeTransaction } from 'viem';
import { privateKeyToAccount, toAccount } from 'viem/accounts';

/** What @joulegate/gateway/keys opens; here only its shape, so that who embeds a node may bring their own. */
export interface DigestSigner {
  readonly address: Hex;
  /** @param digest 32 bytes @returns 65 bytes r | s | v, low s, v 27 or 28 */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}

/** Who signs transactions: a key itself where it is no secret (an embedded chain's accounts), else what holds it. */
export type TransactionSigner = Hex | DigestSigner;

/** @returns viem's account, which asks the signer for each digest and never sees its key. */
export function openSignerAccount(signer: TransactionSigner): LocalAccount {
  if (typeof signer === 'string') return privateKeyToAccount(signer);
  const sign = async ({ hash }: { readonly hash: Hex }): Promise<Hex> =>
    `0x${Buffer.from(await signer.sign(hexToBytes(hash))).toString('hex')}`;
  return toAccount({
    address: signer.address,
    sign,
    signMessage: ({ message }) => sign({ hash: hashMessage(message) }),
    signTypedData: (typedData) => sign({ hash: hashTypedData(typedData) }),
    async signTransaction(transaction, { serializer = serializeTransaction } = {}) {
      const signature = await sign({ hash: keccak256(await serializer(transaction)) });
      return serializer(transaction, parseSignature(signature));
    },
  });
}
