import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMAND } from '../../properties/builtCommand.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { sharedModels } from '../../properties/trainedModels.js';
import { randomNetwork } from '../bench/randomNetwork.js';
import { Classifier } from '../detectors/index.js';
import { allDetectorIds, DEFAULT_DETECTORS, fittingSplit, partsRead } from './fittedDetectors.js';
import { RayObserver } from './rayObserver.js';

const network = randomNetwork([5, 40, 30, 3], 1);
const classifier = new Classifier(network);
const inputs = {
  rows: 20,
  columns: 5,
  values: Float64Array.from({ length: 100 }, (_, k) => Math.sin(k)),
};

it('what no detector reads is kept neither for fitting nor along rays', () => {
  for (const [ids, read] of [
    [DEFAULT_DETECTORS, { inputs: false, hidden: false }],
    [['msp', 'knn', 'cea-odin'], { inputs: true, hidden: false }],
    [['msp', 'cea-multi-mds'], { inputs: false, hidden: true }],
    [['ranks-msp+gram-layers'], { inputs: false, hidden: true }],
    [allDetectorIds(), { inputs: true, hidden: true }],
  ] as const) {
    expect(partsRead(ids), String(ids)).toEqual(read);
    const { train, validation } = fittingSplit(classifier, inputs, null, 1, ids);
    const observer = new RayObserver(classifier, read);
    const ray = {
      origin: new Float64Array(5),
      direction: new Float64Array(5).fill(1),
      intercept: new Float64Array(40),
      slope: new Float64Array(40).fill(1),
    };
    const along = observer.observe([ray], [{ ray: 0, scales: [1, 2] }]);
    for (const seen of [train, validation, along]) {
      expect(seen.inputs !== undefined, String(ids)).toBe(read.inputs);
      expect(
        seen.hidden?.map(({ columns }) => columns),
        String(ids),
      ).toEqual(read.hidden ? [40, 30] : undefined);
    }
  }
});

const model = join(sharedModels, 'mnist-net_256x2.onnx');
const data = join(sharedModels, '..', 'data');
const here = [model, join(data, 't10k-images-idx3-ubyte.gz'), '/proc/self/status'];

/** The most memory that a process took, which its end prints. A parent's is not counted, as it is in maxRSS. */
const PRINT_MEMORY = `data:text/javascript,
  import { readFileSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => {
    const status = readFileSync('/proc/self/status', 'utf8');
    process.stderr.write('VmHWM ' + /VmHWM:\\s+(\\d+) kB/.exec(status)[1]);
  });`;

testsNeeding(here.join(', '), here.every(existsSync)).it(
  'a sixteenth of an audit of mnist-net_256x2 on two threads stays below 360 MB',
  () => {
    const options = ['--rows', '20', '--detectors', 'msp,ebo,mds,knn,cea-msp', '--workers', '2'];
    // Two parts a thread. All directions take some 50 MB more, and were to take less than 512 MB.
    const { stderr, status } = spawnSync(
      process.execPath,
      [
        ...['--import', PRINT_MEMORY, COMMAND, 'audit', model, '--data', 'mnist'],
        ...[...options, '--shard', '1/16', '--json', '--quiet'],
      ],
      { encoding: 'utf8', env: { ...process.env, FARFIELD_DATA: data } },
    );
    expect(status, stderr).toBe(0);
    const [, kilobytes] = /VmHWM (\d+)/.exec(stderr)!;
    expect(Number(kilobytes) * 1024).toBeGreaterThan(1e8);
    expect(Number(kilobytes) * 1024).toBeLessThan(360e6);
  },
);
