import type { Fields, ReportProblem, Shape } from '../../schema/shape.js';
import type { GraphBuilder } from '../graphBuilder.js';

/** Adds a layer to a graph: from the value it reads to the value it makes. */
export type AddLayer = (builder: GraphBuilder, input: number, path: string) => number;

/** One kind of layer of a network file: what it looks like, and what it does. */
export interface LayerKind {
  /** Its fields besides `type`: for the reader, and for the JSON Schema. */
  readonly fields: Readonly<Record<string, Shape<unknown>>>;
  /**
   * Reads a layer whose fields are there and whose lists are lists, and reports what does not fit.
   * What it gives is used only where no problem was found, of its numbers either.
   *
   * @param size - how many values it reads; null where a problem before it left that open
   */
  read(layer: object, size: number | null, path: string, report: ReportProblem): AddLayer;
}

/** A kind of layer, with its fields checked against its type. */
export function layerKind<L extends object>(
  fields: Fields<L>,
  read: (layer: L, size: number | null, path: string, report: ReportProblem) => AddLayer,
): LayerKind {
  return { fields, read: read as LayerKind['read'] };
}
