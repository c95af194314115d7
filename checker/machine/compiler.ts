/** Makes code of terms, and terms of code. */
import { bindingOf, type Binding } from '../../semantics/binding.ts';
import { listSort, type ListSort } from '../../semantics/constructors.ts';
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { get, mapOperations } from '../../semantics/maps.ts';
import { constructorOf } from '../../semantics/matching.ts';
import { madeFrom } from '../../semantics/origins.ts';
import { freeIn } from '../../semantics/scopes.ts';
import { primitives } from '../../semantics/terms.ts';
import { valuesOf } from '../../semantics/values.ts';
import {
  Code,
  none,
  noVariable,
  unbound,
  type Activation,
  type Body,
  type Evaluated,
  type Head,
  type Scope,
  type Slots,
} from './code.ts';

type Fields = Readonly<Record<string, unknown>>;
const scopes = mapOperations<'Scope', number>('Scope');

/** Makes code of the terms of one sort. */
export class Compiler {
  private readonly isValueAnywhere: (e: Term) => boolean;
  private readonly heads = new Map<string, Head>();
  private readonly cells = new Map<string, (like: Term, item: Term, rest: Term) => Term>();
  private readonly g: Grammar;
  private readonly sort: string;
  private readonly binding: Binding | undefined;
  private readonly substitute: (e: Term, v: Term, x: string) => Term;
  private readonly openValues: boolean;
  private looks = 0;

  /** @param substitute what closes a term that is asked for while values stand in activations. */
  constructor(g: Grammar, sort: string, substitute: (e: Term, v: Term, x: string) => Term) {
    this.g = g;
    this.sort = sort;
    this.substitute = substitute;
    this.isValueAnywhere = valuesOf(g);
    const all = [...g.constructors.values()];
    this.binding = all.some((c) => c.variable !== undefined) ? bindingOf(g) : undefined;
    this.openValues = all.some(
      (c) => c.value !== undefined && c.fields.some(([f, s]) => !c.evaluates?.includes(f) && this.mayBeOpen(s)),
    );
  }

  /** Whether a term is a value. Small ones are looked at, which is quicker than to remember them. */
  isValue(e: Term): boolean {
    this.looks = 16;
    return this.look(e) ?? this.isValueAnywhere(e);
  }

  /** undefined where that takes more looks than are left. */
  private look(e: Term): boolean | undefined {
    const { value, evaluated } = this.head(e);
    if (value === false) return false;
    if (value === undefined || (evaluated.length > 0 && --this.looks < 0)) return undefined;
    for (let k = 0; k < evaluated.length; k++) {
      const { field, list } = evaluated[k] as Evaluated;
      let at = (e as unknown as Fields)[field] as Term;
      if (list === undefined) {
        const verdict = this.look(at);
        if (verdict !== true) return verdict;
      } else
        for (; at.tag === list.cell.tag; at = (at as unknown as Fields)[list.rest] as Term) {
          const verdict = --this.looks < 0 ? undefined : this.look((at as unknown as Fields)[list.item] as Term);
          if (verdict !== true) return verdict;
        }
    }
    return true;
  }

  /** Whether terms of a sort may have variables in them. */
  mayBeOpen(sort: string): boolean {
    return this.binding?.sorts.has(sort) ?? false;
  }

  head(term: Term): Head {
    return this.heads.get(term.tag) ?? this.makeHead(term);
  }

  private makeHead(term: Term): Head {
    const info = constructorOf(this.g, term);
    const { fields, evaluates = [], value } = info;
    const sortOf = (field: string) => fields.find(([f]) => f === field)?.[1] as string;
    const evaluated = evaluates.map((field): Evaluated => {
      const list = listSort(sortOf(field), this.g.constructors);
      return { field, list };
    });
    const left = fields.filter(([f]) => !evaluates.includes(f));
    const head: Head = {
      info,
      evaluated,
      list: evaluated.findIndex((p) => p.list !== undefined),
      rests: left.filter(([, s]) => s === this.sort).map(([f]) => f),
      others: left.filter(([, s]) => s !== this.sort).map(([f]) => f),
      value: typeof value === 'object' ? undefined : (value as boolean | undefined) === true,
      plain: left.every(([, s]) => primitives.has(s)),
      make: this.g.makers.get(info.tag) as Head['make'],
      reductions: none,
      isPoint: false,
    };
    this.heads.set(info.tag, head);
    return head;
  }

  /** What keeps terms of a constructor from being run; undefined when nothing does. */
  problem(head: Head): string | undefined {
    const { info } = head;
    const wrong = (field: string) => `${info.tag}.${field}, which is evaluated, is no ${this.sort}`;
    for (const { field, list } of head.evaluated) {
      const sort = info.fields.find(([f]) => f === field)?.[1];
      if (list === undefined && sort !== this.sort) return wrong(field);
      if (list !== undefined && list.cell.fields.find(([f]) => f === list.item)?.[1] !== this.sort) return wrong(field);
    }
    if (head.evaluated.filter((p) => p.list !== undefined).length > 1) return `${info.tag} evaluates two lists`;
    return undefined;
  }

  /** A body with parameters: their values stand in the first slots of an activation. */
  compile(root: Term, parameters: readonly string[] = none): Body {
    let slots = 0;
    let scope: Scope = scopes.empty;
    for (const x of parameters) scope = scopes.set(scope, x, slots++);
    const work: Code[] = [];
    const make = (e: Term, within: Scope): Code => {
      const head = this.head(e);
      const { variable } = head.info;
      let slot = noVariable;
      if (variable !== undefined && e.tag === this.binding?.occurrence)
        slot = get(within, (e as unknown as Fields)[variable] as string) ?? unbound;
      const value = slot === noVariable && this.isValue(e) && this.isClosed(e, within) ? e : undefined;
      const code = new Code(e, within, head, value, slot);
      if (value === undefined && slot === noVariable && head.info.fields.length > 0) work.push(code);
      return code;
    };
    const code = make(root, scope);
    for (let c = work.pop(); c !== undefined; c = work.pop()) {
      const { head, term, scope: within } = c;
      const at = (field: string) => (term as unknown as Fields)[field];
      const binders = head.info.binders.filter((b) => b.as === this.binding?.occurrence);
      c.slots = binders.length === 0 ? none : binders.map(() => slots++);
      const inside = (field: string): Scope => {
        let all = within;
        for (let i = 0; i < binders.length; i++)
          if (binders[i]?.scope.includes(field))
            all = scopes.set(all, at((binders[i] as { name: string }).name) as string, c.slots[i] as number);
        return all;
      };
      const parts: Code[] = [];
      for (const { field, list } of head.evaluated) {
        if (list === undefined) {
          parts.push(make(at(field) as Term, inside(field)));
          continue;
        }
        const cells: Term[] = [];
        let cell = at(field) as Term;
        for (; cell.tag === list.cell.tag; cell = (cell as unknown as Fields)[list.rest] as Term) {
          cells.push(cell);
          parts.push(make((cell as unknown as Fields)[list.item] as Term, inside(field)));
        }
        if (list.fromLast)
          parts.splice(
            parts.length - cells.length,
            cells.length,
            ...parts.slice(parts.length - cells.length).reverse(),
          );
        c.cells = cells;
        c.end = cell;
      }
      c.parts = parts;
      c.rests = head.rests.length === 0 ? none : head.rests.map((f) => make(at(f) as Term, inside(f)));
      c.others = head.others.length === 0 ? none : head.others.map(at);
    }
    return { code, slots };
  }

  private free(e: Term): Iterable<string> {
    return this.binding === undefined ? [] : freeIn(this.binding, e);
  }

  private isClosed(e: Term, within: Scope): boolean {
    if (!this.openValues || within === scopes.empty) return true;
    for (const x of this.free(e)) if (get(within, x) !== undefined) return false;
    return true;
  }

  private slotsOf(e: Term, scope: Scope, bound: readonly string[]): Slots {
    const free: (readonly [string, number])[] = [];
    if (scope !== scopes.empty)
      for (const x of this.free(e)) {
        const slot = bound.includes(x) ? undefined : get(scope, x);
        if (slot !== undefined) free.push([x, slot]);
      }
    return free;
  }

  private put(e: Term, free: Slots, activation: Activation): Term {
    let closed = e;
    for (const [x, slot] of free) closed = this.substitute(closed, activation[slot] as Term, x);
    return closed;
  }

  /** The term of a code with the values of its variables in place. */
  close(c: Code, activation: Activation): Term {
    if (c.value !== undefined) return c.term;
    return this.put(c.term, (c.free ??= this.slotsOf(c.term, c.scope, none)), activation);
  }

  /** A part that is not evaluated, with the values of the variables that the code around it does not bind. */
  rest(around: Code, i: number, activation: Activation): Term {
    const c = around.rests[i] as Code;
    c.outer ??= this.slotsOf(c.term, c.scope, this.boundIn(around, around.head.rests[i] as string));
    return this.put(c.term, c.outer, activation);
  }

  /** Another field; where it may have variables in it, with their values. */
  other(around: Code, i: number, activation: Activation): unknown {
    const field = around.head.others[i] as string;
    const there = around.others[i];
    const sort = around.head.info.fields.find(([f]) => f === field)?.[1] as string;
    if (primitives.has(sort) || !this.mayBeOpen(sort)) return there;
    return this.put(there as Term, this.slotsOf(there as Term, around.scope, this.boundIn(around, field)), activation);
  }

  private boundIn(c: Code, field: string): string[] {
    return c.head.info.binders
      .filter((b) => b.scope.includes(field))
      .map((b) => (c.term as unknown as Fields)[b.name] as string);
  }

  /** The list of a code, its items being values that stand in an array from a place on. */
  list(c: Code, values: readonly unknown[], from: number): Term {
    const { list } = c.head.evaluated[c.head.list] as Evaluated;
    const { cell } = list as ListSort;
    const make = this.cells.get(cell.tag) ?? this.cellMaker(list as ListSort);
    let all = c.end as Term;
    const { length } = c.cells;
    for (let i = length - 1; i >= 0; i--) {
      const at = from + (list?.fromLast === true ? length - 1 - i : i);
      all = make(c.cells[i] as Term, values[at] as Term, all);
    }
    return all;
  }

  /** Makes a cell like another one, with another item and rest. */
  private cellMaker({ cell, item, rest }: ListSort): (like: Term, item: Term, rest: Term) => Term {
    const make = this.g.makers.get(cell.tag) as Head['make'];
    const names = cell.fields.map(([f]) => f);
    const [a] = names as [string];
    const made =
      names.length === 3 && names[1] === item && names[2] === rest
        ? (like: Term, e: Term, more: Term) => make((like as unknown as Fields)[a], e, more)
        : (like: Term, e: Term, more: Term) =>
            make(...names.map((f) => (f === item ? e : f === rest ? more : (like as unknown as Fields)[f])));
    this.cells.set(cell.tag, made);
    return made;
  }

  /** The term of a code whose parts are all evaluated: they stand in an array from a place on. */
  build(c: Code, activation: Activation, values: readonly unknown[], base: number): Term {
    const { head } = c;
    // The usual shapes of values: a list, and a part with a name.
    if (head.info.fields.length === 1 && head.list === 0) return head.make(this.list(c, values, base));
    if (head.plain && !head.info.placed && head.evaluated.length === 1 && head.others.length === 1)
      return head.info.fields[0]?.[0] === head.others[0]
        ? head.make(c.others[0], values[base])
        : head.make(values[base], c.others[0]);
    return this.assemble(c, activation, (i) => values[base + i] as Term);
  }

  /** The term of a code whose evaluated parts are given by their number. */
  assemble(c: Code, activation: Activation, part: (i: number) => Term): Term {
    const { head } = c;
    const args: unknown[] = [];
    for (const [field] of head.info.fields) {
      let at = 0;
      let k = 0;
      for (; k < head.evaluated.length; k++) {
        const p = head.evaluated[k] as Evaluated;
        if (p.field === field) break;
        at += p.list === undefined ? 1 : c.cells.length;
      }
      if (k < head.evaluated.length)
        args.push(
          head.evaluated[k]?.list === undefined
            ? part(at)
            : this.list(
                c,
                c.cells.map((_, i) => part(at + i)),
                0,
              ),
        );
      else if (head.rests.includes(field)) args.push(this.rest(c, head.rests.indexOf(field), activation));
      else args.push(this.other(c, head.others.indexOf(field), activation));
    }
    // Where nothing has changed it is the very term: positions are known by identity.
    const same = head.info.fields.every(([f], i) => (c.term as unknown as Fields)[f] === args[i]);
    if (same) return c.term;
    return head.info.placed ? madeFrom(head.make(...args), c.term) : head.make(...args);
  }
}
