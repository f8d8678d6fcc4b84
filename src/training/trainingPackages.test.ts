import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { InputError } from '../errors/inputError.js';
import { checkTrainingPackages } from './trainingPackages.js';

const manifest = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as Record<string, Record<string, unknown>>;

it('training says how to install what it lacks, in the versions that are tested here', () => {
  let thrown: unknown;
  try {
    checkTrainingPackages(() => false);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(InputError);
  const [{ code, remedy }] = (thrown as InputError).problems;
  expect(code).toBe('missing');
  const named = remedy.replace('run npm install ', '').split(' ');
  const tested = Object.entries(manifest.devDependencies).filter(([name]) =>
    name.startsWith('@tensorflow/'),
  );
  expect(named.sort()).toEqual(tested.map(([name, version]) => `${name}@${version}`).sort());
});

it('training is content here, and names just what is missing elsewhere', () => {
  expect(() => checkTrainingPackages()).not.toThrow();
  expect(() => checkTrainingPackages((name) => !name.endsWith('wasm'))).toThrow(
    /npm install @tensorflow\/tfjs-backend-wasm@[\d.]+$/,
  );
});

it('whoever only audits and tests is not made to install it', () => {
  const { dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  expect(Object.keys(dependencies).filter((name) => name.includes('tensorflow'))).toEqual([]);
  for (const name of Object.keys(peerDependencies)) {
    expect(peerDependenciesMeta[name]).toEqual({ optional: true });
  }
});
