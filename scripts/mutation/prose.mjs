/** Why prose is not mutated, as reports say it. */
export const PROSE = 'prose: a text that only people read';

/** Fields whose text only people read. Codes, places and ids are data, and are mutated. */
const PROSE_FIELDS = new Set([
  ...['rule', 'remedy', 'plain', 'latex', 'title', 'flaw', 'hypotheses', 'statement', 'label'],
  ...['description', 'note', 'notes', 'reason'],
]);

/** Functions that are handed text for people: errors, and reasons why a check fails. */
const TAKES_PROSE = /Error$|^(fails|holdsIf)$/;

/**
 * Prose is not mutated: a text that only people read, told by where it stands. It is the value of
 * one of `PROSE_FIELDS`, or an argument of an error or of a reason why a check fails.
 */
export function isProse(path) {
  if (!path.isStringLiteral() && !path.isTemplateLiteral()) return false;
  for (let inner = path, outer = path.parentPath; outer; inner = outer, outer = outer.parentPath) {
    if (outer.isObjectProperty()) return PROSE_FIELDS.has(outer.node.key.name);
    if (outer.isNewExpression() || outer.isCallExpression()) {
      return inner.listKey === 'arguments' && TAKES_PROSE.test(outer.node.callee.name ?? '');
    }
    if (outer.isFunction() || outer.isStatement()) return false;
  }
  return false;
}
