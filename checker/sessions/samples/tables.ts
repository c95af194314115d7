/** Tables of procedures that follow a local type, with departures where a sample may have one. */
import { get } from '../../../semantics/maps.ts';
import {
  make,
  type Args,
  type Branches,
  type Heading,
  type Local,
  type LocalBranches,
  type Params,
  type Process,
  type Projections,
  type Sort,
  type Table,
} from '../../../semantics/sessions/grammar.ts';
import { afterIn, roleOf, unfoldLocal } from '../../../semantics/sessions/locals.ts';
import { print } from '../../../semantics/sessions/syntax/print.ts';
import { argsOf } from '../../../semantics/sessions/values.ts';
import type { Choices, Slip } from './choices.ts';
import { coarser, condition, expressionOf, type Scope } from './expressions.ts';
import { changed, sortFor } from './protocols.ts';

const P = make.Process;

/** A procedure while its table is made. */
export interface Made {
  readonly f: string;
  readonly params: Scope;
  readonly type: Local;
  readonly heading: Heading;
  body: Process | undefined;
  /** The boundary that it goes on behind. */
  readonly behind?: string;
}

const mostProcedures = 6;
/** What is at stake where processes go on as procedures: they do so often. */
const splitting: ReadonlySet<Slip> = new Set<Slip>(['heading-odd', 'guard-odd', 'param-odd', 'args-odd']);
const usualFuel = 5;

export const paramsOf = (params: Scope): Params =>
  params.reduceRight<Params>((rest, [x, S]) => make.Params.Param(x, S, rest), make.Params.NoParams());

export class TableMaker {
  readonly procs: Made[] = [];
  private readonly byKey = new Map<string, Made[]>();
  private readonly pending: Made[] = [];
  /** Procedures that are not to be called. */
  avoid: ReadonlySet<string> = new Set();

  constructor(
    private readonly c: Choices,
    private readonly p: string,
    private readonly Π: Projections,
    existing: readonly Made[] = [],
  ) {
    for (const m of existing) this.register(m);
  }

  private register(m: Made): Made {
    this.procs.push(m);
    const key = print(m.type);
    const same = this.byKey.get(key);
    if (same === undefined) this.byKey.set(key, [m]);
    else same.push(m);
    return m;
  }

  /** A procedure whose body will be made. */
  begin(f: string, type: Local, params: Scope, heading: Heading, behind?: string): Made {
    const m: Made = { f, params, type, heading, body: undefined, ...(behind === undefined ? {} : { behind }) };
    this.pending.push(m);
    return this.register(m);
  }

  /** The procedure that a participant begins with. */
  main(L: Local): void {
    const type = this.c.slips('main-odd') ? changed(this.c, L) : L;
    this.begin('main', type, [], type === L ? make.Heading.Start() : make.Heading.Typed(type));
  }

  /** Makes the bodies that are wanting. */
  finish(): void {
    for (let m = this.pending.shift(); m !== undefined; m = this.pending.shift()) m.body ??= this.bodyOf(m);
  }

  bodyOf(m: Made): Process {
    if (this.c.slips('call-at-once', 3)) {
      const same = (this.byKey.get(print(m.type)) ?? []).filter((x) => x.params.length === 0 || x === m);
      if (same.length > 0) return this.call(this.c.pick(same), m.params);
    }
    const P1 = this.process(m.type, m.params, usualFuel, true);
    // What a procedure is given is looked at.
    if (m.params.length === 0 || this.c.once(2)) return P1;
    return P.If(condition(this.c, m.params), P1, P1);
  }

  table(): Table {
    return tableOf(this.procs, (m) => m.heading);
  }

  private call(m: Made, scope: Scope): Process {
    return P.Call(m.f, this.argsFor(m, scope));
  }

  private argsFor(m: Made, scope: Scope): Args {
    const { c } = this;
    const sorts = m.params.map(([, S]) => S);
    if (c.slips('args-odd', 1)) sorts.splice(-1, 1, ...(c.once(3) ? [] : [sortFor(c)]));
    return argsOf(sorts.map((S) => expressionOf(c, scope, S)));
  }

  private callable(L: Local): Made | undefined {
    const all = (this.byKey.get(print(L)) ?? []).filter((m) => !this.avoid.has(m.f));
    return all.length === 0 ? undefined : this.c.pick(all);
  }

  private newParams(coarseWanted: boolean): Scope {
    const { slip } = this.c;
    if (!coarseWanted && slip !== 'args-odd' && (slip === 'guard-odd' || !this.c.once(3))) return [];
    const { Int, Bool, Record } = make.Sort;
    const { SortField, NoSorts } = make.SortFields;
    const rec = Record(SortField('v', Int(), SortField('w', Int(), NoSorts())));
    const first = [this.c.fresh('x'), coarseWanted ? rec : this.c.pick([Int(), Bool(), rec])] as const;
    return this.c.once(3) ? [first, [this.c.fresh('x'), this.c.pick([Int(), Bool(), rec])]] : [first];
  }

  private fresh(L: Local): Made {
    const odd = this.c.slips('heading-odd');
    const type = odd ? changed(this.c, L) : L;
    return this.begin(this.c.fresh('f'), type, this.newParams(this.c.slip === 'param-odd'), make.Heading.Typed(type));
  }

  private atBoundary(u: string, L: Local): Made {
    const there = this.procs.filter((m) => m.behind === u && !this.avoid.has(m.f));
    if (there.length > 0 && (!this.c.once(4) || this.procs.length >= mostProcedures)) return this.c.pick(there);
    const known = afterIn(this.Π, this.p, u);
    const heading = known !== undefined && print(known) === print(L) ? make.Heading.After(u) : make.Heading.Typed(L);
    return this.begin(
      this.c.fresh('g'),
      L,
      this.newParams(this.c.slip === 'param-coarse' || this.c.slip === 'param-odd'),
      heading,
      u,
    );
  }

  /**
   * A process that follows a local type.
   * @param first whether nothing has been sent or received yet, so that calls might go round.
   */
  process(L: Local, scope: Scope, fuel: number, first = false): Process {
    const { c } = this;
    if (c.slips('stop', 6)) return P.Stop();
    const n = c.calm ? 9 + c.below(15) : c.below(24);
    if (fuel > 0) {
      if (n < 3 || (c.slip === 'param-coarse' && c.once(3))) return P.Update(this.process(L, scope, fuel - 1, first));
      if (n === 3) {
        const S = c.pick([make.Sort.Int(), make.Sort.Bool(), make.Sort.Str()]);
        const x = c.fresh('y');
        return P.Let(x, expressionOf(c, scope, S), this.process(L, [...scope, [x, S]], fuel - 1, first));
      }
      if (n < 6 || (c.slip === 'if-odd' && n < 10)) {
        const other = c.slips('if-odd', 1) ? changed(c, unfoldLocal(L) ?? L) : L;
        return P.If(
          condition(c, scope),
          this.process(L, scope, fuel - 2, first),
          this.process(other, scope, fuel - 2, first),
        );
      }
    }
    const split =
      (n < 9 || (c.slip !== undefined && splitting.has(c.slip) && n < 16)) && this.procs.length < mostProcedures;
    if (!first && (fuel <= 0 || L.tag === 'LRec' || n < 12)) {
      const m = this.callable(L);
      if (m !== undefined && !split) return c.once(4) ? P.Update(this.call(m, scope)) : this.call(m, scope);
    }
    if (split || (!first && L.tag === 'LRec')) {
      const m = this.fresh(L);
      return c.once(2) ? P.Update(this.call(m, scope)) : this.call(m, scope);
    }
    return this.head(unfoldLocal(L) ?? L, scope, fuel);
  }

  private head(L: Local, scope: Scope, fuel: number): Process {
    if (L.tag === 'Out') return this.sends(L, scope, fuel);
    if (L.tag === 'In') return this.receives(L, scope, fuel);
    if (L.tag !== 'At') return P.Stop();
    const R = roleOf.compute(L.body) ?? make.Role.Lead();
    const m = this.atBoundary(L.u, L.body);
    return P.Visit(L.u, R, m.f, this.argsFor(m, scope));
  }

  private sends(L: Extract<Local, { tag: 'Out' }>, scope: Scope, fuel: number): Process {
    const { c } = this;
    const all = branchList(L.branches);
    if (all.length === 0) return P.Stop();
    // Where it is short of words it takes the last branch: there a protocol in rounds ends.
    const b = fuel <= 0 ? (all.at(-1) as (typeof all)[number]) : c.pick(all);
    let S: Sort = b.sort;
    if (c.slips('send-sort')) S = sortFor(c);
    else if (c.slips('send-coarse', 1)) S = coarser(S) ?? S;
    return P.Send(L.q, b.l, expressionOf(c, scope, S), this.process(b.body, scope, fuel - 1));
  }

  private receives(L: Extract<Local, { tag: 'In' }>, scope: Scope, fuel: number): Process {
    const { c } = this;
    const out: [l: string, x: string, body: Process][] = [];
    for (const b of branchList(L.branches)) {
      const used = b.sort.tag !== 'Record' || b.sort.fields.tag !== 'NoSorts';
      const x = used && !c.once(4) ? c.fresh('x') : '';
      const inner: Scope = x === '' ? scope : [...scope, [x, b.sort]];
      const rest = this.process(b.body, inner, fuel - 1);
      // What has been received is looked at.
      const looked = x !== '' && c.once(2) && fuel > 0;
      out.push([b.l, x, looked ? P.If(condition(c, [[x, b.sort]]), rest, rest) : rest]);
    }
    if (out.length > 1 && c.slips('recv-drop', 1)) out.splice(c.below(out.length), 1);
    if (c.once(10)) out.push(['more', '', P.Stop()]);
    const { Branch, NoBranches } = make.Branches;
    return P.Recv(
      L.p,
      out.reduceRight<Branches>((rest, [l, x, body]) => Branch(l, x, body, rest), NoBranches()),
    );
  }
}

function branchList(branches: LocalBranches): Extract<LocalBranches, { tag: 'LBranch' }>[] {
  const all: Extract<LocalBranches, { tag: 'LBranch' }>[] = [];
  for (let b = branches; b.tag === 'LBranch'; b = b.rest) all.push(b);
  return all;
}

/** The table of a participant of a protocol. */
/** Procedures as a table, with headings as they are written or resolved. */
export const tableOf = (procs: readonly Made[], heading: (m: Made) => Heading): Table =>
  procs.reduceRight<Table>(
    (rest, m) => make.Table.Proc(m.f, paramsOf(m.params), heading(m), m.body ?? P.Stop(), rest),
    make.Table.NoProcs(),
  );

/** A heading that says itself what the procedure does. */
export const typedHeading = (m: Made): Heading => make.Heading.Typed(m.type);

export function tableFor(c: Choices, p: string, Π: Projections): TableMaker {
  const maker = new TableMaker(c, p, Π);
  maker.main(get(Π, p) ?? make.Local.End());
  maker.finish();
  return maker;
}
