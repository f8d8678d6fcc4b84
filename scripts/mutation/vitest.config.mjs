import { defineConfig } from 'vitest/config';
import { FOLDERS } from './folders.mjs';

/** The tests that are put to the test: those of the folder named by MUTATION_FOLDER. */
export default defineConfig({
  test: {
    include: FOLDERS[process.env.MUTATION_FOLDER].tests,
    setupFiles: 'properties/afterEachFile.ts',
    testTimeout: 0,
    hookTimeout: 0,
  },
});
