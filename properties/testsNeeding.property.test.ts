import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './temporaryFolder.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a test file in which a tool called Babbage is missing; each test's state by its name. */
function statesOf(ci: string): Record<string, string> {
  const folder = temporaryFolder('needs');
  writeFileSync(
    join(folder, 'a.test.ts'),
    `import { testsNeeding } from ${JSON.stringify(join(root, 'properties', 'testsNeeding.ts'))};
    for (const [name, here] of [['Ada', true], ['Babbage', false]]) {
      const tests = testsNeeding(name, here);
      tests.describe(name + ' groups', () => tests.it('adds', () => undefined));
      tests.it(name + ' subtracts', () => undefined);
    }`,
  );
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', folder, '--reporter', 'json'],
    { encoding: 'utf8', env: { ...process.env, CI: ci } },
  );
  const [{ assertionResults }] = JSON.parse(stdout).testResults;
  return Object.fromEntries(
    assertionResults.map((one: { fullName: string; status: string }) => [one.fullName, one.status]),
  );
}

/** Ways to leave a test out, or to look at CI, that pass over `testsNeeding`. */
const PASSED_OVER =
  /\b(it|test|describe|suite)(\.\w+)*\.(skip|skipIf|runIf|todo|only|fails)\b|\b(context|ctx|task)\.skip\b|\{[^}]*\bskip\b[^}]*\}\) =>|env\.CI\b|env\['CI'\]|not checked: /;

/** The helpers, this file, and the tests of how unchecked laws are shown to users. */
const EXEMPT = [
  'testsNeeding.ts',
  'trainedModels.ts',
  'testsNeeding.property.test.ts',
  'describeDetectorLaws.test.ts',
];

describe('a test that needs what is missing', () => {
  it('is skipped, and its name says that it is not checked', () => {
    expect(statesOf('')).toEqual({
      'Ada groups adds': 'passed',
      'Ada subtracts': 'passed',
      'Babbage groups (not checked: no Babbage)': 'skipped',
      'Babbage subtracts (not checked: no Babbage)': 'skipped',
    });
  });

  it('fails with CI=true', () => {
    expect(statesOf('true')).toEqual({
      'Ada groups adds': 'passed',
      'Ada subtracts': 'passed',
      'Babbage groups': 'failed',
      'Babbage subtracts': 'failed',
    });
  });

  it('leaves no other way to skip a test', () => {
    const tests = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts') && !EXEMPT.includes(basename(name)))
      .map((name) => join('src', name));
    const properties = readdirSync(join(root, 'properties'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !EXEMPT.includes(name))
      .map((name) => join('properties', name));
    expect(properties.length).toBeGreaterThan(50);
    const found = [...tests, ...properties].flatMap((name) =>
      readFileSync(join(root, name), 'utf8')
        .split('\n')
        .filter((line) => PASSED_OVER.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
    expect(PASSED_OVER.test("it('reads a file', () => {});")).toBe(false);
    for (const planted of [
      "it.skipIf(!existsSync(file))('is read', () => {});",
      "describe.skip('a group', () => {});",
      "it.concurrent.skip('a test', () => {});",
      "it('a test', ({ skip }) => skip());",
      "if (process.env.CI !== 'true') return;",
      "if (!isHere(file)) return console.warn('not checked: no file');",
    ]) {
      expect(planted).toMatch(PASSED_OVER);
    }
  });
});
