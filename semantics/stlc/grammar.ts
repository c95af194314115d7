/**
 * The simply-typed lambda calculus with lists of integers, call by value. Levels: 0 lambda, 1 application, 2 the rest.
 */
import { con, grammar, type SortOf, type TypedGrammar } from '../grammar.ts';

const declaration = {
  sorts: {
    Type: {
      Int: con([], 'int', { latex: '\\mathsf{int}' }),
      List: con([], 'list int', { latex: '\\mathsf{list\\;int}' }),
      Arrow: con(
        [
          ['from', 'Type'],
          ['to', 'Type'],
        ],
        '{from@1} → {to}',
        { latex: '{from@1} \\to {to}', level: 0 },
      ),
    },
    Expr: {
      Num: con([['n', 'int']], '{n}', { value: true }),
      Nil: con([], 'nil', { latex: '\\mathsf{nil}', value: true }),
      Cons: con([], 'cons', { latex: '\\mathsf{cons}', value: true }),
      Hd: con([], 'hd', { latex: '\\mathsf{hd}', value: true }),
      Tl: con([], 'tl', { latex: '\\mathsf{tl}', value: true }),
      Plus: con([], '+', { value: true }),
      Var: con([['x', 'name']], '{x}', { variable: 'x' }),
      Lam: con(
        [
          ['x', 'name'],
          ['type', 'Type'],
          ['body', 'Expr'],
        ],
        'λ{x}:{type}. {body}',
        { latex: '\\lambda {x}{:}{type}.\\,{body}', level: 0, binds: { x: 'body' }, value: true },
      ),
      App: con(
        [
          ['fun', 'Expr'],
          ['arg', 'Expr'],
        ],
        '{fun@1} {arg@2}',
        {
          latex: '{fun@1}\\;{arg@2}',
          level: 1,
          evaluates: ['fun', 'arg'],
          value: [{ fun: 'Cons' }, { fun: ['App', { fun: 'Cons' }] }, { fun: 'Plus' }],
        },
      ),
    },
    /** Γ, the latest binding first. */
    Locals: {
      NoLocals: con([], '·', { latex: '\\cdot' }),
      Bind: con(
        [
          ['rest', 'Locals'],
          ['x', 'name'],
          ['type', 'Type'],
        ],
        '{rest}, {x}:{type}',
      ),
    },
    /** What a step leads to. */
    Outcome: {
      Next: con([['e', 'Expr']], '{e}'),
      Failed: con([], 'error', { latex: '\\mathsf{error}' }),
    },
  },
  maps: {},
} as const;

type DeclaredSorts = typeof declaration.sorts;
export interface StlcSorts extends DeclaredSorts {}
export interface StlcDeclaration {
  readonly sorts: StlcSorts;
  readonly maps: object;
}

export const stlc: TypedGrammar<StlcDeclaration> = grammar<StlcDeclaration>('stlc', declaration);
export type Sort<S> = SortOf<StlcDeclaration, S>;
export type Type = Sort<'Type'>;
export type Expr = Sort<'Expr'>;
export type Locals = Sort<'Locals'>;
export type Outcome = Sort<'Outcome'>;
export const make = stlc.make;
