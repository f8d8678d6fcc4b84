import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The style sheet of KaTeX for a page, with just the fonts its formulas use, inside the sheet itself.
 *
 * A font is included if some rule that names its family, weight or style applies to a class on the
 * page; it is a superset of what the browser asks for.
 *
 * @param page - the page's HTML
 */
export function katexStyles(page: string): string {
  const directory = dirname(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'));
  const sheet = readFileSync(join(directory, 'katex.min.css'), 'utf8');
  const classes = classesOf(page);
  const used = facesOf(sheet.replace(FONT_FACE, ''), classes);
  return sheet.replace(FONT_FACE, (rule) => {
    const family = /font-family:"?(KaTeX_\w+)"?/.exec(rule)?.[1] ?? '';
    const weight = /font-weight:(\w+)/.exec(rule)?.[1] ?? '400';
    const style = /font-style:(\w+)/.exec(rule)?.[1] ?? 'normal';
    const file = /url\((fonts\/[\w-]+\.woff2)\)/.exec(rule)?.[1];
    const needed =
      file !== undefined &&
      used.families.has(family) &&
      used.weights.has(plainWeight(weight)) &&
      used.styles.has(style);
    if (!needed) return '';
    const font = readFileSync(join(directory, file)).toString('base64');
    return `@font-face{font-family:${family};font-weight:${weight};font-style:${style};src:url(data:font/woff2;base64,${font}) format("woff2")}`;
  });
}

const FONT_FACE = /@font-face\{[^}]*\}/g;

function classesOf(page: string): Set<string> {
  const classes = new Set<string>();
  for (const [, value] of page.matchAll(/class="([^"]*)"/g)) {
    for (const name of value.split(/\s+/)) classes.add(name);
  }
  return classes;
}

/** Which families, weights and styles the rules that apply to these classes ask for. */
function facesOf(sheet: string, classes: ReadonlySet<string>) {
  const faces = {
    families: new Set<string>(),
    weights: new Set(['400']),
    styles: new Set(['normal']),
  };
  for (const [, selectors, body] of sheet.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const applies = selectors
      .split(',')
      .some((selector) =>
        [...selector.matchAll(/\.([\w-]+)/g)].every(([, name]) => classes.has(name)),
      );
    if (!applies) continue;
    for (const [name] of body.matchAll(/KaTeX_\w+/g)) faces.families.add(name);
    for (const [, weight] of body.matchAll(/font-weight:(\w+)/g)) {
      faces.weights.add(plainWeight(weight));
    }
    for (const [, style] of body.matchAll(/font-style:(\w+)/g)) faces.styles.add(style);
    if (/font:[^;]*\bitalic\b/.test(body)) faces.styles.add('italic');
  }
  return faces;
}

function plainWeight(weight: string): string {
  return { normal: '400', bold: '700' }[weight] ?? weight;
}
