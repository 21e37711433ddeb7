/** The look of the report and of the pages. No image, no font, no address: nothing is loaded. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --bg: #f6f6f3; --card: #fff; --sunk: #f1f1ed; --ink: #1c2127; --muted: #5c6670; --line: #e2e3de;
  --accent: #0d5c66; --accent-bg: #e3f1f2;
  --error: #b3202b; --error-bg: #fce9ea; --warning: #855300; --warning-bg: #fdf1d8;
  --note: #175a94; --note-bg: #e7f1fa; --ok: #1b6a3d; --ok-bg: #e5f3ea;
  --add: #e4f5e9; --del: #fdebeb; --mark: #ffe08a;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #101316; --card: #171b1f; --sunk: #12161a; --ink: #e5e8ea; --muted: #98a2ac; --line: #2a3037;
    --accent: #74c9d4; --accent-bg: #132c30;
    --error: #ff8f8f; --error-bg: #3b1b1e; --warning: #f0c063; --warning-bg: #33290f;
    --note: #8ac1f3; --note-bg: #14283a; --ok: #82d29d; --ok-bg: #142f1f;
    --add: #12301d; --del: #381a1c; --mark: #6b5200;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--bg); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
main, body > header, body > footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; text-wrap: balance; overflow-wrap: anywhere; }
p { margin: 0; }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, pre, .mono { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; }
code { background: var(--sunk); border-radius: 4px; padding: .1em .35em; }
.muted { color: var(--muted); }
.top { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; padding-top: 1.5rem; font-size: .875rem; }
.brand { display: inline-flex; gap: .55rem; align-items: center; font-weight: 650; color: var(--ink); text-decoration: none; }
.brand svg { width: 1.5rem; height: 1.5rem; color: var(--accent); }
.top .mono { margin-left: auto; color: var(--muted); }
body > footer { padding-top: 1rem; padding-bottom: 3rem; color: var(--muted); font-size: .8125rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.pill {
  display: inline-block; font-size: .75rem; font-weight: 650; line-height: 1; letter-spacing: .01em; padding: .35em .6em;
  border-radius: 999px; background: var(--sunk); color: var(--muted); white-space: nowrap;
}
.error { --tone: var(--error); --tone-bg: var(--error-bg); }
.warning { --tone: var(--warning); --tone-bg: var(--warning-bg); }
.note { --tone: var(--note); --tone-bg: var(--note-bg); }
.ok { --tone: var(--ok); --tone-bg: var(--ok-bg); }
.pill:is(.error, .warning, .note, .ok) { background: var(--tone-bg); color: var(--tone); }
@media print {
  body { background: #fff; } .filter { display: none; } .finding, .card { break-inside: avoid; }
}
`

export const REPORT_STYLE = `
.verdict { margin: 1.25rem 0 1rem; padding: 1.5rem 1.75rem; border-left: 6px solid var(--tone); }
.verdict h1 { font-size: 1.75rem; letter-spacing: -.015em; }
.verdict .state { color: var(--tone); font-weight: 650; font-size: .9375rem; margin-bottom: .3rem; }
.verdict p + p { margin-top: .3rem; }
.families { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .75rem; margin: 0 0 1.75rem; padding: 0; list-style: none; }
.families li { padding: .9rem 1.1rem; font-size: .875rem; }
.families strong { display: flex; gap: .5rem; align-items: center; font-size: .9375rem; margin-bottom: .2rem; }
.dot { flex: none; width: .65rem; height: .65rem; border-radius: 50%; background: var(--tone); }
.filter { border: 0; margin: 0 0 1.25rem; padding: 0; display: flex; flex-wrap: wrap; gap: .45rem; align-items: center; font-size: .8125rem; }
.filter legend { float: left; padding: 0; margin-right: .4rem; color: var(--muted); }
.filter label { display: inline-flex; gap: .4rem; align-items: center; padding: .3rem .75rem; border: 1px solid var(--line); border-radius: 999px; background: var(--card); cursor: pointer; }
.filter label:not(:has(:checked)) { color: var(--muted); background: none; text-decoration: line-through; }
.filter input { accent-color: var(--tone, var(--accent)); margin: 0; }
.filter .gap { width: .75rem; }
.file { margin-bottom: 1.75rem; }
.file > h2 { font: 600 .9375rem/1.4 var(--mono); margin: 0 0 .6rem .1rem; }
.finding { padding: 1.15rem 1.35rem 1.1rem; margin-bottom: .75rem; overflow: hidden; }
.finding > h3 { font-size: 1.0625rem; font-weight: 620; display: flex; gap: .75rem; align-items: baseline; }
.finding > h3 .pill { position: relative; top: -.1em; }
.finding .meta { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin: .35rem 0 0; font-size: .8125rem; color: var(--muted); }
.finding .meta .mono { font-size: inherit; }
.diff { margin: .9rem -1.35rem 0; border-block: 1px solid var(--line); background: var(--sunk); overflow-x: auto; }
.diff table { border-collapse: collapse; min-width: 100%; font: .8125rem/1.6 var(--mono); }
.diff td { padding: 0; white-space: pre; tab-size: 4; }
.diff .n { min-width: 3.1rem; padding: 0 .6rem; text-align: right; color: var(--muted); user-select: none; opacity: .8; }
.diff .s { min-width: 1.2rem; text-align: center; user-select: none; color: var(--muted); }
.diff td:last-child { padding-right: 1.35rem; width: 100%; }
.diff .added { background: var(--add); } .diff .removed { background: var(--del); }
.diff .target .n:first-child { box-shadow: inset 4px 0 var(--tone); }
.diff .target .n { opacity: 1; color: var(--ink); font-weight: 600; }
.diff mark { background: none; color: inherit; text-decoration: underline wavy var(--tone) 1.5px; text-underline-offset: .25em; text-decoration-skip-ink: none; }
.finding dl { display: grid; grid-template-columns: 2.75rem 1fr; gap: .45rem .75rem; margin: .95rem 0 0; font-size: .9375rem; }
.finding dt { color: var(--muted); font-size: .8125rem; padding-top: .12rem; }
.finding dd { margin: 0; min-width: 0; }
.finding .lines { white-space: pre-line; }
.finding dd p + p { margin: .4rem 0 0; } .finding dd ul { margin: 0; padding: 0; list-style: none; }
.finding dd pre { margin: 0; padding: .6rem .8rem; background: var(--add); border-radius: 8px; overflow-x: auto; tab-size: 4; }
.finding .read { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; margin-top: .95rem; font-size: .875rem; }
.rest { padding: 1.1rem 1.35rem; margin-bottom: .75rem; }
.rest h2, .rest summary { font-size: 1rem; font-weight: 620; }
.rest summary { cursor: pointer; } .rest summary .muted { font-weight: 400; }
.rest ul { margin: .6rem 0 0; padding: 0; list-style: none; font-size: .875rem; }
.rest li { padding: .35rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.rest li:first-child { border: 0; }
.rest h3 { font-size: .875rem; margin: .9rem 0 0; }
.clear { padding: 2.5rem 1.5rem; margin-bottom: .75rem; text-align: center; color: var(--muted); }
`

export const PAGE_STYLE = `
.page { padding: 2.25rem 2.5rem 2.5rem; margin-top: 1.25rem; }
.page > :first-child { margin-top: 0; }
.page h1 { font-size: 2rem; letter-spacing: -.02em; margin-bottom: .75rem; }
.page h2 { font-size: 1.3125rem; letter-spacing: -.01em; margin: 2.25rem 0 .6rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
.page h3 { font-size: 1.0625rem; margin: 1.6rem 0 .4rem; }
.page p, .page ul, .page ol, .page blockquote { margin: 0 0 .9rem; max-width: 46rem; }
.page ul, .page ol { padding-left: 1.35rem; } .page li { margin-bottom: .3rem; }
.page li > input { margin-right: .4rem; }
.page blockquote { border-left: 4px solid var(--line); padding-left: 1rem; color: var(--muted); }
.page pre { background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1rem; overflow-x: auto; tab-size: 4; line-height: 1.55; margin: 0 0 1rem; }
.page pre code { background: none; padding: 0; overflow-wrap: normal; font-size: .8125rem; }
.page pre .line-reported { display: inline-block; min-width: 100%; background: var(--error-bg); box-shadow: -1rem 0 var(--error-bg), 1rem 0 var(--error-bg); }
.page figure { margin: 0 0 1rem; } .page figure pre { margin: 0; border-top-left-radius: 0; border-top-right-radius: 0; }
.page figcaption { font: .75rem/1.5 var(--mono); padding: .4rem 1rem; color: var(--muted); background: var(--sunk); border: 1px solid var(--line); border-bottom: 0; border-radius: 8px 8px 0 0; }
.page .table { overflow-x: auto; margin: 0 0 1rem; }
.page table { border-collapse: collapse; font-size: .9375rem; }
.page th, .page td { text-align: left; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.page hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
.facts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1.25rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .75rem; padding: 0; margin: 1rem 0 2rem; list-style: none; }
.grid li { padding: 1.1rem 1.25rem; font-size: .875rem; }
.grid a { font-weight: 620; font-size: 1rem; text-decoration: none; } .grid a:hover { text-decoration: underline; }
.grid .number { color: var(--muted); font: .8125rem var(--mono); display: block; margin-bottom: .2rem; }
.grid p { margin: .3rem 0 0; color: var(--muted); }
.intro { padding: 2rem 0 .5rem; max-width: 44rem; } .intro h1 { font-size: 2.25rem; letter-spacing: -.025em; margin-bottom: .6rem; }
.intro p { font-size: 1.0625rem; color: var(--muted); }
main > section > h4 { font-size: .9375rem; margin-top: 1.25rem; }
.rules { columns: 2; column-gap: 1.5rem; margin: .6rem 0 2rem; padding: .75rem 1.25rem; list-style: none; font-size: .875rem; }
.rules li { display: grid; grid-template-columns: 4.75rem 1fr; gap: .5rem; padding: .4rem 0; break-inside: avoid; line-height: 1.4; }
.rules a { font-weight: 620; text-decoration: none; } .rules a:hover { text-decoration: underline; }
.rules .mono { color: var(--muted); font-size: .75rem; }
main > section > .facts { margin: .75rem 0 0; } a.pill { text-decoration: none; }
main > section > h3 { font-size: 1.0625rem; margin-top: 1.25rem; }
main > h2 { font-size: 1.3125rem; margin-top: 2rem; }
@media (max-width: 40rem) { .page { padding: 1.5rem 1.25rem; } .rules { columns: 1; } }
`
