import { counted, grouped } from '../report/words.js';
import type { Audit } from './auditRun.js';

/** A direction counts as near if the network is certain within this many standard deviations. */
export const NEAR_DEVIATIONS = 3;

/** The audit in a few sentences, the most important first. */
export function sentencesOf(audit: Audit): string[] {
  const { summary, detectors, origins } = audit;
  const { directions, saturating, tied, flat, near } = summary;
  const kind = audit.rays === 'features' ? 'feature direction' : 'direction';
  const rest = [
    ...(tied > 0 ? [`${grouped(tied)} in a tie between classes`] : []),
    ...(flat > 0 ? [`${grouped(flat)} in no change`] : []),
  ];
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
    const told = [...detectors].sort((x, y) => y.blind - x.blind).slice(0, MOST_TOLD);
    const words = told.map(({ name, blind, directions: of }, n) =>
      n === 0
        ? `${name} is blind in ${blind === of ? `all ${grouped(of)}` : grouped(blind)}`
        : `${name} in ${blind === of ? 'all' : grouped(blind)}`,
    );
    const left = detectors.length - told.length;
    sentences.push(`${words.join(', ')}${left > 0 ? `, and ${left} more are listed below` : ''}.`);
  }
  return sentences;
}

/** Detectors the summary names. */
const MOST_TOLD = 6;
