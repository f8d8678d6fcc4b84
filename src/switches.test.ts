import ts from 'typescript';
import { expect, it, test } from 'vitest';
import { parsedSources } from '../properties/support/parsedSources.js';
import { InternalError } from './errors/internalError.js';
import { unknownKind } from './errors/unknownKind.js';

/** What ends a switch over kinds: a check that no kind is left, or a refusal. */
const ENDS = /\b(unknownKind|unknownOperation|refuse\w*|throw)\b/;

/** Where all kinds that are not named are treated alike, and a new one would be too. */
const ALIKE: Readonly<Record<string, string>> = {
  'certificate/verified/exactCertificate.ts': 'only two operations choose anything',
  'claims/beyond/distanceBound.ts': 'typed: the rest are the activations of a table',
  'claims/beyond/plainGerm.ts': 'typed: the rest are the activations of a table',
  'claims/beyond/walkAnyFile.ts': 'typed: the rest are the activations of a table',
  'claims/limitAuroc.ts': 'over names of detectors, of which the rest are distances',
  'cli/refute.ts': 'words for what has no theorem, whatever it is',
  'data/table.ts': 'over endings of file names: what has no other is a text table',
  'readers/onnx/head.ts': 'over names of operators: any other ends no network',
  'page/slimSvg.ts': 'over names of SVG elements: what is not slimmed stays',
};

/** The lines of switches that a kind without a case would fall through. */
function openSwitches(source: ts.SourceFile): number[] {
  const open: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isSwitchStatement(node)) {
      const last = node.caseBlock.clauses.find(ts.isDefaultClause);
      if (!last || !ENDS.test(last.getText())) {
        open.push(source.getLineAndCharacterOfPosition(node.getStart()).line + 1);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return open;
}

it('every switch over kinds ends in a check that none is left', () => {
  const open = [...parsedSources('src')]
    .filter(([name]) => !name.endsWith('.test.ts') && !name.endsWith('.generated.ts'))
    .filter(([, source]) => openSwitches(source).length > 0)
    .map(([name]) => name.replace('src/', ''));
  expect(open.sort()).toEqual(Object.keys(ALIKE).sort());
});

test.each([
  ["switch (x) { case 'a': return 1; }", [1]],
  ["switch (x) { case 'a': return 1; default: return 0; }", [1]],
  ["switch (x) { case 'a': return 1; default: return unknownKind(x); }", []],
])('in %s these are open: %j', (text, lines) => {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2023, true);
  expect(openSwitches(source)).toEqual(lines);
});

it('a kind without a case is a fault of farfield, with its name', () => {
  const kind = { kind: 'fold' } as unknown as never;
  expect(() => unknownKind(kind)).toThrow(InternalError);
  expect(() => unknownKind(kind)).toThrow('{"kind":"fold"}');
});
