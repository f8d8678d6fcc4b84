import { counted, grouped, listed } from '../page/countWords.js';
import type { Audit, AuditShard } from './auditRun.js';
import { randomSentence } from './randomShare.js';

/** Certainty is created near the data if it is seen within this many deviations beyond their edge. */
export const NEAR_DEVIATIONS = 3;

/** The audit in a few sentences, the most important first. */
export function sentencesOf(audit: Audit): string[] {
  const { summary, detectors, origins } = audit;
  const { directions, saturating, tied, flat, near, created, kept } = summary;
  const kind =
    audit.rays === 'features'
      ? 'feature direction'
      : audit.rays === 'random'
        ? 'random direction'
        : 'direction';
  const rest = [
    ...(tied > 0 ? [`${grouped(tied)} in a tie of classes`] : []),
    ...(flat > 0 ? [`${grouped(flat)} in a constant softmax`] : []),
  ];
  if (audit.network.classes === 1) return [slopesOnly(audit)];
  const sentences = [
    `${grouped(saturating)} of ${counted(directions, kind)} end${saturating === 1 ? 's' : ''} in certainty, whatever the input${rest.length > 0 ? `; ${rest.join(' and ')}` : ''}.`,
  ];
  if (audit.shard) sentences.push(shardSentence(audit.shard));
  if (audit.sample) sentences.push(randomSentence(audit.sample));
  if (saturating === 0) return sentences;
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
      return `${subject}${verb} in ${count === saturating ? `all ${grouped(count)}` : grouped(count)}`;
    });
    sentences.push(`${words.join('; ')}.`);
  }
  return sentences;
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
