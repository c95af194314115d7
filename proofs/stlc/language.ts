/** Programs of the lambda calculus: definitions are abbreviations, put in place of their names before a run begins. */
import { isLeft, isRight, left, right } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import { substitute } from '../../semantics/stlc/functions.ts';
import type { Expr, Locals, Outcome, Type } from '../../semantics/stlc/grammar.ts';
import {
  keywords,
  parseProgram,
  printExpr,
  printProgram,
  printType,
  type Program,
} from '../../semantics/stlc/syntax/index.ts';
import { steps, value } from '../../rules/stlc/reduction.ts';
import { stlc } from '../../rules/stlc/system.ts';
import { Bind, NoLocals, types } from '../../rules/stlc/typing.ts';
import { derive } from '../../checker/derive.ts';
import { stlcTermTexts } from '../../checker/stlc/hunting-ground.ts';
import { failureBehind, tellFailure } from '../../checker/tell.ts';
import { language } from '../calculus.ts';
import { stlcGoals } from './goals.ts';
import { stepping } from '../stepping.ts';

export interface Loaded {
  readonly source: Program;
  readonly types: readonly Type[];
  /** The expression, its definitions put in. */
  readonly e: Expr;
  readonly type: Type;
}

const outcomeText = (o: Outcome): string => (o.tag === 'Next' ? printExpr(o.e) : 'error');
const limit = 60;
const short = (s: string): string => ([...s].length > limit ? `${[...s].slice(0, limit - 1).join('')}…` : s);

export const stlcLanguage = language<Loaded>({
  endings: ['.stlc'],
  keywords,
  load(text, file, { system = stlc } = {}) {
    const read = parseProgram(text, file);
    if (isLeft(read)) return read;
    const source = read.right;
    const errors: LoadError[] = [];
    const typed: Type[] = [];
    const known: (readonly [string, Expr])[] = [];
    let Γ: Locals = NoLocals();
    const typeOf = (e: Expr): Type | undefined => {
      const r = derive(system, types.form, [Γ, e], { explain: true, record: false });
      if (isRight(r)) return r.right.outputs[0] as Type;
      errors.push(tellFailure(system, r.left, file, stlcTermTexts));
      return undefined;
    };
    // An abbreviation is closed once those before it have been put in.
    const closed = (e: Expr): Expr => known.reduce((inside, [x, by]) => substitute.compute(inside, by, x), e);
    const untyped = new Set<string>();
    // What uses a definition without a type is not judged.
    const judged = ({ e, uses }: { readonly e: Expr; readonly uses: ReadonlySet<string> }) =>
      [...uses].some((x) => untyped.has(x)) ? undefined : typeOf(e);
    for (const definition of source.definitions) {
      const { name, e } = definition;
      const τ = judged(definition);
      if (τ === undefined) {
        untyped.add(name);
        continue;
      }
      typed.push(τ);
      Γ = Bind(Γ, name, τ);
      known.push([name, closed(e)]);
    }
    const type = judged(source);
    if (type === undefined || errors.length > 0) return left(errors);
    return right({ source, types: typed, e: closed(source.e), type });
  },
  print: ({ source }) => printProgram(source),
  definitions: ({ source, types: typed }) =>
    source.definitions.map(({ name }, i) => ({ kind: 'let', name, type: printType(typed[i] as Type) })),
  type: ({ type }) => printType(type),
  ...stepping<Loaded, Expr>({
    system: stlc,
    judged: ({ e }) => ({ form: types.form, inputs: [NoLocals(), e] }),
    start: ({ e }) => e,
    step: (e) => ({ form: steps.form, inputs: [e] }),
    next: ([o]) =>
      (o as Outcome).tag === 'Next' ? { state: (o as Outcome & { tag: 'Next' }).e } : { failed: 'error' },
    value: (e) => (isRight(derive(stlc, value.form, [e], { record: false })) ? printExpr(e) : null),
    print: (e) => printExpr(e),
    shown([e, o], whole) {
      const told = whole ? (s: string) => s : short;
      return { redex: told(printExpr(e as Expr)), result: told(outcomeText(o as Outcome)) };
    },
  }),
  goals: stlcGoals,
  failure: failureBehind,
});
