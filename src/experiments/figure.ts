import * as vega from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** A figure as a Vega-Lite specification, its data inside. */
export interface Figure {
  /** File name without ending: `cea-tabular-dry-bean`. */
  readonly name: string;
  readonly title: string;
  readonly specification: TopLevelSpec;
}

/**
 * A figure as SVG. Deterministic; ids inside are its own, so that figures may share a page;
 * coordinates are rounded to hundredths of a pixel.
 */
export async function renderFigure({ name, specification }: Figure): Promise<string> {
  const view = new vega.View(vega.parse(compile(specification).spec), { renderer: 'none' });
  try {
    return roundedPaths(ownIds(await view.toSVG(), name));
  } finally {
    view.finalize();
  }
}

/** Vega numbers its definitions through the life of the process; here they count from 0. */
function ownIds(svg: string, name: string): string {
  const numbers = new Map<string, number>();
  return svg.replace(/(id="|url\(#)((?:gradient|clip)_?\d+)/g, (_, before: string, id: string) => {
    if (!numbers.has(id)) numbers.set(id, numbers.size);
    return `${before}${name}-${numbers.get(id)}`;
  });
}

function roundedPaths(svg: string): string {
  return svg.replace(/ (?:d|transform)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2)))),
  );
}
