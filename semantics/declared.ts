/** The types of declarations, of what is made of them, and of the terms of a declared grammar. */
import type { Constructor, ConstructorInfo, Field } from './constructors.ts';
import type { FiniteMap } from './maps.ts';

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
  /** The grammar of which this one is another order of evaluation, and which (evaluation-order.ts). */
  readonly reorders?: { readonly of: Grammar; readonly by: { readonly [tag: string]: readonly string[] } };
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

/** Sorts with the constructors of two declarations. */
export type ExtendedSorts<B, M> = {
  readonly [S in keyof B | keyof M]: (S extends keyof B ? B[S] : unknown) & (S extends keyof M ? M[S] : unknown);
};
