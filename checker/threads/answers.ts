/** What is asked of states of programs with threads: by properties, by people, and by the comparison with a new program. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Term } from '../../semantics/grammar.ts';
import { get, has } from '../../semantics/maps.ts';
import { subterms } from '../../semantics/traversal.ts';
import { isValue, placeIn, plug } from '../../semantics/threads/functions.ts';
import { make, threads, type Config, type Expr, type Heap, type Sort } from '../../semantics/threads/grammar.ts';
import { waitsFor } from '../../semantics/threads/places.ts';
import { reduces } from '../../rules/threads/reduction.ts';
import { derive } from '../derive.ts';
import type { Ending, Question, Reading, State, Waiting } from '../explore/system.ts';
import { Tuples } from './tuples.ts';
import { bareText } from './bare.ts';
import { ask, vocabulary, type Views } from './questions.ts';
import type { Info } from './things.ts';
import type { World } from './worlds.ts';

type Binding = Sort<'Binding'>;

/** Reductions that contents may take when they run at once. */
const mostTransferSteps = 10_000;
/** How deep their redexes stand at most: what reads the variable that it is in stands deeper and deeper. */
const mostDeep = 500;

const parts = subterms(threads, ['Expr', 'Fields']);
/** Whether code names a function. */
function calls(e: Expr, { functions }: World): boolean {
  for (const x of parts(e as Term)) if (x.tag === 'Ext' && has(functions, (x as Expr & { tag: 'Ext' }).z)) return true;
  return false;
}

export abstract class Answers extends Tuples {
  done(s: State): boolean {
    return this.count(s) === 1 && this.things.info(s[3] as number).kind === 'value';
  }

  actors(s: State): readonly string[] {
    const found: string[] = [];
    for (let t = 0; t < this.count(s); t++)
      if (this.things.info(s[3 + this.stride * t] as number).kind !== 'value')
        found.push(String(~(s[2 + this.stride * t] as number)));
    return found;
  }

  /** The place of a thread among those of a state; -1 where there is none. */
  place(s: State, actor: string): number {
    for (let t = 0; t < this.count(s); t++) if (String(~(s[2 + this.stride * t] as number)) === actor) return t;
    return -1;
  }

  protected isBlocked(s: State, t: number, info: Info, world: World): boolean {
    if (info.kind !== 'cell') return false;
    const slot = this.slot(s, info, world);
    if (slot < 0) return false;
    return waitsFor(info.place.e, this.contentsAt(s, slot, info), String(~(s[2 + this.stride * t] as number)));
  }

  blocked(s: State, actor: string): boolean {
    const t = this.place(s, actor);
    if (t < 0) return false;
    const info = this.things.info(s[3 + this.stride * t] as number);
    return this.isBlocked(s, t, info, this.worlds.at(this.applied(s)));
  }

  waiting(s: State, actor: string): Waiting | undefined {
    const t = this.place(s, actor);
    if (t < 0) return undefined;
    const info = this.things.info(s[3 + this.stride * t] as number);
    const world = this.worlds.at(this.applied(s));
    if (!this.isBlocked(s, t, info, world)) return undefined;
    const contents = this.contentsAt(s, this.slot(s, info, world), info);
    return { on: info.cell as string, whom: contents.tag === 'By' ? [contents.j] : [] };
  }

  waits(s: State, actor: string): boolean {
    if (this.policy !== 'barrier' && this.policy !== 'barrier-blocked') return false;
    const world = this.worlds.at(this.applied(s));
    const requested =
      world.next !== undefined && (this.offer === 'now' || (this.offer === 'arrive' && this.requested(s)));
    const t = this.place(s, actor);
    return requested && t >= 0 && this.things.info(s[3 + this.stride * t] as number).kind === 'point';
  }

  /** What the questions of properties look at. */
  readonly views: Views = {
    expression: (s, actor) => {
      const t = this.place(s, actor);
      return t < 0 ? undefined : this.things.info(s[3 + this.stride * t] as number);
    },
    contents: (s, z) => {
      const i = this.worlds.at(this.applied(s)).slotOf.get(z);
      return i === undefined ? undefined : this.things.info(s[this.variables(s) + i] as number);
    },
    world: (s) => this.worlds.at(this.applied(s)),
    worldOf: (k) => {
      let world = this.worlds.at(0);
      for (let i = 1; i <= k && world.reasons.length === 0 && world.next !== undefined; i++) world = this.worlds.at(i);
      return world;
    },
  };

  ask(question: Question): Reading {
    return ask(this, question);
  }

  vocabulary(): readonly string[] {
    return vocabulary(this);
  }

  ending(s: State): Ending {
    const world = this.worlds.at(this.applied(s));
    const variables: Record<string, string> = {};
    world.variables.forEach((v, i) => {
      const info = this.things.info(s[this.variables(s) + i] as number);
      variables[v.name] = info.kind === 'value' ? bareText(info.e) : 'pending';
    });
    const value = this.things.info(s[3] as number);
    return { value: this.done(s) ? bareText(value.e) : null, applied: world.k, variables };
  }

  print(s: State): string {
    const world = this.worlds.at(this.applied(s));
    const lines: string[] = [];
    for (let t = 0; t < this.count(s); t++) {
      const j = ~(s[2 + this.stride * t] as number);
      const version = this.stride === 3 ? ` (version ${~(s[4 + this.stride * t] as number)})` : '';
      lines.push(`${j}${version}: ${bareText(this.things.term(s[3 + this.stride * t] as number) as Expr)}`);
    }
    const contents = world.variables.map(
      (v, i) => `${v.name} = ${bareText(this.things.term(s[this.variables(s) + i] as number) as Expr)}`,
    );
    for (let at = this.cells(s); at < s.length; at++)
      contents.push(
        `@${at - this.cells(s) + 1} = ${bareText((this.things.term(s[at] as number) as Binding & { readonly e: Expr }).e)}`,
      );
    if (contents.length > 0) lines.push(contents.join(', '));
    if (this.updates > 0)
      lines.push(`updates applied: ${world.k}${this.requested(s) ? ', the next one requested' : ''}`);
    return lines.join('\n');
  }

  lane(s: State, actor: string): string {
    const info = this.views.expression(s, actor);
    return info === undefined ? '' : bareText(info.e);
  }

  /**
   * Variables with what is pending run, threads, and cells, of which what is pending runs where it touches no cell: all bare
   * (behaviours.md, section 6). A thread of an older version that has a function to call is marked: it calls what the new program does not have.
   */
  projection(s: State): string {
    const world = this.worlds.at(this.applied(s));
    const settled = this.settled(s, world);
    const lines: string[] = [];
    for (let t = 0; t < this.count(s); t++) {
      const e = this.expression(s[3 + this.stride * t] as number);
      const behind = this.stride === 3 && ~(s[4 + this.stride * t] as number) < world.k && calls(e, world);
      lines.push(`${~(s[2 + this.stride * t] as number)}: ${bareText(e)}${behind ? ' (an older version)' : ''}`);
    }
    world.variables.forEach((v, i) => lines.push(`${v.name} = ${bareText(settled[i] as Expr)}`));
    for (let at = this.cells(s); at < s.length; at++) {
      const { e } = this.things.term(s[at] as number) as Binding & { readonly e: Expr };
      lines.push(
        `@${at - this.cells(s) + 1} = ${bareText(this.alone(this.things.info(this.things.number(e)), world))}`,
      );
    }
    return lines.join('\n');
  }

  protected expression(n: number): Expr {
    return this.things.term(n) as Expr;
  }

  /** The contents of the variables, those that have not run and that nobody runs having run. */
  protected settled(s: State, world: World): readonly Expr[] {
    const contents = world.variables.map((_, i) => this.things.info(s[this.variables(s) + i] as number));
    // What touches no cell runs to the same value everywhere.
    const pure = contents.map((c) => this.alone(c, world));
    if (pure.every((e) => isValue(e) || e.tag === 'By')) return pure;
    let H = this.term(s).heap;
    for (const v of world.variables) {
      const b = get(H, v.name) as Binding & { readonly e: Expr };
      if (isValue(b.e) || b.e.tag === 'By') continue;
      let e: Expr = make.Expr.Deref(make.Expr.Ext(v.name));
      let next = H;
      for (let i = 0; i < mostTransferSteps && !isValue(e); i++) {
        const place = placeIn(e);
        if (isDeep(place.context)) break;
        const r = derive(this.system, reduces.form, ['0', next, place.e], { record: false });
        if (isLeft(r)) break;
        next = r.right.outputs[0] as Heap;
        e = plug.compute(place.context, r.right.outputs[1] as Expr);
      }
      if (isValue(e)) H = next;
    }
    return world.variables.map((v) => (get(H, v.name) as Binding & { readonly e: Expr }).e);
  }

  /** Contents that nobody runs, run with functions only; as they are where they touch a cell. */
  private alone(contents: Info, world: World): Expr {
    return contents.kind === 'value' || contents.e.tag === 'By' ? contents.e : this.ranAlone(contents, world);
  }

  /** An expression run with functions only; as it is where it touches a cell. */
  protected ranAlone(info: Info, world: World): Expr {
    const known = info.instant[world.k];
    if (known !== undefined) return this.expression(known);
    let e = info.e;
    for (let i = 0; i < mostTransferSteps && !isValue(e); i++) {
      const { place } = this.things.info(this.things.number(e));
      if (isDeep(place.context)) break;
      const r = derive(this.system, reduces.form, ['0', world.functions, place.e], { record: false });
      if (isLeft(r)) break;
      e = plug.compute(place.context, r.right.outputs[1] as Expr);
    }
    const done = isValue(e) ? e : info.e;
    info.instant[world.k] = this.things.number(done);
    return done;
  }
}

function isDeep(context: Config['context']): boolean {
  let n = 0;
  for (let E = context; E.tag === 'In' && n <= mostDeep; E = E.outer) n++;
  return n > mostDeep;
}
