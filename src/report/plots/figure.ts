/** Panels that belong together, with what a reader needs to read them. */
export interface Figure {
  /** Unique on the page; ids inside the panels begin with it. */
  readonly id: string;
  readonly title: string;
  /** What is drawn, in which arithmetic, and what it shows. One paragraph each. */
  readonly caption: readonly string[];
  readonly panels: readonly FigurePanel[];
}

/** One plot of a figure. */
export interface FigurePanel {
  /** What is plotted, with its unit. */
  readonly title: string;
  /** An SVG element with a text alternative, for inline use. */
  readonly svg: string;
  /** The series in it, if there are several. */
  readonly legend: readonly LegendEntry[];
}

/** How a series is drawn. */
export interface LegendEntry {
  readonly name: string;
  /** A CSS colour. */
  readonly color: string;
  /** As SVG's stroke-dasharray. */
  readonly dash: readonly number[];
}
