import type { Loader, LoggerInterface } from 'vega';
import type { TopLevelSpec } from 'vega-lite';
import { joinRectangles } from './joinRectangles.js';
import { slimSvg } from './slimSvg.js';
import { THEME } from './theme.js';

/**
 * Draws a plot as an inline SVG element.
 *
 * Ids begin with `id` and count from 1, so that several plots can share a page; the element is one
 * image with `label` as its text alternative; colours may be CSS variables; the font is the page's.
 * The same plot gives the same bytes.
 *
 * Nothing is loaded: data and pictures that a plot only refers to stay away.
 *
 * @param spec - what its `config` sets goes before the theme
 * @param id - unique on the page
 * @param label - what the plot shows, in words
 */
export async function renderSvg(spec: TopLevelSpec, id: string, label: string): Promise<string> {
  // Loaded when a page with plots is made, not by every command.
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  const config = { ...THEME, ...spec.config };
  // A copy: vega marks the rows of data that it draws.
  const own = structuredClone({ ...spec, config }) as TopLevelSpec;
  const compiled = vegaLite.compile(own, { logger: SILENT }).spec;
  const view = new vega.View(vega.parse(compiled), {
    renderer: 'none',
    loader: OFFLINE,
    logger: SILENT,
  });
  try {
    return tidy(await view.toSVG(), id, label);
  } finally {
    view.finalize();
  }
}

/** A report has no place for remarks on how its plots were drawn. */
const SILENT: LoggerInterface = {
  level: (() => SILENT) as LoggerInterface['level'],
  error: () => SILENT,
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
};

const refuse = () => Promise.reject(new Error('plots carry their data with them'));
const OFFLINE: Loader = {
  load: refuse,
  http: refuse,
  file: refuse,
  sanitize: async () => ({ href: 'data:,' }),
};

function tidy(svg: string, id: string, label: string): string {
  const inner = svg
    // Rectangles side by side: smoothed edges would show as seams.
    .replace(/ class="mark-rect [^"]*"/g, ' shape-rendering="crispEdges"')
    .replace(/ (?:role|aria-[a-z]+|pointer-events|font-family|class)="[^"]*"/g, '')
    .replace(/<path[^>]* display="none"\/>/g, '')
    .replace(/<path d="M0,0h0v0h0Z"[^>]*\/>/g, '')
    .replace(/<text[^>]*\/>/g, '')
    .replace(/ (?:opacity|stroke-width)="1"/g, '')
    .replace(/ (?:d|transform)="[^"]*"/g, (attribute) => attribute.replace(/(\d\.\d\d)\d+/g, '$1'));
  const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(inner)!;
  const content = joinRectangles(inner.slice(inner.indexOf('>') + 1, inner.lastIndexOf('</svg>')));
  return `<svg role="img" aria-labelledby="${id}-title" style="max-width:${Math.round(1.25 * Number(width))}px" viewBox="0 0 ${width} ${height}"><title id="${id}-title">${escapeText(label)}</title>${setScripts(withOwnIds(slimSvg(content), id))}</svg>`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Vega numbers clip paths and gradients through the life of the process. */
function withOwnIds(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  for (const [, name] of svg.matchAll(/ id="([^"]+)"/g)) {
    names.set(name, `${prefix}-${names.size + 1}`);
  }
  return svg
    .replace(/ id="([^"]+)"/g, (_, name: string) => ` id="${names.get(name)}"`)
    .replace(/url\(#([^)]+)\)/g, (whole, name: string) =>
      names.has(name) ? `url(#${names.get(name)})` : whole,
    );
}

/** Sets powers of ten and subscripts, which SVG has no words for: 1e−5, t_ε. */
function setScripts(svg: string): string {
  return svg.replace(/>([^<>]+)</g, (_, text: string) => `>${setScriptsOf(text)}<`);
}

function setScriptsOf(text: string): string {
  const power = /^1e\+?([−-]?)(\d+)$/.exec(text);
  if (power) {
    const [, sign, digits] = power;
    return `10${sign === '' ? '' : '⁻'}${Array.from(digits, (digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
  }
  const index = /([A-Za-z])_([A-Za-z0-9ε])(?![A-Za-z0-9])/.exec(text);
  if (!index) return text;
  const before = text.slice(0, index.index) + index[1];
  const after = text.slice(index.index + index[0].length);
  return before + shifted(index[2], 3, setScriptsOf(after));
}

function shifted(script: string, by: number, after: string): string {
  const rest = after === '' ? '' : `<tspan dy="${-by}">${after}</tspan>`;
  return `<tspan dy="${by}" font-size="78%">${script}</tspan>${rest}`;
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
