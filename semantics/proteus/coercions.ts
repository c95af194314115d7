/** Side conditions of translation (section 4). */
import { get } from '../maps.ts';
import { metafunction } from '../symbols.ts';
import type { Expr, Fields, Type, TypeFields, Types } from './grammar.ts';
import { sameShape } from './types.ts';

/** Whether a name stands on the way down from a type: the type itself, its definition, and so on. */
function onTheWayDown(Ω: Types, from: Type, name: string): boolean {
  const seen = new Set<string>();
  let at: Type | undefined = from;
  while (at?.tag === 'Named' && !seen.has(at.t)) {
    if (at.t === name) return true;
    seen.add(at.t);
    at = get(Ω, at.t);
  }
  return false;
}

/** From τ' the shortest way to t leads up through abs_t: τ' is no name, or a name below t. */
export const leadsUp = metafunction<[Types, Type, string], boolean>(
  {
    name: 'leadsUp',
    args: ['Types', 'Type', 'name'],
    result: 'holds',
    text: '{1} lies below {2} in {0}, or is no name',
    latex: '{1}\\text{ lies below }{2}\\text{ in }{0}\\text{, or is no name}',
    sentence: 'the way from the type to the name ends with abs',
  },
  (Ω, τ, t) => {
    if (τ.tag !== 'Named') return true;
    const definition = get(Ω, t);
    return τ.t !== t && definition !== undefined && onTheWayDown(Ω, definition, τ.t);
  },
);

/** From s the shortest way to τ leads down through con_s: s is not on the way down from τ. */
export const leadsDown = metafunction<[Types, string, Type], boolean>(
  {
    name: 'leadsDown',
    args: ['Types', 'name', 'Type'],
    result: 'holds',
    text: '{1} does not lie below {2} in {0}',
    latex: '{1}\\text{ does not lie below }{2}\\text{ in }{0}',
    sentence: 'the way from the name to the type begins with con',
  },
  (Ω, s, τ) => !onTheWayDown(Ω, τ, s),
);

export const differentShape = metafunction<[Type, Type], boolean>(
  {
    name: 'differentShape',
    args: ['Type', 'Type'],
    result: 'holds',
    text: '{0} ≉ {1}',
    latex: '{0} \\not\\approx {1}',
    sentence: 'types that differ in more than latents',
  },
  (a, b) => !sameShape.compute(a, b),
);

/** Integers, records and `ref e` introduce a value at the representation of a name. */
export const introduction = metafunction<[Expr], boolean>(
  {
    name: 'introduction',
    args: ['Expr'],
    result: 'holds',
    text: '{0} is an integer, a record or ref',
    latex: '{0}\\text{ is an integer, a record or }\\mathsf{ref}',
    sentence: 'an introduction form',
  },
  (e) => isIntroduction(e),
);

const isIntroduction = (e: Expr): boolean => e.tag === 'Num' || e.tag === 'Rec' || e.tag === 'New';

const labelsAgree = (fields: Fields, types: TypeFields): boolean => {
  let f = fields;
  let t = types;
  while (f.tag === 'Field' && t.tag === 'TypeField') {
    if (f.label !== t.label) return false;
    f = f.rest;
    t = t.rest;
  }
  return f.tag === 'NoFields' && t.tag === 'NoTypes';
};

export const sameLabels = metafunction<[Fields, TypeFields], boolean>(
  {
    name: 'sameLabels',
    args: ['Fields', 'TypeFields'],
    result: 'holds',
    text: '{0} and {1} have the same labels',
    latex: '{0}\\text{ and }{1}\\text{ have the same labels}',
    sentence: 'the same labels in the same order',
  },
  labelsAgree,
);

/** Whether a rule other than C-Infer checks the expression against the type. */
export const inferred = metafunction<[Expr, Type], boolean>(
  {
    name: 'inferred',
    args: ['Expr', 'Type'],
    result: 'holds',
    text: '{0} is not checked part by part against {1}',
    latex: '{0}\\text{ is not checked part by part against }{1}',
    sentence: 'everything not said elsewhere is inferred and coerced from outside',
  },
  (e, τ) => {
    if (e.tag === 'Let' || e.tag === 'If') return false;
    if (τ.tag === 'Named') return !isIntroduction(e);
    if (τ.tag === 'Record' && e.tag === 'Rec') return !labelsAgree(e.fields, τ.fields);
    return !(τ.tag === 'Ref' && e.tag === 'New' && e.type.tag === 'Omitted');
  },
);

export const written = metafunction<[Type], boolean>(
  {
    name: 'written',
    args: ['Type'],
    result: 'holds',
    text: '{0} is written',
    latex: '{0}\\text{ is written}',
    sentence: 'the program says the type',
  },
  (τ) => τ.tag !== 'Omitted',
);
