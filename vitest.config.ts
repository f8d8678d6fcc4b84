import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'properties/**/*.property.test.ts'],
    testTimeout: 60_000,
    // All cores: the tests are arithmetic, and nothing waits for them meanwhile.
    maxWorkers: '100%',
    coverage: { include: ['src/**/*.ts'], exclude: ['src/**/*.test.ts'] },
  },
});
