export * from './account.ts';
export * from './deploy.ts';
export * from './dry-run.ts';
export * from './grid-code.ts';
export * from './network-file.ts';
export * from './parameters.ts';
export * from './roles.ts';
export type { DigestSigner, TransactionSigner } from './signer-account.ts';
