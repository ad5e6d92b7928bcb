import { defineConfig } from 'vitest/config';

/**
 * One project per workspace, and `test` for what needs them all. Unit tests run first, two files at a time (a Pi and the
 * CI machine have few cores); system tests start brokers, chains and gateways of their own and mostly wait for them: they
 * follow, two at a time as well.
 */
const WORKSPACES = ['protos', 'gateway', 'chain', 'device-sim'];

export default defineConfig({
  // Tests read the sources of a sibling workspace, not its dist/: package.json exports them under "source".
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'module', 'node', 'development'], externalConditions: ['node'] } },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    restoreMocks: true,
    passWithNoTests: false,
    projects: [
      ...WORKSPACES.map((name) => ({
        extends: true as const,
        test: {
          name,
          include: [`${name}/{src,test}/**/*.test.ts`],
          exclude: ['**/node_modules/**', '**/dist/**'],
          sequence: { groupOrder: 0 },
        },
      })),
      {
        extends: true as const,
        test: {
          name: 'test',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/fixtures/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
