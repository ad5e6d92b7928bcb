/** scenario: YAML in, a checked fleet description with its models out. May import models; knows no wire and no key. */
export * from './scenario.ts';
export { FAULT_KINDS, type FaultKind, WIRES, type WireName, type WireValue } from './wires.ts';
