/** The id of an experiment's section: a name of its own, for a claim may be called the same. */
export function experimentId(name: string): string {
  return `experiment-${name}`;
}
