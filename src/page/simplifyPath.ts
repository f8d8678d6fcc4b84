type Point = readonly [number, number];

/** A tenth of a unit: an eighth of a pixel where plots are shown largest. */
const TOLERANCE = 0.1;

/**
 * A path of straight lines (`M` and `L` with absolute points) without the points that lie within a
 * tenth of a unit of the line between those that stay, in relative numbers of one decimal. Any other
 * path comes back as it is.
 *
 * @param d - attribute of an SVG path
 */
export function simplifyPath(d: string): string {
  if (!/^(?:M[-\d.e]+,[-\d.e]+(?:L[-\d.e]+,[-\d.e]+)*)+$/.test(d)) return d;
  return d
    .split('M')
    .slice(1)
    .map((line) => relative(kept(line.split('L').map(pointOf))))
    .join('');
}

function pointOf(text: string): Point {
  const [x, y] = text.split(',').map(Number);
  return [x, y];
}

/** Ramer, Douglas and Peucker: the point furthest from the line between the ends, and so on inside. */
function kept(points: readonly Point[]): Point[] {
  const stays = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [first, last] = span;
    let furthest = -1;
    let most = TOLERANCE;
    for (let k = first + 1; k < last; k++) {
      const distance = distanceTo(points[first], points[last], points[k]);
      if (distance > most) [furthest, most] = [k, distance];
    }
    if (furthest < 0) continue;
    stays.add(furthest);
    open.push([first, furthest], [furthest, last]);
  }
  return points.filter((_, k) => stays.has(k));
}

/** From a point to the segment between two others. */
function distanceTo([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / square;
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

/** Steps from the rounded point before, so that roundings do not add up. */
function relative(points: readonly Point[]): string {
  let [x, y] = [0, 0];
  const steps = points.map(([nextX, nextY]) => {
    const [toX, toY] = [tenths(nextX), tenths(nextY)];
    const step = joined([number(toX - x), number(toY - y)]);
    [x, y] = [toX, toY];
    return step;
  });
  return `M${steps[0]}${steps.length > 1 ? `l${joined(steps.slice(1))}` : ''}`;
}

/** A sign divides numbers as well as a space does. */
function joined(numbers: readonly string[]): string {
  return numbers.reduce((text, next) => text + (next.startsWith('-') ? '' : ' ') + next);
}

function tenths(value: number): number {
  return Math.round(value * 10);
}

function number(inTenths: number): string {
  return String(inTenths / 10).replace(/^(-?)0\./, '$1.');
}
