export * from './deploy.ts';
export * from './grid-code.ts';
