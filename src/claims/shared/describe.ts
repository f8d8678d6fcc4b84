import { unknownKind } from '../../errors/unknownKind.js';
import { Rational } from '../../exact/rational.js';
import type { Layer, NetworkFile } from '../../network/networkFile.js';
import type { EnsembleAnalysis, RayAnalysis } from '../rayAnalysis.js';
import { raysOf } from './rounding.js';

/**
 * A network as mathematics: `f(x) = (x_2, 0, −x_1)`, hidden layers as `h = relu(…)` first.
 *
 * Numbers are exact: a double that is no short decimal is written as the fraction it is.
 */
export function describeNetwork(file: NetworkFile, name = 'f'): string[] {
  const lines: string[] = [];
  let values = variables('x', file.inputs);
  let hidden = 0;
  const nextName = () => (hidden++ === 0 ? 'h' : `h${"'".repeat(hidden - 1)}`);
  const walk = (layers: readonly Layer[], input: string[], last: boolean): string[] => {
    let current = input;
    layers.forEach((layer, k) => {
      const final = last && k === layers.length - 1;
      const made = applyLayer(layer, current, walk);
      if (final || layer.type === 'dense') {
        current = made;
      } else {
        const h = nextName();
        lines.push(`${h} = (${made.join(', ')})`);
        current = variables(h, made.length);
      }
    });
    return current;
  };
  values = walk(file.layers, values, true);
  lines.push(`${name}(x) = (${values.join(', ')})`);
  return lines;
}

/** A ray as mathematics: `x(t) = (1, 0) + t·(1, 0)`. */
export function describeRay({ origin, direction }: RayAnalysis): string {
  return `x(t) = (${origin.map(exact).join(', ')}) + t·(${direction.map(exact).join(', ')})`;
}

/** The logits along the tail: `f(x(t)) = (0, −1·t + 2) for t ≥ 1`. */
function describeTail({ tail }: RayAnalysis, name = 'f'): string {
  const logits = tail.slope.map((slope, c) =>
    combination([
      { coefficient: tail.intercept[c], of: '' },
      { coefficient: slope, of: 't' },
    ]),
  );
  return `${name}(x(t)) = (${logits.join(', ')}) for t ≥ ${short(tail.from)}`;
}

/** A linear combination with exact coefficients, zero terms left out: `2x_1 − x_2 + 3`. */
export function combination(
  terms: readonly { readonly coefficient: Rational; readonly of: string }[],
): string {
  let text = '';
  for (const { coefficient, of } of terms) {
    if (coefficient.sign === 0) continue;
    const magnitude = coefficient.sign < 0 ? coefficient.negate() : coefficient;
    const one = magnitude.numerator === 1n && magnitude.denominator === 1n;
    const shown = one && of !== '' ? of : short(magnitude) + of;
    if (text === '') text = coefficient.sign < 0 ? `−${shown}` : shown;
    else text += coefficient.sign < 0 ? ` − ${shown}` : ` + ${shown}`;
  }
  return text === '' ? '0' : text;
}

/** A fraction without a denominator of 1, and with a true minus sign. */
export function short(value: Rational): string {
  const text =
    value.denominator === 1n ? `${value.numerator}` : `${value.numerator}/${value.denominator}`;
  return text.replace('-', '−');
}

/** A vector of fractions: `(1, 0, −1/2)`. */
export function vector(values: readonly Rational[]): string {
  return `(${values.map(short).join(', ')})`;
}

function applyLayer(
  layer: Layer,
  input: string[],
  walk: (layers: readonly Layer[], input: string[], last: boolean) => string[],
): string[] {
  switch (layer.type) {
    case 'dense':
      return layer.weights.map((row, o) =>
        combination([
          ...row.map((weight, i) => ({
            coefficient: Rational.of(weight),
            of: input[i].includes(' ') || input[i].startsWith('−') ? `·(${input[i]})` : input[i],
          })),
          { coefficient: Rational.of(layer.bias[o]), of: '' },
        ]),
      );
    case 'relu':
      return input.map((value) => `relu(${value})`);
    case 'leaky-relu':
      return input.map((value) => `leaky(${value}; slope ${exact(layer.slope)})`);
    case 'clip':
      return input.map((value) => `clip(${value}; ${exact(layer.lower)} … ${exact(layer.upper)})`);
    case 'maximum':
      return layer.groups.map((group) => `max(${group.map((i) => input[i]).join(', ')})`);
    case 'residual': {
      const inner = walk(layer.layers, input, false);
      return inner.map((value, i) => `${value} + ${input[i]}`);
    }
    default:
      return unknownKind(layer);
  }
}

function variables(name: string, size: number): string[] {
  return Array.from({ length: size }, (_, i) => `${name}_${i + 1}`);
}

function exact(value: number): string {
  return short(Rational.of(value));
}

/** Each member's network, the ray, and each member's tail. */
export function describeSubject(subject: RayAnalysis | EnsembleAnalysis): string[] {
  const rays = raysOf(subject);
  const name = (k: number) => (rays.length === 1 ? 'f' : `f${superscript(k + 1)}`);
  return [
    ...rays.flatMap((ray, k) => describeNetwork(ray.file, name(k))),
    describeRay(rays[0]),
    ...rays.map((ray, k) => describeTail(ray, name(k))),
  ];
}

/** Why p is strictly monotonic on the tail, from the columns of V. */
export function describeMonotone(subject: RayAnalysis | EnsembleAnalysis): string[] {
  const rays = raysOf(subject);
  return rays.map((ray, k) => {
    const of = rays.length === 1 ? '' : ` of member ${k + 1}`;
    const { jacobian } = ray.tail;
    const shown = `V = (${jacobian.map(vector).join('; ')})`;
    const sums = "∂p_c/∂x_d = p_c Σ p_c'(V_cd − V_c'd)";
    return hasExtremeColumns(jacobian)
      ? `p${of} is strictly monotonic in every input: in each column of the Jacobian ${shown} every entry is the column's largest or smallest, and these differ, so all differences V_c − V_c' in ${sums} have one sign.`
      : `p${of} is strictly monotonic in every input: with the Jacobian ${shown}, every ${sums} has, far out and near the ray, the sign of its first group of equal slopes that is not 0.`;
  });
}

/** Whether every column of V takes exactly two values, so that every class is one of its extremes. */
function hasExtremeColumns(jacobian: readonly (readonly Rational[])[]): boolean {
  return jacobian[0].every((_, d) => new Set(jacobian.map((row) => row[d].toString())).size === 2);
}

/** Logits of an ensemble as rows: `f = (0, 0)`. */
export function describeLogits(logits: readonly (readonly number[])[]): string[] {
  return logits.map(
    (row, k) =>
      `${logits.length === 1 ? 'f' : `f${superscript(k + 1)}`} = (${row.map(exact).join(', ')})`,
  );
}

/** A double, or a number known to so many digits, with a true minus sign. */
export function decimal(value: number): string {
  return value.toPrecision(6).replace(/^-/, '−');
}

function superscript(k: number): string {
  return String(k).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]);
}
