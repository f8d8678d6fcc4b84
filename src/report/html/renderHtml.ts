import type { ClaimEvidence, Evidence } from '../../evidence/evidence.js';
import { counted, grouped } from '../../page/countWords.js';
import { htmlPage } from '../../page/htmlPage.js';
import { html } from '../../page/markup.js';
import { PAGE_STYLES } from '../../page/pageStyles.js';
import { sharedHypotheses } from '../detectorsAtInfinity.js';
import type { Figure } from '../plots/figure.js';
import { figuresOf } from '../plots/figuresOf.js';
import { NO_PLACE, type RepositoryView } from '../repositoryView.js';
import { shortCommit } from '../words.js';
import { claimSection } from './claimSection.js';
import { claimsTable } from './claimsTable.js';
import { concernsSection } from './concernsSection.js';
import { contents } from './contents.js';
import { detectorsSection } from './detectorsSection.js';
import { experimentsSection } from './experimentsSection.js';
import { genericSection } from './genericSection.js';
import { readersGuide } from './readersGuide.js';
import { remarksOf } from './remarks.js';
import { summarySection } from './summarySection.js';

/**
 * Writes the report as one page: self-contained, offline, without JavaScript, light or dark as the
 * reader's system is. Formulas are MathML, plots SVG.
 *
 * A pure function of the evidence: same evidence, same bytes. Plots are drawn from the recorded
 * values in float64, and say so.
 *
 * @param view - what the page can link to, from where it will lie; nothing if absent
 * @throws InputError if a recorded network, ray or figure is not valid
 *
 * @example
 * ```ts
 * (await renderHtml(evidence)).startsWith('<!doctype html>'); // true
 * ```
 */
export async function renderHtml(
  evidence: Evidence,
  view: RepositoryView = NO_PLACE,
): Promise<string> {
  const { claims, tool, seed, runsPerClaim } = evidence;
  const sections: { claim: ClaimEvidence; figures: Figure[] }[] = [];
  for (const claim of claims) sections.push({ claim, figures: await figuresOf(claim) });
  const ran = evidence.experiments.filter(({ status }) => status === 'run').length;
  const { commit } = evidence.environment;
  const context = {
    view,
    seed,
    runs: runsPerClaim,
    remarks: remarksOf(claims),
    shared: new Set(sharedHypotheses(claims)),
  };
  const body = html`<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="page"><p class="tool">farfield ${tool.version}${commit === undefined ? null : html`, commit ${shortCommit(commit)}`}, <time datetime="${evidence.timing.startedAt}">${evidence.timing.startedAt.slice(0, 10)}</time></p>
<h1>Evidence report</h1>
<p>Every claim of the theory, checked on generated networks, rays and logits: seed ${seed}, ${grouped(runsPerClaim)} cases a claim.${ran === 0 ? null : ` And ${counted(ran, 'experiment')} of the papers, on data.`}</p></header>
<div class="columns">
${contents(evidence)}
<main id="main">
${concernsSection(evidence)}
${summarySection(evidence)}
${genericSection(evidence)}
${claimsTable(claims)}
${detectorsSection(claims)}
<h2>Claim by claim</h2>
${sections.map(({ claim, figures }) => claimSection(claim, figures, context))}
${await experimentsSection(evidence.experiments)}
${readersGuide(evidence, view, context.remarks.list)}
</main>
</div>
</body>`.text;
  return htmlPage('farfield: evidence report', PAGE_STYLES, body);
}
