import type { LayerGraph } from './layerGraph.js';
import { refuseValue } from './refusal.js';

/** How a kernel or a pool moves along one axis of an image. */
export interface WindowAxis {
  /** The length of the axis it reads. */
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padBefore: number;
  readonly padAfter: number;
  /** The number of places it stops at. */
  readonly count: number;
}

/** The paddings of one axis: given, or so that the result has `⌈size / stride⌉` places. */
export type Padding =
  | { readonly kind: 'explicit'; readonly before: number; readonly after: number }
  | { readonly kind: 'same'; readonly extra: 'before' | 'after' };

/**
 * Works out where a window stops along an axis.
 *
 * @param ceil - count a last, partial window too, unless it would start in the padding behind
 */
export function windowAxis(
  size: number,
  kernel: number,
  stride: number,
  dilation: number,
  padding: Padding,
  ceil = false,
): WindowAxis {
  for (const [name, value] of Object.entries({ kernel, stride, dilation })) {
    if (!(Number.isSafeInteger(value) && value >= 1)) {
      refuseValue(`has a ${name} of ${value}; it must be at least 1`);
    }
  }
  const reach = (kernel - 1) * dilation + 1;
  let before: number;
  let after: number;
  if (padding.kind === 'same') {
    const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size);
    const smaller = Math.floor(total / 2);
    before = padding.extra === 'after' ? smaller : total - smaller;
    after = total - before;
  } else {
    ({ before, after } = padding);
    if (!(before >= 0 && after >= 0)) refuseValue('has a negative pad; pads must be at least 0');
  }
  const room = size + before + after - reach;
  let count = Math.floor(room / stride) + 1;
  if (ceil) {
    count = Math.ceil(room / stride) + 1;
    if ((count - 1) * stride >= size + before) count--;
  }
  if (!(count >= 1)) {
    refuseValue(`has a kernel reaching over ${reach} places, more than the ${size} it reads`);
  }
  return { size, kernel, stride, dilation, padBefore: before, padAfter: after, count };
}

/** The entries of an image that a window reads, and how many places it covers with padding. */
export interface Window {
  readonly entries: Int32Array;
  readonly covered: number;
}

/**
 * Lists the windows of a pool, in the order of its result.
 *
 * @param axes - one per spatial axis
 * @param channelsLast - the image is `[…axes, channels]`, else `[channels, …axes]`
 */
export function poolWindows(
  graph: LayerGraph,
  channels: number,
  axes: readonly WindowAxis[],
  channelsLast: boolean,
): Window[] {
  for (const axis of axes) graph.charge(axis.count);
  let perChannel = 1;
  for (const axis of axes) {
    let sum = 0;
    for (let stop = 0; stop < axis.count; stop++) sum += kernelInside(axis, stop).count;
    graph.charge(sum);
    perChannel *= sum;
  }
  // A window is an object of its own: charged as a few entries.
  const stops = axes.reduce((product, axis) => product * axis.count, 1);
  graph.charge(channels * (perChannel + 8 * stops));
  const inside = axes.map(positionsInside);
  let windows: Window[] = [{ entries: Int32Array.of(0), covered: 1 }];
  for (let a = 0; a < axes.length; a++) {
    windows = windows.flatMap((outer) =>
      inside[a].map((inner) => ({
        entries: combine(outer.entries, inner.entries, axes[a].size),
        covered: outer.covered * inner.covered,
      })),
    );
  }
  const area = axes.reduce((product, axis) => product * axis.size, 1);
  const channel = (k: number) => (window: Window) => ({
    entries: window.entries.map((at) => (channelsLast ? at * channels + k : k * area + at)),
    covered: window.covered,
  });
  if (!channelsLast) {
    return Array.from({ length: channels }, (_, k) => windows.map(channel(k))).flat();
  }
  return windows.flatMap((window) =>
    Array.from({ length: channels }, (_, k) => channel(k)(window)),
  );
}

/**
 * The positions inside the image at one stop along an axis, computed without walking the kernel,
 * which may claim to be far longer than the axis; and the places covered before the padding ends.
 */
function kernelInside(axis: WindowAxis, stop: number) {
  const { size, kernel, stride, dilation, padBefore, padAfter } = axis;
  const start = stop * stride - padBefore;
  const first = Math.max(0, Math.ceil(-start / dilation));
  const last = Math.min(kernel - 1, Math.floor((size - 1 - start) / dilation));
  const end = Math.min(kernel - 1, Math.floor((size + padAfter - 1 - start) / dilation));
  return {
    from: start + first * dilation,
    count: Math.max(0, last - first + 1),
    covered: end + 1,
  };
}

function positionsInside(axis: WindowAxis): Window[] {
  return Array.from({ length: axis.count }, (_, stop) => {
    const { from, count, covered } = kernelInside(axis, stop);
    const entries = Int32Array.from({ length: count }, (_, k) => from + k * axis.dilation);
    return { entries, covered };
  });
}

function combine(outer: Int32Array, inner: Int32Array, size: number): Int32Array {
  const all = new Int32Array(outer.length * inner.length);
  let n = 0;
  for (const o of outer) for (const i of inner) all[n++] = o * size + i;
  return all;
}
