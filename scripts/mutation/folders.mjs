/**
 * The folders whose tests are tested, each with the tests of its arithmetic: what a mutant changes
 * there must be noticed there, not by a page or a command far away that happens to differ.
 */
export const FOLDERS = {
  exact: {
    tests: ['src/exact/**/*.test.ts', 'properties/{exact*,binaryFloat}.property.test.ts'],
  },
  uncertainty: {
    tests: ['src/uncertainty/**/*.test.ts', 'properties/uncertainty*.property.test.ts'],
  },
  detectors: {
    tests: ['src/detectors/**/*.test.ts', 'properties/detectors*.property.test.ts'],
  },
  claims: {
    tests: ['src/claims/**/*.test.ts', 'properties/claims/*.property.test.ts'],
  },
  tail: {
    tests: [
      'src/tail/**/*.test.ts',
      'properties/tail*.property.test.ts',
      'properties/walk.property.test.ts',
    ],
    // Needs what is compiled, which is not what is mutated.
    without: ['src/tail/rayThreads.test.ts'],
  },
};
