/**
 * Mistakes in the declaration of a grammar: what its constructors say of binding and evaluation is looked at once for each grammar, by
 * whoever makes its rules ready to run. Replay does not look: what a declaration means does not depend on it.
 */
import { listSort, ofSort, scopes, type ConstructorInfo, type Constructors, type Shape } from './constructors.ts';
import type { Grammar } from './grammar.ts';
import { primitives } from './terms.ts';

const inOrder = new WeakSet<Grammar>();

/**
 * Checks the declaration of a grammar, the first time that it is asked about it.
 * @throws Error that names the grammar, the constructor and the field of a mistake in the declaration.
 */
export function checkDeclaration(g: Grammar): void {
  if (inOrder.has(g)) return;
  checkMeanings(g.name, g.constructors);
  inOrder.add(g);
}

/** Whether terms of the sort are evaluated: some constructor of it says so, or is a value. */
const isEvaluated = (sort: string, all: Constructors): boolean =>
  ofSort(sort, all).some((c) => c.evaluates !== undefined || c.value !== undefined);

/** The fields of a frame of `of` with its hole in the field `hole`, in any order. */
function frameFields(of: ConstructorInfo, hole: string, all: Constructors): readonly string[] {
  const others = of.fields.filter(([f]) => f !== hole).map(([f, sort]) => `${f} : ${sort}`);
  const sort = of.fields.find(([f]) => f === hole)?.[1] as string;
  const list = listSort(sort, all);
  if (!list) return others;
  const cell = list.cell.fields.filter(([f]) => f !== list.item && f !== list.rest).map(([f, s]) => `${f} : ${s}`);
  return [...others, ...cell, `(done) : ${sort}`, `(to come) : ${sort}`];
}

/** Checks what the constructors of a grammar say of binding and evaluation. */
function checkMeanings(grammar: string, all: Constructors): void {
  const framed = new Map<string, string>();
  const variables = [...all.values()].filter((c) => c.variable !== undefined);
  const hasFrames = [...all.values()].some((c) => c.frames !== undefined);
  for (const c of all.values()) {
    const wrong = (what: string): never => {
      throw new Error(`grammar ${grammar}: ${c.tag} ${what}`);
    };
    const sortOf = (field: string, says: string): string =>
      c.fields.find(([f]) => f === field)?.[1] ?? wrong(`${says} ${field}, which is none of its fields`);
    const name = (field: string, says: string) =>
      sortOf(field, says) === 'name' || wrong(`${says} ${field}, which holds no name`);
    if (c.variable !== undefined) name(c.variable, 'is an occurrence of');
    for (const [field, scope] of Object.entries(c.binds ?? {})) {
      name(field, 'binds');
      for (const within of scopes(scope))
        if (primitives.has(sortOf(within, `binds ${field} in`)))
          wrong(`binds ${field} in ${within}, which holds no term`);
      const as = typeof scope === 'object' && 'as' in scope ? scope.as : undefined;
      if (as !== undefined && all.get(as)?.variable === undefined)
        wrong(`binds ${field} as ${as}, which is no occurrence of a variable`);
      if (as === undefined && variables.length !== 1)
        wrong(`binds ${field}, and ${variables.length} constructors are occurrences of variables: say which ('as')`);
    }
    for (const field of c.evaluates ?? [])
      if (!isEvaluated(sortOf(field, 'evaluates'), all))
        wrong(`evaluates ${field}, and nothing of sort ${sortOf(field, '')} is evaluated or a value`);
    for (const shape of Array.isArray(c.value) ? (c.value as readonly Shape[]) : []) checkShape(c, shape, all, wrong);
    const { evaluates = [], frames } = c;
    if (frames === undefined) {
      if (hasFrames && evaluates.length > 0 && !listSort(c.sort, all))
        wrong(`is evaluated in ${evaluates.join(', ')} and has no frames, as others have`);
      continue;
    }
    if (frames.length !== evaluates.length)
      wrong(`evaluates ${evaluates.length} fields and has ${frames.length} frames: they go together, one for each`);
    frames.forEach((tag, k) => {
      const frame = all.get(tag) ?? wrong(`has the frame ${tag}, which is no constructor`);
      if (framed.has(tag)) wrong(`has the frame ${tag}, which is one of ${framed.get(tag)}`);
      framed.set(tag, c.tag);
      const list = listSort(sortOf(evaluates[k] as string, ''), all)?.cell.sort;
      let nth = 0;
      const has = frame.fields.map(([f, sort]) =>
        sort === list && !c.fields.some(([g]) => g === f)
          ? `(${nth++ === 0 ? 'done' : 'to come'}) : ${sort}`
          : `${f} : ${sort}`,
      );
      const needs = frameFields(c, evaluates[k] as string, all);
      if ([...has].sort().join() !== [...needs].sort().join())
        wrong(`has the frame ${tag} with the fields ${has.join(', ')}; those around its hole are ${needs.join(', ')}`);
    });
  }
}

function checkShape(c: ConstructorInfo, shape: Shape, all: Constructors, wrong: (what: string) => never): void {
  for (const [field, there] of Object.entries(shape)) {
    const sort = c.fields.find(([f]) => f === field)?.[1] ?? wrong(`has no field ${field} to be a value by`);
    const tag = typeof there === 'string' ? there : there[0];
    const inner = all.get(tag);
    if (inner?.sort !== sort) return wrong(`is a value by ${tag} in ${field}, which holds terms of sort ${sort}`);
    if (typeof there !== 'string') checkShape(inner, there[1], all, wrong);
  }
}
