/** A time as EDL40 signs it: of the meter's local clock. */
export interface Edl40Time {
  /** Unix seconds. */
  readonly time: bigint;
  /** What the signed data adds to them: offset of the time zone and of daylight saving. */
  readonly offsetSeconds: bigint;
}

/** One register of an SML list, as the meter signed it. */
export interface Edl40Register {
  /** A B C D E F, 6 bytes. */
  readonly obis: Uint8Array;
  readonly status: bigint;
  readonly time: Edl40Time;
  /** DLMS code: 30 is Wh. */
  readonly unit: number;
  /** Power of ten. */
  readonly scaler: number;
  readonly value: bigint;
}

interface Edl40List {
  /** 10 bytes. */
  readonly serverId: Uint8Array;
  readonly register: Edl40Register;
  readonly pagination: bigint;
  /** At most 128 bytes, as in the list. */
  readonly contractId: Uint8Array;
  /** Index of the meter's logbook: the last two bytes of what the list calls its signature. */
  readonly logbook: Uint8Array;
  /** r | s. */
  readonly signature: Uint8Array;
}

/**
 * A list that a meter signed for a charging session: EDL40 (EMH eHZ, EasyMeter; P-192), or ISA-EDL-40P (P-256),
 * which signs the register alone as well and, with the list, the register at the beginning.
 */
export type Edl40Reading =
  | (Edl40List & { readonly format: 'EDL40'; readonly secondsIndex: bigint; readonly contractTime: Edl40Time })
  | (Edl40List & {
      readonly format: 'ISA-EDL-40P';
      /** 6 bytes: which part of the session the list is about. */
      readonly listName: Uint8Array;
      /** Signature and logbook index of the register alone, 66 bytes. */
      readonly registerSignature: Uint8Array;
      readonly begin: Edl40Register;
      /** What 129-128:97.1.1*255 holds, 20 bytes. */
      readonly manufacturerData: Uint8Array;
    });
