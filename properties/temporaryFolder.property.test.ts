import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from './temporaryFolder.js';

const root = fileURLToPath(new URL('..', import.meta.url));

it('every temporary folder is gone after the last test, passed or failed', () => {
  const folder = temporaryFolder('outer');
  const helper = join(root, 'properties', 'temporaryFolder.ts');
  writeFileSync(
    join(folder, 'a.test.ts'),
    `import { writeFileSync } from 'node:fs';
    import { beforeAll, it } from 'vitest';
    import { temporaryFolder } from ${JSON.stringify(helper)};
    const top = temporaryFolder('top');
    beforeAll(() => void temporaryFolder('hook'));
    it('writes', () => {
      console.log(top);
      writeFileSync(top + '/a', temporaryFolder('test'));
    });
    it('fails', () => { throw new Error('as it should'); });`,
  );
  const setup = join(root, 'properties', 'afterEachFile.ts');
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    `export default { test: { setupFiles: [${JSON.stringify(setup)}] } };`,
  );
  const temporary = temporaryFolder('place');
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', folder],
    { encoding: 'utf8', env: { ...process.env, TMPDIR: temporary, TEMP: temporary } },
  );
  expect(stdout).toMatch(/1 failed.*1 passed/);
  expect(stdout).toContain(join(temporary, 'farfield-top-'));
  expect(readdirSync(temporary).filter((name) => name.startsWith('farfield-'))).toEqual([]);
});

it('no test makes one by itself', () => {
  const files = ['src', 'properties'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && !name.startsWith('temporaryFolder.'))
      .map((name) => join(root, folder, name)),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((name) => /\bmkdtemp/.test(readFileSync(name, 'utf8')))).toEqual([]);
});
