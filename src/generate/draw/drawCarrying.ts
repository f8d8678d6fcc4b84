import type { Layer } from '../../network/networkFile.js';
import { chance, drawMany, pick, pickWeighted } from './choice.js';
import { CLIPS, type DrawnDense, drawDepth, enliven, LEAKS, move, thinOut } from './drawLayers.js';
import { type Followed, follow, inputsAlong, signFarOut } from './follow.js';
import type { NetworkSetting } from './networkSetting.js';
import { drawNumber, drawPositive } from './numberStyle.js';

/** What a unit is along the tail of the ray. */
export type Role =
  /** A positive multiple of one input, or of minus it where the ray goes down, plus a constant. */
  | 'carrier'
  /** Constant for all inputs near the ray. */
  | 'still'
  /** Anything else. */
  | 'other';

/** Hidden layers that carry every input to their end. */
export interface CarryingLayers {
  readonly layers: Layer[];
  /** Of every unit at their end. The first D carry inputs 0 … D − 1. */
  readonly roles: readonly Role[];
  readonly values: readonly Followed[];
}

/**
 * Draws hidden layers at whose end there is, on the tail of the ray, a unit for each input that is a
 * positive multiple of it (of minus it where the ray goes down). So a head can be given any Jacobian
 * on the tail, although kinks are crossed on the way there: units that carry are off at the origin or
 * lose a maximum there; units beside them die out, saturate in a clip, or do anything.
 */
export function drawCarryingLayers(setting: NetworkSetting): CarryingLayers {
  const values = inputsAlong(setting.ray);
  let drawn: CarryingLayers = { layers: [], roles: values.map(() => 'carrier'), values };
  for (let left = drawDepth(setting.random); left > 0; left--) {
    const block = pickWeighted(setting.random, [
      [74, rectified],
      [8, leaky],
      [9, maxout],
      [9, skipping],
    ]);
    const next = block(setting, drawn);
    // Numbers that leave the doubles carry nothing.
    if (!values.every(({ slope }, d) => carries(next.values[d], slope !== 0))) break;
    drawn = next;
  }
  return drawn;
}

/** Whether a unit is on for ever, and rises if it is to. */
function carries({ slope, intercept, start }: Followed, rises: boolean): boolean {
  return [slope, intercept, start].every(Number.isFinite) && (rises ? slope > 0 : intercept > 0);
}

/** A dense layer of carriers with other units beside them, and their roles if a ReLU follows. */
function drawDenseLayer(setting: NetworkSetting, before: CarryingLayers) {
  const { random } = setting;
  const inputs = setting.ray.origin.length;
  const sides = chance(random, 5) ? random.nextInt(4, 12 - 2 * inputs) : random.nextInt(0, 2);
  const carriers = drawMany(inputs, (d) => drawCarrier(setting, before, d));
  const dense = layerOf([...carriers, ...drawMany(sides, () => drawSide(setting, before))]);
  thinOut(random, dense.weights.slice(inputs));
  placeCarriers(setting, dense, before.values);
  const rest = {
    ...dense,
    weights: dense.weights.slice(inputs),
    bias: dense.bias.slice(inputs),
  };
  enliven(random, setting.style, rest, before.values);
  rest.bias.forEach((value, k) => {
    dense.bias[inputs + k] = value;
  });
  const made = follow([dense], before.values);
  const roles = dense.weights.map((row, i): Role => {
    if (i < inputs) return 'carrier';
    const reads = row.some((weight, j) => weight !== 0 && before.roles[j] !== 'still');
    return !reads || signFarOut(made[i]) < 0 ? 'still' : 'other';
  });
  return { dense, roles, inputs };
}

function rectified(setting: NetworkSetting, before: CarryingLayers): CarryingLayers {
  const { dense, roles } = drawDenseLayer(setting, before);
  return extended(before, [dense, { type: 'relu' }], roles);
}

function leaky(setting: NetworkSetting, before: CarryingLayers): CarryingLayers {
  const { dense, roles, inputs } = drawDenseLayer(setting, before);
  const layers: Layer[] = [dense, { type: 'leaky-relu', slope: pick(setting.random, LEAKS) }];
  return extended(
    before,
    layers,
    roles.map((role, i) => (i < inputs ? role : 'other')),
  );
}

/** Carriers that move win against a rival that is larger at the origin and does not rise. */
function maxout(setting: NetworkSetting, before: CarryingLayers): CarryingLayers {
  const { random, style, ray } = setting;
  const { dense, roles, inputs } = drawDenseLayer(setting, before);
  const groups = roles.map((_, i) => [i]);
  const made = follow([dense], before.values);
  for (const d of ray.moved) {
    if (!(chance(random, 70) && Number.isFinite(made[d].start))) continue;
    dense.weights.push(new Array<number>(before.values.length).fill(0));
    dense.bias.push(made[d].start + drawPositive(random, style));
    groups[d].push(dense.weights.length - 1);
  }
  return extended(
    before,
    [dense, { type: 'maximum', groups }],
    roles.map((_, i) => (i < inputs ? 'carrier' : 'other')),
  );
}

/** A skip connection around units that saturate or die out: they add constants far out. */
function skipping(setting: NetworkSetting, before: CarryingLayers): CarryingLayers {
  const { random, style } = setting;
  const size = before.values.length;
  const inner = layerOf(drawMany(random.nextInt(1, 2), () => drawDying(setting, before)));
  enliven(random, style, inner, before.values);
  const [lower, upper] = pick(random, CLIPS);
  const bounded: Layer = chance(random, 60) ? { type: 'clip', lower, upper } : { type: 'relu' };
  const outer = layerOf(drawMany(size, () => inner.weights.map(() => drawNumber(random, 'small'))));
  const block: Layer[] = [{ type: 'residual', layers: [inner, bounded, outer] }];
  const still = follow([inner, bounded], before.values).every(({ slope }) => slope === 0);
  if (!still) return rectified(setting, before);
  const inputs = setting.ray.origin.length;
  follow(block, before.values).forEach((unit, d) => {
    if (d < inputs && unit.slope === 0) lift(outer.bias, d, unit);
  });
  return extended(before, block, before.roles);
}

/** A multiple of the unit before that carries input d, plus anything of units that are still. */
function drawCarrier(setting: NetworkSetting, before: CarryingLayers, d: number): number[] {
  const { random, style, ray } = setting;
  const down = before.layers.length === 0 && ray.direction[d] < 0;
  return before.roles.map((role, i) => {
    if (i === d) return (down ? -1 : 1) * drawPositive(random, style);
    return role === 'still' && chance(random, 40) ? drawNumber(random, style) : 0;
  });
}

/** A unit beside the carriers: one that dies out, or anything. */
function drawSide(setting: NetworkSetting, before: CarryingLayers): number[] {
  const { random, style } = setting;
  if (chance(random, 45)) return drawDying(setting, before);
  return before.values.map(() => drawNumber(random, style));
}

/** A unit that falls along the ray, whatever else it reads. */
function drawDying(
  { random, style, ray }: NetworkSetting,
  { roles, values }: CarryingLayers,
): number[] {
  const fall = pick(random, ray.moved);
  return roles.map((role, i) => {
    if (i === fall) return -Math.sign(values[i].slope) * drawPositive(random, style);
    return ray.moved.includes(i) || role === 'other' ? 0 : drawNumber(random, style);
  });
}

/** Biases that keep carriers on far out; most of those that move are off at the origin. */
function placeCarriers(
  { random, style, ray }: NetworkSetting,
  dense: DrawnDense,
  values: readonly Followed[],
): void {
  follow([dense], values).forEach((unit, d) => {
    if (d >= ray.origin.length) return;
    if (!ray.moved.includes(d)) lift(dense.bias, d, unit);
    else if (chance(random, 75)) move(dense.bias, d, -unit.start - drawPositive(random, style));
    else move(dense.bias, d, drawNumber(random, style));
  });
}

/** Raises a bias until a unit that does not move is on far out, by enough for any rounding. */
function lift(bias: number[], d: number, { intercept }: Followed): void {
  if (intercept > 0 && Number.isInteger(intercept)) return;
  move(bias, d, 2 * Math.abs(intercept) + (intercept === 0 ? 1 : 0));
}

function layerOf(weights: number[][]): DrawnDense {
  return { type: 'dense', weights, bias: weights.map(() => 0) };
}

function extended(
  before: CarryingLayers,
  layers: readonly Layer[],
  roles: readonly Role[],
): CarryingLayers {
  return {
    layers: [...before.layers, ...layers],
    roles,
    values: follow(layers, before.values),
  };
}
