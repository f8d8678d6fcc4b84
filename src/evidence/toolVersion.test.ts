import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TOOL_VERSION } from './toolVersion.js';

it('the version that results carry is that of the package', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(TOOL_VERSION).toBe(JSON.parse(text).version);
});

it('the version to cite is that of the package', () => {
  const text = readFileSync(new URL('../../CITATION.cff', import.meta.url), 'utf8');
  expect(text).toContain(`\nversion: ${TOOL_VERSION}\n`);
});
