export * from './deploy.ts';
