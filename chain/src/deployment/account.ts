/** One account on one chain: what signs, sends and waits while contracts are deployed or their roles move. */
import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  type LocalAccount,
  type PublicClient,
  type Transport,
  type WalletClient,
} from 'viem';
import { openSignerAccount, type TransactionSigner } from './signer-account.ts';

/** Sends a contract call and waits until it is mined; throws with the contract's own error when it reverts. */
export type Call = (address: Address, abi: Abi, functionName: string, args: readonly unknown[]) => Promise<void>;

export interface ChainAccount {
  readonly account: Account;
  readonly chainId: number;
  deployContract(contract: { readonly abi: Abi; readonly bytecode: Hex }, args: readonly unknown[]): Promise<Address>;
  call: Call;
  read(address: Address, abi: Abi, functionName: string, args: readonly unknown[]): Promise<unknown>;
}

export interface SignerWallet {
  readonly account: LocalAccount;
  readonly chainId: number;
  readonly reader: PublicClient;
  readonly wallet: WalletClient<Transport, Chain, LocalAccount>;
  /** Type 2 where blocks have a base fee, else legacy. */
  readonly type: 'legacy' | 'eip1559';
}

export async function openWallet(rpcUrl: string, signer: TransactionSigner): Promise<SignerWallet> {
  const account = openSignerAccount(signer);
  const transport = http(rpcUrl);
  const chainId = await createPublicClient({ transport }).getChainId();
  const chain = defineChain({
    id: chainId,
    name: `eip155:${chainId}`,
    nativeCurrency: { name: 'native', symbol: 'NAT', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const reader: PublicClient = createPublicClient({ chain, transport, pollingInterval: 30, cacheTime: 0 });
  const wallet = createWalletClient({ account, chain, transport });
  const head = await reader.getBlock();
  return { account, chainId, reader, wallet, type: head.baseFeePerGas === null ? 'legacy' : 'eip1559' };
}

/** One account on one chain, sending one transaction after the other. */
export async function connectAccount(rpcUrl: string, signer: TransactionSigner): Promise<ChainAccount> {
  const { account, chainId, reader, wallet, type } = await openWallet(rpcUrl, signer);
  const mined = async (hash: Hex) => {
    const receipt = await reader.waitForTransactionReceipt({ hash, timeout: 60_000 });
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`);
    return receipt;
  };
  return {
    account,
    chainId,
    async deployContract(contract, args) {
      const hash = await wallet.deployContract({ ...contract, args, type } as never);
      const { contractAddress } = await mined(hash);
      // A chain whose EVM is too old for the code accepts the transaction and leaves an empty address.
      if (!contractAddress || ((await reader.getCode({ address: contractAddress })) ?? '0x') === '0x') {
        throw new Error(`contract code expected after deployment ${hash}, got none: does the chain's EVM have the London rules?`);
      }
      return contractAddress.toLowerCase() as Address;
    },
    async call(address, abi, functionName, args) {
      const { request } = await reader.simulateContract({ account, address, abi, functionName, args, type } as never);
      await mined(await wallet.writeContract(request as never));
    },
    read: (address, abi, functionName, args) => reader.readContract({ address, abi, functionName, args } as never),
  };
}
