import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { DetectorFamily } from './detector.js';
import { DETECTORS } from './registry.js';

const FAMILIES: readonly DetectorFamily[] = ['paper B', 'after 2022', 'posterior'];

it('docs/detectors.md says of every detector what it does where a network becomes certain', () => {
  const page = readFileSync(new URL('../../docs/detectors.md', import.meta.url), 'utf8');
  for (const when of ['always blind', 'never blind', 'depends'] as const) {
    const names = (family: DetectorFamily) =>
      DETECTORS.filter(
        (detector) => detector.family === family && detector.whenCertain === when,
      ).map(({ name }) => name);
    const cells = FAMILIES.map((family) => names(family).join(', ') || '–');
    expect(page).toContain(`| ${when} | ${cells.join(' | ')} |`);
  }
});

it('no id or name stands twice in the catalogue', () => {
  expect(new Set(DETECTORS.map(({ id }) => id)).size).toBe(DETECTORS.length);
  expect(new Set(DETECTORS.map(({ name }) => name)).size).toBe(DETECTORS.length);
});
