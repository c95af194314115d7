/** Counterexamples of components as they are written: the system, its updates, and where a run of it has come to. */
import { entries } from '../../semantics/maps.ts';
import type { Config, KernelSystem } from '../../semantics/components/grammar.ts';
import { make } from '../../semantics/components/grammar.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { lines, explain } from '../explain.ts';
import type { CounterexampleText } from '../hunt/counterexample.ts';
import { componentsTermTexts, show } from './term-texts.ts';
import { placedText, threadText } from './lines.ts';

const isTerm = <T>(x: unknown, tag: string): x is T =>
  typeof x === 'object' && x !== null && (x as { readonly tag?: string }).tag === tag;

/** A system without its updates. */
export const withoutUpdates = ({ formats, classes, objects, starts }: KernelSystem): KernelSystem =>
  make.System.System(formats, classes, objects, starts, make.Updates.NoUpdates());

/** Where a run has come to, as comments. */
function whereLines(K: Config): string[] {
  const out = ['-- comes to'];
  for (const [t, Θ] of entries(K.threads)) out.push(`--   ${t}: ${threadText(Θ)}`);
  for (const [o, p] of entries(K.objects)) out.push(`--   ${o}: ${placedText(p)}`);
  return out;
}

export const componentsCounterexampleText: CounterexampleText = {
  program: (values) => {
    const { P, K1 } = values;
    if (isTerm<KernelSystem>(P, 'System'))
      return [
        print(withoutUpdates(P)).trimEnd(),
        ...(isTerm<Config>(K1, 'Configuration') ? whereLines(K1) : []),
        '',
      ].join('\n');
    return Object.entries(values)
      .map(([m, x]) => `${m} = ${show(x)}\n`)
      .join('');
  },
  updates: ({ P }) => {
    if (!isTerm<KernelSystem>(P, 'System')) return [];
    const all: string[] = [];
    for (let Q = P.updates; Q.tag === 'Updates'; Q = Q.rest) all.push(`${print(Q.update).trimEnd()}\n`);
    return all;
  },
  why: (failure) => lines(explain(failure, componentsTermTexts)),
};
