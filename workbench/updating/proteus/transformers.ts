/**
 * Transformers written where the change of a type says how: fields added (with a default), removed, reordered, renamed where
 * there is no doubt; an alias made a record with one field of the old type, and back. What the change does not say is left
 * as a hole. Types below names are left to their own transformers.
 */
import { get } from '../../../semantics/maps.ts';
import { equal } from '../../../semantics/terms.ts';
import {
  make,
  type Expr,
  type Fields,
  type Type,
  type TypeFields,
  type Types,
} from '../../../semantics/proteus/grammar.ts';
import { inhabitant } from '../../../semantics/proteus/inhabitants.ts';
import type { Given } from './given.ts';
import { printType } from '../../../semantics/proteus/syntax/index.ts';

/** What a transformer leaves open. */
export interface Hole {
  readonly mark: number;
  /** Stands in its place. */
  readonly term: Expr;
  readonly type: Type;
  /** Why it is left. */
  readonly why: string;
}

/** What a version gives to a field of records of a type. */
export type Gives = (type: TypeFields, label: string) => Given;
type FieldList = readonly (readonly [string, Type])[];

const fieldsOf = (φ: TypeFields): FieldList => {
  const list: [string, Type][] = [];
  for (let f = φ; f.tag === 'TypeField'; f = f.rest) list.push([f.label, f.type]);
  return list;
};

const record = (fields: readonly (readonly [string, Expr])[]): Expr =>
  make.Expr.Rec(fields.reduceRight<Fields>((rest, [l, e]) => make.Fields.Field(l, e, rest), make.Fields.NoFields()));

/** The fields of just this type; where there is none, those that fit. */
function closest(fields: FieldList, τ: Type, fits: (σ: Type) => boolean): FieldList {
  const same = fields.filter(([, σ]) => equal(σ, τ));
  return same.length > 0 ? same : fields.filter(([, σ]) => fits(σ));
}

/** Writes conversions under the definitions of the new version. */
export class Converter {
  private readonly Ω: Types;
  private readonly given: Gives;
  private marks = 0;
  private holes: Hole[] = [];

  /** @param given what the new version gives to a field, where that is to be asked. */
  constructor(Ω: Types, given: Gives = () => undefined) {
    this.Ω = Ω;
    this.given = given;
  }

  /** What a variable begins with that is new, or was another one. */
  ask(type: Type, why: string): Hole {
    this.holes = [];
    this.hole(type, why);
    return this.holes[0] as Hole;
  }

  /** An expression of type `to`, from e of type `from`; with what it leaves open. */
  convert(from: Type, to: Type, e: Expr): { readonly e: Expr; readonly holes: readonly Hole[] } {
    this.holes = [];
    const made = this.from(from, to, e);
    return { e: made, holes: this.holes };
  }

  private hole(type: Type, why: string): Expr {
    const mark = ++this.marks;
    const term = make.Expr.Var(`???${mark}`);
    this.holes.push({ mark, term, type, why });
    return term;
  }

  private from(from: Type, to: Type, e: Expr): Expr {
    if (this.fits(from, to)) return e;
    if (from.tag === 'Record' && to.tag === 'Record') return this.fields(fieldsOf(from.fields), to.fields, e);
    if (to.tag === 'Record') {
      const fields = fieldsOf(to.fields);
      const home = closest(fields, from, (τ) => this.fits(from, τ));
      if (home.length === 1)
        return record(fields.map(([l, τ]) => [l, l === home[0]?.[0] ? e : this.fresh(to.fields, l, τ)]));
      return this.hole(
        to,
        home.length === 0
          ? `no field is of the old type ${printType(from)}`
          : `fields ${home.map(([l]) => l).join(', ')} are all of the old type ${printType(from)}`,
      );
    }
    if (from.tag === 'Record') {
      const source = closest(fieldsOf(from.fields), to, (τ) => this.fits(τ, to));
      if (source.length === 1) return make.Expr.Proj(e, (source[0] as readonly [string, Type])[0]);
      return this.hole(
        to,
        source.length === 0
          ? 'no field of the old record is of this type'
          : `fields ${source.map(([l]) => l).join(', ')} of the old record are all of this type`,
      );
    }
    return this.hole(to, `nothing says how ${printType(from)} becomes ${printType(to)}`);
  }

  /** A field that old values do not have: what the new version gives it, or the least value of its type. */
  private fresh(all: TypeFields, l: string, τ: Type): Expr {
    const given = this.given(all, l);
    if (given?.kind === 'constant') return given.e;
    if (given === undefined) return this.default(τ, `field ${l} is new`);
    return this.hole(τ, `field ${l} is new, and the new version gives it ${given.said}`);
  }

  private fields(from: FieldList, all: TypeFields, e: Expr): Expr {
    const to = fieldsOf(all);
    const gone = from.filter(([l]) => !to.some(([k]) => k === l));
    const fresh = to.filter(([l]) => !from.some(([k]) => k === l));
    return record(
      to.map(([l, τ]) => {
        const same = from.find(([k]) => k === l);
        if (same) return [l, this.from(same[1], τ, make.Expr.Proj(e, l))];
        // Renamed, where one field went and one came that can be meant.
        const were = closest(gone, τ, (σ) => this.fits(σ, τ));
        const rivals = fresh.filter(([, σ]) => were.some(([, ρ]) => this.fits(ρ, σ)));
        const [only] = were;
        if (were.length === 1 && rivals.length === 1 && only) return [l, make.Expr.Proj(e, only[0])];
        if (were.length === 0) return [l, this.fresh(all, l, τ)];
        const names = were.map(([k]) => k).join(' or ');
        return [l, this.hole(τ, `field ${l} is new, or was ${names}`)];
      }),
    );
  }

  /** Whether a value of one type is taken where the other is expected, with nothing but casts (section 4). */
  private fits(from: Type, to: Type, depth = 0): boolean {
    if (equal(from, to)) return true;
    if (depth > 50) return false;
    const [a, b] = [this.unfold(from), this.unfold(to)];
    if (a !== from || b !== to) return a !== undefined && b !== undefined && this.fits(a, b, depth + 1);
    if (a?.tag !== 'Record' || b?.tag !== 'Record') return false;
    const [p, q] = [fieldsOf(a.fields), fieldsOf(b.fields)];
    return p.length === q.length && p.every(([l, τ], i) => l === q[i]?.[0] && this.fits(τ, q[i][1], depth + 1));
  }

  /** The type behind names. */
  private unfold(τ: Type): Type | undefined {
    let at: Type | undefined = τ;
    for (let n = 0; at?.tag === 'Named' && n < 1000; n++) at = get(this.Ω, at.t);
    return at;
  }

  /** The value that says least: 0, and records and references of such. */
  private default(type: Type, why: string): Expr {
    return inhabitant(this.Ω, type, {
      integer: () => 0n,
      named: (_, definition) => definition(),
      reference: (content) => {
        const e = content();
        return e && make.Expr.New(make.Type.Omitted(), e);
      },
      other: (τ, labels) => {
        const where = labels.reduce((all, l) => `${all}, with a field ${l}`, why);
        const none = τ.tag === 'Named' ? `${τ.t} has no least value` : 'there is no default of its type';
        return this.hole(τ, `${where}; ${none}`);
      },
    }) as Expr;
  }
}
