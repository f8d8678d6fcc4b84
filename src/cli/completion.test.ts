import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { farfield } from '../../properties/builtCommand.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { COMMANDS } from './commands.js';

const folder = temporaryFolder('completion');
const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

describe('farfield completion', () => {
  testsNeeding('bash', has('bash')).it(
    'completes commands, options, words and files in bash',
    async () => {
      const script = join(folder, 'farfield.bash');
      writeFileSync(script, (await farfield('completion', 'bash')).stdout);
      writeFileSync(join(folder, 'model.onnx'), '');
      const complete = (...words: string[]) => {
        const line = ['farfield', ...words].map((word) => `'${word}'`).join(' ');
        const asked = `source ${script}; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _farfield; printf '%s\\n' "\${COMPREPLY[@]}"`;
        const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', asked], {
          cwd: folder,
          encoding: 'utf8',
        });
        expect(stderr).toBe('');
        return stdout.split('\n').filter(Boolean);
      };
      expect(complete('')).toEqual([
        ...COMMANDS.map(({ name }) => name),
        ...['help', '--help', '--version'],
      ]);
      expect(complete('au')).toEqual(['audit']);
      expect(complete('audit', '--sha')).toEqual(['--shape', '--shard']);
      expect(complete('audit', '--batch', '')).toEqual(['first', 'none']);
      expect(complete('list', 'd')).toEqual(['detectors']);
      expect(complete('data', '')).toEqual(['pull']);
      expect(complete('completion', '')).toEqual(['bash', 'zsh', 'fish']);
      expect(complete('audit', 'mod')).toEqual(['model.onnx']);
      expect(complete('audit', 'model.onnx', '--out', 'mod')).toEqual(['model.onnx']);
    },
  );

  it('names every command and option in every shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { stdout, status } = await farfield('completion', shell);
      expect(status).toBe(0);
      for (const { name } of COMMANDS) expect(stdout).toContain(name);
      for (const option of ['fail-on', 'uncertain-at', 'with-data']) {
        expect(stdout, shell).toContain(option);
      }
    }
    for (const shell of ['zsh', 'fish']) {
      const { stdout } = await farfield('completion', shell);
      if (!has(shell)) continue;
      const checked = spawnSync(shell, ['-n'], { input: stdout, encoding: 'utf8' });
      expect(checked.stderr).toBe('');
    }
    expect((await farfield('completion', 'powershell')).status).toBe(2);
  });
});
