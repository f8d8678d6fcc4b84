/** Fewer rectangles are left as they are. */
const MANY = 200;

/**
 * Joins the rectangles of a map that have one colour into one path each, which halves its size. Only
 * where there are many and they have nothing but a shape and an opaque colour: such rectangles lie side
 * by side, and the order they are drawn in does not show.
 *
 * @param svg - with the rectangles of a mark in a group marked `shape-rendering="crispEdges"`
 */
export function joinRectangles(svg: string): string {
  return svg.replace(
    /(<g shape-rendering="crispEdges">)((?:<path d="[^"]*" fill="[^"]*"\/>)+)(?=<\/g>)/g,
    (whole, group: string, paths: string) => {
      const shapes = new Map<string, string>();
      let count = 0;
      for (const [, shape, color] of paths.matchAll(/d="([^"]*)" fill="([^"]*)"/g)) {
        shapes.set(color, (shapes.get(color) ?? '') + shape);
        count++;
      }
      if (count < MANY) return whole;
      return `${group}${[...shapes].map(([color, shape]) => `<path d="${shape}" fill="${color}"/>`).join('')}`;
    },
  );
}
