import { InvalidArgumentError } from 'commander';

/** Which directions an audit looks at. */
export type DirectionsOption =
  | { readonly kind: 'axes' }
  | { readonly kind: 'random'; readonly count: number }
  | { readonly kind: 'file'; readonly path: string };

/** Reads `axes`, `random:1000` or the path of a file of rays. */
export function directionsOption(text: string): DirectionsOption {
  if (text === 'axes') return { kind: 'axes' };
  const random = /^random(?::(.*))?$/.exec(text);
  if (!random) return { kind: 'file', path: text };
  const count = Number(random[1] ?? Number.NaN);
  if (Number.isSafeInteger(count) && count > 0) return { kind: 'random', count };
  throw new InvalidArgumentError('must say how many, for example random:1000.');
}
