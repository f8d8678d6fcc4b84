import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dense, networkFile } from '../../properties/smallNetworks.js';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { certifyCommand } from './certify.js';
import { detectCommand } from './detect.js';
import { experimentCommand } from './experiment.js';
import { refuteCommand } from './refute.js';
import { tailCommand } from './tail.js';

const folder = temporaryFolder('wrong-input');

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const network = file(
  'network.json',
  JSON.stringify(
    networkFile(
      2,
      dense([
        [1, 0],
        [0, 1],
      ]),
    ),
  ),
);
const ray = ['--origin', '1,2', '--direction', '1,0'];
const rays = file('rays.json', '[{"origin": [1, 2], "direction": [1, 0]}]');
const wrong = file(
  'wrong.json',
  `[{"origin": [1, 1e999], "direction": [1, 0]}, {"origin": [1, 2], "direction": [1]},
    {"origin": [1, 2], "direction": [0, 0]}, null]`,
);

describe('wrong input on the command line', () => {
  let [printed, complained] = ['', ''];
  beforeEach(() => {
    [printed, complained] = ['', ''];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += text;
      return true;
    });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      complained += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  /** What a command says of its arguments, as an error or as a word on their use. */
  async function answer(command: Command, ...args: string[]): Promise<string> {
    const error: Error = await command
      .exitOverride()
      .parseAsync(args, { from: 'user' })
      .then(
        () => new Error('no error'),
        (thrown) => thrown,
      );
    expect(printed).toBe('');
    return `${error.message}\n${complained}`;
  }

  it.each([
    ['tail', tailCommand, ['--rays', wrong]],
    ['certify', certifyCommand, ['--rays', wrong, '--out', join(folder, 'certificates')]],
  ])('%s names the file, the ray and the number of every fault', async (_, command, args) => {
    const said = await answer(command(), network, ...args);
    for (const words of [
      'wrong.json: 4 problems',
      'rays[0].origin[1]=Infinity must be a finite number',
      'rays[1].direction.length=1 must equal network.inputSize=2',
      'rays[2].direction must not be all zero',
      'rays[3]=null must be an object',
    ]) {
      expect(said).toContain(words);
    }
  });

  it('a ray given twice is refused instead of one of them being passed over', async () => {
    const said = await answer(tailCommand(), network, '--rays', rays, ...ray);
    expect(said).toMatch(/--rays=".*rays\.json" must not be given with --origin/);
  });

  it('a byte order mark before the JSON is no fault', async () => {
    const marked = file('marked.json', '\uFEFF[{"origin": [1, 2], "direction": [1]}]');
    expect(await answer(tailCommand(), network, '--rays', marked)).toContain(
      'marked.json: rays[0].direction.length=1',
    );
  });

  it('a network of more inputs than memory holds is refused', async () => {
    for (const inputs of [2 ** 53 - 1, 1e300, 2 ** 31]) {
      const path = file(
        'huge.json',
        `{"format": "farfield-network", "version": 1, "inputs": ${inputs}, "layers": [{"type": "relu"}]}`,
      );
      const said = await answer(tailCommand(), path, ...ray);
      expect(said).toMatch(
        /huge\.json: inputs=\S+ must be a whole number of at least 1 and at most 16777216/,
      );
    }
  });

  it.each(['0', '-1', 'abc', '1.5', ''])('%j candidates are refused', async (number) => {
    const said = await answer(refuteCommand(), 'gradient-vanishes', '--candidates', number);
    expect(said).toMatch(/'--candidates <number>' argument '.*' is invalid. must be a whole/);
  });

  it.each(['0', '-1', '1e12', 'Infinity', 'x', ''])(
    'a time limit of %j is refused',
    async (time) => {
      const said = await answer(detectCommand(), '--exec', 'true', '--time-limit', time);
      expect(said).toMatch(/'--time-limit <seconds>' argument '.*' is invalid. must be a number/);
    },
  );

  it.each(['', ',', ' , '])('an experiment on %j is refused', async (names) => {
    const said = await answer(experimentCommand(), 'norms', '--data', names);
    expect(said).toMatch(/'--data <names>' argument '.*' is invalid. must name a data set/);
  });

  it('an empty command is no detector', async () => {
    const said = await answer(detectCommand(), '--exec', '  ');
    expect(said).toMatch(/detect: --exec=" {2}" must be a command/);
  });
});
