import { defineConfig } from 'vitest/config';
import { COMPILE_LATER } from './src/cli/compileLater.js';

/** Tests of what is compiled: the command, and the threads and processes that it starts. */
const COMPILED = [
  'src/cli/{action,audit,commandLine,experiment,startUp,verifyWithData}.test.ts',
  'src/audit/auditMemory.test.ts',
  'src/testing/foreignDetectors.test.ts',
  'src/documentation.test.ts',
  'src/publicArguments.test.ts',
  'src/tail/rayThreads.test.ts',
];
/**
 * Tests that need a process of their own: they choose the backend of training, which a process does
 * once, or start vitest itself. Those that start a browser, Coq or Python share modules as others do.
 */
const ALONE = [
  'src/{bench/benchmarks,training/training}.test.ts',
  'properties/{temporaryFolder,testsNeeding}.property.test.ts',
  // Bounds its own processor time, which what others left in memory would add to.
  'properties/readers/randomOperators.property.test.ts',
];

export default defineConfig({
  test: {
    // What is compiled stays compiled until it changes: between runs, and for all workers.
    experimental: { fsModuleCache: true },
    // No clock decides a test: how long one takes depends on what else the machine does.
    testTimeout: 0,
    hookTimeout: 0,
    setupFiles: 'properties/afterEachFile.ts',
    // Tests call very many functions for a short while each, as verification does.
    execArgv: COMPILE_LATER,
    // All cores: the tests are arithmetic, and nothing waits for them meanwhile.
    maxWorkers: '100%',
    coverage: { include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts'] },
    projects: [
      {
        extends: true,
        test: {
          // Unit tests and properties load the same modules: what one has made fast is so for all.
          name: 'shared',
          isolate: false,
          include: ['src/**/*.test.ts', 'properties/**/*.property.test.ts'],
          exclude: [...COMPILED, ...ALONE],
        },
      },
      {
        extends: true,
        test: {
          name: 'compiled',
          include: COMPILED,
          isolate: false,
          globalSetup: 'properties/buildIfStale.ts',
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});
