import { listed } from '../page/countWords.js';
import type { Audit } from './auditRun.js';
import { className } from './className.js';
import type { DirectionFinding } from './directionFinding.js';
import { scaleText } from './numberText.js';
import { rankedDirections } from './ranking.js';

/** How far something is along a direction: in standard deviations of the data, or plain scales. */
interface Far {
  readonly value: number;
  readonly isDistance: boolean;
}

/** The finding that matters most, as data: the nearest certainty, and who would notice it. */
export interface Headline {
  readonly index: number;
  readonly label: string;
  /** The feature that is pushed, and where to; null for a direction that is along none. */
  readonly feature: { readonly name: string; readonly sign: 1 | -1 } | null;
  /** The class it becomes certain of. */
  readonly top: number;
  /** Whether pushing makes it certain; if not, it is so at the edge of the data already. */
  readonly isCreated: boolean;
  /** How far a row has to be pushed: the median over rows. Null if it need not be. */
  readonly push: Far | null;
  /** How far beyond the data that is; null if not known. */
  readonly beyond: Far | null;
  /** Names of the detectors that never notice. */
  readonly blind: readonly string[];
  /** Those that do, the first first, and from where on: from the row that is noticed last. */
  readonly notices: readonly { readonly name: string; readonly from: Far }[];
  readonly notKnown: readonly string[];
}

/**
 * The headline of an audit: of the directions that end in certainty, the one that creates it nearest
 * beyond the data; where none creates it, the one that is certain soonest: the first of the ranking. Null where none is.
 */
export function headlineOf(audit: Audit): Headline | null {
  const [nearest] = rankedDirections(audit.directions);
  if (!nearest) return null;
  const { index, label, featureName, sign, certainOf, seen, scales, detectors } = nearest;
  const perUnit = deviationsPerUnit(nearest);
  const far = (scale: number): Far =>
    perUnit === null
      ? { value: scale, isDistance: false }
      : { value: scale * perUnit, isDistance: true };
  const created = seen?.verdict === 'created' ? seen.created : null;
  const known = scales[0].median;
  const isCreated = created !== null || (seen === null && known !== null && known > 0);
  const named = detectors.map((finding, d) => ({ ...finding, name: audit.detectors[d].name }));
  return {
    index,
    label,
    feature: featureName === null || sign === 0 ? null : { name: featureName, sign },
    top: certainOf!,
    isCreated,
    push: isCreated ? far(created?.scale.median ?? known!) : null,
    beyond: created?.distance ? { value: created.distance.median, isDistance: true } : null,
    blind: named.filter(({ blind }) => blind === true).map(({ name }) => name),
    notices: named
      .filter(({ blind, flagScale }) => blind === false && flagScale !== null)
      .sort((x, y) => x.flagScale! - y.flagScale!)
      .map(({ name, flagScale }) => ({ name, from: far(flagScale!) })),
    notKnown: named.filter(({ blind }) => blind === null).map(({ name }) => name),
  };
}

/** Standard deviations of the data per unit of scale; null where they are not known. */
export function deviationsPerUnit({ scales: [first], seen }: DirectionFinding): number | null {
  const created = seen?.created;
  const pairs = [
    [first.distance, first.median],
    [created?.distance?.median, created?.beyond.median],
  ];
  for (const [distance, scale] of pairs) {
    if (distance && scale && Number.isFinite(distance / scale)) return distance / scale;
  }
  return null;
}

/** The headline in parts: what is to be emphasised, and what stands between. */
export type HeadlinePart = string | { readonly emphasised: string };

/** The headline as a sentence, in parts. */
export function headlineParts(audit: Audit, headline: Headline): HeadlinePart[] {
  const { label, feature, top, isCreated, push, beyond, blind, notices, notKnown } = headline;
  const subject: HeadlinePart[] = feature
    ? ['Push ', { emphasised: feature.name }, feature.sign > 0 ? ' up' : ' down']
    : ['Go along ', { emphasised: label }];
  const name = className(audit, top);
  const certain: HeadlinePart[] = [
    '99 % certain of ',
    { emphasised: audit.data?.classNames ? name : `class ${name}` },
  ];
  const what: HeadlinePart[] = isCreated
    ? [
        ` by ${farText(push!)}${beyond ? ` (${farText(beyond)} beyond your data)` : ''} and the model is `,
        ...certain,
        ' for ever',
      ]
    : [' and the model, ', ...certain, ' at the edge of your data already, stays so for ever'];
  const words = [
    ...(blind.length > 0 ? [`${namesText(blind)} will not notice`] : []),
    ...(notices.length > 0 ? [noticeText(notices, blind.length > 0)] : []),
    ...(notKnown.length > 0 ? [`of ${namesText(notKnown)} it is not known`] : []),
  ];
  return [...subject, ...what, words.length > 0 ? `; ${words.join(', ')}.` : '.'];
}

/** The same as plain text. */
export function headlineText(audit: Audit, headline: Headline): string {
  return headlineParts(audit, headline)
    .map((part) => (typeof part === 'string' ? part : part.emphasised))
    .join('');
}

/** Detectors a sentence names; more are counted. */
const MOST_NAMED = 3;

function namesText(names: readonly string[]): string {
  return names.length <= MOST_NAMED ? listed(names) : `${names.length} detectors`;
}

function noticeText(notices: Headline['notices'], others: boolean): string {
  const [first] = notices;
  const will = others ? 'will' : 'will notice';
  return notices.length === 1
    ? `${first.name} ${will}, at ${farText(first.from)}`
    : `${namesText(notices.map(({ name }) => name))} ${will}, ${first.name} first, at ${farText(first.from)}`;
}

function farText({ value, isDistance }: Far): string {
  return `${scaleText(Number(value.toPrecision(2)))}${isDistance ? ' σ' : ''}`;
}
