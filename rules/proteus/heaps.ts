/** Well-typed heaps and configurations (section 6). */
import { all, subset } from '../../semantics/proteus/capability.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import type { Binding, Bindings, Config, Signature, Type, Types } from '../../semantics/proteus/grammar.ts';
import { bindingsOf, signatureOf, stored, storedType } from '../../semantics/proteus/heaps.ts';
import { bind, definitionsWellFormed, guarded, noLocals, wellFormedType } from '../../semantics/proteus/types.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { Bound, Configuration, Fun, NoBindings, mayUpdate, never, figure } from './rule.ts';
import { subtype } from './subtyping.ts';
import { types } from './typing.ts';

const { rule, rules } = figure();
export { rules as heaps };

export const definitionsOk = judgement<[Types]>({
  name: 'definitionsOk',
  inputs: ['Types'],
  outputs: [],
  main: 0,
  text: '⊢ {0}',
  latex: '\\vdash {0}',
  sentence: 'each definition is well formed and guarded',
});

export const bindingOk = judgement<[Types, Signature, Binding]>({
  name: 'bindingOk',
  inputs: ['Types', 'Signature', 'Binding'],
  outputs: [],
  main: 2,
  text: '{0}; {1} ⊢ {2}',
  latex: '{0}; {1} \\vdash {2}',
  sentence: 'the function, or the contents of the variable or cell, is well typed',
});

export const bindingsOk = judgement<[Types, Signature, Bindings]>({
  name: 'bindingsOk',
  inputs: ['Types', 'Signature', 'Bindings'],
  outputs: [],
  main: 2,
  text: '{0}; {1} ⊢ {2}',
  latex: '{0}; {1} \\vdash {2}',
  sentence: 'each of the bindings is well typed',
});

export const configurationOk = judgement<[Config, Type]>({
  name: 'configurationOk',
  inputs: ['Config'],
  outputs: ['Type'],
  main: 0,
  text: '⊢ {0} : {1}',
  latex: '\\vdash {0} : {1}',
  sentence: 'the definitions, the heap and the program are well typed',
});

export const ODefinitions = rule('Ω-Ok', ({ Ω }) => ({
  given: [definitionsWellFormed(Ω), guarded(Ω)],
  infer: definitionsOk(Ω),
}));

/** A body starts from *: whenever it is entered, it is the newest code. */
export const HFun = rule('H-Fun', ({ Ω, Σ, Δ, Δ1, μ, x, e, τ1, τ2, τ3 }) => ({
  given: [
    wellFormedType(τ1, Ω),
    wellFormedType(τ2, Ω),
    types(Ω, Σ, bind(noLocals, x, τ1), all, μ, e, τ3, Δ1),
    subtype(τ3, τ2),
    subset(Δ, Δ1),
  ],
  infer: bindingOk(Ω, Σ, Fun(x, τ1, τ2, μ, Δ, e)),
}));

/**
 * Variables and cells. Contents that have not run may become part of any program through `!w`, which costs no
 * capability: they must need none that they do not keep, and reach no update point.
 */
export const HCell = rule('H-Cell', ({ Ω, Σ, Δ, b, e, τ, τ1 }) => ({
  given: [
    is(τ, storedType(b)),
    is(e, stored(b)),
    wellFormedType(τ, Ω),
    types(Ω, Σ, noLocals, all, never, e, τ1, Δ),
    subtype(τ1, τ),
    subset(all, Δ),
  ],
  infer: bindingOk(Ω, Σ, b),
}));

export const HNone = rule('H-None', ({ Ω, Σ }) => ({ given: [], infer: bindingsOk(Ω, Σ, NoBindings()) }));

export const HBound = rule('H-Bound', ({ Ω, Σ, z, b, β }) => ({
  given: [bindingOk(Ω, Σ, b), bindingsOk(Ω, Σ, β)],
  infer: bindingsOk(Ω, Σ, Bound(z, b, β)),
}));

export const Ok = rule('Config', ({ Ω, H, E, e, Σ, β, τ, Δ }) => ({
  given: [
    definitionsOk(Ω),
    is(Σ, signatureOf(H)),
    is(β, bindingsOf(H)),
    bindingsOk(Ω, Σ, β),
    types(Ω, Σ, noLocals, all, mayUpdate, plug(E, e), τ, Δ),
  ],
  infer: configurationOk(Configuration(Ω, H, E, e), τ),
}));
