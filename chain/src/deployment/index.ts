export * from './account.ts';
export * from './deploy.ts';
export * from './grid-code.ts';
export * from './network-file.ts';
