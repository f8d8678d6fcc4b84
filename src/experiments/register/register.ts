import type { ExperimentEvidence } from '../../evidence/experimentEvidence.js';
import type { EmpiricalStatement } from './statement.js';
import { STATEMENTS_OF_A } from './statementsOfA.js';
import { STATEMENTS_OF_B } from './statementsOfB.js';

/** Every empirical statement of both papers. */
export const STATEMENTS: readonly EmpiricalStatement[] = [...STATEMENTS_OF_A, ...STATEMENTS_OF_B];

/** The headings of `registerRows`. */
export const REGISTER_HEAD = ['Statement', 'Source', 'Setting', 'Verdict'] as const;

const WORDS = { reproduced: 'reproduced', partly: 'partly', not: 'not reproduced' } as const;

/**
 * The register as rows: what a paper states, where, how far its setting is reproduced, and the
 * verdict, claim by claim, of the experiments of a run, or the reason for none.
 *
 * @param experiments - of a run; none for the register alone, which names the claims that judge
 */
export function registerRows(experiments: readonly ExperimentEvidence[] | null): string[][] {
  return STATEMENTS.map((one) => [
    one.statement,
    one.source,
    `${WORDS[one.reproduction]}: ${one.setting}`,
    verdictWords(one, experiments),
  ]);
}

function verdictWords(
  { judgedBy, noVerdict }: EmpiricalStatement,
  experiments: readonly ExperimentEvidence[] | null,
): string {
  if (!judgedBy) return `none: ${noVerdict}`;
  const { experiment, claims } = judgedBy;
  if (experiments === null) return `by ${experiment}: ${claims.join(', ')}`;
  const run = experiments.find(({ name, status }) => name === experiment && status === 'run');
  const found = run?.claims.filter(({ id }) => claims.includes(id)) ?? [];
  if (found.length === 0) return `not run: ${experiment}`;
  const scopes = new Map<string, string[]>();
  for (const { verdict, scope } of found) {
    scopes.set(verdict, [...(scopes.get(verdict) ?? []), scope]);
  }
  return [...scopes]
    .map(([verdict, where]) => `${verdict}: ${[...new Set(where)].join('; ')}`)
    .join('. ');
}
