import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { RunningModel } from '../../properties/support/readers/runModel.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { RandomNumbers } from '../data/randomNumbers.js';
import { Rational } from '../exact/rational.js';
import { loadModel } from '../readers/loadNetwork.js';
import type { Box } from '../tail/box.js';
import { excessOf, type Guard } from '../uncertainty/guarded.js';
import { softmax } from '../uncertainty/softmax.js';
import { checkGuard } from './check/checkGuard.js';
import { guard } from './guard.js';

/**
 * How many random inputs far from the box each network is asked at: a share of the hundred thousand
 * that `FARFIELD_RUNS=100000` asks for.
 */
const IN_FULL = Number(process.env.FARFIELD_RUNS ?? 0) >= 100_000;
const INPUTS = IN_FULL ? 100_000 : 100;
const AT_ONCE = 100;
/** What float32 may make of a probability beside its bound. */
const ROUNDING = 1e-6;

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared');
const networks = process.env.FARFIELD_NETWORKS ?? join(root, 'networks');
const models = process.env.FARFIELD_MODELS ?? join(root, 'models');

interface Subject {
  readonly path: string;
  readonly binary: boolean;
  /** Null for the range of [0, 1], which the inputs of images have. */
  readonly origins: readonly (readonly number[])[] | null;
}

function subjects(): Subject[] {
  const files = (folder: string) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.onnx'))
          .map((name) => join(folder, name))
      : [];
  return [
    ...files(networks).map((path) => {
      const { cases, output } = JSON.parse(
        readFileSync(path.replace('.onnx', '.cases.json'), 'utf8'),
      );
      const origins = cases.map(({ origin }: { origin: number[] }) => origin);
      return { path, binary: output.kind === 'logit', origins };
    }),
    ...files(models).map((path) => ({ path, binary: false, origins: null })),
  ];
}

function boxAround(origins: Subject['origins'], size: number): Box {
  const points = origins ?? [new Array(size).fill(0), new Array(size).fill(1)];
  const ends = (end: (...values: number[]) => number) =>
    Float64Array.from(points[0], (_, d) => end(...points.map((point) => point[d])));
  return { lower: ends(Math.min), upper: ends(Math.max) };
}

/** From a tenth of a width outside the box to a million, along one input, or along all. */
function farInput({ lower, upper, widths }: Guard, random: RandomNumbers): Float32Array {
  const scale = 10 ** (-1 + 7 * random.uniform());
  const only = random.uniform() < 0.3 ? random.integer(lower.length) : null;
  return Float32Array.from(lower, (value, d) => {
    const inside = value + random.uniform() * (upper[d] - value);
    if (only !== null && only !== d) return inside;
    const step = scale * widths[d] * Math.abs(random.normal());
    return random.uniform() < 0.5 ? value - step : upper[d] + step;
  });
}

function largestOf(row: readonly number[], holds: string): number {
  if (holds === 'logits') return Math.max(...softmax(row));
  if (holds === 'logit') return Math.max(...softmax([0, row[0]]));
  return holds === 'probability' ? Math.max(row[0], 1 - row[0]) : Math.max(...row);
}

testsNeeding(
  'the networks of FARFIELD_NETWORKS and FARFIELD_MODELS',
  existsSync(networks) || existsSync(models),
).describe(`a guarded network, at ${INPUTS} random far inputs in a runtime`, () => {
  for (const { path, binary, origins } of subjects()) {
    const title = path.split(/[\\/]/).at(-1)!;
    it(`keeps the bounds of its certificate: ${title}`, async () => {
      const options = binary ? { binary } : {};
      const { network } = await loadModel(path, options);
      // One output has no classes to be uncertain between.
      if (network.outputSize < 2) return;
      const onnx = readFileSync(path);
      const made = guard({ onnx, options }, boxAround(origins, network.inputSize));
      expect(checkGuard(made.model, onnx, made.certificate)).toBe(null);
      const { kappa, mu } = made.guard;
      const { name, holds } = made.certificate.output;
      const { classes, confidence } = made.certificate;
      const certified = confidence.map(({ excess, bound }) =>
        [excess, bound].map((text) => Rational.parse(text).toNumber()),
      );
      const running = await RunningModel.of(made.model);
      const random = new RandomNumbers(11, 'far', title);
      let above = -Infinity;
      let certain = 0;
      let far = 0;
      for (let done = 0; done < INPUTS; done += AT_ONCE) {
        const inputs = Array.from({ length: AT_ONCE }, () => farInput(made.guard, random));
        const rows = await running.outputs(name, inputs);
        rows.forEach((row, k) => {
          const largest = largestOf(row, holds);
          // Float32 sums the excess with relative errors of its own.
          const excess = excessOf(made.guard, inputs[k]) * (1 - 1e-5);
          const bound = 1 / classes + (1 - 1 / classes) / (1 + Math.exp(mu * excess - kappa));
          above = Math.max(above, largest - bound);
          for (const [from, most] of certified) {
            if (excess < from) continue;
            above = Math.max(above, largest - most);
            far++;
            if (largest > 0.99) certain++;
          }
          expect(Number.isFinite(largest), `input ${done + k}`).toBe(true);
        });
      }
      if (IN_FULL)
        console.info(`${title}: ${far} bounds, at most ${above} above one, ${certain} certain`);
      expect(far).toBeGreaterThan(INPUTS / 4);
      expect(above).toBeLessThan(ROUNDING);
      expect(certain).toBe(0);
    });
  }
});
