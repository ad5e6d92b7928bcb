/**
 * The one file that knows the chain: an anvil of its own, the contracts deployed as in production, block time in the
 * scenario's hands, transactions signed by relayers and mined in blocks. Every refusal comes back with the contract's own error.
 */
import { decodeFunctionResult, encodeFunctionData, serializeTransaction, toEventSelector } from 'viem';
import { ABIS, CONTRACTS, connectAccount, deploy, RpcError, startAnvil } from '../../../chain/dist/index.js';
import { extractRevert } from '../../../chain/dist/node/reverts.js';
import { createKey, hex, keccak, keyOf, unhex } from './signing.mjs';

/** Anvil's own words, so that addresses, and with them order ids, are the same in every run. */
const MNEMONIC = 'test test test test test test test test test test test junk';
const CHAIN_ID = 31_337;
const BLOCK_GAS = 2_000_000_000;
const GAS_PRICE = 2_000_000_000n;
const BALANCE_WEI = '0x3635c9adc5dea00000';
const ALL_ABIS = { ...ABIS, token: CONTRACTS.DemoEnergyCoin.abi };
/** How much a call may use; blocks are so large that only the sum of a block's limits matters. */
const GAS_LIMIT = 16_000_000n;

/** Events of static fields, decoded word by word: twenty times as fast as a general decoder, and a year has a quarter of a million. */
function createEventDecoder(abi) {
  const events = new Map();
  for (const item of abi) {
    if (item.type !== 'event') continue;
    const flat = (inputs) =>
      inputs.every((input) => (input.components ? flat(input.components) : /^(u?int\d*|address|bytes\d+|bool)$/.test(input.type)));
    if (flat(item.inputs)) events.set(toEventSelector(item), item);
  }
  const value = (type, digits) => {
    if (type === 'address') return `0x${digits.slice(24)}`;
    if (type.startsWith('bytes')) return `0x${digits}`;
    if (type === 'bool') return digits.endsWith('1');
    const number = BigInt(`0x${digits}`);
    return /^u?int(8|16|24|32)$/.test(type) ? Number(number) : number;
  };
  return ({ topics, data }) => {
    const item = events.get(topics[0]);
    if (!item) return undefined;
    let at = 2;
    let topic = 1;
    const read = (inputs, indexedToo) =>
      Object.fromEntries(
        inputs.map((input) => {
          if (indexedToo && input.indexed) return [input.name, value(input.type, topics[topic++].slice(2))];
          if (input.components) return [input.name, read(input.components, false)];
          at += 64;
          return [input.name, value(input.type, data.slice(at - 64, at))];
        }),
      );
    return { name: item.name, args: read(item.inputs, true) };
  };
}

async function postBatch(url, calls) {
  const body = calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params }));
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const answers = await response.json();
  return answers.sort((a, b) => a.id - b.id);
}

/**
 * @param {object} options of deploy(), with `people`: names of the accounts that act beside the owners
 * @returns the chain, stopped at the deployment
 */
export async function openChain({ people, authorities, zones, ...options }) {
  const engine = await startAnvil({ chainId: CHAIN_ID, mnemonic: MNEMONIC, recentStates: 0 });
  try {
    const deployer = engine.accounts[0];
    const accounts = Object.fromEntries(people.map((name) => [name, createKey('account', name)]));
    for (const { address } of Object.values(accounts)) await engine.request('anvil_setBalance', [address, BALANCE_WEI]);
    const deployment = await deploy({
      ...options,
      rpcUrl: engine.rpcUrl,
      deployer: deployer.privateKey,
      certifier: accounts.certifier.address,
      authority: accounts[authorities[0]].address,
      treasury: accounts.treasury.address,
      zones: Object.fromEntries(zones.map(({ operator, zone, criteria }) => [zone, { ...criteria, operator: accounts[operator].address }])),
    });
    const admin = await connectAccount(engine.rpcUrl, deployer.privateKey);
    const role = await admin.read(deployment.contracts.carbonLedger, ABIS.carbonLedger, 'AUTHORITY_ROLE', []);
    for (const name of authorities.slice(1)) {
      await admin.call(deployment.contracts.carbonLedger, ABIS.carbonLedger, 'grantRole', [role, accounts[name].address]);
    }
    await engine.request('evm_setAutomine', [false]);
    await engine.request('evm_setBlockGasLimit', [`0x${BLOCK_GAS.toString(16)}`]);
    return createChain(engine, deployment, { ...accounts, admin: keyOf(unhex(deployer.privateKey)) });
  } catch (cause) {
    await engine.stop();
    throw cause;
  }
}

function createChain(engine, deployment, accounts) {
  const contractAt = new Map(Object.entries(deployment.contracts).map(([name, address]) => [address, name]));
  const decoders = Object.fromEntries(Object.entries(ALL_ABIS).map(([name, abi]) => [name, createEventDecoder(abi)]));
  const nonces = new Map();
  const gasOf = new Map();
  const queue = [];
  const figures = { blocks: 0, transactions: 0, refused: 0, gas: 0n, gasOf };
  let lastSeconds = 0;

  const callData = (contract, functionName, args) => encodeFunctionData({ abi: ALL_ABIS[contract], functionName, args });

  async function signTransaction({ contract, functionName, args, from }) {
    const key = typeof from === 'string' ? accounts[from] : from;
    if (!nonces.has(key.address)) nonces.set(key.address, Number(await engine.request('eth_getTransactionCount', [key.address, 'latest'])));
    const nonce = nonces.get(key.address);
    nonces.set(key.address, nonce + 1);
    const to = deployment.contracts[contract];
    const transaction = {
      type: 'legacy',
      chainId: CHAIN_ID,
      nonce,
      gas: GAS_LIMIT,
      gasPrice: GAS_PRICE,
      to,
      data: callData(contract, functionName, args),
    };
    const signature = key.sign(keccak(unhex(serializeTransaction(transaction))));
    const [r, s] = [signature.subarray(0, 32), signature.subarray(32, 64)].map(hex);
    return serializeTransaction(transaction, { r, s, v: BigInt(signature[64]) });
  }

  /** @returns the error by which the contract refuses, as of the latest block; undefined where it would accept */
  async function refusal({ contract, functionName, args, from }) {
    const key = typeof from === 'string' ? accounts[from] : from;
    const call = { from: key.address, to: deployment.contracts[contract], data: callData(contract, functionName, args) };
    try {
      await engine.request('eth_call', [call, 'latest']);
      return undefined;
    } catch (cause) {
      const revert = cause instanceof RpcError ? extractRevert(cause) : undefined;
      if (!revert) throw cause;
      return revert;
    }
  }

  /** In order: a node may take the parts of one request in any, and only one sender's nonces put them right again. */
  async function send(calls) {
    const sent = [];
    for (let from = 0; from < calls.length; ) {
      let to = from + 1;
      while (to < calls.length && calls[to].from === calls[from].from) to += 1;
      const raws = [];
      for (const call of calls.slice(from, to)) raws.push(await signTransaction(call));
      sent.push(
        ...(await postBatch(
          engine.rpcUrl,
          raws.map((raw) => ['eth_sendRawTransaction', [raw]]),
        )),
      );
      from = to;
    }
    return sent;
  }

  async function mineCalls(calls, seconds) {
    lastSeconds = Math.max(seconds, lastSeconds + 1);
    const sent = await send(calls);
    const failed = sent.find(({ error }) => error);
    if (failed) throw new Error(`a transaction was not taken: ${failed.error.message}`);
    await engine.request('evm_setNextBlockTimestamp', [lastSeconds]);
    await engine.request('evm_mine');
    const receipts = await engine.request('eth_getBlockReceipts', ['latest']);
    if (receipts.length !== calls.length) throw new Error(`${calls.length} transactions sent, ${receipts.length} mined`);
    const byHash = new Map(receipts.map((receipt) => [receipt.transactionHash, receipt]));
    figures.blocks += 1;
    return calls.map((call, index) => {
      const receipt = byHash.get(sent[index].result);
      const gas = BigInt(receipt.gasUsed);
      figures.transactions += 1;
      figures.gas += gas;
      const sum = gasOf.get(call.functionName) ?? { transactions: 0, gas: 0n };
      gasOf.set(call.functionName, { transactions: sum.transactions + 1, gas: sum.gas + gas });
      return { call, accepted: receipt.status === '0x1', logs: receipt.logs };
    });
  }

  return {
    deployment,
    accounts,
    figures,
    /** Unix seconds of the latest block. */
    now: () => lastSeconds,
    /** Into the next block, in this order; `from` is the name of an account, or a key that has been given gas. */
    queue(contract, functionName, args, from = 'relayer') {
      queue.push({ contract, functionName, args, from });
    },
    /**
     * Mines what is queued at this time, or a second after the block before.
     * @returns events in chain order
     * @throws Error naming the custom error where a contract refused
     */
    async mine(seconds) {
      const calls = queue.splice(0);
      const events = [];
      for (const { call, accepted, logs } of await mineCalls(calls, seconds)) {
        if (!accepted)
          throw new Error(
            `${call.contract}.${call.functionName}: ${(await refusal(call))?.text ?? 'refused, and accepted when called again'}`,
          );
        for (const log of logs) {
          const contract = contractAt.get(log.address.toLowerCase());
          const event = contract === undefined ? undefined : decoders[contract](log);
          if (event) events.push({ ...event, contract, time: lastSeconds });
        }
      }
      return events;
    },
    /**
     * Brings a call on chain that must be refused: it is mined, and reverts.
     * @returns {name, text} of the contract's error
     * @throws Error where the contract accepted it
     */
    async attempt(contract, functionName, args, from = 'relayer') {
      if (queue.length > 0) throw new Error('an attempt stands alone in its block: mine() first');
      const call = { contract, functionName, args, from };
      const [{ accepted }] = await mineCalls([call], lastSeconds + 1);
      if (accepted) throw new Error(`${contract}.${functionName}: a refusal expected, the contract accepted it`);
      figures.refused += 1;
      const revert = await refusal(call);
      if (!revert) throw new Error(`${contract}.${functionName}: refused in its block, accepted after it`);
      return revert;
    },
    /** Views, many at once. @param {[contract, functionName, args][]} calls @returns their answers in order */
    async read(calls) {
      const answers = [];
      for (let at = 0; at < calls.length; at += 500) {
        const part = calls.slice(at, at + 500);
        const batch = part.map(([contract, functionName, args]) => [
          'eth_call',
          [{ to: deployment.contracts[contract], data: callData(contract, functionName, args) }, 'latest'],
        ]);
        const results = await postBatch(engine.rpcUrl, batch);
        part.forEach(([contract, functionName], index) => {
          const { result, error } = results[index];
          if (error) throw new Error(`${contract}.${functionName}: ${error.message}`);
          answers.push(decodeFunctionResult({ abi: ALL_ABIS[contract], functionName, data: result }));
        });
      }
      return answers;
    },
    fund: (address) => engine.request('anvil_setBalance', [address, BALANCE_WEI]),
    stop: () => engine.stop(),
  };
}
