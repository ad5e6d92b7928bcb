/**
 * tx: builds what an owner asks of the chain, and the roots under which readings are proven.
 * In: plain fields, the deployment, a signature made elsewhere. Out: digests to sign, transaction bytes, Merkle roots.
 * Must not know keys, the journal, the network, or what time it is.
 */
export { type BatchTree, buildBatchTree, readingLeaf } from './batch-tree.ts';
export { encodeBsmClosing } from './bsm-closing.ts';
export {
  type AdmissionRequestFields,
  buildAdmissionRequest,
  buildCarbonApplication,
  buildOrder,
  buildOrderCancellation,
  buildPermitOffer,
  buildSupplyAgreement,
  buildSupplyTermination,
  type CarbonApplicationFields,
  hashEvidence,
  type OrderCancellationFields,
  type OrderFields,
  type PermitOfferFields,
  type SupplyAgreementFields,
  type SupplyTerminationFields,
} from './build-market.ts';
export {
  attachPossession,
  buildMeterRegistration,
  buildMeterRevocation,
  buildMeterRotation,
  buildReadingBatch,
  type MeterRegistrationFields,
  type MeterRevocationFields,
  type MeterRotationFields,
  type ReadingBatchFields,
} from './build-meter.ts';
export {
  buildRecovery,
  buildRecoveryRule,
  buildRecoveryVeto,
  type RecoveryFields,
  type RecoveryRuleFields,
  type RecoveryVetoFields,
} from './build-recovery.ts';
export {
  buildGuaranteeRetirement,
  buildPermitRetirement,
  type GuaranteeRetirementFields,
  type PermitRetirementFields,
  purposeHash,
} from './build-retirement.ts';
export { buildStorageState, type StorageStateFields, storageStateHash } from './build-storage.ts';
export { closingDigest } from './closing-digest.ts';
export { type ForeignCurve, type ForeignSignature, foreignLeaf } from './foreign-leaf.ts';
export { gridCodeProfileId } from './grid-code.ts';
export { checkGridCode, type GridCodeLine, type SettingsTold } from './grid-code-check.ts';
export { type GridCode, type GridCodeField, type GridCodeSource, parseGridCode } from './grid-code-file.ts';
export { intervalOf, nearestBoundary } from './interval.ts';
export { marketDomain } from './market-domain.ts';
export { encodeOcmfClosing } from './ocmf-closing.ts';
export { checkOrderLimits, type OrderLimits } from './order-limits.ts';
export { possessionMessageDigest, successionMessageDigest } from './possession.ts';
export { sealTransaction } from './seal.ts';
export { type TypedMessage, typedDigest } from './typed-digest.ts';
export type { OwnedBodyName, Unsigned } from './unsigned.ts';
