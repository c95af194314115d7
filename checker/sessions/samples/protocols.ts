/** Protocols at random: in rounds, which find what is wrong with updates, and without any plan, which find what is wrong with projection (sessions.md, section 11). */
import {
  make,
  type Global,
  type GlobalBranches,
  type Local,
  type LocalBranches,
  type Sort,
} from '../../../semantics/sessions/grammar.ts';
import type { Choices } from './choices.ts';

const { Int, Bool, Str, Record } = make.Sort;
const { SortField, NoSorts } = make.SortFields;
const { GEnd, GVar, GRec, Message, GAt } = make.Global;
const { GBranch, NoGlobals } = make.GlobalBranches;
const { LBranch, NoLocals } = make.LocalBranches;

const unit: Sort = Record(NoSorts());
const one: Sort = Record(SortField('v', Int(), NoSorts()));
/** A record in a record. */
const nested: Sort = Record(SortField('v', Record(SortField('v', Int(), NoSorts())), NoSorts()));
const two: Sort = Record(SortField('v', Int(), SortField('w', Int(), NoSorts())));

/** A sort; mostly none. */
export function sortFor(c: Choices): Sort {
  const n = c.below(10);
  if (n < 5) return unit;
  if (n === 5) return Int();
  if (n === 6) return Bool();
  if (n === 7) return Str();
  return n === 8 ? one : c.once(3) ? nested : two;
}

interface Branch {
  readonly l: string;
  readonly sort: Sort;
  readonly body: Global;
}
const branches = (all: readonly Branch[]): GlobalBranches =>
  all.reduceRight<GlobalBranches>((rest, b) => GBranch(b.l, b.sort, b.body, rest), NoGlobals());
const send = (p: string, q: string, l: string, sort: Sort, body: Global): Global =>
  Message(p, q, branches([{ l, sort, body }]));

const labels = ['a', 'b', 'm'] as const;

/** Messages among some, one after the other. */
function exchange(c: Choices, names: readonly string[], most: number, then: Global): Global {
  let G = then;
  for (let n = c.below(most + 1); n > 0; n--) {
    const [p, q] = c.shuffled(names) as [string, string];
    G = send(p, q, c.pick(labels), sortFor(c), G);
  }
  return G;
}

/**
 * A protocol in rounds: at a boundary somebody leads, the others hear of it one from another, and it begins again or ends.
 * @param u the name of the boundary.
 */
export function inRounds(c: Choices, names: readonly string[], u: string, t: string): Global {
  const [leader, ...others] = c.shuffled(names) as [string, ...string[]];
  // Each of the others first hears from one that has heard.
  const from = others.map((_, i) => (i === 0 ? leader : c.pick([leader, ...others.slice(0, i)])));
  // Or one of them does not: then there is no end that it would have to hear of.
  const heard = others.length > 1 && c.slips('unheard', 1) ? others.slice(0, -1) : others;
  const told = (l: string, then: Global): Global =>
    heard.reduceRight<Global>((G, r, i) => (i === 0 ? G : send(from[i] as string, r, l, unit, G)), then);
  const next = others[0] as string;
  const again: Branch = {
    l: 'm',
    sort: sortFor(c),
    body: told('n', exchange(c, names, 2, GVar(t))),
  };
  const ending: Branch = { l: 'z', sort: unit, body: told('z', c.once(3) ? exchange(c, names, 1, GEnd()) : GEnd()) };
  const endless = heard !== others || c.once(3);
  const round = GRec(t, GAt(u, Message(leader, next, branches(endless ? [again] : [again, ending]))));
  return c.once(4) ? exchange(c, names, 1, round) : round;
}

/** A protocol made of messages, recs, boundaries and variables at random. */
export function withoutPlan(c: Choices, names: readonly string[], most: number, suffix = ''): Global {
  let bounds = 0;
  let vars = 0;
  const go = (depth: number, around: readonly string[], guarded: boolean, last: string | undefined): Global => {
    const end = (): Global => (around.length > 0 && guarded && !c.once(3) ? GVar(c.pick(around)) : GEnd());
    if (depth <= 0) return end();
    const n = c.below(12);
    if (n === 0 && !guarded) return end();
    if (n <= 3 && vars < 2) {
      const t = `t${++vars}${suffix}`;
      return GRec(t, go(depth, [...around, t], false, last));
    }
    if (n === 4 && bounds < 1) return GAt(`u${++bounds}${suffix}`, message(depth, around, last));
    return n === 5 ? end() : message(depth, around, last);
  };
  const message = (depth: number, around: readonly string[], last: string | undefined): Global => {
    // What was chosen is often passed on, by one that knows.
    const p = last !== undefined && !c.once(3) ? last : c.pick(names);
    const q = c.pick(names.filter((x) => x !== p));
    const several = c.once(2) ? 2 : 1;
    const chosen = c.shuffled(labels).slice(0, several);
    const alike = several === 2 && c.once(2);
    if (!alike)
      return Message(
        p,
        q,
        branches(chosen.map((l) => ({ l, sort: sortFor(c), body: go(depth - 1, around, true, q) }))),
      );
    // Or by one that does not know.
    const from = c.once(4) ? c.pick(names) : q;
    const r = c.pick(names.filter((x) => x !== from));
    const same = c.once(2) ? c.pick(labels) : undefined;
    const sort = same !== undefined && c.once(2) ? () => c.pick([Int(), Bool(), Str(), one]) : () => sortFor(c);
    return Message(
      p,
      q,
      branches(
        chosen.map((l) => ({
          l,
          sort: sortFor(c),
          body: c.once(6)
            ? go(depth - 2, around, true, q)
            : send(from, r, same ?? l, sort(), go(depth - 2, around, true, r)),
        })),
      ),
    );
  };
  return c.once(4) ? GAt(`u0${suffix}`, message(most, [], undefined)) : go(most, [], false, undefined);
}

/** A local type like one, but for a branch too many or too few, another sort, or an end. */
export function changed(c: Choices, L: Local): Local {
  const inside = (λ: LocalBranches): LocalBranches => {
    if (λ.tag === 'NoLocals') return λ;
    if (λ.rest.tag === 'LBranch' && c.once(2)) return LBranch(λ.l, λ.sort, λ.body, inside(λ.rest));
    const n = c.below(7);
    if (n <= 1 && λ.rest.tag === 'LBranch') return λ.rest;
    if (n <= 2) return LBranch('k', unit, make.Local.End(), λ);
    if (n === 3) return LBranch(λ.l, sortFor(c), λ.body, λ.rest);
    return LBranch(λ.l, λ.sort, changed(c, λ.body), λ.rest);
  };
  if ((L.tag === 'Out' || L.tag === 'In') && c.once(2)) {
    const all: Extract<LocalBranches, { tag: 'LBranch' }>[] = [];
    for (let b = L.branches; b.tag === 'LBranch'; b = b.rest) all.push(b);
    if (all.length > 1) {
      const gone = c.below(all.length);
      const λ = all
        .filter((_, i) => i !== gone)
        .reduceRight<LocalBranches>((rest, b) => LBranch(b.l, b.sort, b.body, rest), NoLocals());
      return L.tag === 'Out' ? make.Local.Out(L.q, λ) : make.Local.In(L.p, λ);
    }
  }
  if (L.tag === 'LRec') return make.Local.LRec(L.t, changed(c, L.body));
  if (L.tag === 'At') return make.Local.At(L.u, changed(c, L.body));
  if (c.once(7)) return make.Local.End();
  if (L.tag === 'Out') return make.Local.Out(L.q, inside(L.branches));
  if (L.tag === 'In') return make.Local.In(L.p, inside(L.branches));
  return L;
}

/** A local type on its own. */
export function localType(
  c: Choices,
  names: readonly string[],
  depth: number,
  around: readonly string[] = [],
  guarded = false,
): Local {
  const end = (): Local =>
    around.length > 0 && guarded && !c.once(3) ? make.Local.LVar(c.pick(around)) : make.Local.End();
  if (depth <= 0) return end();
  const n = c.below(8);
  if (n === 0) return end();
  if (n === 1) {
    // Few names, so that some meet.
    const t = c.pick(['t', 's']);
    const rest = around.filter((x) => x !== t);
    return make.Local.LRec(t, localType(c, names, depth - 1, [...rest, t], false));
  }
  if (n === 2) return make.Local.At('u', localType(c, names, depth - 1, around, guarded));
  const all = c.shuffled(labels).slice(0, c.once(2) ? 2 : 1);
  const λ = all.reduceRight<LocalBranches>(
    (rest, l) => LBranch(l, sortFor(c), localType(c, names, depth - 1, around, true), rest),
    NoLocals(),
  );
  return c.once(2) ? make.Local.Out(c.pick(names), λ) : make.Local.In(c.pick(names), λ);
}

export const nothing = unit;
