import { createRequire } from 'node:module';

/** Of the package, as the info topic and --version show it. */
export const VERSION = (createRequire(import.meta.url)('../../package.json') as { version: string }).version;
