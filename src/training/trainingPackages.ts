import { createRequire } from 'node:module';
import { InputError } from '../errors/inputError.js';

/** What training needs and nothing else does, so that a user who does not train installs none of it. */
const PACKAGES = ['core', 'layers', 'backend-cpu', 'backend-wasm'].map(
  (part) => `@tensorflow/tfjs-${part}`,
);
/** The version that results are reproduced with. */
const VERSION = '4.22.0';

/**
 * Makes sure that the packages training needs are installed.
 *
 * @param isInstalled - whether a package is; looked for where this package is if absent
 * @throws InputError `missing`, with the command that installs them
 */
export function checkTrainingPackages(isInstalled = canBeResolved): void {
  const missing = PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  throw new InputError('training', [
    {
      code: 'missing',
      path: 'packages',
      value: missing.join(', '),
      rule: 'must be installed: classifiers are trained with TensorFlow.js',
      remedy: `run npm install ${missing.map((name) => `${name}@${VERSION}`).join(' ')}`,
    },
  ]);
}

function canBeResolved(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
