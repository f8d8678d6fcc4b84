import { SmoothAnalysis } from '../claims/beyond/smoothAnalysis.js';
import { SpeedsAnalysis } from '../claims/beyond/speedsAnalysis.js';
import { TreesAnalysis } from '../claims/beyond/treesAnalysis.js';
import type { CaseKind, Cases } from '../claims/cases.js';
import { CurveAnalysis } from '../claims/curveAnalysis.js';
import { DetectorAnalysis } from '../claims/detectorAnalysis.js';
import { LogitsAnalysis } from '../claims/logitsAnalysis.js';
import { EnsembleAnalysis, RayAnalysis } from '../claims/rayAnalysis.js';
import { isDeep } from '../claims/shared/liveLayers.js';
import { raysOf } from '../claims/shared/rounding.js';
import type { Subjects } from '../claims/subjects.js';
import { depthSorts, EXCEEDING } from '../evidence/depthSorts.js';

/**
 * Makes the subject of a check from the plain data of a case.
 *
 * @throws InputError if the data are not a valid case
 */
export function subjectOf<Kind extends CaseKind>(kind: Kind, source: Cases[Kind]): Subjects[Kind] {
  return MAKERS[kind](source);
}

const MAKERS: { [Kind in CaseKind]: (source: Cases[Kind]) => Subjects[Kind] } = {
  ray: (source) => RayAnalysis.of(source),
  ensemble: (source) => new EnsembleAnalysis(source),
  logits: (source) => new LogitsAnalysis(source),
  curve: (source) => new CurveAnalysis(source),
  detector: (source) => new DetectorAnalysis(source),
  smooth: (source) => new SmoothAnalysis(source),
  speeds: (source) => new SpeedsAnalysis(source),
  trees: (source) => new TreesAnalysis(source),
};

/** What sorts a case counts as, for coverage. */
export function sortsOf<Kind extends CaseKind>(
  kind: Kind,
  subject: Subjects[Kind],
): readonly string[] {
  return SORTERS[kind](subject);
}

/**
 * What sorts a case counts as that a reading decided: whether it was hard for networks, also among
 * the decided cases of its regime.
 */
export function decidedSortsOf<Kind extends CaseKind>(subject: Subjects[Kind]): readonly string[] {
  if (!(subject instanceof EnsembleAnalysis || subject instanceof RayAnalysis)) return [];
  const sorts = [depthSorts(), depthSorts(regimeOf(subject))];
  return [
    ...sorts.map(({ decided }) => decided),
    ...(isDeep(subject) ? sorts.map(({ deep }) => deep) : []),
  ];
}

/** The regime of a ray, or of all members; `mixed` if they have several. */
function regimeOf(subject: RayAnalysis | EnsembleAnalysis): string {
  const regimes = new Set(raysOf(subject).map(({ tail: { regime } }) => regime));
  return regimes.size === 1 ? [...regimes][0] : 'mixed';
}

const SORTERS: { [Kind in CaseKind]: (subject: Subjects[Kind]) => readonly string[] } = {
  ray: ({ tail }) => (tail.boundary ? [tail.regime, 'boundary'] : [tail.regime]),
  ensemble: (subject) => {
    const { members } = subject;
    const sorts = [regimeOf(subject)];
    if (members.some(({ tail: { boundary } }) => boundary)) sorts.push('boundary');
    const tops = new Set(members.map(({ tail: { top } }) => top.join()));
    if (tops.size > 1) sorts.push('disagreeing');
    return sorts;
  },
  logits: ({ logits }) => {
    const sorts: string[] = [];
    const ordered = logits.map((member) => [...member].sort((x, y) => y - x));
    if (ordered.some((member) => member[0] === member[1])) sorts.push('tied');
    if (ordered.some((member) => member[0] - member[1] > 40)) sorts.push('saturated');
    if (ordered.some((member) => member.some((logit) => Math.abs(logit) > 1e6))) {
      sorts.push('extreme');
    }
    return sorts.length > 0 ? sorts : ['ordinary'];
  },
  curve: ({ source }) => [
    source.units.every(({ oscillating }) => oscillating === 0) ? 'straight' : 'oscillating',
  ],
  detector: (subject) => {
    const { tail } = subject;
    return [
      tail.regime,
      ...(tail.boundary ? ['boundary'] : []),
      ...(subject.meanExcess > 0 ? [EXCEEDING] : []),
    ];
  },
  smooth: ({ tail, hasNorm }) => [tail.regime ?? 'one output', ...(hasNorm ? ['norm'] : [])],
  speeds: ({ tail, source, keysKept }) => [
    tail.regime ?? 'one output',
    ...(source.attention ? ['attention'] : []),
    ...(keysKept > 1 ? ['tied keys'] : []),
  ],
  trees: ({ tail, outputs }) => [tail.regime ?? 'one output', outputs],
};
