import type { ModbusRequest } from '../../domain/index.ts';
import { type Place, placesOf, type RegisterMap } from './register-map.ts';

export type ReadRequest = Extract<ModbusRequest, { type: 'read' }>;

/** One request, and whether all that it is for may be missing. */
export interface PlannedRead {
  readonly request: ReadRequest;
  readonly optional: boolean;
}

const last = (place: { readonly address: number; readonly count: number }) => place.address + place.count;

/** Neighbours become one request as long as the device's limits hold; a value is never torn. */
function gather(places: readonly Place[], { maxRegisters, maxGap }: RegisterMap['blocks']): ReadRequest[] {
  const sorted = [...places].sort((a, b) => a.functionCode - b.functionCode || a.address - b.address || b.count - a.count);
  const blocks: { functionCode: 3 | 4; address: number; count: number }[] = [];
  for (const place of sorted) {
    const block = blocks.at(-1);
    const end = block === undefined ? 0 : Math.max(last(block), last(place));
    const joins =
      block?.functionCode === place.functionCode && place.address - last(block) <= maxGap && end - block.address <= maxRegisters;
    if (block !== undefined && joins) block.count = end - block.address;
    else blocks.push({ functionCode: place.functionCode, address: place.address, count: place.count });
  }
  return blocks.map((block) => ({ type: 'read', ...block }));
}

/**
 * The requests of one polling cycle. What a device may lack is asked for apart from what it must have, so that its
 * refusal costs nothing else.
 */
export function planBlocks(map: RegisterMap): PlannedRead[] {
  const places = placesOf(map);
  const needed = gather(
    places.filter((place) => !place.optional),
    map.blocks,
  );
  const covered = (place: Place) =>
    needed.some((read) => read.functionCode === place.functionCode && read.address <= place.address && last(place) <= last(read));
  const extra = gather(
    places.filter((place) => place.optional && !covered(place)),
    map.blocks,
  );
  return [...needed.map((request) => ({ request, optional: false })), ...extra.map((request) => ({ request, optional: true }))];
}

/** The requests of one polling cycle, in the order in which they are sent: blocks within the map's `maxRegisters` and `maxGap`. */
export function planReads(map: RegisterMap): ModbusRequest[] {
  return planBlocks(map).map(({ request }) => request);
}
