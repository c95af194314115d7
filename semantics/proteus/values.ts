/** Values (section 1): n | r | z | { l = v, … } | abs_t v. */
import type { Expr, Fields } from './grammar.ts';

/** Verdicts on records and abs; other expressions show on their face whether they are values. */
const verdicts = new WeakMap<object, boolean>();

/** Records that a term made of values is one, so that it is not walked again. */
export function knownValue(e: Expr): Expr {
  if (e.tag === 'Rec' || e.tag === 'Abs') verdicts.set(e, true);
  return e;
}

const atFace = (e: Expr): boolean | undefined => {
  switch (e.tag) {
    case 'Num':
    case 'Ext':
    case 'Loc':
      return true;
    case 'Rec':
    case 'Abs':
      return verdicts.get(e);
    default:
      return false;
  }
};

/** Whether an expression is a value. */
export function isValue(e: Expr): boolean {
  const quick = atFace(e);
  if (quick !== undefined) return quick;
  // The path from e to the place looked at, each with the fields it has still to look at.
  const path: { readonly e: Expr; todo: Fields | undefined }[] = [];
  const open = (x: Expr) => path.push({ e: x, todo: x.tag === 'Rec' ? x.fields : undefined });
  let next: Expr | undefined = e;
  for (;;) {
    if (next !== undefined) {
      const verdict = atFace(next);
      if (verdict === undefined) {
        open(next);
        const here: Expr = next;
        next = here.tag === 'Abs' ? here.e : undefined;
        if (next !== undefined) continue;
      } else if (!verdict) {
        for (const p of path) verdicts.set(p.e, false);
        return false;
      }
      next = undefined;
    }
    const top = path[path.length - 1];
    if (top === undefined) return true;
    if (top.todo?.tag === 'Field') {
      next = top.todo.e;
      top.todo = top.todo.rest;
    } else {
      verdicts.set(top.e, true);
      path.pop();
    }
  }
}
