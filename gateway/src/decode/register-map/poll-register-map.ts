import { type MeterReport, type ModbusConversation, type Result, refuse } from '../../domain/index.ts';
import { decodeRegisters, type RegisterImage } from './decode-registers.ts';
import { planBlocks, type ReadRequest } from './plan-reads.ts';
import type { RegisterMap } from './register-map.ts';

/** "registers 4:0x0048 to 0x004b" */
function spanOf(request: ReadRequest): string {
  const hex = (address: number) => `0x${address.toString(16).padStart(4, '0')}`;
  return `registers ${request.functionCode}:${hex(request.address)} to ${hex(request.address + request.count - 1)}`;
}

/**
 * One polling cycle of a device: its blocks are read, and together they are one report. A refused block refuses the
 * report, except where the device is allowed to lack all that it holds (`optional`) and says so with an exception.
 * @param integrity what guards the bytes on the way that they take: 'crc' on RTU, 'none' on TCP
 * @returns the block's refusal with the block named; FRAME_TRUNCATED or FRAME_MALFORMED for an answer of another length;
 *   VALUE_INVALID as decodeRegisters says.
 */
export function* pollRegisterMap(map: RegisterMap, integrity: MeterReport['integrity'] = 'none'): ModbusConversation<Result<MeterReport>> {
  const held: { readonly request: ReadRequest; readonly bytes: Uint8Array }[] = [];
  for (const [index, { request, optional }] of planBlocks(map).entries()) {
    if (index > 0 && map.defaults.pauseMs > 0) yield { type: 'wait', ms: map.defaults.pauseMs };
    const answer = yield request;
    if (!answer.ok) {
      if (optional && answer.code === 'DEVICE_EXCEPTION') continue;
      return refuse(answer.code, `${spanOf(request)}: ${answer.message}`);
    }
    const [got, expected] = [answer.value.length, 2 * request.count];
    if (got !== expected)
      return refuse(got < expected ? 'FRAME_TRUNCATED' : 'FRAME_MALFORMED', `${spanOf(request)}: ${expected} bytes expected, got ${got}`);
    held.push({ request, bytes: answer.value });
  }
  const image: RegisterImage = (place) => {
    const block = held.find(
      ({ request }) =>
        request.functionCode === place.functionCode &&
        request.address <= place.address &&
        place.address + place.count <= request.address + request.count,
    );
    if (block === undefined) return undefined;
    const from = 2 * (place.address - block.request.address);
    return block.bytes.subarray(from, from + 2 * place.count);
  };
  return decodeRegisters(map, image, integrity);
}
