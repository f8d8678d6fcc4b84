import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { DETECTOR_LAWS } from './laws/detectorLaws.js';
import { processDetector } from './processDetector.js';
import { runProcessLaws } from './runProcessLaws.js';
import { ORDINARY } from './situations/situations.js';

const folder = temporaryFolder('adapter');
const adapter = fileURLToPath(new URL('../../python', import.meta.url));

/** A command that runs Python with the adapter, and stand-ins for packages, on its path. */
function python(file: string): string {
  return `PYTHONPATH=${JSON.stringify(`${adapter}:${folder}`)} python3 ${JSON.stringify(file)}`;
}

function script(name: string, text: string): string {
  const file = join(folder, `${name}.py`);
  writeFileSync(file, `from farfield_adapter import serve\n${text}`);
  return python(file);
}

const tests = testsNeeding('python3', spawnSync('python3', ['--version']).status === 0);

tests.describe('the Python adapter', () => {
  tests.it('puts a detector of a few lines under the laws', async () => {
    const report = await runProcessLaws(python(join(adapter, 'examples', 'nearest_mean.py')));
    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.results.find(({ law }) => law === 'far-away')!.status).toBe('passed');
  });

  tests.it('evaluates the network, and reads tensors, arrays and scalars', async () => {
    const detector = processDetector(
      script(
        'kinds',
        `
class Tensor:
    def __init__(self, values): self.values = values
    def detach(self): return self
    def cpu(self): return self
    def tolist(self): return self.values

class Scalar:
    def item(self): return float("-inf")

def fit(network, train, validation): return network
def score(network, rows):
    if len(rows) == 1: return Tensor([network.logits(rows)[0][0]])
    if len(rows) == 2: return [Scalar(), float("nan")]
    return Tensor([[1.0], [float("inf")], [2]])
serve(fit, score)`,
      ),
    );
    const fitted = await detector.fit(ORDINARY);
    const rows = ORDINARY.inside;
    // Class 0 has logit 2·relu(x_0 + ¼) − relu(x_1 + ¼) − relu(x_2 + ¼).
    const relu = (value: number) => Math.max(0, value + 0.25);
    const [a, b, c] = rows[0].map(relu);
    expect(await fitted.score(rows.slice(0, 1))).toEqual([2 * a - b - c]);
    expect(await fitted.score(rows.slice(0, 2))).toEqual([-Infinity, Number.NaN]);
    expect(await fitted.score(rows.slice(0, 3))).toEqual([1, Infinity, 2]);
    await detector.close();
  });

  tests.it('sends what is printed to stderr, refuses on ValueError, ends on a slip', async () => {
    const detector = processDetector(
      script(
        'loud',
        `
import os
print("loading weights")
def fit(network, train, validation, k=1):
    os.system("echo from a child")
    if k == 0: raise ValueError("k must be positive")
    return k
def score(k, rows):
    print("scoring")
    return [k / (len(rows) - 2)] * len(rows)
serve(fit, score, declares={"options": {"k": {"values": [1, 2]}}})`,
      ),
    );
    await expect(detector.fit(ORDINARY, { k: 0 })).rejects.toThrow(/^k must be positive$/);
    const fitted = await detector.fit(ORDINARY, { k: 3 });
    expect(detector.declares!.options).toEqual({ k: { values: [1, 2] } });
    expect(await fitted.score(ORDINARY.inside.slice(0, 3))).toEqual([3, 3, 3]);
    await expect((async () => fitted.score(ORDINARY.inside.slice(0, 2)))()).rejects.toMatchObject({
      line: expect.stringMatching(/ZeroDivisionError/),
    });
    await detector.close();
  });

  tests.it('serves functions of one argument, and metrics', async () => {
    const command = script(
      'metrics',
      `
def fit(request): assert "network" in request
def score(rows): return [sum(v * v for v in row) for row in rows]
def metrics(id, ood):
    wins = sum((b > a) + 0.5 * (b == a) for a in id for b in ood)
    return {"auroc": wins / (len(id) * len(ood))}
serve(fit, score, declares={"metrics": ["auroc"]}, metrics=metrics)`,
    );
    const report = await runProcessLaws(command, { laws: DETECTOR_LAWS.slice(0, 1) });
    const broken = report.results.filter(({ status }) => status === 'failed');
    // Nothing compared with NaN wins: it counts as a loss, which is one of the two ends.
    expect(broken).toEqual([]);
    expect(report.passed).toBeGreaterThan(8);
  });

  tests.it('the example with scikit-learn wraps an estimator; without it, it says so', async () => {
    const example = python(join(adapter, 'examples', 'scikit_learn_forest.py'));
    if (spawnSync('python3', ['-c', 'import sklearn']).status !== 0) {
      await expect(runProcessLaws(example)).rejects.toThrow(/this example needs scikit-learn/);
      // A stand-in with the same calls: chance, and scores that are lower far away.
      mkdirSync(join(folder, 'sklearn'), { recursive: true });
      writeFileSync(join(folder, 'sklearn', '__init__.py'), '');
      writeFileSync(
        join(folder, 'sklearn', 'ensemble.py'),
        `
import math, random
class Scores(list):
    def __neg__(self): return [-v for v in self]
class IsolationForest:
    def __init__(self, n_estimators, random_state): self.random = random.Random(random_state)
    def fit(self, rows):
        self.centers = [self.random.choice(rows) for _ in range(400)]
        return self
    def score_samples(self, rows):
        return Scores(-sum(math.dist(c, row) for c in self.centers) / 400 for row in rows)
`,
      );
    }
    const report = await runProcessLaws(example);
    expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.passed).toBeGreaterThan(25);
  });

  tests.it('the example with torch says what it needs where torch is missing', async () => {
    const example = python(join(adapter, 'examples', 'torch_energy.py'));
    if (spawnSync('python3', ['-c', 'import torch']).status === 0) {
      const report = await runProcessLaws(example, { like: 'ebo' });
      expect(report.results.filter(({ status }) => status === 'failed')).toEqual([]);
    } else {
      await expect(runProcessLaws(example)).rejects.toThrow(/this example needs torch/);
    }
  });
});
