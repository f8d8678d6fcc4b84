/**
 * Tells which theorems each theorem uses, directly or through lemmas and definitions.
 *
 * Read from the references that Coq records while it compiles (`.glob` files), so that a name in a
 * comment or in dead text counts for nothing.
 *
 * @param globs - module name, such as `Tail`, to the text of its `.glob` file
 * @param theorems - the names that are theorems; all others are passed through
 * @returns for every theorem the names it uses, in the order of `theorems`
 *
 * @example
 * ```ts
 * theoremUses(new Map([['A', 'prf 0:1 <> a\nprf 9:9 <> b\nR12:12 Farfield.A <> a thm\n']]), ['a', 'b']);
 * // Map { 'a' => [], 'b' => ['a'] }
 * ```
 */
export function theoremUses(
  globs: ReadonlyMap<string, string>,
  theorems: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const references = new Map<string, Set<string>>();
  for (const [module, glob] of globs) collectReferences(module, glob, references);
  const isTheorem = new Set(theorems);
  const keyOf = new Map([...references.keys()].map((key) => [bareName(key), key]));
  return new Map(
    theorems.map((theorem) => {
      const used = new Set<string>();
      const seen = new Set<string>();
      const waiting = [...(references.get(keyOf.get(theorem) ?? '') ?? [])];
      while (waiting.length > 0) {
        const key = waiting.pop()!;
        if (seen.has(key)) continue;
        seen.add(key);
        const name = bareName(key);
        if (isTheorem.has(name)) used.add(name);
        else waiting.push(...(references.get(key) ?? []));
      }
      used.delete(theorem);
      return [theorem, theorems.filter((name) => used.has(name))];
    }),
  );
}

/** Adds what each statement of a module refers to, under `Module.name`. */
function collectReferences(module: string, glob: string, into: Map<string, Set<string>>): void {
  let owner: Set<string> | undefined;
  for (const line of glob.split('\n')) {
    const stated = /^(?:prf|def|ind|rec|coe|inst) \d+:\d+ \S+ (\S+)$/.exec(line);
    if (stated) {
      owner = into.get(`${module}.${stated[1]}`) ?? new Set();
      into.set(`${module}.${stated[1]}`, owner);
      continue;
    }
    const reference = /^R\d+:\d+ Farfield\.(\S+) \S+ (\S+) (?:thm|def|ind|rec|constr|proj)$/.exec(
      line,
    );
    if (reference) owner?.add(`${reference[1]}.${reference[2]}`);
  }
}

function bareName(key: string): string {
  return key.slice(key.indexOf('.') + 1);
}
