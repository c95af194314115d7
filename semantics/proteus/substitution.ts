/** Substitution of closed values (section 1: they hold nothing that a binder could capture), and free locals. */
import { homomorphism } from '../structural.ts';
import { make, proteus, type Expr, type Fields } from './grammar.ts';
import { metas } from './metas.ts';

const { Var, Let } = make.Expr;

/**
 * The local variables free in a term, as a set of hashes: a bit not set says the variable is not there. With it
 * substitution leaves alone what it cannot change, which makes a long chain of lets linear and keeps terms shared.
 */
const freeBits = new WeakMap<object, number>();
const bit = (x: string): number => {
  let h = 0;
  for (let i = 0; i < x.length; i++) h = (Math.imul(h, 31) + x.charCodeAt(i)) | 0;
  return 1 << (((h ^ (h >>> 11)) >>> 0) % 31);
};

export type Node = Expr | Fields;

/** The parts of an expression, in the order of evaluation. */
export const children = (e: Node): readonly Node[] => {
  switch (e.tag) {
    case 'Num':
    case 'Var':
    case 'Ext':
    case 'Loc':
    case 'Update':
    case 'NoFields':
      return [];
    case 'Rec':
      return [e.fields];
    case 'Field':
      return [e.e, e.rest];
    case 'App':
      return [e.fun, e.arg];
    case 'Let':
    case 'Assign':
    case 'Op':
      return [e.e1, e.e2];
    case 'If':
      return [e.e1, e.e2, e.e3, e.e4];
    default:
      return [e.e];
  }
};

function freeVariables(root: Node): number {
  const known = freeBits.get(root);
  if (known !== undefined) return known;
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const e = stack[stack.length - 1] as Node;
    if (e.tag === 'Var') {
      freeBits.set(e, bit(e.x));
      stack.pop();
      continue;
    }
    let bits = 0;
    let ready = true;
    for (const child of children(e)) {
      const b = freeBits.get(child);
      if (b === undefined) {
        stack.push(child);
        ready = false;
        // A bound variable is kept: the set may be too large, never too small.
      } else bits |= b;
    }
    if (ready) {
      freeBits.set(e, bits);
      stack.pop();
    }
  }
  return freeBits.get(root) as number;
}

const { e, e1, e2, v, x, τ } = metas;

const signature = {
  args: ['Expr', 'Expr', 'name'],
  text: '{0@7}[{1}/{2}]',
  latex: '{0@7}[{1}/{2}]',
};

type Substitution = (e: Expr, v: Expr, x: string) => Expr;
const hit = (self: Substitution) => [self(Var(x), v, x), v] as const;
const shadowed = (self: Substitution) => [self(Let(x, τ, e1, e2), v, x), Let(x, τ, self(e1, v, x), e2)] as const;

/** e[v/x]: the closed value v for the free occurrences of the local variable x in e. */
export const substitute = homomorphism<Expr, [Expr, string]>(
  proteus,
  ['Expr', 'Fields'],
  { ...signature, name: 'substitute', sentence: 'substitution of a closed value for a local variable' },
  (self) => [hit(self), shadowed(self)],
  (term, _value, variable) => ((freeVariables(term) & bit(variable)) === 0 ? term : undefined),
);

/** The same without the shortcut: the definition that the tests compare with. */
export const substituteByEquations = homomorphism<Expr, [Expr, string]>(
  proteus,
  ['Expr', 'Fields'],
  { ...signature, name: 'substituteByEquations', sentence: 'substitution, by its equations alone' },
  (self) => [hit(self), shadowed(self)],
);

/** The erasure of a term: con, abs, written types and capabilities go (section 4). */
export const erase = homomorphism<Expr, []>(
  proteus,
  ['Expr', 'Fields'],
  { name: 'erase', args: ['Expr'], text: '⌊{0}⌋', latex: '\\lfloor {0} \\rfloor', sentence: 'a term without casts and annotations' },
  (self) => [
    [self(Let(x, τ, e1, e2)), Let(x, make.Type.Omitted(), self(e1), self(e2))],
    [self(make.Expr.New(τ, e)), make.Expr.New(make.Type.Omitted(), self(e))],
    [self(make.Expr.Con(metas.t, e)), self(e)],
    [self(make.Expr.Abs(metas.t, e)), self(e)],
    [self(make.Expr.Update(metas.Δ)), make.Expr.Update(make.Cap.CapUnknown('?'))],
  ],
);
