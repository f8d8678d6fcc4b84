import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../properties/temporaryFolder.js';
import type { CaseKind } from '../claims/cases.js';
import type { AnyClaim, Claim, Reading } from '../claims/claim.js';
import { fails, HOLDS } from '../claims/outcome.js';
import { CLAIMS } from '../claims/registry.js';
import { exitCodeOf } from '../cli/verify.js';
import type { ClaimEvidence } from './evidence.js';
import { DEFAULT_SEED, SEARCH_RUNS } from './settings.js';
import { verifyClaims } from './verifyClaims.js';

/** Enough for every statement to be met, and for the wrong ones to be caught. */
const RUNS = 100;

/** The claim with one reading replaced; as printed, with that reading only. */
function withReading(
  claim: AnyClaim,
  name: 'asPrinted' | 'repaired',
  change: (reading: Reading<CaseKind>) => Reading<CaseKind>,
): AnyClaim {
  const known = claim as unknown as Claim<CaseKind>;
  const others = name === 'asPrinted' ? { repaired: null } : {};
  return { ...known, ...others, [name]: change(known[name]!) } as unknown as AnyClaim;
}

/** Every reading of the catalogue. */
const READINGS = CLAIMS.flatMap((claim) =>
  (claim.repaired ? (['asPrinted', 'repaired'] as const) : (['asPrinted'] as const)).map(
    (name) => ({ id: claim.id, claim, name }),
  ),
);

/** The evidence of one claim, and what `verify` ends with. */
async function verifyOne(claim: AnyClaim, settings: { runs: number; candidates: number }) {
  const evidence = await verifyClaims({ catalogue: [claim], ...settings });
  return { exitCode: exitCodeOf(evidence), evidence: evidence.claims[0]! };
}

describe('verify ends with a finding', () => {
  it.each(READINGS)('when the expected verdict of $id $name is edited', async ({ claim, name }) => {
    const refutable = claim[name]!.expected === 'refuted';
    const edited = withReading(claim, name, ({ confirm: _, ...reading }) => ({
      // Oracles have their say elsewhere; here the verdict alone is to be noticed.
      ...reading,
      expected: refutable ? 'holds' : 'refuted',
    }));
    // A counterexample ends the search, so it may go on as long as it takes to find one.
    const runs = refutable ? SEARCH_RUNS : RUNS;
    const { exitCode, evidence } = await verifyOne(edited, { runs, candidates: runs });
    expect(exitCode).toBe(1);
    expect(evidence[name]!.verdict).toBe(refutable ? 'refuted' : 'holds');
  });

  it.each(READINGS)('when the check of $id $name is inverted', async ({ claim, name }) => {
    // An explanation is one of a case that fails.
    const inverted = withReading(claim, name, ({ explain: _, ...reading }) => ({
      ...reading,
      check: (subject) => {
        const outcome = reading.check(subject);
        if (outcome.status === 'skipped') return outcome;
        return outcome.status === 'holds' ? fails('inverted') : HOLDS;
      },
    }));
    const { exitCode, evidence } = await verifyOne(inverted, { runs: RUNS, candidates: RUNS });
    expect(exitCode).toBe(1);
    // A refutation that is expected would pass, if numbers had nothing against it.
    if (claim[name]!.expected === 'refuted') {
      expect(evidence.oracles.disagreements.join()).toContain(': float64: ');
      expect(evidence[name]!.verdict).toBe('inconclusive');
    }
  });
});

/** Faults in the engines: a comparison flipped, a term dropped. Each text stands once in its file. */
const FAULTS = [
  ['tail/exactGerms.ts', 'return slope > 0n ? 1 : -1;', 'return slope < 0n ? 1 : -1;'],
  [
    'tail/exactGerms.ts',
    'intercept > 0n ? 1 : intercept < 0n ? -1 : 0',
    'intercept > 0n ? -1 : intercept < 0n ? 1 : 0',
  ],
  ['tail/exactGerms.ts', 'if (difference > 0) winner = i;', 'if (difference < 0) winner = i;'],
  ['tail/exactGerms.ts', 'against(lower) < 0 ? -1', 'against(lower) > 0 ? -1'],
  [
    'tail/exactTail.ts',
    'if (slope > largest) largest = slope;',
    'if (slope < largest) largest = slope;',
  ],
  [
    'tail/exactTail.ts',
    'if (a === 0n || a > 0n === b > 0n) return;',
    'if (a === 0n || a > 0n !== b > 0n) return;',
  ],
  ['tail/certifiedRectifier.ts', 'sign = slope > 0 ? 1 : -1;', 'sign = slope < 0 ? 1 : -1;'],
  [
    'tail/topSet.ts',
    'compareDyadic(slope, best) > 0 ? slope : best',
    'compareDyadic(slope, best) < 0 ? slope : best',
  ],
  [
    'tail/regime.ts',
    "topSize === classes ? 'flat' : 'tied'",
    "topSize === classes ? 'tied' : 'flat'",
  ],
  ['tail/dangerScale.ts', 'intercept.compare(best) > 0', 'intercept.compare(best) < 0'],
] as const;

describe('verify does not end with 0', () => {
  const source = dirname(dirname(fileURLToPath(import.meta.url)));
  const root = dirname(source);
  const copies = temporaryFolder('planted');

  /** Verifies the claims about tails with a copy of the sources; what `verify` would end with. */
  async function verifyCopy(fault: (typeof FAULTS)[number] | null): Promise<number> {
    const copy = join(copies, String(fault === null ? 0 : FAULTS.indexOf(fault) + 1));
    for (const folder of ENGINE) {
      cpSync(join(source, folder), join(copy, 'src', folder), {
        recursive: true,
        filter: (path) => !/\.test\.ts$|fixtures|network\/readers/.test(path),
      });
    }
    for (const name of ['node_modules', 'package.json', 'proofs']) {
      symlinkSync(join(root, name), join(copy, name));
    }
    if (fault !== null) {
      const [file, right, wrong] = fault;
      const path = join(copy, 'src', file);
      const text = readFileSync(path, 'utf8');
      expect(text.split(right)).toHaveLength(2);
      writeFileSync(path, text.replace(right, wrong));
    }
    const load = (path: string) => import(join(copy, 'src', path));
    const { checkClaim }: typeof import('./checkClaim.js') = await load('check/checkClaim.ts');
    try {
      const claims: ClaimEvidence[] = [];
      for (const name of CLAIMS_ABOUT_TAILS) {
        const { [name]: claim } = await load(`claims/${name}.ts`);
        claims.push(await checkClaim(claim as AnyClaim, { seed: DEFAULT_SEED, runs: 60 }));
      }
      return exitCodeOf({ claims });
    } catch (error) {
      // As the command line ends: an error of the input is no finding.
      return (error as { exitCode?: number }).exitCode ?? 3;
    }
  }

  it('unless nothing is planted', async () => {
    expect(await verifyCopy(null)).toBe(0);
  });

  it.each(FAULTS)('when %s has %j replaced by %j', async (...fault) => {
    const planted = FAULTS.find((known) => known.every((text, n) => text === fault[n]))!;
    expect([1, 3]).toContain(await verifyCopy(planted));
  });
});

/** The folders that checking a claim needs. */
const ENGINE = [
  ...['errors', 'threads', 'exact', 'network', 'tail', 'uncertainty', 'metrics', 'detectors'],
  ...['claims', 'generate', 'check', 'proofs'],
];

const CLAIMS_ABOUT_TAILS = ['eventuallyAffine', 'regimes', 'dangerScale', 'heinScaling'];
