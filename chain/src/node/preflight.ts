/** What must hold before the node starts: the right chain, and contracts where the deployment says. */
import type { Deployment } from '@joulegate/protos';
import type { RpcRequest } from '../engine/json-rpc.ts';
import type { Hex } from './options.ts';

/**
 * A call to an address without code succeeds and does nothing: code compiled for a newer EVM may have failed to deploy.
 * @throws Error naming what is wrong.
 */
export async function checkDeployment(rpc: RpcRequest, deployment: Deployment): Promise<void> {
  const chainId = Number(await rpc('eth_chainId'));
  if (chainId !== deployment.chainId)
    throw new Error(`chain id ${deployment.chainId} expected by the deployment, the endpoint says ${chainId}`);
  for (const [name, address] of Object.entries(deployment.contracts)) {
    const code = (await rpc('eth_getCode', [address, 'latest'])) as Hex;
    if (code === '0x') throw new Error(`no code at ${address}, where the deployment has ${name}`);
  }
}
