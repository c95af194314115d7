/**
 * Evaluation contexts, as the grammar declares them (`evaluates`, `frames`): frames, plugging, and finding the next
 * redex from where a run stands. A context is a list of frames, inside out: the frame around the hole first.
 */
import { frameOf, listSort, type ConstructorInfo, type ListSort } from './constructors.ts';
import type { Grammar, Term } from './grammar.ts';
import { constructorOf, makerOf } from './matching.ts';
import { madeFrom } from './origins.ts';
import { valuesOf } from './values.ts';

type Fields = Readonly<Record<string, Term>>;
type Make = (...args: unknown[]) => Term;
const field = (term: Term, name: string): Term => (term as unknown as Fields)[name] as Term;

/** Frames and contexts of a grammar; E, F and C are the types of its terms, frames and contexts. */
export interface Contexts<E extends Term, F extends Term, C extends Term> {
  /** The empty context. */
  readonly hole: C;
  /** The context with a frame put around its hole. */
  within(frame: F, outer: C): C;
  /** F[e]: the frame filled with a term. */
  fill(frame: F, e: E): E;
  /** E[e]: the context filled with a term. */
  plug(context: C, e: E): E;
  /** The frame around the part of e that is evaluated next, and that part; undefined when e itself is to be reduced. */
  descend(e: E): readonly [F, E] | undefined;
  /**
   * Where E[e] is evaluated next: its redex and the context around it; or the hole and a value. The work is that of the
   * moves from the place given, not of the size of E. The very pair given comes back where it is that place.
   */
  focus(place: Place<E, C>): Place<E, C>;
}

export interface Place<E, C> {
  readonly context: C;
  readonly e: E;
}

/** A field that is evaluated, and its frame. */
interface Evaluated {
  readonly field: string;
  readonly list: ListSort | undefined;
  /** The frame: from the term; for a list, from the term (or a frame of it), the cell, the done and the rest. */
  readonly frame: (term: Term) => Term;
  readonly listFrame: (term: Term, cell: Term, done: Term, todo: Term) => Term;
}

/** A function that makes a term or frame from another one; of constructors that are placed, it is noted. */
const keeping = <F extends (like: Term, ...rest: Term[]) => Term>(c: ConstructorInfo, f: F): F =>
  c.placed ? (((like, ...rest) => madeFrom(f(like, ...rest), like)) as F) : f;

/** A maker called with these fields of a term. */
function from(make: Make, names: readonly string[]): (t: Term) => Term {
  const [a, b, c] = names as [string, string, string];
  switch (names.length) {
    case 0:
      return () => make();
    case 1:
      return (t) => make(field(t, a));
    case 2:
      return (t) => make(field(t, a), field(t, b));
    case 3:
      return (t) => make(field(t, a), field(t, b), field(t, c));
    default:
      return (t) => make(...names.map((name) => field(t, name)));
  }
}

/** A maker called with a term in the place of one of its fields, and a frame's fields in the others. */
function around(make: Make, names: readonly string[], hole: string): (frame: Term, e: Term) => Term {
  const [a, b] = names as [string, string];
  const at = names.indexOf(hole);
  if (names.length === 1) return (_, e) => make(e);
  if (names.length === 2) return at === 0 ? (F, e) => make(e, field(F, b)) : (F, e) => make(field(F, a), e);
  return (F, e) => make(...names.map((name, i) => (i === at ? e : field(F, name))));
}

const made = new WeakMap<Grammar, Contexts<Term, Term, Term>>();

/**
 * The evaluation contexts of a grammar.
 * @throws Error when the grammar declares no frames, or no sort of contexts: an empty one, and a frame in another.
 */
export function contextsOf<E extends Term, F extends Term, C extends Term>(g: Grammar): Contexts<E, F, C> {
  let contexts = made.get(g);
  if (!contexts) made.set(g, (contexts = make(g)));
  return contexts as unknown as Contexts<E, F, C>;
}

/** The constructors of contexts: the hole; a frame put in another context, and the fields that hold them. */
function contextSort(g: Grammar) {
  const all = [...g.constructors.values()];
  const frames = new Set(all.filter((c) => frameOf(c.tag, g.constructors)).map((c) => c.sort));
  for (const c of all) {
    const [first, second] = c.fields;
    const inner = c.fields.find(([, sort]) => frames.has(sort))?.[0];
    const outer = c.fields.find(([, sort]) => sort === c.sort)?.[0];
    const hole = all.find((h) => h.sort === c.sort && h.fields.length === 0);
    if (first && second && c.fields.length === 2 && inner !== undefined && outer !== undefined && hole)
      return { tag: c.tag, inner, outer, hole: hole.tag };
  }
  throw new Error(`grammar ${g.name} declares no evaluation contexts`);
}

function make(g: Grammar): Contexts<Term, Term, Term> {
  const maker = (tag: string) => makerOf(g, tag) as Make;
  const infoOf = (tag: string) => constructorOf(g, { tag });
  const frameIn = (tag: string) =>
    frameOf(tag, g.constructors) ?? frameOf(tag, new Map([...g.extended].map(([t, { info }]) => [t, info])));
  const isValue = valuesOf(g);
  const sort = contextSort(g);
  const hole = maker(sort.hole)();
  const In = maker(sort.tag);
  const within =
    g.constructors.get(sort.tag)?.fields[0]?.[0] === sort.inner
      ? (F: Term, E: Term) => In(F, E)
      : (F: Term, E: Term) => In(E, F);

  /** A frame for a hole among the items of a list. Its two fields of the list's sort are the done and those to come. */
  const listFrame = (of: ConstructorInfo, tag: string, list: ListSort): Evaluated['listFrame'] => {
    const own = new Set(of.fields.map(([f]) => f));
    const [done, todo] = listFields(tag, list, own);
    const sources = infoOf(tag).fields.map(([f]) =>
      f === done ? 2 : f === todo ? 3 : own.has(f) ? f : ([f] as const),
    );
    const Frame = maker(tag);
    return (term, cell, seen, rest) =>
      Frame(
        ...sources.map((s) =>
          s === 2 ? seen : s === 3 ? rest : typeof s === 'string' ? field(term, s) : field(cell, s[0] as string),
        ),
      );
  };
  const listFields = (tag: string, list: ListSort, own: ReadonlySet<string>): [string, string] =>
    infoOf(tag)
      .fields.filter(([f, s]) => s === list.cell.sort && !own.has(f))
      .map(([f]) => f) as [string, string];
  const endOf = (list: ListSort) =>
    maker(
      [...g.constructors.values()].find((c) => c.sort === list.cell.sort && c.fields.length === 0)?.tag as string,
    )();

  const evaluated = new Map<string, readonly Evaluated[]>();
  const ends = new Map<string, Term>();
  const prepare = (e: Term): readonly Evaluated[] => {
    const c = constructorOf(g, e);
    const places = (c.frames ?? []).map((tag, k): Evaluated => {
      const name = c.evaluates?.[k] as string;
      const list = listSort(c.fields.find(([f]) => f === name)?.[1] as string, g.constructors);
      if (list) ends.set(list.cell.sort, endOf(list));
      const frame = list
        ? undefined
        : keeping(
            c,
            from(
              maker(tag),
              infoOf(tag).fields.map(([f]) => f),
            ),
          );
      return {
        field: name,
        list,
        frame: frame as Evaluated['frame'],
        listFrame: (list ? listFrame(c, tag, list) : undefined) as Evaluated['listFrame'],
      };
    });
    evaluated.set(c.tag, places);
    return places;
  };

  /**
   * Goes along the cells of a list to the first item that is no value; or back to the last one. A frame has what stands left of its hole
   * (from the hole on) and what stands right of it, in whatever order they are evaluated.
   */
  const nextItem = (p: Evaluated, list: ListSort, term: Term, before: Term, behind: Term) => {
    const { fromLast, item, rest } = list;
    const cell = cellMaker(list);
    let [at, seen] = fromLast ? [before, behind] : [behind, before];
    for (; at.tag === list.cell.tag; at = field(at, rest)) {
      const here = field(at, item);
      const more = field(at, rest);
      if (!isValue(here)) return [fromLast ? p.listFrame(term, at, more, seen) : p.listFrame(term, at, seen, more), here] as const; // prettier-ignore
      seen = cell(at, here, seen);
    }
    return undefined;
  };
  /** A list the other way round. */
  const turned = (list: ListSort, cells: Term): Term => {
    let all = ends.get(list.cell.sort) as Term;
    for (let at = cells; at.tag === list.cell.tag; at = field(at, list.rest))
      all = cellMaker(list)(at, field(at, list.item), all);
    return all;
  };
  const cellMakers = new Map<string, (like: Term, item: Term, rest: Term) => Term>();
  /** A cell like another one (or a frame with its other fields), with another item and rest. */
  const cellMaker = (list: ListSort) => {
    let like = cellMakers.get(list.cell.tag);
    if (!like) {
      const names = list.cell.fields.map(([f]) => f);
      const Cell = maker(list.cell.tag);
      like = (other, item, rest) =>
        Cell(...names.map((f) => (f === list.item ? item : f === list.rest ? rest : field(other, f))));
      cellMakers.set(list.cell.tag, like);
    }
    return like;
  };

  const descend = (e: Term): readonly [Term, Term] | undefined => {
    const places = evaluated.get(e.tag) ?? prepare(e);
    for (let k = 0; k < places.length; k++) {
      const p = places[k] as Evaluated;
      const part = field(e, p.field);
      if (p.list !== undefined) {
        const end = ends.get(p.list.cell.sort) as Term;
        const [before, behind] = p.list.fromLast ? [turned(p.list, part), end] : [end, part];
        const next = nextItem(p, p.list, e, before, behind);
        if (next) return next;
      } else if (!isValue(part)) return [p.frame(e), part];
    }
    return undefined;
  };

  interface Frame {
    readonly fill: (frame: Term, e: Term) => Term;
    /** Whatever comes in a list after the item in the hole, now a value. */
    readonly next: ((frame: Term, e: Term) => readonly [Term, Term] | undefined) | undefined;
  }
  const frames = new Map<string, Frame>();
  const prepareFrame = (F: Term): Frame => {
    const found = frameIn(F.tag);
    if (!found) throw new Error(`${F.tag} is no frame of ${g.name}`);
    const { of, hole: name } = found;
    const p = prepare({ tag: of.tag }).find((q) => q.field === name) as Evaluated;
    const whole = keeping(
      of,
      around(
        maker(of.tag),
        of.fields.map(([f]) => f),
        name,
      ),
    );
    const { list } = p;
    let frame: Frame = { fill: whole, next: undefined };
    if (list) {
      const [done, todo] = listFields(F.tag, list, new Set(of.fields.map(([f]) => f)));
      const cell = cellMaker(list);
      frame = {
        fill: (G, e) => {
          let all = cell(G, e, field(G, todo));
          for (let at = field(G, done); at.tag === list.cell.tag; at = field(at, list.rest))
            all = cell(at, field(at, list.item), all);
          return whole(G, all);
        },
        next: (G, e) => {
          const [before, behind] = [field(G, done), field(G, todo)];
          return list.fromLast
            ? nextItem(p, list, G, before, cell(G, e, behind))
            : nextItem(p, list, G, cell(G, e, before), behind);
        },
      };
    }
    frames.set(F.tag, frame);
    return frame;
  };
  const fill = (F: Term, e: Term) => (frames.get(F.tag) ?? prepareFrame(F)).fill(F, e);

  return {
    hole,
    within,
    fill,
    descend,
    plug: (context, e) => {
      let whole = e;
      for (let at = context; at.tag === sort.tag; at = field(at, sort.outer))
        whole = fill(field(at, sort.inner), whole);
      return whole;
    },
    focus: (place) => {
      let { context, e } = place;
      for (;;) {
        let next: readonly [Term, Term] | undefined;
        if (isValue(e)) {
          if (context.tag !== sort.tag) break;
          const F = field(context, sort.inner);
          context = field(context, sort.outer);
          // A list goes on with its next item instead of starting again.
          const frame = frames.get(F.tag) ?? prepareFrame(F);
          next = frame.next?.(F, e);
          if (!next) {
            e = frame.fill(F, e);
            continue;
          }
        } else {
          next = descend(e);
          if (!next) break;
        }
        context = within(next[0], context);
        e = next[1];
      }
      return context === place.context && e === place.e ? place : { context, e };
    },
  };
}
