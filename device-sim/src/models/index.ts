/** models: physics as pure functions of seed and time, whole W and Wms at the output. Imports nothing: no clock, no wire, no key. */
export * from './grid.ts';
export * from './noise.ts';
export * from './power.ts';
export * from './registers.ts';
