/** SunSpec without a map: a device's own chain of information models says where its registers are. */
export { readStorageCharge } from './charge.ts';
export { connectSunSpec, type SunSpecConnection } from './connect.ts';
export { decodeSunSpecModel, pointValue, type SunSpecGroup, type SunSpecPoint } from './model.ts';
export { readNameplate, type SunSpecNameplate } from './nameplate.ts';
export { numberOf, type SunSpecValue, textOf } from './point.ts';
export { pollSunSpec, type SunSpecPollOptions } from './poll.ts';
export { readSettings, type SunSpecSettings } from './settings.ts';
export { type SunSpecOperatingState, type SunSpecStatus, sunSpecStatus } from './status.ts';
export {
  readSunSpecModel,
  type SunSpecDevice,
  type SunSpecModelAddress,
  type SunSpecUnit,
  type SunSpecWalkOptions,
  walkSunSpec,
} from './walk.ts';
