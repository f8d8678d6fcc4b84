import { ceilingSentence } from '../ceiling/ceilingFinding.js';
import { counted, grouped, listed } from '../page/countWords.js';
import type { Audit, AuditShard } from './auditRun.js';
import { circleSentence } from './circle.js';
import { randomSentence } from './randomShare.js';

/** Certainty is created near the data if it is seen within this many deviations beyond their edge. */
export const NEAR_DEVIATIONS = 3;

/** The audit in a few sentences, the most important first. */
export function sentencesOf(audit: Audit): string[] {
  const { summary, detectors, origins } = audit;
  const { near, created, kept, certain } = summary;
  if (audit.network.classes === 1) return [slopesOnly(audit)];
  const sentences = [endsSentence(audit)];
  const atLimit = certain - summary.saturating;
  if (atLimit > 0) {
    sentences.push(
      `${counted(atLimit, 'direction')} more end${atLimit === 1 ? 's' : ''} at least 99 % certain of one class, and leave${atLimit === 1 ? 's' : ''} the others a positive limit.`,
    );
  }
  if (audit.shard) sentences.push(shardSentence(audit.shard));
  if (audit.sample) sentences.push(randomSentence(audit.sample));
  if (audit.circle) sentences.push(circleSentence(audit.circle));
  const ceiling = ceilingSentence(audit.ceiling);
  if (ceiling) sentences.push(ceiling);
  if (certain === 0) return sentences;
  if (audit.followed) {
    const edge = origins.kind === 'the origin' ? 'the origin' : 'the edge of your data';
    const within =
      near === null || created === 0
        ? ''
        : `, ${grouped(near)} of them within ${NEAR_DEVIATIONS} standard deviations beyond it`;
    sentences.push(
      `${grouped(created)} create it (below 99 % at ${edge}, certain further out)${within}; ${grouped(kept)} keep it (certain at ${edge} already). Seen from ${counted(audit.followed.rows, 'row')}.`,
    );
  }
  if (detectors.length > 0) {
    const blind = new Map<number, string[]>();
    for (const detector of [...detectors].sort((x, y) => y.blind - x.blind)) {
      blind.set(detector.blind, [...(blind.get(detector.blind) ?? []), detector.name]);
    }
    const words = [...blind].map(([count, names], n) => {
      const subject =
        names.length <= MOST_TOLD ? listed(names) : `${grouped(names.length)} detectors`;
      const verb = n > 0 ? '' : names.length === 1 ? ' is blind' : ' are blind';
      return `${subject}${verb} in ${count === certain ? `all ${grouped(count)}` : grouped(count)}`;
    });
    sentences.push(`${words.join('; ')}.${notKnown(detectors)}`);
    if (audit.boundedFeatures && detectors.some(({ id }) => id.includes('cea-'))) {
      sentences.push(
        'The penultimate features are bounded, whatever the input, and so is CEA: it cannot diverge here, and flags far out only if the features it tends to exceed its threshold.',
      );
    }
  }
  return sentences;
}

/** How many directions end how. */
function endsSentence({ summary, rays, ends, origins }: Audit): string {
  const { directions, saturating, tied, flat, noLimit, varying, unknown } = summary;
  const kind =
    rays === 'features'
      ? 'feature direction'
      : rays === 'random'
        ? 'random direction'
        : 'direction';
  const rest = [
    ...(tied > 0 ? [`${grouped(tied)} in a tie of classes`] : []),
    ...(flat > 0 ? [`${grouped(flat)} in a constant softmax`] : []),
    ...(noLimit > 0 ? [`${grouped(noLimit)} without a limit`] : []),
    ...(varying > 0 ? [`${grouped(varying)} otherwise from one row than from another`] : []),
    ...(unknown > 0 ? [`of ${grouped(unknown)} it is not known`] : []),
  ];
  const from =
    ends.from === 'every input'
      ? 'whatever the input'
      : origins.kind === 'of each ray'
        ? 'from where each starts'
        : `from ${ends.rows === 1 ? 'the one row' : `each of the ${counted(ends.rows, 'row')}`} decided`;
  return `${grouped(saturating)} of ${counted(directions, kind)} end${saturating === 1 ? 's' : ''} in certainty, ${from}${rest.length > 0 ? `; ${listed(rest)}` : ''}.`;
}

/** " It is not known of MDS in 12.": empty where everything is. */
function notKnown(detectors: Audit['detectors']): string {
  const open = detectors.filter(({ undecided }) => undecided > 0);
  if (open.length === 0) return '';
  if (open.length > MOST_TOLD)
    return ` It is not known of ${grouped(open.length)} detectors in some.`;
  const each = open.map(({ name, undecided }) => `of ${name} in ${grouped(undecided)}`);
  return ` It is not known ${listed(each)}.`;
}

function shardSentence({ index, of, first, total }: AuditShard): string {
  return `This is part ${index} of ${of}, from direction ${grouped(first + 1)} of ${grouped(total)} on; \`farfield merge\` joins the parts and judges the policies.`;
}

/** What there is to say of a network of one output. */
function slopesOnly({ directions }: Audit): string {
  const moving = directions.filter(({ slopes }) => slopes[0] !== 0).length;
  return `The network has one output, which has no regime; ${grouped(moving)} of ${counted(directions.length, 'direction')} move it for ever. Read it as two classes with --binary.`;
}

/** Detectors the summary names at a time. */
const MOST_TOLD = 6;
