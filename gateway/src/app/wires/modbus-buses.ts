import type { ModbusConversation } from '../../domain/index.ts';
import { type DeviceAddress, type ModbusBus, type ModbusBusOptions, openModbusBus } from '../../transport/index.ts';

export interface BusLease {
  readonly label: string;
  run<T>(unitId: number, conversation: ModbusConversation<T>): Promise<T>;
  /** The bus closes with its last user. */
  release(): Promise<void>;
}

/** Buses by address: devices that name the same port or server share one queue. */
export interface ModbusBuses {
  lease(address: DeviceAddress): BusLease;
}

interface Shared {
  readonly bus: ModbusBus;
  users: number;
}

/** @param warn what a bus says of its address @param onState of its port or connection */
export function createModbusBuses(warn: (message: string) => void, onState?: ModbusBusOptions['onState']): ModbusBuses {
  const open = new Map<string, Shared>();
  return {
    lease(address) {
      const key = JSON.stringify(address);
      const shared = open.get(key) ?? { bus: openModbusBus(address, { warn, ...(onState !== undefined && { onState }) }), users: 0 };
      open.set(key, shared);
      shared.users += 1;
      let isReleased = false;
      return {
        label: shared.bus.label,
        run: (unitId, conversation) => shared.bus.run(unitId, conversation),
        async release() {
          if (isReleased) return;
          isReleased = true;
          shared.users -= 1;
          if (shared.users > 0) return;
          open.delete(key);
          await shared.bus.close();
        },
      };
    },
  };
}
