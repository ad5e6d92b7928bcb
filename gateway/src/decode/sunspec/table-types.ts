/** Point types of the SunSpec Device Information Model Specification 1.1. */
export type SunSpecType =
  | 'int16'
  | 'uint16'
  | 'count'
  | 'acc16'
  | 'enum16'
  | 'bitfield16'
  | 'raw16'
  | 'pad'
  | 'sunssf'
  | 'int32'
  | 'uint32'
  | 'acc32'
  | 'enum32'
  | 'bitfield32'
  | 'int64'
  | 'uint64'
  | 'acc64'
  | 'bitfield64'
  | 'float32'
  | 'float64'
  | 'ipaddr'
  | 'ipv6addr'
  | 'eui48'
  | 'string';

/**
 * Offset and size in registers, the offset from the ID register, or from a repeated group's own start; `scale` names
 * the sunssf point of this group or one around it, or is the power of ten itself.
 */
export type SunSpecPointRow = readonly [
  name: string,
  offset: number,
  type: SunSpecType,
  size: number,
  scale?: string | number | null,
  units?: string,
];

export interface SunSpecGroupTable {
  readonly name: string;
  /** How often it stands there: a number, the point that says so, or 0: as often as the length allows. */
  readonly count?: number | string;
  readonly points: readonly SunSpecPointRow[];
  readonly groups?: readonly SunSpecGroupTable[];
}

export interface SunSpecModelTable extends SunSpecGroupTable {
  readonly id: number;
}
