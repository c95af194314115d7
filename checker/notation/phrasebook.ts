/** The phrases of a system, from its grammar, its judgements and the metafunctions of its rules. */
import { emptyTag } from '../../semantics/maps.ts';
import type { ConstructorInfo } from '../../semantics/grammar.ts';
import { metavariables, where, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import { syntax } from './chart.ts';
import { instance, type Form } from '../../rules/judgement.ts';
import { metafunctionsOf } from '../../rules/metafunctions.ts';
import type { Phrase, Phrases } from './phrases.ts';
import { literalsOf, noWords, tokensOf, typedWords } from './spelling.ts';
import type { System } from '../../rules/system.ts';
import {
  argument,
  fieldOf,
  isPart,
  partsOf,
  piecesOf,
  printsAsField,
  solid,
  withoutEnds,
  type Part,
} from './templates.ts';
import { noName, Typesetter } from './typeset.ts';

const cache = new WeakMap<System, WeakMap<readonly AnyMetafunction[], Phrases>>();
const none: readonly AnyMetafunction[] = [];

/** The phrases of a system, with functions that its rules do not call. Made once for a system and a list. */
export function phrasesOf(system: System, functions: readonly AnyMetafunction[] = none): Phrases {
  const made = cache.get(system) ?? new WeakMap<readonly AnyMetafunction[], Phrases>();
  cache.set(system, made);
  let phrases = made.get(functions);
  if (phrases === undefined) made.set(functions, (phrases = new Builder(system, functions).phrases()));
  return phrases;
}

type Made = Pick<Phrase, 'key' | 'shape' | 'made' | 'fills' | 'arity'> & Partial<Phrase>;

const plain = {
  texts: [],
  fixed: [],
  passes: false,
  converts: false,
  toTheLeft: false,
  calls: undefined,
  byName: false,
  form: undefined,
  equation: false,
};

class Builder {
  private readonly system: System;
  private readonly own: ReadonlySet<AnyMetafunction>;
  private readonly functions: readonly AnyMetafunction[];
  private readonly list: Phrase[] = [];
  private readonly terminals = new Map<string, number>();
  private readonly nonterminals = new Map<string, number>();
  private readonly sorts = new Map<number, string>();
  private readonly levels = new Map<string, number[]>();
  private readonly keywords = new Set<string>(typedWords);
  private readonly alone = new Set<string>();
  private readonly spoken: { name: string; among: readonly string[] }[] = [];
  private readonly lettered = new Map<string, (readonly [string, string])[]>();
  private readonly silent = new Map<string, AnyMetafunction>();

  constructor(system: System, functions: readonly AnyMetafunction[]) {
    this.system = system;
    const own = metafunctionsOf(system.rules.values());
    this.own = new Set(own);
    this.functions = [...own, ...functions.filter((f) => !this.own.has(f))];
  }

  phrases(): Phrases {
    const { system } = this;
    const { grammar } = system;
    const constructors = [...grammar.constructors.values()].filter(
      (c) => grammar.makers.has(c.tag) || c.tag === emptyTag(c.sort),
    );
    this.collectLevels(constructors);
    for (const c of constructors) this.ofConstructor(c, constructors);
    for (const f of this.functions) this.ofMetafunction(f);
    const premise = this.nonterminal('premise');
    const conclusion = this.nonterminal('conclusion');
    for (const form of system.judgements) this.ofForm(form, conclusion);
    this.pass(premise, [conclusion]);
    this.pass(premise, [this.at('holds')]);
    this.everySort(premise);
    const variable = (name: string) => this.terminal(`\0${name}`);
    return {
      system,
      syntax: syntax(this.list),
      premise,
      conclusion,
      sorts: this.sorts,
      variables: {
        ofSort: new Map([...this.levels.keys()].map((s) => [s, variable(`of ${s}`)])),
        ofLetter: new Map(Object.keys(system.metas).map((l) => [l, variable(`letter ${l}`)])),
        number: variable('number'),
        itself: variable('itself'),
      },
      words: { metas: system.metas, keywords: this.keywords, alone: this.alone },
      literals: literalsOf(this.terminals),
      spoken: this.spoken,
      metas: metavariables(system.metas),
      own: this.own,
      lettered: this.lettered,
      silent: this.silent,
    };
  }

  private terminal(name: string): number {
    const id = this.terminals.get(name) ?? this.terminals.size;
    this.terminals.set(name, id);
    return id;
  }

  private nonterminal(name: string, sort?: string): number {
    const id = this.nonterminals.get(name) ?? -1 - this.nonterminals.size;
    this.nonterminals.set(name, id);
    if (sort !== undefined) this.sorts.set(id, sort);
    return id;
  }

  /** What may stand where a term of the sort is printed at this level; without a level what needs no parentheses. */
  private at(sort: string, level = Infinity): number {
    const least = (this.levels.get(sort) ?? []).findLast((l) => l <= level);
    return this.nonterminal(level === Infinity || least === undefined ? sort : `${sort}@${least}`, sort);
  }

  /** The levels that templates print a sort at: what stands at one may stand at any that is lower. */
  private collectLevels(constructors: readonly ConstructorInfo[]): void {
    const levels = new Map<string, Set<number>>();
    for (const sort of [...constructors.map((c) => c.sort), 'name', 'int', 'names', 'holds'])
      levels.set(sort, new Set([0]));
    const see = (template: string, index: (name: string) => number | undefined, sorts: readonly string[]) => {
      for (const p of piecesOf(template, index)) if (isPart(p)) levels.get(sorts[p.index] as string)?.add(p.level);
    };
    for (const c of constructors) {
      const sorts = c.fields.map(([, sort]) => sort);
      see(c.text, (name) => fieldOf(c, name), sorts);
    }
    for (const { info } of this.functions) see(info.text, argument, info.args);
    for (const form of this.system.judgements) see(form.text, argument, [...form.inputs, ...form.outputs]);
    for (const [sort, set] of levels) {
      const ls = [...set].sort((a, b) => a - b);
      this.levels.set(sort, ls);
      ls.forEach((l, i) => this.pass(this.at(sort, l), [this.at(sort, ls[i + 1] ?? Infinity)]));
    }
  }

  private phrase(left: number, right: readonly number[], more: Made): void {
    this.list.push({ ...plain, left, right, ...more });
  }

  /** What one symbol reads, by itself or in parentheses. */
  private pass(left: number, right: readonly number[]): void {
    const at = right.length === 1 ? 0 : 1;
    const fills = right.map((_, i) => (i === at ? 0 : undefined));
    const texts = right.map((_, i) => (i === at ? '' : i < at ? '(' : ')'));
    this.phrase(left, right, { fills, texts, key: '', shape: '', made: ([x]) => x, arity: 1, passes: true });
  }

  /** A template as a phrase, with the sorts of its arguments. */
  private template(
    left: number,
    pieces: readonly (string | Part)[],
    sorts: readonly string[],
    more: Pick<Phrase, 'key' | 'made'> & Partial<Phrase>,
  ): void {
    const right: number[] = [];
    const fills: (number | undefined)[] = [];
    const texts: string[] = [];
    pieces.forEach((p, i) => {
      if (isPart(p)) {
        right.push(this.at(sorts[p.index] as string, p.level));
        fills.push(p.index);
        texts.push('');
        return;
      }
      const tokens = tokensOf(p, noWords);
      const last = tokens.at(-1);
      if (last?.kind === 'word' && last.end === p.length && last.text.length === 1 && pieces[i + 1] !== undefined)
        this.alone.add(last.text);
      for (const t of tokens) {
        if (t.kind === 'word' && t.text.length > 1) this.keywords.add(t.text);
        right.push(this.terminal(t.text));
        fills.push(undefined);
        texts.push(p.slice(t.start).trim());
      }
    });
    const shape = `${pieces.map((p) => (isPart(p) ? `{${sorts[p.index]}}` : p)).join('')}@${left}`;
    this.phrase(left, right, { fills, texts, arity: sorts.length, shape, ...more });
  }

  private ofConstructor(c: ConstructorInfo, all: readonly ConstructorInfo[]): void {
    const sorts = c.fields.map(([, sort]) => sort);
    const made = this.maker(c);
    const left = this.at(c.sort, c.level ?? Infinity);
    if (printsAsField(c)) return this.conversion(c, left, made, all);
    this.template(left, partsOf(c), sorts, { key: c.tag, made });
    for (const { pieces, hidden } of withoutEnds(c, all)) {
      const fixed = hidden.map(([i, end]) => [i, this.maker(end)([]), end.tag] as const);
      this.template(left, pieces, sorts, { key: c.tag, made, fixed });
    }
    // A set without names is printed as it is.
    if (sorts.length === 1 && sorts[0] === 'names') {
      const empty: readonly string[] = Object.freeze([]);
      const text = new Typesetter(this.system.grammar, 'text').pattern(made([empty]) as Pattern);
      this.template(left, [text], sorts, { key: c.tag, made, fixed: [[0, empty, '']] });
    }
  }

  private maker(c: ConstructorInfo): Phrase['made'] {
    const make = this.system.grammar.makers.get(c.tag);
    const emptyMap = Object.freeze({ tag: c.tag });
    return (args) => (make === undefined ? emptyMap : make(...args));
  }

  /**
   * A constructor that prints as its field alone. Several of a sort that hold a name are told apart by the letter of the
   * field (Var x, Ext z, Loc r); a name that is meant itself is the first of them.
   */
  private conversion(c: ConstructorInfo, left: number, made: Phrase['made'], all: readonly ConstructorInfo[]): void {
    const [[field, sort]] = c.fields as readonly [readonly [string, string]];
    const add = (symbol: number) =>
      this.phrase(left, [symbol], { key: c.tag, shape: c.tag, made, fills: [0], arity: 1, converts: true });
    const alike = all.filter((o) => o.sort === c.sort && o.fields[0]?.[1] === sort && printsAsField(o));
    const letters = alike.map((o) => o.fields[0]?.[0] as string);
    const told = letters.every((l) => this.sortOfLetter(l) === sort) && new Set(letters).size === letters.length;
    if (alike.length === 1 || sort !== 'name' || !told) return add(this.at(sort, 0));
    add(this.terminal(`\0letter ${field}`));
    this.lettered.set(c.sort, [...(this.lettered.get(c.sort) ?? []), [field, c.tag]]);
    if (alike[0] === c) add(this.terminal('\0itself'));
  }

  private sortOfLetter(letter: string): string | undefined {
    const entry = Object.hasOwn(this.system.metas, letter) ? this.system.metas[letter] : undefined;
    return typeof entry === 'object' ? entry.sort : entry;
  }

  private ofMetafunction(f: AnyMetafunction): void {
    const { name, text, args, result, level } = f.info;
    const made = (parts: readonly unknown[]) => Object.freeze({ call: f, args: parts });
    const key = `${name}#${this.functions.indexOf(f)}`;
    const pieces = solid(piecesOf(text, argument));
    const [first, last] = [pieces[0], pieces.at(-1)];
    const edge = (p: string | Part | undefined) => p !== undefined && isPart(p) && args[p.index] === result;
    const lone = pieces.length === 1 && first !== undefined && isPart(first);
    if (lone && args[0] === result) this.silent.set(result, f);
    else
      this.template(this.at(result, level ?? Infinity), piecesOf(text, argument), args, {
        key,
        made,
        calls: f,
        converts: lone,
        toTheLeft: level === undefined && edge(first) && edge(last),
      });
    const [open, comma, close] = ['(', ',', ')'];
    const call = args.flatMap((_, i): (string | Part)[] => [i === 0 ? open : comma, { index: i, level: 0 }]);
    this.keywords.add(name);
    this.template(this.at(result), [name, ...call, close], args, { key, made, calls: f, byName: true });
  }

  private ofForm(form: Form, left: number): void {
    const pieces = piecesOf(form.text, argument);
    const made = (args: readonly unknown[]) => instance(form, args as readonly Pattern[]);
    this.template(left, pieces, [...form.inputs, ...form.outputs], { key: form.name, made, form });
    const runs = pieces.flatMap((p) => (isPart(p) ? [] : (p.match(/\p{L}+(?:\s+\p{L}+)*/gu) ?? [])));
    for (const among of runs.map((run) => run.split(/\s+/)))
      for (const name of among) if (this.sortOfLetter(name) === 'name') this.spoken.push({ name, among });
  }

  /** What every sort has: metavariables, parentheses, and equations as premises. */
  private everySort(premise: number): void {
    const open = new Set(this.list.filter((p) => !p.passes && p.right.length > 1).map((p) => p.left));
    const nameless = { key: noName, shape: noName, texts: [noName], fills: [undefined], made: () => '', arity: 0 };
    this.phrase(this.at('name'), [this.terminal(noName)], nameless);
    for (const [sort, levels] of this.levels) {
      if (sort === 'holds') continue;
      const top = this.at(sort);
      const variables = [`of ${sort}`, ...(sort === 'name' ? ['itself'] : sort === 'int' ? ['number'] : [])];
      for (const v of variables) this.pass(top, [this.terminal(`\0${v}`)]);
      if ([Infinity, ...levels].some((l) => open.has(this.at(sort, l))))
        this.pass(top, [this.terminal('('), this.at(sort, 0), this.terminal(')')]);
      const sides = [{ index: 0, level: 0 }, ' = ', { index: 1, level: 0 }];
      const made = ([value, pattern]: readonly unknown[]) => where(pattern as Pattern, value as Pattern);
      this.template(premise, sides, [sort, sort], { key: '=', made, equation: true });
    }
  }
}
