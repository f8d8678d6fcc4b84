import { Argument, type Command } from 'commander';
import { proofsOf } from '../proofs/proofsOf.js';
import { catalogue } from './catalogue.js';
import { type CommonOptions, newCommand, terminalOf } from './command.js';
import { sourceOf } from './sourceOf.js';
import type { Terminal } from './terminal.js';

/** What can be listed. */
const LISTS = { claims: listClaims, detectors: listDetectors, policies: listPolicies } as const;

/** `farfield list`: the catalogue of claims, of detectors, or of policies. */
export function listCommand(): Command {
  return newCommand(
    'list',
    'List the claims and what is expected of each, the detectors, or the policies of audits.',
    'list detectors',
  )
    .addArgument(
      new Argument('[what]', 'what to list').choices(Object.keys(LISTS)).default('claims'),
    )
    .action((what: keyof typeof LISTS, options: CommonOptions) => LISTS[what](terminalOf(options)));
}

async function listClaims(terminal: Terminal): Promise<void> {
  const claims = await catalogue();
  const entries = claims.map((claim) => ({ ...claim, proof: proofsOf(claim.id) }));
  terminal.result(entries, () =>
    terminal.table([
      ['claim', 'source', 'as printed', 'as repaired', 'what it says'],
      ...entries.map((entry) => [
        entry.id,
        sourceOf(entry),
        entry.expected.asPrinted,
        entry.expected.repaired ?? '–',
        entry.title,
      ]),
    ]),
  );
}

async function listDetectors(terminal: Terminal): Promise<void> {
  const { DETECTORS } = await import('../detectors/registry.js');
  const entries = DETECTORS.map(({ id, name, family, whenCertain }) => ({
    id,
    name,
    family,
    whenCertain,
  }));
  terminal.result(entries, () =>
    terminal.table([
      ['detector', 'name', 'family', 'where the network ends certain'],
      ...entries.map(({ id, name, family, whenCertain }) => [id, name, family, whenCertain]),
    ]),
  );
}

async function listPolicies(terminal: Terminal): Promise<void> {
  const { POLICY_FORMS } = await import('../audit/policyForms.js');
  terminal.result(POLICY_FORMS, () =>
    terminal.table([
      ['policy', 'is violated where'],
      ...POLICY_FORMS.map(({ example, says }) => [example, says]),
    ]),
  );
}
