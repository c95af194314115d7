/**
 * Substitution, by equations made from the grammar: one for the occurrence of a variable, and for each constructor that
 * binds one, those in which a binder has the variable's name and keeps the substitution out of its scope.
 */
import { bindingOf } from './binding.ts';
import type { ConstructorInfo, Grammar, Term } from './grammar.ts';
import { homomorphism } from './structural.ts';
import { metavariables, type MetafunctionInfo, type Metavariable, type MetaTable } from './symbols.ts';
import { sortsInside } from './traversal.ts';

export interface SubstitutionSpec extends Pick<MetafunctionInfo, 'name' | 'text' | 'latex' | 'level' | 'sentence'> {
  /** The sort of the terms in which it substitutes. */
  readonly in: string;
  /** The constructor of the variables; without it the grammar's only ones. */
  readonly variable?: string;
  /** Walks all of the term, instead of leaving alone what the variable is not free in: what the tests compare with. */
  readonly plain?: boolean;
}

/**
 * e[v/x] for a closed term v (it holds nothing that a binder could capture): a metafunction of e, v and x.
 * @param table the metavariables of the calculus: the equations are written in them. A letter for values alone stands
 * for v.
 */
export function substitution<E extends Term, V extends Term = E>(g: Grammar, table: MetaTable, spec: SubstitutionSpec) {
  const binding = bindingOf(g, spec.variable);
  const inside = sortsInside(g, spec.in);
  const over = [...binding.sorts].filter((sort) => inside.has(sort));
  const occurrence = g.constructors.get(binding.occurrence) as ConstructorInfo;
  const variable = occurrence.variable as string;
  const binders = [...g.constructors.values()].filter(
    (c) => over.includes(c.sort) && c.binders.some((b) => b.as === occurrence.tag),
  );
  const names = namer(table);
  const x = names.field(variable, 'name', new Set());
  const v = names.value(occurrence.sort, new Set([x.meta]));
  const reserved = new Set([x.meta, v.meta]);

  type Self = (e: Metavariable | Term, v: Metavariable, x: Metavariable) => Term;
  const make = (c: ConstructorInfo, args: readonly unknown[]): Term =>
    (g.makers.get(c.tag) as (...args: unknown[]) => Term)(...args);
  const equations = (self: Self): (readonly [Term, unknown])[] => {
    const made: (readonly [Term, unknown])[] = [
      [
        self(
          make(
            occurrence,
            occurrence.fields.map(([f, s]) => (f === variable ? x : names.field(f, s, reserved))),
          ),
          v,
          x,
        ),
        v,
      ],
    ];
    for (const c of binders) {
      const own = c.binders.filter((b) => b.as === occurrence.tag);
      for (const same of subsets(own.map((b) => b.name))) {
        const taken = new Set(reserved);
        const metas = c.fields.map(([f, sort]) => (same.includes(f) ? x : names.field(f, sort, taken)));
        const shadowed = (f: string) => own.some((b) => same.includes(b.name) && b.scope.includes(f));
        const parts = c.fields.map(([f, sort], i) =>
          over.includes(sort) && !shadowed(f) ? self(metas[i] as Metavariable, v, x) : metas[i],
        );
        made.push([self(make(c, metas), v, x), make(c, parts)]);
      }
    }
    return made;
  };
  const { in: sort, name, text, latex, level, sentence } = spec;
  return homomorphism<E, [V, string]>(
    g,
    over,
    {
      name,
      args: [sort, occurrence.sort, 'name'],
      text,
      sentence,
      ...(latex === undefined ? {} : { latex }),
      ...(level === undefined ? {} : { level }),
    },
    (self) => equations(self as unknown as Self) as unknown as readonly (readonly [E, E])[],
    spec.plain ? undefined : (term, _value, y) => (binding.mayOccur(term, y) ? undefined : term),
    (info) => withoutBinders(info, occurrence.tag, name),
  );
}

/** What an extension adds to the grammar is walked as well; but what it adds that binds has no equation. */
function withoutBinders(added: ConstructorInfo, occurrence: string, substitute: string): void {
  if (added.binders.some((b) => b.as === occurrence))
    throw new Error(`${added.tag} binds variables, and ${substitute} was made before it was added to the grammar`);
}

/** The subsets of some names but the empty one, the larger before those they contain. */
function subsets(names: readonly string[]): (readonly string[])[] {
  const all = names.reduceRight<(readonly string[])[]>((some, x) => [...some.map((s) => [x, ...s]), ...some], [[]]);
  return all.filter((s) => s.length > 0).sort((a, b) => b.length - a.length);
}

/** Chooses metavariables: a field's own name where it is one of its sort, otherwise a letter of the sort. */
function namer(table: MetaTable) {
  const metas = metavariables(table);
  const entries = Object.entries(table);
  const sortOf = (name: string): string | undefined => {
    const entry = table[[...name][0] as string];
    return typeof entry === 'string' ? entry : undefined;
  };
  const fresh = (letter: string, taken: ReadonlySet<string>): string => {
    for (let i = 0; ; i++) {
      const name = i === 0 ? letter : `${letter}${i}`;
      if (!taken.has(name)) return name;
    }
  };
  const letterOf = (sort: string): string => {
    const found = entries.find(([, entry]) => entry === sort);
    if (!found) throw new Error(`no letter stands for metavariables of sort ${sort}`);
    return found[0];
  };
  const take = (name: string, taken: Set<string>): Metavariable => {
    taken.add(name);
    return metas[name] as Metavariable;
  };
  return {
    /** A metavariable for a field, other than those taken; it is taken afterwards. */
    field: (name: string, sort: string, taken: Set<string>): Metavariable =>
      take(sortOf(name) === sort && !taken.has(name) ? name : fresh(letterOf(sort), taken), taken),
    /** A metavariable for values of a sort. */
    value: (sort: string, taken: Set<string>): Metavariable => {
      const restricted = entries.find(([, e]) => typeof e !== 'string' && e.sort === sort);
      return take(restricted ? restricted[0] : `${letterOf(sort)}1`, taken);
    },
  };
}
