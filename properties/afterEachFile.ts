/**
 * Set up for every test file, also where files share their modules: what a file leaves behind is
 * taken away after its last test.
 */
import { afterAll } from 'vitest';
import { removeTemporaryFolders } from './temporaryFolder.js';

const environment = { ...process.env };

afterAll(() => {
  removeTemporaryFolders();
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) delete process.env[name];
  }
  Object.assign(process.env, environment);
  process.exitCode = undefined;
});
