import { defineConfig } from 'vitest/config';
import { FOLDERS } from './folders.mjs';

const { tests, without = [] } = FOLDERS[process.env.MUTATION_FOLDER];

/** The tests that are put to the test: those of the folder named by MUTATION_FOLDER. */
export default defineConfig({
  test: {
    include: tests,
    exclude: without,
    setupFiles: 'properties/afterEachFile.ts',
    testTimeout: 0,
    hookTimeout: 0,
  },
});
