/** The look of a report: the reader's own light or dark, readable at the width of a phone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --paper: #ffffff; --soft: #5c6675; --line: #d8dde5; --panel: #f4f6f9; --curve: #2468c9; --up: #12805c; --down: #c23b3b; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ef; --paper: #12161d; --soft: #9aa5b5; --line: #2c3440; --panel: #1a202a; --curve: #6ea8ff; --up: #3fbf8f; --down: #f07171; --warn: #e6b450; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 1000px; margin: 0 auto; padding: 20px 16px 64px; }
h1 { font-size: 1.4rem; margin: 0 0 4px; } h2 { font-size: 1.15rem; margin: 2.4rem 0 .6rem; } h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p { margin: .5rem 0; } .soft, .none, figcaption { color: var(--soft); } figure { margin: 0; }
.answer { border-left: 4px solid var(--curve); padding: 2px 0 2px 14px; font-size: 1.1rem; margin: 14px 0; }
.answer p { margin: .3rem 0; }
.warnings { background: var(--panel); border-left: 4px solid var(--warn); padding: 8px 14px; margin: 14px 0; }
.warnings ul, .plain ul { margin: .2rem 0; padding-left: 1.1rem; }
nav { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 12px 0; } a { color: var(--curve); }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th[scope=row] { font-weight: 400; } thead th { color: var(--soft); font-weight: 600; font-size: .87rem; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
.months td { white-space: nowrap; padding: 4px 8px 4px 0; text-align: right; } .months th[scope=col] { padding-right: 8px; text-align: right; } .months th[scope=col]:first-child { text-align: left; }
td, th { overflow-wrap: normal; } .facts td { overflow-wrap: anywhere; } .passed { color: var(--up); } .failed { color: var(--down); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin: 14px 0; }
.tile { background: var(--panel); border-radius: 6px; padding: 8px 12px; } .tile b { display: block; font-size: 1.2rem; font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: .85rem; display: block; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--soft); font: 13px system-ui, sans-serif; }
svg .axis { stroke: var(--line); } svg .curve { fill: none; stroke: var(--curve); stroke-width: 1.6; } svg .fall { fill: var(--down); opacity: .45; }
svg.bars rect { fill: var(--curve); opacity: .6; } svg .mark { stroke: var(--down); stroke-width: 2; } svg .said { fill: var(--ink); }
canvas { width: 100%; height: 420px; display: block; background: var(--panel); border-radius: 6px; touch-action: pan-y; }
.walk { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 8px 0; }
button, input { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 6px 12px; min-height: 40px; }
input { width: 6em; } button:disabled { opacity: .45; } :focus-visible { outline: 2px solid var(--curve); outline-offset: 2px; }
.pick { cursor: pointer; } .pick[aria-current=true] { background: var(--panel); } td.gain { color: var(--up); } td.loss { color: var(--down); }
@media (max-width: 600px) { canvas { height: 320px; } .hide { display: none; } svg text { font-size: 24px; } }
@media print { .walk, canvas, nav { display: none; } }
`;
