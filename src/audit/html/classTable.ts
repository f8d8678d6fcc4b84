import { grouped } from '../../page/countWords.js';
import { html, type Markup } from '../../page/markup.js';
import type { Audit } from '../auditRun.js';
import { className } from '../className.js';
import type { DirectionFinding } from '../directionFinding.js';
import { scaleText, seenText } from '../numberText.js';
import { scrollBox } from './scrollBox.js';

/** What each class is certain in: how many directions end in it, and the first of them by nearness. */
export function classTable(audit: Audit, ranked: readonly DirectionFinding[]): Markup {
  const classes = new Map<number, DirectionFinding[]>();
  for (const direction of ranked) {
    const { certainOf } = direction;
    if (certainOf === null) continue;
    classes.set(certainOf, [...(classes.get(certainOf) ?? []), direction]);
  }
  const rows = [...classes].sort(([x], [y]) => x - y);
  return scrollBox(
    'Classes and the directions that end in them',
    html`<table class="matrix"><thead><tr><th scope="col">class</th><th scope="col">directions</th><th scope="col">created</th><th scope="col">99 % from</th><th scope="col">certainty</th><th scope="col">the first by nearness</th></tr></thead><tbody>${rows.map(
      ([top, directions]) => {
        const [{ label, scales, seen }] = directions;
        const created = directions.filter((one) => one.seen?.verdict === 'created').length;
        return html`<tr><th scope="row">${className(audit, top)}</th><td>${grouped(directions.length)}</td><td>${grouped(created)}</td><td>${scaleText(scales[0].median)}</td><td>${seenText(seen)}</td><td>${label}</td></tr>`;
      },
    )}</tbody></table>`,
  );
}
