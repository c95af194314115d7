/** Values of a type, for whoever needs just any. */
import { get } from '../maps.ts';
import { absurd } from '../terms.ts';
import { make, type Expr, type Fields, type Type, type TypeFields, type Types } from './grammar.ts';

/** What stands for the types that say nothing of their values, or too much. */
export interface Inhabitants {
  readonly integer: () => bigint;
  /** A value of a named type, from its definition; undefined where the name is not to be looked behind. */
  readonly named: (t: string, definition: () => Expr | undefined) => Expr | undefined;
  readonly reference: (content: () => Expr | undefined) => Expr | undefined;
  /** Functions, types that are left out, and names that are not defined or stand inside themselves. */
  readonly other: (τ: Type, labels: readonly string[]) => Expr | undefined;
}

/** A value of a type; undefined where `of` has none for a part of it. `labels` lead from the type asked for to τ. */
export function inhabitant(
  Ω: Types,
  τ: Type,
  of: Inhabitants,
  labels: readonly string[] = [],
  inside: readonly string[] = [],
): Expr | undefined {
  const part = (σ: Type, label?: string, name?: string) =>
    inhabitant(
      Ω,
      σ,
      of,
      label === undefined ? labels : [...labels, label],
      name === undefined ? inside : [...inside, name],
    );
  switch (τ.tag) {
    case 'Int':
      return make.Expr.Num(of.integer());
    case 'Named': {
      const definition = get(Ω, τ.t);
      if (definition === undefined || inside.includes(τ.t)) return of.other(τ, labels);
      return of.named(τ.t, () => part(definition, undefined, τ.t));
    }
    case 'Record': {
      const made: [string, Expr][] = [];
      for (let f: TypeFields = τ.fields; f.tag === 'TypeField'; f = f.rest) {
        const e = part(f.type, f.label);
        if (e === undefined) return undefined;
        made.push([f.label, e]);
      }
      return make.Expr.Rec(
        made.reduceRight<Fields>((rest, [l, e]) => make.Fields.Field(l, e, rest), make.Fields.NoFields()),
      );
    }
    case 'Ref':
      return of.reference(() => part(τ.content));
    case 'Arrow':
    case 'Omitted':
      return of.other(τ, labels);
    default:
      return absurd(τ);
  }
}
