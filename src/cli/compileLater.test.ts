import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { COMPILE_LATER } from './compileLater.js';

it('takes only flags that this version of Node knows', () => {
  const { status, stderr } = spawnSync(process.execPath, [...COMPILE_LATER, '-e', '0'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
});
