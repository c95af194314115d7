/** Moves made in the branches of a proof, one after the other: each in the first branch that is open. */
import { visitMetas, type Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import { isWhere, metasOf } from '../../rules/rule.ts';
import { caseAt, rulesOf, schemaOf, type Branch, type By, type End, type Node, type Numbers, type Show, type Step } from '../check.ts'; // prettier-ignore
import type { Inner, Line, Words } from '../reading/lines.ts';
import { Reader } from '../reading/reader.ts';
import type { Open, Solver } from '../solving/solver.ts';
import { isEvery, type Every } from '../statement.ts';
import type { Bindings } from '../terms.ts';
import { distinctions, saying, tagsOf } from './distinctions.ts';
import { met, type Goals, type Met } from './matching.ts';
import { offer, type Offered } from './offered.ts';
import { claimsOf, Uses } from './uses.ts';
import { no, NoMove, Unfinished, type Wrong } from './wrong.ts';

/** Closes a branch, and writes down how. */
type Closing = (lines: Line[]) => End;

export class Play {
  readonly lines: Line[] = [];
  wrong: Wrong | null = null;
  offered: Offered | null = null;
  private at = 0;
  private fresh = 0;
  private readonly b: Branch<Solver>;
  private readonly reader: Reader;
  private readonly moves: readonly string[];
  private readonly uses: Uses;
  constructor(b: Branch<Solver>, moves: readonly string[]) {
    this.b = b;
    this.reader = new Reader(b);
    this.moves = moves;
    this.uses = new Uses(b, this.reader, this.numbers);
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
      const only = this.b.solver.opens().find((o) => o.kind === 'shape' && tagsOf(this.b, o).length === 1);
      if (only !== undefined) return { steps, end: this.split(only, goals, lines) };
      const move = this.moves[this.at];
      if (move === undefined) {
        this.offered = offer(this.b, this.reader, this.uses, goals);
        lines.push(this.reader.openLine(goals.parts, goals.env));
        throw new Unfinished();
      }
      this.at++;
      const made = this.move(move, goals);
      if (typeof made === 'function') return { steps, end: made(lines) };
      steps.push(this.carriedOut(made, lines));
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

  private move(text: string, goals: Goals): Step | Closing {
    const { word, rest } = /^(?<word>\S*)\s*(?<rest>.*)$/s.exec(text.trim())!.groups as { word: string; rest: string };
    switch (word) {
      case 'invert':
        return this.invert(rest, goals);
      case 'hypothesis':
      case 'lemma':
        return this.uses.statement(word, rest, goals);
      case 'for-all':
        return this.uses.premise(rest, goals);
      case 'rule':
        return this.uses.rule(rest, goals);
      case 'cases': {
        const open = distinctions(this.b).find((o) => saying(this.reader.teller, o) === rest.replace(/\s+/g, ' '));
        if (open === undefined) return no(word, `nothing waits for whether ${rest}`);
        return (lines) => this.split(open, goals, lines);
      }
      case 'show': {
        if (rest !== '') no(word, 'show stands alone, or in the place of a claim that a lemma is on');
        if (!goals.parts.some(isEvery)) no(word, 'nothing is to be shown here that is for all');
        const all = met(this.b, goals, true);
        if (all === undefined) return no(word, 'what is not for all has to be shown first');
        return (lines) => this.shown(all, goals, lines);
      }
      default:
        return no('move', `${word} is no move: invert, hypothesis, lemma, for-all, rule, cases and show are`);
    }
  }
  private invert(n: string, goals: Goals): Step | Closing {
    const { b } = this;
    if (n.includes(' ') || n === '') no('invert', 'invert one claim, by its number');
    const of = this.uses.claimed('invert', n);
    const c = b.claim(of);
    if (c.every !== undefined) return no('invert', `(${n}) is a premise for all: it has no last rule`);
    if (c.by !== undefined) no('invert', `(${n}) is inverted already`);
    const rules = rulesOf(b.development.system, c.of).filter((r) => !b.impossible(of, r.name));
    const [rule] = rules;
    if (rules.length === 1) return { step: 'invert', of, rule: rule!.name, metas: this.numbers(metasOf(rule!)) };
    const none = `no rule concludes (${n}): this does not occur`;
    return (lines) => {
      const all = rules.map((r) => [r, this.numbers(metasOf(r))] as const);
      const parts = this.cases(lines, [rules.length === 0 ? none : `by cases on the last rule of (${n})`]);
      const nodes = all.map(([r, metas]) => ({
        rule: r.name,
        metas,
        node: this.under(parts, [`(${n}) is by ${r.name}`], () => this.reader.byRule(of, r, metas), goals),
      }));
      return { end: 'invert', of, nodes };
    };
  }

  // ---- premises and conclusions for all

  /** Carries out a step; what it says is shown on the spot is shown by the moves that follow. */
  private carriedOut(s: Step, lines: Line[]): Step {
    if (s.step !== 'use' || s.premises.every((p) => typeof p === 'string')) {
      lines.push(this.reader.step(s));
      return s;
    }
    const schema = schemaOf(this.b, s);
    const env = new Map([...schema.env, ...Object.entries(s.instance)]);
    const parts: Inner[] = [];
    lines.push(this.reader.begun(s, parts));
    const line = lines.length - 1;
    const needed = claimsOf(schema);
    const premises = s.premises.map((by, i) => this.met(by, needed[i] as Every, env, parts));
    const done = { ...s, premises };
    lines[line] = this.reader.step(done, parts);
    return done;
  }
  private shown({ witnesses, claims }: Met, goals: Goals, lines: Line[]): End {
    const parts: Inner[] = [];
    const needed = claimsOf({ premises: goals.parts });
    const env = new Map([...goals.env, ...Object.entries(witnesses)]);
    lines.push({ ...this.reader.openLine(goals.parts, env), kind: 'goal', parts });
    const end: End = {
      end: 'done',
      witnesses,
      claims: claims.map((by, i) => this.met(by, needed[i] as Every, env, parts)),
    };
    lines[lines.length - 1] = this.reader.end(end, goals.parts, goals.env, parts);
    return end;
  }
  private met(by: By, e: Every, outer: Bindings, parts: Inner[]): By {
    if (typeof by === 'string') return by;
    const vars = this.numbers(e.every);
    const lines: Line[] = [];
    parts.push({ title: ['that ', this.reader.teller.saying(e, outer)], lines });
    const node = this.reader.within(() => {
      const { env, line } = this.reader.suppose(e, vars, outer);
      lines.push(line);
      return this.node({ parts: e.conclusions, existential: e.existential, env }, lines);
    });
    return { vars, node } satisfies Show;
  }

  // ---- cases

  private split(o: Open, goals: Goals, lines: Line[]): End {
    const { b } = this;
    const { store, solver } = b;
    const said = saying(this.reader.teller, o);
    const parts = this.cases(lines, [o.kind === 'shape' ? `by cases on ${said}` : `by cases: ${said} or not`]);
    if (o.kind === 'shape') {
      const all = tagsOf(b, o).map(
        (tag) => [tag, this.numbers(store.grammar.constructors.get(tag)!.fields.map(([meta]) => ({ meta })))] as const,
      );
      const nodes = all.map(([tag, metas]) => ({
        tag,
        metas,
        node: this.under(
          parts,
          [`${said} is a ${tag}`],
          this.supposing(() => b.shape(o.of, tag, metas)),
          goals,
        ),
      }));
      return { end: 'shape', of: o.of, nodes };
    }
    const set = (sign: boolean) =>
      this.supposing(() =>
        o.kind === 'equal'
          ? solver.assume(o.left, o.right, sign)
          : o.kind === 'holds'
            ? solver.assume(o.of, sign ? store.yes : store.no)
            : solver.assume(o.of, store.undef, !sign),
      );
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
  private supposing = (act: () => void) => (): Line => this.reader.told('given', ['in this case'], act);
  private under(parts: Inner[], title: Words, act: () => Line, goals: Goals): Node {
    const lines: Line[] = [];
    parts.push({ title, lines });
    return this.reader.within(() => {
      const first = act();
      if (first.claims.length + first.facts.length > 0) lines.push(first);
      return this.node(goals, lines);
    });
  }

  // ---- the end of the moves

  /** Moves behind the end of the proof have nothing to be made in. */
  ended(): void {
    if (this.at < this.moves.length)
      this.wrong = { at: this.at, code: 'move', message: 'nothing is open any more', unsaid: [] };
  }
  stopped(e: unknown): void {
    if (e instanceof Unfinished) return;
    if (!(e instanceof NoMove)) throw e;
    this.wrong = { at: this.at - 1, code: e.code, message: e.message, unsaid: e.unsaid };
  }
}
