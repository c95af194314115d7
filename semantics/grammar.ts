/**
 * Grammar declarations: sorts, constructors and finite maps, written once. From a declaration come the TypeScript
 * types of its terms, the constructor functions, the field tables that traversal, equality, decoding and printing use.
 *
 * A term is a plain frozen record `{ tag, field, … }`. Fields hold terms or one of four primitives:
 * `name` (a string), `int` (an unbounded integer), `names` (a sorted array of distinct names).
 */
import { bindersOf, type Constructor, type ConstructorInfo, type Field } from './constructors.ts';
import { emptyTag, nodeTag } from './maps.ts';
import type { Extension, Grammar, GrammarDeclaration, Makers, Term, TypedGrammar } from './declared.ts';

export { con } from './constructors.ts';
export type { Constructor, ConstructorInfo, Field } from './constructors.ts';
export type * from './declared.ts';

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
 * @throws Error for a tag declared twice, or a field of an unknown sort. (What constructors say of binding and evaluation is looked at by
 * checkDeclaration.)
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
  for (const [tag, info] of constructors) constructors.set(tag, { ...info, binders: bindersOf(info, constructors) });
  const extended = new Map<string, Extension>();
  return { name, declaration, make: make as unknown as Makers<G>, makers, constructors, maps, extended };
}

/** The grammars that a grammar extends, itself first. */
const bases = new WeakMap<Grammar, readonly Grammar[]>();

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
