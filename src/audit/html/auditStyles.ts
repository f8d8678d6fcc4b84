/** What the audit page adds to the style of the reports. */
export const AUDIT_STYLES = `
:root{--heat-1:#171a1e;--heat-2:#3b4148;--heat-3:#5f666e;--heat-4:#858c94;--heat-5:#a9afb6;--heat-6:#c7cbd0;--heat-7:#dddfe2;--rest:#fbfaf7;
--blind:#a3191f;--late:#b3770a;--timely:#4c8f74;--unknown:#8b929a}
@media screen and (prefers-color-scheme:dark){:root{--heat-1:#f4f2ee;--heat-2:#d5d4d1;--heat-3:#b3b4b4;--heat-4:#8f9295;--heat-5:#6c7176;--heat-6:#4c5258;--heat-7:#363c42;--rest:#15181b;
--blind:#ff8f88;--late:#e6b45a;--timely:#6fc3a0;--unknown:#8b929a}}
header.page,main.audit{max-width:76rem;margin:0 auto;padding-left:1.25rem;padding-right:1.25rem}
main.audit section>p{max-width:52rem}
.summary-lines{font-size:1.15rem;line-height:1.5;padding-left:0;list-style:none;max-width:56rem}
.headline{font-size:1.5rem;line-height:1.35;max-width:54rem;margin:1.4rem 0 .6rem;text-wrap:pretty}
.headline em{font-style:normal;font-weight:680;text-decoration:underline;text-decoration-color:var(--rule);text-decoration-thickness:.15em;text-underline-offset:.18em}
.views{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;margin:1rem 0}
.axis-title{fill:var(--ink)!important}
.scroll-hint{color:var(--muted);font-size:.85rem;margin:.2rem 0}
.scroll-hint[hidden]{display:none}
@media (min-width:60rem){.scroll-hint:not([data-told]){display:none}}
a.button{display:inline-block;border:1px solid var(--rule);border-radius:6px;background:var(--card);padding:.25rem .8rem;text-decoration:none;font-size:.92rem}
.tile.alarm b{color:var(--alarm)}
.axis path{stroke:var(--rule);fill:none}
.axis text{fill:var(--muted);font-size:10.5px}
.windows{display:block;font-size:12px}
.windows text{fill:var(--ink)}
.windows .axis text{fill:var(--muted);font-size:11.5px}
.windows circle{fill:var(--ink)}
.windows .seen{stroke:var(--ink);stroke-width:3;fill:none}
.windows .range{stroke:var(--muted);stroke-width:5;opacity:.45;fill:none}
.windows .bound{stroke:var(--muted);stroke-width:2;stroke-dasharray:3 2;fill:none}
.windows .flag{stroke-width:2;fill:none}
svg.sample.windows{display:inline-block}
.panels{grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr))}
.panel svg,.drawn td>svg{display:block;width:100%;max-width:26rem;height:auto}
.curve{fill:none;stroke-width:1.7}
.confidence{stroke:var(--ink);stroke-width:2.4;fill:none}
.certain{stroke:var(--ink);stroke-width:1.4;stroke-dasharray:3 2;fill:none}
.threshold{stroke:var(--muted);stroke-width:1;stroke-dasharray:1 3;fill:none}
.heats{display:flex;flex-wrap:wrap;gap:1.2rem}
figure.heat{border:0;padding:0;margin:0;flex:1 1 15rem;max-width:22rem}
figure.heat svg{width:100%;height:auto;display:block;border:1px solid var(--rule);border-radius:4px;cursor:crosshair}
figure.heat figcaption{font-size:.9rem;color:var(--muted);margin-top:.3rem}
.heat rect,.legend rect{fill:var(--rest)}
.heat-1{fill:var(--heat-1)}.heat-2{fill:var(--heat-2)}.heat-3{fill:var(--heat-3)}.heat-4{fill:var(--heat-4)}.heat-5{fill:var(--heat-5)}.heat-6{fill:var(--heat-6)}.heat-7{fill:var(--heat-7)}.tied{fill:var(--unknown)}
table.matrix,table.directions{border-collapse:collapse;font-size:.88rem;line-height:1.4;font-variant-numeric:tabular-nums}
table.matrix th,table.matrix td,table.directions th,table.directions td{padding:.28rem .8rem .28rem 0;text-align:right;white-space:nowrap;border-bottom:1px solid var(--rule);font-weight:400}
table.matrix th:first-child,table.directions th:first-child{text-align:left}
table.matrix th:last-child,table.matrix td:last-child{text-align:left}
table.matrix thead th,table.directions thead th{color:var(--muted);font-weight:600;position:sticky;top:0;background:var(--paper);vertical-align:bottom}
table.matrix svg{display:block}
path.blind{fill:var(--blind)}path.late{fill:var(--late)}path.timely{fill:var(--timely)}path.unknown{fill:var(--unknown)}
table.directions td.words{white-space:normal;min-width:9.5rem}
td.blind{color:var(--blind);font-weight:600!important}
.scroll.tall{max-height:36rem;overflow:auto;border:1px solid var(--rule);border-radius:8px;padding:0 .9rem;background:var(--card)}
.scroll.tall thead th{background:var(--card)}
table.directions thead button{all:unset;cursor:pointer;color:inherit;font:inherit}
table.directions thead button:focus-visible{outline:2px solid var(--accent)}
table.directions thead th[aria-sort=ascending] button::after{content:" ▲";font-size:.7em}
table.directions thead th[aria-sort=descending] button::after{content:" ▼";font-size:.7em}
table.directions tbody th button{all:unset;cursor:pointer;color:var(--accent);text-decoration:underline;text-underline-offset:.15em}
table.directions tbody th button:focus-visible{outline:2px solid var(--accent)}
tr.drawn td{text-align:left!important;white-space:normal!important}
.controls{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;margin:.6rem 0}
.controls[hidden]{display:none}
.controls label{display:flex;gap:.4rem;align-items:center;font-size:.92rem}
.controls input,.controls select{font:inherit;font-size:.92rem;padding:.2rem .5rem;border:1px solid var(--rule);border-radius:6px;background:var(--card);color:var(--ink);max-width:100%}
.labels{font-size:.88rem;max-height:14rem;overflow:auto}
@media print{
@page{size:A4 landscape;margin:12mm}
:root{color-scheme:light}
header.page,main.audit{max-width:none;padding:0}
.controls,.no-print,.scroll-hint,.views{display:none!important}
.scroll,.scroll.tall{max-height:none;overflow:visible;border:0;padding:0}
.labels{max-height:none;overflow:visible}
table.matrix,table.directions{font-size:7.5pt}
table.directions th,table.directions td,table.matrix th,table.matrix td{position:static!important;white-space:normal!important;padding-right:1em!important}
.scroll>svg.windows{width:100%;height:auto}
tr,.panel,figure{break-inside:avoid}
table.directions thead button{display:contents}
h2{break-after:avoid;margin-top:1.6rem}
.panels{grid-template-columns:repeat(3,1fr)}}
@media (max-width:40rem){.headline{font-size:1.2rem}header.page,main.audit{padding-left:.9rem;padding-right:.9rem}}
`;
