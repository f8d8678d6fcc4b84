/**
 * The folders whose tests are tested, each with the tests of its arithmetic: what a mutant changes
 * there must be noticed there, not by a page or a command far away that happens to differ.
 */
export const FOLDERS = {
  exact: {
    mutate: ['src/exact/**/*.ts'],
    tests: ['src/exact/**/*.test.ts', 'properties/exact*.property.test.ts'],
  },
  uncertainty: {
    mutate: ['src/uncertainty/**/*.ts'],
    tests: ['src/uncertainty/**/*.test.ts', 'properties/uncertainty*.property.test.ts'],
  },
  detectors: {
    mutate: ['src/detectors/**/*.ts'],
    tests: ['src/detectors/**/*.test.ts', 'properties/detectors*.property.test.ts'],
  },
  claims: {
    mutate: ['src/claims/**/*.ts'],
    tests: ['src/claims/**/*.test.ts', 'properties/claims/*.property.test.ts'],
  },
};
