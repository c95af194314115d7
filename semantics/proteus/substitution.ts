/** Substitution of closed values (section 1: they hold nothing that a binder could capture), and erasure. */
import { homomorphism } from '../structural.ts';
import { substitution } from '../substitution.ts';
import { children as childrenOver } from '../traversal.ts';
import { make, proteus, type Expr, type Fields, type Program } from './grammar.ts';
import { metas, metaTable } from './metas.ts';

const { Let } = make.Expr;

export type Node = Expr | Fields;

/** The parts of an expression, in the order of the text. */
export const children = childrenOver(proteus, ['Expr', 'Fields']) as (e: Node) => readonly Node[];

const form = { in: 'Expr', text: '{0@7}[{1}/{2}]', latex: '{0@7}[{1}/{2}]' };

/** e[v/x]: the closed value v for the free occurrences of the local variable x in e. */
export const substitute = substitution<Expr>(proteus, metaTable, {
  ...form,
  name: 'substitute',
  sentence: 'substitution of a closed value for a local variable',
});

/** The same without the shortcut: the definition that the tests compare with. */
export const substituteByEquations = substitution<Expr>(proteus, metaTable, {
  ...form,
  name: 'substituteByEquations',
  sentence: 'substitution, by its equations alone',
  plain: true,
});

const { e, e1, e2, x, τ, τ1, τ2, μ, Δ } = metas;
const unknownMu = make.Mu.MuUnknown('?');
const unknownCap = make.Cap.CapUnknown('?');

type Equations<T> = readonly (readonly [left: T, right: T])[];

const erasing = (self: (e: Expr) => Expr): Equations<Expr> => [
  [self(Let(x, τ, e1, e2)), Let(x, make.Type.Omitted(), self(e1), self(e2))],
  [self(make.Expr.New(τ, e)), make.Expr.New(make.Type.Omitted(), self(e))],
  [self(make.Expr.Con(metas.t, e)), self(e)],
  [self(make.Expr.Abs(metas.t, e)), self(e)],
  [self(make.Expr.Update(Δ)), make.Expr.Update(unknownCap)],
];

/** The erasure of a term: con, abs, written types and capabilities go (section 4). */
export const erase = homomorphism<Expr, []>(
  proteus,
  ['Expr', 'Fields'],
  {
    name: 'erase',
    args: ['Expr'],
    text: '⌊{0}⌋',
    latex: '\\lfloor {0} \\rfloor',
    sentence: 'a term without casts and annotations',
  },
  erasing,
);

/** The erasure of all code in a program, of a part of one, or of the items of an update; latents of functions go too. */
export const eraseCode = homomorphism<Program, []>(
  proteus,
  ['Program', 'Items', 'Item', 'Binding', 'Expr', 'Fields'],
  {
    name: 'eraseCode',
    args: ['Program'],
    text: '⌊{0}⌋',
    latex: '\\lfloor {0} \\rfloor',
    sentence: 'code without casts and annotations',
  },
  (self) => {
    const part = self as unknown as <T>(term: T) => T;
    const fun = [
      part(make.Binding.Fun(x, τ1, τ2, μ, Δ, e)),
      make.Binding.Fun(x, τ1, τ2, unknownMu, unknownCap, part(e)),
    ] as const;
    return [...erasing(part), fun] as unknown as Equations<Program>;
  },
);
