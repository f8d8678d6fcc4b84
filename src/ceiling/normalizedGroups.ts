import { Rational } from '../exact/rational.js';
import { Real } from '../exact/real.js';
import type { ElementaryFunction } from '../network/elementaryFunction.js';
import type { Network, NetworkNode } from '../network/network.js';
import { ElementaryOperation } from '../network/operations/elementary.js';
import { ProductsOperation, QuotientOperation } from '../network/operations/products.js';
import { LinearForm } from './linearForm.js';

/** Entries y of one value with Σ weights[k]·y[entries[k]]² ≤ 1, whatever the input. */
export interface NormalizedGroup {
  readonly entries: readonly number[];
  /** Positive, rounded down. */
  readonly weights: readonly number[];
  /** Whether the entries add up to 0, whatever the input. */
  readonly centred: boolean;
}

/**
 * Finds what a node divides by its own norm: LayerNorm, RMSNorm, group and instance norm, vectors
 * of length 1, as one layer or written out in squares, means, roots and quotients.
 *
 * By what it computes, not by names: y = x·q^(−1/2), or less, with q ≥ Σ weights·x² over the same x.
 *
 * @returns the groups; empty where the node is nothing of the kind
 */
export function normalizedGroups(network: Network, value: number): readonly NormalizedGroup[] {
  const node = network.nodes[value - 1];
  const pairs = node ? quotientsOf(node) : null;
  if (!pairs) return [];
  const [numerator, divisor] = node.inputs;
  // Every unit with the entry of x that it divides, by the root that it divides by.
  const units = new Map<string, { root: Root; entries: Map<number, number> }>();
  pairs.forEach(({ left, right, inverse }, unit) => {
    const root = rootOf(network, divisor, right, inverse);
    if (!root) return;
    const key = `${root.value} ${root.entry}`;
    let known = units.get(key);
    if (!known) units.set(key, (known = { root, entries: new Map() }));
    known.entries.set(left, unit);
  });
  return [...units.values()].flatMap(({ root, entries }) => {
    const group = groupOf(network, numerator, root, entries);
    return group ? [group] : [];
  });
}

interface Pair {
  readonly left: number;
  readonly right: number;
  /** Whether the unit multiplies by its second input, rather than divides. */
  readonly inverse: boolean;
}

/** What each unit of a product or quotient of two values reads; null where it is none. */
function quotientsOf({ operation }: NetworkNode): Pair[] | null {
  if (operation instanceof QuotientOperation) {
    return Array.from(operation.left, (left, unit) => ({
      left,
      right: operation.right[unit],
      inverse: false,
    }));
  }
  if (!(operation instanceof ProductsOperation)) return null;
  const { starts, left, right } = operation;
  if (left.length !== operation.size || starts.some((start, unit) => start !== unit)) return null;
  return Array.from(left, (entry, unit) => ({ left: entry, right: right[unit], inverse: true }));
}

/** The sum of squares q that a unit is divided by the root of. */
interface Root {
  readonly value: number;
  readonly entry: number;
}

const HALF = new Rational(1n, 2n);
const MINUS_HALF = new Rational(-1n, 2n);
const INVERSE = new Rational(-1n, 1n);

/** Follows copies and sums with constants ≥ 0 back to a root; null where there is none. */
function rootOf(network: Network, value: number, entry: number, inverse: boolean): Root | null {
  const at = copied(network, value, entry);
  if (!at) return null;
  const node = network.nodes[at.value - 1];
  const { operation } = node;
  if (operation instanceof QuotientOperation && inverse) {
    // 1/√q
    const above = copied(network, node.inputs[0], operation.left[at.entry]);
    const isOne = above === null && constantIs(network, node.inputs[0], operation.left[at.entry]);
    return isOne ? rootOf(network, node.inputs[1], operation.right[at.entry], false) : null;
  }
  if (!(operation instanceof ElementaryOperation)) return null;
  if (hasExponent(operation.f, inverse ? MINUS_HALF : HALF)) {
    return { value: node.inputs[0], entry: at.entry };
  }
  const reciprocal = inverse && hasExponent(operation.f, INVERSE);
  return reciprocal ? rootOf(network, node.inputs[0], at.entry, false) : null;
}

function hasExponent(f: ElementaryFunction, exponent: Rational): boolean {
  return f.kind === 'power' && f.exponent.compare(exponent) === 0;
}

/** The entry that an entry is a copy of, or exceeds by a constant ≥ 0; null for sums of several. */
function copied(network: Network, value: number, entry: number): Root | null {
  let at: Root = { value, entry };
  for (;;) {
    const node = network.nodes[at.value - 1];
    if (!node) return null;
    const { operation, inputs } = node;
    if (operation.kind !== 'affine') return at;
    const reads = operation.maps.flatMap((map, m) => {
      const { columns, values, others } = map.row(at.entry);
      return Array.from(columns, (column, k) => ({
        value: inputs[m],
        entry: column,
        weight: values[k],
        other: others?.[k] ?? null,
      })).filter(({ weight, other }) => weight !== 0 || other);
    });
    if (reads.length !== 1 || reads[0].weight !== 1 || reads[0].other) return null;
    const shift = operation.bias.at(at.entry).sign;
    if (shift !== 0 && shift !== 1) return null;
    at = { value: reads[0].value, entry: reads[0].entry };
  }
}

function constantIs(network: Network, value: number, entry: number): boolean {
  const operation = network.nodes[value - 1]?.operation;
  if (operation?.kind !== 'affine') return false;
  const reads = operation.maps.some((map) => map.row(entry).columns.length > 0);
  return !reads && operation.bias.at(entry).compare(Real.one) === 0;
}

/** Reads the weights of squares off the sum under a root. */
function groupOf(
  network: Network,
  numerator: number,
  root: Root,
  unitOf: ReadonlyMap<number, number>,
): NormalizedGroup | null {
  const sum = LinearForm.entry(network, root.value, root.entry).pullBack();
  if (!(sum.constant - sum.constantError >= 0)) return null;
  const weights = new Map<number, number>();
  for (const [value, { values, errors }] of sum.parts) {
    for (let i = 0; i < values.length; i++) {
      if (values[i] === 0 && errors[i] === 0) continue;
      const weight = (values[i] - errors[i]) * (1 - 2 ** -52);
      const squares = squaredEntries(network, value, i, numerator);
      if (!(weight > 0) || !squares) return null;
      for (const entry of squares) weights.set(entry, (weights.get(entry) ?? 0) + weight);
    }
  }
  const entries: number[] = [];
  const found: number[] = [];
  for (const [entry, unit] of unitOf) {
    const weight = weights.get(entry);
    if (weight === undefined) return null;
    entries.push(unit);
    found.push(weight * (1 - 2 ** -50));
  }
  const whole = entries.length === weights.size;
  return { entries, weights: found, centred: whole && addUpToZero(network, numerator, unitOf) };
}

/** The entries of `numerator` whose squares a unit is the sum of; null where it is no such sum. */
function squaredEntries(
  network: Network,
  value: number,
  unit: number,
  numerator: number,
): number[] | null {
  const node = network.nodes[value - 1];
  if (!node || node.inputs.some((input) => input !== numerator)) return null;
  const { operation } = node;
  if (operation instanceof ElementaryOperation) {
    return hasExponent(operation.f, new Rational(2n, 1n)) ? [unit] : null;
  }
  if (!(operation instanceof ProductsOperation)) return null;
  const { starts, left, right } = operation;
  const pairs = Array.from({ length: starts[unit + 1] - starts[unit] }, (_, k) => starts[unit] + k);
  return pairs.every((p) => left[p] === right[p]) ? pairs.map((p) => left[p]) : null;
}

/** Whether some entries of a value add up to 0 by the way they are made; exact. */
function addUpToZero(
  network: Network,
  value: number,
  entries: ReadonlyMap<number, number>,
): boolean {
  let sums = new Map<number, Map<number, Real>>([
    [value, new Map([...entries.keys()].map((entry) => [entry, Real.one]))],
  ]);
  let constant = Real.zero;
  for (;;) {
    const latest = Math.max(-1, ...sums.keys());
    if (latest < 0) return constant.isZero;
    const node = network.nodes[latest - 1];
    if (node?.operation.kind !== 'affine') return false;
    const coefficients = sums.get(latest)!;
    sums.delete(latest);
    const next = new Map(sums);
    for (const [entry, factor] of coefficients) {
      constant = constant.add(factor.multiply(node.operation.bias.at(entry)));
      node.operation.maps.forEach((map, m) => {
        const { columns, values, others } = map.row(entry);
        for (let k = 0; k < columns.length; k++) {
          const weight = others?.[k] ?? Real.of(values[k]);
          if (weight.isZero) continue;
          let into = next.get(node.inputs[m]);
          if (!into) next.set(node.inputs[m], (into = new Map()));
          const sum = (into.get(columns[k]) ?? Real.zero).add(factor.multiply(weight));
          if (sum.isZero) into.delete(columns[k]);
          else into.set(columns[k], sum);
        }
      });
    }
    for (const [key, rest] of next) if (rest.size === 0) next.delete(key);
    sums = next;
  }
}
