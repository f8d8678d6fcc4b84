/**
 * The page's style sheet. Colours are variables, set once for light and once for dark; every pair of
 * text and background has a contrast of at least 4.5 : 1. No verdict is told by colour alone.
 */
export const PAGE_STYLES = `
:root{color-scheme:light dark;
--paper:#fbfaf7;--card:#fff;--ink:#1f2328;--muted:#5b626a;--rule:#e4e1d9;--accent:#235a8c;--mark:#8a4a12;
--holds:#17694c;--holds-bg:#e5f3ec;--refuted:#7a3590;--refuted-bg:#f4eaf7;--other:#6e5300;--other-bg:#f8f0d8;--alarm:#a3191f;--alarm-bg:#fdecec;
--series-1:#2463a6;--series-2:#b3560a;--series-3:#27754a;--series-4:#7a3590;--series-5:#0c717d;--series-6:#8a6d00;
--band-1:#f7ead9;--band-2:#f3e6d9;--band-3:#eee3da;--band-4:#e9e0dc;--band-5:#e2dddf;--band-6:#d8dae3;--band-7:#ccd5e6;--band-8:#bfcfe8;--band-9:#b2c9ea;--band-10:#a6c3ec}
@media screen and (prefers-color-scheme:dark){:root{
--paper:#15181b;--card:#1b1f23;--ink:#e7e5e0;--muted:#a4aab1;--rule:#31373d;--accent:#8fbce6;--mark:#e0a268;
--holds:#82d4b0;--holds-bg:#16332a;--refuted:#d9a8ea;--refuted-bg:#35213d;--other:#e6c964;--other-bg:#352d13;--alarm:#ff9f99;--alarm-bg:#451d1f;
--series-1:#7db4ea;--series-2:#f0a35c;--series-3:#78cc9c;--series-4:#d3a2e6;--series-5:#6cc9d4;--series-6:#dcc25a;
--band-1:#4a3620;--band-2:#453526;--band-3:#40342b;--band-4:#3b3330;--band-5:#363336;--band-6:#31353f;--band-7:#2c394b;--band-8:#283d57;--band-9:#244163;--band-10:#20456f}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif;overflow-wrap:break-word}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:1}
h1,h2,h3,h4{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:2.1rem;font-weight:650;letter-spacing:-.015em}
h2{font-size:1.45rem;font-weight:650;margin:3.2rem 0 1rem}
h3{font-size:1.25rem;font-weight:650}
h4{font-size:1rem;font-weight:650;margin:0 0 .4rem}
p,ul,ol,dl{margin:.4rem 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
code,pre{font:.88em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.note,.meta,.title,.tool{color:var(--muted);font-size:.92rem}
.tool{margin:0;letter-spacing:.04em}
.alarm{color:var(--alarm)}
header.page,.columns{max-width:58rem;margin:0 auto;padding:0 1.25rem}
header.page{padding-top:2.6rem}
header.page p:last-child{color:var(--muted);max-width:44rem}
main{min-width:0;padding-bottom:5rem}
main>section:first-child h2{margin-top:1.6rem}
nav.contents{display:none}
@media (min-width:76rem){
header.page,.columns{max-width:76rem}
.columns{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:3rem}
nav.contents{display:block;position:sticky;top:0;max-height:100vh;overflow:auto;padding:2rem 0;align-self:start;font-size:.85rem;line-height:1.45}
nav.contents ul{list-style:none;padding:0;margin:.3rem 0}
nav.contents ul ul{border-left:1px solid var(--rule);padding-left:.8rem}
nav.contents li{margin:.35rem 0}
nav.contents a{text-decoration:none}
nav.contents a:hover{text-decoration:underline}
nav.contents span{white-space:nowrap;font-size:.8rem;color:var(--muted)}
nav.contents span.refuted{color:var(--refuted)}
nav.contents span.alarm{color:var(--alarm);font-weight:650}}
.concerns{border-left:4px solid var(--other);background:var(--other-bg);border-radius:0 6px 6px 0;padding:.9rem 1.2rem;margin:1.6rem 0 0}
.concerns.finding{border-color:var(--alarm);background:var(--alarm-bg)}
.concerns h2{font-size:1.1rem;margin:0 0 .4rem!important;color:var(--other)}
.concerns.finding h2{color:var(--alarm)}
.concerns ul{padding-left:1.1rem;margin:0}
.concerns li{margin:.25rem 0}
.ids{font-size:.92rem}
.outcome{font-size:1.1rem;font-weight:600}
.outcome.clean{color:var(--holds)}
.tiles{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.8rem;margin:1rem 0}
.tile{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.7rem 1rem;display:flex;flex-direction:column}
.tile b{font-size:1.9rem;line-height:1.2;font-weight:600;font-variant-numeric:tabular-nums}
.tile span{font-size:.88rem;color:var(--muted)}
.tile.holds b{color:var(--holds)}
.tile.refuted b{color:var(--refuted)}
.sentences{padding-left:1.1rem}
.badge{display:inline-flex;align-items:center;gap:.3em;padding:.05rem .6rem .05rem .45rem;border-radius:1rem;font-size:.85rem;font-weight:600;line-height:1.6;white-space:nowrap;vertical-align:.06em;color:var(--other);background:var(--other-bg)}
.badge.holds{color:var(--holds);background:var(--holds-bg)}
.badge.refuted{color:var(--refuted);background:var(--refuted-bg)}
.badge.not-run{color:var(--muted);background:none;border:1px solid var(--rule)}
.badge.unexpected{color:var(--alarm);background:var(--alarm-bg);outline:2px solid var(--alarm)}
.badge::before{content:"?";content:"?"/""}
.badge.holds::before{content:"✓";content:"✓"/""}
.badge.refuted::before{content:"✗";content:"✗"/""}
.badge.vacuous::before{content:"∅";content:"∅"/""}
.badge.not-run::before{content:"–";content:"–"/""}
table.claims{width:100%;border-collapse:collapse;font-size:.92rem;line-height:1.45}
table.claims th{text-align:left;font-weight:600;color:var(--muted);font-size:.85rem;padding:.4rem .7rem .4rem 0;border-bottom:1px solid var(--muted)}
table.claims td{padding:.6rem .7rem .6rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
table.claims td:first-child{min-width:11rem}
table.claims .line{white-space:nowrap}
table.claims code{white-space:normal;overflow-wrap:anywhere}
.filter{border:0;padding:0;margin:.4rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.92rem}
.filter legend{float:left;padding:0;margin-right:1.2rem;color:var(--muted)}
.filter label{cursor:pointer}
@media screen{
.catalogue:has(input.refuted:checked) tbody tr:not(.refuted),.catalogue:has(input.ours:checked) tbody tr:not(.ours){display:none}}
@media print,screen and (min-width:50.1rem){
table.lines{font-size:.8rem;line-height:1.25}
table.lines td{padding:.12rem .6rem .12rem 0;vertical-align:baseline}
table.lines td+td+td,table.lines.catalogued td+td,table.lines th{white-space:nowrap}
table.lines.catalogued td:first-child{width:50%}
table.lines td:first-child{min-width:9rem}
table.lines a{text-decoration:none}
table.lines a:hover{text-decoration:underline}
table.lines .badge{font-size:inherit;line-height:inherit;padding:0;background:none;border:0}}
@media screen and (max-width:50rem){
table.claims,table.claims tbody,table.claims tr,table.claims td{display:block}
table.claims thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.claims tr{border:1px solid var(--rule);border-radius:8px;background:var(--card);padding:.6rem .9rem;margin:.7rem 0}
table.claims td{border:0;padding:.15rem 0;display:grid;grid-template-columns:7.5rem minmax(0,1fr);gap:.5rem;justify-items:start}
table.claims td::before{content:attr(data-heading);color:var(--muted);font-size:.85rem}
table.claims td:first-child{display:block;padding-bottom:.4rem}
table.claims td:first-child::before{content:none}
table.lines td:empty{display:none!important}
table.catalogued tr{margin:.4rem 0;padding:.4rem .8rem}
table.catalogued td:not(:first-child){display:inline-grid;grid-template-columns:auto auto;gap:.35rem;margin-right:1rem;padding:0;align-items:baseline;font-size:.85rem}}
.claim{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:1.4rem 1.6rem;margin:1.4rem 0}
.claim>div,.claim>figure{margin:1.2rem 0 0}
.hypotheses ul{padding-left:1.1rem;margin:0}
.reading{border-top:1px solid var(--rule);padding-top:1.1rem}
.reading>h4{display:flex;flex-wrap:wrap;gap:.3rem .7rem;align-items:center}
.formula{margin:.7rem 0;padding:.45rem .2rem;overflow-x:auto;overflow-y:hidden;line-height:2.1}
.formula math{math-style:normal;font-size:1.12em;font-family:"Cambria Math","STIX Two Math","Latin Modern Math","Libertinus Math","TeX Gyre Termes Math","DejaVu Math TeX Gyre",math}
.unset{white-space:pre-wrap;overflow-wrap:anywhere}
sub,sup{font-size:.78em;line-height:0}
.counterexample{border-left:3px solid var(--refuted);padding:.1rem 0 .1rem 1rem;margin:1rem 0 .4rem}
.steps{font-family:"Cambria Math",Cambria,"STIX Two Text","Latin Modern Roman",Georgia,"Liberation Serif","DejaVu Serif",serif;font-size:1.06rem;padding-left:1.5rem}
.steps li{margin:.3rem 0;padding-left:.2rem;overflow-wrap:anywhere}
.steps li::marker{color:var(--muted);font-size:.85rem}
.scroll{overflow-x:auto}
.numbers{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.92rem}
.numbers th,.numbers td{padding:.15rem .9rem .15rem 0;text-align:right;font-weight:400}
.numbers thead th{border-bottom:1px solid var(--rule);color:var(--muted)}
details summary{cursor:pointer;color:var(--accent)}
.theorems dl{grid-template-columns:minmax(0,1fr);gap:0}
.theorems dd{margin:0 0 .5rem}
.theorems pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85em}
.values pre{margin:.4rem 0;padding:.7rem .9rem;background:var(--paper);border:1px solid var(--rule);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;max-height:20rem;overflow-y:auto}
figure{border-top:1px solid var(--rule);padding-top:1.1rem}
figcaption p{color:var(--muted);font-size:.92rem;max-width:46rem}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15.5rem),1fr));gap:.6rem 1rem;margin-top:.8rem}
.panel>svg{display:block;width:100%;height:auto;font-family:inherit}
.panel-title{font-size:.9rem;font-weight:600;margin:0}
.legend{list-style:none;padding:0;margin:.1rem 0 0;display:flex;flex-wrap:wrap;gap:.1rem 1rem;font-size:.85rem}
.sample{width:1.75rem;height:.5rem;margin-right:.4rem;fill:none;stroke-width:2;vertical-align:.1em}
@media (min-width:60rem){figure.single{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,24rem);gap:2rem;align-items:start}figure.single .panels{margin:0}}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:1rem 2rem;border-top:1px solid var(--rule);padding-top:1.1rem;font-size:.92rem}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1rem}
dt{color:var(--muted)}
.symbols{grid-template-columns:minmax(4rem,max-content) minmax(0,1fr)}
dd{margin:0;font-variant-numeric:tabular-nums}
.coverage{list-style:none;padding:0}
.coverage li{display:flex;justify-content:space-between;gap:.8rem;margin:.15rem 0;padding-bottom:.15rem;background:linear-gradient(var(--series-1),var(--series-1)) left bottom/var(--share) 3px no-repeat,linear-gradient(var(--rule),var(--rule)) left bottom/100% 3px no-repeat;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.coverage b{font-weight:400;font-variant-numeric:tabular-nums}
.guide dl{grid-template-columns:8rem minmax(0,1fr)}
.guide h3{font-size:1.05rem;margin:1.4rem 0 .3rem}
.flaw{border-left:3px solid var(--other);padding-left:1rem}
.interval{display:block;width:7.5rem;height:1rem;fill:var(--other);stroke:var(--other)}
.interval.holds{fill:var(--holds);stroke:var(--holds)}
.interval.refuted{fill:var(--refuted);stroke:var(--refuted)}
.interval .axis{stroke:var(--muted);stroke-width:.75;fill:none}
.interval .band{stroke-width:3;stroke-linecap:round;fill:none}
.interval circle{stroke:var(--card);stroke-width:1}
.experiments>h3{margin:2.2rem 0 .4rem}
.experiment>.small{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1.2rem;border-top:1px solid var(--rule);margin-top:1.2rem;padding-top:1.1rem}
.small .sheet{width:100%}
@media (min-width:50.1rem){.experiments table.claims td:first-child{min-width:13rem}}
.experiments .title a{white-space:nowrap}
.small figure{border:0;padding:0;margin:0;display:grid;grid-template-rows:1fr auto}
.results h4,.small h4{text-wrap:wrap}
.experiment>.results,.experiment>.notes{border-top:1px solid var(--rule);padding-top:1.1rem;margin-top:1.2rem}
.experiment>details.results{padding-top:.7rem;margin-top:.7rem}
.experiment .notes ul{padding-left:1.1rem}
table.results{border-collapse:collapse;font-size:.88rem;line-height:1.4;font-variant-numeric:tabular-nums;margin:.4rem 0}
table.results th,table.results td{padding:.2rem 1.1rem .2rem 0;text-align:left;font-weight:400;vertical-align:top}
table.results .number{text-align:right}
table.results .short,table.results tbody th{white-space:nowrap}
table.results tbody th{position:sticky;left:0;background:var(--card)}
table.results thead th.number{min-width:4.5rem;max-width:9rem}
table.results thead th{color:var(--muted);border-bottom:1px solid var(--muted);vertical-align:bottom}
table.results tbody tr+tr>*{border-top:1px solid var(--rule)}
table.results td.limit{font-weight:650;color:var(--accent)}
.sheet{--ink:#1f2328;--muted:#5b626a;--rule:#e4e1d9;background:#fff;color:#1f2328;border-radius:6px;padding:.6rem;margin-top:.6rem;width:fit-content;max-width:100%}
.sheet svg{display:block;width:100%;height:auto;font-family:inherit}
@media screen and (max-width:40rem){
h1{font-size:1.7rem}
header.page,.columns{padding:0 .9rem}
.claim{padding:1.1rem .9rem;border-radius:8px}
.guide dl{grid-template-columns:minmax(0,1fr)}
.guide dd{margin-bottom:.4rem}}
@page{margin:16mm 14mm}
@media print{
:root{color-scheme:light;--paper:#fff}
nav.contents,.skip,.filter{display:none}
body{font-size:10pt}
header.page,.columns{display:block;max-width:none;padding:0}
main{padding-bottom:0}
.claim{break-inside:auto;border:0;border-top:1px solid var(--rule);border-radius:0;padding:1rem 0 0}
h1,h2,h3,h4,figcaption,summary,thead{break-after:avoid}
tr,.panel,.tile,.formula,li,.numbers,.legend{break-inside:avoid}
h2+p,h3+p{break-after:avoid}
thead{display:table-header-group}
.formula,.scroll{overflow:visible}
.values pre{max-height:none;overflow:visible}
a{color:inherit}
table.claims{font-size:8.5pt}
table.claims td{padding:.15rem .6rem .15rem 0}
.badge,.bar,.sheet,.tile,.concerns{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
