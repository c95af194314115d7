/** Walks that know which names are bound around the place where they stand. */
import type { Binding } from './binding.ts';
import type { Term } from './grammar.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The names bound around the place where a walk stands, each with the depths of its binders. */
export class Bound {
  private readonly depths = new Map<string, number[]>();
  enter(x: string, depth = 0): void {
    const at = this.depths.get(x);
    if (at) at.push(depth);
    else this.depths.set(x, [depth]);
  }
  leave(x: string): void {
    this.depths.get(x)?.pop();
  }
  /** The depth of the innermost binder; undefined for a name that is not bound. */
  get(x: string): number | undefined {
    const at = this.depths.get(x);
    return at?.[at.length - 1];
  }
}

/** The names of the variables of a kind that are free in a term. */
export function freeIn({ places }: Binding, root: Term): ReadonlySet<string> {
  const free = new Set<string>();
  const bound = new Bound();
  const work: (Term | (() => void))[] = [root];
  for (let e = work.pop(); e !== undefined; e = work.pop()) {
    if (typeof e === 'function') {
      e();
      continue;
    }
    const fields = e as unknown as Fields;
    const { variable, parts } = places(e);
    if (variable !== undefined && bound.get(fields[variable] as string) === undefined)
      free.add(fields[variable] as string);
    for (const { field, under } of parts) {
      const names = under.map((f) => fields[f] as string);
      if (names.length > 0) work.push(() => names.forEach((x) => bound.leave(x)));
      work.push(fields[field] as Term);
      if (names.length > 0) work.push(() => names.forEach((x) => bound.enter(x)));
    }
  }
  return free;
}
