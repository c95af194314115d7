/** What the variant `eager` does after an update: the transformers that it left pending run first. */
import { both, same } from '../../semantics/logic.ts';
import { get } from '../../semantics/maps.ts';
import { is, metafunction, partialMetafunction } from '../../semantics/symbols.ts';
import { hole, plug } from '../../semantics/proteus/contexts.ts';
import type { Bindings, Config, Expr, Heap, Signature } from '../../semantics/proteus/grammar.ts';
import { bindingsOf, contents, signatureOf, typeOf } from '../../semantics/proteus/heaps.ts';
import { metas } from '../../semantics/proteus/metas.ts';
import { typeOfExternal } from '../../semantics/proteus/types.ts';
import { isValue } from '../../semantics/proteus/values.ts';
import { equal } from '../../semantics/terms.ts';
import { Bound, Cell, Configuration, Deref, Ext, Let, Loc, NoBindings, Variable } from './rule.ts';

const { Ω, Σ, H, H1, E, e, e1, e2, w, b, β, τ } = metas;

/** What a variable or cell held, where that was a value and what it holds now is none. */
const pending = partialMetafunction<[Expr, Heap, string], Expr>(
  {
    name: 'pending',
    args: ['Expr', 'Heap', 'name'],
    result: 'Expr',
    text: '{1}({2}) before {0}',
    sentence: 'the value that a variable or cell held before it got contents that have not run; undefined otherwise',
  },
  (now, H, w) => {
    const before = contents.compute(H, w);
    return isValue(now) || before === undefined || !isValue(before) ? undefined : before;
  },
);

/** An expression after reads of variables and cells, in the order of the bindings. */
export const forced = metafunction<[Bindings, Heap, Expr], Expr>(
  {
    name: 'forced',
    args: ['Bindings', 'Heap', 'Expr'],
    result: 'Expr',
    text: '{2}, what {0} have pending since {1} first',
    latex: '{2}\\text{, what }{0}\\text{ have pending since }{1}\\text{ first}',
    sentence: 'an expression that first reads each variable and cell whose contents were a value and are none now',
    meaning: {
      equations: (self) => [
        [self(NoBindings(), H, e), e],
        [
          self(Bound(w, Variable(τ, e1), β), H, e),
          Let('_', τ, Deref(Ext(w)), self(β, H, e)),
          is(e2, pending(e1, H, w)),
        ],
        [self(Bound(w, Cell(τ, e1), β), H, e), Let('_', τ, Deref(Loc(w)), self(β, H, e)), is(e2, pending(e1, H, w))],
        [self(Bound(w, b, β), H, e), self(β, H, e)],
      ],
    },
  },
  (list, H, e) => {
    const reads: Extract<Bindings, { tag: 'Bound' }>[] = [];
    for (let at = list; at.tag === 'Bound'; at = at.rest)
      if (at.binding.tag !== 'Fun' && pending.compute(at.binding.e, H, at.z) !== undefined) reads.push(at);
    return reads.reduceRight<Expr>(
      (rest, { z, binding }) =>
        binding.tag === 'Fun' ? rest : Let('_', binding.type, Deref(binding.tag === 'Cell' ? Loc(z) : Ext(z)), rest),
      e,
    );
  },
);

export const forcedFirst = metafunction<[Config, Heap], Config>(
  {
    name: 'forcedFirst',
    args: ['Config', 'Heap'],
    result: 'Config',
    text: '{0}, the transformers pending since {1} first',
    latex: '{0}\\text{, the transformers pending since }{1}\\text{ first}',
    sentence: 'a configuration that first reads each variable and cell whose contents were a value and are none now',
    meaning: {
      equations: (self) => [
        [self(Configuration(Ω, H, E, e), H1), Configuration(Ω, H, hole, forced(bindingsOf(H), H1, plug(E, e)))],
      ],
    },
  },
  (K, H) =>
    Configuration(K.types, K.heap, hole, forced.compute(bindingsOf.compute(K.heap), H, plug.compute(K.context, K.e))),
);

/** Whether a signature has the type of each of some bindings. */
export const signed = metafunction<[Bindings, Signature], boolean>(
  {
    name: 'signed',
    args: ['Bindings', 'Signature'],
    result: 'holds',
    text: '{1} has the types of {0}',
    sentence: 'a signature has the type of each binding under its name',
    meaning: {
      equations: (self) => [
        [self(bindingsOf(H), signatureOf(H)), true],
        [self(NoBindings(), Σ), true],
        [self(Bound(w, b, β), Σ), both(same(τ, typeOf(b)), self(β, Σ)), is(τ, typeOfExternal(Σ, w))],
      ],
      otherwise: 'false',
    },
  },
  (list, Σ) => {
    for (let at = list; at.tag === 'Bound'; at = at.rest) {
      const τ = get(Σ, at.z);
      if (τ === undefined || !equal(τ, typeOf.compute(at.binding))) return false;
    }
    return true;
  },
);
