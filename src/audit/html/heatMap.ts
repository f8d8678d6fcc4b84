import { html, type Markup } from '../../page/markup.js';
import type { DirectionFinding } from '../directionFinding.js';
import type { ImageShape } from '../imageShape.js';
import { scaleText } from '../numberText.js';

/** Steps of the colour scale. */
const BANDS = 7;

/**
 * Danger scales per pixel, one picture per channel and direction.
 *
 * @returns null unless the directions are those of the image's pixels, and all scales known
 */
export function heatMaps(
  directions: readonly DirectionFinding[],
  { channels, height, width }: ImageShape,
): Markup | null {
  const pixels = channels * height * width;
  if (directions.filter(({ feature }) => feature !== null).length !== 2 * pixels) return null;
  const scaled = directions.filter(({ scales }) => scales.length > 0);
  const medians = scaled.flatMap(({ scales }) => scales[0].median ?? []);
  // A pixel whose scale is not known would look like one without certainty.
  if (medians.length === 0 || medians.length < scaled.length) return null;
  // Equal shares of pixels per band show structure whatever the spread of scales.
  const sorted = Float64Array.from(medians).sort();
  const edges = Array.from(
    { length: BANDS + 1 },
    (_, b) => sorted[Math.min(sorted.length - 1, Math.floor((b * sorted.length) / BANDS))],
  );
  const bandOf = (value: number) => {
    let band = 0;
    while (band < BANDS - 1 && value >= edges[band + 1]) band++;
    return band;
  };
  const figures = Array.from({ length: channels }, (_, channel) =>
    ([1, -1] as const).map((sign) => {
      const paths = Array.from({ length: BANDS }, () => '');
      let tied = '';
      for (const { feature, sign: way, regime, certainOf, scales } of directions) {
        if (feature === null || way !== sign) continue;
        const place = feature - channel * height * width;
        if (place < 0 || place >= height * width) continue;
        const cell = `M${place % width} ${Math.floor(place / width)}h1v1h-1z`;
        if (certainOf !== null) {
          paths[bandOf(scales[0].median!)] += cell;
        } else if (regime === 'tied') tied += cell;
      }
      const title = `${channels > 1 ? `channel ${channel}, ` : ''}${sign > 0 ? 'brighter (+)' : 'darker (−)'}`;
      const id = `heat-${channel}-${sign > 0 ? 'up' : 'down'}`;
      return html`<figure class="heat"><svg role="img" aria-labelledby="${id}" viewBox="0 0 ${width} ${height}" shape-rendering="crispEdges" data-channel="${channel}" data-sign="${sign}" data-width="${width}" data-size="${height * width}"><title id="${id}">Danger scales per pixel, ${title}</title><rect width="${width}" height="${height}"/>${paths.map((d, b) => (d === '' ? null : html`<path class="heat-${b + 1}" d="${d}"/>`))}${tied === '' ? null : html`<path class="tied" d="${tied}"/>`}</svg><figcaption>${title}</figcaption></figure>`;
    }),
  );
  return html`<div class="heats">${figures}</div>
<ul class="legend">${Array.from({ length: BANDS }, (_, b) => html`<li><svg aria-hidden="true" class="sample" viewBox="0 0 28 8"><path class="heat-${b + 1}" d="M0 0H28V8H0z"/></svg>${scaleText(edges[b])} to ${scaleText(edges[b + 1])}</li>`)}<li><svg aria-hidden="true" class="sample" viewBox="0 0 28 8"><rect width="28" height="8"/></svg>does not end in certainty</li></ul>
<p class="note" id="heat-readout" aria-live="polite"></p>`;
}
