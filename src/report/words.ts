import type { CaseKind } from '../claims/cases.js';
import type { Source } from '../claims/claim.js';
import type { Verdict } from '../claims/verdict.js';
import { depthIn, EXCEEDING } from '../evidence/depthSorts.js';
import type { ClaimEvidence, ProofEvidence, ReadingEvidence } from '../evidence/evidence.js';
import type { EmpiricalClaimEvidence, Measured } from '../evidence/experimentEvidence.js';
import { isUnexpected } from '../evidence/warnings.js';
import { grouped } from '../page/countWords.js';
import type { TheoremReading } from '../proofs/theoremMap.js';

/** What each verdict means, for a reader who meets it first here. */
export const VERDICT_MEANINGS: Readonly<Record<Verdict, string>> = {
  holds: 'enough cases met the hypotheses, and the exact check found that none fails',
  refuted: 'a counterexample was found, made small, and verified exactly from its recorded values',
  vacuous: 'too few cases met the hypotheses to say anything',
  inconclusive: 'cases failed but could not be verified, or the oracles disagree',
  'not-run': 'not part of this run',
};

/** A verdict in words: `not-run` reads "not run". */
export function verdictWords(verdict: Verdict): string {
  return verdict === 'not-run' ? 'not run' : verdict;
}

/** Whether a reading came out as the catalogue expects; one that did not run is not at fault. */
export function isAsExpected(reading: ReadingEvidence): boolean {
  return !isUnexpected(reading);
}

/** "refuted as printed", "holds, but refuted was expected". */
export function outcomeWords(reading: ReadingEvidence, name: 'as printed' | 'repaired'): string {
  const verdict = verdictWords(reading.verdict);
  const words = name === 'as printed' ? `${verdict} as printed` : `${verdict} as repaired`;
  return isAsExpected(reading)
    ? words
    : `${words}, but expected: ${verdictWords(reading.expected)}`;
}

/** Where a claim is made: "Paper A, Lemma 4, equation 5". */
export function sourceWords({ paper, label, equation }: Source): string {
  const place = PLACES[paper] ?? paper;
  return [place, label, ...(equation === undefined ? [] : [`equation ${equation}`])].join(', ');
}

/** The same for a column of a table: "A, Lemma 4", "ours, F2". */
export function shortSource({ paper, label }: Source): string {
  const place = paper === 'farfield' ? 'ours' : paper.replace(' et al.', '');
  return `${place}, ${label
    .replace(/\s*[:,(].*/, '')
    .replace(/section /i, '§ ')
    .replace('Appendix', 'App.')
    .replace('Theorem', 'Thm')}`;
}

const PLACES: Readonly<Record<string, string>> = {
  A: 'Paper A',
  B: 'Paper B',
  farfield: 'Theory',
};

/** A paper or document that claims are from. */
export interface Reference {
  /** As `sourceWords` calls it. */
  readonly name: string;
  readonly title: string;
  /** Where it is to be read; null for a document of this repository. */
  readonly link: string | null;
}

/** What is behind the names of `sourceWords`. */
export const REFERENCES: readonly Reference[] = [
  {
    name: 'Paper A',
    title:
      'Ulmer and Cinà, Know Your Limits: Monotonicity & Softmax Make Neural Classifiers Overconfident on OOD Data (2020); final version: Uncertainty Estimation with ReLU Classifiers Fails at Reliable OOD Detection (UAI 2021).',
    link: 'https://arxiv.org/abs/2012.05329',
  },
  {
    name: 'Paper B',
    title:
      'Azizmalayeri, Abu-Hanna and Cinà, Mitigating Overconfidence in Out-of-Distribution Detection by Capturing Extreme Activations (UAI 2024).',
    link: 'https://arxiv.org/abs/2405.12658',
  },
  {
    name: 'Hein et al. 2019',
    title:
      'Hein, Andriushchenko and Bitterwolf, Why ReLU Networks Yield High-Confidence Predictions Far Away from the Training Data and How to Mitigate the Problem (CVPR 2019).',
    link: 'https://arxiv.org/abs/1812.05720',
  },
  {
    name: 'Theory',
    title: 'what this project states and proves of its own',
    link: null,
  },
];

/** Coq's axioms of the classical real numbers, which proofs may rest on, and what each says. */
export const AXIOM_WORDS: readonly { readonly name: string; readonly words: string }[] = [
  { name: 'classic', words: 'excluded middle' },
  { name: 'functional_extensionality_dep', words: 'functions that are equal everywhere are one' },
  {
    name: 'sig_forall_dec',
    words: 'whether a decidable property holds of all natural numbers is decided',
  },
  { name: 'sig_not_dec', words: 'whether something does not hold is decided' },
];

/** What a claim's cases are. */
export const KIND_WORDS: Readonly<Record<CaseKind, string>> = {
  ray: 'a network and a ray',
  ensemble: 'an ensemble of networks and a ray',
  logits: 'the logits of one or more networks at one input',
  curve: 'a curve of penultimate activations under a linear head',
  detector: 'a network, data that detectors are fitted on, and a ray',
  smooth: 'a network of any layers and a ray',
  speeds: 'a network, attention over it or none, and a curve of several speeds',
  trees: 'a sum of decision trees and a ray',
};

/**
 * The formal proofs of a claim in words: which reading, and where less is proved than it says.
 *
 * @param nothingToRepair - whether the claim has no repaired reading: what is proved beside it is then
 *   a statement of its own
 */
export function proofWords(
  {
    asPrinted,
    repaired,
    theorems,
    weaker = [],
  }: Pick<ProofEvidence, 'asPrinted' | 'repaired' | 'theorems' | 'weaker'>,
  nothingToRepair: boolean,
): string {
  const formOf = (reading: 'asPrinted' | 'repaired') =>
    weaker
      .filter((form) => form.reading === reading)
      .map(
        ({ shortfall, lacks }) => `, in a weaker form: ${SHORTFALLS[shortfall]}, without ${lacks}`,
      )
      .join('');
  const words: string[] = [];
  if (asPrinted === 'proved') words.push(`proved as printed${formOf('asPrinted')}`);
  if (asPrinted === 'refuted-formally') words.push('formally refuted as printed');
  if (repaired === 'proved') {
    const statement = nothingToRepair ? 'a further statement' : 'the repaired statement';
    words.push(`${statement} proved${formOf('repaired')}`);
  }
  if (words.length > 0) return words.join('; ');
  return theorems.length === 0
    ? 'no formal proof'
    : 'no formal proof of the statement itself, only of a neighbouring one';
}

/** What a theorem is about, in a word or two beside its name: "as printed", "criterion". */
export function readingWords(reading: TheoremReading): string {
  return reading.replace('-', ' ');
}

/** The formal proofs of a claim in one word or two, for a column of a table. */
export function proofWord({
  asPrinted,
  repaired,
  weaker = [],
}: Pick<ProofEvidence, 'asPrinted' | 'repaired' | 'weaker'>): string {
  if (asPrinted === 'refuted-formally') return repaired === 'proved' ? 'both' : 'refuted';
  if (asPrinted === 'proved' || repaired === 'proved')
    return weaker.length > 0 ? 'in part' : 'proved';
  return '–';
}

/** What the words of `proofWord` mean, in a sentence. */
export const PROOF_WORD_MEANS =
  'Formal proof, in Coq: proved; refuted as printed; both refuted as printed and proved as repaired; or proved in part. The section of a claim says what is missing.';

const SHORTFALLS = {
  constant: 'for some constant',
  part: 'a part of it',
  assumption: 'under an assumption',
} as const;

/** A commit as it is written in a line: "0123456789ab", "0123456789ab with changes". */
export function shortCommit(commit: string): string {
  return commit.replace(/^([0-9a-f]{12})[0-9a-f]*/, '$1').replace('-changed', ' with changes');
}

/** How many cases a reading was decided on, of how many: "376 of 1,000". */
export function decidedWords({
  runs,
  skipped,
}: {
  readonly runs: number;
  readonly skipped: number;
}): string {
  return `${grouped(runs - skipped)} of ${grouped(runs)}`;
}

/**
 * How hard the cases were for networks: how many of those decided are deep, by regime, and, for
 * detectors, how often CEA with its defaults exceeds its threshold on validation rows.
 */
export function hardnessWords({
  kind,
  coverage,
}: Pick<ClaimEvidence, 'kind' | 'coverage'>): string[] {
  const all = depthIn(coverage);
  if (all === null) return [];
  const regimes = ['saturating', 'tied', 'flat', 'mixed'].flatMap((regime) => {
    const depth = depthIn(coverage, regime);
    return depth === null ? [] : [`${grouped(depth.deep)} of ${grouped(depth.decided)} ${regime}`];
  });
  return [
    `Deep, the ray crossing kinks of two hidden layers or more: ${grouped(all.deep)} of ${grouped(all.decided)} cases decided (${regimes.join(', ')}).`,
    ...(kind === 'detector'
      ? [
          `Validation rows with a mean g above 0, CEA with its defaults: ${grouped(coverage[EXCEEDING] ?? 0)} cases.`,
        ]
      : []),
  ];
}

/** Whether `hardnessWords` tells how many cases were of this sort. */
export function isHardness(
  sort: string,
  { kind, coverage }: Pick<ClaimEvidence, 'kind' | 'coverage'>,
): boolean {
  if (depthIn(coverage) === null) return false;
  return /^decided(?:,|$)/.test(sort) || (kind === 'detector' && sort === EXCEEDING);
}

/** How many decisions an oracle confirmed: "980 of 1,025; 45 could not tell". */
export function confirmedWords({
  cases,
  couldNotTell,
}: {
  readonly cases: number;
  readonly couldNotTell: number;
}): string {
  if (couldNotTell === 0) return grouped(cases);
  return `${grouped(cases)} of ${grouped(cases + couldNotTell)}; in ${grouped(couldNotTell)} it could not tell`;
}

/** A measured number with four decimals: "0.0123", "−∞". */
export function measuredWords(value: Measured): string {
  return (typeof value === 'number' ? value.toFixed(4) : value.replace('Infinity', '∞')).replace(
    '-',
    '−',
  );
}

/** "0.0123 … 0.0456", and that it is over rows only where it is. */
export function intervalWords({
  interval: { lower, upper },
  basis,
}: Pick<EmpiricalClaimEvidence, 'interval' | 'basis'>): string {
  const words = `${measuredWords(lower)} … ${measuredWords(upper)}`;
  return basis === 'rows' ? `${words}, rows only` : words;
}
