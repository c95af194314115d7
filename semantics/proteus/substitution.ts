/** Substitution of closed values (section 1: they hold nothing that a binder could capture), and free locals. */
import { homomorphism } from '../structural.ts';
import { make, proteus, type Expr, type Fields } from './grammar.ts';
import { metas } from './metas.ts';

const { Var, Let } = make.Expr;

/**
 * The local variables free in a term: the names, while they are few; otherwise a set of hashes, in which a bit not set
 * says that a variable is not there. With it substitution leaves alone what it cannot change, which keeps terms shared
 * and a long chain of lets linear.
 */
type Free = readonly string[] | number;
const few = 6;
const free = new WeakMap<object, Free>();

const bit = (x: string): number => {
  let h = 0;
  for (let i = 0; i < x.length; i++) h = (Math.imul(h, 31) + x.charCodeAt(i)) | 0;
  return 1 << (((h ^ (h >>> 11)) >>> 0) % 31);
};
const bits = (f: Free): number => (typeof f === 'number' ? f : f.reduce((set, x) => set | bit(x), 0));

const closed: Free = [];

function join(a: Free, b: Free): Free {
  if (typeof a === 'number' || typeof b === 'number') return bits(a) | bits(b);
  const more = b.filter((x) => !a.includes(x));
  if (more.length === 0) return a;
  if (a.length === 0) return b;
  const all = [...a, ...more];
  return all.length <= few ? all : bits(all);
}

/** Without a bound variable; a set of hashes keeps it: it may be too large, never too small. */
const without = (f: Free, x: string): Free => (typeof f === 'number' || !f.includes(x) ? f : f.filter((y) => y !== x));

const mayOccur = (f: Free, x: string): boolean => (typeof f === 'number' ? (f & bit(x)) !== 0 : f.includes(x));

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

function freeVariables(root: Node): Free {
  const known = free.get(root);
  if (known !== undefined) return known;
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const e = stack[stack.length - 1] as Node;
    let all: Free = e.tag === 'Var' ? [e.x] : closed;
    let ready = true;
    for (const child of children(e)) {
      const f = free.get(child);
      if (f === undefined) {
        stack.push(child);
        ready = false;
      } else if (ready) all = join(all, e.tag === 'Let' && child === e.e2 && child !== e.e1 ? without(f, e.x) : f);
    }
    if (ready) {
      free.set(e, all);
      stack.pop();
    }
  }
  return free.get(root) as Free;
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
  (term, _value, variable) => (mayOccur(freeVariables(term), variable) ? undefined : term),
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
  {
    name: 'erase',
    args: ['Expr'],
    text: '⌊{0}⌋',
    latex: '\\lfloor {0} \\rfloor',
    sentence: 'a term without casts and annotations',
  },
  (self) => [
    [self(Let(x, τ, e1, e2)), Let(x, make.Type.Omitted(), self(e1), self(e2))],
    [self(make.Expr.New(τ, e)), make.Expr.New(make.Type.Omitted(), self(e))],
    [self(make.Expr.Con(metas.t, e)), self(e)],
    [self(make.Expr.Abs(metas.t, e)), self(e)],
    [self(make.Expr.Update(metas.Δ)), make.Expr.Update(make.Cap.CapUnknown('?'))],
  ],
);
