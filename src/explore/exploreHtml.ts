import { createHash } from 'node:crypto';
import { AUDIT_STYLES } from '../audit/html/auditStyles.js';
import { htmlPage } from '../page/htmlPage.js';
import { html, trusted } from '../page/markup.js';
import { PAGE_STYLES } from '../page/pageStyles.js';

/** What a page of `farfield explore` opens with; null for a page that waits for files. */
export interface Embedded {
  readonly network: { readonly name: string; readonly base64: string };
  readonly table: { readonly name: string; readonly text: string } | null;
}

const STYLES = `
#drop{display:block;border:2px dashed var(--rule);border-radius:10px;padding:1.2rem;margin:1rem 0;background:var(--card)}
#drop.over{border-color:var(--accent)}
#plot{width:100%;max-width:46rem;height:auto;touch-action:none;cursor:ew-resize;display:block}
#handle{outline:none}
#handle circle{fill:var(--accent)}
#handle path{stroke:var(--accent);stroke-width:2}
#handle:focus-visible circle{stroke:var(--ink);stroke-width:3}
.live{grid-template-columns:max-content minmax(0,1fr);font-variant-numeric:tabular-nums}
.live ul{list-style:none;padding:0;margin:0}
#row{width:6rem}
@media print{#drop{display:none}#plot,.live{break-inside:avoid}}
`;

/**
 * The page of `farfield explore`: one file, which a content security policy keeps from connecting to
 * anything; scripts are those of the page and no others.
 *
 * @param script - the engines and the page's own script, as one
 */
export function exploreHtml(script: string, embedded: Embedded | null): string {
  const safe = script.replaceAll('</script', '<\\/script');
  const hash = createHash('sha256').update(safe).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; connect-src 'none'; form-action 'none'; base-uri 'none'`;
  const data = JSON.stringify(embedded).replaceAll('<', '\\u003c');
  const body = html`<body>
<header class="page"><p class="tool">farfield</p><h1>Explore a network</h1>
<p>What it does far from its data, and which detectors notice. Files are read here: nothing leaves this machine, and this page cannot connect to anything.</p></header>
<main class="audit" id="main">
<label id="drop"><b>Drop a network (.onnx) and, with it, data (.csv) here</b>, or choose them: <input type="file" id="files" multiple accept=".onnx,.json,.nnet,.csv,.txt"></label>
<p id="status" role="status">A CSV has a header, one column a feature, and may have a column label.</p>
<div id="found" hidden>
<p class="headline" id="headline"></p>
<section><h2>Move one feature out</h2>
<div class="controls"><label>Feature <select id="feature"></select></label><label>Row <input id="row" type="number" min="1"></label></div>
<svg id="plot" viewBox="0 0 720 236" role="group" aria-label="Confidence along the feature">
<g class="axis">${[0, 0.5, 1].map((v) => html`<path d="M46 ${190 - v * 178}H700"/><text x="40" y="${193.5 - v * 178}" text-anchor="end">${v}</text>`)}${[
    [-4, '−1000'],
    [-2, '−10'],
    [0, '0'],
    [2, '10'],
    [4, '1000'],
  ].map(
    ([power, text]) =>
      html`<text x="${373 + (Number(power) / 4) * 327}" y="206" text-anchor="middle">${text}</text>`,
  )}<text class="axis-title" transform="translate(12 101)rotate(-90)" text-anchor="middle">confidence</text><text class="axis-title" id="axis-title" x="373" y="226" text-anchor="middle"></text></g>
<path id="curve" class="confidence"/>
<g id="handle" role="slider" tabindex="0" aria-label="How far out" aria-valuemin="-1" aria-valuemax="1" aria-valuenow="0"><path d="M0 12V190"/><circle cy="190" r="9"/></g></svg>
<dl class="live" aria-live="polite"><dt>place</dt><dd id="place"></dd><dt>confidence</dt><dd id="confidence"></dd><dt>detectors</dt><dd><ul id="detectors"></ul></dd><dt>ends in</dt><dd id="limit"></dd></dl></section>
<section><h2>The audit</h2><div id="summary"></div><div id="views"></div></section>
</div></main>
<script type="application/json" id="embedded">${trusted(data)}</script>
<script>${trusted(safe)}</script>
</body>`.text;
  return htmlPage('farfield: explore', `${PAGE_STYLES}${AUDIT_STYLES}${STYLES}`, body).replace(
    '<meta charset="utf-8">',
    () => `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}
