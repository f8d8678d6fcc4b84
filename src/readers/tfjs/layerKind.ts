import {
  flag,
  nullable,
  number,
  object,
  oneOf,
  optional,
  problemsOf,
  type Shape,
  text,
} from '../../schema/shape.js';
import { Refusal } from '../lowering/refusal.js';
import type { VariableTensor } from '../lowering/tensor.js';
import type { LayerContext } from './layerContext.js';

/** A setting of a layer: what it looks like, and what it is where a model does not say. */
export interface Setting<T> {
  readonly shape: Shape<T>;
  readonly fallback: T;
}

/** The settings of a layer by their names in its `config`. */
export type Settings<S> = { readonly [K in keyof S]: Setting<S[K]> };

/** One kind of layer of a TensorFlow.js model: the settings that are read, and what it means. */
export interface LayerKind {
  readonly settings: Readonly<Record<string, Setting<unknown>>>;
  /** Turns a layer into layers of the network. `config`: its settings as the model has them. */
  lower(context: LayerContext, config: Readonly<Record<string, unknown>>): VariableTensor;
}

/**
 * A kind of layer.
 *
 * @param lower - called with settings of the declared shapes; what is absent has its fallback
 */
export function layerKind<S>(
  settings: Settings<S>,
  lower: (context: LayerContext, settings: S) => VariableTensor,
): LayerKind {
  return {
    settings: settings as LayerKind['settings'],
    lower: (context, config) => lower(context, read(settings, config, context.name)),
  };
}

/** A layer that does the same whatever its settings say. */
export function plain(lower: (context: LayerContext) => VariableTensor): LayerKind {
  return layerKind({}, lower);
}

/** True or false. */
export const flagOr = (fallback: boolean): Setting<boolean> => ({ shape: flag, fallback });
/** A finite number. */
export const numberOr = (fallback: number): Setting<number> => ({ shape: number(), fallback });
/** A finite number or none. */
export const numberOrNone: Setting<number | null> = { shape: nullable(number()), fallback: null };
/** A whole number of at least `minimum`. */
export const wholeOr = (fallback: number, minimum = 1): Setting<number> => ({
  shape: number({ minimum, whole: true }),
  fallback,
});
/** Any text. */
export const textOr = (fallback: string): Setting<string> => ({ shape: text, fallback });

const length = number({ minimum: 1, whole: true }) as Shape<never>;

/** Lengths along the axes of an image: one each, or one for all. */
export type Lengths = number | readonly number[];

/** Lengths along so many axes. */
export const lengthsOr = (rank: number, fallback: number): Setting<Lengths> => ({
  shape: perAxis(rank, length),
  fallback,
});

/** Lengths along so many axes, or none. */
export const lengthsOrNone = (rank: number): Setting<Lengths | null> => ({
  shape: perAxis(rank, length),
  fallback: null,
});

/** What is done at the two ends of so many axes: by whole numbers of at least 0. */
export const endsOr = (rank: number, fallback: number): Setting<Ends> => {
  const end = number({ minimum: 0, whole: true }) as Shape<never>;
  // Of one axis there is a pair; of several a list of such.
  return { shape: rank === 1 ? perAxis(2, end) : perAxis(rank, perAxis(2, end)), fallback };
};

/** What happens at the two ends of each axis. */
export type Ends = number | readonly (number | readonly number[])[];

/** Where the channels of an image are; only last is read. */
export const CHANNELS: Setting<string> = {
  shape: oneOf<string>('channels_last', 'channels_first'),
  fallback: 'channels_last',
};

/** One of a shape for all, or a list with one for each. */
function perAxis(count: number, one: Shape<never>): Shape<never> {
  return {
    check(value, path, report) {
      if (!Array.isArray(value)) {
        one.check(value, path, report);
        return;
      }
      if (value.length !== count) {
        const rule = `must have ${count} entries`;
        report('shape_mismatch', `${path}.length`, value.length, rule, 'save the model again');
      }
      value.forEach((entry, k) => {
        one.check(entry, `${path}[${k}]`, report);
      });
    },
    schema(definitions) {
      const entry = one.schema(definitions);
      return { anyOf: [entry, { type: 'array', items: entry, minItems: count, maxItems: count }] };
    },
  };
}

/** One entry for each axis. */
export function spread<T>(value: T | readonly T[], rank: number): readonly T[] {
  return Array.isArray(value) ? value : new Array<T>(rank).fill(value as T);
}

function read<S>(
  settings: Settings<S>,
  config: Readonly<Record<string, unknown>>,
  name: string,
): S {
  const entries = Object.entries<Setting<unknown>>(settings).map(([field, setting]) => {
    const value = config[field];
    if (value === undefined || value === null) return [field, setting.fallback];
    const [problem] = problemsOf(setting.shape, value, field);
    if (!problem) return [field, value];
    throw new Refusal(problem.code, problem.rule, 'save the model again', {
      path: `layer "${name}".${problem.path}`,
      value: problem.value,
    });
  });
  return Object.fromEntries(entries) as S;
}

/** The shape of a layer of a model: its class, and of its settings those that are read. */
export function shapeOfLayer(className: string, { settings }: LayerKind): Shape<object> {
  const fields = Object.entries(settings).map(([field, { shape }]) => [
    field,
    optional(nullable(shape)),
  ]);
  return object<object>(
    {
      class_name: oneOf(className),
      config: object<object>(Object.fromEntries(fields) as never, () => {}, 'passed over'),
    } as never,
    () => {},
    'passed over',
  );
}
