/** Statistics as a page of its own: one file, without scripts, with bars of CSS, in light and dark. */
import { middleSize, type StatisticsFile } from './file.ts';

const escape = (s: string) =>
  s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const number = (n: number) => n.toLocaleString('en');

const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1b1f; --faint: #5c5c66; --line: #d5d5dc; --bar: #9db8e8; --dark: #2f5fb3; --gap: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #16161a; --ink: #e8e8ee; --faint: #a5a5b2; --line: #3a3a44; --bar: #46618f; --dark: #8fb4f5; --gap: #ff8a80; } }
body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; }
code, td.text { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.15rem 0.6rem 0.15rem 0; vertical-align: top; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.bars { width: 55%; }
.bar { position: relative; height: 0.9em; margin-top: 0.3em; background: var(--bar); min-width: 1px; } .bar i { position: absolute; inset: 0 auto 0 0; background: var(--dark); }
.key i, .key b { display: inline-block; width: 0.9em; height: 0.9em; background: var(--bar); vertical-align: -0.1em; } .key i { background: var(--dark); }
.faint { color: var(--faint); } .gap { color: var(--gap); } details { margin: 0.5rem 0; } summary { cursor: pointer; }
`;

/** A bar of so many in a hundred, with a darker part. */
const bar = (part: number, darker = 0): string =>
  `<div class="bar" style="width:${(100 * part).toFixed(2)}%">${darker > 0 ? `<i style="width:${(100 * darker).toFixed(2)}%"></i>` : ''}</div>`;

/** Rows of a name, a number and its bar; the longest bar is that of the largest number. */
function bars(counts: readonly (readonly [string, number])[], head: string): string {
  const most = Math.max(1, ...counts.map(([, n]) => n));
  const rows = counts.map(
    ([name, n]) =>
      `<tr><td class="text">${escape(name)}</td><td class="n${n === 0 ? ' gap' : ''}">${number(n)}</td><td class="bars">${bar(n / most)}</td></tr>`,
  );
  return `<table><tr><th>${escape(head)}</th><th class="n">instances</th><th></th></tr>${rows.join('')}</table>`;
}

const mostBins = 24;

/** Sizes in as many bins as can be taken in at once, of the same width each. */
function histogram(sizes: StatisticsFile['of'][number]['sizes']): string {
  const largest = sizes.at(-1)?.size ?? 0;
  const width = Math.max(1, Math.ceil((largest + 1) / mostBins));
  const bins = Array.from({ length: Math.floor(largest / width) + 1 }, () => ({ instances: 0, different: 0 }));
  for (const { size, instances, different } of sizes) {
    const bin = bins[Math.floor(size / width)] as { instances: number; different: number };
    bin.instances += instances;
    bin.different += different;
  }
  const most = Math.max(1, ...bins.map((b) => b.instances));
  const rows = bins.map(({ instances, different }, i) => {
    const range = width === 1 ? `${i}` : `${i * width}–${(i + 1) * width - 1}`;
    return `<tr><td class="n">${range}</td><td class="n">${number(instances)}</td><td class="n">${number(different)}</td><td class="bars">${bar(instances / most, different / Math.max(1, instances))}</td></tr>`;
  });
  return `<table><tr><th class="n">size</th><th class="n">instances</th><th class="n">different</th><th class="key"><b></b> all <i></i> different</th></tr>${rows.join('')}</table>`;
}

function claim({ name, title, instances, measured, different, cases, unreached, sizes }: StatisticsFile['of'][number]) {
  const all = [...Object.entries(cases), ...unreached.map((c) => [c, 0] as const)].filter(([c]) => c !== '');
  const note = measured === instances ? '' : ` <span class="faint">(${number(measured)} of them have sizes)</span>`;
  return `<h3 id="${escape(name)}">${escape(name)}: ${escape(title)}</h3>
<p>${number(instances)} instances${note}, ${number(different)} different${sizes.length > 0 ? `; half of them of size ${middleSize(sizes)} at most` : ''}.</p>
${sizes.length > 0 ? histogram(sizes) : ''}
${all.length > 0 ? `<details open><summary>${all.length} cases, ${unreached.length} of them not reached</summary>${bars(all, 'case')}</details>` : ''}`;
}

/** The page. */
export function statisticsPage(s: StatisticsFile): string {
  const { pairs } = s;
  const about = `${s.system}${s.variant === null ? '' : `, variant ${s.variant}`}`;
  const overview = s.of.map(
    (c) =>
      `<tr><td><a href="#${escape(c.name)}">${escape(c.name)}</a></td><td>${escape(c.title)}</td><td class="n">${number(c.instances)}</td><td class="n">${number(c.different)}</td><td class="n${c.unreached.length > 0 ? ' gap' : ''}">${c.unreached.filter((x) => x !== '').length}</td></tr>`,
  );
  const labels = Object.entries(s.labels);
  const tags = Object.entries(s.tags);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Statistics: ${escape(about)}</title><style>${style}</style></head><body>
<h1>What was made: ${escape(about)}</h1>
<p><code>${escape(s.command)}</code>${s.episodes === null ? '' : `, ${number(s.episodes)} episodes`}</p>
<table><tr><th>of</th><th></th><th class="n">instances</th><th class="n">different</th><th class="n">cases not reached</th></tr>${overview.join('')}</table>
${labels.length > 0 ? `<h2>Of instances and steps</h2>${bars(labels, 'label')}` : ''}
${tags.length > 0 ? `<h2>Of episodes</h2>${bars(tags, 'met')}` : ''}
<h2>Sizes and cases</h2>
${s.of.map(claim).join('\n')}
<h2>Pairs of rules</h2>
<p>Of ${number(pairs.possible)} pairs of a rule and one above it that the rules allow, as far as constructors show, ${number(pairs.covered)} were met.</p>
<details${pairs.missing.length > 0 ? ' open' : ''}><summary>${pairs.missing.length} that were not</summary><p class="gap">${pairs.missing.map(escape).join(' · ')}</p></details>
<details><summary>those that were, most often first</summary>${bars(Object.entries(pairs.instances), 'pair')}</details>
<h2>Made again and again</h2>
<table><tr><th>small instance</th><th class="n">times</th></tr>${s.repeated.map(({ text, times }) => `<tr><td class="text">${escape(text)}</td><td class="n">${number(times)}</td></tr>`).join('')}</table>
</body></html>
`;
}
