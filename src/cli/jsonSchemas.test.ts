import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { JSON_SCHEMAS } from './jsonSchemas.js';

describe('schema/', () => {
  for (const [name, schema] of Object.entries(JSON_SCHEMAS)) {
    it(`${name}.schema.json is what the reader checks by (else npm run schemas)`, () => {
      const text = readFileSync(
        new URL(`../../schema/${name}.schema.json`, import.meta.url),
        'utf8',
      );
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(schema())));
    });
  }
});
