import { type LabelledRow, type Situation, uniformNumbers } from './situation.js';

const CLASSES = 120;
const INPUTS = 6;

/**
 * A hundred and twenty classes on the unit sphere of six inputs, a linear classifier behind units
 * relu(±x_j): detectors that sort or cut probabilities show only here which end they take.
 */
export const MANY_CLASSES: Situation = manyClasses();

function manyClasses(): Situation {
  const uniform = uniformNumbers(7);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const rounded = (value: number) => Math.round(value * 64) / 64;
  const centers = Array.from({ length: CLASSES }, () => {
    const direction = Array.from({ length: INPUTS }, normal);
    const norm = Math.hypot(...direction);
    return direction.map((value) => rounded((3 * value) / norm));
  });
  const around = (center: readonly number[], spread: number) =>
    center.map((value) => rounded(value + spread * normal()));
  const labelled = (perClass: number): LabelledRow[] =>
    Array.from({ length: perClass * CLASSES }, (_, i) => {
      // 7 and 120 have no common divisor: every class occurs, in no order of theirs.
      const y = (i * 7) % CLASSES;
      return { x: around(centers[y], 0.3), y };
    });
  const signs = [1, -1];
  const units = signs.flatMap((sign) =>
    Array.from({ length: INPUTS }, (_, j) => ({
      weights: Array.from({ length: INPUTS }, (_unused, i) => (i === j ? sign : 0)),
      bias: 0,
    })),
  );
  const [train, validation] = [labelled(2), labelled(1)];
  const separated = (rows: readonly LabelledRow[]) => ({
    x: rows.map(({ x }) => x),
    y: rows.map(({ y }) => y),
  });
  const origin = centers[0].map(() => 0);
  return {
    name: 'many classes',
    network: {
      format: 'farfield-network',
      version: 1,
      inputs: INPUTS,
      layers: [
        {
          type: 'dense',
          weights: units.map(({ weights }) => weights),
          bias: units.map(({ bias }) => bias),
        },
        { type: 'relu' },
        {
          type: 'dense',
          weights: centers.map((center) => [...center, ...center.map((value) => -value)]),
          bias: centers.map(() => 0),
        },
      ],
    },
    train: separated(train),
    validation: separated(validation),
    inside: labelled(1)
      .slice(0, 24)
      .map(({ x }) => x),
    far: Array.from({ length: 11 }, () => around(origin, 20)),
    boundary: Array.from({ length: 11 }, () => around(origin, 0.5)),
  };
}
