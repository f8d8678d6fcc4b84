import { InputError } from '../errors/inputError.js';
import { Interval } from '../exact/interval.js';
import { Rational } from '../exact/rational.js';
import { Atoms } from '../germ/atoms.js';
import { Coefficient } from '../germ/coefficient.js';
import { keepShares, softmaxOfModels } from '../germ/modelFunctions.js';
import { powerOf } from '../germ/monomial.js';
import {
  type Model,
  type ModelContext,
  OpenModel,
  type OpenPart,
  raised,
  splitModel,
} from '../germ/taylorModel.js';
import type { Network } from '../network/network.js';
import { ModelDomain } from '../tail/modelDomain.js';
import { rayModels } from '../tail/modelSettling.js';
import type { DecidedRegime } from '../tail/regime.js';
import type { Ray } from '../tail/tail.js';
import { checkCertificate } from './checkCertificate.js';
import type { Bounds } from './enclosureCertificate.js';

/**
 * What a network of any operations does from some t on along one ray: every value is a sum of powers
 * of t up to a rest that falls, for every t ≥ from.
 */
export interface ModelCertificate {
  readonly format: 'farfield-certificate';
  readonly version: 3;
  /** Shape [D]. */
  readonly origin: readonly number[];
  /** Shape [D]. */
  readonly direction: readonly number[];
  /** A power of 2^64: models hold for every t from here on. */
  readonly from: string;
  /** Powers this much below the first are left to rests. */
  readonly depth: number;
  /** By the limit: one class positive, some or all. */
  readonly regime: DecidedRegime;
  /** The classes that keep a positive limit, ascending. */
  readonly top: readonly number[];
  /** Shape [C]: the limits of the class probabilities. */
  readonly limit: readonly Bounds[];
  /** One per node of the network's graph, in order: a model for each of its outputs. */
  readonly nodes: readonly (readonly ModelClaim[])[];
}

/** `|f(t) − Σ coefficient·t^power| ≤ rest·(t/from)^restPower` for every t ≥ from. */
export interface ModelClaim {
  /** By falling power, each a multiple of 1/64. */
  readonly terms: readonly ModelTerm[];
  /** A fraction. */
  readonly rest: string;
  /** Null where nothing is left. */
  readonly restPower: number | null;
}

/** coefficient·t^power. */
export interface ModelTerm {
  readonly power: number;
  readonly coefficient: Bounds;
}

/** Where and how far models are carried: one attempt after the other. */
const ATTEMPTS = [2, 4, 8].flatMap((depth) => [64, 128].map((bits) => ({ depth, bits })));

/**
 * Certifies a tail in Taylor models at infinity.
 *
 * What is written has passed the independent checker.
 *
 * @throws InputError `unsupported` where models leave open what the ray ends in: `path` is the node
 *   and its entry, `value` what is missing (an `OpenPart`, or `checker` for what the checker refuses)
 */
export function certifyModels(network: Network, ray: Ray): ModelCertificate {
  let open = new OpenPlace('output', 0, 'the end of the ray', 'rest');
  for (const { depth, bits } of ATTEMPTS) {
    try {
      const certificate = written(network, ray, depth, bits);
      const wrong = checkCertificate(network, certificate);
      if (wrong === null) return certificate;
      open = new OpenPlace('output', 0, wrong.replace(/ is wrong$/, ''), 'checker');
    } catch (error) {
      if (!(error instanceof OpenPlace)) throw error;
      open = error;
    }
  }
  throw new InputError('certify', [
    {
      code: 'unsupported',
      path: `${open.label}[${open.entry}]`,
      value: open.part,
      rule: `leaves open, in powers of t with rests that fall: ${open.what}`,
      remedy: 'certify another ray; `farfield tail` decides more than can be certified',
    },
  ]);
}

function written(network: Network, ray: Ray, depth: number, bits: number): ModelCertificate {
  const context: ModelContext = {
    from: 2 ** bits,
    depth,
    atoms: new Atoms(false),
    byChords: true,
  };
  const domain = new ModelDomain(context);
  const values: Model[][] = [rayModels(ray)];
  const nodes = network.nodes.map(({ operation, inputs }, node) => {
    const read = inputs.map((value) => values[value]);
    const made = Array.from({ length: operation.size }, (_, i) =>
      at(network.nodes[node].label, i, () => statedAs(operation.output(i, read, domain, node))),
    );
    values.push(made.map(({ model }) => model));
    return made.map(({ claim }) => claim);
  });
  const outputs = values[network.output];
  const isSoftmax = network.outputs !== 'probabilities';
  const { limits, keep } = at('output', 0, () => {
    const shares = isSoftmax ? softmaxOfModels(outputs, context) : outputs;
    const values = shares.map((share) => {
      const { constant, moving } = splitModel(share);
      if (moving.rest !== 0 && moving.power >= 0) throw new OpenModel('a limit', 'rest');
      return constant ?? Coefficient.zero;
    });
    // A share of a softmax is positive however small: its sign need not be seen in the number.
    const kept = isSoftmax ? keepShares(outputs, context) : values.map(keepsLimit);
    return { limits: values, keep: kept };
  });
  const top = keep.flatMap((keeps, c) => (keeps ? [c] : []));
  const many = top.length === limits.length ? 'flat' : 'tied';
  return {
    format: 'farfield-certificate',
    version: 3,
    origin: Array.from(ray.origin),
    direction: Array.from(ray.direction),
    from: `${1n << BigInt(bits)}/1`,
    depth,
    regime: top.length === 1 ? 'saturating' : many,
    top,
    limit: limits.map((value) => boundsOf(value).text),
    nodes,
  };
}

function keepsLimit({ sign }: Coefficient): boolean {
  if (sign === null) throw new OpenModel('whether a class keeps a limit', 'cancellation');
  return sign !== 0;
}

/** A statement about one entry of one node that models leave open. */
class OpenPlace extends Error {
  constructor(
    readonly label: string,
    readonly entry: number,
    readonly what: string,
    readonly part: OpenPart | 'checker',
  ) {
    super(what);
  }
}

/** Says where it was that models left something open. */
function at<T>(label: string, entry: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof OpenModel) throw new OpenPlace(label, entry, error.what, error.part);
    if (error instanceof RangeError) throw new OpenPlace(label, entry, error.message, 'rest');
    throw error;
  }
}

/** Rests are stated as so much more than they are: the checker rounds in another way. */
const SPARE = 1 + 2 ** -6;
/** What the checker says of all that falls exponentially, and more. */
const SMALLEST = 2 ** -340;

/** A model as text, and the model that the text says. */
function statedAs({ polynomial, rest, power }: Model): { model: Model; claim: ModelClaim } {
  const terms = polynomial.terms.map(({ coefficient, monomial }) => {
    const { text, coefficient: stated } = boundsOf(coefficient);
    return { power: monomial.power, text, stated };
  });
  const most = rest === 0 ? 0 : raised(rest * SPARE + SMALLEST);
  return {
    model: {
      polynomial: {
        terms: terms.map((term) => ({ monomial: powerOf(term.power), coefficient: term.stated })),
        remainder: null,
      },
      rest: most,
      power,
    },
    claim: {
      terms: terms.map((term) => ({ power: term.power, coefficient: term.text })),
      rest: String(Rational.of(most)),
      restPower: most === 0 ? null : power,
    },
  };
}

/** Fractions of more digits than these are stated between two of fewer. */
const MOST_BITS = 4096;
/** Room for another way of rounding, in bits: the checker's roots and functions have units of 2^-400. */
const ROOM = 120;
const WIDTHS = 16n;

/** A coefficient as text, and as the text says. */
function boundsOf(coefficient: Coefficient): { text: Bounds; coefficient: Coefficient } {
  const { rational } = coefficient;
  if (rational && rational.denominator < 1n << BigInt(MOST_BITS)) {
    return { text: String(rational), coefficient: Coefficient.ofRational(rational) };
  }
  const wide = widened(coefficient.interval);
  const stated = wide.toReal();
  return {
    text: [String(stated.lower), String(stated.upper)],
    coefficient: Coefficient.atom(wide),
  };
}

/** More than an interval at either end: 16 of its widths, and 2^-120 of its lower end and of 1. */
function widened({ lower, upper, exponent }: Interval): Interval {
  // At this exponent all of them are whole.
  const fine = Math.min(exponent, 0) - ROOM;
  const first = lower << BigInt(exponent - fine);
  const last = upper << BigInt(exponent - fine);
  const size = (lower < 0n ? -lower : lower) << BigInt(exponent - fine - ROOM);
  const room = (last - first) * WIDTHS + size + (1n << BigInt(-ROOM - fine));
  return Interval.of(first - room, last + room, fine);
}
