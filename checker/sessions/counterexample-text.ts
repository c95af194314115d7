/** Counterexamples of sessions as they are written: programs with their updates, configurations beside their protocols. */
import { entries } from '../../semantics/maps.ts';
import { itemsOf } from '../../semantics/sessions/configs.ts';
import type {
  Code,
  Config,
  Entries,
  Global,
  Offer,
  Parties,
  Program,
  Run,
  Table,
} from '../../semantics/sessions/grammar.ts';
import { codeItems, entriesList, partList, procedures } from '../../semantics/sessions/tables.ts';
import { print } from '../../semantics/sessions/syntax/print.ts';
import type { CounterexampleText } from '../hunt/counterexample.ts';
import { lines, explain } from '../explain.ts';
import { make } from '../../semantics/sessions/grammar.ts';
import { sessionsTermTexts, show } from './term-texts.ts';

/** How long a line may be. */
const width = 140;

/** `word { … }` on one line where it fits. */
function block(head: string, parts: readonly string[]): string[] {
  const one = `${head} { ${parts.join('  ')} }`;
  return one.length <= width ? [one] : [`${head} {`, ...parts.map((x) => `  ${x}`), '}'];
}

const onOneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');
const procs = (D: Table): string[] =>
  procedures(D).map((p) => onOneLine(print(make.Table.Proc(p.f, p.params, p.heading, p.body, make.Table.NoProcs()))));
const codes = (d: Code): string[] =>
  codeItems(d).map(
    (c) =>
      `${c.tag === 'Add' ? 'add ' : ''}${onOneLine(print(make.Table.Proc(c.f, c.params, c.heading, c.body, make.Table.NoProcs())))}`,
  );
const entriesText = (N: Entries): string[] => entriesList(N).map((e) => `entry ${e.f} = ${e.g}`);

export function offerLines(U: Offer): string[] {
  if (U.tag === 'CodeUpdate') {
    const out = ['update code'];
    for (let J = U.parts; J.tag === 'CodePart'; J = J.rest) out.push(...block(`participant ${J.p}`, codes(J.code)));
    return out;
  }
  return [
    `update protocol at ${U.u} : ${print(U.protocol)}`,
    ...partList(U.parts).flatMap((i) =>
      block(`${i.tag === 'AddedPart' ? 'add ' : ''}participant ${i.p}`, [...entriesText(i.entries), ...procs(i.table)]),
    ),
  ];
}

/** A program without its updates. */
export function programLines(G: Global, K: Parties): string[] {
  const out = [`protocol ${print(G)}`];
  for (let k = K; k.tag === 'Party'; k = k.rest) out.push(...block(`participant ${k.p}`, procs(k.table)));
  return out;
}

/** Threads, their tables and what is in the queues, as comments where `tables` are left out. */
function configLines(C: Config, tables: boolean): string[] {
  const out: string[] = [];
  for (const [p, Θ] of entries(C.threads)) {
    const at = `-- ${p}, version ${Θ.n}: ${print(Θ.process)}`;
    out.push(...(tables && Θ.table.tag === 'Proc' ? [at, ...block(`participant ${p}`, procs(Θ.table))] : [at]));
  }
  for (const [key, items] of entries(C.queues))
    out.push(`-- ${key.replace(' ', ' → ')}: ${itemsOf(items).map(print).join(', ')}`);
  return out;
}

/** Where a run has come to, on one line. */
const whereText = (run: Run): string =>
  ['-- comes to', ...configLines(run.config, false)].map((l, i) => (i === 0 ? l : l.replace(/^-- /, ''))).join(' | ');

const is = <T>(x: unknown, tag: string): x is T =>
  typeof x === 'object' && x !== null && (x as { readonly tag?: string }).tag === tag;

export const sessionsCounterexampleText: CounterexampleText = {
  program: (values) => {
    const { M, ψ, G, C, K } = values;
    if (is<Program>(M, 'Program')) {
      const run = ψ as Run | undefined;
      return [...programLines(M.protocol, M.parties), ...(run === undefined ? [] : [whereText(run)]), ''].join('\n');
    }
    if (G !== undefined && is<Config>(C, 'Configuration'))
      return [`-- protocol: ${print(G as Global)}`, ...configLines(C, true), ''].join('\n');
    if (G !== undefined && K !== undefined) return [...programLines(G as Global, K as Parties), ''].join('\n');
    return Object.entries(values)
      .map(([m, x]) => `${m} = ${show(x)}\n`)
      .join('');
  },
  updates: ({ M }) => {
    if (!is<Program>(M, 'Program')) return [];
    const all: string[] = [];
    for (let Y = M.offers; Y.tag === 'Offers'; Y = Y.rest) all.push(`${offerLines(Y.offer).join('\n')}\n`);
    return all;
  },
  why: (failure) => lines(explain(failure, sessionsTermTexts)),
};
