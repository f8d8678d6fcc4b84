import { execFileSync, spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cpuTime } from '../../properties/support/readers/cpuTime.js';
import { encodeOnnx } from '../../properties/support/readers/encodeOnnx.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { InputError } from '../errors/inputError.js';
import { loadNetwork } from './loadNetwork.js';

const folder = temporaryFolder('load');

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function refusal(path: string): Promise<InputError> {
  const error = await loadNetwork(path).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toContain(path);
  return error as InputError;
}

const json = JSON.stringify({
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [{ type: 'relu' }],
});
const onnx = encodeOnnx({
  inputs: { x: ['N', 2] },
  nodes: [{ op: 'Relu', in: ['x'], out: ['y'] }],
});
const nnet = '1,2,1,2,\n2,1,\n0,\n-1,-1,\n1,1,\n0,0,0,\n1,1,1,\n2,3,\n3,\n';

test('the format is told by the name, or by the content where the name says nothing', async () => {
  for (const [name, content] of [
    ['a.json', json],
    ['a.JSON', `\uFEFF${json}`],
    ['a.onnx', onnx],
    ['a.nnet', nnet],
    ['json', `\n  ${json}`],
    ['onnx.bin', onnx],
    ['nnet.txt', nnet],
    ['comment.txt', `// by hand\n${nnet}`],
  ] as const) {
    expect((await loadNetwork(file(name, content))).inputSize).toBe(2);
  }
});

test('files that are none are refused by name', async () => {
  expect((await refusal(join(folder, 'gone.onnx'))).code).toBe('not_found');
  expect((await refusal(folder)).code).toBe('wrong_type');
  expect((await refusal(file('empty.onnx', ''))).code).toBe('empty');
  expect((await refusal(file('half.json', json.slice(0, 40)))).code).toBe('malformed');
  expect((await refusal(file('other.json', '{"weights": []}'))).path).toBe('format');
  expect((await refusal(file('list.json', '[1, 2]'))).code).toBe('wrong_type');
  expect((await refusal(file('deep.json', '['.repeat(1e6)))).code).toBe('malformed');
  expect((await refusal(file('text.onnx', json))).code).toBe('malformed');
  expect((await refusal(file('picture.json', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)))).code).toBe(
    'malformed',
  );
});

test('a file that is far too large is refused without being read', async () => {
  const path = file('sparse.json', '{');
  truncateSync(path, 10e9);
  const started = cpuTime();
  expect((await refusal(path)).code).toBe('too_large');
  expect(cpuTime() - started).toBeLessThan(500);
});

testsNeeding('mkfifo', spawnSync('mkfifo', ['--version']).error === undefined).it(
  'a pipe is refused instead of being waited for',
  async () => {
    const path = join(folder, 'pipe.onnx');
    execFileSync('mkfifo', [path]);
    expect((await refusal(path)).code).toBe('wrong_type');
  },
);
