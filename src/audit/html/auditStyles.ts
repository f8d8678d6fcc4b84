/** What the audit page adds to the style of the reports. */
export const AUDIT_STYLES = `
:root{--heat-1:#5a0f1e;--heat-2:#8f1f26;--heat-3:#c04a2b;--heat-4:#dd7f43;--heat-5:#ecae72;--heat-6:#f3d3ab;--heat-7:#f8ecd9;--rest:#dfe3e8;
--blind:#a3191f;--late:#b3770a;--timely:#4c8f74;--unknown:#8b929a}
@media (prefers-color-scheme:dark){:root{--heat-1:#ffe9b8;--heat-2:#ffc978;--heat-3:#f39a4f;--heat-4:#d1683c;--heat-5:#a3413a;--heat-6:#6f2a35;--heat-7:#43202a;--rest:#262b30;
--blind:#ff8f88;--late:#e6b45a;--timely:#6fc3a0;--unknown:#8b929a}}
header.page,main.audit{max-width:76rem;margin:0 auto;padding-left:1.25rem;padding-right:1.25rem}
main.audit section>p{max-width:52rem}
.summary-lines{font-size:1.15rem;line-height:1.5;padding-left:0;list-style:none;max-width:56rem}
.summary-lines li:first-child{font-weight:650}
.tile.alarm b{color:var(--alarm)}
.axis path{stroke:var(--rule);fill:none}
.axis text{fill:var(--muted);font-size:10.5px}
.windows{display:block;font-size:12px}
.windows text{fill:var(--ink)}
.windows .axis text{fill:var(--muted);font-size:11.5px}
.windows circle{fill:var(--ink)}
.windows .seen{stroke:var(--alarm);stroke-width:2.5;fill:none}
.windows .range{stroke:var(--muted);stroke-width:5;opacity:.45;fill:none}
.windows .bound{stroke:var(--ink);stroke-width:2.5;fill:none}
.windows .flag,.windows .blind{stroke-width:2;fill:none}
svg.sample.windows{display:inline-block}
.panels{grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr))}
.panel svg,.drawn td>svg{display:block;width:100%;max-width:26rem;height:auto}
.curve{fill:none;stroke-width:1.7}
.confidence{stroke:var(--ink);stroke-width:2.4;fill:none}
.mark{stroke:var(--alarm);stroke-width:1.4;stroke-dasharray:3 2;fill:none}
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
.windows path.blind{fill:none}
td.blind{color:var(--alarm);font-weight:600!important}
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
@media (max-width:40rem){header.page,main.audit{padding-left:.9rem;padding-right:.9rem}}
`;
