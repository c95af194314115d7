/**
 * Grammar declarations: sorts, constructors and finite maps, written once. From a declaration come the TypeScript
 * types of its terms, the constructor functions, the field tables that traversal, equality, decoding and printing use.
 *
 * A term is a plain frozen record `{ tag, field, … }`. Fields hold terms or one of four primitives:
 * `name` (a string), `int` (an unbounded integer), `names` (a sorted array of distinct names).
 */
import { bindersOf, checkMeanings, type Constructor, type ConstructorInfo, type Field } from './constructors.ts';
import { emptyTag, nodeTag, type FiniteMap } from './maps.ts';

export { con } from './constructors.ts';
export type { Constructor, ConstructorInfo, Field } from './constructors.ts';

export interface GrammarDeclaration {
  /** Sort ↦ tag ↦ constructor. */
  readonly sorts: object;
  /** Finite maps from names: map sort ↦ sort of the values. */
  readonly maps: object;
}

/** The TypeScript type of a sort (or primitive) of grammar G. */
export type SortOf<G extends GrammarDeclaration, S> = S extends 'name'
  ? string
  : S extends 'int'
    ? bigint
    : S extends 'names'
      ? readonly string[]
      : S extends keyof G['maps']
        ? FiniteMap<S & string, SortOf<G, G['maps'][S]>>
        : S extends keyof G['sorts']
          ? { [C in keyof G['sorts'][S]]: TermOf<G, S, C & string> }[keyof G['sorts'][S]]
          : never;

/** The fields of the constructor C of sort S. */
export type FieldsOf<G extends GrammarDeclaration, S extends keyof G['sorts'], C> = C extends keyof G['sorts'][S]
  ? G['sorts'][S][C] extends Constructor<infer Fs>
    ? Fs
    : never
  : never;

/** The terms with the tag C among those of sort S. */
export type TermOf<G extends GrammarDeclaration, S extends keyof G['sorts'], C extends string> = {
  readonly tag: C;
} & { readonly [F in FieldsOf<G, S, C>[number] as F[0]]: SortOf<G, F[1]> };

/** The types of a constructor's fields, in order. */
export type Arguments<G extends GrammarDeclaration, Fs extends readonly Field[]> = {
  [I in keyof Fs]: Fs[I] extends Field ? SortOf<G, Fs[I][1]> : never;
};

/** The constructor functions of grammar G, by sort and tag; arguments in the order of the fields. */
export type Makers<G extends GrammarDeclaration> = {
  readonly [S in keyof G['sorts']]: {
    readonly [C in keyof G['sorts'][S]]: (...args: Arguments<G, FieldsOf<G, S, C>>) => SortOf<G, S>;
  };
};

export interface Grammar {
  readonly name: string;
  /** Constructors and makers of the grammars that extend this one, by tag: see {@link extendGrammar}. */
  readonly extended: ReadonlyMap<string, Extension>;
  /** Constructors by tag, map nodes included. */
  readonly constructors: ReadonlyMap<string, ConstructorInfo>;
  /** Constructor functions by tag; map nodes have none (maps are made by their operations). */
  readonly makers: ReadonlyMap<string, (...args: unknown[]) => Term>;
  /** Map sorts and the sorts of their values. */
  readonly maps: { readonly [sort: string]: string };
}

/** A constructor that an extension has added, and how its terms are made. */
export interface Extension {
  readonly info: ConstructorInfo;
  /** Undefined for nodes of maps. */
  readonly make: ((...args: unknown[]) => Term) | undefined;
}

/** A grammar with the types of its terms. */
export interface TypedGrammar<G extends GrammarDeclaration> extends Grammar {
  readonly declaration: G;
  readonly make: Makers<G>;
}

/** The shape every term has, whatever its grammar. */
export interface Term {
  readonly tag: string;
}

type Maker = (...args: unknown[]) => Term;

/**
 * Constructors are the most called functions of the project, and a record is quickest made by a function with the record's
 * own names in its text: such functions are written here. Where the surroundings forbid code from text (the page does),
 * a copy of a term made beforehand is filled in, which takes two to four times as long.
 */
function maker(tag: string, fields: readonly Field[]): Maker {
  if (fields.length === 0) {
    const only = Object.freeze({ tag });
    return () => only;
  }
  const names = fields.map(([name]) => name);
  try {
    const [parameters, record] = [
      names.map((_, i) => `p${i}`),
      names.map((name, i) => `${JSON.stringify(name)}: p${i}`),
    ];
    const text = `return (${parameters.join(', ')}) => freeze({ tag: ${JSON.stringify(tag)}, ${record.join(', ')} });`;
    return new Function('freeze', text)(Object.freeze) as Maker;
  } catch {
    const like: Record<string, unknown> = { tag };
    for (const name of names) like[name] = undefined;
    return (...args) => {
      const term = { ...like };
      names.forEach((name, i) => (term[name] = args[i]));
      return Object.freeze(term) as unknown as Term;
    };
  }
}

/**
 * Makes a grammar from its declaration.
 * @throws Error for a mistake in the declaration: a tag declared twice, a field of an unknown sort, or one of those
 * that {@link checkMeanings} finds.
 */
export function grammar<G extends GrammarDeclaration>(name: string, declaration: G): TypedGrammar<G> {
  const sorts = declaration.sorts as { readonly [sort: string]: { readonly [tag: string]: Constructor } };
  const maps = declaration.maps as { readonly [sort: string]: string };
  const known = new Set([...Object.keys(sorts), ...Object.keys(maps), 'name', 'int', 'names']);
  const constructors = new Map<string, ConstructorInfo>();
  const make: Record<string, Record<string, unknown>> = {};
  const makers = new Map<string, (...args: unknown[]) => Term>();
  const declare = (declared: Omit<ConstructorInfo, 'binders'>) => {
    const info: ConstructorInfo = { ...declared, binders: [] };
    if (constructors.has(info.tag)) throw new Error(`grammar ${name}: constructor ${info.tag} is declared twice`);
    for (const [field, sort] of info.fields)
      if (!known.has(sort)) throw new Error(`grammar ${name}: ${info.tag}.${field} has the unknown sort ${sort}`);
    constructors.set(info.tag, info);
  };
  for (const [sort, tags] of Object.entries(sorts)) {
    make[sort] = {};
    for (const [tag, c] of Object.entries(tags)) {
      declare({ ...c, tag, sort, latex: c.latex, level: c.level });
      makers.set(tag, (make[sort][tag] = maker(tag, c.fields)));
    }
  }
  for (const [sort, value] of Object.entries(maps)) {
    const fields = [
      ['key', 'name'],
      ['value', value],
      ['left', sort],
      ['right', sort],
    ] as const;
    declare({ tag: emptyTag(sort), sort, fields: [], text: '∅', latex: '\\emptyset', level: undefined });
    declare({ tag: nodeTag(sort), sort, fields, text: '…', latex: '\\ldots', level: undefined });
  }
  checkMeanings(name, constructors);
  for (const [tag, info] of constructors) constructors.set(tag, { ...info, binders: bindersOf(info, constructors) });
  const extended = new Map<string, Extension>();
  return { name, declaration, make: make as unknown as Makers<G>, makers, constructors, maps, extended };
}

/** The grammars that a grammar extends, itself first. */
const bases = new WeakMap<Grammar, readonly Grammar[]>();

/** Sorts with the constructors of two declarations. */
export type ExtendedSorts<B, M> = {
  readonly [S in keyof B | keyof M]: (S extends keyof B ? B[S] : unknown) & (S extends keyof M ? M[S] : unknown);
};

/**
 * A grammar with constructors added to sorts, and with new sorts and maps. Its terms are those of the base, and more: a
 * metafunction of the base that walks syntax walks them too, since it looks a constructor up by its tag, and tags mean
 * the same in a grammar and in all that extend it.
 * @throws Error when a tag is the base's, or that of another extension of it with other fields.
 */
export function extendGrammar<G extends GrammarDeclaration>(
  name: string,
  base: Grammar & { readonly declaration: GrammarDeclaration },
  more: GrammarDeclaration,
): TypedGrammar<G> {
  const sorts: Record<string, Record<string, Constructor>> = {};
  for (const part of [base.declaration.sorts, more.sorts] as Record<string, Record<string, Constructor>>[])
    for (const [sort, tags] of Object.entries(part)) {
      const twice = Object.keys(tags).find((tag) => base.constructors.has(tag) && part === more.sorts);
      if (twice !== undefined) throw new Error(`grammar ${name}: constructor ${twice} is one of ${base.name}`);
      sorts[sort] = { ...sorts[sort], ...tags };
    }
  const maps = { ...base.declaration.maps, ...more.maps };
  const made = grammar(name, { sorts, maps }) as unknown as TypedGrammar<G>;
  const chain = [base, ...(bases.get(base) ?? [])];
  bases.set(made, chain);
  for (const [tag, info] of made.constructors)
    if (!base.constructors.has(tag))
      for (const g of chain) {
        const other = g.extended.get(tag);
        if (other !== undefined && JSON.stringify(other.info) !== JSON.stringify(info))
          throw new Error(
            `grammar ${name}: another extension of ${g.name} has a constructor ${tag}, which is not this one`,
          );
        (g.extended as Map<string, Extension>).set(tag, { info, make: made.makers.get(tag) });
      }
  return made;
}
