import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dense, networkFile, relu } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = temporaryFolder('action');
const model = join(folder, 'net.json');
const identity = dense([
  [1, 0],
  [0, 1],
]);
const head = dense([
  [1, 0],
  [0, 0],
]);
writeFileSync(model, JSON.stringify(networkFile(2, identity, relu, head)));

/** The `run` lines of the action, as a runner would start them. */
function steps(): string[] {
  const lines = readFileSync(join(root, 'action.yml'), 'utf8').split('\n');
  return lines.flatMap((line) => /^ {6}run: (.*)$/.exec(line)?.[1] ?? []);
}

function inputs(): string[] {
  const lines = readFileSync(join(root, 'action.yml'), 'utf8').split('\n');
  return lines.flatMap((line) => /^ +(FARFIELD_ACTION_\w+): \$/.exec(line)?.[1] ?? []);
}

describe('the action', () => {
  it('runs as its steps say, with a summary and an annotation for what is violated', () => {
    const summary = join(folder, 'summary.md');
    const env = {
      ...process.env,
      GITHUB_ACTION_PATH: root,
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
      FARFIELD_ACTION_MODEL: model,
      FARFIELD_ACTION_POLICIES: 'saturating>0',
      FARFIELD_ACTION_OUT: join(folder, 'reports'),
    };
    const [install, audit] = steps();
    execFileSync('bash', ['-c', install], { cwd: folder, env });
    const run = spawnSync('bash', ['-c', audit], { cwd: folder, env, encoding: 'utf8' });
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^::error file=.*net\.json,title=farfield%3A policy saturating>0/m);
    expect(readFileSync(summary, 'utf8')).toContain('## Violated policies');
    expect(readFileSync(join(folder, 'reports', 'audit.junit.xml'), 'utf8')).toContain('<failure ');
    // Kept policies, and the audit as its own baseline.
    const baseline = join(folder, 'reports', 'audit.json');
    const kept = { ...env, FARFIELD_ACTION_POLICIES: '', FARFIELD_ACTION_BASELINE: baseline };
    const again = spawnSync('bash', ['-c', audit], { cwd: folder, env: kept, encoding: 'utf8' });
    expect(again.stderr).not.toContain('::error');
    expect(again.status).toBe(0);
    expect(readFileSync(summary, 'utf8')).toContain('No regressions.');
  });

  it('hands every input to the script that reads it', () => {
    const script = readFileSync(join(root, 'scripts', 'action', 'audit.sh'), 'utf8');
    expect(inputs().length).toBeGreaterThan(7);
    for (const name of inputs()) expect(script).toContain(`\${${name}:`);
  });
});
