/** Values, as the grammar declares them (`value`, `evaluates`): a term is one once the parts that are evaluated are. */
import { listSort, type Shape } from './constructors.ts';
import type { Grammar, Term } from './grammar.ts';
import { constructorOf } from './matching.ts';

type Fields = Readonly<Record<string, Term>>;

/** A part that must be a value; or a list of them, by its cells. */
interface Part {
  readonly field: string;
  readonly list: { readonly cell: string; readonly item: string; readonly rest: string } | undefined;
}

/** Always, never, or where the parts are values and the term has one of the shapes (if there are any). */
type Kind = boolean | { readonly parts: readonly Part[]; readonly shapes: readonly Shape[] | undefined };

const hasShape = (term: Fields, shape: Shape): boolean => {
  for (const field in shape) {
    const there = shape[field] as Shape[string];
    const part = term[field] as Term;
    if (typeof there === 'string') {
      if (part.tag !== there) return false;
    } else if (part.tag !== there[0] || !hasShape(part as unknown as Fields, there[1])) return false;
  }
  return true;
};

const tests = new WeakMap<Grammar, (e: Term) => boolean>();

/**
 * Whether a term of the grammar is a value. Verdicts on large terms are kept beside them, so that a value is
 * walked once however often it is asked about; no native stack is used for those.
 */
export function valuesOf(g: Grammar): (e: Term) => boolean {
  let test = tests.get(g);
  if (!test) tests.set(g, (test = makeTest(g)));
  return test;
}

function makeTest(g: Grammar): (e: Term) => boolean {
  const kinds = new Map<string, Kind>();
  const kindOf = (e: Term): Kind => {
    const { tag, sort, evaluates = [], fields, value } = constructorOf(g, e);
    const shapes = Array.isArray(value) ? (value as readonly Shape[]) : undefined;
    const own = listSort(sort, g.constructors);
    const parts =
      own?.cell.tag === tag
        ? [{ field: '', list: { ...own, cell: tag } }]
        : evaluates.map((field) => {
            const list = listSort(fields.find(([f]) => f === field)?.[1] as string, g.constructors);
            return { field, list: list && { ...list, cell: list.cell.tag } };
          });
    const kind =
      value === undefined || value === false ? false : parts.length === 0 && !shapes ? true : { parts, shapes };
    kinds.set(tag, kind);
    return kind;
  };
  const verdicts = new WeakMap<object, boolean>();
  /** What shows without a walk; undefined where it takes one. */
  const atFace = (e: Term): boolean | undefined => {
    const kind = kinds.get(e.tag) ?? kindOf(e);
    if (typeof kind === 'boolean') return kind;
    if (kind.shapes && !kind.shapes.some((s) => hasShape(e as unknown as Fields, s))) return false;
    return verdicts.get(e);
  };

  /** A term on the way from the root to the place looked at: its parts, how many are done, and a list's cells to come. */
  class Open {
    readonly e: Term;
    private readonly parts: readonly Part[];
    private k = 0;
    private cells: Term | undefined;
    constructor(e: Term) {
      this.e = e;
      this.parts = (kinds.get(e.tag) as Exclude<Kind, boolean>).parts;
    }
    next(): Term | undefined {
      for (;;) {
        const part = this.parts[this.k];
        if (part === undefined) return undefined;
        const there = part.field === '' ? this.e : ((this.e as unknown as Fields)[part.field] as Term);
        if (part.list === undefined) {
          this.k++;
          return there;
        }
        const cells = this.cells ?? there;
        if (cells.tag === part.list.cell) {
          this.cells = (cells as unknown as Fields)[part.list.rest] as Term;
          return (cells as unknown as Fields)[part.list.item] as Term;
        }
        this.cells = undefined;
        this.k++;
      }
    }
  }

  /** How many more terms `nearby` may look at. */
  let left = 0;
  /** The verdict by a short walk; undefined where it takes a long one. Nothing is kept of it. */
  const nearby = (e: Term): boolean | undefined => {
    const quick = atFace(e);
    if (quick !== undefined) return quick;
    const { parts } = kinds.get(e.tag) as Exclude<Kind, boolean>;
    if (parts.length === 1 && parts[0]?.list === undefined) {
      if (left-- <= 0) return undefined;
      return nearby((e as unknown as Fields)[(parts[0] as Part).field] as Term);
    }
    const open = new Open(e);
    for (let part = open.next(); part !== undefined; part = open.next()) {
      if (left-- <= 0) return undefined;
      const verdict = nearby(part);
      if (verdict !== true) return verdict;
    }
    return true;
  };

  return (root) => {
    left = 24;
    const quick = nearby(root);
    if (quick !== undefined) return quick;
    const path: Open[] = [new Open(root)];
    for (;;) {
      const top = path[path.length - 1];
      if (top === undefined) return true;
      const part = top.next();
      if (part === undefined) {
        verdicts.set(top.e, true);
        path.pop();
        continue;
      }
      const verdict = atFace(part);
      if (verdict === undefined) path.push(new Open(part));
      else if (!verdict) {
        for (const open of path) verdicts.set(open.e, false);
        return false;
      }
    }
  };
}
