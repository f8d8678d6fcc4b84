/** Whether an experiment here has the setting of a statement: its data, networks and scores. */
export type Reproduction = 'reproduced' | 'partly' | 'not';

/** An empirical statement of one of the papers: what is made of it here. */
export interface EmpiricalStatement {
  /** Where it stands: `B, Table 3`. */
  readonly source: string;
  /** In our words, as short as it can be said. */
  readonly statement: string;
  readonly reproduction: Reproduction;
  /** What of the setting is the paper's and what is not, and why. */
  readonly setting: string;
  /** The experiment and the claims of it that judge the statement; none if there is no verdict. */
  readonly judgedBy: { readonly experiment: string; readonly claims: readonly string[] } | null;
  /** Why there is no verdict; null if there is one. */
  readonly noVerdict: string | null;
}
