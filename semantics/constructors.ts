/**
 * Constructors as a grammar declares them: fields, templates, and what a term is besides its shape (what it binds, what
 * of it is evaluated in which order, whether it is a value). What stands here is said nowhere else: binding.ts,
 * substitution.ts, values.ts and contexts.ts read it.
 */

/** A field: its name and the sort of what it holds (a sort, a map sort, or a primitive). */
export type Field = readonly [name: string, sort: string];

/**
 * One constructor: its fields in order and how it is printed.
 * `text` and `latex` are templates: `{field}` stands for a field, `{field@n}` for a field printed at precedence level n
 * (parenthesised when its own `level` is lower). Without `level` a term never needs parentheses.
 */
export interface Constructor<Fs extends readonly Field[] = readonly Field[]> extends ConstructorMeaning {
  readonly fields: Fs;
  readonly text: string;
  readonly latex?: string;
  readonly level?: number;
}

/** What a constructor is besides its shape: what it binds, what of it is evaluated, whether it is a value. */
export interface ConstructorMeaning {
  /**
   * The field (of sort `name`) that holds a bound variable ↦ the field or fields in which it is bound. Occurrences are
   * the terms of the grammar's only constructor with `variable`; where there are several, `as` names the one.
   */
  readonly binds?: { readonly [field: string]: string | readonly string[] | Scope };
  /** An occurrence of a variable: the field that holds its name. */
  readonly variable?: string;
  /** The fields that are evaluated, in their order; the others are left as they are. */
  readonly evaluates?: readonly string[];
  /**
   * The constructors of frames with the hole in these fields, where the grammar declares them; in the same order. A
   * frame has the other fields of the term. Where the field holds a list (a sort of cells and an end, of which the
   * items are evaluated), it has the other fields of the cell as well, the list of what is evaluated (the last item
   * first) and the list of what is to come.
   */
  readonly frames?: readonly string[];
  /** Whether the term is a value once the fields that are evaluated are; or the shapes of which it must have one. */
  readonly value?: boolean | readonly Shape[];
  /** Whether the place where it was written is told of it, whatever steps put into it (origins.ts). */
  readonly placed?: boolean;
}

export interface Scope {
  readonly in: string | readonly string[];
  /** The constructor of the variable's occurrences. */
  readonly as: string;
}

/** Field ↦ the constructor that stands there, or that and its own fields. */
export interface Shape {
  readonly [field: string]: string | readonly [tag: string, shape: Shape];
}

/** Declares a constructor (keeps the literal types of its fields). */
export const con = <const Fs extends readonly Field[]>(
  fields: Fs,
  text: string,
  more: { readonly latex?: string; readonly level?: number } & ConstructorMeaning = {},
): Constructor<Fs> => ({ fields, text, ...more });

/** What is known of a constructor at run time. */
export interface ConstructorInfo extends ConstructorMeaning {
  readonly tag: string;
  readonly sort: string;
  readonly fields: readonly Field[];
  readonly text: string;
  readonly latex: string | undefined;
  readonly level: number | undefined;
  /** What a term binds. A frame binds what the term around its hole does. */
  readonly binders: readonly Binder[];
}

/** A field that holds the name of a bound variable, the fields in which it is bound, and what its occurrences are. */
export interface Binder {
  readonly name: string;
  readonly scope: readonly string[];
  readonly as: string;
}

/** The items of a list that is evaluated: the constructor of its cells, the field of the item, that of the rest. */
export interface ListSort {
  readonly cell: ConstructorInfo;
  readonly item: string;
  readonly rest: string;
  /** The last item is evaluated first. */
  readonly fromLast: boolean;
}

/** Constructors by tag. */
export type Constructors = ReadonlyMap<string, ConstructorInfo>;

/** The constructors of a sort. */
export const ofSort = (sort: string, all: Constructors) => [...all.values()].filter((c) => c.sort === sort);

/** The sort as a list whose items are evaluated; undefined when it is no such sort. */
export function listSort(sort: string, all: Constructors): ListSort | undefined {
  const constructors = ofSort(sort, all);
  const [cell, ...more] = constructors.filter((c) => c.evaluates !== undefined);
  if (cell?.evaluates?.length !== 2 || cell.frames || more.length > 0) return undefined;
  const sortOf = (field: string) => cell.fields.find(([f]) => f === field)?.[1];
  const fromLast = sortOf(cell.evaluates[0] as string) === sort;
  const [rest, item] = (fromLast ? cell.evaluates : [...cell.evaluates].reverse()) as [string, string];
  const ends = constructors.every((c) => c.value === true && (c === cell || c.fields.length === 0));
  return ends && sortOf(rest) === sort && sortOf(item) !== sort ? { cell, item, rest, fromLast } : undefined;
}

/** The term that a frame is of, and which of its places holds the hole; undefined for other constructors. */
export function frameOf(
  tag: string,
  all: Constructors,
): { readonly of: ConstructorInfo; readonly hole: string } | undefined {
  for (const of of all.values()) {
    const k = of.frames?.indexOf(tag) ?? -1;
    if (k !== -1) return { of, hole: of.evaluates?.[k] as string };
  }
  return undefined;
}

/** The fields in which a name is bound. */
export const scopes = (scope: string | readonly string[] | Scope): readonly string[] => {
  const fields = typeof scope === 'object' && 'in' in scope ? scope.in : scope;
  return typeof fields === 'string' ? [fields] : fields;
};

/** What terms of a constructor bind. Takes declarations that are in order (declarations.ts). */
export function bindersOf(info: ConstructorInfo, all: Constructors): readonly Binder[] {
  const frame = frameOf(info.tag, all);
  if (frame)
    return bindersOf(frame.of, all).map((b) => ({ ...b, scope: b.scope.filter((field) => field !== frame.hole) }));
  const only = [...all.values()].find((c) => c.variable !== undefined)?.tag as string;
  return Object.entries(info.binds ?? {}).map(([name, scope]) => ({
    name,
    scope: scopes(scope),
    as: typeof scope === 'object' && 'as' in scope ? scope.as : only,
  }));
}
