// Writes the JSON Schemas of schema/ that follow from shapes; run by `npm run schemas`.
import { writeFileSync } from 'node:fs';
import { JSON_SCHEMAS } from '../src/cli/jsonSchemas.js';

for (const [name, schema] of Object.entries(JSON_SCHEMAS)) {
  const path = new URL(`../schema/${name}.schema.json`, import.meta.url);
  writeFileSync(path, `${JSON.stringify(schema(), null, 2)}\n`);
}
