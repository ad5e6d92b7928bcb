/** scenario: YAML in, a checked fleet description with its models out. May import models; knows no wire and no key. */
export * from './scenario.ts';
export type { FaultKind, WireName, WireValue } from './wires.ts';
