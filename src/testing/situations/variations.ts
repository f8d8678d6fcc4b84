import { type Situation, uniformNumbers } from './situation.js';

/** A situation whose classes are renumbered by `order[new] = old`: nothing else changes. */
export function relabelled(base: Situation, order: readonly number[]): Situation {
  const renumber = (y: readonly number[]) => y.map((label) => order.indexOf(label));
  const [hidden, relu, head] = base.network.layers;
  if (head?.type !== 'dense') return base;
  return {
    ...base,
    name: `${base.name}, classes ${order.join(', ')} renumbered`,
    network: {
      ...base.network,
      layers: [
        hidden,
        relu,
        {
          type: 'dense',
          weights: order.map((c) => head.weights[c]),
          bias: order.map((c) => head.bias[c]),
        },
      ],
    },
    train: { x: base.train.x, y: renumber(base.train.y) },
    validation: { x: base.validation.x, y: renumber(base.validation.y) },
  };
}

/** A situation whose hidden units stand in reverse order: the same function, the same features. */
export function unitsReversed(base: Situation): Situation {
  return withUnits(base, 'hidden units in reverse order', (units) => [...units].reverse());
}

/** A situation whose hidden units stand in an order of chance. */
export function unitsShuffled(base: Situation, seed: number): Situation {
  return withUnits(base, `hidden units in random order ${seed}`, (units) =>
    shuffledList(units, seed),
  );
}

/** A situation whose hidden units stand in another order. */
function withUnits(
  base: Situation,
  change: string,
  reorder: (units: readonly number[]) => readonly number[],
): Situation {
  const [hidden, relu, head] = base.network.layers;
  if (hidden?.type !== 'dense' || head?.type !== 'dense') return base;
  const order = reorder(Array.from(hidden.bias.keys()));
  return {
    ...base,
    name: `${base.name}, ${change}`,
    network: {
      ...base.network,
      layers: [
        {
          type: 'dense',
          weights: order.map((unit) => hidden.weights[unit]),
          bias: order.map((unit) => hidden.bias[unit]),
        },
        relu,
        { ...head, weights: head.weights.map((row) => order.map((unit) => row[unit])) },
      ],
    },
  };
}

/** A situation whose hidden units are in units 2^power times as large; the head makes up for it. */
export function rescaled(base: Situation, powers: readonly number[]): Situation {
  const [hidden, relu, head] = base.network.layers;
  if (hidden?.type !== 'dense' || head?.type !== 'dense') return base;
  const factor = (unit: number) => 2 ** powers[unit % powers.length];
  return {
    ...base,
    name: `${base.name}, features in other units`,
    network: {
      ...base.network,
      layers: [
        {
          type: 'dense',
          weights: hidden.weights.map((row, unit) => row.map((value) => value * factor(unit))),
          bias: hidden.bias.map((value, unit) => value * factor(unit)),
        },
        relu,
        {
          type: 'dense',
          weights: head.weights.map((row) => row.map((value, unit) => value / factor(unit))),
          bias: head.bias,
        },
      ],
    },
  };
}

/** A situation in which every training and validation row stands twice. */
export function twice(base: Situation): Situation {
  return {
    ...base,
    name: `${base.name}, every row twice`,
    ...withRows(base, (rows) => [...rows, ...rows]),
  };
}

/** A situation whose training and validation rows, labels with them, stand in reverse order. */
export function reversed(base: Situation): Situation {
  return {
    ...base,
    name: `${base.name}, rows reversed`,
    ...withRows(base, (rows) => [...rows].reverse()),
  };
}

/** A situation whose training and validation rows, labels with them, stand in an order of chance. */
export function shuffled(base: Situation, seed: number): Situation {
  return {
    ...base,
    name: `${base.name}, rows in random order ${seed}`,
    ...withRows(base, (rows) => shuffledList(rows, seed)),
  };
}

/** The same elements in an order of chance, always the same for a seed. */
function shuffledList<Element>(elements: readonly Element[], seed: number): readonly Element[] {
  const uniform = uniformNumbers(seed);
  const keyed = elements.map((element) => ({ element, key: uniform() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ element }) => element);
}

/** Other training data and another head: features twice as large, one class favoured. */
export function stretched(base: Situation): Situation {
  const [hidden, relu, head] = base.network.layers;
  if (head?.type !== 'dense') return base;
  const move = (x: Situation['train']['x']) => x.map((row) => row.map((value) => 2 * value + 0.5));
  return {
    ...base,
    name: `${base.name}, stretched`,
    network: {
      ...base.network,
      layers: [
        hidden,
        relu,
        { ...head, weights: head.weights.map((row, c) => row.map((value) => value * (c + 1))) },
      ],
    },
    train: { ...base.train, x: move(base.train.x) },
    validation: { ...base.validation, x: move(base.validation.x) },
  };
}

/** The labelled rows of a situation, rearranged; rows and labels stay together. */
function withRows(
  { train, validation }: Situation,
  change: <Row>(rows: readonly Row[]) => readonly Row[],
): Pick<Situation, 'train' | 'validation'> {
  const rearranged = ({ x, y }: Situation['train']) => {
    const rows = change(x.map((row, i) => ({ row, label: y[i] })));
    return { x: rows.map(({ row }) => row), y: rows.map(({ label }) => label) };
  };
  return { train: rearranged(train), validation: rearranged(validation) };
}
