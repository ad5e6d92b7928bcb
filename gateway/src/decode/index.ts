/**
 * decode: turns one whole frame into a reading.
 * In: what a framer cut or a bus answered, in a folder per format. Out: a reading, a signed record, or why there is none.
 * Must not know whose meter it is, what it said before, or what time it is now.
 */
export { type BsmDevice, findBsm, readBsmKey, readBsmSnapshot, writeBsmMetadata } from './bsm/bsm-conversation.ts';
export { BSM_SNAPSHOT_REGISTERS, type BsmSnapshot, decodeBsmSnapshot } from './bsm/bsm-snapshot.ts';
export { decodeD0 } from './d0/d0.ts';
export { type D0Object, type D0Readout, parseD0Readout } from './d0/d0-lines.ts';
export type { DlmsKeys } from './dlms/decipher.ts';
export { decodeDlmsHdlc, decodeDlmsMbus, decodeEncryptedP1 } from './dlms/dlms.ts';
export { type Dlt645Message, decodeDlt645 } from './dlt645/dlt645.ts';
export { decodeDlt645Readout } from './dlt645/dlt645-readout.ts';
export type { Dlt645Value } from './dlt645/dlt645-values.ts';
export { decodeMbusReadout } from './mbus/mbus.ts';
export { type OcmfReading, type OcmfRecord, parseOcmf } from './ocmf/ocmf.ts';
export { type OcmfRegisters, readOcmfRegisters } from './ocmf/ocmf-registers.ts';
export { extractTransparencyValues, type TransparencyValue } from './ocmf/transparency-xml.ts';
export { decodeP1 } from './p1/p1.ts';
export { planReads } from './register-map/plan-reads.ts';
export { pollRegisterMap } from './register-map/poll-register-map.ts';
export { parseRegisterMap, type RegisterMap } from './register-map/register-map.ts';
export { decodeSignedReading } from './signed-reading.ts';
export { decodeEdl40 } from './sml/edl40.ts';
export { decodeSml } from './sml/sml.ts';
export {
  connectSunSpec,
  decodeSunSpecModel,
  numberOf,
  pointValue,
  pollSunSpec,
  readNameplate,
  readSettings,
  readStorageCharge,
  readSunSpecModel,
  type SunSpecConnection,
  type SunSpecDevice,
  type SunSpecGroup,
  type SunSpecModelAddress,
  type SunSpecNameplate,
  type SunSpecOperatingState,
  type SunSpecPoint,
  type SunSpecPollOptions,
  type SunSpecSettings,
  type SunSpecStatus,
  type SunSpecUnit,
  type SunSpecValue,
  type SunSpecWalkOptions,
  sunSpecStatus,
  textOf,
  walkSunSpec,
} from './sunspec/index.ts';
