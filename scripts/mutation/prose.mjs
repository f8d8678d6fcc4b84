/** Why prose is not mutated, as reports say it. */
export const PROSE = 'prose: a text that only people read';

/** Fields whose text only people read. Codes, places and ids are data, and are mutated. */
const PROSE_FIELDS = new Set([
  ...['rule', 'remedy', 'plain', 'latex', 'title', 'flaw', 'hypotheses', 'statement', 'label'],
  ...['description', 'note', 'notes', 'reason'],
]);

/** Functions that are handed text for people: errors, and reasons why a check fails. */
const TAKES_PROSE = /Error$|^(fails|holdsIf)$/;

/** Of `report(code, path, value, rule, remedy)` of a kind of argument the last two. */
const PROSE_OF_REPORT = 3;

/**
 * Prose is not mutated: a text that only people read, told by where it stands. It is the value of
 * one of `PROSE_FIELDS`, or an argument of an error, of a reason why a check fails, or of a report.
 */
export function isProse(path) {
  if (!path.isStringLiteral() && !path.isTemplateLiteral()) return false;
  for (let inner = path, outer = path.parentPath; outer; inner = outer, outer = outer.parentPath) {
    if (outer.isObjectProperty()) return PROSE_FIELDS.has(outer.node.key.name);
    if (outer.isNewExpression() || outer.isCallExpression()) {
      const callee = outer.node.callee.name ?? '';
      const isReported = callee === 'report' && inner.key >= PROSE_OF_REPORT;
      return inner.listKey === 'arguments' && (isReported || TAKES_PROSE.test(callee));
    }
    if (outer.isFunction() || outer.isStatement()) return false;
  }
  return false;
}
