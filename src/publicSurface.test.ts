import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { runExample } from '../properties/runExample.js';
import { temporaryFolder } from '../properties/temporaryFolder.js';
import { testsNeeding } from '../properties/testsNeeding.js';
import { DOORS, type Door, exportsOf } from '../properties/typedDoors.js';
import * as farfield from './index.js';
import * as testing from './testing/index.js';

/** One export of an entrance: its name, its documentation, its example. */
interface Export {
  readonly name: string;
  readonly documented: boolean;
  readonly callable: boolean;
  readonly example: string | null;
}

const source = dirname(fileURLToPath(import.meta.url));

function documentedExports(door: Door): Export[] {
  const { symbols, checker } = exportsOf(door);
  return symbols.map((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const example = target.getJsDocTags(checker).find(({ name }) => name === 'example');
    const text = example && ts.displayPartsToString(example.text);
    return {
      name: symbol.name,
      documented: ts.displayPartsToString(target.getDocumentationComment(checker)).length > 10,
      callable: (target.flags & ts.SymbolFlags.Function) !== 0,
      example: text ? (/```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? null) : null,
    };
  });
}

const networkFile = {
  format: 'farfield-network',
  version: 1,
  inputs: 2,
  layers: [
    {
      type: 'dense',
      weights: [
        [1, 0],
        [0, 1],
        [-1, 0],
      ],
      bias: [0, 0, 0],
    },
    { type: 'relu' },
    {
      type: 'dense',
      weights: [
        [1, 0, 0],
        [0, 1, 1],
      ],
      bias: [0, 0],
    },
  ],
};
const network = farfield.readNetwork(networkFile);
const classifier = new farfield.Classifier(network);
const some = {
  x: Array.from({ length: 12 }, (_, i) => [i % 5, (i * 7) % 4]),
  y: Array.from({ length: 12 }, (_, i) => i % 2),
};
const ray = { origin: [1, 1], direction: [1, 0] };
const data = farfield.fittingDataOf(classifier, some, some);
const far = farfield.scoreTailAlong(classifier, ray);

/** What examples leave to the reader: a network, its data, a ray, a detector. */
const given = {
  network,
  classifier,
  train: some.x,
  data,
  ray,
  behaviour: farfield.behaviourAtInfinity(farfield.mds.fit(data), far),
  myDetector: testing.subjectOf(farfield.ebo),
};

/** The files that examples name, in a folder of their own. */
function enterFolderOfExamples(): () => void {
  const before = process.cwd();
  const folder = temporaryFolder('examples');
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('network.json', JSON.stringify(networkFile));
  write('package.json', '{"type": "module"}');
  write(
    'myDetector.js',
    'export default { name: "mine", fit: () => ({ score: (rows) => rows.map((row) => Math.hypot(...row)) }) };',
  );
  copyFileSync(
    join(source, '..', 'python', 'examples', 'class_distance.py'),
    join(folder, 'my_detector.py'),
  );
  mkdirSync(join(folder, 'laws'));
  const { network: file, train, validation, inside } = testing.ORDINARY;
  const requests = [{ fit: { network: file, train, validation } }, { score: inside }];
  write('laws/orientation.requests.jsonl', requests.map(testing.requestLine).join('\n'));
  process.chdir(folder);
  return () => process.chdir(before);
}

/** Stands in for the test framework that examples of `farfield/testing` hand over. */
const framework = {
  describe: (_: string, body: () => void) => body(),
  it: () => {},
};

for (const [entrance, scope] of [
  ['index.ts', { ...given, ...farfield }],
  ['testing/index.ts', { ...given, ...farfield, ...testing, ...framework }],
] as const) {
  describe(`the public surface, ${entrance}`, () => {
    const found = documentedExports(DOORS.find((door) => door.source === join(source, entrance))!);

    it('has exports', () => {
      expect(found.length).toBeGreaterThan(3);
    });

    it('documents every export', () => {
      expect(found.filter(({ documented }) => !documented).map(({ name }) => name)).toEqual([]);
    });

    it('gives every function an example', () => {
      const without = found.filter(({ callable, example }) => callable && !example);
      expect(without.map(({ name }) => name)).toEqual([]);
    });

    const python = spawnSync('python3', ['--version']).status === 0;
    for (const { name, example } of found.filter((one) => one.example !== null)) {
      const guarded = example!.includes('python3') ? testsNeeding('python3', python) : null;
      (guarded?.it ?? it)(`runs the example of ${name}`, async () => {
        const leave = enterFolderOfExamples();
        try {
          await runExample(example!, scope);
        } finally {
          leave();
        }
      });
    }
  });
}
