import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it, test } from 'vitest';
import { parsedSources } from '../properties/support/parsedSources.js';

/** What is started, not imported: the commands, and what runs foreign detectors. */
const STARTED = [
  'src/cli/main.ts',
  'src/proofs/main.ts',
  'src/testing/moduleWorker.ts',
  'src/testing/serveModule.ts',
];

/** Statements that do something when their module is imported, whoever asks for whatever of it. */
function effectsOf(source: ts.SourceFile): string[] {
  return source.statements
    .filter((statement) => {
      if (ts.isImportDeclaration(statement)) {
        const { text } = statement.moduleSpecifier as ts.StringLiteral;
        return statement.importClause === undefined && text.startsWith('.');
      }
      return !(
        ts.isVariableStatement(statement) ||
        ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement) ||
        ts.isModuleDeclaration(statement) ||
        ts.isExportDeclaration(statement) ||
        ts.isExportAssignment(statement)
      );
    })
    .map((statement) => statement.getText());
}

it('a bundler may leave out every module of which nothing is used, as package.json says', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(manifest.sideEffects).toBe(false);
  const acting = [...parsedSources('src')]
    .filter(([name, source]) => !name.endsWith('.test.ts') && effectsOf(source).length > 0)
    .map(([name]) => name);
  expect(acting.sort()).toEqual(STARTED);
});

test.each([
  ["process.on('exit', () => {});", 1],
  ["import './register.js';", 1],
  ["import { a } from './a.js';\nexport const b = a;\nexport function c() { a(); }", 0],
])('%s', (text, count) => {
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.ES2023, true);
  expect(effectsOf(source)).toHaveLength(count);
});
