import { contradictsTheory, type ExperimentEvidence } from '../evidence/experimentEvidence.js';
import { counted, grouped } from '../page/countWords.js';

/** The experiments of a run, counted, as sentences; none if no experiment ran. */
export function experimentTally(experiments: readonly ExperimentEvidence[]): string[] {
  const ran = experiments.filter(({ status }) => status === 'run');
  if (ran.length === 0) return [];
  const claims = ran.flatMap((experiment) => experiment.claims);
  const found = claims.filter(({ expected }) => expected === null);
  const predicted = claims.filter(({ expected }) => expected !== null);
  const of = (verdict: string) => found.filter((claim) => claim.verdict === verdict).length;
  const contradicted = predicted.filter(contradictsTheory).length;
  const open = predicted.filter(({ verdict }) => verdict === 'inconclusive').length;
  const [holding, refuted, undecided] = [of('holds'), of('refuted'), of('inconclusive')];
  return [
    `${counted(ran.length, 'experiment')} of ${grouped(experiments.length)} ${ran.length === 1 ? 'was' : 'were'} run on data.`,
    ...(predicted.length === 0
      ? []
      : [
          `In ${grouped(predicted.length - contradicted - open)} of ${counted(predicted.length, 'case')} the measurement far out agrees with what the exact theory decides of the trained network${contradicted === 0 ? '' : `; ${grouped(contradicted)} ${contradicted === 1 ? 'does' : 'do'} not`}${open === 0 ? '' : `; ${grouped(open)} ${open === 1 ? 'is' : 'are'} open`}.`,
        ]),
    ...(found.length === 0
      ? []
      : [
          `Of ${counted(found.length, 'empirical statement')} of the papers ${grouped(holding)} ${holding === 1 ? 'holds' : 'hold'}, ${grouped(refuted)} ${refuted === 1 ? 'is' : 'are'} refuted and ${grouped(undecided)} ${undecided === 1 ? 'is' : 'are'} inconclusive.`,
        ]),
  ];
}
