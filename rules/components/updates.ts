/** Well-formed systems and updates (section 8). */
import {
  allFirst,
  declared,
  emptyWorld,
  forMethods,
  formatType,
  importType,
  importable,
  inOrder,
  judgedIn,
  meaningFor,
  methodNamed,
  namesDistinct,
  newest,
  noneNamed,
  objectTypes,
  offered,
  sameNames,
  slotType,
  versionOf,
  withCode,
  withNewest,
  withStarts,
} from '../../semantics/components/classes.ts';
import { noObjects, starting, withObject } from '../../semantics/components/configs.ts';
import { distinctFields } from '../../semantics/components/expressions.ts';
import type {
  Classes,
  Config,
  Env,
  Exports,
  Fields,
  Formats,
  Imports,
  Judging as Told,
  KernelSystem,
  Methods,
  ObjectMap,
  Objects,
  Params,
  Settled,
  Slots,
  Starts,
  Update as UpdateTerm,
  Version as VersionTerm,
  World,
} from '../../semantics/components/grammar.ts';
import { bind, environment, known, meantExpr, meantFields, noVariables } from '../../semantics/components/types.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement, type Form } from '../judgement.ts';
import { evaluates } from './evaluation.ts';
import {
  Adapting,
  Class,
  Export,
  Exporting,
  Field,
  Format,
  Import,
  InClass,
  InThread,
  Judging,
  Method,
  NoClasses,
  NoExports,
  NoFields,
  NoFormats,
  NoImports,
  NoMethods,
  NoObjects,
  NoParams,
  NoSlots,
  NoStarts,
  ObjectOf,
  Param,
  Pure,
  Rec,
  Slot,
  Start,
  System,
  Update,
  Version,
  rule,
} from './rule.ts';
import { subtype } from './subtyping.ts';
import { types } from './typing.ts';

const latexOf = (text: string): string =>
  text
    .replace(/⊢/g, '\\vdash')
    .replace(/⇒/g, '\\Rightarrow')
    .replace(
      /\b(names|fields|initialisers|code|bodies|exports|formats|transfer|interface|threads|adapt|for) ?/g,
      '\\;\\mathrm{$1}\\;',
    )
    .replace(/ (ok|known)$/, '\\;\\mathrm{$1}');
/** The form of a judgement that only says yes; `outputs` where it also finds something. */
const form = (
  name: string,
  inputs: readonly string[],
  main: number,
  text: string,
  sentence: string,
  outputs: readonly string[] = [],
): Form => ({ name, inputs, outputs, main, text, latex: latexOf(text), sentence, functional: true });

export const namesOk = judgement<[World, Formats, Classes]>(
  form(
    'namesOk',
    ['World', 'Formats', 'Classes'],
    0,
    '{0} ⊢ {1} {2} names ok',
    'the names are distinct, and the formats new',
  ),
);
export const fieldsOk = judgement<[Told, Slots]>(
  form('fieldsOk', ['Judging', 'Slots'], 1, '{0} ⊢ {1} fields ok', 'the fields have initial values of their types'),
);
export const initialisersOk = judgement<[Told, Slots]>(
  form(
    'initialisersOk',
    ['Judging', 'Slots'],
    1,
    '{0} ⊢ {1} initialisers ok',
    'the initialisers are pure and have the types of the fields',
  ),
);
export const codeOk = judgement<[World, Settled, Env, string, bigint, VersionTerm, VersionTerm]>(
  form(
    'codeOk',
    ['World', 'Settled', 'Env', 'name', 'int', 'Version'],
    5,
    '{0}; {1}; {2} ⊢ {3}@{4}: {5} ⇒ {6} code ok',
    'methods and adaptors do what their types say, and are these once their calls are annotated',
    ['Version'],
  ),
);
export const bodiesOk = judgement<[Told, Methods, Methods]>(
  form('bodiesOk', ['Judging', 'Methods'], 1, '{0} ⊢ {1} ⇒ {2} bodies ok', 'the bodies have the types of the methods', [
    'Methods',
  ]),
);
export const paramsKnown = judgement<[Params]>(
  form('paramsKnown', ['Params'], 0, '{0} known', 'the types of the parameters name classes'),
);
export const formatsOk = judgement<[World, Settled, Env, string, bigint, VersionTerm]>(
  form(
    'formatsOk',
    ['World', 'Settled', 'Env', 'name', 'int', 'Version'],
    5,
    '{0}; {1}; {2} ⊢ {3}@{4}: {5} formats ok',
    'exports give their formats, and imports make all fields from theirs',
  ),
);
export const exportsOk = judgement<[Told, Exports]>(
  form('exportsOk', ['Judging', 'Exports'], 1, '{0} ⊢ {1} exports ok', 'the exports give their formats'),
);
export const importsOk = judgement<[Told, string, bigint, Slots, Imports]>(
  form(
    'importsOk',
    ['Judging', 'name', 'int', 'Slots', 'Imports'],
    4,
    '{0} ⊢ {1}@{2}: {4} for {3} ok',
    'the imports make all fields from their formats',
  ),
);
export const gives = judgement<[Told, Env, Slots, Fields]>(
  form(
    'gives',
    ['Judging', 'Env', 'Slots', 'Fields'],
    3,
    '{0}; {1} ⊢ {3} for {2} ok',
    'the fields have the types that are declared',
  ),
);
export const transferOk = judgement<[World, string, bigint]>(
  form(
    'transferOk',
    ['World', 'name', 'int'],
    0,
    '{0} ⊢ {1}@{2} transfer ok',
    'a version imports what the one before exports',
  ),
);
export const ifaceOk = judgement<[World, Settled, string, bigint, VersionTerm]>(
  form(
    'ifaceOk',
    ['World', 'Settled', 'name', 'int', 'Version'],
    4,
    '{0}; {1} ⊢ {2}@{3}: {4} interface ok',
    'a version offers what the one before offers',
  ),
);
export const offers = judgement<[Settled, Methods, Methods, Methods]>(
  form(
    'offers',
    ['Settled', 'Methods', 'Methods', 'Methods'],
    1,
    '{0} ⊢ {2} adapt {3} for {1} ok',
    'for each method of the version before there is an adaptor or a method',
  ),
);
export const takes = judgement<[Settled, Params, Params]>(
  form(
    'takes',
    ['Settled', 'Params', 'Params'],
    1,
    '{0} ⊢ {2} for {1} ok',
    'what the first parameters take, the others take',
  ),
);
export const formatsKnown = judgement<[World, Formats]>(
  form('formatsKnown', ['World', 'Formats'], 1, '{0} ⊢ {1} known', 'the types of the formats name classes'),
);
export const classesOk = judgement<[World, Settled, Env, Classes, World]>(
  form(
    'classesOk',
    ['World', 'Settled', 'Env', 'Classes'],
    3,
    '{0}; {1}; {2} ⊢ {3} ⇒ {4} ok',
    'the versions that are brought are well formed; their calls are annotated',
    ['World'],
  ),
);
export const accepts = judgement<[World, Settled, Env, UpdateTerm, World]>(
  form(
    'accepts',
    ['World', 'Settled', 'Env', 'Update'],
    3,
    '{0}; {1}; {2} ⊢ {3} ⇒ {4} ok',
    'the update is well formed where so much has settled',
    ['World'],
  ),
);
export const objectsOk = judgement<[Told, Objects, ObjectMap, ObjectMap]>(
  form(
    'objectsOk',
    ['Judging', 'Objects', 'ObjectMap'],
    1,
    '{0} ⊢ {1} ⇒ {2}, {3} ok',
    'the objects begin in states of their types',
    ['ObjectMap'],
  ),
);
export const startsOk = judgement<[Told, Starts, Starts]>(
  form(
    'startsOk',
    ['Judging', 'Starts'],
    1,
    '{0} ⊢ {1} ⇒ {2} threads ok',
    'the threads have types; their calls are annotated',
    ['Starts'],
  ),
);
export const systemOk = judgement<[KernelSystem, Config]>(
  form('systemOk', ['System'], 0, '{0} ⇒ {1} ok', 'the system is well formed, and starts there', ['Config']),
);

export const UTransfer = rule('U-Transfer', ({ Ω, C, n }) => ({
  given: [importable(Ω, C, n)],
  infer: transferOk(Ω, C, n),
}));
export const UIface = rule('U-Iface', ({ Ω, σ, C, n, d, M, M1, M2, X, I }) => ({
  given: [is(M2, offered(Ω, C, n)), forMethods(M1, M2), offers(σ, M2, M, M1)],
  infer: ifaceOk(Ω, σ, C, n, Version(d, M, X, I, M1)),
}));
export const UFormats = rule('U-Formats', ({ Ω, σ, Ψ, C, n, d, M, M1, X, I }) => ({
  given: [exportsOk(Judging(Ω, σ, Ψ, Exporting(C, n)), X), importsOk(Judging(Ω, σ, Ψ, Pure()), C, n, d, I)],
  infer: formatsOk(Ω, σ, Ψ, C, n, Version(d, M, X, I, M1)),
}));
export const UpdateOk = rule('Update', ({ Ω, Ω1, Ω2, σ, σ1, Ψ, u, L, θ, χ }) => ({
  given: [
    namesOk(Ω, θ, χ),
    is(σ1, meaningFor(σ, χ)),
    is(Ω1, declared(Ω, θ, χ, σ1)),
    formatsKnown(Ω1, θ),
    classesOk(Ω1, σ1, Ψ, χ, Ω2),
  ],
  infer: accepts(Ω, σ, Ψ, Update(u, L, θ, χ), judgedIn(Ω2, σ)),
}));

export const updates = [
  rule('U-Names', ({ Ω, θ, χ }) => ({ given: [namesDistinct(Ω, θ, χ)], infer: namesOk(Ω, θ, χ) })),
  rule('U-Fields', ({ J, d }) => ({ given: [initialisersOk(J, d)], infer: fieldsOk(J, d) })),
  rule('Fields-None', ({ J }) => ({ given: [], infer: initialisersOk(J, NoSlots()) })),
  rule('Fields-Each', ({ Ω, σ, Ψ, S, f, τ, τ1, e, e1, d }) => ({
    given: [
      known(τ),
      types(Judging(Ω, σ, Ψ, S), noVariables, e, e1, τ1),
      subtype(σ, τ1, τ),
      initialisersOk(Judging(Ω, σ, Ψ, S), d),
    ],
    infer: initialisersOk(Judging(Ω, σ, Ψ, S), Slot(f, τ, e, d)),
  })),
  rule('U-Code', ({ Ω, σ, Ψ, C, n, V, d, M, M1, M2, M3, X, I }) => ({
    given: [
      bodiesOk(Judging(Ω, σ, Ψ, InClass(C, n)), M, M2),
      bodiesOk(Judging(Ω, σ, Ψ, Adapting(C, n)), M1, M3),
      is(V, withCode(Version(d, M, X, I, M1), M2, M3)),
    ],
    infer: codeOk(Ω, σ, Ψ, C, n, Version(d, M, X, I, M1), V),
  })),
  rule('Code-None', ({ J }) => ({ given: [], infer: bodiesOk(J, NoMethods(), NoMethods()) })),
  rule('Code-Each', ({ Ω, σ, Ψ, S, m, ξ, τ, τ1, e, e1, M, M1 }) => ({
    given: [
      paramsKnown(ξ),
      known(τ),
      types(Judging(Ω, σ, Ψ, S), environment(ξ), e, e1, τ1),
      subtype(σ, τ1, τ),
      bodiesOk(Judging(Ω, σ, Ψ, S), M, M1),
    ],
    infer: bodiesOk(Judging(Ω, σ, Ψ, S), Method(m, ξ, τ, e, M), Method(m, ξ, τ, e1, M1)),
  })),
  rule('Params-None', () => ({ given: [], infer: paramsKnown(NoParams()) })),
  rule('Params-Each', ({ x, τ, ξ }) => ({
    given: [known(τ), paramsKnown(ξ)],
    infer: paramsKnown(Param(x, τ, ξ)),
  })),
  UFormats,
  rule('Export-None', ({ J }) => ({ given: [], infer: exportsOk(J, NoExports()) })),
  rule('Export-Each', ({ Ω, σ, Ψ, S, F, e, e1, τ, τ1, X }) => ({
    given: [
      is(τ, formatType(Ω, F)),
      types(Judging(Ω, σ, Ψ, S), noVariables, e, e1, τ1),
      subtype(σ, τ1, τ),
      exportsOk(Judging(Ω, σ, Ψ, S), X),
    ],
    infer: exportsOk(Judging(Ω, σ, Ψ, S), Export(F, e, X)),
  })),
  rule('Import-None', ({ J, C, n, d }) => ({ given: [], infer: importsOk(J, C, n, d, NoImports()) })),
  rule('Import-Each', ({ Ω, σ, Ψ, S, C, n, d, F, x, s, τ, I }) => ({
    given: [
      is(τ, importType(Ω, C, n, F)),
      sameNames(s, d),
      gives(Judging(Ω, σ, Ψ, S), bind(noVariables, x, τ), d, s),
      importsOk(Judging(Ω, σ, Ψ, S), C, n, d, I),
    ],
    infer: importsOk(Judging(Ω, σ, Ψ, S), C, n, d, Import(F, x, s, I)),
  })),
  rule('Gives-None', ({ J, Γ, d }) => ({ given: [], infer: gives(J, Γ, d, NoFields()) })),
  rule('Gives-Each', ({ Ω, σ, Ψ, S, Γ, d, f, e, e1, s, τ, τ1 }) => ({
    given: [
      is(τ, slotType(d, f)),
      types(Judging(Ω, σ, Ψ, S), Γ, e, e1, τ1),
      subtype(σ, τ1, τ),
      gives(Judging(Ω, σ, Ψ, S), Γ, d, s),
    ],
    infer: gives(Judging(Ω, σ, Ψ, S), Γ, d, Field(f, e, s)),
  })),
  UTransfer,
  UIface,
  rule('Offers-None', ({ σ, M, M1 }) => ({ given: [], infer: offers(σ, NoMethods(), M, M1) })),
  rule('Offers-Adapted', ({ σ, m, ξ, ξ1, τ, τ1, e, e1, M, M1, M2, M3 }) => ({
    given: [
      is(Method(m, ξ1, τ1, e1, M3), methodNamed(M2, m)),
      takes(σ, ξ, ξ1),
      subtype(σ, τ1, τ),
      offers(σ, M, M1, M2),
    ],
    infer: offers(σ, Method(m, ξ, τ, e, M), M1, M2),
  })),
  rule('Offers-Same', ({ σ, m, ξ, ξ1, τ, τ1, e, e1, M, M1, M2, M3 }) => ({
    given: [
      noneNamed(M2, m),
      is(Method(m, ξ1, τ1, e1, M3), methodNamed(M1, m)),
      takes(σ, ξ, ξ1),
      subtype(σ, τ1, τ),
      offers(σ, M, M1, M2),
    ],
    infer: offers(σ, Method(m, ξ, τ, e, M), M1, M2),
  })),
  rule('Takes-None', ({ σ }) => ({ given: [], infer: takes(σ, NoParams(), NoParams()) })),
  rule('Takes-Each', ({ σ, x, y, τ, τ1, ξ, ξ1 }) => ({
    given: [subtype(σ, τ, τ1), takes(σ, ξ, ξ1)],
    infer: takes(σ, Param(x, τ, ξ), Param(y, τ1, ξ1)),
  })),
  rule('Formats-None', ({ Ω }) => ({ given: [], infer: formatsKnown(Ω, NoFormats()) })),
  rule('Formats-Each', ({ Ω, F, τ, τ1, θ }) => ({
    given: [is(τ1, formatType(Ω, F)), known(τ1), formatsKnown(Ω, θ)],
    infer: formatsKnown(Ω, Format(F, τ, θ)),
  })),
  rule('Classes-None', ({ Ω, σ, Ψ }) => ({ given: [], infer: classesOk(Ω, σ, Ψ, NoClasses(), Ω) })),
  rule('Classes-Each', ({ Ω, Ω1, σ, Ψ, C, n, V, V1, d, M, M1, X, I, χ, V2 }) => ({
    given: [
      is(n, newest(Ω, C)),
      is(V1, versionOf(Ω, C, n)),
      is(Version(d, M, X, I, M1), V1),
      fieldsOk(Judging(Ω, σ, Ψ, Pure()), d),
      codeOk(Ω, σ, Ψ, C, n, V1, V2),
      formatsOk(Ω, σ, Ψ, C, n, V1),
      transferOk(Ω, C, n),
      ifaceOk(Ω, σ, C, n, V1),
      classesOk(withNewest(Ω, C, V2), σ, Ψ, χ, Ω1),
    ],
    infer: classesOk(Ω, σ, Ψ, Class(C, V, χ), Ω1),
  })),
  UpdateOk,
  rule('Objects-None', ({ J, O }) => ({ given: [], infer: objectsOk(J, NoObjects(), O, O) })),
  rule('Objects-Each', ({ Ω, σ, Ψ, S, o, C, s, s1, s2, Y, O, O1, d, M, X, I, M1 }) => ({
    given: [
      is(Version(d, M, X, I, M1), versionOf(Ω, C, 0n)),
      distinctFields(s),
      gives(Judging(Ω, σ, Ψ, S), noVariables, d, meantFields(s, σ)),
      is(s1, inOrder(Ω, C, 0n, meantFields(s, σ))),
      evaluates(Rec(s1), Rec(s2)),
      objectsOk(Judging(Ω, σ, Ψ, S), Y, withObject(O, o, C, s2), O1),
    ],
    infer: objectsOk(Judging(Ω, σ, Ψ, S), ObjectOf(o, C, s, Y), O, O1),
  })),
  rule('Starts-None', ({ J }) => ({ given: [], infer: startsOk(J, NoStarts(), NoStarts()) })),
  rule('Starts-Each', ({ Ω, σ, Ψ, S, t, c, e, e1, τ, Z, Z1 }) => ({
    given: [types(Judging(Ω, σ, Ψ, S), noVariables, meantExpr(e, σ), e1, τ), startsOk(Judging(Ω, σ, Ψ, S), Z, Z1)],
    infer: startsOk(Judging(Ω, σ, Ψ, S), Start(t, c, e, Z), Start(t, c, e1, Z1)),
  })),
  rule('System', ({ θ, χ, Y, Z, Z1, Q, σ, Ψ, Ω, Ω1, O }) => ({
    given: [
      namesOk(emptyWorld, θ, χ),
      is(σ, allFirst(χ)),
      is(Ψ, objectTypes(Y)),
      is(Ω, declared(emptyWorld, θ, χ, σ)),
      formatsKnown(Ω, θ),
      classesOk(Ω, σ, Ψ, χ, Ω1),
      objectsOk(Judging(Ω1, σ, Ψ, Pure()), Y, noObjects, O),
      startsOk(Judging(Ω1, σ, Ψ, InThread()), Z, Z1),
    ],
    infer: systemOk(System(θ, χ, Y, Z, Q), starting(withStarts(Ω1, Z1), O, Q)),
  })),
];
