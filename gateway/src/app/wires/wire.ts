import type { ForeignReading, MeterReport, Refusal, Result, StorageCharge, TransportListener } from '../../domain/index.ts';
import type { SettingsTold } from '../../tx/index.ts';
import type { ModbusBuses } from './modbus-buses.ts';

/** Where what a wire says goes: who signed it decides which way. */
export interface WireSinks {
  /** A line of a native meter. */
  onLine(line: Uint8Array): void;
  /** A record or snapshot of a meter that signs in a format of its own, verbatim. */
  onForeign(format: ForeignReading['format'], raw: Uint8Array): void;
  /** Such a meter says its public key, as SPKI or a point. */
  onForeignKey(publicKey: Uint8Array): void;
  /** What a meter that signs nothing says. */
  onReport(report: Result<MeterReport>): void;
  /** What a storage device says that it holds. */
  onCharge(charge: StorageCharge): void;
  /** What the device says of its capacity and of how it is set. */
  onSettings(told: SettingsTold): void;
  refuse(refusal: Refusal): void;
  onState: TransportListener['onState'];
  warn(message: string): void;
}

/** What a wire shares with others, and where its configuration's paths begin. */
export interface WireSurroundings {
  readonly buses: ModbusBuses;
  readonly directory: string;
  /** Phase voltage of the grid, where the configuration names its code. */
  readonly nominalVoltageMv?: number;
}

/** One device's wire, whatever it speaks. */
export interface Wire {
  open(): Promise<void>;
  write(bytes: Uint8Array): Promise<void>;
  /** A full journal holds the sender back instead of memory. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
  /** Has the meter write a text into what it signs, where it can. */
  nameOwner?(text: string): Promise<Result<unknown>>;
}
