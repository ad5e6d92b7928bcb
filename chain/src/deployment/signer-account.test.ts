import { hexToBytes, parseGwei, recoverMessageAddress, recoverTypedDataAddress, type TransactionSerializable } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { type DigestSigner, openSignerAccount } from './signer-account.ts';

// Anvil's and Hardhat's first development key: published, so it is a vector and no secret.
const KEY = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const account = privateKeyToAccount(KEY);
const asked: number[] = [];
const signer: DigestSigner = {
  address: account.address.toLowerCase() as `0x${string}`,
  async sign(digest) {
    asked.push(digest.length);
    return hexToBytes(await account.sign({ hash: `0x${Buffer.from(digest).toString('hex')}` }));
  },
};
const call = { chainId: 31_337, to: account.address, data: '0x1234', nonce: 7, gas: 90_000n } as const;

describe('an account whose key something else holds', () => {
  // Both sign by RFC 6979, so one transaction has one signature.
  it.each<[string, TransactionSerializable]>([
    ['of type 2', { ...call, type: 'eip1559', maxFeePerGas: parseGwei('2'), maxPriorityFeePerGas: 1n }],
    ['of type 1', { ...call, type: 'eip2930', gasPrice: parseGwei('2'), accessList: [{ address: account.address, storageKeys: [] }] }],
    ['of type 0, with the chain in v', { ...call, type: 'legacy', gasPrice: parseGwei('2') }],
    ['that deploys', { chainId: 1, data: '0x6000', nonce: 0, gas: 1n, type: 'eip1559', maxFeePerGas: 1n, maxPriorityFeePerGas: 0n }],
  ])('signs a transaction %s as the key itself would', async (_, transaction) => {
    asked.length = 0;
    expect(await openSignerAccount(signer).signTransaction(transaction)).toBe(await account.signTransaction(transaction));
    expect(asked).toEqual([32]);
  });

  it('signs messages and typed data', async () => {
    const held = openSignerAccount(signer);
    const typed = { domain: { name: 'x' }, types: { A: [{ name: 'n', type: 'uint256' }] }, primaryType: 'A', message: { n: 1n } } as const;
    const [message, data] = [await held.signMessage({ message: 'hello' }), await held.signTypedData(typed)];
    expect(await recoverMessageAddress({ message: 'hello', signature: message })).toBe(account.address);
    expect(await recoverTypedDataAddress({ ...typed, signature: data })).toBe(account.address);
  });

  it('is the key itself where that is no secret', async () => {
    expect(openSignerAccount(KEY).address).toBe(account.address);
  });
});
