import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { testsNeeding } from '../../properties/testsNeeding.js';
import { RandomNumbers } from '../data/randomNumbers.js';
import { readOnnx } from '../readers/onnx/readOnnx.js';
import { expandedTail } from '../tail/expandedTail.js';
import { checkGuard } from './check/checkGuard.js';
import { guard } from './guard.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = process.env.FARFIELD_MODELS ?? join(root, '..', 'shared', 'models');

testsNeeding('the models of FARFIELD_MODELS', existsSync(folder)).describe(
  'a guarded model ends uniform',
  () => {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    for (const file of files.filter((name) => name.endsWith('.onnx'))) {
      it(`${file}: along features and directions of no zero, from inside the box`, () => {
        const onnx = readFileSync(join(folder, file));
        const network = readOnnx(onnx, file);
        const size = network.inputSize;
        const box = {
          lower: new Float64Array(size).fill(-1),
          upper: new Float64Array(size).fill(1),
        };
        if (network.outputSize < 2) {
          expect(() => guard({ onnx }, box)).toThrow('must be two or more classes');
          return;
        }
        const guarded = guard({ onnx }, box);
        expect(checkGuard(guarded.model, onnx, guarded.certificate)).toBeNull();
        const read = readOnnx(guarded.model, file);
        const random = new RandomNumbers(1, file);
        const origin = Float64Array.from({ length: size }, () => random.uniform() - 0.5);
        const features = [0, Math.floor(size / 2), size - 1].flatMap((d) =>
          [1, -1].map((sign) => new Float64Array(size).map((_, i) => (i === d ? sign : 0))),
        );
        const dense = Array.from({ length: 4 }, () =>
          Float64Array.from({ length: size }, () => random.normal()),
        );
        for (const direction of [...features, ...dense]) {
          const { regime, limit } = expandedTail(read, origin, direction);
          expect(regime).toBe('flat');
          for (const p of limit!) expect(p.toNumber()).toBeCloseTo(1 / read.outputSize, 12);
        }
      });
    }
  },
);
