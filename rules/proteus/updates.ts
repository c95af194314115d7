/** When an update is well formed and when it may be applied (section 8). */
import { all } from '../../semantics/proteus/capability.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import {
  make,
  type Bindings,
  type Cap,
  type ChangeList,
  type Check,
  type Context,
  type Heap,
  type Signature,
  type Types,
  type Update,
} from '../../semantics/proteus/grammar.ts';
import { bindingsOf, conFree, storedType, typeOf } from '../../semantics/proteus/heaps.ts';
import { definitionOf, typeOfExternal } from '../../semantics/proteus/types.ts';
import {
  changeList,
  changedNames,
  disjoint,
  extendedIn,
  heapConFree,
  namesFit,
  newSignature,
  newTypes,
  replacedIn,
  typesDefined,
} from '../../semantics/proteus/updates.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { bindingsOk, definitionsOk } from './heaps.ts';
import { Arrow, Bound, Dynamic, NoBindings, Num, Ref, Static, never, figure } from './rule.ts';
import { subtype } from './subtyping.ts';

const { rule, rules } = figure();
export { rules as updates };

const { Changed } = make.Change;
const { NoChanges, ToChange } = make.ChangeList;

/** The judgements of well-formedness all speak of definitions, a signature, and an update. */
const about = (name: string, text: string, latex: string, sentence: string) =>
  judgement<[Types, Signature, Update]>({
    name,
    inputs: ['Types', 'Signature', 'Update'],
    outputs: [],
    main: 2,
    text: `{0}; {1} ⊢ {2} ${text}`,
    latex: `{0}; {1} \\vdash {2}\\;\\mathrm{${latex}}`,
    sentence,
  });

export const updateOk = about('updateOk', 'ok', 'ok', 'the update is well formed');
export const namesOk = about(
  'namesOk',
  'names',
  'names',
  'it changes and replaces what exists, and adds what does not',
);
export const typesOk = about('typesOk', 'types', 'types', 'its types are well formed in the new definitions');
export const rebindOk = about('rebindOk', 'rebind', 'rebind', 'what it replaces can be used as what was there');
export const transOk = about('transOk', 'trans', 'trans', 'its transformers take the old representation to the new');
export const codeOk = about('codeOk', 'code', 'code', 'its functions and variables are well typed');

export const replacements = judgement<[Signature, Bindings]>({
  name: 'replacements',
  inputs: ['Signature', 'Bindings'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ {1} replacements',
  latex: '{0} \\vdash {1}\\;\\mathrm{replacements}',
  sentence: 'each binding can take the place of what the signature has under its name',
});

export const transformers = judgement<[Types, Types, Signature, ChangeList]>({
  name: 'transformers',
  inputs: ['Types', 'Types', 'Signature', 'ChangeList'],
  outputs: [],
  main: 3,
  text: '{0} to {1}; {2} ⊢ {3} transformers',
  latex: '{0} \\rightsquigarrow {1}; {2} \\vdash {3}\\;\\mathrm{transformers}',
  sentence: 'each changed type has a transformer from its old to its new representation',
});

export const admitted = judgement<[Check, Context, Heap, Cap, Update]>({
  name: 'admitted',
  inputs: ['Check', 'Context', 'Heap', 'Cap', 'Update'],
  outputs: [],
  main: 0,
  text: '{4} admitted at ({2}, {1}[update[{3}]]) ({0})',
  latex: '{4}\\text{ admitted at }({2}, {1}[\\mathsf{update}[{3}]])\\;({0})',
  sentence: 'nothing that stays behind uses a changed type concretely, or can',
});

export const UNames = rule('U-Names', ({ Ω, Σ, U }) => ({ given: [namesFit(Ω, Σ, U)], infer: namesOk(Ω, Σ, U) }));

export const UTypes = rule('U-Types', ({ Ω, Ω1, Σ, U }) => ({
  given: [is(Ω1, newTypes(Ω, U)), definitionsOk(Ω1), typesDefined(U, Ω1)],
  infer: typesOk(Ω, Σ, U),
}));

export const URebind = rule('U-Rebind', ({ Ω, Σ, U, β }) => ({
  given: [is(β, bindingsOf(replacedIn(U))), replacements(Σ, β)],
  infer: rebindOk(Ω, Σ, U),
}));

export const RebindNone = rule('Rebind-None', ({ Σ }) => ({ given: [], infer: replacements(Σ, NoBindings()) }));

/** A function's new type is a subtype of the old one; a variable is replaced by a variable of the same type. */
export const RebindFun = rule('Rebind-Fun', ({ Σ, z, b, β, τ, τ1, τ2, μ1, Δ1 }) => ({
  given: [
    is(Arrow(τ1, μ1, Δ1, τ2), typeOf(b)),
    is(τ, typeOfExternal(Σ, z)),
    subtype(Arrow(τ1, μ1, Δ1, τ2), τ),
    replacements(Σ, β),
  ],
  infer: replacements(Σ, Bound(z, b, β)),
}));

export const RebindVar = rule('Rebind-Var', ({ Σ, z, b, β, τ, τ1 }) => ({
  given: [is(τ, storedType(b)), is(Ref(τ1), typeOfExternal(Σ, z)), subtype(τ, τ1), subtype(τ1, τ), replacements(Σ, β)],
  infer: replacements(Σ, Bound(z, b, β)),
}));

export const UTrans = rule('U-Trans', ({ Ω, Ω1, Σ, Σ1, U, m }) => ({
  given: [is(Ω1, newTypes(Ω, U)), is(Σ1, newSignature(Σ, U)), is(m, changeList(U)), transformers(Ω, Ω1, Σ1, m)],
  infer: transOk(Ω, Σ, U),
}));

export const TransNone = rule('Trans-None', ({ Ω, Ω1, Σ }) => ({
  given: [],
  infer: transformers(Ω, Ω1, Σ, NoChanges()),
}));

/** Σ'(c) <: Ω(t) -[N;*]-> τ. */
export const TransOne = rule('Trans-One', ({ Ω, Ω1, Σ, t, c, τ, τ1, τ2, m }) => ({
  given: [
    is(τ1, typeOfExternal(Σ, c)),
    is(τ2, definitionOf(Ω, t)),
    subtype(τ1, Arrow(τ2, never, all, τ)),
    transformers(Ω, Ω1, Σ, m),
  ],
  infer: transformers(Ω, Ω1, Σ, ToChange(t, Changed(τ, c), m)),
}));

export const UCode = rule('U-Code', ({ Ω, Ω1, Σ, Σ1, U, β, β1 }) => ({
  given: [
    is(Ω1, newTypes(Ω, U)),
    is(Σ1, newSignature(Σ, U)),
    is(β, bindingsOf(replacedIn(U))),
    bindingsOk(Ω1, Σ1, β),
    is(β1, bindingsOf(extendedIn(U))),
    bindingsOk(Ω1, Σ1, β1),
  ],
  infer: codeOk(Ω, Σ, U),
}));

export const UOk = rule('U-Ok', ({ Ω, Σ, U }) => ({
  given: [namesOk(Ω, Σ, U), typesOk(Ω, Σ, U), rebindOk(Ω, Σ, U), transOk(Ω, Σ, U), codeOk(Ω, Σ, U)],
  infer: updateOk(Ω, Σ, U),
}));

/** The running state is con-free: the stack, and what stays behind in the heap. */
export const UDynamic = rule('U-Dynamic', ({ E, H, Δ, U }) => ({
  given: [conFree(plug(E, Num(0n)), changedNames(U)), heapConFree(H, U)],
  infer: admitted(Dynamic(), E, H, Δ, U),
}));

/** The update point promised that what follows needs no changed type. */
export const UStatic = rule('U-Static', ({ E, H, Δ, U }) => ({
  given: [disjoint(changedNames(U), Δ), heapConFree(H, U)],
  infer: admitted(Static(), E, H, Δ, U),
}));
