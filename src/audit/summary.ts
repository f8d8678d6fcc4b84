import { counted, grouped, listed } from '../report/words.js';
import type { Audit } from './auditRun.js';

/** A direction counts as near if the network is seen to be certain within this many standard deviations. */
export const NEAR_DEVIATIONS = 3;

/** The audit in a few sentences, the most important first. */
export function sentencesOf(audit: Audit): string[] {
  const { summary, detectors, origins } = audit;
  const { directions, saturating, tied, flat, near } = summary;
  const kind = audit.rays === 'features' ? 'feature direction' : 'direction';
  const rest = [
    ...(tied > 0 ? [`${grouped(tied)} in a tie of classes`] : []),
    ...(flat > 0 ? [`${grouped(flat)} in a constant softmax`] : []),
  ];
  if (audit.network.classes === 1) return [slopesOnly(audit)];
  const sentences = [
    `${grouped(saturating)} of ${counted(directions, kind)} end${saturating === 1 ? 's' : ''} in certainty, whatever the input${rest.length > 0 ? `; ${rest.join(' and ')}` : ''}.`,
  ];
  if (saturating === 0) return sentences;
  if (near !== null) {
    const where = origins.kind === 'data rows' ? ' of your data' : ' of the origin';
    sentences.push(
      `${grouped(near)} of them from scales seen within ${NEAR_DEVIATIONS} standard deviations${where}.`,
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

/** What there is to say of a network of one output. */
function slopesOnly({ directions }: Audit): string {
  const moving = directions.filter(({ slopes }) => slopes[0] !== 0).length;
  return `The network has one output, which has no regime; ${grouped(moving)} of ${counted(directions.length, 'direction')} move it for ever. Read it as two classes with --binary.`;
}

/** Detectors the summary names at a time. */
const MOST_TOLD = 6;
