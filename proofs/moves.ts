/**
 * Proving a case by hand: moves, one a line, each made in the first branch that is open. What a move leaves to be said
 * (what metavariables stand for) is found by matching; whether it is one the checker's own tests say, and in the end the
 * whole proof is checked.
 *
 *     invert 2                        the last rule of claim (2); in cases where several are possible
 *     hypothesis Preservation 6 4     a hypothesis of induction, on these claims
 *     lemma substitution-value 8 5    a lemma; `for-all 2 7` uses the premise for all (2)
 *     rule T-App 5 7                  a rule on claims
 *     cases x1 = x                    one of the distinctions that evaluations wait for
 */
import { visitMetas, type Pattern } from '../semantics/symbols.ts';
import { isInstance } from '../rules/judgement.ts';
import { isWhere, metasOf } from '../rules/rule.ts';
import {
  Branch,
  caseAt,
  rulesOf,
  schemaOf,
  type Development,
  type End,
  type Instantiation,
  type Node,
  type Numbers,
  type Step,
} from './check.ts';
import { Reader, type Inner, type Line, type Words } from './reading.ts';
import { instances, met, type Goals, type Schema } from './search/matching.ts';
import { Solver, type Open } from './solving/solver.ts';
import { isEvery, type Part, type Statement } from './statement.ts';
import { Store, type Bindings } from './terms.ts';

/** A move that cannot be made: what hints go by, and why. */
export interface Wrong {
  /** The move, from 0. */
  readonly at: number;
  readonly code: string;
  readonly message: string;
}
/** What may be chosen in the branch that is open. */
export interface Offered {
  readonly claims: readonly { readonly no: number; readonly inverted: boolean; readonly judgement: boolean }[];
  readonly hypotheses: readonly string[];
  readonly lemmas: readonly string[];
  /** Those that conclude what is to be shown; others may be applied as well. */
  readonly rules: readonly string[];
  readonly cases: readonly string[];
}
export interface Standing {
  readonly lines: readonly Line[];
  readonly wrong: Wrong | null;
  /** Null where nothing is open. */
  readonly offered: Offered | null;
  /** The whole proof, where it is one: not checked yet. */
  readonly node: Node | null;
  readonly store: Store;
}

class NoMove extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
const no = (code: string, message: string): never => {
  throw new NoMove(code, message);
};
/** The moves are at their end, and a branch is open. */
class Unfinished extends Error {}

class Play {
  readonly lines: Line[] = [];
  wrong: Wrong | null = null;
  offered: Offered | null = null;
  private at = 0;
  private fresh = 0;
  private uses = 0;
  private readonly b: Branch<Solver>;
  private readonly reader: Reader;
  private readonly moves: readonly string[];
  private readonly lemmas: readonly Statement[];
  private readonly group: readonly string[];
  constructor(b: Branch<Solver>, moves: readonly string[]) {
    this.b = b;
    this.reader = new Reader(b);
    this.moves = moves;
    const all = [...b.development.statements.values()];
    const { statement } = b;
    const first = Math.min(...statement.group.map((g) => all.findIndex((s) => s.name === g)));
    this.lemmas = all.slice(0, first);
    this.group = statement.inductOn.length === 0 && statement.onSyntax === undefined ? [] : statement.group;
  }
  private numbers = (metas: readonly { readonly meta: string }[]): Numbers =>
    Object.fromEntries(metas.map((m) => [m.meta, ++this.fresh]));

  /** The case, as it is given. */
  begin(kase: string): Node {
    const { b } = this;
    const { env, lines } = this.reader.start();
    this.lines.push(...lines);
    const steps: Step[] = [];
    const make = (s: Step) => {
      steps.push(s);
      this.lines.push(this.reader.step(s));
    };
    const { statement } = b;
    const from = caseAt(statement);
    if (statement.onSyntax !== undefined) {
      const of = env.get(statement.onSyntax)!;
      const fields = b.store.grammar.constructors.get(kase)!.fields.map(([meta]) => ({ meta }));
      make({ step: 'shape', of, tag: kase, metas: this.numbers(fields) });
    } else if (from !== undefined) {
      const invert = (of: string, rule: string) =>
        make({ step: 'invert', of, rule, metas: this.numbers(metasOf(b.development.system.rules.get(rule)!)) });
      for (let i = from.indexOf('/'); i >= 0; i = from.indexOf('/', i + 1))
        invert(from.slice(0, i), from.slice(i + 1, from.indexOf('.', i)));
      invert(from, kase);
    }
    const goals = { parts: statement.conclusions, existential: statement.existential, env };
    const rest = this.node(goals, this.lines);
    return { steps: [...steps, ...rest.steps], end: rest.end };
  }

  /** A branch, until it is closed. @throws Unfinished where the moves end before. */
  private node(goals: Goals, lines: Line[]): Node {
    const steps: Step[] = [];
    // What evaluations of the goals wait for may be told apart.
    for (const p of goals.parts)
      for (const q of isEvery(p) ? [] : isInstance(p) ? p.args : isWhere(p) ? [p.value] : [p]) this.add(q, goals.env);
    for (;;) {
      const end = this.closed(goals);
      if (end !== undefined) {
        lines.push(this.reader.end(end, goals.parts, goals.env));
        return { steps, end };
      }
      // What can only be one thing is no choice.
      const only = this.b.solver.opens().find((o) => o.kind === 'shape' && this.tags(o).length === 1);
      if (only !== undefined) return { steps, end: this.split(only, goals, lines) };
      const move = this.moves[this.at];
      if (move === undefined) {
        this.offered = this.offer(goals);
        lines.push(this.reader.openLine(goals.parts, goals.env));
        throw new Unfinished();
      }
      this.at++;
      const made = this.move(move, goals);
      if ('step' in made) {
        steps.push(made);
        lines.push(this.reader.step(made));
        continue;
      }
      return { steps, end: made.split(lines) };
    }
  }
  private add(p: Pattern, env: Bindings): void {
    let known = true;
    visitMetas(p, (m) => void (known &&= env.has(m.meta)));
    if (known) this.b.solver.add(this.b.store.of(p, env));
  }
  private closed(goals: Goals): End | undefined {
    if (this.b.solver.contradictory()) return { end: 'absurd' };
    const done = met(this.b, goals);
    return done && { end: 'done', ...done };
  }

  private move(text: string, goals: Goals): Step | { readonly split: (lines: Line[]) => End } {
    const { b, reader } = this;
    const [word = '', ...rest] = text.trim().split(/\s+/);
    const claimed = (n: string): string =>
      reader.nameOf(/^\d{1,6}$/.test(n) ? Number(n) : -1) ?? no(word, `there is no claim (${n})`);
    switch (word) {
      case 'invert': {
        const [n = ''] = rest;
        if (rest.length !== 1) no(word, 'invert one claim, by its number');
        const of = claimed(n);
        const c = b.claim(of);
        if (c.every !== undefined) return no(word, `(${n}) is a premise for all: it has no last rule`);
        if (c.by !== undefined) no(word, `(${n}) is inverted already`);
        const rules = rulesOf(b.development.system, c.of).filter((r) => !b.impossible(of, r.name));
        const [rule] = rules;
        if (rules.length === 1) return { step: 'invert', of, rule: rule!.name, metas: this.numbers(metasOf(rule!)) };
        return {
          split: (lines) => {
            const all = rules.map((r) => [r, this.numbers(metasOf(r))] as const);
            const nodes: { rule: string; metas: Numbers; node: Node }[] = [];
            const parts = this.cases(
              lines,
              rules.length === 0
                ? [`no rule concludes (${n}): this does not occur`]
                : [`by cases on the last rule of (${n})`],
            );
            for (const [r, metas] of all)
              nodes.push({
                rule: r.name,
                metas,
                node: this.under(parts, [`(${n}) is by ${r.name}`], () => b.open(of, r, metas), goals),
              });
            return { end: 'invert', of, nodes };
          },
        };
      }
      case 'hypothesis':
      case 'lemma': {
        const [name = '', ...on] = rest;
        const there = word === 'lemma' ? this.lemmas.some((s) => s.name === name) : this.group.includes(name);
        const s = there
          ? b.development.statements.get(name)!
          : no(name, `there is no ${word === 'lemma' ? 'lemma' : 'hypothesis of induction'} ${name} here`);
        return this.use(word, name, s, new Map(), on.map(claimed), goals);
      }
      case 'for-all': {
        const [n = '', ...on] = rest;
        const of = claimed(n);
        if (b.claim(of).every === undefined) return no(word, `(${n}) is no premise for all`);
        const schema = schemaOf(b, { step: 'use', kind: 'every', of, instance: {}, premises: [], exists: {}, as: '' });
        return this.use('every', of, { ...schema }, schema.env, on.map(claimed), goals, `(${n})`);
      }
      case 'rule': {
        const [name = '', ...on] = rest;
        const rule = b.development.system.rules.get(name) ?? no(name, `there is no rule ${name}`);
        const schema = {
          premises: rule.premises,
          conclusions: [rule.conclusion],
          universal: metasOf(rule),
          existential: [],
        };
        const premises = on.map(claimed);
        const as = `d${++this.uses}`;
        const instance = this.matched(name, schema, premises, new Map(), goals, (env) => {
          b.meet(rule.premises, env, premises, () => undefined);
        });
        return { step: 'apply', rule: name, instance, premises, as };
      }
      case 'cases': {
        const wanted = rest.join(' ');
        const open = this.splits().find((o) => this.saying(o) === wanted);
        return open === undefined
          ? no(word, `nothing waits for whether ${wanted}`)
          : { split: (lines) => this.split(open, goals, lines) };
      }
      default:
        return no('move', `${word} is no move: invert, hypothesis, lemma, for-all, rule and cases are`);
    }
  }

  private use(
    word: 'lemma' | 'hypothesis' | 'every',
    of: string,
    s: Schema,
    outer: Bindings,
    premises: readonly string[],
    goals: Goals,
    called = of,
  ): Step {
    const { b } = this;
    const fixed = word === 'hypothesis' ? b.statement.fixed : [];
    const known = new Map([
      ...outer,
      ...s.universal
        .filter((m) => fixed.includes(m.meta))
        .map((m) => [m.meta, b.store.variable(m.meta, 0, m.sort)] as const),
    ]);
    const instance = this.matched(
      called,
      s,
      premises,
      known,
      goals,
      (env) => {
        b.meet(s.premises, env, premises, () => undefined);
        if (word === 'hypothesis') b.mayUse(s as Statement, env, premises);
      },
      outer,
    );
    return {
      step: 'use',
      kind: word,
      of,
      instance,
      premises,
      exists: this.numbers(s.existential),
      as: `l${++this.uses}`,
    };
  }
  /** The instance that the checker's tests accept; the first of their complaints where they accept none. */
  private matched(
    code: string,
    s: Schema,
    names: readonly string[],
    known: Bindings,
    goals: Goals,
    test: (env: Bindings) => void,
    outer: Bindings = new Map(),
  ): Instantiation {
    const { b } = this;
    const needed = s.premises.filter((p) => isEvery(p) || isInstance(p));
    if (names.length !== needed.length) no(code, `${code} is on ${needed.length} claims, not ${names.length}`);
    let found: Instantiation | undefined;
    let complaint: string | undefined;
    const missed = instances(b, s, names, known, goals, (i) => {
      try {
        test(b.instance(s.universal, i, outer));
        found = i;
        return true;
      } catch (e) {
        complaint ??= e instanceof Error ? e.message : String(e);
        return false;
      }
    });
    if (found !== undefined) return found;
    if (complaint !== undefined) return no(code, `${code}: ${complaint}`);
    if (missed < 0) return no(code, `${code}: its premises do not say what all of it stands for`);
    const which = (needed as readonly Part[]).indexOf(s.premises[missed]!);
    const claim = names[which] === undefined ? '' : `(${this.reader.numberOf(names[which]) ?? '?'})`;
    const says = this.reader.teller.saying(s.premises[missed]!, known).text;
    return no(code, `${code}: its premise ${missed + 1} is ${says}, and ${claim} does not fit`);
  }

  // ---- cases

  private tags(o: Open): string[] {
    const { b } = this;
    if (o.kind !== 'shape' || !b.solver.defined(o.of) || o.of.sort in b.store.grammar.maps) return [];
    const all = [...b.store.grammar.constructors.values()].filter((c) => c.sort === o.of.sort).map((c) => c.tag);
    return all.filter((tag) => !b.impossible(o.of, tag));
  }
  private splits = (): readonly Open[] =>
    this.b.solver.opens().filter((o) => {
      if (o.kind === 'shape') return this.tags(o).length > 1;
      const terms = o.kind === 'equal' ? [o.left, o.right] : [o.of];
      return terms.every((t) => !t.op.startsWith('∂'));
    });
  private saying(o: Open): string {
    const t = this.reader.teller;
    if (o.kind === 'equal') return `${t.term(o.left)} = ${t.term(o.right)}`;
    return `${t.sentence(o.of, o.kind !== 'shape').text}${o.kind === 'holds' ? ' holds' : o.kind === 'defined' ? ' is defined' : ''}`;
  }
  private split(o: Open, goals: Goals, lines: Line[]): End {
    const { b } = this;
    const { store, solver } = b;
    const said = this.saying(o);
    const parts = this.cases(lines, [o.kind === 'shape' ? `by cases on ${said}` : `by cases: ${said} or not`]);
    if (o.kind === 'shape') {
      const all = this.tags(o).map(
        (tag) => [tag, this.numbers(store.grammar.constructors.get(tag)!.fields.map(([meta]) => ({ meta })))] as const,
      );
      const nodes = all.map(([tag, metas]) => ({
        tag,
        metas,
        node: this.under(parts, [`${said} is a ${tag}`], () => void b.shape(o.of, tag, metas), goals),
      }));
      return { end: 'shape', of: o.of, nodes };
    }
    const set = (sign: boolean) => () =>
      o.kind === 'equal'
        ? solver.assume(o.left, o.right, sign)
        : o.kind === 'holds'
          ? solver.assume(o.of, sign ? store.yes : store.no)
          : solver.assume(o.of, store.undef, !sign);
    const yes = this.under(parts, [said], set(true), goals);
    const not = this.under(parts, [`not: ${said}`], set(false), goals);
    return o.kind === 'equal'
      ? { end: 'equal', left: o.left, right: o.right, yes, no: not }
      : { end: o.kind, of: o.of, yes, no: not };
  }
  private cases(lines: Line[], by: Words): Inner[] {
    const parts: Inner[] = [];
    lines.push({ kind: 'cases', by, claims: [], facts: [], parts });
    return parts;
  }
  private under(parts: Inner[], title: Words, act: () => void, goals: Goals): Node {
    const lines: Line[] = [];
    parts.push({ title, lines });
    return this.reader.within(() => {
      const first = this.reader.told('given', ['in this case'], act);
      if (first.claims.length + first.facts.length > 0) lines.push(first);
      return this.node(goals, lines);
    });
  }

  private offer(goals: Goals): Offered {
    const { b, reader } = this;
    const claims = [...b.claims].map(([name, c]) => ({
      no: reader.numberOf(name)!,
      judgement: c.every === undefined,
      inverted: c.by !== undefined,
    }));
    const wanted = new Set(goals.parts.flatMap((p) => (!isEvery(p) && isInstance(p) ? [p.judgement.name] : [])));
    const rules = [...b.development.system.rules.values()]
      .filter((r) => wanted.has(r.conclusion.judgement.name) && r.chosen.length === 0)
      .map((r) => r.name);
    const cases = [...new Set(this.splits().map((o) => this.saying(o)))];
    return { claims, hypotheses: this.group, lemmas: this.lemmas.map((s) => s.name), rules, cases };
  }
  /** Moves behind the end of the proof have nothing to be made in. */
  ended(): void {
    if (this.at < this.moves.length) this.wrong = { at: this.at, code: 'move', message: 'nothing is open any more' };
  }
  stopped(e: unknown): void {
    if (e instanceof Unfinished) return;
    const at = this.at - 1;
    if (e instanceof NoMove) this.wrong = { at, code: e.code, message: e.message };
    else throw e;
  }
}

/**
 * The proof of a case as far as moves lead.
 * @param moves one a line; empty lines and what stands behind `--` say nothing. Those behind a wrong one are not looked at.
 * @throws Error for a theorem or a case that there is not.
 */
export function play(d: Development, theorem: string, kase: string, moves: readonly string[]): Standing {
  const statement = d.statements.get(theorem);
  if (statement === undefined) throw new Error(`there is no theorem ${theorem}`);
  const attempt = (some: readonly string[]) => {
    const store = new Store(d.system.grammar);
    const p = new Play(new Branch(store, d, statement, new Solver(store, d.known)), some);
    let node: Node | null = null;
    try {
      node = p.begin(kase);
      p.ended();
    } catch (e) {
      p.stopped(e);
    }
    return { lines: p.lines, wrong: p.wrong, offered: p.offered, node, store };
  };
  const first = attempt(moves);
  if (first.wrong === null) return first;
  // What a wrong move is made in is shown without it.
  return { ...attempt(moves.slice(0, first.wrong.at)), wrong: first.wrong };
}

/** The moves of a text, each with its line, from 1. */
export const movesOf = (text: string): readonly { readonly move: string; readonly line: number }[] =>
  text.split('\n').flatMap((l, i) => {
    const move = l.replace(/--.*$/, '').trim();
    return move === '' ? [] : [{ move, line: i + 1 }];
  });
