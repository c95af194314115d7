/** What the theorems of section 10 compute with, besides the metafunctions of the rules. */
import { inOrderOf } from '../../semantics/evaluation-order.ts';
import type { Term } from '../../semantics/grammar.ts';
import { holes } from '../../semantics/holes.ts';
import { rebuild } from '../../semantics/rebuilding.ts';
import { entries, get } from '../../semantics/maps.ts';
import { equal } from '../../semantics/terms.ts';
import { metafunction, partialMetafunction } from '../../semantics/symbols.ts';
import { homomorphism } from '../../semantics/structural.ts';
import { subset } from '../../semantics/proteus/capability.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import {
  make,
  proteus,
  type Binding,
  type Cap,
  type Config,
  type Expr,
  type Item,
  type Locals,
  type Mu,
  type Program,
  type Signature,
  type Types,
} from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { metas } from '../../semantics/proteus/metas.ts';
import { children, erase, eraseCode, type Node } from '../../semantics/proteus/substitution.ts';
import { signatureWithin } from '../../semantics/proteus/types.ts';
import { itemList, listOfItems, startOf } from '../../semantics/proteus/programs.ts';
import { isValue } from '../../semantics/proteus/values.ts';
import { inferProgram } from '../../checker/proteus/infer.ts';
import { fast } from '../../checker/proteus/run.ts';
import type { System } from '../../rules/system.ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { proteus as proteusSystem, proteusDeclarative } from '../../rules/proteus/system.ts';
import { reduces } from '../../rules/proteus/reduction.ts';
import { types } from '../../rules/proteus/typing.ts';
import { derive } from '../../checker/derive.ts';
import { inMemory } from '../../checker/format.ts';
import { declare } from '../../checker/proteus/declarative.ts';
import { redexes } from '../../checker/redexes.ts';
import { replay } from '../../checker/replay.ts';

const { Configuration } = make.Config;
const { Let, New } = make.Expr;
const { Omitted } = make.Type;
const { Ω, Ω1, H, H1, E, E1, e1 } = metas;

/** Σ only grows: what was there has the type it had. */
export const grows = metafunction<[Config, Config], boolean>(
  {
    name: 'grows',
    args: ['Config', 'Config'],
    result: 'holds',
    text: 'Σ({0}) ⊆ Σ({1})',
    latex: '\\Sigma({0}) \\subseteq \\Sigma({1})',
    sentence: 'every name and reference keeps its type',
    meaning: {
      equations: (self) => [
        [
          self(Configuration(Ω, H, E, e), Configuration(Ω1, H1, E1, e1)),
          signatureWithin(signatureOf(H), signatureOf(H1)),
        ],
      ],
    },
  },
  (K, K1) => {
    if (K.heap === K1.heap) return true;
    const Σ1 = signatureOf.compute(K1.heap);
    for (const [z, τ] of entries(signatureOf.compute(K.heap))) if (!equal(get(Σ1, z), τ)) return false;
    return true;
  },
);

/** How many ways there are to write e as E[redex]: by the grammar of contexts, without looking for a first one. */
export const decompositions = (system: System) => {
  const isRedex = redexes(system, reduces.form);
  return (root: Expr): number => {
    let count = 0;
    const stack: Term[] = [root];
    for (let e = stack.pop(); e !== undefined; e = stack.pop()) {
      if (isRedex(e)) count++;
      stack.push(...holes(system.grammar, e));
    }
    return count;
  };
};

/** By the left-hand sides of a system's rules, and the grammar of contexts. */
export const uniquelyDecomposedBy = (system: System) => {
  const count = decompositions(system);
  return metafunction<[Config], boolean>(
    {
      name: 'uniquelyDecomposed',
      args: ['Config'],
      result: 'holds',
      text: 'the expression of {0} is a value, or E[redex] in one way',
      latex: '{0}\\text{ is uniquely decomposed}',
      sentence: 'the expression is a value and no E[redex], or it is E[redex] for exactly one E and redex',
    },
    (K) => {
      const e = plug.compute(K.context, K.e);
      return count(e) === (isValue(e) ? 0 : 1);
    },
  );
};

/** A configuration as the program it is; undefined where there are references. */
export const programOf = partialMetafunction<[Config], Program>(
  {
    name: 'programOf',
    args: ['Config'],
    result: 'Program',
    text: 'program({0})',
    sentence: 'the program that starts in a configuration without references',
  },
  (K) => {
    const items: Item[] = entries(K.types).map(([t, τ]) => make.Item.TypeItem(t, τ));
    for (const [z, b] of entries(K.heap)) {
      if (z.startsWith('@')) return undefined;
      items.push(make.Item.BindItem(z, b));
    }
    return make.Program.Program(listOfItems(items), plug.compute(K.context, K.e));
  },
);

const { x, e, τ1, τ2, μ, Δ } = metas;
const unknownMu = make.Mu.MuUnknown('?');
const unknownCap = make.Cap.CapUnknown('?');

/** A program with all its latents to be inferred. */
export const withoutLatents = homomorphism<Program, []>(
  proteus,
  ['Program', 'Items', 'Item', 'Binding', 'Expr', 'Fields', 'Type', 'TypeFields'],
  {
    name: 'withoutLatents',
    args: ['Program'],
    text: 'unannotated({0})',
    sentence: 'the program with unknown latents for all written ones',
  },
  (self) => {
    const f = self as unknown as <T>(t: T) => T;
    return [
      [f(make.Type.Arrow(τ1, μ, Δ, τ2)), make.Type.Arrow(f(τ1), unknownMu, unknownCap, f(τ2))],
      [f(make.Expr.Update(Δ)), make.Expr.Update(unknownCap)],
      [f(make.Binding.Fun(x, τ1, τ2, μ, Δ, e)), make.Binding.Fun(x, f(τ1), f(τ2), unknownMu, unknownCap, f(e))],
    ] as unknown as [Program, Program][];
  },
);

/** The annotation that the static analysis infers by a system's rules; undefined where it finds that there is none. */
export const inferredBy = (system: System) =>
  partialMetafunction<[Program], Program>(
    {
      name: 'inferred',
      args: ['Program'],
      result: 'Program',
      text: 'inferred({0})',
      sentence: 'the program with the latents that the static analysis finds (section 9)',
    },
    (P) => {
      const { term, solved } = inferProgram(system, P);
      return solved ? term : undefined;
    },
  );

/** The Δ of the update points of an expression, in order. */
function pointsOf(P: Program): Expr[] {
  const roots = [...itemList(P.items).flatMap((i) => (i.tag === 'BindItem' ? [bodyOf(i.binding)] : [])), P.e];
  const points: Expr[] = [];
  const stack: Node[] = roots.reverse();
  while (stack.length > 0) {
    const at = stack.pop() as Node;
    if (at.tag === 'Update') points.push(at);
    stack.push(...children(at));
  }
  return points;
}
const bodyOf = (b: Binding): Expr => (b.tag === 'Fun' ? b.body : b.e);

export const noSmaller = metafunction<[Program, Program], boolean>(
  {
    name: 'noSmaller',
    args: ['Program', 'Program'],
    result: 'holds',
    text: 'no Δ of {1} is less than that of {0}',
    latex: '\\text{no }\\Delta\\text{ of }{1}\\text{ is less than that of }{0}',
    sentence: 'each update point of the first program has a Δ within that of the second',
  },
  (P, P1) => {
    const [a, b] = [pointsOf(P), pointsOf(P1)];
    return a.every((p, i) => {
      const q = b[i];
      return p.tag === 'Update' && q?.tag === 'Update' && subset.compute(p.cap, q.cap);
    });
  },
);

/** A program without casts and annotations: the source that it may be the translation of. */
export const sourceOf = metafunction<[Program], Program>(
  {
    name: 'sourceOf',
    args: ['Program'],
    result: 'Program',
    text: '⌊{0}⌋',
    latex: '\\lfloor {0} \\rfloor',
    sentence: 'a program without casts, capabilities and types that can be left out',
  },
  (P) => eraseCode.compute(withoutLatents.compute(P)),
);

/** Whether the k-th binary digit of a number, its digits read over and over from the lowest on, is one. */
const digit = (n: bigint, k: number): boolean => {
  const digits = (n < 0n ? -n : n).toString(2);
  return digits[digits.length - 1 - (k % digits.length)] === '1';
};

/** One of the programs that a program may be the translation of: a number says what is written in it of what may be left out. */
export const sourceWriting = metafunction<[Program, bigint], Program>(
  {
    name: 'sourceWriting',
    args: ['Program', 'int'],
    result: 'Program',
    text: '⌊{0}⌋ but for what {1} keeps',
    latex: '\\lfloor {0} \\rfloor_{{1}}',
    sentence:
      'a program without capabilities, and with those of its casts and of the types of its lets and references for which the binary digits of a number, over and over, are one',
  },
  (P, n) => {
    let k = 0;
    return rebuild(proteus, withoutLatents.compute(P), {
      made(term) {
        const e = term as Expr;
        if (e.tag === 'Con' || e.tag === 'Abs') return digit(n, k++) ? e : e.e;
        if (e.tag === 'Let') return digit(n, k++) ? e : Let(e.x, Omitted(), e.e1, e.e2);
        if (e.tag === 'New') return digit(n, k++) ? e : New(Omitted(), e.e);
        return e;
      },
    });
  },
);

const lets = (P: Program): number => {
  let n = 0;
  const stack: Node[] = [P.e, ...itemList(P.items).flatMap((i) => (i.tag === 'BindItem' ? [bodyOf(i.binding)] : []))];
  while (stack.length > 0) {
    const at = stack.pop() as Node;
    if (at.tag === 'Let') n++;
    stack.push(...children(at));
  }
  return n;
};

export const erasesTo = metafunction<[Program, Program], boolean>(
  {
    name: 'erasesTo',
    args: ['Program', 'Program'],
    result: 'holds',
    text: '⌊{0}⌋ = {1}, but for record coercions',
    latex: '\\lfloor {0} \\rfloor = {1}\\text{, but for record coercions}',
    sentence: 'erasure gives the source back; where records were coerced, field by field, there are more lets',
  },
  (P1, P) => {
    const erased = sourceOf.compute(P1);
    return lets(erased) > lets(P) || equal(erased, P);
  },
);

/** How many steps are soon; and between two looks at the numbers of a program that multiplies. */
const soon = 400;
const slice = 8;
const large = 10n ** 60n;

/** Whether something holds of a part of a term. */
function some(root: unknown, holds: (x: unknown) => boolean): boolean {
  const stack: unknown[] = [root];
  while (stack.length > 0) {
    const x = stack.pop();
    if (holds(x)) return true;
    if (typeof x === 'object' && x !== null) stack.push(...(Object.values(x) as unknown[]));
  }
  return false;
}
const isTimes = (x: unknown): boolean => typeof x === 'object' && x !== null && (x as { tag?: string }).tag === 'Times';
const isLarge = (x: unknown): boolean => typeof x === 'bigint' && (x > large || x < -large);

/** Runs for a while. Squares of squares fill any memory in a few dozen steps: a run of them does not end soon. */
function runSoon(runner: ReturnType<typeof fast>, multiplies: boolean): string {
  if (!multiplies) return runner.run(soon, false);
  for (let steps = 0; steps < soon; steps += slice) {
    const stop = runner.run(steps + slice, false);
    if (stop !== 'out-of-fuel') return stop;
    if (some(runner.config(), isLarge)) break;
  }
  return 'out-of-fuel';
}

/** By the rules of a system. */
export const runsAlikeBy = (system: System) =>
  metafunction<[Program, Program], boolean>(
    {
      name: 'runsAlike',
      args: ['Program', 'Program'],
      result: 'holds',
      text: '{0} and {1} compute the same',
      latex: '{0}\\text{ and }{1}\\text{ compute the same}',
      sentence: 'run without updates, both end with the same value but for casts, or neither ends soon',
    },
    (P1, P) => {
      const [a, b] = [P1, P].map((p) => {
        const runner = fast(system, inOrderOf(system.grammar, startOf).compute(p));
        // The source takes fewer steps.
        return { stop: runSoon(runner, some(p, isTimes)), end: runner.config() };
      }) as [{ stop: string; end: Config }, { stop: string; end: Config }];
      if (a.stop !== 'done') return a.stop === 'out-of-fuel';
      return b.stop === 'done' && equal(erase.compute(a.end.e), erase.compute(b.end.e));
    },
  );

/** Whether the algorithmic derivation of a typing, rewritten with subsumption, is a derivation of the declarative rules. */
export const declarable = metafunction<[Types, Signature, Locals, Cap, Mu, Expr], boolean>(
  {
    name: 'declarable',
    args: ['Types', 'Signature', 'Locals', 'Cap', 'Mu', 'Expr'],
    result: 'holds',
    text: '{5} has a declarative typing',
    sentence: 'the derivation of section 5, rewritten with T-Sub, replays under the declarative rules',
  },
  (...inputs) => {
    const r = derive(proteusSystem, types.form, inputs);
    if (isLeft(r)) return false;
    return replay(proteusDeclarative, inMemory(proteusDeclarative, declare([r.right.derivation]))).ok;
  },
);
