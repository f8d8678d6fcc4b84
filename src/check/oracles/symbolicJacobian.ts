import { createRequire } from 'node:module';
import type { EvalFunction, MathJsInstance, MathNode } from 'mathjs';
import { Rational } from '../../exact/rational.js';

/** ∂s_c/∂f_c' at given logits, shape [C][C]. */
export type SymbolicJacobian = (logits: readonly number[]) => number[][];

/**
 * The softmax Jacobian as mathjs finds it: the derivatives of e^{f_c}/Σ e^{f_c'}, taken
 * symbolically once for each number of classes, and evaluated in decimal arithmetic. Nothing of
 * equation 6 goes into it.
 *
 * Logits are moved so that the largest is 0, which changes neither the softmax nor its derivatives,
 * and e^x does not overflow.
 *
 * @param digits - significant decimal digits
 *
 * @example
 * ```ts
 * const jacobian = symbolicJacobian(64);
 * jacobian([0, 0]); // [[0.25, -0.25], [-0.25, 0.25]]
 * ```
 */
export function symbolicJacobian(digits: number): SymbolicJacobian {
  const known = new Map<number, EvalFunction[][]>();
  let instance: MathJsInstance | undefined;
  return (logits) => {
    instance ??= instanceOf(digits);
    const math = instance;
    const classes = logits.length;
    const derivatives = known.get(classes) ?? derivativesOf(math, classes);
    known.set(classes, derivatives);
    const largest = Rational.of(Math.max(...logits));
    const scope = Object.fromEntries(
      logits.map((logit, c) => {
        // In fractions: the decimals that a double is written with are not the double.
        const { numerator, denominator } = Rational.of(logit).subtract(largest);
        const behind = math.bignumber(`${numerator}`).div(math.bignumber(`${denominator}`));
        return [`e${c}`, math.exp(behind)];
      }),
    );
    return derivatives.map((row) =>
      row.map((derivative) => math.number(math.bignumber(derivative.evaluate(scope)))),
    );
  };
}

/** All of mathjs, loaded when first asked for: most claims never do, and it takes a second. */
function instanceOf(digits: number): MathJsInstance {
  const { create, all } = createRequire(import.meta.url)('mathjs') as typeof import('mathjs');
  return create(all, { number: 'BigNumber', precision: digits });
}

/** The derivative of every s_c by every f_c', shape [C][C]. */
function derivativesOf(math: MathJsInstance, classes: number): EvalFunction[][] {
  const names = Array.from({ length: classes }, (_, c) => `f${c}`);
  const sum = names.map((name) => `exp(${name})`).join(' + ');
  return names.map((own) => {
    const softmax = math.parse(`exp(${own}) / (${sum})`);
    return names.map((name) => withExponentials(math, math.derivative(softmax, name)).compile());
  });
}

/** The same expression of e0 = exp(f0), e1, … which it has many times over, and which cost most. */
function withExponentials(math: MathJsInstance, expression: MathNode): MathNode {
  return expression.transform((node) => {
    if (!math.isFunctionNode(node) || node.fn.name !== 'exp') return node;
    const [power] = node.args;
    return math.isSymbolNode(power) ? new math.SymbolNode(power.name.replace('f', 'e')) : node;
  });
}
